"""A list of addresses as a mail program gives it: ``Ann Example <ann@example.com>; bob@example.com``."""

import re

from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import one_line

_NAMED_ADDRESS = re.compile(
    r"""^\s*["']?(?P<name>[^<>"]*?)["']?\s*<\s*(?:mailto:)?(?P<email>[^<>\s]+@[^<>\s]+?)\s*>\s*$"""
)
"""A name and, in brackets, an address."""
_BARE = re.compile(r"^[^\s<>@,;]+@[^\s<>@,;]+$")
_BETWEEN = re.compile(r"[;\n]|(?<=>)\s*,|,\s*(?=[^\s,;<>@]+@)")
"""A semicolon or a new line; a comma only after an address or before one, since names have commas."""


def addresses(text: str) -> SeenSheet | None:
    """A row for each address, its name before it; None where the text is anything else.

    A heading or a second column makes it a table, which a separator tells.
    """
    if "@" not in text:
        return None
    pieces = [piece for piece in map(one_line, _BETWEEN.split(text)) if piece]
    found = [parsed for piece in pieces if (parsed := name_and_address(piece))]
    named = sum(bool(name) for name, _ in found)
    if len(found) < len(pieces) or not found or (not named and "\n" in text.strip() and ";" not in text):
        return None
    return SeenSheet("", tuple(SeenRow(number, cells) for number, cells in enumerate(found, start=1)))


def name_and_address(text: str) -> tuple[str, str] | None:
    """``Example, Ann <ann@example.com>`` is ``Ann Example`` and ``ann@example.com``; None where it is neither form."""
    if found := _NAMED_ADDRESS.match(text):
        return in_order(found["name"]), found["email"]
    return ("", text.strip()) if _BARE.match(text.strip()) else None


def in_order(name: str) -> str:
    """A name written as ``Last, First`` turned round."""
    last, comma, first = name.partition(",")
    return one_line(f"{first} {last}") if comma and first.strip() and "," not in first else one_line(name)
