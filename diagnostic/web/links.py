"""Links to respondents and key-holders as they arrive: broken by mail programs, gateways, and hasty hands."""

import html
import re
import unicodedata
from urllib.parse import unquote

LENGTH = 24
"""Characters of a token: 18 bytes in URL-safe base64."""
LONGEST = 2_000
"""Characters of a path that are looked at: no mail program makes a link longer, and looking takes time."""

_ROUTE = re.compile(r"/(a|stop|key)/+(.*)", re.IGNORECASE | re.DOTALL)
_PAGES = {"a", "stop", "key", "lost"}
_WRAPPED = re.compile(r"[\r\n]+[>|\s]*")
_QUOTED_PRINTABLE = re.compile(r"=(2D|5F|3D)", re.IGNORECASE)
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "−": "-", "—": "--"})
"""What word processors make of hyphens."""


def is_respondents(path: str) -> bool:
    """Whether whoever asks for a path was most likely sent a link, whatever is left of it."""
    return _readable(path).strip("/").partition("/")[0].lower() in _PAGES


def repaired_link(path: str) -> str | None:
    """The path that a link had before it was damaged: ``/a/``, ``/stop/`` or ``/key/`` and its token.

    None where it is no such link, or characters of its token are missing. A link that arrived as it was sent is given
    back as it is: whatever cannot belong to a token is taken out, and what follows the last character is left out.
    """
    found = _ROUTE.search(_readable(path))
    if found is None:
        return None
    for run in re.findall(r"[A-Za-z0-9_-]+", found[2]):
        if len(run) >= LENGTH:
            # "=3D" is a quoted "=", and loses its own "=" at times.
            bare = len(run) == LENGTH + 2 and run.startswith("3D")
            return f"/{found[1].lower()}/{run[2:] if bare else run[:LENGTH]}"
    return None


def _readable(text: str) -> str:
    """A path without what encodes, wraps or hides its characters."""
    text = text[:LONGEST]
    for _ in range(3):  # a gateway encodes what was encoded already
        text = unquote(text)
    text = _WRAPPED.sub("", html.unescape(text))
    text = _QUOTED_PRINTABLE.sub(lambda quoted: chr(int(quoted[1], 16)), text).translate(_DASHES)
    return "".join(one for one in text if not _invisible(one))


def _invisible(character: str) -> bool:
    # "=" ends a line that was wrapped in quoted-printable.
    return character == "=" or character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
