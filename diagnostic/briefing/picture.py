"""A chart as an image in a page: two widths, one text alternative."""

import re
from collections.abc import Callable
from urllib.parse import quote

import msgspec
from altair.utils.schemapi import debug_mode

from diagnostic.briefing.charts import NARROW, WIDE, Chart, Layout, svg

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_NEEDLESS = re.compile(r' (?:class|pointer-events|aria-[a-z]+|role|opacity)="(?:[a-z -]*|1)"')
_TAG = re.compile(r"<[^>]*>")


class Image(msgspec.Struct, frozen=True):
    """An SVG as a ``data:`` address, its size in pixels."""

    address: str
    width: int
    height: int


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
        return Picture(wide=_image(svg(draw(WIDE))), narrow=_image(svg(draw(NARROW))), alt=alt_text)


def _image(document: str) -> Image:
    size = _SIZE.search(document)
    if size is None:
        raise ValueError("the drawing does not say its size")
    document = _TAG.sub(lambda tag: _NEEDLESS.sub("", tag[0]), document)
    address = "data:image/svg+xml," + quote(document, safe="/:=;,()'@!*~&+$?-_.")
    return Image(address, round(float(size[1])), round(float(size[2])))
