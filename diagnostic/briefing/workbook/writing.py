"""Sheets into the bytes of an XLSX file."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final
from unicodedata import east_asian_width

import msgspec
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_pixel_width
from xlsxwriter.worksheet import Worksheet

from diagnostic.analysis.report import Withheld
from diagnostic.briefing.charts.layout import INK, LINE
from diagnostic.briefing.workbook.cells import cell_text
from diagnostic.briefing.workbook.readme import ReadMe
from diagnostic.briefing.workbook.tables import TEXTS, Field, Figure, Kind, Sheet

_EPOCH: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 (the time of every part of the archive, which knows no zones)
_A4: Final = 9
_FONT: Final[Mapping[str, str | int]] = {"font_name": "Arial", "font_size": 10}
_HEAD, _WITHHELD = "#e9edf2", "#dcdfe3"

_WIDTHS: Final[Mapping[Kind, float]] = {
    "id": 26,
    "name": 20,
    "note": 34,
    "wording": 52,
    "long": 90,
    "yes_no": 11,
}
_WIDTH_OF_FIGURES: Final = 9.5
_LABELS, _SAID = 30, 100
_LINE_HEIGHT: Final = 13.5
_DIGIT, _PIXELS, _SPACE = 7, 7.4, 3
"""How wide a digit is, which columns are measured in; what a column holds of the text below; a space."""
_WIDEST_WORD: Final = 20.0
_TALLEST: Final = 400.0
"""In points; a row cannot be taller than 409."""
_SIGNED = "+0.00;-0.00;0.00"
_FORMATS: Final[Mapping[Kind, str]] = {
    "whole": "0",
    "people": "0",
    "mean": "0.00",
    "limit": "0.00",
    "spread": "0.00",
    "difference": _SIGNED,
    "delta": _SIGNED,
    "effect": _SIGNED,
    "coefficient": "0.00",
    "share": "0%",
    "amount": "0.0",
    "amount_difference": "+0.0;-0.0;0.0",
    "number": "General",
}


class Looks(msgspec.Struct, frozen=True):
    """What stands around the figures of every sheet."""

    title: str
    day: dt.date | None
    """Of the file's properties: a Report gives the same bytes whenever it is written."""
    notice: str
    """At the head of every printed page."""
    decimal: str
    """What stands before the decimals in the language of the texts."""


def written(read_me: ReadMe, sheets: Sequence[Sheet], looks: Looks) -> bytes:
    """The file."""
    file = io.BytesIO()
    # No temporary files: what a briefing says lies nowhere else. And nothing in a text makes a cell
    # anything but text.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Columns are measured in its figures.
        "default_format_properties": dict(_FONT),
    }
    with Workbook(file, options) as book:
        day = looks.day
        created = dt.datetime(day.year, day.month, day.day) if day else _EPOCH  # noqa: DTZ001 (as above)
        book.set_properties({"title": cell_text(looks.title), "created": created})
        formats = Formats(book, looks.decimal)
        _write_read_me(book.add_worksheet(read_me.sheet), read_me, formats, looks)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title), sheet, formats, looks)
    return file.getvalue()


class Formats:
    """How cells look, one format a kind."""

    def __init__(self, book: Workbook, decimal: str) -> None:
        body = {**_FONT, "font_color": INK, "valign": "top"}
        # Indented, or it would touch the figure before it.
        text = {**body, "text_wrap": True, "quote_prefix": True, "align": "left", "indent": 1}
        edge = {"bottom": 1, "bottom_color": LINE}
        self.title: Format = book.add_format({**text, "bold": True, "font_size": 16, "text_wrap": False})
        self.heading: Format = book.add_format({**text, "bold": True, "font_size": 12})
        self.label: Format = book.add_format({**text, "bold": True})
        self.text: Format = book.add_format(text)
        self.date: Format = book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left", "indent": 1})
        self.head_text: Format = book.add_format({**text, **edge, "bold": True, "bg_color": _HEAD})
        self.head_figure: Format = book.add_format(
            {**text, **edge, "bold": True, "bg_color": _HEAD, "align": "right", "indent": 0}
        )
        # A p-value is never nothing.
        codes = {**_FORMATS, "p": f'[<0.0005]"< 0{decimal}001";0.000'}
        self._figures = {kind: book.add_format({**body, "num_format": code}) for kind, code in codes.items()}
        self.withheld: Format = book.add_format({**body, "bg_color": _WITHHELD})

    def of(self, kind: Kind) -> Format:
        return self.text if kind in TEXTS else self._figures[kind]

    def head(self, kind: Kind) -> Format:
        return self.head_text if kind in TEXTS else self.head_figure


