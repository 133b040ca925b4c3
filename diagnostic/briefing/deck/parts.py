"""What stands on a slide, before it is drawn: text in runs, tables, figures, and what may stand in its place."""

import msgspec

from diagnostic.briefing.document.blocks import Figure, Table

Colour = str
"""A colour of the template's theme by its role (`colours.py`), or ``#rrggbb``."""


class Run(msgspec.Struct, frozen=True):
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    colour: Colour | None = None


class Paragraph(msgspec.Struct, frozen=True):
    runs: tuple[Run, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Words(msgspec.Struct, frozen=True):
    """Paragraphs in one placeholder."""

    paragraphs: tuple[Paragraph, ...]


class Grid(msgspec.Struct, frozen=True):
    """A table of the document, or some of its rows and columns."""

    table: Table
    row: float | None = None
    """Every row's height in inches, where a chart stands beside that goes row by row."""


class Chart(msgspec.Struct, frozen=True):
    """A figure to be drawn natively; ``row`` as of the grid beside it."""

    figure: Figure
    row: float | None = None


Piece = Words | Grid | Chart


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide: the name of its layout in the template, and what stands in which of its placeholders."""

    layout: str
    title: str
    kicker: str
    pieces: dict[str, Piece] = {}
    source: str = ""
    notes: tuple[str, ...] = ()
    otherwise: tuple[tuple["Slide", ...], ...] = ()
    """What may stand in its place where a text on it would be cut: each with less on a slide than the one before."""


def plain(*texts: str, bullet: bool = False) -> Words:
    """Paragraphs of one look, empty ones left out."""
    return Words(tuple(Paragraph((Run(text),), bullet) for text in texts if text))


def strong(text: str) -> Paragraph:
    return Paragraph((Run(text, bold=True),))


def usual(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def point(text: str) -> Paragraph:
    return Paragraph((Run(text),), bullet=True)


def richest(ways: list[Slide]) -> Slide:
    """The first of them, with the others in its place where it would be cut."""
    return msgspec.structs.replace(ways[0], otherwise=tuple((way,) for way in ways[1:]))


def some(table: Table, columns: tuple[str, ...], rows: slice = slice(None)) -> Table:
    """Some columns and rows of a table."""
    kept = tuple(n for key in columns for n, column in enumerate(table.columns) if column.key == key)
    groups = (
        msgspec.structs.replace(
            table.groups[0],
            rows=tuple(
                msgspec.structs.replace(row, cells=tuple(row.cells[n] for n in kept)) for row in table.rows[rows]
            ),
        ),
    )
    return msgspec.structs.replace(table, columns=tuple(table.columns[n] for n in kept), groups=groups)
