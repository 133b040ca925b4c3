"""What of a text nobody sees, and would change the text around it."""

import re

from diagnostic.writing import END_ISOLATE, ISOLATE

# Control characters but tab and newline, halves of surrogate pairs, what sets the direction of writing, and two that
# are no characters to XML: a drawing with one of them would not open.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+"
)
_APART = re.compile(f"({ISOLATE}[^{ISOLATE}{END_ISOLATE}\\n]*{END_ISOLATE})")


def clean(text: str) -> str:
    """Text without what would change the text around it: control and bidirectional control characters.

    What is set apart changes nothing around it, and stays so.
    """
    if ISOLATE not in text:
        return _UNSEEN.sub("", text)
    pieces = _APART.split(text)
    return "".join(
        f"{ISOLATE}{_UNSEEN.sub('', piece)}{END_ISOLATE}" if n % 2 else _UNSEEN.sub("", piece)
        for n, piece in enumerate(pieces)
    )
