"""Instruments brought in: read, written as a folder, and loaded again, which must not find a fault."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from diagnostic.content import content_folder
from diagnostic.errors import Fault
from diagnostic.questionnaire import load
from diagnostic.reading.instruments.instrument import Instrument
from diagnostic.reading.instruments.reading import read_instrument
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords
from diagnostic.reading.instruments.writing import written

QUESTIONNAIRES = content_folder() / "questionnaires"
SUPPLIED = SuppliedWords.load(QUESTIONNAIRES / IMPORTED)

Rows = Sequence[Sequence[object]]


def brought(name: str, data: bytes, **how: Any) -> Instrument:
    """An instrument, after its questionnaire was found to be sound."""
    found = read_instrument(name, data, name="brought", supplied=SUPPLIED, **how)
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "brought"
        inside.mkdir()
        for file, text in written(found.questionnaire).items():
            (inside / file).write_text(text, encoding="utf-8")
        assert load(inside) == found.questionnaire
    return found


def workbook(**sheets: Rows) -> bytes:
    """An XLSX file of some sheets, their cells as they are given."""
    book = Workbook()
    book.remove(book["Sheet"])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def said(faults: Sequence[Fault]) -> list[str]:
    return [str(fault) for fault in faults]


def mentions(faults: Sequence[Fault], where: str, *words: str) -> bool:
    """Whether something is said of a place, with all of some words in it."""
    return any(fault.where == where and all(word in fault.what for word in words) for fault in faults)
