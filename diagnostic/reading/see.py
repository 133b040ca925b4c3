"""Any file or pasted text as tables: what it is, is told by its contents, not by its name."""

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.questionnaire.sheet import LARGEST
from diagnostic.reading.addresses import addresses
from diagnostic.reading.delimited import delimited
from diagnostic.reading.encoding import decoded
from diagnostic.reading.seen import Seen
from diagnostic.reading.workbook import workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def see(name: str, data: bytes) -> Seen:
    """The tables of a file: XLSX, ODS, or text in any of the usual encodings with any of the usual separators.

    Raises
    ------
    UnreadableFile
        Where nothing of it can be read; says why, and what to do.
    """
    if len(data) > LARGEST:
        raise UnreadableFile([Fault(name, f"is larger than {LARGEST // 1_000_000} MB; keep a line a person")])
    if data.startswith(_OLE):
        raise UnreadableFile(
            [Fault(name, "is protected by a password or in Excel’s format of before 2007; save it as XLSX")]
        )
    if data.startswith(_ZIP):
        return workbook(name, data)
    text, how = decoded(name, data)
    return see_text(name, text, how)


def see_text(name: str, text: str, how: tuple[str, ...] = ()) -> Seen:
    """The table of a text: a list of addresses as mail programs write them, else columns.

    Raises
    ------
    UnreadableFile
        Where it is empty.
    """
    if sheet := addresses(text):
        return Seen(name, (sheet,), (*how, "as a list of addresses"))
    sheet, separator = delimited(text)
    if not sheet.rows and not sheet.unread:
        raise UnreadableFile([Fault(name, "is empty; choose the file that holds the table")])
    return Seen(name, (sheet,), (*how, f"columns separated by {separator}") if sheet.width > 1 else how)
