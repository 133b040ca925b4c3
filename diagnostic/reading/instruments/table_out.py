"""A questionnaire as a table, a wording a row and a column a language: for translators, lawyers and spreadsheets.

`table` reads it again without a loss.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence

import xlsxwriter

from diagnostic.questionnaire import Choice, Item, Number, Questionnaire, Rating, Responsibility, Text
from diagnostic.questionnaire.sheet import as_text
from diagnostic.reading.instruments.cells import ABOUT, PARTS
from diagnostic.reading.instruments.draft import fields_of, kind_of
from diagnostic.reading.instruments.writing import asked

_COLUMNS = {
    "id": ("Id", 26),
    "type": ("Type", 18),
    "option": ("Option", 16),
    "section": ("Section", 16),
    "scale": ("Scale", 16),
    "about": ("About", 17),
    "reversed": ("Reversed", 9),
    "points": ("Points", 8),
    "labels": ("Labels", 14),
    "at_most": ("At most", 8),
    "minimum": ("Minimum", 9),
    "maximum": ("Maximum", 9),
    "longest": ("Longest", 9),
    "also": ("Also", 9),
}
"""Headings and how wide they are."""
_TEXT_WIDTH = 60
_LINE = 15
_FLAGS = ("share", "cant_say", "brief", "other", "none")
_Row = dict[str, str]


def table(questionnaire: Questionnaire) -> list[list[str]]:
    """The rows, the headings first."""
    # English first, which is what most who read it have in common.
    languages = sorted(questionnaire.languages, key=lambda language: (language != "en", language))
    headings = [heading for heading, _ in _COLUMNS.values()] + [f"Text ({language})" for language in languages]
    rows = []
    for row, key in _rows(questionnaire):
        texts = [questionnaire.texts[language].get(key, "") for language in languages]
        rows.append([as_text(cell) for cell in (*(row.get(column, "") for column in _COLUMNS), *texts)])
    return [headings, *rows]


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """The table as CSV that spreadsheets open as it is."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The table as XLSX: headings that stay, texts that wrap, cells that are text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Questionnaire")
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for place in range(len(rows[0])):
            width = [wide for _, wide in _COLUMNS.values()][place] if place < len(_COLUMNS) else _TEXT_WIDTH
            sheet.set_column(place, place, width, wrapped)
        for number, row in enumerate(rows):
            # Not every program makes room for texts of several lines by itself.
            longest = max(len(cell) for cell in row[len(_COLUMNS) :])
            sheet.set_row(number, _LINE * max(1, math.ceil(longest / (_TEXT_WIDTH - 4))))
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell, wrapped if number else bold)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    return stream.getvalue()


def _rows(questionnaire: Questionnaire) -> Iterator[tuple[_Row, str]]:
    """Each row without its texts, and the key of these."""
    for key in ("title", "introduction"):
        yield {"type": key}, key
    labels = dict.fromkeys(key for texts in questionnaire.texts.values() for key in texts if key.startswith("labels."))
    for key in labels:
        name, _, place = key.removeprefix("labels.").rpartition(".")
        yield {"id": name, "type": "label", "option": place}, key
    for scale in questionnaire.scales:
        yield {"id": scale.id, "type": "scale"}, f"scales.{scale.id}.title"
    for section in questionnaire.sections:
        yield {"id": section.id, "type": "section"}, f"sections.{section.id}.title"
        key = f"sections.{section.id}.introduction"
        if any(key in texts for texts in questionnaire.texts.values()):
            yield {"id": section.id, "type": "section introduction"}, key
    for item in asked(questionnaire):
        yield from _item(item, questionnaire)


def _item(item: Item, questionnaire: Questionnaire) -> Iterator[tuple[_Row, str]]:
    kind = kind_of(item)
    row = {"id": item.id, "type": kind, "section": item.section, **_said(item)}
    prefix = f"items.{item.id}."
    match item:
        case Rating():
            for part in item.texts():
                yield {**row, "about": ABOUT[part]}, f"{prefix}{part}"
        case Responsibility():
            yield row, f"{prefix}now"
            yield {"id": item.id, "type": PARTS["better"]}, f"{prefix}better"
            for activity in item.activities:
                yield {"id": item.id, "type": "activity", "option": activity}, f"{prefix}activities.{activity}"
        case Choice():
            yield row, f"{prefix}text"
            for option in item.shown:
                yield {"id": item.id, "type": "option", "option": option}, f"{prefix}options.{option}"
        case Number() | Text():
            yield row, f"{prefix}text"
    for part in ("unit", "unit_one", "short"):
        key = f"{prefix}{part}"
        if any(key in texts for texts in questionnaire.texts.values()):
            yield {"id": item.id, "type": PARTS[part]}, key


def _said(item: Item) -> _Row:
    """An item's fields as its cells say them."""
    fields = fields_of(item)
    row: _Row = {name: f"{fields[name]:g}" for name in ("at_most", "minimum", "maximum", "longest") if name in fields}
    row["also"] = ", ".join(flag for flag in _FLAGS if fields.get(flag))
    if isinstance(item, Rating):
        lowest = fields.get("lowest", 1)
        row |= {
            "scale": item.scale or "",
            "reversed": "x" if item.reversed else "",
            "points": str(item.points) if lowest == 1 else f"{lowest} to {item.points - 1 + lowest}",
            "labels": item.labels,
        }
    return row
