"""Activities and expectations that a pulse asks again: then and now in every form; nothing of what it did not ask."""

import io

import pytest
from msgspec.structs import replace
from pptx import Presentation

from diagnostic.analysis import Report, Responsibility
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.trend import with_trend
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Part, Table, Text, need, pick
from diagnostic.briefing.document.said_first import in_english
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.library import Library
from tests.briefing.reading_pdf import texts
from tests.briefing.test_moved import _answered, plain
from tests.planted import AFTER_WORKSHOP, BASELINE

RATED = ["trust.candour", "decisions.stick"]
OTHERS = ["responsibilities.market_access", "responsibilities.pricing", "effort_share", "sales_plan"]
MADE: dict[tuple[str, ...], Report] = {}


def pulse(library: Library, chosen: list[str]) -> Report:
    """A pulse of twenty a side that asks some things again; each made once."""
    if tuple(chosen) not in MADE:
        health = library.questionnaires["alliance-health"]
        asked = library.questionnaires["alliance-pulse"].choosing(health, chosen)
        first = with_trend(_answered(health, (20, 20), BASELINE, 0), [])
        MADE[tuple(chosen)] = with_trend(_answered(asked, (20, 20), AFTER_WORKSHOP, 1), [first])
    return MADE[tuple(chosen)]


def first_of(library: Library) -> Report:
    return with_trend(_answered(library.questionnaires["alliance-health"], (20, 20), BASELINE, 0), [])


def without_then(report: Report) -> Report:
    """As it is before it is set against earlier ones."""
    return replace(
        report,
        trend=(),
        levels=(),
        findings=(),
        responsibilities=tuple(replace(each, before=None) for each in report.responsibilities),
        expectations=tuple(replace(each, before=None) for each in report.expectations),
    )


def contested_then(report: Report, *, sure: bool = True) -> Report:
    """Pricing was contested, and both name Novara now."""

    def one(each: Responsibility) -> Responsibility:
        if (each.activity, each.question) != ("pricing", "now") or each.before is None:
            return each
        before = replace(each.before, ownership="contested", owner=None, certain=sure)
        return replace(each, ownership="agreed", owner="a", holds=0.97, certain=None, before=before)

    return replace(report, responsibilities=tuple(map(one, report.responsibilities)))


@pytest.mark.parametrize("chosen", [[*RATED, *OTHERS], OTHERS], ids=["beside ratings", "alone"])
def test_an_owner_that_was_contested_and_is_agreed_now_is_said_first(chosen: list[str], library: Library) -> None:
    report = contested_then(pulse(library, chosen))
    told = "“Pricing” was contested in the full diagnostic of 3 March 2026, and is agreed: Novara now."
    assert told in in_english(report)
    for format_ in ("html", "md"):
        assert told in RENDERERS[format_](report).decode()
    assert plain(told) in plain("".join(texts(RENDERERS["pdf"](report))))
    german = replace(report, texts={"de": report.texts["de"]})
    assert "„Pricing“" not in RENDERERS["md"](german, "de").decode()
    told = "war bei der Hauptbefragung vom 3. März 2026 umstritten und ist jetzt unstrittig: Novara."
    assert told in RENDERERS["md"](german, "de").decode()
    unsure = contested_then(pulse(library, chosen), sure=False)
    assert "was perhaps contested" not in in_english(unsure), "that is a question, and no news"


@pytest.mark.parametrize("which", ["consultant", "participants"])
@pytest.mark.parametrize("chosen", [[*RATED, *OTHERS], OTHERS], ids=["beside ratings", "alone"])
def test_then_and_now_stand_in_every_form_of_both_editions(chosen: list[str], which: str, library: Library) -> None:
    report = edition(contested_then(pulse(library, chosen)), "consultant" if which == "consultant" else "participants")
    table = need(need(document(report, Wording(report)).parts, Part, "moved.again").blocks, Table, "moved.again")
    rows = {row.key: [cell.line for cell in row.cells[1:]] for row in table.rows}
    assert rows["pricing"] == ["contested (3 March 2026)", "agreed: Novara"]
    assert [*rows] == ["market_access", "pricing", "effort_share", "sales_plan"]
    assert rows["effort_share"][0].startswith("Novara 6")
    assert "; together 1" in rows["effort_share"][0], "shares of one whole are added up"
    pages = [plain(text) for text in texts(RENDERERS["pdf"](report))]
    assert len(pages) == 2 if set(RATED) <= set(chosen) else len(pages) <= 3
    assert "…" not in "".join(pages)
    deck = Presentation(io.BytesIO(RENDERERS["pptx"](report)))
    assert len(deck.slides) <= 6
    slides = "".join(plain(shape.table.cell(r, c).text) for slide in deck.slides for shape in slide.shapes
                     if shape.has_table for r in range(len(shape.table.rows)) for c in range(3))  # fmt: skip
    for text in ("contested", "agreed: Novara"):
        assert plain(text) in "".join(pages)
        assert plain(text) in slides
        for format_ in ("html", "md"):
            assert text in RENDERERS[format_](report).decode()


def test_of_a_pulse_that_rates_nothing_nothing_is_said_of_statements(library: Library) -> None:
    """Neither that none can be compared, nor that none is shown: none was asked."""
    for which in ("consultant", "participants"):
        report = edition(pulse(library, OTHERS), "consultant" if which == "consultant" else "participants")
        keys = {part.key for part in document(report, Wording(report)).parts}
        assert not keys & {"headline", "gaps", "levels", "scales", "numbers", "summary"}
        assert {"moved", "ownership", "expectations", "participation"} <= keys
        written = RENDERERS["md"](report).decode()
        for said in ("No statement can be compared", "No gap can be shown", "On no scale"):
            assert said not in written


def test_where_all_of_it_is_withheld_the_pulse_says_so_and_has_no_table(library: Library) -> None:
    report = with_trend(levels_only(without_then(pulse(library, OTHERS))), [first_of(library)])
    page = document(report, Wording(report))
    assert pick(page.parts, Part, "moved.again") is None
    assert need(page.parts, Text, "moved.headline").text == "No answer on who owns what now can be shown."
    for each in (report, pulse(library, OTHERS)):
        for format_, render in RENDERERS.items():
            assert render(each), format_


def test_a_wave_is_called_by_its_name_in_sentences(library: Library) -> None:
    report = contested_then(pulse(library, OTHERS))
    (pricing,) = [each for each in report.responsibilities if each.activity == "pricing" and each.question == "now"]
    assert pricing.before
    named = replace(pricing, before=replace(pricing.before, name="Before Lisbon"))
    told = in_english(replace(report, responsibilities=(named,)))
    assert told.startswith("“Pricing” was contested in “Before Lisbon” of 3 March 2026")
