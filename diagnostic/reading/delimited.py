"""Columns of a text, as spreadsheets, other tools and the clipboard write them."""

import csv
import io
from collections import Counter
from collections.abc import Callable

from diagnostic.questionnaire.sheet import MOST_ROWS, unfit
from diagnostic.reading.seen import SeenRow, SeenSheet, tidy

_SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "upright strokes"}
_LOOKED_AT = 20
"""Lines that tell how columns are separated."""


def delimited(text: str, as_seen: Callable[[str], str] = tidy) -> tuple[SeenSheet, str]:
    """The table of a text, and what separates its columns, in words."""
    hint = ""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        hint, text = first.strip()[4:5], rest
    separator = hint if hint in _SEPARATORS else _separator(text)
    rows: list[SeenRow] = []
    unread: dict[int, str] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, raw in enumerate(reader, start=1):
            if len(rows) >= MOST_ROWS + 1:
                unread[number] = f"is the first of more than {MOST_ROWS:,} rows; divide the file"
                break
            if why := unfit(raw):
                unread[number] = why
                continue
            cells = tuple(map(as_seen, raw))
            if any(cells):
                rows.append(SeenRow(number, cells))
    except csv.Error:
        unread[number + 1] = "a quotation mark is opened or closed alone, so nothing from here on can be read"
    return SeenSheet("", tuple(rows), unread=unread), _SEPARATORS[separator]


def _separator(text: str) -> str:
    """What cuts most lines into the same number of pieces, more than one."""

    def agreement(separator: str) -> tuple[int, int]:
        lines = [line for line in text.splitlines()[: 4 * _LOOKED_AT] if line.strip()][:_LOOKED_AT]
        try:
            pieces = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        except csv.Error:
            return (0, 0)
        pieces.pop(1, None)
        (width, times), *_ = pieces.most_common(1) or [(0, 0)]
        return (times, width)

    return max(_SEPARATORS, key=agreement)
