"""Which comments wait for somebody to look at them: sentences as people write them about an alliance."""

import shutil
from pathlib import Path

import pytest

from diagnostic.content import content_folder
from diagnostic.errors import InvalidQuestionnaire
from diagnostic.questionnaire.library import SIDE_EFFECTS, Library
from diagnostic.questionnaire.side_effects import SideEffects

REPORTS = [
    "A patient told our field force about a side effect of the 10 mg tablets, and nobody knew whom to call.",
    "Three doctors mentioned side-effects last month.",
    "Adverse events are passed on too late.",
    "Who forwards AEs, they or we?",
    "One clinic saw a skin reaction after the second injection.",
    "My neighbour is allergic and was given it all the same.",
    "There was a bad reaction to the first dose in Leeds.",
    "A patient got a rash and stopped.",
    "She felt dizzy after taking it.",
    "An old man was hospitalised in March.",
    "A customer was taken to hospital; their hotline was closed.",
    "A pregnant colleague was sent samples.",
    "One of the trial patients died, and we read it in the newspaper.",
    "A nurse spoke of an overdose.",
    "It did not work for two of my patients.",
    "Batch 4711 smells odd.",
    "We got a faulty batch.",
    "Two of the tablets in the sample pack were broken.",
    "A product complaint lay in their inbox for ten days.",
    "He collapsed\nafter\ntaking two.",
    "Ein Arzt hat uns von einer Nebenwirkung berichtet.",
    "Über Arzneimittelnebenwirkungen reden wir nie gemeinsam.",
    "Unerwünschte Ereignisse melden sie uns nicht.",
    "Ein Patient hatte Ausschlag am ganzen Arm.",
    "Nach der Einnahme wurde ihr schwindlig.",
    "Meine Mutter kam danach ins Krankenhaus.",
    "Die Patientin ist gestorben, und niemand hat es gemeldet.",
    "Das Präparat hat er nicht vertragen.",
    "Eine allergische Reaktion im Oktober wurde nicht weitergegeben.",
    "Die Charge war verfärbt.",
    "Charge 0815 riecht seltsam.",
    "Zwei Chargen waren falsch beschriftet.",
    "Die Tabletten waren zerbrochen.",
    "Reklamationen landen immer bei uns.",
    "Eine Schwangere bekam Muster.",
    "Es gab einen Todesfall in der Studie.",
]

EVERYDAY = [
    "Nobody knows who is in charge.",
    "Their team was in charge of pricing, then we were.",
    "The training was free of charge, which helped.",
    "They charge us for every small change.",
    "The product launch was badly timed.",
    "A quick reaction would help more than a perfect one.",
    "Their reaction to our proposal took three weeks.",
    "Reaction time is too long.",
    "They are allergic to criticism.",
    "The market turned adverse, and the adverse conditions were blamed on us.",
    "Thank you for the hospitality in Basel.",
    "The hospital accounts belong to them, the practices to us.",
    "We studied the plan and agreed to it.",
    "The idea died in committee.",
    "The joint project quietly died.",
    "Death by slides.",
    "We discuss every detail to death.",
    "Deadlines move without a word.",
    "Forecasting is a headache.",
    "It was a rash decision.",
    "We are bleeding talent.",
    "Send the leads in batches, please; the first batch was good.",
    "Patients come first for both of us.",
    "Their field force did not help.",
    "As far as I recall nobody complained.",
    "Complaints about meetings are ignored.",
    "Both companies take too long to react.",
    "Kritik ist dort unerwünscht.",
    "Sie reagieren allergisch auf Kritik.",
    "Ihre Reaktion auf unseren Vorschlag kam spät.",
    "Den Ausschlag gab am Ende der Preis.",
    "Ausschlaggebend war der Preis.",
    "Das Projekt ist gestorben.",
    "Die Teams haben sich anfangs nicht vertragen.",
    "Der Außendienst im Krankenhaus gehört zu Helix.",
    "Bitte mehr Charme und weniger Folien.",
    "Unsere Kulturen sind verschieden, das ist schwierig.",
    "Wer entscheidet? Das ist nicht klar.",
    "Die Übergabe wird nicht dokumentiert.",
]

ELSEWHERE = [
    "effet secondaire grave",
    "Un patient a eu des vertiges après la deuxième injection.",
    "Il y a eu un effet indésirable et personne ne l’a signalé.",
    "Un paciente tuvo mareos después de la segunda dosis.",
    "La paciente murió y nadie lo comunicó.",
    "effetto collaterale grave",
    "Una signora ha avuto una eruzione cutanea.",
    "Ze kreeg uitslag na de tweede dosering.",
    "Hon fick utslag efter den andra gången.",
    "Pacjent miał wysypkę po drugiej dawce.",
    "ciddi yan etki",
    "У пациента была сыпь после второй дозы.",
    "أصيب مريض بطفح جلدي بعد الجرعة الثانية.",
    "患者さんに副作用が出ました。",
]
"""Reports in languages whose words are not known."""

