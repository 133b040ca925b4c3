"""Colours of the template's theme by their role, so that a deck is recoloured by changing its theme."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR

from diagnostic.briefing.brand import contrast
from diagnostic.briefing.charts.layout import INK, SIDE_COLOURS

Colour = str
"""By its role, or ``#rrggbb``."""

_THEME = {
    "ink": MSO_THEME_COLOR.TEXT_1,
    "white": MSO_THEME_COLOR.BACKGROUND_1,
    "title": MSO_THEME_COLOR.TEXT_2,
    "wash": MSO_THEME_COLOR.BACKGROUND_2,
    "side_a": MSO_THEME_COLOR.ACCENT_1,
    "side_b": MSO_THEME_COLOR.ACCENT_2,
    "brand": MSO_THEME_COLOR.ACCENT_3,
    "muted": MSO_THEME_COLOR.ACCENT_4,
    "line": MSO_THEME_COLOR.ACCENT_5,
}
_LOOK_LIKE = {
    "side_a": SIDE_COLOURS["a"],
    "side_b": SIDE_COLOURS["b"],
    "muted": "#55606e",
    "line": "#d5dae1",
    "brand": "#0d5758",  # the brand's own is as dark: white is read on it
}


def theme_name(colour: Colour) -> str:
    """What the theme calls a colour of a role."""
    return MSO_THEME_COLOR.to_xml(_THEME[colour])


def paint(target: Any, colour: Colour) -> None:
    """Give a python-pptx colour (of a font, a fill's foreground, a line) a colour."""
    if colour in _THEME:
        target.theme_color = _THEME[colour]
    else:
        make: Any = RGBColor  # without annotations
        target.rgb = make(*bytes.fromhex(colour.lstrip("#")))


def fill(target: Any, colour: Colour) -> None:
    """Fill a shape or a bar."""
    target.solid()
    paint(target.fore_color, colour)


def legible_on(colour: Colour) -> Colour:
    """Ink or white, whichever is read better on a colour."""
    ground = _LOOK_LIKE.get(colour, colour)
    return "ink" if contrast(ground, INK) >= contrast(ground, "#ffffff") else "white"
