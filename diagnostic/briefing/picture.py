"""A chart as an image in a page: two widths, one text alternative."""

import re
from collections.abc import Callable
from functools import cached_property
from urllib.parse import quote

import msgspec
from altair.utils.schemapi import debug_mode

from diagnostic.briefing.charts import NARROW, WIDE, Chart, Layout, begin

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_NEEDLESS = re.compile(r' (?:class|pointer-events|aria-[a-z]+|role|opacity)="(?:[a-z -]*|1)"')
_TAG = re.compile(r"<[^>]*>")


class Image:
    """An SVG as a ``data:`` address, its size in pixels; waited for when it is first looked at."""

    def __init__(self, drawn: Callable[[], str]) -> None:
        self._drawn = drawn

    @cached_property
    def _document(self) -> str:
        return self._drawn()

    @cached_property
    def _size(self) -> tuple[int, int]:
        size = _SIZE.search(self._document)
        if size is None:
            raise ValueError("the drawing does not say its size")
        return round(float(size[1])), round(float(size[2]))

    @property
    def width(self) -> int:
        return self._size[0]

    @property
    def height(self) -> int:
        return self._size[1]

    @property
    def address(self) -> str:
        document = _TAG.sub(lambda tag: _NEEDLESS.sub("", tag[0]), self._document)
        return "data:image/svg+xml," + quote(document, safe="/:=;,()'@!*~&+$?-_.")


class Picture(msgspec.Struct, frozen=True):
    """What a page shows of a chart."""

    wide: Image
    narrow: Image
    alt: str
    """What somebody who cannot see the chart is told: its finding."""


def picture(draw: Callable[[Layout], Chart], alt_text: str) -> Picture:
    """Draw a chart in both widths."""
    # altair checks every part of a chart against its schema as it is made, which takes twenty seconds a
    # briefing; the tests have it do so.
    with debug_mode(False):
        return Picture(wide=Image(begin(draw(WIDE))), narrow=Image(begin(draw(NARROW))), alt=alt_text)
