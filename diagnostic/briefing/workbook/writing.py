"""Sheets into the bytes of an XLSX file."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from diagnostic.analysis.report import Report, Withheld
from diagnostic.briefing import provenance
from diagnostic.briefing.brand import Brand, Colours
from diagnostic.briefing.charts.layout import INK, LINE, breadth, wrap
from diagnostic.briefing.fonts import east_asian
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.workbook.cells import cell_text
from diagnostic.briefing.workbook.columns import TEXTS, Kind
from diagnostic.briefing.workbook.readme import Line
from diagnostic.briefing.workbook.rows import Link
from diagnostic.briefing.workbook.tables import Field, Figure, Sheet
from diagnostic.writing import pieces

Formats = Mapping[str, Format]
Look = Mapping[str, str | int]

_EPOCH: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 (the time of every part of the archive, which knows no zones)
_FONT: Final[Look] = {"font_name": "Arial", "font_size": 10}
_WITHHELD = "#dcdfe3"

_WIDTHS: Final[Mapping[Kind, float]] = {"id": 26, "name": 20, "note": 34, "wording": 52, "long": 90, "yes_no": 11}
_WIDTH_OF_FIGURES, _WIDEST_WORD = 9.5, 20.0
_LABELS, _SAID = 30, 100
_DIGIT, _PIXELS_HIGH = 7, 13.3
"""How wide a digit is, which columns are measured in, and how high the type."""
_LINE_HEIGHT, _EAST_ASIAN, _TALLEST = 13.5, 17.0, 400.0
"""In points, and of East Asian faces, which are higher; a row cannot be taller than 409."""
_CODES: Final[Mapping[Kind, str]] = {
    **dict.fromkeys(("whole", "people"), "0"),
    **dict.fromkeys(("mean", "limit", "spread", "coefficient"), "0.00"),
    **dict.fromkeys(("difference", "delta", "effect"), "+0.00;-0.00;0.00"),
    "share": "0%",
    "amount": "0.0",
    "amount_difference": "+0.0;-0.0;0.0",
    "number": "General",
}


def written(
    report: Report, wording: Wording, read_me: Mapping[str, Sequence[Line]], sheets: Sequence[Sheet], brand: Brand
) -> bytes:
    """The file."""
    file, say = io.BytesIO(), wording.say
    # No temporary files: what a briefing says lies nowhere else. Columns are measured in figures of the type.
    options = {"in_memory": True, "default_format_properties": dict(_FONT)}
    with Workbook(file, options) as book:
        # A Report gives the same bytes whenever it is written.
        day = report.correction.corrected if report.correction else report.wave.closed
        created = dt.datetime.combine(day, dt.time.min) if day else _EPOCH
        book.set_properties(
            {"title": cell_text(next(iter(read_me))), "author": cell_text(brand.name), "created": created}
        )
        formats = _formats(book, wording, brand.colours)
        notices = [provenance.mark(report, wording)] if provenance.mark(report, wording) else []
        if report.edition == "consultant":
            notices.append(say("workbook.not_for_passing_on"))
        line = _EAST_ASIAN if east_asian(wording.locale) else _LINE_HEIGHT
        # What is looked for first comes first, and then how to read it.
        for place, sheet in enumerate(sheets):
            if place == 1:
                _write_read_me(book.add_worksheet(say("workbook.sheet.readme")), read_me, formats, notices, line)
            page = book.add_worksheet(sheet.title)
            _write_sheet(page, sheet, formats, line)
            _print(page, notices)
        if wording.direction == "rtl":
            for page in book.worksheets():
                page.right_to_left()
    return file.getvalue()


def _formats(book: Workbook, wording: Wording, colours: Colours) -> Formats:
    """How cells look: of each kind, of heads, and of what is in the first sheet alone."""
    decimal, leftward = wording.say("numbers.decimal"), wording.direction == "rtl"
    begin, end = ("right", "left") if leftward else ("left", "right")
    figures: Look = {"align": end} if leftward else {}
    body: Look = {**_FONT, "font_color": INK, "valign": "top", "reading_order": 2 if leftward else 0}
    if face := east_asian(wording.locale):
        body = {**body, "font_name": face}
    # Indented, or it would touch the figure before it.
    text: Look = {**body, "text_wrap": True, "quote_prefix": True, "align": begin, "indent": 1}
    head: Look = {**text, "bold": True, "bg_color": colours.wash, "bottom": 1, "bottom_color": LINE}
    # A p-value is never nothing.
    codes = {**_CODES, "p": f'[<0.0005]"< 0{decimal}001";0.000'}
    looks: dict[str, Look] = {
        "title": {**text, "bold": True, "font_size": 16, "font_color": colours.accent, "text_wrap": False},
        "heading": {**text, "bold": True, "font_size": 12, "font_color": colours.accent},
        "label": {**text, "bold": True},
        "date": {**body, "num_format": "yyyy-mm-dd", "align": begin, "indent": 1},
        "head": head,
        "head_of_figures": {**head, "align": end, "indent": 0},
        "withheld": {**body, "bg_color": _WITHHELD},
        "link": {**text, "underline": 1},
        **dict.fromkeys(TEXTS, text),
        **{kind: {**body, "num_format": code, **figures} for kind, code in codes.items()},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_read_me(
    page: Worksheet, read_me: Mapping[str, Sequence[Line]], formats: Formats, notices: Sequence[str], high: float
) -> None:
    _print(page, notices, pages=1)
    page.hide_gridlines(2)
    page.set_column(0, 0, _LABELS)
    page.set_column(1, 1, _SAID)
    row = 0
    for heading, lines in read_me.items():
        _write(page, (row, 0), heading, formats["heading" if row else "title"])
        row += 1 if row else 2
        for label, said in lines:
            page.set_row(row, _height([label, said], [_LABELS, _SAID], high))
            _write(page, (row, 0), label, formats["label"])
            _write(page, (row, 1), said, formats["long" if isinstance(said, str) else "date"])
            row += 1
        row += 1


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Formats, high: float) -> None:
    widths = [_width(field) for field in sheet.fields]
    for column, (field, width) in enumerate(zip(sheet.fields, widths, strict=True)):
        page.set_column(column, column, width)
        _write(page, (0, column), field.title, formats["head" if field.kind in TEXTS else "head_of_figures"])
    # One line more: there the buttons of the filter lie.
    page.set_row(0, _height([field.title for field in sheet.fields], widths, high, more=1))
    for number, row in enumerate(sheet.rows, start=1):
        page.set_row(number, _height(row, widths, high))
        for column, (field, figure) in enumerate(zip(sheet.fields, row, strict=True)):
            _write(page, (number, column), figure, formats[_look(figure, field.kind)])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.fields) - 1)
    page.repeat_rows(0)


def _look(figure: Figure, kind: Kind) -> str:
    match figure:
        case Withheld():
            return "withheld"
        case Link():
            return "link"
    return kind


def _write(page: Worksheet, place: tuple[int, int], figure: Figure | dt.date, look: Format) -> None:
    match figure:
        case Withheld():
            page.write_blank(*place, None, look)
        case Link(text, sheet, row):
            page.write_url(*place, f"internal:'{sheet}'!A{row}", look, cell_text(text))
        case str():
            if cell := cell_text(figure):
                page.write_string(*place, cell, look)
        case dt.date():
            page.write_datetime(*place, figure, look)
        case int() | float():
            page.write_number(*place, figure, look)


def _width(field: Field) -> float:
    """Of a column: at least as wide as the longest word of its heading, unless a name makes that very long."""
    word = max((breadth(word, _PIXELS_HIGH) for _, word in pieces(field.title)), default=0)
    return max(_WIDTHS.get(field.kind, _WIDTH_OF_FIGURES), min(_WIDEST_WORD, (word + 12) / _DIGIT))


def _height(cells: Sequence[Figure | dt.date], widths: Sequence[float], high: float, more: int = 0) -> float:
    """Of a row of lines so high, in points: not every program makes room for texts in several lines by itself."""
    lines = [
        sum(len(wrap(paragraph, _DIGIT * width - 10, _PIXELS_HIGH)) for paragraph in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, str)
    ]
    return min(_TALLEST, high * (max(lines, default=1) + more))


def _print(page: Worksheet, notices: Sequence[str], pages: int = 0) -> None:
    """A4 across, as wide as one page; on as many as it takes where ``pages`` is 0."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, pages)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    if notices:
        page.set_header("&L" + " · ".join(notices).replace("&", "&&"))
    page.set_footer("&L&A&R&P / &N")
