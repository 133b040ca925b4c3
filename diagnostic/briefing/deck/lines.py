"""Native line charts: a line a side over the waves, with its intervals; nothing where a wave does not show it."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from diagnostic.briefing.deck import native
from diagnostic.briefing.deck.colours import fill, paint, theme_name
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Lines, Series

MARKERS = {"side_a": XL_MARKER_STYLE.CIRCLE, "side_b": XL_MARKER_STYLE.DIAMOND}


def insert(placeholder: Any, lines: Lines) -> Any:
    """The chart in a placeholder's stead; no name is ever shortened."""
    names = [tidy(category) for category in lines.categories]
    data = native.by_category("0.0", names, lines.series, placeholder.width.pt)
    frame = native.insert(placeholder, XL_CHART_TYPE.LINE_MARKERS, data)
    chart = frame.chart
    native.scale(chart.value_axis, lines.least, lines.most, 1)
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    paint(chart.category_axis.format.line.color, "line")
    for made, one in zip(chart.plots[0].series, lines.series, strict=True):
        made.smooth = False
        paint(made.format.line.color, one.colour)
        made.format.line.width = Pt(2.5)
        made.marker.style, made.marker.size = MARKERS[one.colour], 10
        fill(made.marker.format.fill, one.colour)
        paint(made.marker.format.line.color, one.colour)
        if one.low and one.high:
            _intervals(made, one)
    # A wave that is not shown leaves its place free, whatever the program would rather do.
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "gap")
    native.legend(chart)
    return frame


def _intervals(made: Any, series: Series) -> None:
    """Error bars, which python-pptx has no words for: how far each interval reaches above and below its mean."""
    ends: dict[str, Sequence[float | None] | None] = {"plus": series.high, "minus": series.low}
    lengths = "".join(
        f"<c:{name}><c:numLit>{_points(series.values, reached)}</c:numLit></c:{name}>"
        for name, reached in ends.items()
        if reached
    )
    colour = f'<a:solidFill><a:schemeClr val="{theme_name(series.colour)}"/></a:solidFill>'
    bars = (
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{lengths}<c:spPr><a:ln w="15875">{colour}</a:ln></c:spPr></c:errBars>'
    )
    made._element.find(qn("c:cat")).addprevious(parse_xml(bars))


def _points(means: Sequence[float | None], ends: Sequence[float | None]) -> str:
    lengths = [
        abs(end - mean) if mean is not None and end is not None else 0.0 for mean, end in zip(means, ends, strict=True)
    ]
    points = "".join(f'<c:pt idx="{n}"><c:v>{length:.4f}</c:v></c:pt>' for n, length in enumerate(lengths))
    return f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}'
