"""A sheet to draw a chart on, and the drawing that comes of it: what stands where, in pixels, and in which look."""

from collections.abc import Callable, Sequence
from typing import Literal, get_args

import msgspec

from diagnostic.briefing.charts.layout import INK, LINE, MUTED, SIDE_COLOURS, SIDE_SHAPES, Layout, breadth, wrap
from diagnostic.questionnaire.words import Side

Kind = Literal["guide", "box", "line", "outline", "mark", "text"]
"""From the bottom up; outlines below full marks."""
Shape = Literal["circle", "diamond", "square", "triangle-left", "triangle-right"]
Align = Literal["left", "center", "right"]

MARGIN = 2
"""Around every drawing, so that a line at its edge is whole."""
_BOLD = 1.07
"""How much wider bold type runs."""
_MARK = 110
_OUTLINE = 140
"""So that an outline shows around a full mark at the same place."""
_EQUAL = {"circle": 1.0, "diamond": 1.5}
"""A diamond of a size is as broad as a circle of it: so much more makes them look equal."""
_KEY = 8
"""From the left of an entry of a key to the middle of its mark."""


class Look(msgspec.Struct, frozen=True):
    """What marks of one layer share; ``width`` and ``dash`` are the stroke's, ``size`` is that of type."""

    kind: Kind
    fill: str = "none"
    stroke: str = "none"
    width: float = 1
    dash: tuple[float, ...] = ()
    opacity: float = 1
    shape: Shape = "circle"
    size: int = 0
    bold: bool = False
    align: Align = "left"


class Mark(msgspec.Struct, frozen=True):
    """A box or line from ``x``, ``y`` to ``x2``, ``y2``; a shape around ``x``, ``y``; or text with its middle there."""

    x: float
    y: float
    x2: float = 0
    y2: float = 0
    size: float = 0
    """Of a shape: the square of its breadth, in square pixels."""
    text: str = ""
    tip: str = ""
    """What an interactive page says when somebody points at it."""


class Drawing(msgspec.Struct, frozen=True):
    """A chart without its `MARGIN`; layers of marks of one look, the lowest first."""

    width: float
    height: float
    layers: tuple[tuple[Look, tuple[Mark, ...]], ...]


class Axis(msgspec.Struct, frozen=True):
    """Values from ``low`` to ``high`` between two places, in pixels."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)


class Sheet:
    """Where each mark's place is said, and of one look are laid together."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._layers: dict[Look, list[Mark]] = {}

    def guide(self, x: float, top: float, bottom: float, *, colour: str = LINE) -> None:
        """A thin line down, below all else."""
        self._add(Look("guide", stroke=colour), Mark(x, top, x, bottom))

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str,
        stroke: str = "none",
        opacity: float = 1,
        tip: str = "",
    ) -> None:
        self._add(Look("box", fill, stroke, opacity=opacity), Mark(left, top, right, bottom, tip=tip))

    def line(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        colour: str = LINE,
        width: float = 1,
        dash: tuple[float, ...] = (),
        opacity: float = 1,
        tip: str = "",
    ) -> None:
        look = Look("line", stroke=colour, width=width, dash=dash, opacity=opacity)
        self._add(look, Mark(x, y, x2, y2, tip=tip))

    def mark(
        self,
        x: float,
        y: float,
        *,
        shape: Shape = "circle",
        fill: str,
        stroke: str = "none",
        size: float = _MARK,
        tip: str = "",
    ) -> None:
        self._add(Look("mark", fill, stroke, 1.5, shape=shape), Mark(x, y, size=size, tip=tip))

    def side_mark(
        self, side: Side, x: float, y: float, *, size: float = _MARK, opacity: float = 1, tip: str = ""
    ) -> None:
        """A side's own shape in its own colour."""
        shape = SIDE_SHAPES[side]
        look = Look("mark", SIDE_COLOURS[side], "#ffffff", opacity=opacity, shape=shape)
        self._add(look, Mark(x, y, size=size * _EQUAL[shape], tip=tip))

    def hollow_mark(self, side: Side, x: float, y: float, *, tip: str = "") -> None:
        """A side's shape drawn as an outline: what it expects, not what it says."""
        shape = SIDE_SHAPES[side]
        look = Look("outline", "#ffffff", SIDE_COLOURS[side], 2, shape=shape)
        self._add(look, Mark(x, y, size=_OUTLINE * _EQUAL[shape], tip=tip))

    def write(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        small: bool = False,
        align: Align = "left",
        colour: str = INK,
        bold: bool = False,
    ) -> None:
        """Lines of text, the middle of them all at ``y``."""
        lines = [lines] if isinstance(lines, str) else lines
        look = Look("text", colour, size=self._size(small), bold=bold, align=align)
        first = y - (len(lines) - 1) / 2 * self.step(small=small)
        for n, line in enumerate(lines):
            if line:
                self._add(look, Mark(x, first + n * self.step(small=small), text=line))

    def _size(self, small: bool) -> int:
        return self.layout.small if small else self.layout.size

    def step(self, *, small: bool = False) -> float:
        """From one line of text to the next."""
        return self.layout.small + 3 if small else self.layout.line

    def wrap(
        self, text: str, width: float, *, small: bool = False, bold: bool = False, most: int | None = None
    ) -> list[str]:
        return wrap(text, width / (_BOLD if bold else 1), self._size(small), most)

    def breadth(self, text: str, *, small: bool = False, bold: bool = False) -> float:
        return breadth(text, self._size(small)) * (_BOLD if bold else 1)

    def paragraph(
        self,
        text: str,
        top: float,
        *,
        left: float = 0,
        width: float | None = None,
        small: bool = False,
        bold: bool = False,
        colour: str = INK,
    ) -> float:
        """Text from ``top`` down, as many lines as it needs; where it ends."""
        lines = self.wrap(text, self.layout.width - left if width is None else width, small=small, bold=bold)
        height = len(lines) * self.step(small=small)
        self.write(left, top + height / 2, lines, small=small, bold=bold, colour=colour)
        return top + height

    def key(self, entries: Sequence[tuple[Callable[[float, float], None], str]], top: float) -> float:
        """What each mark stands for, one after the other, on as many lines as that takes; where it ends."""
        room = self.layout.width - 2 * _KEY - 4
        left, step = 0.0, self.step(small=True) + 4
        for draw, text in entries:
            lines = self.wrap(text, room, small=True)
            taken = 2 * _KEY + 4 + max(self.breadth(line, small=True) for line in lines)
            if left and left + taken > self.layout.width:
                left, top = 0.0, top + step
            draw(left + _KEY, top + step / 2)
            height = (len(lines) - 1) * self.step(small=True)
            self.write(left + 2 * _KEY + 4, top + step / 2 + height / 2, lines, small=True, colour=MUTED)
            top += height
            left += taken + 18
        return top + step

    def chart(self, height: float) -> Drawing:
        """What has been drawn, as wide as the layout."""
        kinds = get_args(Kind)
        layers = sorted(self._layers.items(), key=lambda layer: kinds.index(layer[0].kind))
        return Drawing(self.layout.width, height, tuple((look, tuple(marks)) for look, marks in layers))

    def _add(self, look: Look, mark: Mark) -> None:
        self._layers.setdefault(look, []).append(mark)
