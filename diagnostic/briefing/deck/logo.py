"""The consultancy's logo on the first slide: over its name, on white, for the panel behind it is in its colour."""

import io
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.presentation import Presentation as Deck
from pptx.util import Cm

from diagnostic.briefing.deck import template, text

_WIDTH, _HEIGHT, _MARGIN, _GAP = Cm(6), Cm(1.8), Cm(0.3), Cm(0.3)


def stamp(deck: Deck, picture: bytes, name: str) -> None:
    """Add a PNG to the first slide, which is the cover."""
    cover = deck.slides[0]
    place = template.place(cover.slide_layout, "Name")
    shapes: Any = cover.shapes
    logo = shapes.add_picture(io.BytesIO(picture), 0, 0)
    fitting = min(_WIDTH / logo.width, _HEIGHT / logo.height)
    logo.width, logo.height = int(logo.width * fitting), int(logo.height * fitting)
    logo.left, logo.top = place.left + _MARGIN, place.top - _GAP - _MARGIN - logo.height
    logo._element.nvPicPr.cNvPr.set("descr", text.tidy(name))
    plate = shapes.add_shape(
        MSO_SHAPE.RECTANGLE,
        logo.left - _MARGIN,
        logo.top - _MARGIN,
        logo.width + 2 * _MARGIN,
        logo.height + 2 * _MARGIN,
    )
    plate.fill.solid()
    plate.fill.fore_color.rgb = RGBColor.from_string("FFFFFF")  # type: ignore[no-untyped-call]
    plate.line.fill.background()
    logo._element.addprevious(plate._element)
