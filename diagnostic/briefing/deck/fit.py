"""How wide a text is in Arial, and where it breaks: by the widths the charts reckon with, the same on any machine."""

from bisect import bisect_right
from typing import Literal

from diagnostic.briefing.charts.layout import breadth, wrap

LINE = 1.2
"""From one line to the next, in the type's size."""
Weight = Literal["plain", "label", "bold"]
"""``label`` where only what a text begins with is bold."""
_ARIAL: dict[Weight, float] = {"plain": 0.96, "label": 0.99, "bold": 1.02}
"""Its widths by those of the charts, which allow for other fonts."""
_SLACK = 0.93
"""A text that is cut ends well before the edge, or its last letter is on a line by itself somewhere."""


def wide(text: str, size: float, weight: Weight = "plain") -> float:
    """How wide a line is, in points; rather too wide than too narrow."""
    return breadth(text, size) * _ARIAL[weight]


def lines(text: str, width: float, size: float, weight: Weight = "plain") -> list[str]:
    """The lines of a text in a width in points."""
    return wrap(text, width / _ARIAL[weight], size)


def shortened(text: str, width: float, size: float, most: int, weight: Weight = "plain") -> str:
    """The text if it fits into so many lines, else as much of it as does, and an ellipsis."""
    if len(lines(text, width, size, weight)) <= most:
        return text

    def needed(length: int) -> int:
        return len(lines(f"{text[:length]}…", width * _SLACK, size, weight))

    kept = bisect_right(range(len(text)), most, key=needed) - 1
    return text[:kept].rstrip(" ,;:.-–") + "…"
