"""All texts of a language as a spreadsheet, a text a row and a sheet a part, with room for TRAPD.

What comes back is read by `returned`.
"""

import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import xlsxwriter
from msgspec import Struct

from diagnostic.questionnaire.sheet import as_text
from diagnostic.reading.instruments.table_out import as_csv
from diagnostic.translation.parts import REFERENCE, SOURCE, Part, locale_of, texts_of

COLUMNS = {
    "key": ("Key", 24),
    "where": ("Where", 28),
    "keep": ("Keep as it is", 15),
    SOURCE: ("English", 50),
    REFERENCE: ("German", 50),
    "first": ("Translation 1", 50),
    "second": ("Translation 2", 40),
    "decided": ("Adjudicated", 40),
    "comments": ("Comments", 40),
    "file": ("File", 34),
}
"""Headings and how wide they are."""
FILLED = ("first", "second", "decided", "comments")
"""Columns that come back; the others are for reading."""
READ_ME = "Read me"
_HOW = (
    "A row is a text, a sheet a part of the product. The columns with a coloured heading are yours; please leave the"
    " others, and the order of the columns, as they are.",
    "Translation 1: the first translator. Translation 2: the second one, who works without seeing the first.",
    "Adjudicated: what both agree on with a reviewer, where that is not translation 1. It counts wherever it is filled"
    " in; elsewhere translation 1 does.",
    "Comments: what was hard, what was decided, and why. Keep this file: it is the record of the translation.",
    "Keep as it is: names in braces are filled in by the program, a company for {them}. Each has to be in the"
    " translation, spelt as it is here, at any place in the sentence. A name has no gender and may begin with a vowel:"
    " no article, ending or elision may depend on it.",
    "Answers to choose from keep their strength: every point means the same in all languages, and so do the distances"
    " between them. Nothing is stronger, milder or more polite than in English.",
    "Lists of words, on the sheets “Side effects” and “Subjects”, have a word a line and are made for the language, not"
    " translated.",
    "An empty sheet is left out. A sheet that is begun is taken when no text in it is missing.",
)
_NARROWEST, _LINE, _TALLEST = 4, 15, 400
_LONGEST_NAME = 31


class Sheet(Struct, frozen=True):
    """A part with its rows, each a cell a column."""

    name: str
    rows: tuple[Mapping[str, str], ...]


def sheets(parts: Sequence[Part], language: str) -> list[Sheet]:
    """What a language says of some parts, and has to say."""
    found: dict[str, Sheet] = {}
    for part in parts:
        name, again = part.title[:_LONGEST_NAME], 1
        while name in found:
            again += 1
            name = f"{part.title[: _LONGEST_NAME - 3]} {again}"
        found[name] = Sheet(name, tuple(_rows(part, language, parts)))
    return [*found.values()]


def _rows(part: Part, language: str, parts: Sequence[Part]) -> Iterator[dict[str, str]]:
    said = part.said(language)
    reference = part.said(REFERENCE)
    for text in texts_of(part, language, parts):
        yield {
            "key": text.key,
            "where": f"{text.where}\n{text.note}".strip(),
            "keep": " ".join(f"{{{name}}}" for name in sorted(text.placeholders)),
            SOURCE: text.source,
            REFERENCE: reference.get(text.key, ""),
            "first": said.get(text.key, ""),
            "file": part.path.format(language),
        }


def _shown(language: str) -> list[str]:
    """The columns there are: German needs no second reference."""
    return [column for column in COLUMNS if column != language]


def csv_of(found: Iterable[Sheet], language: str) -> bytes:
    """All rows as one table."""
    columns = _shown(language)
    headings = [COLUMNS[column][0] for column in columns]
    return as_csv(
        [headings, *([as_text(row.get(column, "")) for column in columns] for each in found for row in each.rows)]
    )


def workbook_of(found: Iterable[Sheet], language: str) -> bytes:
    """A workbook whose headings stay and whose texts wrap, as the language runs."""
    columns = _shown(language)
    order = 2 if locale_of(language, {}).text_direction == "rtl" else 1
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        read_me = book.add_worksheet(READ_ME)
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        pale = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "font_color": "#595959"})
        own = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "reading_order": order})
        bold = book.add_format({"bold": True, "bottom": 1})
        yours = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FFF2CC"})
        formats = {column: own if column in FILLED else pale for column in columns} | {SOURCE: wrapped}
        read_me.set_column(0, 0, 90, wrapped)
        for number, line in enumerate(_HOW):
            read_me.write_string(number, 0, line, wrapped)
            read_me.set_row(number, _LINE * math.ceil(len(line) / 80))
        for each in found:
            sheet = book.add_worksheet(each.name)
            for place, column in enumerate(columns):
                heading, width = COLUMNS[column]
                sheet.set_column(place, place, width, formats[column])
                sheet.write_string(0, place, heading, yours if column in FILLED else bold)
            for number, row in enumerate(each.rows, start=1):
                sheet.set_row(number, _height(row))
                for place, column in enumerate(columns):
                    if cell := row.get(column):
                        sheet.write_string(number, place, as_text(cell), formats[column])
                    elif column in FILLED:
                        sheet.write_blank(number, place, None, formats[column])
            sheet.freeze_panes(1, 1)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            sheet.autofilter(0, 0, len(each.rows), len(columns) - 1)
    return stream.getvalue()


def _height(row: Mapping[str, str]) -> int:
    """Not every program makes room for texts of several lines by itself."""
    lines = (
        sum(math.ceil(max(1, len(line)) / (COLUMNS[column][1] - _NARROWEST)) for line in cell.split("\n"))
        for column, cell in row.items()
    )
    return min(_TALLEST, _LINE * max(lines))
