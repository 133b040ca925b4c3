"""Every scale at a glance, and statements by company and group: shaded tables, the same in every form."""

import io
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import docx
import msgspec
import pytest
from lxml import html as lxml_html

from diagnostic.analysis import Report, Scale, Withheld
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.report import OnPoints, leading
from diagnostic.briefing.brand import contrast
from diagnostic.briefing.charts.layout import INK, SHADES
from diagnostic.briefing.deck import render as deck
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Cell, List, Part, Row, Table, Text, need, pick, pick_all
from diagnostic.briefing.document.overview import overview, shaded
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.words import SIDES
from tests.briefing.conftest import GROUPS, SALES_APART, found, statement, typical_report
from tests.briefing.opened_deck import A, Deck
from tests.briefing.reading_pdf import texts
from tests.briefing.simulated import simulated
from tests.briefing.test_moved import programme
from tests.simulation.messages import briefing

LEVELS = [name for name in SHADES if name.startswith("level_")]
APART = found("group_difference", "trust.candour@a", 1, "gap")
SPLIT = msgspec.structs.replace(APART, group="Sales")


def table_of(report: Report) -> Table:
    return need(tuple(overview(report, Wording(report))), Table, "scales_at_a_glance")


def read_of(report: Report) -> str:
    return need(tuple(overview(report, Wording(report))), Text, "scales_at_a_glance.read").text


def known(figure: float | Withheld) -> float:
    assert not isinstance(figure, Withheld)
    return figure


def assert_tells(cell: Cell, figure: float | Withheld, write: Callable[[float], str]) -> None:
    """Figure and text, or that there is none."""
    if isinstance(figure, Withheld):
        assert (cell.value, cell.text, cell.shade) == (None, "not shown", "withheld")
    else:
        assert (cell.value, cell.text) == (figure, write(figure))


def all_rows(report: Report) -> list[tuple[Scale, Row]]:
    scales = {scale.id: scale for scale in report.scales}
    return [(scales[row.key], row) for row in table_of(report).rows]


@pytest.fixture(scope="module")
def later(library: Library) -> Report:
    """A baseline and three pulses."""
    return programme((20, 20), library)


@pytest.mark.parametrize("sizes", [(12, 12), (20, 20)])
def test_a_black_gap_has_a_verdict_beside_it_that_says_so_and_no_dash(library: Library, sizes: tuple[int, int]) -> None:
    """In a later wave, too, where some gaps are not judged of the people invited, and others have no column."""
    black = 0
    for report in (simulated(sizes[0]), programme(sizes, library)):
        table = table_of(report)
        verdicts = [column.key for column in table.columns if column.key in ("these", "like")]
        for _, row in all_rows(report):
            stated = [badge.state == "gap" for key in verdicts if (badge := table.cell(row, key).badge)]
            assert (table.cell(row, "gap").shade == "stated") is any(stated), row.key
            black += any(stated)
    assert black


@pytest.mark.parametrize("people", [8, 12, 25])
def test_every_number_in_it_is_the_reports(people: int) -> None:
    report = simulated(people)
    wording, table = Wording(report), table_of(report)
    assert {row.key for row in table.rows} == {scale.id for scale in report.scales}
    for scale, row in all_rows(report):
        for side in SIDES:
            assert_tells(table.cell(row, f"mean_{side}"), scale.sides[side].mean, wording.number)
        assert_tells(table.cell(row, "gap"), scale.gap.mean_difference, wording.signed)


def test_how_a_scale_moved_is_what_the_trend_says_since_the_first_wave(later: Report) -> None:
    table, wording = table_of(later), Wording(later)
    assert table.rows
    for trend in later.trend:
        row = next(row for row in table.rows if row.key == trend.scale)
        assert trend.since_first
        a, b = (wording.signed(known(trend.since_first.sides[side].change)) for side in SIDES)
        assert table.cell(row, "by").text.split() == ["●", a, "◆", b]
    # Of the two readings one has room beside that.
    assert [column.key for column in table.columns] == ["scale", "mean_a", "mean_b", "gap", "these", "by", "moved"]


def test_a_scale_that_no_earlier_wave_asked_has_a_dash_for_what_moved(later: Report) -> None:
    table = table_of(msgspec.structs.replace(later, trend=later.trend[1:]))
    row = next(row for row in table.rows if row.key == later.trend[0].scale)
    assert [table.cell(row, key).text for key in ("by", "moved")] == ["–", "–"]


def test_a_gap_is_on_black_only_where_it_is_stated() -> None:
    report = simulated(25)
    table = table_of(report)
    black = {row.key for _, row in all_rows(report) if table.cell(row, "gap").shade == "stated"}
    assert black == {scale.id for scale in report.scales if leading(scale.gap).verdict == "gap"}
    assert 0 < len(black) < len(report.scales)
    for scale, row in all_rows(report):
        verdict = table.cell(row, "these").badge
        assert verdict is not None
        assert verdict.state == leading(scale.gap).verdict


