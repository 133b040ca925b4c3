"""A workbook in Excel's format of before 2007: `list.xls`, which LibreOffice made of the book below.

Run as a script, this writes the book as `list.xlsx`; then ``soffice --headless --convert-to xls list.xlsx``.
"""

import datetime
import io
from pathlib import Path

import openpyxl

OLD = Path(__file__).with_name("list.xls")
PEOPLE = (
    ("Stand: November",),
    ("E-Mail", "Firma", "Nachname", "Seit", "Anteil"),
    ("jo@novara.example", "Novara", "Groß", datetime.date(2026, 3, 1), 0.5),
    ("left@novara.example", "Novara", "Leaver", datetime.date(2025, 3, 1), 1),
    ("ada@helix.example", "Helix", "Ada", None, 7),
    ("ben@helix.example", None, "Ben", None, "#N/A"),
)
ANSWERS = (("side", "trust.reliability:we"), ("a", 4), ("b", 2))
ITEMS = (("Statement", "Points"), ("We answer each other within two days.", 7))


def book() -> openpyxl.Workbook:
    """People with a hidden row, a hidden column, joined cells and an error; answers; an instrument; a hidden sheet."""
    made = openpyxl.Workbook()
    made.remove(made["Sheet"])
    for name, rows in (("People", PEOPLE), ("Answers", ANSWERS), ("Items", ITEMS), ("lists", (("Novara",),))):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made["People"].row_dimensions[4].hidden = True
    made["People"].column_dimensions["D"].hidden = True
    made["People"].merge_cells("B5:B6")
    made["lists"].sheet_state = "hidden"
    return made


def new() -> bytes:
    """The book as XLSX."""
    data = io.BytesIO()
    book().save(data)
    return data.getvalue()


if __name__ == "__main__":
    Path("list.xlsx").write_bytes(new())
