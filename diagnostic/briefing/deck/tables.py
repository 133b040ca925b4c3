"""Native tables: hairlines between rows, the head in bold, every row as high as its text needs."""

import re
from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.placeholder import TablePlaceholder
from pptx.util import Pt

from diagnostic.briefing.charts.layout import LINE, SHADES
from diagnostic.briefing.deck import fit
from diagnostic.briefing.deck.colours import fill, paint
from diagnostic.briefing.deck.setting import Box, Entry, Paragraph, Setting, Try
from diagnostic.briefing.deck.text import add, space_lines, tidy
from diagnostic.briefing.document.blocks import FIGURES, Cell, Kind, Shade, Table
from diagnostic.writing import pieces

_BESIDE, _SLACK = 5.0, 1.5
"""Around a cell's text, and to spare, in points."""
_USUAL, _CLOSE = 7.0, 3.0
"""Above and below a cell's text together: usually, and where room is scarce."""
_TRIES = (Try(16, _USUAL), Try(14, _USUAL), Try(14, _CLOSE), Try(13, _CLOSE), Try(12, _CLOSE))
_MANY, _FEW, _NARROW = 16, 5, 450.0
"""The most rows, in a narrow one, and what is narrow in points."""
_AIR = 8.0
"""As much more a row has at most where there is room for it: more would make no calm table."""
_WIDEST = 0.34
"""A column that a long word may make wider, as a part of the table."""
# "No style, no grid": the lines are drawn here, so that they are the brand's and not Office's.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_FIRST = 4.0
_SHARES: dict[Kind, float] = {"text": 3.2, "verdict": 2.5, "interval": 1.5, "difference": 0.75, "mean": 1.2}
"""How wide the first column is, and others by what they hold; a figure's is 1."""
_BREAKS = re.compile(r"(?<=-)")
_LOUD = ("contested", "orphaned")
"""States that stand out by their ground."""


def box(place: Any, table: Table) -> Box:
    """The head and the rows in what a layout's placeholder has room for."""
    width = place.width.pt
    return Box(
        entries=_entries(table),
        widths=tuple(column - 2 * _BESIDE - _SLACK for column in _widths(table, width)),
        height=place.height.pt,
        tries=_TRIES,
        needed=2,
        most=1 + (_FEW if width < _NARROW else _MANY),
        air=_AIR,
    )


def _entries(table: Table) -> tuple[Entry, ...]:
    head = tuple(Paragraph(tidy(column.heading), bold=True) for column in table.columns)
    rows = (tuple(Paragraph(tidy(cell.line), bold=cell.strong) for cell in row.cells) for row in table.rows)
    return head, *rows


def insert(placeholder: Any, table: Table, shown: Setting, language: str) -> Any:
    """The rows shown, in a placeholder's stead."""
    widths = _widths(table, placeholder.width.pt)
    # Any placeholder for content will do, not only those for tables.
    make: Any = TablePlaceholder
    frame = make(placeholder._element, placeholder._parent).insert_table(len(shown.entries), len(table.columns))
    made = frame.table
    made.horz_banding = False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)
    says = (tuple(Cell() for _ in table.columns), *(row.cells for row in table.rows))
    for n, (row, height) in enumerate(zip(made.rows, shown.heights, strict=True)):
        row.height = Pt(height)
        for cell, said, text, column in zip(row.cells, says[n], shown.entries[n], table.columns, strict=True):
            colour = "white" if said.shade == "stated" else "ink" if n else "title"
            add(cell.text_frame.paragraphs[0], text, shown.used.size, language, colour)
            space_lines(cell.text_frame.paragraphs[0], shown.used.size, language)
            if column.kind in FIGURES:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
            if said.badge and said.badge.state in _LOUD:
                fill(cell.fill, "wash")
            if said.shade:
                _shade(cell.fill, said.shade)
            _look(cell, head=n == 0, around=shown.used.free / 2)
    frame.height = sum(row.height for row in made.rows)
    return frame


def _shade(ground: Any, shade: Shade) -> None:
    """A cell's ground: full, or hatched where it is not shown."""
    if shade == "withheld":
        ground.patterned()
        ground.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        paint(ground.fore_color, LINE)
        paint(ground.back_color, SHADES[shade])
    else:
        fill(ground, SHADES[shade])


def _widths(table: Table, width: float) -> Sequence[float]:
    """By what columns hold; but a column gets, of the widest one, what its longest word needs."""
    shares = [_FIRST, *(_SHARES.get(column.kind, 1.0) for column in table.columns[1:])]
    widths = [width * share / sum(shares) for share in shares]
    for n, cells in enumerate(zip(*_entries(table), strict=True)):
        longest = (
            fit.wide(word, _TRIES[0].size, "bold" if cell.bold else "plain")
            for cell in cells
            for _, piece in pieces(cell.text)
            for word in _BREAKS.split(piece)
        )
        word = max(longest, default=0.0)
        needed = min(word + 2 * _BESIDE + 2, _WIDEST * width) - widths[n]
        widest = widths.index(max(widths))
        if needed > 0 and n != widest:
            given = max(min(needed, widths[widest] - width / len(widths)), 0.0)
            widths[widest] -= given
            widths[n] += given
    return widths


def _look(cell: Any, *, head: bool, around: float) -> None:
    """Nothing drawn around a cell but the line below it, which python-pptx has no words for."""
    cell.margin_left = cell.margin_right = Pt(_BESIDE)
    cell.margin_top = cell.margin_bottom = Pt(around)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    colour, width = ("accent3", Pt(1.5)) if head else ("accent5", Pt(0.75))
    below = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    sides = (("lnL", 0, "<a:noFill/>"), ("lnR", 0, "<a:noFill/>"), ("lnT", 0, "<a:noFill/>"), ("lnB", width, below))
    properties = cell._tc.get_or_add_tcPr()
    for place, (side, thick, look) in enumerate(sides):
        properties.insert(place, parse_xml(f'<a:{side} {nsdecls("a")} w="{thick}">{look}</a:{side}>'))
