"""A chart whose every position is worked out by us, across as well as down: a sheet to draw on.

Marks of one look become one layer, so that a chart of two hundred marks has a dozen layers.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import altair as alt

from diagnostic.briefing.charts import parts
from diagnostic.briefing.charts.layout import INK, MUTED, SIDE_COLOURS, SIDE_SHAPES, Layout, breadth, wrap
from diagnostic.questionnaire.words import Side

Align = Literal["left", "center", "right"]
_BOLD = 1.07
"""How much wider bold type runs."""
_MARK = 110
_OUTLINE = 140
"""So that an outline shows around a full mark at the same place."""
_EQUAL = {"circle": 1.0, "diamond": 1.5}
"""Vega gives a diamond the breadth of a circle of its size: so much more makes them look equal."""
_KEY = 8
"""From the left of an entry of a key to the middle of its mark."""


class Sheet:
    """Boxes lie below lines, lines below marks, outlines below full marks, and text on top."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._rows: dict[tuple[str, tuple[tuple[str, Any], ...]], list[dict[str, Any]]] = {}

    def box(self, left: float, top: float, right: float, bottom: float, *, tip: str = "", **look: Any) -> None:
        self._add("box", {"x": left, "x2": right, "y": top, "y2": bottom}, tip, look)

    def line(self, x: float, y: float, x2: float, y2: float, *, tip: str = "", **look: Any) -> None:
        self._add("line", {"x": x, "x2": x2, "y": y, "y2": y2}, tip, look)

    def mark(self, x: float, y: float, *, size: float = _MARK, tip: str = "", **look: Any) -> None:
        self._add("mark", {"x": x, "y": y, "size": round(size, 1)}, tip, look)

    def side_mark(self, side: Side, x: float, y: float, *, size: float = _MARK, tip: str = "", **look: Any) -> None:
        """A side's own shape in its own colour."""
        own = {"shape": SIDE_SHAPES[side], "color": SIDE_COLOURS[side], "filled": True}
        edge = {"stroke": "#ffffff", "strokeWidth": 1}
        area = round(size * _EQUAL[SIDE_SHAPES[side]], 1)
        self._add("mark", {"x": x, "y": y, "size": area}, tip, {**own, **edge, **look})

    def hollow_mark(self, side: Side, x: float, y: float, *, tip: str = "") -> None:
        """A side's shape drawn as an outline: what it expects, not what it says."""
        shape = SIDE_SHAPES[side]
        look = {"shape": shape, "fill": "#ffffff", "stroke": SIDE_COLOURS[side], "strokeWidth": 2}
        self._add("outline", {"x": x, "y": y, "size": round(_OUTLINE * _EQUAL[shape])}, tip, look)

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
        size = self.layout.small if small else self.layout.size
        first = y - (len(lines) - 1) / 2 * self.step(small=small)
        look = {"size": size, "align": align, "colour": colour, "weight": "bold" if bold else "normal"}
        for n, line in enumerate(lines):
            if line:
                self._add("text", {"x": x, "y": first + n * self.step(small=small), "text": line}, "", look)

    def step(self, *, small: bool = False) -> float:
        """From one line of text to the next."""
        return self.layout.small + 3 if small else self.layout.line

    def wrap(
        self, text: str, width: float, *, small: bool = False, bold: bool = False, most: int | None = None
    ) -> list[str]:
        size = self.layout.small if small else self.layout.size
        return wrap(text, width / (_BOLD if bold else 1), size, most)

    def breadth(self, text: str, *, small: bool = False, bold: bool = False) -> float:
        return breadth(text, self.layout.small if small else self.layout.size) * (_BOLD if bold else 1)

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

    def chart(self, height: float) -> parts.Chart:
        order = tuple(_MAKERS)
        units = [
            _MAKERS[kind](rows, parts.placed(), **{name: _plain(value) for name, value in look})
            for (kind, look), rows in sorted(self._rows.items(), key=lambda unit: order.index(unit[0][0]))
        ]
        return parts.beside([parts.panel(units, self.layout.width, height)], 0)

    def _add(self, kind: str, row: dict[str, Any], tip: str, look: dict[str, Any]) -> None:
        if tip:
            row["tip"] = tip
        self._rows.setdefault((kind, tuple(sorted(look.items()))), []).append(row)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _text(rows: parts.Rows, x: parts.Place, *, size: int, **look: Any) -> alt.UnitSpec:
    return parts.inscribe(rows, size, x=x, **look)


_MAKERS: dict[str, Callable[..., alt.UnitSpec]] = {
    "box": parts.boxes,
    "line": parts.lines,
    "outline": parts.marks,
    "mark": parts.marks,
    "text": _text,
}
