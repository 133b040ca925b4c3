"""The workbook's form: how it looks, is printed and described, and that a text in it is nothing but text."""

import datetime as dt
import io
import re
import tomllib
import zipfile
from pathlib import Path

import msgspec
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from diagnostic.analysis import (
    Comment,
    Report,
)
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.workbook.columns import KINDS, SAYS
from diagnostic.briefing.workbook.sheets import SHEETS
from diagnostic.errors import NotPossible
from tests.briefing.opened_workbook import book_of, complete, rows_of, tables


@pytest.fixture
def book(typical: Report) -> Workbook:
    return book_of(typical)


def test_the_dictionary_names_every_column_of_every_sheet(any_report: Report) -> None:
    book = book_of(any_report)
    named = [(row["Sheet"], row["Column"]) for row in rows_of(book, "Data dictionary")]
    assert named == [(sheet.title, cell.value) for sheet in tables(book) for cell in sheet[1]]
    assert all(value for row in rows_of(book, "Data dictionary") for value in row.values())


def test_the_sheet_for_reading_lists_every_other_one(any_report: Report) -> None:
    book = book_of(any_report)
    listed = [row[0].value for row in book["Read me"].iter_rows()]
    assert listed[-len(book.sheetnames) + 1 :] == [sheet.title for sheet in tables(book)]


def test_no_sheet_is_empty(any_report: Report) -> None:
    for sheet in tables(book_of(any_report)):
        assert sheet.max_row > 1
        assert any(cell.value is not None for row in sheet.iter_rows(min_row=2) for cell in row)


def test_nothing_says_nan_or_none_or_shows_an_unfilled_placeholder(any_report: Report) -> None:
    for sheet in book_of(any_report):
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                assert not re.search(r"\b(nan|None|inf|NaN)\b|\{\w*\}", str(value or ""))


def test_headings_stay_in_view_can_be_filtered_and_are_printed_on_every_page(any_report: Report) -> None:
    for sheet in tables(book_of(any_report)):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide is what is meant where nothing is said.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_no_sheet_is_so_wide_that_its_print_cannot_be_read(typical: Report) -> None:
    for sheet in tables(book_of(complete(typical))):
        # A sheet of A4 across takes some 135 figures of 10 points: the widest are printed in 4 points, as in footnotes.
        assert sum(_widths(sheet).values()) < 335


def _widths(sheet: Worksheet) -> dict[int, float]:
    """By column; neighbours of one width are one entry."""
    widths: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        assert dimension.min
        assert dimension.max
        widths |= dict.fromkeys(range(dimension.min, dimension.max + 1), dimension.width)
    return widths


TALLEST = 399
"""Of a row, in points: what does not fit into it is cut off in print, and whole in its cell."""


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_heading_and_wording_has_room(any_report: Report, language: str) -> None:
    report = msgspec.structs.replace(any_report, texts={language: any_report.texts["en"]})
    for sheet in tables(book_of(report, language)):
        widths = _widths(sheet)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            height = sheet.row_dimensions[number].height or 12.75
            for cell in row:
                if isinstance(cell.value, str) and height < TALLEST:
                    # A line of 10 points is 12.75 high, and takes at least as many letters as figures.
                    assert cell.alignment.wrap_text
                    assert len(cell.value) * 0.75 <= widths[cell.column] * (height / 12.75), cell.value


def test_numbers_are_numbers_with_a_format_of_their_kind(typical: Report) -> None:
    book = book_of(complete(typical))
    formats = {
        ("Statements", "Mean: Novara"): "0.00",
        ("Statements", "Gap: Helix less Novara"): "+0.00;-0.00;0.00",
        ("Statements, statistics", "Adjusted p"): '[<0.0005]"< 0.001";0.000',
        ("Statements, statistics", "Delta, 95% high"): "+0.00;-0.00;0.00",
        ("Participation", "Share"): "0%",
        ("Responsibilities", "Helix"): "0%",
        ("Answers by company", "Rated 3"): "0",
        ("Expectations", "Median"): "0.0",
    }
    for (sheet, title), code in formats.items():
        column = [cell.value for cell in book[sheet][1]].index(title) + 1
        cell = book[sheet].cell(2, column)
        assert (cell.data_type, cell.number_format) == ("n", code), (sheet, title)


