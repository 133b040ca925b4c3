"""How languages are written: in which direction, and where a line may break."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError

from diagnostic.full_stops import one_stop

Direction = Literal["ltr", "rtl"]
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""Between them stands a text that moves nothing around it, whatever the direction it is written in."""
_FROM_RIGHT = "\u2067"
_IDEOGRAPH = "\u2e80-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef"
_OPENING = "「『【〔〈《（［｛“‘(\\["
_NOT_FIRST = "、。，．・：；？！」』】〕〉》）］｝”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヶ々…‥％)\\].,:;?!%"
_PIECE = re.compile(f"[{_OPENING}]*[{_IDEOGRAPH}][{_NOT_FIRST}]*|[^ \\t\\n\\r{_IDEOGRAPH}]+[{_NOT_FIRST}]*")
"""What no line breaks: a word; where words have no spaces between them, a letter with the signs that stay with it."""
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""In these blocks lie the letters of scripts written from right to left."""
_SIGNS = ("+", "−", "-", "±")


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text's pieces between which a line may break, each with the space before it, or ''."""
    end = 0
    for found in _PIECE.finditer(text):
        yield " " if found.start() > end else "", found[0]
        end = found.end()


def columns(line: str) -> int:
    """How wide a line is where every letter has one width: an East Asian one takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


@lru_cache(maxsize=64)
def direction_of(language: str) -> Direction:
    """In which direction a language is written, by its code or locale; as in its base where there is none such."""
    code = language.replace("-", "_")
    for known in (code, code.partition("_")[0]):
        try:
            return "rtl" if Locale.parse(known).text_direction == "rtl" else "ltr"
        except UnknownLocaleError:
            continue
    return "ltr"


def direction_in(text: str) -> Direction | None:
    """In which direction the letters of a text are written; None where in both, or where there are none."""
    if text.isascii():
        return "ltr" if any(map(str.isalpha, text)) else None
    kinds = {"rtl" if (kind := unicodedata.bidirectional(c)) in ("R", "AL") else kind for c in text}
    found = kinds & {"L", "rtl"}
    return None if len(found) != 1 else "ltr" if found == {"L"} else "rtl"


def set_apart(text: str, direction: Direction) -> str:
    """What stands in a sentence of a direction: isolated where all of it is written in the other one.

    So is a number with its sign, which would else stand behind it. Then no name moves the words, numbers and full
    stops beside it, and none of them moves its own.
    """
    if direction == "ltr" and not _LEFTWARD.search(text):
        return text
    own = direction_in(text)
    other = (own is not None and own != direction) or (direction == "rtl" and text[:1] in _SIGNS)
    inside = text.replace(ISOLATE, "").replace(END_ISOLATE, "")
    return f"{ISOLATE}{inside}{END_ISOLATE}" if other else text


def from_right(text: str) -> str:
    """A line in what knows one direction only, such as a drawing: its beginning on the right if that is where it is."""
    rightward = text.isascii() or direction_in(text) == "ltr"
    return text if rightward else f"{_FROM_RIGHT}{text}{END_ISOLATE}"


def filled(wording: str, language: str, names: Mapping[str, object]) -> str:
    """A wording with its placeholders filled, each name `set_apart`, and one full stop where two would meet.

    What stands for a placeholder that is filled later stays as it is.
    """
    direction = direction_of(language)
    apart = {
        name: set_apart(value, direction) if isinstance(value, str) and value[:1] != "{" else value
        for name, value in names.items()
    }
    return one_stop(wording.format_map(apart))
