"""A chart as a briefing shows it: one picture a width, one text alternative, drawn when it is first looked at."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from threading import Lock
from typing import Any
from urllib.parse import quote

import msgspec
from altair.utils.schemapi import debug_mode

from diagnostic.briefing.charts import NARROW, PRINT, WIDE, Chart, Layout, begin

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_NEEDLESS = re.compile(r' (?:class|pointer-events|aria-[a-z]+|role|opacity)="(?:[a-z -]*|1)"')
_TAG = re.compile(r"<[^>]*>")


_one_at_a_time = Lock()


@contextmanager
def _quickly() -> Iterator[None]:
    """altair checks every part of a chart against its schema as it is made, which takes twenty seconds a briefing.

    The tests have it do so. Its switch is one for the whole process, hence the lock.
    """
    with _one_at_a_time, debug_mode(False):
        yield


class Image:
    """A chart in one width, as an SVG; its size in pixels."""

    def __init__(self, make: Callable[[], Chart]) -> None:
        self._make = make

    def begin(self) -> None:
        """Begin to draw it, where another process draws."""
        _ = self._drawing

    @property
    def spec(self) -> dict[str, Any]:
        """The chart as Vega-Lite, for a page that draws it itself."""
        with _quickly():
            spec: dict[str, Any] = self._make().to_dict(validate=False)
        return spec

    @cached_property
    def _drawing(self) -> Callable[[], str]:
        with _quickly():
            return begin(self._make())

    @cached_property
    def svg(self) -> str:
        """The document."""
        try:
            drawn = self._drawing()
        except Exception:
            # Drawn anew when it is next asked for: the process that drew may have died.
            del self._drawing
            raise
        return _TAG.sub(lambda tag: _NEEDLESS.sub("", tag[0]), drawn)

    @cached_property
    def _size(self) -> tuple[int, int]:
        size = _SIZE.search(self.svg)
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


def picture(name: str, draw: Callable[[Layout], Chart], alt: str) -> Picture:
    """A chart in every width."""
    wide, narrow, printed = (Image(partial(draw, layout)) for layout in (WIDE, NARROW, PRINT))
    return Picture(_slug(name), wide, narrow, printed, alt)


def pictures(value: object) -> Iterator[Picture]:
    """Every picture in a page or a part of one, in reading order."""
    if isinstance(value, Picture):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from pictures(part)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from pictures(getattr(value, field))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
