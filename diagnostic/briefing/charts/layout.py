"""What every chart shares: two widths, the type, the colours, and where a line of text breaks.

Positions down the page are pixels worked out here, so that a long statement gets the lines it needs;
positions across are data, on a scale.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from diagnostic.questionnaire.words import Side
from diagnostic.writing import pieces

# The colours of web/static/tokens.css; a test holds the two together.
INK = "#1b2430"
MUTED = "#55606e"
LINE = "#d5dae1"
FAINT = "#9aa4b1"
TINT = "#f0f1ec"
SIDE_COLOURS: Mapping[Side, str] = {"a": "#17457a", "b": "#d97706"}
SIDE_SHAPES: Mapping[Side, Literal["circle", "diamond"]] = {"a": "circle", "b": "diamond"}

SHADES: Mapping[str, str] = {
    "level_1": "#8a9bad",
    "level_2": "#a7b5c3",
    "level_3": "#c3cdd7",
    "level_4": "#dde3e9",
    "level_5": "#f3f5f7",
    "stated": INK,
    "withheld": "#ffffff",
}
"""The grounds of shaded cells, in no company's colour. Ink is read on all of them but its own, on which white is."""

# Plum to teal over a light grey: told apart by colour-blind eyes, and in grey, where the plum is the darker of the two.
_LOW_END, _LOW_NEAR, _MIDDLE, _HIGH_NEAR, _HIGH_END = "#4f2153", "#b992bd", "#e8eaec", "#b3d8d0", "#1f7f74"

FONT = "Segoe UI, Roboto, Helvetica Neue, Arial, Liberation Sans, sans-serif"


class Layout(msgspec.Struct, frozen=True):
    """A width in pixels, and the sizes of type that are read at it."""

    wide: bool
    """Whether labels stand beside what they are about; else above it, as on a phone."""
    width: int
    size: int
    small: int
    whole: bool = True
    """Whether what is not shown has its place, too; else it is counted."""


WIDE = Layout(wide=True, width=900, size=14, small=12)
NARROW = Layout(wide=False, width=328, size=13, small=11)
PRINT = Layout(wide=True, width=900, size=14, small=13, whole=False)
"""For a page of paper, across which 900 pixels make 0.56 points each: no type there is below 7 points."""


def diverging(points: int) -> list[str]:
    """A colour for each category, lowest first; an odd number of them has a neutral middle."""
    half = points // 2
    low = [_between(_LOW_END, _LOW_NEAR, i / max(half - 1, 1)) for i in range(half)]
    high = [_between(_HIGH_NEAR, _HIGH_END, i / (half - 1) if half > 1 else 1) for i in range(half)]
    return [*low, *([_MIDDLE] if points % 2 else []), *high]


def legible_on(colour: str) -> str:
    """Ink or white, whichever reads better on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


def _between(first: str, last: str, part: float) -> str:
    channels = [(int(first[i : i + 2], 16), int(last[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in channels)


def wrap(text: str, width: float, size: float, most: int = 0) -> list[str]:
    """The lines of a text that fit into a width in pixels; past ``most`` lines it ends in an ellipsis."""
    lines = [""]
    for space, word in pieces(text):
        joined = f"{lines[-1]}{space}{word}".lstrip()
        if breadth(joined, size) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:  # A word that is wider than a line is cut.
            if breadth(lines[-1] + character, size) > width:
                lines.append("")
            lines[-1] += character
    if 0 < most < len(lines):
        last = lines[most - 1]
        while last and breadth(last + "…", size) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" ,;-") + "…"]
    return lines


def breadth(text: str, size: float) -> float:
    """About how wide a text is in pixels, rather too wide than too narrow (Arial's widths, in classes)."""
    return size * sum(_em(character) for character in text)


@cache
def _em(character: str) -> float:
    for characters, em in _EMS:
        if character in characters:
            return em
    if ord(character) > 0x2E80:
        return 1.05
    return 0.72 if character.isupper() else 0.58


_EMS = (
    ("\u2067\u2068\u2069", 0.0),
    ("ijl'|’‘", 0.25),
    (" ftI.,:;!()[]/-“”r", 0.33),
    ("ckszvxyJ", 0.52),
    ("w+<>=", 0.72),
    ("mMW%@—…&", 0.9),
)
"""Widths of characters that are not near the average, in the type's size; a little more than Arial's."""
