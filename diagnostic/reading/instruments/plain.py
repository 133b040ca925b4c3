"""Texts of other programs as plain ones: without markup, and without what those programs fill in."""

import html
import re
from collections.abc import Callable, Collection
from html.parser import HTMLParser

from diagnostic.text import one_line

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_FILLED_IN = re.compile(r"\$?\{([^{}]*)\}")
_UNSEEN = {"script", "style"}
_INLINE = {
    "a",
    "abbr",
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "mark",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
GAP = "…"
"""Stands for what another program would have filled in."""


def without_markup(text: str) -> str:
    """What somebody reads of a text in HTML, on one line; a text without a tag or an entity is as it was."""
    if not _TAG.search(text):
        return one_line(html.unescape(text))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return one_line("".join(reader.parts))


def fillable(text: str, known: Collection[str], gone: Callable[[str], None]) -> str:
    """A text whose braces hold nothing but names that are ``known``; ``gone`` is told what they held else."""

    def checked(found: re.Match[str]) -> str:
        if found[1] in known and not found[0].startswith("$"):
            return found[0]
        gone(found[0])
        return GAP

    pieces = re.split(r"(\{\w+\})", _FILLED_IN.sub(checked, text))
    # What is left of braces stands alone; to us it would begin a placeholder.
    return "".join(piece if n % 2 else piece.replace("{", "(").replace("}", ")") for n, piece in enumerate(pieces))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
