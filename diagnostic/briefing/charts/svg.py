"""From a drawing to an SVG document: basic shapes alone, which browsers, typst and word processors draw alike."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

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
    width, height = (_number(length + 2 * MARGIN) for length in (drawing.width, drawing.height))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        *([f"<title>{escape(title)}</title>"] if title else []),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<g transform="translate({MARGIN},{MARGIN})" font-family="{FONT}">',
    ]
    for look, marks in drawing.layers:
        parts += [_element("g", **_look(look))[:-2] + ">", *(_mark(look, mark) for mark in marks), "</g>"]
    return "".join([*parts, "</g></svg>"])


def _look(look: Look) -> dict[str, str | float | None]:
    """Attributes that a layer's marks share, as far as they are not what they would be without."""
    if look.kind == "text":
        weight = "bold" if look.bold else None
        anchor = _ANCHORS[look.align]
        return {"fill": look.fill, "font_size": look.size, "font_weight": weight, "text_anchor": anchor}
    stroked = look.stroke != "none"
    return {
        "fill": look.fill,
        "stroke": look.stroke if stroked else None,
        "stroke_width": look.width if stroked and look.width != 1 else None,
        "stroke_dasharray": ",".join(map(_number, look.dash)) or None,
        "opacity": look.opacity if look.opacity != 1 else None,
    }


def _mark(look: Look, mark: Mark) -> str:
    x, y = mark.x, mark.y
    match look.kind:
        case "text":
            return f'<text x="{_number(x)}" y="{_number(y + BASELINE * look.size)}">{escape(mark.text)}</text>'
        case "box":
            return _element(
                "rect", x=min(x, mark.x2), y=min(y, mark.y2), width=abs(mark.x2 - x), height=abs(mark.y2 - y)
            )
        case "guide" | "line":
            return _element("line", x1=x, y1=y, x2=mark.x2, y2=mark.y2)
    breadth = mark.size**0.5
    if look.shape == "circle":
        return _element("circle", cx=x, cy=y, r=breadth / 2)
    corners = " ".join(f"{_number(x + dx * breadth)},{_number(y + dy * breadth)}" for dx, dy in _CORNERS[look.shape])
    return _element("polygon", points=corners)


def _element(name: str, **attributes: str | float | None) -> str:
    return f"<{name} {' '.join(_written(attributes))}/>"


def _written(attributes: dict[str, str | float | None]) -> Iterator[str]:
    for name, value in attributes.items():
        if value is not None:
            text = value if isinstance(value, str) else _number(value)
            yield f"{name.replace('_', '-')}={quoteattr(text)}"


def _number(value: float) -> str:
    """With at most two decimals."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")
