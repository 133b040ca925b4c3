"""The workbook inside a native chart: what "Edit data" opens. Text in it is text, never a formula or a link."""

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from diagnostic.briefing.workbook.cells import cell_text

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook's dates have no zone; constant, so that bytes are)
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Value = str | float | None


def book(rows: Sequence[Sequence[Value]]) -> bytes:
    """One sheet with a head row, as charts refer to it."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, _SETTINGS)
    workbook.set_properties({"created": _CREATED})
    sheet = workbook.add_worksheet("Sheet1")
    sheet.set_column(0, 0, 44)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(y, x, cell_text(value))
            elif value is not None:
                sheet.write_number(y, x, value)
    workbook.close()
    return out.getvalue()
