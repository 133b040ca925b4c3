"""Native tables: hairlines between rows, the head in bold, every row as high as its text needs."""

from collections.abc import Sequence
from typing import Any

import msgspec
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from diagnostic.briefing.deck import fit, native
from diagnostic.briefing.deck.colours import fill
from diagnostic.briefing.deck.parts import Grid, Run
from diagnostic.briefing.deck.text import add_run, tidy
from diagnostic.briefing.document.blocks import FIGURES, Cell, Kind

_EMU = 12700
_BESIDE, _ABOVE = 5.0, 3.5
"""Around a cell's text, in points."""
_CLOSE = 1.5
"""Above and below, where room is scarce."""
_TIGHT = 0.4
"""The same, where rows have a height of their own."""
_LARGEST = 16
LEAST = 12
"""What stands in a table may be as small, before any of it is cut."""
_MOST_LINES = 3
_WIDEST = 0.34
"""A column that a long word may make wider, as a part of the table."""
# "No style, no grid": the lines are drawn here, so that they are the brand's and not Office's.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


_FIRST = 4.0
_SHARES: dict[Kind, float] = {"text": 3.2, "verdict": 2.1, "interval": 1.5, "difference": 0.75, "mean": 1.2}
"""How wide the first column is, and others by what they hold; a figure's is 1."""
_LOUD = ("contested", "orphaned")
"""States that stand out by their ground."""


class _Grid(msgspec.Struct, frozen=True):
    """A table's texts, its columns' widths in points, the size of its type, and its rows' heights in points."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    size: int
    heights: tuple[float, ...]
    close: bool = False


def size_for(placeholder: Any, table: Grid) -> int:
    """The largest size in which it fits."""
    return _laid_out(table, placeholder.width / _EMU, placeholder.height / _EMU, _LARGEST)[0].size


def cut(placeholder: Any, table: Grid) -> tuple[str, ...]:
    """What would have to be shortened or left out."""
    grid, left_out = _laid_out(table, placeholder.width / _EMU, placeholder.height / _EMU, _LARGEST)
    return left_out + tuple(row.cells[0].text for row in table.table.rows[len(grid.rows) - 1 :])


def insert(placeholder: Any, table: Grid, language: str, largest: int = _LARGEST) -> tuple[Any, tuple[str, ...]]:
    """The table in a placeholder's stead, and what had to be shortened, in full."""
    grid, cut = _laid_out(table, placeholder.width / _EMU, placeholder.height / _EMU, largest)
    frame = native.table(placeholder, len(grid.rows), len(grid.widths))
    made = frame.table
    made.horz_banding = False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    for column, width in zip(made.columns, grid.widths, strict=True):
        column.width = Emu(round(width * _EMU))
    for n, (row, height) in enumerate(zip(made.rows, grid.heights, strict=True)):
        row.height = Emu(round(height * _EMU))
        for column, (cell, says) in enumerate(zip(row.cells, grid.rows[n], strict=True)):
            _write(cell, says, grid.size, language, head=n == 0)
            above = _TIGHT if table.row else _CLOSE if grid.close else _ABOVE
            _look(cell, says, head=n == 0, centred=table.table.columns[column].kind in FIGURES, above=above)
    frame.height = Emu(sum(row.height for row in made.rows))
    return frame, cut


def _laid_out(given: Grid, width: float, height: float, largest: int) -> tuple[_Grid, tuple[str, ...]]:
    table = given.table
    head = tuple(Cell(text=column.title, strong=True) for column in table.columns)
    written = (head, *(row.cells for row in table.rows))
    rows = tuple(tuple(msgspec.structs.replace(cell, text=_text(cell)) for cell in row) for row in written)
    shares = [_FIRST, *(_SHARES.get(column.kind, 1.0) for column in table.columns[1:])]
    if given.row is not None:
        return _even(rows, shares, (width, Inches(given.row) / _EMU), min(largest, fit.LEAST))
    widths = _widths(rows, shares, width)
    for size in (size for size in fit.sizes(_LARGEST) if size <= largest):
        heights = _heights(rows, widths, size)
        if sum(heights) <= height:
            # Some air, where there is room for it, but no more than makes a calm table.
            more = min((height - sum(heights)) / len(rows), 8.0)
            return _Grid(rows, widths, size, tuple(each + more for each in heights)), ()
    for size in range(min(largest, fit.LEAST), LEAST - 1, -1):
        heights = _heights(rows, widths, size, _CLOSE)
        if sum(heights) <= height:
            return _Grid(rows, widths, size, heights, close=True), ()
    for most in range(_MOST_LINES, 0, -1):
        shorter, left_out = _cut(rows, widths, most, LEAST)
        heights = _heights(shorter, widths, LEAST, _CLOSE)
        if sum(heights) <= height:
            return _Grid(shorter, widths, LEAST, heights, close=True), left_out
    return _fitting(shorter, widths, height), left_out


