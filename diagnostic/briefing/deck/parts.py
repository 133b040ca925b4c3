"""What a slide says, before it is drawn: its sentences, and the figures of its charts and tables."""

from typing import Literal

import msgspec

Colour = str
"""A colour of the template's theme by its role (`ROLES`), or ``#rrggbb``."""

SIDE_MARKS = {"a": "●", "b": "◆"}
"""In text, as in the charts."""

ROLES = ("side_a", "side_b", "brand", "muted", "line")


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


class Text(msgspec.Struct, frozen=True):
    paragraphs: tuple[Paragraph, ...]


class Cell(msgspec.Struct, frozen=True):
    text: str
    bold: bool = False
    ground: Literal["", "wash"] = ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Text in rows; ``widths`` are the columns' shares of the whole."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    alt: str
    centred: tuple[int, ...] = ()
    """The columns that are centred."""
    row: float | None = None
    """Every row's height in inches, where a chart stands beside that goes row by row."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """``written``: its figures as they are labelled, where a program would write them in another language's way."""

    name: str
    values: tuple[float | None, ...]
    colour: Colour
    colours: tuple[Colour, ...] | None = None
    """Each bar's own, where they differ."""
    hollow: bool = False
    """Outlined instead of filled, as what is expected and not yet said."""
    labelled: bool = True
    written: tuple[str, ...] | None = None


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Horizontal bars: next to each other, on top of each other, or as parts of a whole."""

    kind: Literal["beside", "stacked", "parts"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    format: str = "0"
    """Of the figures, as a spreadsheet writes formats."""
    least: float = 0
    most: float | None = None
    ticks: float | None = None
    """From one line and label of the axis to the next; none is shown without."""
    strong_lines: bool = False
    legend: bool = False
    thick: float = 0.5
    """A bar's part of its row, where the rest is left free."""


class Dumbbells(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides' averages of statements, each pair on its row of the table beside."""

    statements: tuple[str, ...]
    names: tuple[str, str]
    joined: str
    """What the bar between them is called."""
    a: tuple[float | None, ...]
    b: tuple[float | None, ...]
    points: int
    written: tuple[tuple[str, str], ...]
    """Both averages of each row as they are written."""
    row: float
    alt: str


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """A line a series over the categories, from 1 to ``points``; a gap where there is no value."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    points: int
    alt: str


Part = Text | Table | Bars | Dumbbells | Lines


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide: the name of its layout in the template, and what stands in which of its placeholders."""

    layout: str
    title: str
    kicker: str
    parts: dict[str, Part] = {}
    source: str = ""
    notes: tuple[str, ...] = ()
    otherwise: tuple[tuple["Slide", ...], ...] = ()
    """What may stand in its place where a text on it would be cut: each with less on a slide than the one before."""


def plain(*texts: str, bullet: bool = False) -> Text:
    """Paragraphs of one look, empty ones left out."""
    return Text(tuple(Paragraph((Run(text),), bullet) for text in texts if text))


def said(*paragraphs: Paragraph) -> Text:
    return Text(paragraphs)


def strong(text: str) -> Paragraph:
    return Paragraph((Run(text, bold=True),))


def usual(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def point(text: str) -> Paragraph:
    return Paragraph((Run(text),), bullet=True)
