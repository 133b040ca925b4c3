"""Both sides' averages as a native scatter chart, row by row beside a table."""

from collections.abc import Sequence
from typing import Any

import msgspec
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from diagnostic.briefing.deck import native
from diagnostic.briefing.deck.books import Value, book
from diagnostic.briefing.deck.colours import fill, paint
from diagnostic.briefing.deck.looks import CHART, named, no_line, place_plot, settle
from diagnostic.briefing.deck.parts import Chart
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.blocks import Table
from diagnostic.briefing.document.native import Dumbbells
from diagnostic.questionnaire.words import SIDES

_SIZE = 12
_AXIS = 0.3
"""Below the rows, in inches."""
_MARGIN = 0.09
"""Left and right of the plot, as parts of the chart."""
_RADIUS = 5.0
"""Of a mark, in points."""
_LOOKS = (("side_a", XL_MARKER_STYLE.CIRCLE, 10), ("side_b", XL_MARKER_STYLE.DIAMOND, 11))


_COLUMNS = (("F", "G"), ("B", "D"), ("C", "D"))
"""In the workbook: the ends of the bars, then each side's averages over the places of the rows."""

End = tuple[float, float] | None


class _Pairs(msgspec.Struct, frozen=True):
    """Both sides' averages as figures and as written, a pair a statement."""

    statements: tuple[str, ...]
    sides: tuple[tuple[float | None, ...], tuple[float | None, ...]]
    written: tuple[tuple[str, str], ...]


def _pairs(table: Table) -> _Pairs:
    cells = [tuple(table.cell(row, f"mean_{side}") for side in SIDES) for row in table.rows]
    return _Pairs(
        statements=tuple(tidy(row.cells[0].text) for row in table.rows),
        sides=(tuple(a.value for a, _ in cells), tuple(b.value for _, b in cells)),
        written=tuple((a.text, b.text) for a, b in cells),
    )


def _ends(pairs: _Pairs, points: int, places: Sequence[float], width: float) -> list[End]:
    """One line that breaks at every empty row is all bars: a series each would fill the workbook and the legend,
    and error bars are not drawn by every program.

    It ends at the marks' edges, because programs differ in which series lies on top.
    """
    radius = (points - 1) * _RADIUS / (width * (1 - 2 * _MARGIN))
    ends: list[End] = []
    for a, b, y in zip(*pairs.sides, places, strict=True):
        ends += [*_bar(a, b, y, radius), None]
    return ends


def _data(pairs: _Pairs, places: Sequence[float], ends: list[End], names: Sequence[str]) -> Any:
    """The points, with a workbook of a row a statement; beside it the ends of the bars."""
    data = native.points("0.00", _COLUMNS)
    sides = [[None if x is None else (x, y) for x, y in zip(xs, places, strict=True)] for xs in pairs.sides]
    for name, column in zip(names, (ends, *sides), strict=True):
        series = data.add_series(name)
        for point in column:
            series.add_data_point(*(point or (0.0, 0.0)))
    statements = list(zip(pairs.statements, *pairs.sides, places, strict=True))
    rows: list[list[Value]] = [["", names[1], names[2], "", "", names[0], ""]]
    for n, end in enumerate(ends):
        left: list[Value] = list(statements[n]) if n < len(statements) else [None] * 4
        rows.append([*left, None, *(end or (None, None))])
    data.xlsx_blob = book(rows)
    return data


def _bar(a: float | None, b: float | None, y: float, radius: float) -> list[End]:
    if a is None or b is None or abs(a - b) <= 2 * radius:
        return [None, None]
    inwards = radius if a < b else -radius
    return [(round(a + inwards, 4), y), (round(b - inwards, 4), y)]


def insert(placeholder: Any, drawn: Chart, language: str) -> Any:
    """The chart in a placeholder's stead: under a head as high as a row, and over the answer scale."""
    table, dumbbells, row = drawn.figure.table, drawn.figure.native, drawn.row
    if table is None or not isinstance(dumbbells, Dumbbells) or row is None:
        raise TypeError("dumbbells stand beside a table, row by row")
    pairs, count = _pairs(table), len(table.rows)
    width = placeholder.width / 12700
    places = [count - n - 0.5 for n in range(count)]
    ends = _ends(pairs, dumbbells.points, places, width)
    names = [named(table.title(key), width) for key in ("gap", "mean_a", "mean_b")]
    frame = native.chart(placeholder, XL_CHART_TYPE.XY_SCATTER, _data(pairs, places, ends, names))
    whole = (count + 1) * row + _AXIS
    frame.height = Inches(whole)
    chart = frame.chart
    settle(chart, _SIZE, language)
    place_plot(chart, _MARGIN, row / whole, 1 - 2 * _MARGIN, count * row / whole)
    _axes(chart, count, dumbbells.points)
    joins, *sides = chart.plots[0].series
    _join(joins, ends)
    for which, made in enumerate(sides):
        _points(made, which, pairs)
    _legend(chart)
    return frame


def _axes(chart: Any, count: int, points: int) -> None:
    # In a scatter chart python-pptx calls the axis across the category axis.
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale, across.major_unit = 1, points, 1
    across.has_major_gridlines = True
    paint(across.major_gridlines.format.line.color, "line")
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    across.major_tick_mark = up.major_tick_mark = XL_TICK_MARK.NONE
    no_line(across)
    up.minimum_scale, up.maximum_scale, up.major_unit = 0, count, 1
    up.has_major_gridlines = False
    up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    no_line(up)


def _join(made: Any, ends: list[End]) -> None:
    made.marker.style = XL_MARKER_STYLE.NONE
    made.format.line.width = Pt(3)
    paint(made.format.line.color, "line")
    for n, end in enumerate(ends):
        if end is None:
            for point in made._element.xpath(f"(c:xVal|c:yVal)//c:pt[@idx={n}]"):
                point.getparent().remove(point)


def _points(made: Any, which: int, pairs: _Pairs) -> None:
    colour, shape, size = _LOOKS[which]
    made.format.line.fill.background()
    made.marker.style, made.marker.size = shape, size
    fill(made.marker.format.fill, colour)
    made.marker.format.line.fill.background()
    for n, (mine, others) in enumerate(zip(pairs.sides[which], pairs.sides[1 - which], strict=True)):
        if mine is None:
            for point in made._element.xpath(f"(c:xVal|c:yVal)//c:pt[@idx={n}]"):
                point.getparent().remove(point)
            continue
        left = which == 0 if others is None or mine == others else mine < others
        label = made.points[n].data_label
        label.text_frame.text = pairs.written[n][which]
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(_SIZE)
        label.position = XL_LABEL_POSITION.LEFT if left else XL_LABEL_POSITION.RIGHT


def _legend(chart: Any) -> None:
    """The two companies, above the rows."""
    chart.has_legend = True
    legend = chart.legend
    legend.position = XL_LEGEND_POSITION.TOP
    legend.include_in_layout = False
    legend.font.size = Pt(_SIZE)
    legend._element.find(qn("c:legendPos")).addnext(
        parse_xml(f'<c:legendEntry xmlns:c="{CHART}"><c:idx val="0"/><c:delete val="1"/></c:legendEntry>')
    )
