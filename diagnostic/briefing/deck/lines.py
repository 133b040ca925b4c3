"""Native line charts: a line a side over the waves, with nothing drawn where a wave does not show it."""

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from diagnostic.briefing.deck import native
from diagnostic.briefing.deck.colours import fill, paint
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Lines

_MARKERS = {"side_a": XL_MARKER_STYLE.CIRCLE, "side_b": XL_MARKER_STYLE.DIAMOND}


def insert(placeholder: Any, lines: Lines) -> Any:
    """The chart in a placeholder's stead; no name is ever shortened."""
    names = [tidy(category) for category in lines.categories]
    data = native.by_category("0.0", names, lines.series, placeholder.width.pt)
    frame = native.insert(placeholder, XL_CHART_TYPE.LINE_MARKERS, data)
    chart = frame.chart
    native.scale(chart.value_axis, 1, lines.points, 1)
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    paint(chart.category_axis.format.line.color, "line")
    for made, one in zip(chart.plots[0].series, lines.series, strict=True):
        made.smooth = False
        paint(made.format.line.color, one.colour)
        made.format.line.width = Pt(2.5)
        made.marker.style, made.marker.size = _MARKERS[one.colour], 10
        fill(made.marker.format.fill, one.colour)
        paint(made.marker.format.line.color, one.colour)
    # A wave that is not shown leaves its place free, whatever the program would rather do.
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "gap")
    native.legend(chart)
    return frame
