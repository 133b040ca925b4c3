"""Where a text breaks in a box, and which size of type it fits in.

Measured with Liberation Sans, whose letters are as wide as Arial's, where the machine has it; else with
the rough widths the charts use, which are rather too wide than too narrow.
"""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageFont

from diagnostic.briefing.charts.layout import breadth

LINE = 1.2
"""From one line to the next, in the type's size."""
LEAST = 14
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
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts/Supplemental")


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in points."""
    return size * sum(_em(character, bold) for character in text)


def words(text: str) -> list[str]:
    """What stands between the spaces at which a line may break: not before a per cent sign that has its own."""
    return [word for word in _SPACES.split(text) if word]


def lines(text: str, width: float, size: float, *, bold: bool = False, taken: float = 0.0) -> list[str]:
    """The lines of a text in a width in points, of which something may be taken on the first line."""
    found: list[str] = []
    line = ""
    for word in words(text):
        for n, part in enumerate(_pieces(word, width, size, bold)):
            longer = f"{line} {part}" if line and not n else line + part
            if line and wide(longer, size, bold=bold) > width - (0 if found else taken):
                found.append(line)
                line = part
            else:
                line = longer
    return [*found, line] if line or not found else found


def shortened(text: str, width: float, size: float, most: int, *, bold: bool = False) -> str:
    """The text if it fits into so many lines, else as much of it as does, and an ellipsis."""
    found = lines(text, width, size, bold=bold)
    if len(found) <= most:
        return text
    width *= _SLACK
    found = lines(text, width, size, bold=bold)
    last = found[most - 1]
    while last and wide(last + "…", size, bold=bold) > width:
        last = last[:-1]
    kept = " ".join(found[: most - 1])
    return joined(kept, last.rstrip(" ,;:.-–") + "…")


def joined(*parts: str) -> str:
    """Lines as one text again: a line that ends in a hyphen was broken behind it."""
    text = ""
    for part in parts:
        text += f" {part}" if text and not text.endswith("-") else part
    return text


def sizes(largest: int) -> Iterator[int]:
    """The sizes to try, from the template's down."""
    yield from range(max(largest, LEAST), LEAST, -2)
    yield LEAST


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """A word, in the parts between which a line may break: behind hyphens, and wherever a part is too wide."""
    for part in _AT_HYPHENS.findall(word):
        yield from _cut(part, width, size, bold)


def longest(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the widest part is that should not be broken."""
    return max((wide(part, size, bold=bold) for part in _AT_HYPHENS.findall(text)), default=0.0)


def _cut(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    start, reached = 0, 0.0
    for place, character in enumerate(word):
        reached += size * _em(character, bold)
        if reached > width and place > start:
            yield word[start:place]
            start, reached = place, size * _em(character, bold)
    yield word[start:]


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
    folders = [Path(folder) for folder in _FOLDERS]
    if sys.platform == "win32":
        folders.append(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    for name in _FILES[bold]:
        for folder in folders:
            for file in sorted(folder.rglob(name)) if folder.is_dir() else ():
                return ImageFont.truetype(file, _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
    return None
