"""Which passwords are refused, and why, in one place for pages and command line. No service is asked."""

import re
from collections.abc import Iterable, Iterator

from zxcvbn import zxcvbn

SHORTEST_PASSWORD = 12
PRODUCT = "Alliance Diagnostic"
ADVICE = "Four unrelated words do well."
_ENOUGH = 4
"""The highest score: more than ten thousand million guesses by somebody who knows how people choose."""
_LOOKED_AT = 72
"""Characters that are looked at; the time it takes grows with the square of their number."""
_SHORTEST_NAME = 4
"""A name of fewer letters stands in many words by chance."""


def why_refused(password: str, own: Iterable[str]) -> str | None:
    """Why a password will not do, in words; None where it will.

    ``own`` is what others know of the person: address, name, firm.
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters. {ADVICE}"
    own = [*own, PRODUCT]
    squeezed = _letters(password)
    held = [known for known in _names(own) if len(_letters(known)) >= _SHORTEST_NAME and _letters(known) in squeezed]
    if held:
        return f"Leave out “{max(held, key=len)}”: whoever knows you tries that first. {ADVICE}"
    parts = [part for name in own for part in re.split(r"[\W_]+", name) if part]
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=[*own, *parts])
    if found["score"] >= _ENOUGH:
        return None
    why = found["feedback"]["warning"] or "This can be guessed from common words and patterns."
    return f"{why.rstrip('.')}. {ADVICE}"


def _names(own: Iterable[str]) -> Iterator[str]:
    """Each whole, and of an address or a domain what stands before the first sign."""
    for name in own:
        yield name
        for part in name.split("@"):
            yield part
            if " " not in part:
                yield part.partition(".")[0]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