@pytest.mark.parametrize(
    ("mean", "shade"),
    # By hand: 2.44 is printed as 2.4, and 2.45 as 2.5, which begins the second shade.
    [(1.0, 1), (2.44, 1), (2.45, 2), (2.94, 2), (3.0, 3), (3.45, 4), (3.94, 4), (3.95, 5), (5.0, 5)],
)
def test_the_same_number_has_the_same_shade_and_the_lowest_the_darkest(mean: float, shade: int) -> None:
    assert shaded(Cell(), mean, OnPoints(points=5)).shade == f"level_{shade}"
    # Where agreement is unfavourable, a low answer is what a high one is elsewhere.
    assert shaded(Cell(), 6 - mean, OnPoints(points=5), turned=True).shade == f"level_{shade}"


def test_other_scales_change_shades_at_the_same_parts_of_their_length() -> None:
    # 2.5 of 5 is three eighths of the way from 1, on seven points 3.25.
    assert [shaded(Cell(), mean, OnPoints(points=7)).shade for mean in (3.2, 3.3)] == ["level_1", "level_2"]
    # And of 0 to 10 it is 3.75.
    assert [shaded(Cell(), mean, OnPoints(points=11, lowest=0)).shade for mean in (3.7, 3.8)] == ["level_1", "level_2"]


def test_text_is_read_on_every_shade_and_shades_are_told_apart_in_grey_print() -> None:
    for shade, ground in SHADES.items():
        assert contrast(ground, "#ffffff" if shade == "stated" else INK) >= 4.5, shade
    grounds = [SHADES[shade] for shade in LEVELS]
    assert all(contrast(lighter, darker) > 1.15 for darker, lighter in pairwise(grounds))
    # The lightest on the page's white, and the darkest beside what is stated.
    assert contrast(SHADES["stated"], grounds[0]) > 4.5


def test_of_few_people_there_are_levels_and_no_gap() -> None:
    table = table_of(simulated(5))
    assert [column.key for column in table.columns] == ["scale", "mean_a", "mean_b"]
    hidden = [cell for row in table.rows for cell in row.cells if cell.shade == "withheld"]
    assert hidden
    assert {(cell.text, cell.value) for cell in hidden} == {("not shown", None)}
    assert "Hatched: not shown" in read_of(simulated(5))


def test_where_few_joined_or_left_each_gap_is_said_not_to_be_shown() -> None:
    report = levels_only(simulated(25))
    table = table_of(report)
    gaps = [table.cell(row, "gap") for row in table.rows]
    assert {(cell.text, cell.value, cell.shade) for cell in gaps} == {("not shown", None, "withheld")}
    assert "because few people joined or left" in read_of(report)
    assert all(table.cell(row, "mean_a").text.endswith((".0", ".5")) for row in table.rows)


@pytest.mark.parametrize("which", ["consultant", "participants"])
def test_it_stands_once_in_a_document(which: Any, later: Report) -> None:
    for report in (simulated(25), simulated(5), levels_only(simulated(25)), later):
        said = edition(report, which)
        assert len(pick_all(document(said, Wording(said)).parts, Table, "scales_at_a_glance")) == 1


def test_the_participants_read_it_in_the_questionnaires_order() -> None:
    report = edition(simulated(25), "participants")
    assert [row.key for row in table_of(report).rows] == [scale.id for scale in report.scales]
    assert [row.key for row in table_of(simulated(25)).rows] != [scale.id for scale in report.scales]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("people", [5, 8, 12, 25])
def test_it_stands_on_the_first_page_of_the_consultants_pdf(people: int, language: str) -> None:
    report = simulated(people)
    wording, page = Wording(report, language), texts(RENDERERS["pdf"](report, language))[0]
    table = need(tuple(overview(report, wording)), Table, "scales_at_a_glance")
    hidden = [row for row in table.rows if row.shows_nothing]
    for row in table.rows:
        figures = " ".join(cell.text for cell in row.cells[1:4])
        name = " ".join(row.cells[0].text.split())
        told = re.sub(r"[\s\u2068\u2069]", "", f"{name}{figures}") in re.sub(r"[\s\u2068\u2069\u00ad]", "", page)
        assert told is (row not in hidden), name
    if hidden:
        assert wording.count("chart.rest", len(hidden), total=len(table.rows)) in page


def test_it_stands_among_the_first_figures_that_follow_the_letter() -> None:
    report = edition(simulated(25), "participants")
    first = " ".join(texts(RENDERERS["pdf"](report))[2:4])
    assert "Every scale at a glance" in first