def test_there_is_no_formula_and_no_link_that_leads_out_of_the_file(any_report: Report) -> None:
    for sheet in book_of(any_report):
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "d"}
            assert not any(cell.hyperlink.target for cell in row if cell.hyperlink)


def test_a_text_cell_stays_text_when_somebody_edits_it(book: Workbook) -> None:
    assert all(cell.quotePrefix for cell in book["Comments"]["C"])


def test_a_text_that_would_be_reckoned_is_marked_and_a_negative_number_is_not(typical: Report) -> None:
    said = Comment(question="would_help", side="a", text="-2+3 is what we need")
    book = book_of(msgspec.structs.replace(typical, comments=(said,)))
    assert rows_of(book, "Comments")[0]["Comment"] == "'-2+3 is what we need"
    assert rows_of(book, "Overall difference")[0]["Difference: Helix less Novara"] == -0.3


@pytest.mark.parametrize(
    "letter", ["👍", *(pytest.param(letter, marks=pytest.mark.part("proofs")) for letter in "x語")]
)
def test_a_text_longer_than_a_cell_is_cut_off_between_letters(typical: Report, letter: str) -> None:
    said = Comment(question="would_help", side="a", text=letter * 40_000)
    comment = str(rows_of(book_of(msgspec.structs.replace(typical, comments=(said,))), "Comments")[0]["Comment"])
    assert comment == letter * (len(comment) - 1) + "…"
    # Excel counts in UTF-16.
    assert 32_760 < len(comment.encode("utf-16-le")) // 2 <= 32_767


def test_a_text_that_looks_like_xml_of_a_rich_text_is_not_let_in(typical: Report) -> None:
    said = Comment(question="would_help", side="a", text="<r><t>&</t></r>")
    comment = rows_of(book_of(msgspec.structs.replace(typical, comments=(said,))), "Comments")[0]["Comment"]
    assert str(comment).strip() == "<r><t>&</t></r>"


def test_the_same_report_gives_the_same_bytes(any_report: Report) -> None:
    assert RENDERERS["xlsx"](any_report) == RENDERERS["xlsx"](any_report)


def test_its_properties_name_the_alliance_and_nobody_and_the_day_the_wave_closed(book: Workbook) -> None:
    properties = book.properties
    assert properties.title == "The figures behind the briefing: Orvelane"
    assert (properties.creator, properties.lastModifiedBy) == (None, None)
    assert properties.created == properties.modified
    assert properties.created.date() == dt.date(2026, 11, 20)


def test_no_part_of_the_file_has_a_time_of_its_own(typical: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(RENDERERS["xlsx"](typical))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


WORDS = Path(__file__).parents[2] / "reports" / "words"


@pytest.mark.parametrize("words", sorted(WORDS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_names_of_sheets_are_such_as_excel_takes(words: Path) -> None:
    names = tomllib.loads(words.read_text(encoding="utf-8")).get("workbook", {}).get("sheet", {}).values()
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)


@pytest.mark.parametrize("words", sorted(WORDS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_column_has_a_kind_a_heading_and_a_meaning_and_none_is_left_over(words: Path) -> None:
    written = " ".join(SHEETS.values()).split()
    columns = {column or named.partition("=")[0] for named, _, column in (one.partition(":") for one in written)}
    said = tomllib.loads(words.read_text(encoding="utf-8"))["workbook"]
    for known in (KINDS, said["column"], said["meaning"]):
        assert set(known) == columns | {"not_shown"}
    assert set(SAYS) <= columns


@pytest.mark.part("proofs")
def test_every_language_of_the_report_can_be_had(typical: Report) -> None:
    report = msgspec.structs.replace(typical, texts={"en": typical.texts["en"], "de": typical.texts["en"]})
    german, english = book_of(report, "de"), book_of(report, "en")
    assert len(german.sheetnames) == len(english.sheetnames)
    for there, here in zip(tables(german), tables(english), strict=True):
        assert there.dimensions == here.dimensions


def test_a_language_the_report_does_not_speak_is_refused(typical: Report) -> None:
    with pytest.raises(NotPossible, match="it has en"):
        RENDERERS["xlsx"](typical, "fr")
