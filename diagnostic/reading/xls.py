"""Workbooks in Excel's format of before 2007, values and looks at once."""

import io
from collections.abc import Iterator

import xlrd
from xlrd.sheet import Cell, Sheet

from diagnostic.reading.looks import Joined, Looks


def read_xls(data: bytes) -> dict[str, tuple[list[list[str]], Looks]]:
    """By sheet the texts of its cells, and how it looks; formulas cannot be told from values.

    What is no such file, or a broken one, raises whatever its bytes lead to.
    """
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    return {sheet.name: (list(_texts(sheet, book.datemode)), _looks(sheet)) for sheet in book.sheets()}


def _texts(sheet: Sheet, datemode: int) -> Iterator[list[str]]:
    for number in range(sheet.nrows):
        row = [_text(cell, datemode) for cell in sheet.row(number)]
        yield row + [""] * (sheet.ncols - len(row))


def _text(cell: Cell, datemode: int) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_NUMBER:
            return _number(float(cell.value))
        case xlrd.XL_CELL_DATE:
            try:
                return str(xlrd.xldate.xldate_as_datetime(float(cell.value), 1 if datemode else 0))
            except (xlrd.xldate.XLDateError, OverflowError):
                return _number(float(cell.value))
        case xlrd.XL_CELL_BOOLEAN:
            return "true" if cell.value else "false"
    return ""


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _looks(sheet: Sheet) -> Looks:
    return Looks(
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(place + 1 for place, row in sheet.rowinfo_map.items() if row.hidden),
        hidden_columns=frozenset(place for place, column in sheet.colinfo_map.items() if column.hidden),
        joined=tuple(
            Joined(first + 1, beyond, column, beyond_column - 1)
            for first, beyond, column, beyond_column in sheet.merged_cells
            if beyond - first > 1
        ),
        errors=tuple(
            (number + 1, place)
            for number in range(sheet.nrows)
            for place, kind in enumerate(sheet.row_types(number))
            if kind == xlrd.XL_CELL_ERROR
        ),
    )