@pytest.mark.parametrize("people", [(20, 20), (8, 8)])
def test_beside_what_moved_it_stands_once_and_in_levels_alone_on_the_first_page(
    people: tuple[int, int], library: Library
) -> None:
    moved = programme(people, library)
    # As of a later full diagnostic, and of one with levels alone.
    full = msgspec.structs.replace(moved, wave=msgspec.structs.replace(moved.wave, kind="baseline"))

    def pages(report: Report) -> list[int]:
        every = enumerate(texts(RENDERERS["pdf"](report)), start=1)
        return [number for number, page in every if "Every scale at a glance" in page]

    (number,) = pages(edition(full, "participants"))
    assert number > 2, "after the letter"
    assert pages(levels_only(full)) == [1]


@pytest.mark.parametrize("which", ["consultant", "participants"])
def test_one_slide_has_every_scale_with_its_numbers_in_their_shades(which: Any) -> None:
    report = edition(simulated(25), which)
    table = table_of(report)
    slide = next(s for s in Deck(deck(report)).slides if s.layout_name == "Table")
    drawn = [["".join(cell.itertext(f"{A}t")) for cell in row.iter(f"{A}tc")] for row in slide.xml.iter(f"{A}tr")]
    assert drawn[1:] == [[cell.line for cell in row.cells] for row in table.rows]
    grounds = [
        [
            fill[0][0].get("val") if (fill := cell.findall(f"{A}tcPr/{A}solidFill")) else ""
            for cell in row.iter(f"{A}tc")
        ]
        for row in slide.xml.iter(f"{A}tr")
    ]
    wanted = [[SHADES[cell.shade][1:].upper() if cell.shade else "" for cell in row.cells] for row in table.rows]
    assert grounds[1:] == wanted


def test_word_has_the_same_numbers_in_the_same_shades() -> None:
    report = simulated(25)
    table = table_of(report)
    made = next(
        one
        for one in docx.Document(io.BytesIO(RENDERERS["docx"](report, "en"))).tables
        if [cell.text for cell in one.rows[0].cells] == [column.heading for column in table.columns]
    )
    shades = [[cell._tc.xpath("string(w:tcPr/w:shd/@w:fill)") for cell in row.cells] for row in made.rows[1:]]
    assert shades == [[SHADES[c.shade][1:].upper() if c.shade else "" for c in row.cells] for row in table.rows]
    assert [[c.text for c in row.cells] for row in made.rows[1:]] == [[c.line for c in r.cells] for r in table.rows]


def test_markdown_tells_the_same_in_words_and_numbers() -> None:
    report = simulated(25)
    written = RENDERERS["md"](report, "en").decode()
    for row in table_of(report).rows:
        assert f"| {' | '.join(cell.line for cell in row.cells)} |" in written


def test_cells_on_the_page_lead_to_the_statements_they_are_made_of() -> None:
    report = simulated(25)
    page = lxml_html.fromstring(RENDERERS["html"](report, "en"))
    wording = Wording(report)
    table = page.cssselect(".part-overview table")[0]
    for scale, row in zip((one for one, _ in all_rows(report)), table.cssselect("tbody tr"), strict=True):
        links = {link.get("href") for link in row.cssselect("a")}
        # Both levels, the gap and the name: all of them to one place.
        assert (len(row.cssselect("a")), len(links)) == (4, 1)
        told = str(page.get_element_by_id(str(links.pop())[1:]).cssselect("img")[0].get("alt"))
        assert f"“{wording.text(f'scale:{scale.id}')}” (statements: {len(scale.statements)})" in told


def with_groups(**more: Any) -> Report:
    """The typical Report with one statement by function, on which Sales answers otherwise in both companies."""
    return typical_report(cuts=(SALES_APART,), findings=(SPLIT,), **more)


def by_group(report: Report) -> tuple[Table, Text]:
    parts = document(report, Wording(report)).parts
    return need(parts, Table, "inside.groups"), need(parts, Text, "inside.groups_read")


def test_statements_stand_by_company_and_group_and_what_is_clear_is_bold() -> None:
    table, read = by_group(with_groups())
    assert [column.heading for column in table.columns[1:]] == [
        "● Novara · Sales",
        "● Novara · Medical",
        "◆ Helix · Sales",
        "◆ Helix · Medical",
    ]
    (row,) = table.rows
    # 1.75 is printed 1.8 and the darkest, 3.875 printed 3.9.
    assert [cell.text for cell in row.cells[1:]] == ["1.8", "3.9", "1.8", "3.9"]
    assert [cell.shade for cell in row.cells[1:]] == ["level_1", "level_4"] * 2
    assert [cell.strong for cell in row.cells[1:]] == [True, False] * 2
    assert "In bold: this group clearly answers otherwise" in read.text
    assert "The one statement that may be shown by group, of 1 asked" in read.text


