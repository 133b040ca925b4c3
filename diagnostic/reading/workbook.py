"""Workbooks as one sees them: values by calamine, and by openpyxl what is hidden, joined or without a value.

calamine reads more kinds of file, and tells what a formula gave; but what is hidden it shows like everything else.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import fastexcel
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.questionnaire.sheet import MOST_ROWS, unfit, unpacks_within_limits
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet, tidy

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_HOW_OPEN_DOCUMENT = "hidden rows of an ODS file cannot be told from others: save it as XLSX to leave them out"
_TOLD = 8
"""So many places are named."""

_Rows = list[list[str]]


def workbook(name: str, data: bytes) -> Seen:
    """The filled sheets of an XLSX or ODS file.

    Raises
    ------
    UnreadableFile
        Where it is no workbook, holds more than may be, or has nothing in it.
    """
    try:
        if not unpacks_within_limits(data):
            raise UnreadableFile([Fault(name, "holds far more than it seems; save it as “CSV UTF-8”")])
        book = fastexcel.read_excel(data)
        values = {sheet: _values(name, book, sheet) for sheet in book.sheet_names}
        if _is_open_document(data):
            return _filled(name, [_sheet(sheet, rows, None) for sheet, rows in values.items()], _HOW_OPEN_DOCUMENT)
        with warnings.catch_warnings():
            # Of what it does not know of a workbook's looks, which nobody here asks about.
            warnings.simplefilter("ignore", UserWarning)
            looked_at = load_workbook(io.BytesIO(data), keep_links=False)
        return _filled(name, [_sheet(sheet, rows, _worksheet(looked_at[sheet])) for sheet, rows in values.items()])
    except (
        fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, InvalidFileException,
        ValueError, TypeError, KeyError, AttributeError, NotImplementedError,
    ):  # fmt: skip
        raise UnreadableFile([Fault(name, "cannot be read as a workbook; save it as XLSX or as “CSV UTF-8”")]) from None


def _filled(name: str, sheets: Sequence[SeenSheet], *how: str) -> Seen:
    filled = tuple(sheet for sheet in sheets if sheet.rows or sheet.unread)
    if not filled:
        raise UnreadableFile([Fault(name, "is empty; choose the file that holds the table")])
    return Seen(name, filled, how)


def _is_open_document(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return "mimetype" in file.namelist() and file.read("mimetype").strip() == _OPEN_DOCUMENT


def _values(name: str, book: fastexcel.ExcelReader, sheet: str) -> _Rows:
    found = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    if found.height > MOST_ROWS + 1:
        said = f"has more than {MOST_ROWS:,} rows; delete what stands below the last one that is meant"
        raise UnreadableFile([Fault(f"{name}, sheet “{sheet}”", said)])
    return [[cell or "" for cell in row] for row in found.iter_rows()]


def _worksheet(sheet: object) -> Worksheet | None:
    """None of a sheet that is a chart and nothing else."""
    return sheet if isinstance(sheet, Worksheet) else None


def _sheet(name: str, values: _Rows, looked_at: Worksheet | None) -> SeenSheet:
    remarks: list[Fault] = []
    hidden: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    if looked_at is not None:
        remarks += _without_a_value(looked_at, values)
        remarks += _joined(looked_at, values)
        hidden = frozenset(number for number, row in looked_at.row_dimensions.items() if row.hidden)
        columns = frozenset(
            place - 1
            for column in looked_at.column_dimensions.values()
            if column.hidden and column.min and column.max
            for place in range(column.min, min(column.max, len(values[0]) if values else 0) + 1)
        )
    unread: dict[int, str] = {}
    rows: list[SeenRow] = []
    for number, raw in enumerate(values, start=1):
        if why := unfit(raw):
            unread[number] = why
            continue
        cells = tuple(map(tidy, raw))
        if any(cells):
            rows.append(SeenRow(number, cells, number in hidden))
    is_hidden = looked_at is not None and looked_at.sheet_state != "visible"
    return SeenSheet(name, tuple(rows), is_hidden, columns, tuple(remarks), unread)


def _without_a_value(sheet: Worksheet, values: _Rows) -> Iterator[Fault]:
    """Formulas that no spreadsheet has reckoned yet, where one would show a value; and what one shows as an error."""
    if not any(values):
        return
    unreckoned, wrong = [], []
    rows = zip(sheet.iter_rows(max_row=len(values), max_col=max(map(len, values))), values, strict=False)
    for cells, texts in rows:
        for place, (cell, text) in enumerate(zip(cells, texts, strict=False)):
            if cell.data_type == "f" and not text.strip():
                unreckoned.append(cell.coordinate)
            if cell.data_type == "e":
                wrong.append(cell.coordinate)
                texts[place] = ""
    said = "holds a formula without a value, and is read as empty; open the file in a spreadsheet and save it"
    if unreckoned:
        yield Fault(_places(unreckoned), said)
    if wrong:
        yield Fault(_places(wrong), "shows an error instead of a value, and is read as empty")


def _joined(sheet: Worksheet, values: _Rows) -> list[Fault]:
    """Cells joined over several rows: each of the rows has what stands in them."""
    places = []
    for joined in sheet.merged_cells.ranges:
        first, last, column = joined.min_row, min(joined.max_row, len(values)), joined.min_col - 1
        if last > first and column < len(values[first - 1]) and values[first - 1][column].strip():
            for row in values[first:last]:
                row[column] = values[first - 1][column]
            places.append(joined.coord)
    said = "are joined cells, and each of their rows has the text that stands in them"
    return [Fault(_places(sorted(places)), said)] if places else []


def _places(places: Sequence[str]) -> str:
    more = len(places) - _TOLD
    named = ", ".join(places[:_TOLD])
    return f"cell {named} and {more} more" if more > 0 else f"cell {named}"
