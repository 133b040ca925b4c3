"""What a briefing says before it has a form: parts of blocks in reading order, every sentence and cell keyed.

A form lays blocks out by their kind, or chooses them by key. Nobody finds out what a sentence is about by
looking at its words: its key says which one it is, and its subject whom or what it is about.
"""

from collections.abc import Iterator
from typing import Literal, TypeVar, get_args

import msgspec

from diagnostic.briefing.document.native import Bars, Lines, Ranges
from diagnostic.briefing.picture import Picture
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import Side

Kind = Literal[
    "text", "blank", "count", "share", "mean", "spread", "difference", "interval", "delta", "p", "shaded", "verdict"
]
"""What a column holds. Figures are set to the right and never broken, those in shades to the middle of them; ``blank``
cells are for people to fill in."""

Shade = Literal["", "level_1", "level_2", "level_3", "level_4", "level_5", "stated", "withheld"]
"""The ground of a cell: of a level by how favourable it is, of what is stated, of what is not shown."""

SIDE_MARKS = {"a": "●", "b": "◆"}
"""In text, as in the charts."""

FIGURES: frozenset[Kind] = frozenset(get_args(Kind)) - {"text", "blank", "verdict"}


def marked(side: Side | None, text: str) -> str:
    """A text with the mark of the side it is about before it."""
    return f"{SIDE_MARKS[side]} {text}" if side else text


class Badge(msgspec.Struct, frozen=True):
    """A verdict or state: by name, for how it looks, and in words."""

    state: str
    text: str


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, or a heading's few words."""

    key: str
    """Which sentence it is, in any language."""
    text: str
    subject: str = ""
    """The id of the statement, scale, activity or other thing that it is about."""
    link: str = ""
    """The anchor of where its figures stand."""
    source: str = ""
    """Where it comes from, said after it in small print."""
    badge: Badge | None = None
    ask: str = ""
    """What to ask about it in the workshop."""


