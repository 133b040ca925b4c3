"""A small content folder of one's own, and translators who fill in what they were sent."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result

from diagnostic.cli import main

STRUCTURE = """
version = "1.0"
scales = [{ id = "speed" }]
sections = [{ id = "all" }]

[[items]]
id = "speed.answer"
type = "rating"
scale = "speed"
section = "all"
asked = ["we", "they"]
points = 3
"""
ENGLISH = """
language = "English"
title = "Speed"
introduction = "About {us} and {them}."

[labels]
agreement = ["Disagree", "Neither", "Agree"]

# How fast the two companies are.
[scales]
speed.title = "Speed"

[sections]
all.title = "Us and {them}"

[items.speed.answer]
# Within two days, or sooner.
we = "We answer {them} at once."
they = "{them} answers us at once."
statement = "{company} answers {partner} at once."
"""
GERMAN = """# Von Hand übersetzt.

language = "Deutsch"
title = "Tempo"  # kurz
introduction = "Über {us} und {them}."

[labels]
agreement = ["Nein", "Weder noch", "Ja"]

[scales]
speed.title = "Tempo"

[sections]
all.title = "Wir und {them}"

# „Sofort“ heißt: am selben Tag.
[items.speed.answer]
we = "Wir antworten {them} sofort."
they = "{them} antwortet uns sofort."
statement = "{company} antwortet {partner} sofort."
"""

Cells = Mapping[tuple[str, str], str]
"""What somebody writes, by key and heading."""


def content(folder: Path) -> Path:
    """A content folder with a questionnaire of its own, in English and German."""
    own = folder / "content" / "questionnaires" / "speed"
    own.mkdir(parents=True)
    for name, text in (("questionnaire.toml", STRUCTURE), ("en.toml", ENGLISH), ("de.toml", GERMAN)):
        (own / name).write_text(text, encoding="utf-8")
    return folder / "content"


def translation(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["translation", *map(str, arguments)])


def exported(language: str, file: Path, *arguments: str | Path) -> Path:
    done = translation("export", language, file, *arguments)
    assert done.exit_code == 0, done.output
    return file


def filled(file: Path, cells: Cells | Callable[[str], str]) -> Path:
    """A workbook or CSV file with some cells written, or translation 1 made of what English says in every row."""
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [*csv.DictReader(stream)]
        for row in rows:
            _fill(row, cells)
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return file
    book = openpyxl.load_workbook(file)
    for sheet in book.worksheets[1:]:
        headings, *others = sheet.iter_rows()
        for cells_of_row in others:
            row = {str(head.value): str(cell.value or "") for head, cell in zip(headings, cells_of_row, strict=True)}
            _fill(row, cells)
            for head, cell in zip(headings, cells_of_row, strict=True):
                cell.value = row[str(head.value)] or None
    book.save(file)
    return file


def _fill(row: dict[str, str], cells: Cells | Callable[[str], str]) -> None:
    if callable(cells):
        row["Translation 1"] = cells(row["English"])
        return
    for heading, text in [(heading, text) for (key, heading), text in cells.items() if key == row["Key"]]:
        row[heading] = text
