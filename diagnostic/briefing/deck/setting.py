"""Text and tables set in boxes: the size in which they fit whole, else as much from their beginning as fits."""

from collections.abc import Sequence

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


Entry = tuple[Paragraph, ...]
"""A paragraph, or the cells of a table's row."""


class Try(msgspec.Struct, frozen=True):
    """A size of type, and what is left free for each entry beside its lines; in points."""

    size: int
    free: float


class Box(msgspec.Struct, frozen=True):
    """Where entries are to be set: the widths of their columns and the height of all, in points."""

    widths: tuple[float, ...]
    height: float
    tries: tuple[Try, ...]
    """The largest first."""
    bold: bool = False
    needed: int = 1
    """So many entries are shown, if shortened: the head of a table and its first row."""
    most: int | None = None
    """No more entries are shown, however small they are."""
    head: float = 0.0
    """How much higher the first of them is than its text needs."""
    air: float = 0.0
    """How much higher each may be, where there is room for it."""

    @property
    def kind(self) -> object:
        return self.height, self.tries


class Setting(msgspec.Struct, frozen=True):
    """What is shown of the entries, how, and how high each is."""

    entries: tuple[Entry, ...]
    used: Try
    heights: tuple[float, ...]
    left_out: tuple[Entry, ...] = ()
    """Entries that are shortened or not shown, in full."""
    hidden: int = 0
    """How many of them are not shown."""


def set_in(box: Box, entries: Sequence[Entry], largest: int | None = None) -> Setting:
    """The entries in the largest size in which they fit, or as many as fit in the smallest."""
    tries = [one for one in box.tries if largest is None or one.size <= largest] or [box.tries[-1]]
    kept, cut = tuple(entries[: box.most]), [*entries[len(entries[: box.most]) :]]
    for used in tries:
        heights = [_height(entry, box, used) for entry in kept]
        if sum(heights) <= box.height - box.head:
            break
    else:
        kept, left_out = _beginning(kept, box, used)
        heights = [_height(entry, box, used) for entry in kept]
        cut = [*left_out, *cut]
    air = min(box.air, max((box.height - box.head - sum(heights)) / len(heights), 0.0)) if heights else 0.0
    high = [box.head * (n == 0) + height + air for n, height in enumerate(heights)]
    return Setting(kept, used, tuple(high), tuple(cut), len(entries) - len(kept))


def _beginning(entries: tuple[Entry, ...], box: Box, used: Try) -> tuple[tuple[Entry, ...], list[Entry]]:
    """As many entries as fit, whole but for those that are needed; and the others, and what is shortened, in full."""
    shown: list[Entry] = []
    left_out: list[Entry] = []
    room = box.height - box.head
    for place, entry in enumerate(entries):
        kept = entry
        if place < box.needed:
            most = int((room / (box.needed - place) - used.free) // (used.size * fit.LINE))
            kept = _shortened(entry, box, used.size, max(most, 1))
        elif _height(entry, box, used) > room:
            left_out += entries[place:]
            break
        if kept != entry:
            left_out.append(entry)
        shown.append(kept)
        room -= _height(kept, box, used)
    return tuple(shown), left_out


def _height(entry: Entry, box: Box, used: Try) -> float:
    lines = max(_lines(paragraph, width, box, used.size) for paragraph, width in zip(entry, box.widths, strict=True))
    return lines * used.size * fit.LINE + used.free


def _lines(paragraph: Paragraph, width: float, box: Box, size: int) -> int:
    bold = box.bold or paragraph.bold
    # A bold label is wider than the text is measured.
    wider = fit.wide(paragraph.label, size, bold=True) - fit.wide(paragraph.label, size) if paragraph.label else 0.0
    return len(fit.lines(paragraph.whole, width - _indent(paragraph), size, bold=bold, taken=wider))


def _indent(paragraph: Paragraph) -> float:
    return INDENT if paragraph.bullet else 0.0


def _shortened(entry: Entry, box: Box, size: int, most: int) -> Entry:
    """Every cell in so many lines; what is shortened has no label any more."""
    kept = []
    for paragraph, width in zip(entry, box.widths, strict=True):
        bold = box.bold or paragraph.bold or bool(paragraph.label)
        text = fit.shortened(paragraph.whole, width - _indent(paragraph), size, most, bold=bold)
        kept.append(paragraph if text == paragraph.whole else Paragraph(text, bold=bold, bullet=paragraph.bullet))
    return tuple(kept)
