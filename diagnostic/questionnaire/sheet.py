"""Rows of text from a CSV or Excel file, numbered as a spreadsheet shows them. The same limits hold for every file."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import fastexcel
import msgspec
import polars as pl

from diagnostic.errors import Fault, Faults
from diagnostic.text import clean, control_character

LARGEST = 20_000_000
"""Bytes of a file. What is uploaded to the site is smaller still, see `diagnostic.web.security.request_limits`."""
LARGEST_UNPACKED = 60_000_000
"""Bytes of an Excel file once it is unpacked, which it is to hold some millions of cells."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 25_000, 500, 10_000
"""A salesforce of ten thousand a side has its place, and the longest answer that a question may allow."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
# What a spreadsheet takes for the beginning of a formula; in some countries the wide forms too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SAVE_AS = "save it as “CSV UTF-8” (Excel: File, Save As; LibreOffice: Save As, Edit filter settings)"


class _Unreadable(Faults):
    """Nothing of the file can be read."""


class SheetRow(msgspec.Struct, frozen=True):
    """One row; the headings are row 1."""

    number: int
    cells: Sequence[str]

    def cell(self, index: int | None) -> str:
        """A cell without the blanks around it; '' where the row ends before it, or there is no such column."""
        return self.cells[index].strip() if index is not None and index < len(self.cells) else ""


def is_excel(path: Path) -> bool:
    """Whether a file is one of today's Excel files, whatever its name; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError:
        return False


def as_text(text: str) -> str:
    """A text as a cell of a file that somebody opens as a spreadsheet: marked where it might be taken for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def from_text(cell: str) -> str:
    """The text of a cell that `as_text` made."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def column_letter(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, ..., Z, AA, ..."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_sheet(name: str, data: bytes) -> tuple[list[str], list[SheetRow], list[Fault]]:
    """The headings, the rows that are not blank, and the faults of those that do not fit.

    Where the file called ``name`` cannot be read at all, there are no headings, and the faults say why.
    """
    try:
        return _read(name, data)
    except _Unreadable as error:
        return [], [], list(error.faults)


def _read(name: str, data: bytes) -> tuple[list[str], list[SheetRow], list[Fault]]:
    if len(data) > LARGEST:
        raise _Unreadable([Fault(name, f"is larger than {LARGEST // 1_000_000} MB; keep a line a person")])
    if data.startswith(_OLE):
        raise _Unreadable([Fault(name, f"is an old or a protected Excel file; {_SAVE_AS}")])
    faults: list[Fault] = []
    lines = _excel(name, data) if data.startswith(_ZIP) else _csv(name, data, faults)
    headings: list[str] = []
    rows: list[SheetRow] = []
    for number, raw in enumerate(lines, start=1):
        if number > MOST_ROWS + 1:
            faults.append(_too_many_rows(name))
            break
        if why := unfit(raw):
            faults.append(Fault(f"row {number}", why))
            if number == 1:
                return [], [], faults
            continue
        cells = [clean(cell) for cell in raw]
        if number == 1:
            headings = cells
        elif any(cells[len(headings) :]) and any(cell.strip() for cell in cells[len(headings) :]):
            what = "has more cells than there are headings; a text with a separator in it must stand in quotation marks"
            faults.append(Fault(f"row {number}", what))
        elif any(cells) and any(cell.strip() for cell in cells):
            rows.append(SheetRow(number, cells))
    if not any(heading.strip() for heading in headings):
        faults.insert(0, Fault(name, "is empty, or has no headings in its first row"))
        return [], rows, faults
    return headings, rows, faults


def _too_many_rows(name: str) -> Fault:
    return Fault(name, f"has more than {MOST_ROWS:,} rows; delete what stands below the last one that is meant")


