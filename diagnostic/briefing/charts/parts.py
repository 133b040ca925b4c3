"""What charts are made of: text, lines, boxes and marks, laid into panels next to each other.

These are altair's schema classes, not its `Chart`: laying `Chart`s over each other copies all of them
again at every step, which made a briefing of fifty pictures take ten seconds.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt
import msgspec

from diagnostic.briefing.charts.layout import FONT, INK, SIDE_COLOURS, SIDE_SHAPES
from diagnostic.questionnaire.words import Side

Rows = Sequence[Mapping[str, Any]]
Place = alt.PositionFieldDef | alt.PositionValueDef
Chart = alt.TopLevelHConcatSpec


def beside(panels: Sequence[alt.LayerSpec], space: float) -> Chart:
    """Panels next to each other, in the look every chart has: no frames, no axis lines, one typeface."""
    config = alt.Config(
        font=FONT,
        padding=2,
        background="#ffffff",
        aria=False,
        view=alt.ViewConfig(stroke=None),
        mark=alt.MarkConfig(invalid=None),  # every number is there: nothing to look for
    )
    return alt.TopLevelHConcatSpec(hconcat=list(panels), spacing=space, config=config)


def panel(layers: Sequence[alt.UnitSpec], width: float, height: float) -> alt.LayerSpec:
    """Layers on one field, the first at the bottom."""
    return alt.LayerSpec(layer=list(layers), width=width, height=height)


def down() -> alt.PositionFieldDef:
    """A position in pixels from the top: as it is, without a scale that would have to be worked out."""
    return alt.PositionFieldDef(field="y", type="quantitative", axis=None, scale=None)


def across(low: float, high: float) -> alt.PositionFieldDef:
    """A position on the chart's own scale."""
    scale = alt.Scale(domain=[low, high], zero=False, nice=False)
    return alt.PositionFieldDef(field="x", type="quantitative", axis=None, scale=scale)


def placed() -> alt.PositionFieldDef:
    """A position in pixels from the left, as it is."""
    return alt.PositionFieldDef(field="x", type="quantitative", axis=None, scale=None)


def pixel(place: float) -> alt.PositionValueDef:
    """A constant position across."""
    return alt.PositionValueDef(value=place)


def inscribe(
    rows: Rows,
    size: int,
    *,
    x: Place | None = None,
    at: float = 0,
    dx: float = 0,
    align: Literal["left", "center", "right"] = "left",
    colour: str = INK,
    weight: Literal["normal", "bold"] = "normal",
) -> alt.UnitSpec:
    """Text at each row's ``y`` (its middle), either ``at`` a pixel or on the scale ``x``."""
    look = {"align": align, "baseline": "middle", "fontSize": size, "font": FONT, "color": colour, "fontWeight": weight}
    text = alt.StringFieldDef(field="text", type="nominal")
    return _unit("text", rows, {**look, "dx": dx}, x=pixel(at) if x is None else x, y=down(), text=text)


def side_marks(rows: Rows, side: Side, x: Place, size: int = 90) -> alt.UnitSpec:
    """A side's mark: its own colour and its own shape."""
    look = {"shape": SIDE_SHAPES[side], "color": SIDE_COLOURS[side], "stroke": "#ffffff", "strokeWidth": 1}
    return _unit("point", rows, {**look, "filled": True, "size": size, "opacity": 1}, x=x, y=down())


def marks(rows: Rows, x: Place, **look: Any) -> alt.UnitSpec:
    """Marks of any look, each row's ``size`` an area in square pixels."""
    area = alt.FieldOrDatumDefWithConditionMarkPropFieldDefnumber(
        field="size", type="quantitative", scale=None, legend=None
    )
    return _unit("point", rows, {"opacity": 1, **look}, x=x, y=down(), size=area)


def dots(rows: Rows, x: Place) -> alt.UnitSpec:
    """Round dots in each row's ``fill``."""
    look = {"shape": "circle", "filled": True, "size": 64, "opacity": 1, "stroke": INK, "strokeWidth": 1.5}
    return _unit("point", rows, look, x=x, y=down(), fill=_colour("fill"))


def uprights(rows: Rows, x: Place, **look: Any) -> alt.UnitSpec:
    """Lines down, from each row's ``y`` to its ``y2``."""
    return _unit("rule", rows, look, x=x, y=down(), y2=_end("y2"))


def lines(rows: Rows, x: Place, **look: Any) -> alt.UnitSpec:
    """Straight lines from each row's ``x`` and ``y`` to its ``x2`` and ``y2``."""
    return _unit("rule", rows, look, x=x, x2=_end("x2"), y=down(), y2=_end("y2"))


def levels(rows: Rows, x: Place, **look: Any) -> alt.UnitSpec:
    """Lines across, from each row's ``x`` to its ``x2``."""
    return _unit("rule", rows, look, x=x, x2=_end("x2"), y=down())


def boxes(rows: Rows, x: Place, *, coloured: bool = False, **look: Any) -> alt.UnitSpec:
    """Rectangles from each row's ``x`` and ``y`` to its ``x2`` and ``y2``; ``coloured`` by each row's ``colour``."""
    colour = {"color": _colour("colour")} if coloured else {}
    return _unit("rect", rows, look, x=x, x2=_end("x2"), y=down(), y2=_end("y2"), **colour)


def _end(field: str) -> alt.SecondaryFieldDef:
    return alt.SecondaryFieldDef(field=field)


def _colour(field: str) -> alt.FieldOrDatumDefWithConditionMarkPropFieldDefGradientstringnull:
    """The colour that stands in the data."""
    return alt.FieldOrDatumDefWithConditionMarkPropFieldDefGradientstringnull(
        field=field, type="nominal", scale=None, legend=None
    )


def _unit(mark: Any, rows: Rows, look: Mapping[str, Any], **channels: Any) -> alt.UnitSpec:
    """One mark a row. A row's ``tip`` is what an interactive page says when somebody points at the mark."""
    if any("tip" in row for row in rows):
        channels["tooltip"] = alt.StringFieldDefWithCondition(field="tip", type="nominal")
    return alt.UnitSpec(
        # As text: altair would look at every number in it, several times.
        data=alt.InlineData(values=msgspec.json.encode(rows).decode(), format=alt.JsonDataFormat(type="json")),
        mark=alt.MarkDef(type=mark, **look),
        encoding=alt.Encoding(**channels),
    )