Role = Literal["body", "lead", "headline", "strong", "note", "fine", "question", "quote"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph. ``note`` must not be overlooked, ``fine`` may be."""

    key: str
    sentences: tuple[Sentence, ...]
    role: Role = "body"
    label: str = ""
    """A word or two before it that say what it is for."""

    @property
    def text(self) -> str:
        return in_a_row(sentence.text for sentence in self.sentences)


class Item(msgspec.Struct, frozen=True):
    """One entry of a list; a label stands before its sentences."""

    sentences: tuple[Sentence, ...]
    label: Sentence | None = None
    between: str = " "
    """What sets its sentences apart: a semicolon where they are names."""


class List(msgspec.Struct, frozen=True, kw_only=True):
    """``folded`` where a screen shows it only to those who ask for it."""

    key: str
    items: tuple[Item, ...]
    title: Sentence | None = None
    ordered: bool = False
    folded: bool = False


class Callout(msgspec.Struct, frozen=True, kw_only=True):
    """A box: a warning about all that follows, a note, or why something has to wait."""

    key: str
    sentences: tuple[Sentence, ...]
    tone: Literal["warning", "note", "wait"] = "note"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    kind: Kind = "text"
    side: Side | None = None
    """Whose figures they are; the title then has the side's mark."""
    over: str = ""
    """What it and its neighbours have in common, as a heading over all of them."""

    @property
    def heading(self) -> str:
        """Title and mark in one text, for forms without headings over several columns."""
        return marked(self.side, " · ".join(part for part in (self.over, self.title) if part))


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """``value`` is the figure that its text writes; None where it is none, or is withheld."""

    text: str = ""
    value: float | None = None
    note: str = ""
    badge: Badge | None = None
    side: Side | None = None
    strong: bool = False
    link: str = ""
    shade: Shade = ""
    nothing: bool = False
    """Whether nothing is shown in it: its figure is withheld, or there is none."""

    @property
    def line(self) -> str:
        """All of it in one text."""
        return marked(self.side, self.text) + (f" ({self.note})" if self.note else "")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    """What it is about: a statement's id, a side."""
    cells: tuple[Cell, ...]

    @property
    def shows_nothing(self) -> bool:
        """Whether all that it would show is withheld."""
        return all(cell.nothing for cell in self.cells[1:])


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under a title of their own, and the figures that belong to all of them."""

    rows: tuple[Row, ...]
    key: str = ""
    title: str = ""
    anchor: str = ""
    notes: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    withheld: str = ""
    """Why no figures of it are shown; they are then left out."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of cells, the first of each saying what the row is about."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    of_groups: tuple[Column, ...] = ()
    """The columns of the groups' own cells."""
    note: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    def heading(self, group: Group) -> str:
        """A group's title, notes and own figures in one line; why there are none, where they are withheld."""
        figures = [
            f"{one.title} {cell.text}"
            for one, cell in zip(self.of_groups, group.cells, strict=False)
            if cell.text and not cell.nothing
        ]
        parts = (group.title, *group.notes, *([group.withheld] if group.withheld else figures))
        return " · ".join(part for part in parts if part)

    def cell(self, row: Row, column: str) -> Cell:
        """A row's cell in the column of a key."""
        return row.cells[next(n for n, one in enumerate(self.columns) if one.key == column)]

    def title(self, column: str) -> str:
        return next(one.title for one in self.columns if one.key == column)


def table(key: str, caption: str, columns: tuple[Column, ...], rows: tuple[Row, ...], note: str = "") -> Table:
    """A table without groups."""
    return Table(key=key, caption=caption, columns=columns, groups=(Group(rows=rows),), note=note)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A chart, with what somebody who cannot see it is told.

    Drawn as a picture, declared as a native chart, or both; ``table`` holds the figures it shows. One without
    a picture is for forms that draw by themselves.
    """

    key: str
    alt: str
    title: str = ""
    picture: Picture | None = None
    native: Bars | Lines | Ranges | None = None
    table: Table | None = None


Medium = Literal["both", "screen", "paper", "slides"]
"""Where a part stands; ``both`` are screen and paper, and slides choose what they need."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks under a title. The parts of a document are its sections; parts in parts, what these consist of."""

    key: str
    title: str
    blocks: tuple["Block", ...]
    anchor: str = ""
    subject: str = ""
    role: Literal["plain", "gap", "stage", "tool", "topic", "columns", "handout", "message"] = "plain"
    link: str = ""
    badge: Badge | None = None
    medium: Medium = "both"
    nothing: tuple[Sentence, ...] = ()
    """Why it shows nothing at all; on paper it is then no part, but a line among what is not shown."""

    def stands_on(self, medium: Literal["screen", "paper"]) -> bool:
        return self.medium in ("both", medium)

    @property
    def heading(self) -> str:
        """Title and verdict in one text."""
        return f"{self.title} ({self.badge.text})" if self.badge else self.title


Block = Text | List | Callout | Table | Figure | Part
B = TypeVar("B", bound=Block)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, those within parts after their part."""
    for block in blocks:
        yield block
        if isinstance(block, Part):
            yield from walk(block.blocks)


def pick_all(blocks: tuple[Block, ...], kind: type[B], key: str = "") -> tuple[B, ...]:
    """All blocks of a kind and key; one that ends in a dot stands for all keys that begin so, none for any."""
    begins = not key or key.endswith(".")
    found = (block for block in walk(blocks) if isinstance(block, kind))
    return tuple(block for block in found if (block.key.startswith(key) if begins else block.key == key))


def pick(blocks: tuple[Block, ...], kind: type[B], key: str) -> B | None:
    """The first block of a kind and key; None where there is none."""
    return next(iter(pick_all(blocks, kind, key)), None)


def need(blocks: tuple[Block, ...], kind: type[B], key: str) -> B:
    """The first block of a kind and key, which every document has; `LookupError` where it has none all the same."""
    for block in pick_all(blocks, kind, key):
        return block
    raise LookupError(f"the document has no {kind.__name__} {key!r}")
