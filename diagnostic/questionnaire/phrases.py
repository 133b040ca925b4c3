"""Phrases of a language's files, and how they are found in what people write."""

import re
import unicodedata
from collections.abc import Iterable

from diagnostic.text import SPACED, UNSPACED, clean, is_unspaced

_BETWEEN_SCRIPTS = re.compile(rf"(?<={SPACED})(?=[{UNSPACED}])|(?<=[{UNSPACED}])(?={SPACED})")


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some regular expressions in a `plain` text, whatever their case.

    Whole words are found; a phrase with letters of a script without blanks, wherever it stands. ``*`` stands for more
    letters and ``…`` for a few words. Without phrases nothing is found.
    """
    words: list[str] = []
    anywhere: list[str] = []
    for phrase in phrases:
        (anywhere if is_unspaced(phrase) else words).append(_pattern(phrase))
    each = [rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"] if words else []
    return re.compile("|".join([*each, *anywhere]) or "(?!)", re.IGNORECASE)


def _pattern(phrase: str) -> str:
    return plain(phrase.replace("…", ".{0,40}")).replace("*", r"\w*")


def plain(text: str) -> str:
    """A text on one line, with the apostrophe that keyboards have, and letters of one width (NFKC): ``ＡＥ`` is AE.

    A word ends where a script without blanks begins, so that ``AE発現`` is two. A blank says so, since a pattern that
    knows the 30,000 letters of such scripts takes 15 ms to compile, and there are hundreds of patterns.
    """
    return " ".join(_BETWEEN_SCRIPTS.sub(" ", unicodedata.normalize("NFKC", clean(text)).replace("’", "'")).split())
