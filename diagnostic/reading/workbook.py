"""Workbooks as one sees them: values by calamine, and by openpyxl what is hidden, joined or without a value.

calamine reads more kinds of file, and tells what a formula gave; but what is hidden it shows like everything else. Of
Excel's old format xlrd tells both.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator

import fastexcel
from openpyxl.utils.exceptions import InvalidFileException

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.questionnaire.sheet import MOST_ROWS, column_letter, unfit, unpacks_within_limits
from diagnostic.reading.looks import Looks, Place, looks_of_xlsx
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet, tidy
from diagnostic.reading.xls import read_xls

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_HOW_OPEN_DOCUMENT = "hidden rows of an ODS file cannot be told from others: save it as XLSX to leave them out"
_HOW_OLD = "formulas that no spreadsheet has reckoned cannot be told in an XLS file: save it as XLSX to have them said"
_TOLD = 8
"""So many places are named."""

_Rows = list[list[str]]


def workbook(name: str, data: bytes, as_seen: Callable[[str], str] = tidy) -> Seen:
    """The filled sheets of an XLSX or ODS file.

    Raises
    ------
    UnreadableFile
        Where it is no workbook, holds more than may be, or has nothing in it.
    """
    try:
        if not unpacks_within_limits(data):
            raise UnreadableFile([Fault(name, "holds far more than it seems; save it as “CSV UTF-8”")])
        values = _values(name, data)
        if _is_open_document(data):
            sheets = [_sheet(sheet, rows, Looks(), as_seen) for sheet, rows in values.items()]
            return _filled(name, sheets, _HOW_OPEN_DOCUMENT)
        sizes = {sheet: (len(rows), max(map(len, rows), default=0)) for sheet, rows in values.items()}
        looks = looks_of_xlsx(data, sizes)
        return _filled(
            name, [_sheet(sheet, rows, looks.get(sheet, Looks()), as_seen) for sheet, rows in values.items()]
        )
    except (
        fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, InvalidFileException,
        ValueError, TypeError, KeyError, AttributeError, NotImplementedError,
    ):  # fmt: skip
        raise UnreadableFile([Fault(name, "cannot be read as a workbook; save it as XLSX or as “CSV UTF-8”")]) from None


def old_workbook(name: str, data: bytes, as_seen: Callable[[str], str] = tidy) -> Seen:
    """The same of an XLS file, as Excel wrote them until 2007.

    Raises
    ------
    UnreadableFile
        As above; also where a password protects it, of whatever kind it is.
    """
    try:
        sheets = read_xls(data)
    except Exception:
        # Of a broken file it says whatever its bytes lead it to.
        said = "cannot be read as a workbook, or is protected by a password; save it as XLSX without one"
        raise UnreadableFile([Fault(name, said)]) from None
    for sheet, (rows, _) in sheets.items():
        _check_size(name, sheet, len(rows))
    return _filled(name, [_sheet(sheet, rows, looks, as_seen) for sheet, (rows, looks) in sheets.items()], _HOW_OLD)


def _filled(name: str, sheets: Iterable[SeenSheet], *how: str) -> Seen:
    filled = tuple(sheet for sheet in sheets if sheet.rows or sheet.unread)
    if not filled:
        raise UnreadableFile([Fault(name, "is empty; choose the file that holds the table")])
    return Seen(name, filled, how)


def _is_open_document(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return "mimetype" in file.namelist() and file.read("mimetype").strip() == _OPEN_DOCUMENT


def _values(name: str, data: bytes) -> dict[str, _Rows]:
    book = fastexcel.read_excel(data)
    return {sheet: _values_of(name, book, sheet) for sheet in book.sheet_names}


def _values_of(name: str, book: fastexcel.ExcelReader, sheet: str) -> _Rows:
    loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    found = loaded.to_polars()
    _check_size(name, sheet, found.height)
    # Empty columns before the first that is not are no part of what is loaded.
    before = [""] * min((column.absolute_index for column in loaded.available_columns()), default=0)
    return [before + [cell or "" for cell in row] for row in found.iter_rows()]


def _check_size(name: str, sheet: str, rows: int) -> None:
    if rows > MOST_ROWS + 1:
        said = f"has more than {MOST_ROWS:,} rows; delete what stands below the last one that is meant"
        raise UnreadableFile([Fault(f"{name}, sheet “{sheet}”", said)])


def _sheet(name: str, values: _Rows, looks: Looks, as_seen: Callable[[str], str]) -> SeenSheet:
    remarks = [*_without_a_value(values, looks), *_joined(values, looks)]
    unread: dict[int, str] = {}
    rows: list[SeenRow] = []
    for number, raw in enumerate(values, start=1):
        if why := unfit(raw):
            unread[number] = why
            continue
        cells = tuple(map(as_seen, raw))
        if any(cells):
            rows.append(SeenRow(number, cells, number in looks.hidden_rows))
    return SeenSheet(name, tuple(rows), looks.hidden, looks.hidden_columns, tuple(remarks), unread)


def _without_a_value(values: _Rows, looks: Looks) -> Iterator[Fault]:
    """Formulas that no spreadsheet has reckoned yet, where one would show a value; and what one shows as an error."""
    unreckoned = [place for place in looks.formulas if not _text(values, place).strip()]
    if unreckoned:
        said = "holds a formula without a value, and is read as empty; open the file in a spreadsheet and save it"
        yield Fault(_named(map(_name_of, unreckoned)), said)
    wrong = [(number, place) for number, place in looks.errors if _is_there(values, (number, place))]
    for number, place in wrong:
        values[number - 1][place] = ""
    if wrong:
        yield Fault(_named(map(_name_of, wrong)), "shows an error instead of a value, and is read as empty")


def _joined(values: _Rows, looks: Looks) -> Iterator[Fault]:
    """Cells joined over several rows: each of the rows has what stands in them."""
    names = []
    for each in looks.joined:
        if text := _text(values, (each.first, each.column)).strip():
            last = min(each.last, len(values))
            for row in values[each.first : last]:
                row[each.column] = text
            names.append(f"{_name_of((each.first, each.column))}:{_name_of((each.last, each.last_column))}")
    if names:
        yield Fault(_named(sorted(names)), "are joined cells, and each of their rows has the text that stands in them")


def _is_there(values: _Rows, place: Place) -> bool:
    number, column = place
    return number <= len(values) and column < len(values[number - 1])


def _text(values: _Rows, place: Place) -> str:
    number, column = place
    return values[number - 1][column] if _is_there(values, place) else ""


def _name_of(place: Place) -> str:
    return f"{column_letter(place[1])}{place[0]}"


def _named(names: Iterable[str]) -> str:
    names = list(names)
    more = len(names) - _TOLD
    named = ", ".join(names[:_TOLD])
    return f"cell {named} and {more} more" if more > 0 else f"cell {named}"
