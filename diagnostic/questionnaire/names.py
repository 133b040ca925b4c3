"""Ids made of what people call things."""

import re
import unicodedata
from collections.abc import Collection

from diagnostic.questionnaire.structure import ID, RESERVED

_LONGEST = 40
_WORDS = 5
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "o", "ł": "l"}
)


def slug(text: str) -> str:
    """The first words of a text, as an id has them; '' of a text without a Latin letter or a digit."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:_WORDS]
    return "_".join(words)[:_LONGEST].strip("_")


def item_id(wanted: str, within: str, text: str) -> str:
    """An id as it was wanted where it can be one; a number with what it is a number of; else one made of the text.

    ``within``: the id of the scale or section, or ''.
    """
    wanted = wanted.strip()
    if ID.fullmatch(wanted):
        return wanted
    number = re.fullmatch(r"(\d+)(?:\.0+)?", wanted)
    made = number[1] if number else slug(wanted)
    if made and not made[0].isdigit():
        return made
    return f"{within or 'item'}.{made or slug(text) or 'item'}"


def unused(wanted: str, taken: Collection[str]) -> str:
    """The id, with a number where another has it already, whatever its capitals."""
    lower = {one.lower() for one in taken} | RESERVED
    if wanted.lower() not in lower:
        return wanted
    return next(made for n in range(2, len(lower) + 3) if (made := f"{wanted}_{n}").lower() not in lower)


def root(made: str) -> str:
    """What an id was before it was `unused`."""
    return re.sub(r"_\d+$", "", made)