SHORT = ["Nothing.", "Less.", "More trust", "Fewer meetings.", "Nichts", "Mehr Vertrauen", "Keine", "-", "42", "🙂", ""]
"""What people write who have little to say, or nothing."""

OFFERED = ("en", "de")


@pytest.mark.parametrize("comment", REPORTS)
def test_what_may_be_a_report_is_held(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) == "report"
    among_others = f"Sie fragen, was fehlt. {comment.upper()} (Sorry.)"
    assert library.side_effects.why_held(among_others, OFFERED) == "report"


@pytest.mark.parametrize("comment", [*EVERYDAY, *SHORT])
def test_what_everybody_writes_about_an_alliance_is_not(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) is None
    assert library.side_effects.why_held(comment.upper(), OFFERED) is None


def test_an_everyday_phrase_does_not_hide_a_report_beside_it(library: Library) -> None:
    for comment in (
        "They are allergic to criticism. A doctor reported an allergic shock.",
        "Nobody is in charge of side effects.",
        "The project died when two patients died.",
    ):
        assert library.side_effects.why_held(comment, OFFERED) == "report"


def test_all_languages_words_apply_whatever_the_wave_was_offered_in(library: Library) -> None:
    assert library.side_effects.why_held("She told us of a side effect.", ["de"]) == "report"
    assert library.side_effects.why_held("Es gab eine Nebenwirkung.", ["en"]) == "report"
    assert library.side_effects.why_held("Der Patient hatte a very bad reaction.", ["en"]) == "report"


@pytest.mark.parametrize("comment", ELSEWHERE)
def test_a_comment_in_a_language_without_words_is_held(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) is not None


@pytest.mark.parametrize("comment", [*EVERYDAY, *SHORT])
def test_where_a_wave_was_offered_in_a_language_without_words_every_comment_is_held(
    library: Library, comment: str
) -> None:
    assert library.side_effects.why_held(comment, ["en", "nl"]) == "language"


def test_the_typographic_apostrophe_and_composed_letters_change_nothing(library: Library) -> None:
    assert library.side_effects.why_held("It didn’t work for two of my patients.", OFFERED) == "report"
    assert library.side_effects.why_held("Das Medikament macht u\u0308bel.", OFFERED) == "report"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A folder of the words there are, to be spoilt."""
    return Path(shutil.copytree(content_folder() / "questionnaires" / SIDE_EFFECTS, tmp_path / SIDE_EFFECTS))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("harm = [", "harmless = []\nharm = [", "'harmless' means nothing here"),
        ("report = [", "report = 'died'\nold = [", "report: Expected `array`, got `str`; each key is a list of texts"),
        ("'drugs?'", "'drugs?', 7", "Expected `str`, got `int`"),
        ("'drugs?'", "'(drugs'", "key medicine: “(drugs” cannot be read as a pattern: missing )"),
        ("'death by'", "'*'", "key everyday: “*” would be found in every comment"),
        ("'death by'", "'.+'", "key everyday: “.+” would be found in every comment"),
        ("'death by'", "' '", "key everyday: “ ” would be found in every comment"),
        ("'side[ -]?effect*', ", "", "key must_hold: “A patient told our field force about a side effect"),
        (
            "'death by'",
            "'faulty batch*'",
            "key must_hold: “We got a faulty batch.” would pass; add its words",
        ),
        (
            "'allergic to (criticism|",
            "'allergic to (",
            "key must_pass: “They are allergic to criticism.” would",
        ),
        ("'Forecasting is a headache.'", "'Prognosticating headaches'", "is in a language that is not known"),
        (
            "    'Patients come first for both of us.',\n    'Forecasting is a headache.',\n",
            "",
            "give at least 3 sentences",
        ),
    ],
)
def test_words_that_would_not_do_are_refused(words: Path, before: str, after: str, said: str) -> None:
    file = words / "en.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InvalidQuestionnaire) as refused:
        SideEffects.load(words)
    assert str(refused.value).startswith("side_effects/en.toml: ")
    assert said in str(refused.value)


def test_a_folder_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidQuestionnaire, match="no language file"):
        SideEffects.load(tmp_path)


def test_words_that_lack_a_list_are_refused(words: Path) -> None:
    file = words / "de.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("must_pass")], encoding="utf-8")
    with pytest.raises(InvalidQuestionnaire, match=r"side_effects/de\.toml: 'must_pass' is missing"):
        SideEffects.load(words)
