"""Where a text breaks in a box.

Measured with Liberation Sans, whose letters are as wide as Arial's, where the machine has it; else with
the rough widths the charts use, which are rather too wide than too narrow.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from PIL import ImageFont

from diagnostic.briefing.charts.layout import breadth

LINE = 1.2
"""From one line to the next, in the type's size."""
_MEASURED_AT = 100
_SLACK = 0.97
"""A text that is cut ends well before the edge, or its last letter is on a line by itself somewhere."""
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_AT_HYPHENS = re.compile(r"[^ -]*-+|[^ -]+")
_WIDE_SCRIPTS = 0x2E80
"""From here on characters are as wide as they are high, and Arial has none of them."""
_FILES = {
    False: ("LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf"),
    True: ("LiberationSans-Bold.ttf", "Arial Bold.ttf", "arialbd.ttf"),
}


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in points."""
    return size * sum(_em(character, bold) for character in text)


def longest(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the widest part is that should not be broken."""
    return max((wide(part, size, bold=bold) for part in _AT_HYPHENS.findall(text)), default=0.0)


def words(text: str) -> list[str]:
    """What stands between the spaces at which a line may break: not before a per cent sign that has its own."""
    return [word for word in _SPACES.split(text) if word]


def lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in a width in points."""
    found: list[str] = []
    line = ""
    for word in words(text):
        for n, part in enumerate(_pieces(word, width, size, bold)):
            longer = f"{line} {part}" if line and not n else line + part
            if line and wide(longer, size, bold=bold) > width:
                found.append(line)
                longer = part
            line = longer
    return [*found, line]


def shortened(text: str, width: float, size: float, most: int, *, bold: bool = False) -> str:
    """The text if it fits into so many lines, else as much of it as does, and an ellipsis."""
    if len(lines(text, width, size, bold=bold)) <= most:
        return text

    def needed(length: int) -> int:
        return len(lines(f"{text[:length]}…", width * _SLACK, size, bold=bold))

    kept = bisect_right(range(len(text)), most, key=needed) - 1
    return text[:kept].rstrip(" ,;:.-–") + "…"


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """A word, in the parts between which a line may break: behind hyphens, and wherever a part is too wide."""
    for part in _AT_HYPHENS.findall(word):
        start = 0
        for end in range(1, len(part)):
            if wide(part[start : end + 1], size, bold=bold) > width:
                yield part[start:end]
                start = end
        yield part[start:]


@cache
def _em(character: str, bold: bool) -> float:
    """How wide a character is in type of size 1; set alone, so pairs that close up make a line no wider."""
    font = _font(bold)
    if ord(character) >= _WIDE_SCRIPTS:
        return 1.05
    if font is None:
        return breadth(character, 1) * (1.06 if bold else 1.0)
    return font.getlength(character) / _MEASURED_AT


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont | None:
    """Pillow looks where the system has its fonts."""
    for name in _FILES[bold]:
        with suppress(OSError):
            return ImageFont.truetype(name, _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
    return None
