"""Text and tables set in boxes: the size in which they fit whole, else as much from their beginning as fits."""

from collections.abc import Iterator, Sequence
from itertools import product

import msgspec

from diagnostic.briefing.deck import fit

INDENT = 14.0
"""Of what stands behind a bullet, in points."""


class Paragraph(msgspec.Struct, frozen=True):
    """Text in one look; a label stands before it in bold."""

    text: str
    label: str = ""
    bold: bool = False
    bullet: bool = False

    @property
    def whole(self) -> str:
        return f"{self.label} {self.text}".strip()

    @property
    def short(self) -> "Paragraph":
        """The label alone, where it has one."""
        return Paragraph(self.label.rstrip(":：\u00a0"), bold=True) if self.label else self


Entry = tuple[Paragraph, ...]
"""A paragraph, or the cells of a table's row."""


class Try(msgspec.Struct, frozen=True):
    """A size of type, and what is left free for each entry beside its lines; in points."""

    size: int
    free: float


class Box(msgspec.Struct, frozen=True):
    """Entries, and where they are to be set: the widths of their columns and the height of all, in points."""

    entries: tuple[Entry, ...]
    widths: tuple[float, ...]
    height: float
    tries: tuple[Try, ...]
    """The largest first."""
    bold: bool = False
    needed: int = 1
    """So many entries are shown, if shortened: the head of a table and its first row."""
    most: int | None = None
    """No more entries are shown, however small they are."""
    air: float = 0.0
    """How much higher each may be, where there is room for it."""


class Setting(msgspec.Struct, frozen=True):
    """What is shown of the entries, how, and how high each is."""

    entries: tuple[Entry, ...]
    used: Try
    heights: tuple[float, ...]


def set_in(box: Box, largest: int | None = None) -> Setting:
    """The entries in the largest size in which they fit; else of what has a label that alone; else as many as fit."""
    tries = [one for one in box.tries if largest is None or one.size <= largest] or box.tries[-1:]
    short = tuple(tuple(cell.short for cell in entry) for entry in box.entries)
    for entries, used in product((box.entries, short), tries):
        shown = tuple(_beginning(entries[: box.most], box, used))
        if shown == entries[: box.most]:
            break
    heights = [_height(entry, box, used) for entry in shown]
    air = min(box.air, max(box.height - sum(heights), 0.0) / max(len(heights), 1))
    return Setting(shown, used, tuple(height + air for height in heights))


def _beginning(entries: Sequence[Entry], box: Box, used: Try) -> Iterator[Entry]:
    """As many entries as fit, whole but for those that are needed."""
    room = box.height
    for place, entry in enumerate(entries):
        kept = entry
        if place < box.needed:
            most = int((room / (box.needed - place) - used.free) // (used.size * fit.LINE))
            kept = _shortened(entry, box, used.size, max(most, 1))
        elif _height(entry, box, used) > room:
            return
        yield kept
        room -= _height(kept, box, used)


def _height(entry: Entry, box: Box, used: Try) -> float:
    lines = [
        fit.lines(cell.whole, _width(cell, width), used.size, _weight(cell, box))
        for cell, width in zip(entry, box.widths, strict=True)
    ]
    return max(map(len, lines)) * used.size * fit.LINE + used.free


def _shortened(entry: Entry, box: Box, size: int, most: int) -> Entry:
    """Every cell in so many lines; what is shortened has no label any more."""
    kept = []
    for cell, width in zip(entry, box.widths, strict=True):
        text = fit.shortened(cell.whole, _width(cell, width), size, most, _weight(cell, box))
        bold = cell.bold or bool(cell.label)
        kept.append(cell if text == cell.whole else Paragraph(text, bold=bold, bullet=cell.bullet))
    return tuple(kept)


def _width(cell: Paragraph, width: float) -> float:
    return width - INDENT if cell.bullet else width


def _weight(cell: Paragraph, box: Box) -> fit.Weight:
    return "bold" if box.bold or cell.bold else "label" if cell.label else "plain"
