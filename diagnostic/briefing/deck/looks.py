"""What native charts have in common: type, no frame, no title of their own, axes, legend, where their plot lies."""

from typing import Any

from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from diagnostic.briefing.deck import fit
from diagnostic.briefing.deck.colours import paint
from diagnostic.briefing.deck.text import tidy

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SMALL = 12
"""The least size of type in a chart."""


def settle(chart: Any, size: int, language: str) -> None:
    chart.has_title = False
    chart.font.size = Pt(size)
    paint(chart.font.color, "ink")
    space = chart._chartSpace
    for tag in ("c:roundedCorners", "c:lang"):
        for old in space.findall(qn(tag)):
            space.remove(old)
    space.insert(0, parse_xml(f'<c:roundedCorners xmlns:c="{CHART}" val="0"/>'))
    space.insert(0, parse_xml(f'<c:lang xmlns:c="{CHART}" val="{language}"/>'))
    dated = space.find(qn("c:date1904"))
    if dated is not None:
        space.insert(0, dated)


def scale(axis: Any, least: float, most: float, step: float | None) -> None:
    """An axis of whole numbers with a hairline at each step; without steps it has no lines."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = least, most, step
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = step is not None
    if step is not None:
        paint(axis.major_gridlines.format.line.color, "line")
        axis.major_gridlines.format.line.width = Pt(0.75)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False


def legend(chart: Any, position: Any = XL_LEGEND_POSITION.BOTTOM) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = position, False
    chart.legend.font.size = Pt(SMALL)
    paint(chart.legend.font.color, "ink")


def place_plot(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Where the bars and points lie, in parts of the chart: so that rows meet what stands beside them."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = "".join(
        f'<c:{name} val="{value:.4f}"/>' for name, value in zip("xywh", (left, top, width, height), strict=True)
    )
    area.insert(
        0,
        parse_xml(
            f'<c:layout xmlns:c="{CHART}"><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{sides}</c:manualLayout></c:layout>'
        ),
    )


def named(name: str, width: float) -> str:
    """A series' name, in one line of a legend in a chart so wide, in points."""
    return fit.shortened(tidy(name), 0.85 * width, SMALL, 1)