def _text(cell: Cell) -> str:
    """With its note, and the mark of its side where it is a figure of that side's."""
    return tidy(cell.line)


def _widths(
    rows: Sequence[tuple[Cell, ...]], shares: Sequence[float], width: float, size: int = _LARGEST
) -> tuple[float, ...]:
    """By their shares; but a column gets, of the widest one, what its longest word needs."""
    widths = [width * share / sum(shares) for share in shares]
    for n in range(len(widths)):
        word = max(fit.longest(row[n].text, size, bold=row[n].strong) for row in rows)
        needed = min(word + 2 * _BESIDE + 2, _WIDEST * width) - widths[n]
        if needed > 0:
            widest = widths.index(max(widths))
            given = min(needed, widths[widest] - width / len(widths)) if widest != n else 0.0
            widths[widest] -= max(given, 0.0)
            widths[n] += max(given, 0.0)
    return tuple(widths)


def _fitting(rows: tuple[tuple[Cell, ...], ...], widths: tuple[float, ...], height: float) -> _Grid:
    """As many of the rows as there is room for."""
    heights = _heights(rows, widths, LEAST, _CLOSE)
    while sum(heights) > height and len(rows) > 2:
        rows, heights = rows[:-1], heights[:-1]
    return _Grid(rows, widths, LEAST, heights, close=True)


def _even(
    rows: tuple[tuple[Cell, ...], ...], shares: Sequence[float], space: tuple[float, float], largest: int
) -> tuple[_Grid, tuple[str, ...]]:
    """Rows of one height, in the largest type in which nothing is cut; ``space``: the table's width, a row's height."""
    width, height = space
    for size in range(largest, LEAST - 1, -1):
        widths = _widths(rows, shares, width, size)
        most = int((height - 2 * _TIGHT) // (size * 1.15))
        shorter, left_out = _cut(rows, widths, max(most, 1), size)
        if not left_out:
            break
    return _Grid(shorter, widths, size, (height,) * len(rows)), left_out


def _cut(
    rows: tuple[tuple[Cell, ...], ...], widths: tuple[float, ...], most: int, size: int
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[str, ...]]:
    """Every cell in so many lines."""
    left_out = []
    kept = []
    for row in rows:
        cells = []
        for cell, width in zip(row, widths, strict=True):
            text = fit.shortened(cell.text, _inside(width), size, most, bold=cell.strong)
            if text != cell.text:
                left_out.append(cell.text)
            cells.append(msgspec.structs.replace(cell, text=text))
        kept.append(tuple(cells))
    return tuple(kept), tuple(dict.fromkeys(left_out))


def _heights(
    rows: Sequence[tuple[Cell, ...]], widths: tuple[float, ...], size: int, above: float = _ABOVE
) -> tuple[float, ...]:
    return tuple(
        max(
            len(fit.lines(cell.text, _inside(width), size, bold=cell.strong))
            for cell, width in zip(row, widths, strict=True)
        )
        * size
        * fit.LINE
        + 2 * above
        for row in rows
    )


def _inside(width: float) -> float:
    return width - 2 * _BESIDE - 1.5


def _write(cell: Any, says: Cell, size: int, language: str, *, head: bool) -> None:
    add_run(
        cell.text_frame.paragraphs[0],
        Run(says.text, bold=head or says.strong, colour="title" if head else "ink"),
        size,
        language,
    )


def _look(cell: Any, says: Cell, *, head: bool, centred: bool, above: float) -> None:
    cell.margin_left = cell.margin_right = Pt(_BESIDE)
    cell.margin_top = cell.margin_bottom = Pt(above)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    if centred:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    if says.badge and says.badge.state in _LOUD:
        fill(cell.fill, "wash")
    properties = cell._tc.get_or_add_tcPr()
    colour, width = ("accent3", 1.5) if head else ("accent5", 0.75)
    for place, side in enumerate(("lnL", "lnR", "lnT")):
        properties.insert(place, parse_xml(f'<a:{side} xmlns:a="{_DRAWING}" w="0"><a:noFill/></a:{side}>'))
    properties.insert(
        3,
        parse_xml(
            f'<a:lnB xmlns:a="{_DRAWING}" w="{round(width * _EMU)}"><a:solidFill><a:schemeClr val="{colour}"/>'
            "</a:solidFill></a:lnB>"
        ),
    )
