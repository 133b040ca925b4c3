"""What each side expects as a native scatter chart: a line a side over the middle half, with a mark at the median."""

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from diagnostic.briefing.deck import native
from diagnostic.briefing.deck.colours import fill, paint
from diagnostic.briefing.deck.lines import MARKERS
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Range, Ranges

_NAMES = ("25 %", "50 %", "75 %")
"""What the rows of the chart's workbook are: so many of a side's people name less."""
_SIDES = 0.06
"""Left and right of the plot, as parts of the chart: half of a figure at its end stands there."""
_CLOSE = 8.0
"""In points, half of a mark and a little more."""
_MEDIANS = {"side_a": XL_LABEL_POSITION.ABOVE, "side_b": XL_LABEL_POSITION.BELOW}
"""Away from the other side's line."""


def insert(placeholder: Any, ranges: Ranges) -> Any:
    """The chart in a placeholder's stead, the first side above the second."""
    make: Any = native.Points  # without annotations
    data = make(number_format="General")
    data.names = _NAMES
    rows = len(ranges.sides)
    for n, side in enumerate(ranges.sides):
        series = data.add_series(native.named(tidy(side.name), placeholder.width.pt))
        for value in side.values:
            series.add_data_point(value, rows - n)
    frame = native.insert(placeholder, XL_CHART_TYPE.XY_SCATTER_LINES, data)
    chart = frame.chart
    native.place_plot(chart, _SIDES, 0.0, 1 - 2 * _SIDES, 0.76)
    # In a scatter chart python-pptx calls the axis across the category axis.
    native.scale(chart.category_axis, ranges.least, ranges.most, ranges.step)
    chart.category_axis.tick_labels.number_format = "General"
    native.scale(chart.value_axis, 0, rows + 1, None)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    for made, side in zip(chart.plots[0].series, ranges.sides, strict=True):
        close = _CLOSE / (frame.width.pt * (1 - 2 * _SIDES)) * (ranges.most - ranges.least)
        _draw(made, side, close)
    return frame


def _draw(made: Any, side: Range, close: float) -> None:
    """A thick line with a mark at the median alone; the median in figures, and each end that is not too close to it."""
    made.smooth = False
    paint(made.format.line.color, side.colour)
    made.format.line.width = Pt(5)
    made.marker.style = XL_MARKER_STYLE.NONE
    positions = (XL_LABEL_POSITION.LEFT, _MEDIANS[side.colour], XL_LABEL_POSITION.RIGHT)
    for n, (text, position) in enumerate(zip(side.written, positions, strict=True)):
        point = made.points[n]
        if n != 1 and abs(side.values[n] - side.values[1]) < close:
            continue
        if n == 1:
            point.marker.style, point.marker.size = MARKERS[side.colour], 13
            fill(point.marker.format.fill, side.colour)
            paint(point.marker.format.line.color, "white")
        point.data_label.text_frame.text = text
        point.data_label.text_frame.word_wrap = False
        font = point.data_label.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(native.SMALL), n == 1
        point.data_label.position = position
