"""From a drawing to an SVG document: basic shapes alone, which browsers, typst and word processors draw alike."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from diagnostic.briefing.charts.layout import FONT
from diagnostic.briefing.charts.sheet import MARGIN, Drawing, Look, Mark

BASELINE = 0.35
"""How far below its middle a line of text stands, in its size."""
_ANCHORS = {"left": None, "center": "middle", "right": "end"}
_HALF = 3**0.5 / 4
_CORNERS: dict[str, Sequence[tuple[float, float]]] = {
    "diamond": ((-0.5, 0), (0, -0.5), (0.5, 0), (0, 0.5)),
    "square": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "triangle-left": ((-_HALF, 0), (_HALF, -0.5), (_HALF, 0.5)),
    "triangle-right": ((_HALF, 0), (-_HALF, -0.5), (-_HALF, 0.5)),
}
"""Of shapes one pixel broad, as Vega has them."""


def svg(drawing: Drawing, title: str = "") -> str:
    """The drawing on white; ``title`` is what it shows, for those who take it along."""
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    box = f"0 0 {_number(width)} {_number(height)}"
    root = ET.Element("svg", _attributes(xmlns="http://www.w3.org/2000/svg", width=width, height=height, viewBox=box))
    if title:
        ET.SubElement(root, "title").text = title
    ET.SubElement(root, "rect", _attributes(width=width, height=height, fill="#ffffff"))
    chart = ET.SubElement(root, "g", _attributes(transform=f"translate({MARGIN},{MARGIN})", font_family=FONT))
    for look, marks in drawing.layers:
        layer = ET.SubElement(chart, "g", _look(look))
        for mark in marks:
            _draw(layer, look, mark)
    return ET.tostring(root, "unicode")


def _look(look: Look) -> dict[str, str]:
    """Attributes that a layer's marks share, as far as they are not what they would be without."""
    if look.kind == "text":
        weight = "bold" if look.bold else None
        return _attributes(fill=look.fill, font_size=look.size, font_weight=weight, text_anchor=_ANCHORS[look.align])
    stroked = look.stroke != "none"
    return _attributes(
        fill=look.fill,
        stroke=look.stroke if stroked else None,
        stroke_width=look.width if stroked and look.width != 1 else None,
        stroke_dasharray=",".join(map(_number, look.dash)) or None,
        opacity=look.opacity if look.opacity != 1 else None,
    )


def _draw(layer: ET.Element, look: Look, mark: Mark) -> None:
    x, y, x2, y2, breadth = mark.x, mark.y, mark.x2, mark.y2, mark.size**0.5
    if look.kind == "text":
        ET.SubElement(layer, "text", _attributes(x=x, y=y + BASELINE * look.size)).text = mark.text
    elif look.kind == "box":
        ET.SubElement(layer, "rect", _attributes(x=min(x, x2), y=min(y, y2), width=abs(x2 - x), height=abs(y2 - y)))
    elif look.kind in ("guide", "line"):
        ET.SubElement(layer, "line", _attributes(x1=x, y1=y, x2=x2, y2=y2))
    elif look.shape == "circle":
        ET.SubElement(layer, "circle", _attributes(cx=x, cy=y, r=breadth / 2))
    else:
        corners = (f"{_number(x + dx * breadth)},{_number(y + dy * breadth)}" for dx, dy in _CORNERS[look.shape])
        ET.SubElement(layer, "polygon", points=" ".join(corners))


def _attributes(**values: str | float | None) -> dict[str, str]:
    return {
        name.replace("_", "-"): value if isinstance(value, str) else _number(value)
        for name, value in values.items()
        if value is not None
    }


def _number(value: float) -> str:
    """With at most two decimals."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")
