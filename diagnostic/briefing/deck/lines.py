"""Native line charts: a line a side over the waves, with nothing drawn where a wave does not show it."""

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.util import Pt

from diagnostic.briefing.deck import native
from diagnostic.briefing.deck.colours import fill, paint
from diagnostic.briefing.deck.looks import CHART, named, no_line, settle
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Lines

_EMU = 12700
_TYPE = 12
_MARKERS = {"side_a": XL_MARKER_STYLE.CIRCLE, "side_b": XL_MARKER_STYLE.DIAMOND}


def insert(placeholder: Any, lines: Lines, language: str) -> Any:
    """The chart in a placeholder's stead; no name is ever shortened."""
    width = placeholder.width / _EMU
    data = native.bars("0.0")
    data.categories = [tidy(category) for category in lines.categories]
    for series in lines.series:
        data.add_series(named(series.name, width), series.values)
    frame = native.chart(placeholder, XL_CHART_TYPE.LINE_MARKERS, data)
    chart = frame.chart
    settle(chart, _TYPE, language)
    up, across = chart.value_axis, chart.category_axis
    up.minimum_scale, up.maximum_scale, up.major_unit = 1, lines.points, 1
    up.has_major_gridlines = True
    paint(up.major_gridlines.format.line.color, "line")
    up.major_gridlines.format.line.width = Pt(0.75)
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = "0", False
    up.major_tick_mark = across.major_tick_mark = XL_TICK_MARK.NONE
    no_line(up)
    paint(across.format.line.color, "line")
    for made, series in zip(chart.plots[0].series, lines.series, strict=True):
        made.smooth = False
        paint(made.format.line.color, series.colour)
        made.format.line.width = Pt(2.5)
        made.marker.style, made.marker.size = _MARKERS[series.colour], 10
        fill(made.marker.format.fill, series.colour)
        paint(made.marker.format.line.color, series.colour)
    # A wave that is not shown leaves its place free, whatever the program would rather do.
    blanks = chart._chartSpace.chart.find(f"{{{CHART}}}dispBlanksAs")
    if blanks is None:
        chart._chartSpace.chart.append(parse_xml(f'<c:dispBlanksAs xmlns:c="{CHART}" val="gap"/>'))
    else:
        blanks.set("val", "gap")
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(_TYPE)
    paint(chart.legend.font.color, "ink")
    return frame
