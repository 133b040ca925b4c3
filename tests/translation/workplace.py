"""A small content folder of one's own, and translators who fill in what they were sent."""

import io
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
    """The workbook with some cells written, or translation 1 made of what English says in every row."""
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    for sheet in book.worksheets[1:]:
        places = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
        for row in range(2, sheet.max_row + 1):
            key = str(sheet.cell(row, places["Key"]).value)
            if callable(cells):
                sheet.cell(row, places["Translation 1"]).value = cells(str(sheet.cell(row, places["English"]).value))
                continue
            for (of, heading), text in cells.items():
                if of == key:
                    sheet.cell(row, places[heading]).value = text
    book.save(file)
    return file
