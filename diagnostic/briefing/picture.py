"""A chart as a briefing shows it: one picture a width, one text alternative, drawn when it is first looked at."""

import re
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

import msgspec

from diagnostic.briefing.charts import MARGIN, NARROW, PRINT, WIDE, Drawing, Layout, svg


class Image:
    """A chart in one width, as an SVG; its size in pixels."""

    def __init__(self, draw: Callable[[], Drawing]) -> None:
        self._draw = draw

    @cached_property
    def drawing(self) -> Drawing:
        return self._draw()

    @cached_property
    def svg(self) -> str:
        """The document."""
        return svg(self.drawing)

    @property
    def spec(self) -> dict[str, Any]:
        """The chart as Vega-Lite, for a page that draws it itself."""
        from diagnostic.briefing.charts.vega import declared  # noqa: PLC0415 - altair takes a second to load

        return declared(self.drawing)

    @property
    def width(self) -> int:
        return round(self.drawing.width + 2 * MARGIN)

    @property
    def height(self) -> int:
        return round(self.drawing.height + 2 * MARGIN)

    @property
    def address(self) -> str:
        """The SVG as a ``data:`` address."""
        return "data:image/svg+xml," + quote(self.svg, safe="/:=;,()'@!*~&+$?-_.")


class Picture(msgspec.Struct, frozen=True):
    """What a briefing shows of a chart."""

    name: str
    """Unique in a briefing, and fit for an address and a file's name."""
    wide: Image
    narrow: Image
    printed: Image
    """As wide as a page of paper."""
    alt: str
    """What somebody who cannot see the chart is told: its finding."""


def picture(name: str, draw: Callable[[Layout], Drawing], alt: str) -> Picture:
    """A chart in every width."""
    wide, narrow, printed = (Image(partial(draw, layout)) for layout in (WIDE, NARROW, PRINT))
    return Picture(_slug(name), wide, narrow, printed, alt)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
