"""What is written in a drawn chart, and where."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import msgspec

from diagnostic.briefing.charts.layout import breadth

_PLACE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Text(msgspec.Struct, frozen=True):
    """A line of text and the box it fills: its width is reckoned, rather too wide than too narrow."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Text") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


class Drawing(HTMLParser):
    """An SVG as `vl_convert` writes it: groups moved to their places, and texts moved within them."""

    def __init__(self, svg: str) -> None:
        super().__init__()
        self.width = self.height = 0.0
        self.texts: list[Text] = []
        self.marks = 0
        self._moved: list[tuple[float, float]] = [(0.0, 0.0)]
        self._text: dict[str, str] | None = None
        self.feed(svg)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "svg":
            self.width, self.height = float(given["width"]), float(given["height"])
        if tag == "g":
            self._moved.append(self._at(given))
        if tag == "text":
            self._text = given
        if tag in ("path", "line", "rect") and given.get("class") != "background":
            self.marks += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("g", "text"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "g":
            self._moved.pop()
        if tag == "text":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None and data.strip():
            x, y = self._at(self._text)
            size = float(self._text["font-size"].removesuffix("px"))
            width = breadth(data, size)
            left = x - width * _SHIFT[self._text.get("text-anchor", "start")]
            # From the tops of tall letters to the feet of those that hang.
            self.texts.append(Text(data, left, y - 0.72 * size, left + width, y + 0.21 * size))

    def _at(self, given: dict[str, str]) -> tuple[float, float]:
        x, y = self._moved[-1]
        place = _PLACE.search(given.get("transform", ""))
        return (x + float(place[1]), y + float(place[2])) if place else (x, y)

    def outside(self) -> list[str]:
        """Texts that run over the edge of the drawing."""
        return [
            text.words
            for text in self.texts
            if text.left < 0 or text.top < 0 or text.right > self.width or text.bottom > self.height
        ]

    def on_each_other(self) -> Iterator[tuple[str, str]]:
        """Texts that lie on other texts."""
        for n, text in enumerate(self.texts):
            yield from ((text.words, later.words) for later in self.texts[n + 1 :] if text.overlaps(later))
