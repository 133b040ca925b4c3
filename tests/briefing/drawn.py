"""What is written in a drawn chart, and where."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import msgspec

from diagnostic.briefing.charts.layout import breadth
from diagnostic.briefing.charts.sheet import MARGIN

SVG = "{http://www.w3.org/2000/svg}"
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


class Drawn:
    """An SVG of ours: its size, how many marks it has, and its texts with the looks that groups hand down to them."""

    def __init__(self, svg: str) -> None:
        root = ET.fromstring(svg)  # noqa: S314 - our own
        self.width, self.height = float(root.attrib["width"]), float(root.attrib["height"])
        (chart,) = root.findall(f"{SVG}g")
        layers = list(chart)
        self.marks = sum(each.tag != f"{SVG}text" for layer in layers for each in layer)
        self.texts = [self._text(each, layer.attrib) for layer in layers for each in layer.findall(f"{SVG}text")]

    def _text(self, element: ET.Element, look: dict[str, str]) -> Text:
        x, y = float(element.attrib["x"]) + MARGIN, float(element.attrib["y"]) + MARGIN
        words, size = element.text or "", float(look["font-size"])
        width = breadth(words, size)
        left = x - width * _SHIFT[look.get("text-anchor", "start")]
        # From the tops of tall letters to the feet of those that hang.
        return Text(words, left, y - 0.72 * size, left + width, y + 0.21 * size)

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
