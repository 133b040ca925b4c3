"""What may be in a cell, a row and a file that somebody opens as a spreadsheet. The same limits hold for every file."""

import io
import zipfile
import zlib
from collections.abc import Sequence

from diagnostic.text import control_character

LARGEST = 20_000_000
"""Bytes of a file. What is uploaded to the site is smaller still, see `diagnostic.web.security.request_limits`."""
LARGEST_UNPACKED = 60_000_000
"""Bytes of an Excel file once it is unpacked, which it is to hold some millions of cells."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 25_000, 500, 10_000
"""A salesforce of ten thousand a side has its place, and the longest answer that a question may allow."""

# What a spreadsheet takes for the beginning of a formula; in some countries the wide forms too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


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