def unfit(cells: Sequence[str]) -> str | None:
    """Why a row cannot be taken, whatever it says."""
    if len(cells) > MOST_COLUMNS:
        return f"has more than {MOST_COLUMNS} columns; delete those that are not meant"
    for index, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            return f"the cell in column {column_letter(index)} is longer than {LONGEST_CELL:,} characters"
        if not cell.isprintable() and (odd := control_character(cell)):
            return f"the cell in column {column_letter(index)} holds a control character ({odd}); type it again"
    return None


def _csv(name: str, data: bytes, faults: list[Fault]) -> Iterator[list[str]]:
    # Not by polars: it gives up at the first row that does not fit, without naming it.
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise _Unreadable([Fault(name, f"is not in UTF-8 (from line {row} on); {_SAVE_AS}")]) from None
    first, _, rest = text.partition("\n")
    if hint := first.strip().removeprefix("sep=") if first.startswith("sep=") else "":
        text = rest
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=hint[:1] or _separator(first), strict=True)
    done = 0
    try:
        for cells in reader:
            yield cells
            done += 1
    except csv.Error:
        faults.append(
            Fault(f"row {done + 1}", "a quotation mark is opened or closed alone, so the rest cannot be read")
        )


def _separator(line: str) -> str:
    """German spreadsheets separate by semicolons; the headings hold none of the three."""
    return max((",", ";", "\t"), key=line.count)


def _excel(name: str, data: bytes) -> Iterable[list[str]]:
    try:
        if not unpacks_within_limits(data):
            raise _Unreadable([Fault(name, f"holds far more than it seems; {_SAVE_AS}")])
        book = fastexcel.read_excel(data)
        first, *others = (
            book.load_sheet(index, header_row=None, skip_rows=0, dtypes="string").to_polars()
            for index in range(len(book.sheet_names))
        )
    except (fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError):
        raise _Unreadable([Fault(name, f"cannot be read as an Excel file; {_SAVE_AS}")]) from None
    if any(sheet.height for sheet in others):
        raise _Unreadable([Fault(name, "has several sheets that are filled; keep the one to be read")])
    if first.height > MOST_ROWS + 1:
        raise _Unreadable([_too_many_rows(name)])
    return ([cell or "" for cell in row] for row in first.iter_rows())


def unpacks_within_limits(data: bytes) -> bool:
    """Whether a zip file's members, taken together, are as large as they say and no larger than may be."""
    members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        return False
    return all(_is_as_large_as_it_says(data, member) for member in members)


def _is_as_large_as_it_says(data: bytes, member: zipfile.ZipInfo) -> bool:
    # Not by `ZipFile.read`, which stops at the size that is said; others go on.
    lengths = data[member.header_offset + 26 : member.header_offset + 30]
    start = member.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed) == member.file_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return False
    unpacking, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and size <= member.file_size:
        size += len(unpacking.decompress(packed, 1_000_000))
        packed = unpacking.unconsumed_tail
    return size == member.file_size


def read_plain_csv(data: bytes) -> pl.DataFrame | None:
    """A CSV file as columns of text without blanks around it, its headings as they are.

    None where it is anything but plain: another kind of file, a note on the separator, a heading that is
    missing, doubled or quoted, rows that do not fit, a row that is blank.
    """
    first = data.removeprefix(codecs.BOM_UTF8).partition(b"\n")[0].decode("utf-8", "replace").strip()
    headings = first.split(_separator(first))
    if '"' in first or "�" in first or first.startswith("sep=") or len(set(headings)) < len(headings) or "" in headings:
        return None
    text = data.decode("utf-8-sig", "replace")
    if clean(text) != text.replace("\r\n", "\n") or text.count("\n") > MOST_ROWS:
        return None
    try:
        cells = pl.read_csv(io.BytesIO(data), separator=_separator(first), infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    cells = cells.select(pl.all().fill_null("").str.strip_chars())
    if cells.columns != headings or cells.select(pl.all_horizontal(pl.all() == "").any()).item():
        return None
    return cells
