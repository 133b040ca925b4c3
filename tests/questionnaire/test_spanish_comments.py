"""Which comments in Spanish wait for somebody to look at them: sentences as people write them about an alliance."""

import pytest

from diagnostic.questionnaire.library import Library

OFFERED = ("en", "es")

REPORTS = [
    "Un médico nos habló de un efecto secundario con los comprimidos de 10 mg.",
    "Los acontecimientos adversos se comunican demasiado tarde.",
    "¿Quién comunica las RAM, ellos o nosotros?",
    "Una clínica vio una reacción cutánea tras la segunda inyección.",
    "Mi vecino es alérgico y se lo dieron igualmente.",
    "A un paciente le salió un sarpullido y lo dejó.",
    "Se mareó después de tomarlo.",
    "Llevaron a un cliente al hospital y su línea de atención estaba cerrada.",
    "Enviaron muestras a una compañera embarazada.",
    "La paciente murió y nadie lo comunicó.",
    "No les funcionó a dos de mis pacientes.",
    "El lote 4711 huele raro.",
    "Dos comprimidos de la muestra estaban rotos.",
    "Una queja de producto estuvo diez días en su buzón.",
]

EVERYDAY = [
    "Nadie sabe quién está al cargo.",
    "Una reacción rápida ayudaría más que una perfecta.",
    "Son alérgicos a las críticas.",
    "Las condiciones adversas se usaron como excusa.",
    "La idea murió en el comité.",
    "Estamos en un punto muerto.",
    "Las previsiones son un dolor de cabeza.",
    "Los ingresos no se reparten de forma justa.",
    "Fue una situación embarazosa ante el cliente.",
    "Falta de eficacia en las reuniones.",
    "Queda pendiente el lote 3 de la licitación de hospitales.",
    "Más confianza.",
    "Menos reuniones.",
    "Nada",
]

RELATED = [
    "Una signora ha avuto una eruzione cutanea.",
    "Il paziente si è sentito male dopo la seconda dose.",
    "Uma senhora teve uma erupção na pele.",
    "O paciente teve tonturas depois da segunda dose.",
    "Una senyora va tenir una erupció cutània.",
    "O pacientă a avut o erupție după a doua doză.",
]
"""Reports in languages close to Spanish, whose words are not known."""


@pytest.mark.parametrize("comment", REPORTS)
def test_what_may_be_a_report_is_held(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) == "report"
    assert library.side_effects.why_held(comment.upper(), OFFERED) == "report"


@pytest.mark.parametrize("comment", EVERYDAY)
def test_what_everybody_writes_about_an_alliance_is_not(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) is None


@pytest.mark.parametrize("comment", RELATED)
def test_a_report_in_a_language_close_to_it_is_not_taken_for_spanish(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) is not None
