"""A sheet to draw a chart on, the blocks it is put together from, and the drawing that comes of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal, TypedDict, Unpack, get_args

import msgspec

from diagnostic.briefing.charts.layout import INK, LINE, MUTED, SIDE_COLOURS, SIDE_SHAPES, Layout, breadth, wrap
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side
from diagnostic.writing import from_right

Kind = Literal["guide", "box", "line", "outline", "mark", "text"]
"""From the bottom up; outlines below full marks."""
Shape = Literal["circle", "diamond", "square", "triangle-left", "triangle-right"]
Align = Literal["left", "center", "right"]
Style = Literal["body", "strong", "muted", "small", "small strong", "note"]
"""Of text; a note is small and muted."""

_SMALL = ("small", "small strong", "note")

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


class Stroke(TypedDict, total=False):
    """What a mark may say of its look besides its colour."""

    stroke: str
    width: float
    dash: tuple[float, ...]
    opacity: float
    shape: Shape


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
    explained: frozenset[Look] = frozenset()
    """What is said in words to stand for something."""


class Axis(msgspec.Struct, frozen=True):
    """Values from ``low`` to ``high`` between two places, in pixels."""

    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)


class Block(msgspec.Struct, frozen=True):
    """A part of a chart: how high it is, and how it is drawn from its top down; where it is across, it knows."""

    height: float
    draw: Callable[[float], object]


def space(height: float) -> Block:
    return Block(height, lambda _: None)


def marks(height: float, draw: Callable[[float], object]) -> Block:
    """What is drawn around the line across its middle."""
    return Block(height, lambda top: draw(top + height / 2))


def stack(*blocks: Block, between: float = 0) -> Block:
    """Blocks below each other."""

    def draw(top: float) -> None:
        for block in blocks:
            block.draw(top)
            top += block.height + between

    return Block(sum(block.height for block in blocks) + between * max(len(blocks) - 1, 0), draw)


def beside(*blocks: Block) -> Block:
    """Blocks next to each other, with their middles on one line."""
    height = max((block.height for block in blocks), default=0.0)

    def draw(top: float) -> None:
        for block in blocks:
            block.draw(top + (height - block.height) / 2)

    return Block(height, draw)


class Sheet:
    """Makes blocks of words and marks, and lays marks of one look together as they are drawn."""

    def __init__(self, layout: Layout, wording: Wording) -> None:
        self.wide, self.width = layout.wide, layout.width
        self.layout, self.wording, self.say = layout, wording, wording.say
        self.leftward = wording.direction == "rtl"
        """Axes run from left to right in every language; words in their own direction."""
        self.begin: Align = "right" if self.leftward else "left"
        self._layers: dict[Look, list[Mark]] = {}
        self._explained: set[Look] = set()
        self._explaining = False

    def drawing(self, *blocks: Block, between: float = 0) -> Drawing:
        """Blocks below each other, as wide as the layout."""
        whole = stack(*blocks, between=between)
        whole.draw(0)
        kinds = get_args(Kind)
        layers = sorted(self._layers.items(), key=lambda layer: kinds.index(layer[0].kind))
        in_layers = tuple((look, tuple(marks)) for look, marks in layers)
        return Drawing(self.width, whole.height, in_layers, frozenset(self._explained))

    def text(  # noqa: PLR0917 (where, what, how)
        self, x: float, words: str, style: Style = "body", width: float = 0, align: Align = "left", most: int = 0
    ) -> Block:
        """As many lines as it needs, or at most so many, in a width; to the edge where none is given.

        What would begin at the left edge begins at the right one in a language that is written from there.
        """
        if self.leftward and x == 0 and not width and align == "left":
            x, width, align = self.width, self.width, "right"
        lines = self.wrap(words, style, width or self.width - x, most) if words else []
        return marks(len(lines) * self.step(style), lambda y: self.write(x, y, lines, style, align))

    def label(self, words: str, until: float, style: Style = "body", most: int = 0) -> Block:
        """What a row is about, as far as what stands beside it; on a phone, where that stands below, across all."""
        width = until - 12 if self.wide else self.width
        if self.leftward:
            return self.text(width, words, style, width, "right", most)
        return self.text(0, words, style, until - 12 if self.wide else 0, most=most)

    def figure(self, x: float, number: str, below: str) -> Block:
        """A number, and in small print what it is."""
        return stack(self.text(x, number, "strong"), self.text(x, below, "note"))

    def row(self, label: Block, *cells: Block, between: float = 0) -> Block:
        """A label and what stands beside it, or on a phone below it."""
        return beside(label, *cells) if self.wide else stack(label, beside(*cells), between=between)

    def rest(self, shown: int, total: int) -> Block:
        """How many are not shown, where those have no place."""
        hidden = total - shown
        return self.text(0, self.wording.count("chart.rest", hidden, total=total) if hidden else "", "note")

    def rule(self) -> Block:
        """A line across the whole width."""
        return Block(0, lambda top: self.line(0, top, self.width, top))

    def numbers(self, x: Axis, numbers: Mapping[int, str] | Mapping[float, str]) -> Block:
        """What values of an axis are called, above or below it."""
        return beside(*(self.text(x(value), said, "note", align="center") for value, said in numbers.items()))

    def key(self, entries: Iterable[tuple[Callable[[float, float], object], str]]) -> Block:
        """What each mark stands for, one after the other, on as many lines as that takes."""
        lines: list[list[Block]] = [[]]
        left, begin, step = 0.0, 2 * _KEY + 4, self.step("note") + 4
        for draw, words in entries:
            taken = begin + min(self.breadth(words, "note"), self.width - begin)
            if left and left + taken > self.width:
                lines.append([])
                left = 0.0
            words_beside = self.text(self._across(left + begin), words, "note", self.width - begin, self.begin)
            lines[-1] += [self.explained(marks(step, partial(draw, self._across(left + _KEY)))), words_beside]
            left += taken + 18
        return stack(*(beside(*line) for line in lines))

    def explained(self, block: Block) -> Block:
        """Marks with words beside them that say what they stand for."""

        def draw(top: float) -> None:
            self._explaining = True
            block.draw(top)
            self._explaining = False

        return Block(block.height, draw)

    def guides(self, x: Axis, values: Iterable[float], top: float, bottom: float, *, zero: str = LINE) -> None:
        """Thin lines down at values of an axis, below all else; the one at zero may have a colour of its own."""
        for value in values:
            self._add(Look("guide", stroke=LINE if value else zero), Mark(x(value), top, x(value), bottom))

    def box(
        self, x: float, y: float, x2: float, y2: float, *, fill: str, tip: str = "", **look: Unpack[Stroke]
    ) -> None:
        self._add(Look("box", fill, **look), Mark(x, y, x2, y2, tip=tip))

    def bar(
        self, x: float, x2: float, y: float, *, high: float, fill: str, tip: str = "", **look: Unpack[Stroke]
    ) -> None:
        """A box around a line across."""
        self.box(x, y - high / 2, x2, y + high / 2, fill=fill, tip=tip, **look)

    def line(self, x: float, y: float, x2: float, y2: float, *, tip: str = "", **look: Unpack[Stroke]) -> None:
        look.setdefault("stroke", LINE)
        self._add(Look("line", **look), Mark(x, y, x2, y2, tip=tip))

    def mark(
        self, x: float, y: float, *, fill: str, size: float = _MARK, tip: str = "", **look: Unpack[Stroke]
    ) -> None:
        look.setdefault("width", 1.5)
        self._add(Look("mark", fill, **look), Mark(x, y, size=size, tip=tip))

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

    def write(  # noqa: PLR0917 (where, what, how)
        self, x: float, y: float, text: str | Sequence[str], style: Style, align: Align = "left", colour: str = ""
    ) -> None:
        """Lines of text, the middle of them all at ``y``."""
        lines = [text] if isinstance(text, str) else text
        colour = colour or (MUTED if style in ("note", "muted") else INK)
        look = Look("text", colour, size=self._size(style), bold="strong" in style, align=align)
        for n, line in enumerate(lines):
            said = from_right(line) if self.leftward else line
            self._add(look, Mark(x, y + (n - (len(lines) - 1) / 2) * self.step(style), text=said))

    def write_beside(self, x: float, y: float, text: str, by: float, style: Style = "note") -> None:
        """Text so far right of a mark, or left of it where that is below zero."""
        self.write(x + by, y, text, style, "right" if by < 0 else "left")

    def wrap(self, text: str, style: Style, width: float, most: int = 0) -> list[str]:
        return wrap(text, width / (_BOLD if "strong" in style else 1), self._size(style), most)

    def breadth(self, text: str, style: Style = "body") -> float:
        return breadth(text, self._size(style)) * (_BOLD if "strong" in style else 1)

    def step(self, style: Style = "body") -> float:
        """From one line of text to the next."""
        return self._size(style) + (3 if style in _SMALL else 4)

    def _across(self, far: float) -> float:
        """So far from where lines begin."""
        return self.width - far if self.leftward else far

    def _size(self, style: Style) -> int:
        return self.layout.small if style in _SMALL else self.layout.size

    def _add(self, look: Look, mark: Mark) -> None:
        self._layers.setdefault(look, []).append(mark)
        if self._explaining:
            self._explained.add(look)
