"""Both sides' averages as a native scatter chart, row by row beside a table."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from diagnostic.briefing.deck import native
from diagnostic.briefing.deck.colours import fill
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.blocks import Cell, Table

AXIS, LEGEND = 22.0, 20.0
"""What the axis needs below the rows, and the legend above them beside the table's head; in points."""
_MARGIN = 0.09
"""Left and right of the plot, as parts of the chart."""
_LOOKS = (("side_a", XL_MARKER_STYLE.CIRCLE, 10), ("side_b", XL_MARKER_STYLE.DIAMOND, 11))


def insert(placeholder: Any, table: Table, points: int, heights: Sequence[float]) -> Any:
    """The chart in a placeholder's stead, over an answer scale: its rows as high as those of the table beside."""
    head, *rows = heights
    whole = sum(heights) + AXIS
    shown = table.rows[: len(rows)]
    sides = [[table.cell(row, key) for row in shown] for key in ("mean_a", "mean_b")]
    make: Any = native.Points  # without annotations
    data = make(number_format="0.00")
    data.names = [tidy(row.cells[0].text) for row in shown]
    for key, cells in zip(("mean_a", "mean_b"), sides, strict=True):
        series = data.add_series(native.named(table.title(key), placeholder.width.pt))
        for n, cell in enumerate(cells):
            series.add_data_point(cell.value, round(sum(rows[n:]) - rows[n] / 2, 1))
    frame = native.insert(placeholder, XL_CHART_TYPE.XY_SCATTER, data)
    frame.height = Pt(whole)
    chart = frame.chart
    native.place_plot(chart, _MARGIN, head / whole, 1 - 2 * _MARGIN, sum(rows) / whole)
    # In a scatter chart python-pptx calls the axis across the category axis.
    native.scale(chart.category_axis, 1, points, 1)
    native.scale(chart.value_axis, 0, sum(rows), None)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    for n, made in enumerate(chart.plots[0].series):
        _mark(made, n, sides[n], sides[1 - n])
    native.legend(chart, XL_LEGEND_POSITION.TOP)
    return frame


def _mark(made: Any, which: int, mine: Sequence[Cell], others: Sequence[Cell]) -> None:
    """A side's marks, the averages written on their outer sides; nothing where one is not shown."""
    colour, shape, size = _LOOKS[which]
    made.format.line.fill.background()
    made.marker.style, made.marker.size = shape, size
    fill(made.marker.format.fill, colour)
    made.marker.format.line.fill.background()
    for n, (cell, other) in enumerate(zip(mine, others, strict=True)):
        if cell.value is None:
            for point in made._element.xpath(f"(c:xVal|c:yVal)//c:pt[@idx={n}]"):
                point.getparent().remove(point)
            continue
        left = which == 0 if other.value in (None, cell.value) else cell.value < (other.value or 0)
        label = made.points[n].data_label
        label.text_frame.text = cell.text
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(native.SMALL)
        label.position = XL_LABEL_POSITION.LEFT if left else XL_LABEL_POSITION.RIGHT
