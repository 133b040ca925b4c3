"""Companies are called by their short names everywhere but at the head, where they are introduced."""

import re

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide, Report
from diagnostic.briefing.document import document
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from tests.briefing.reading_pdf import texts
from tests.briefing.reopened import reopen
from tests.briefing.simulated import simulated

FULL = ("Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A.")


def named(short: tuple[str, str] | None) -> Report:
    report = simulated(25, *FULL)
    return replace(report, alliance=Alliance("Orvelane", BySide(*FULL), BySide(*short) if short else None))


@pytest.mark.parametrize(
    "format_", ["html", "md", *(pytest.param(one, marks=pytest.mark.part("proofs")) for one in ("docx", "pptx"))]
)
def test_the_full_names_stand_at_the_head_alone(format_: str) -> None:
    said = reopen(format_, RENDERERS[format_](named(("Bernhard", "SPHP")), "en")).text
    for full in FULL:
        # Sentences would say it without its legal form.
        name = full.removesuffix(" GmbH & Co. KG").removesuffix(" S.A.")
        assert len(re.findall(re.escape(name), said)) == 1
    assert said.count("Bernhard") > 50


def test_the_full_names_stand_once_in_print_and_leave_room_for_every_scale_on_the_first_page() -> None:
    pages = [" ".join(page.split()) for page in texts(RENDERERS["pdf"](named(("Bernhard", "SPHP"))))]
    assert sum(page.count("Pharmaceutique") for page in pages) == 1
    assert "Every scale at a glance" in pages[0]


def test_a_short_name_that_is_no_part_of_the_full_one_is_introduced_beside_it() -> None:
    report = named(("Bernhard", "SPHP"))
    companies = document(report, Wording(report)).companies
    assert (companies.a, companies.b) == (FULL[0], f"{FULL[1]} (SPHP)")


def test_without_short_names_companies_are_called_by_their_names_without_the_legal_form() -> None:
    wording = Wording(named(None))
    assert wording.company("a") == "Bernhard-Wohlfahrt Arzneimittel"
    assert wording.company("b") == "Société Pharmaceutique de Haute-Provence"
