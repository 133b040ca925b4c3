"""Any file or pasted text as tables: what it is, is told by its contents, not by its name."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.questionnaire.sheet import LARGEST
from diagnostic.reading.addresses import addresses
from diagnostic.reading.delimited import delimited
from diagnostic.reading.encoding import decoded, encodings
from diagnostic.reading.seen import Seen, tidy
from diagnostic.reading.workbook import old_workbook, workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|head|meta|style|table)\b", re.IGNORECASE)


def see(name: str, data: bytes, encoding: str = "", as_seen: Callable[[str], str] = tidy) -> Seen:
    """The tables of a file: XLSX, XLS, ODS, or text with any of the usual separators.

    A text is in the ``encoding`` that was said; else in Unicode, where it is, or in what it seems to be.
    ``as_seen`` makes a cell of what stands in one.

    Raises
    ------
    UnreadableFile
        Where nothing of it can be read; says why, and what to do.
    """
    if len(data) > LARGEST:
        raise UnreadableFile([Fault(name, f"is larger than {LARGEST // 1_000_000} MB; keep a line a person")])
    if data.startswith(_OLE):
        return old_workbook(name, data, as_seen)
    if data.startswith(_ZIP):
        return workbook(name, data, as_seen)
    read = decoded(name, data, encoding)
    if _MARKUP.match(read.text):
        # As many programs write what they call an Excel file.
        raise UnreadableFile(
            [Fault(name, "is a web page or XML, whatever it is called; open it in a spreadsheet and save it as XLSX")]
        )
    seen = see_text(name, read.text, read.how, as_seen)
    if not read.encoding:
        return seen
    return replace(seen, encoding=read.encoding, encodings=encodings(data), raw=data)


def see_text(name: str, text: str, how: tuple[str, ...] = (), as_seen: Callable[[str], str] = tidy) -> Seen:
    """The table of a text: a list of addresses as mail programs write them, else columns.

    Raises
    ------
    UnreadableFile
        Where it is empty.
    """
    if sheet := addresses(text):
        return Seen(name, (sheet,), (*how, "as a list of addresses"))
    sheet, separator = delimited(text, as_seen)
    if not sheet.rows and not sheet.unread:
        raise UnreadableFile([Fault(name, "is empty; choose the file that holds the table")])
    return Seen(name, (sheet,), (*how, f"columns separated by {separator}") if sheet.width > 1 else how)
