"""From a drawing to its declaration in Vega-Lite, for a page that answers when somebody points at a mark."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import msgspec

from diagnostic.briefing.charts.layout import FONT
from diagnostic.briefing.charts.sheet import MARGIN, Drawing, Kind, Look, Mark
from diagnostic.briefing.charts.svg import BASELINE

_TYPES: dict[Kind, Literal["point", "rect", "rule", "text"]] = {
    **dict.fromkeys(("guide", "line"), "rule"),
    **dict.fromkeys(("outline", "mark"), "point"),
    "box": "rect",
    "text": "text",
}


def declared(drawing: Drawing) -> dict[str, Any]:
    """The drawing as a Vega-Lite document that holds its own data; places are pixels, so nothing has a scale."""
    chart = alt.layer(
        *(_layer(look, marks) for look, marks in drawing.layers),
        width=drawing.width,
        height=drawing.height,
        padding=MARGIN,
        autosize="none",
        background="#ffffff",
    )
    # The page says in its own words what a chart shows.
    document: dict[str, Any] = chart.configure(font=FONT, aria=False).configure_view(stroke=None).to_dict()
    return document


def _layer(look: Look, marks: Sequence[Mark]) -> alt.Chart:
    encoding: dict[str, Any] = {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}
    match _TYPES[look.kind]:
        case "rule" | "rect":
            encoding |= {"x2": "x2", "y2": "y2"}
        case "point":
            encoding["size"] = alt.Size("size:Q", scale=None, legend=None)
        case "text":
            encoding["text"] = "text:N"
    if any(mark.tip for mark in marks):
        encoding["tooltip"] = "tip:N"
    data = alt.InlineData(values=[msgspec.to_builtins(mark) for mark in marks])
    return alt.Chart(data, mark=_mark(look)).encode(**encoding)


def _mark(look: Look) -> alt.MarkDef:
    kind, attributes = _TYPES[look.kind], dict[str, Any]()
    if kind == "text":
        attributes |= {"fontSize": look.size, "fontWeight": "bold" if look.bold else "normal", "align": look.align}
        attributes |= {"baseline": "alphabetic", "dy": BASELINE * look.size}
    else:
        attributes |= {"opacity": look.opacity, "stroke": look.stroke, "strokeWidth": look.width}
    if kind == "point":
        attributes["shape"] = look.shape
    if look.dash:
        attributes["strokeDash"] = list(look.dash)
    return alt.MarkDef(kind, fill=look.fill, **attributes)