def _write_read_me(page: Worksheet, read_me: ReadMe, formats: Formats, looks: Looks) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, _LABELS)
    page.set_column(1, 1, _SAID)
    _write_text(page, (0, 0), read_me.title, formats.title)
    row = 2
    for heading, lines in read_me.parts:
        if heading is not None:
            _write_text(page, (row + 1, 0), heading, formats.heading)
            row += 2
        for label, value in lines:
            _write_text(page, (row, 0), label, formats.label)
            if isinstance(value, str):
                page.set_row(row, _height([label, value], [_LABELS, _SAID]))
                _write_text(page, (row, 1), value, formats.text)
            else:
                page.write_datetime(row, 1, dt.datetime(value.year, value.month, value.day), formats.date)  # noqa: DTZ001 (a day, of no zone)
            row += 1
    _print(page, looks, pages=1)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Formats, looks: Looks) -> None:
    widths = [_width(field) for field in sheet.fields]
    for column, (field, width) in enumerate(zip(sheet.fields, widths, strict=True)):
        page.set_column(column, column, width)
        _write_text(page, (0, column), field.title, formats.head(field.kind))
    # One line more: there the buttons of the filter lie.
    page.set_row(0, _height([field.title for field in sheet.fields], widths, more=1))
    for number, row in enumerate(sheet.rows, start=1):
        page.set_row(number, _height(row, widths))
        for column, (field, value) in enumerate(zip(sheet.fields, row, strict=True)):
            _write(page, (number, column), value, formats.of(field.kind), formats)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.fields) - 1)
    page.repeat_rows(0)
    _print(page, looks)


def _width(field: Field) -> float:
    """Of a column: at least as wide as the longest word of its heading, unless a name makes that very long."""
    word = max((_pixels(word) for word in field.title.split()), default=0)
    return max(_WIDTHS.get(field.kind, _WIDTH_OF_FIGURES), min(_WIDEST_WORD, (word + 12) / _DIGIT))


def _height(cells: Sequence[Figure], widths: Sequence[float], more: int = 0) -> float:
    """Of a row, in points: not every program makes room for texts in several lines by itself."""
    texts = [(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
    return min(_TALLEST, _LINE_HEIGHT * (max((_lines(*text) for text in texts), default=1) + more))


def _lines(text: str, width: float) -> int:
    """How many lines a text fills, words kept whole."""
    room = _PIXELS * width - 10
    lines = 0
    for paragraph in text.split("\n"):
        left = 0.0
        for word in paragraph.split() or [""]:
            size = _pixels(word)
            if size > left:
                lines += max(1, ceil(size / room))
                left = room - size % room
            else:
                left -= size
            left -= _SPACE
    return lines


def _pixels(word: str) -> int:
    """How wide a word is; letters of some scripts are twice as wide as XlsxWriter takes them for."""
    width: int = xl_pixel_width(word)
    return width + 8 * sum(east_asian_width(letter) in "WF" for letter in word)


def _write(page: Worksheet, place: tuple[int, int], value: Figure, look: Format, formats: Formats) -> None:
    if value is None:
        return
    if isinstance(value, Withheld):
        page.write_blank(*place, None, formats.withheld)
    elif isinstance(value, str):
        _write_text(page, place, value, look)
    else:
        page.write_number(*place, value, look)


def _write_text(page: Worksheet, place: tuple[int, int], text: str, look: Format) -> None:
    cell = cell_text(text)
    if cell:
        page.write_string(*place, cell, look)


def _print(page: Worksheet, looks: Looks, pages: int = 0) -> None:
    """A4 across, as wide as one page; on as many as it takes where ``pages`` is 0."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, pages)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    if looks.notice:
        page.set_header("&L" + looks.notice.replace("&", "&&"))
    page.set_footer("&L&A&R&P / &N")