def test_statements_that_split_come_first_and_those_withheld_are_counted_alone() -> None:
    (one,) = SALES_APART.statements
    quiet = msgspec.structs.replace(one, id="decisions.stick@alliance", between_groups=0.4, effects=())
    hidden = msgspec.structs.replace(
        one, id="trust.goodwill@a", groups=None, effects=(), between_groups=Withheld("protected")
    )
    cut = msgspec.structs.replace(SALES_APART, statements=(hidden, quiet, one))
    table, read = by_group(msgspec.structs.replace(with_groups(), cuts=(cut,)))
    assert [row.key for row in table.rows] == ["trust.candour@a", "decisions.stick@alliance"]
    assert "2 of the 2 statements that may be shown by group, of 3 asked" in read.text


def test_where_agreement_is_unfavourable_shades_are_turned() -> None:
    reports = with_groups(
        statements=(statement("trust.candour", "a", 4.2, 2.5, reversed=True),),
        scales=(),
    )
    table, _ = by_group(reports)
    # 1.75 turned is 4.25, the lightest; 3.875 turned 2.125, the darkest.
    assert [cell.shade for cell in table.rows[0].cells[1:3]] == ["level_5", "level_1"]


def test_without_a_clear_group_it_is_said_that_differences_may_be_chance() -> None:
    report = msgspec.structs.replace(with_groups(), findings=())
    table, read = by_group(report)
    assert not any(cell.strong for row in table.rows for cell in row.cells)
    assert "No group clearly answers otherwise" in read.text


def test_groups_are_the_consultants_alone() -> None:
    report = edition(with_groups(), "participants")
    assert pick(document(report, Wording(report)).parts, Part, "inside.groups") is None
    assert GROUPS[0].group not in RENDERERS["html"](report, "en").decode()


def test_groups_that_answer_otherwise_stand_in_the_notes_of_the_scales_for_the_consultant_alone() -> None:
    report = with_groups()
    (told, *_) = pick_all(document(report, Wording(report)).parts, List, "summary.groups")
    first = told.items[0].sentences[0].text
    assert first in Deck(deck(report)).slides[1].notes
    assert first not in Deck(deck(edition(report, "participants"))).text


def _general(report: Report, verdict: str) -> Report:
    """With one verdict of every scale for people like those who answered."""
    scales = (
        msgspec.structs.replace(scale, gap=msgspec.structs.replace(scale.gap, verdict=verdict))
        for scale in report.scales
    )
    return msgspec.structs.replace(report, scales=tuple(scales))


def test_where_nothing_can_be_told_of_others_one_column_and_a_sentence_say_so() -> None:
    report = briefing(1, (12, 12))
    whole = table_of(report)
    assert [column.key for column in whole.columns][-2:] == ["these", "like"]
    assert "these answers cannot tell on any scale" not in read_of(report)
    assert {column.over for column in whole.columns if column.kind == "verdict"} == {"Verdict on the gap"}
    open_to_all = _general(report, "undetermined")
    assert [column.key for column in table_of(open_to_all).columns][-1] == "these"
    assert "Whether others in such roles would see it so, these answers cannot tell on any scale." in read_of(
        open_to_all
    )


def test_black_is_read_only_where_something_is_black() -> None:
    report = briefing(1, (25, 22))
    black = any(cell.shade == "stated" for row in table_of(report).rows for cell in row.cells)
    assert black
    assert "Black: it is shown." in read_of(report)
    grey = _general(msgspec.structs.replace(report, scales=tuple(map(_without_these, report.scales))), "undetermined")
    assert not any(cell.shade == "stated" for row in table_of(grey).rows for cell in row.cells)
    assert "Black:" not in read_of(grey)


def _without_these(scale: Scale) -> Scale:
    return msgspec.structs.replace(scale, gap=msgspec.structs.replace(scale.gap, these_people=None))


@pytest.mark.parametrize(
    ("attribute", "english", "german"),
    [
        ("function", "function", "Funktion"),
        ("Country", "country", "Land"),
        ("Brand cluster", "Brand cluster", "Brand cluster"),
    ],
)
def test_what_groups_are_by_is_named_as_readers_call_it(attribute: str, english: str, german: str) -> None:
    report = typical_report()
    report = msgspec.structs.replace(report, texts={**report.texts, "de": report.texts["en"]})
    cut = msgspec.structs.replace(SALES_APART, attribute=attribute)
    report = msgspec.structs.replace(report, cuts=(cut,))
    for language, words in (("en", f"By company and {english}"), ("de", f"Nach Unternehmen und {german}")):
        inside = document(report, Wording(report, language)).part("inside")
        assert inside is not None
        assert need(inside.blocks, Table, "inside.groups").caption == words
