"""Blocks from the wordings: the key of a wording is the key of its sentence."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Literal, TypeVar

from diagnostic.analysis.report import Reason, Scale, Statement, Withheld
from diagnostic.briefing.charts import Drawing, Layout
from diagnostic.briefing.document.blocks import (
    Badge,
    Block,
    Cell,
    Column,
    Figure,
    Item,
    Kind,
    List,
    Part,
    Role,
    Row,
    Sentence,
    Table,
    Text,
    table,
)
from diagnostic.briefing.figures import ShownGap, is_shown
from diagnostic.briefing.picture import picture
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

T = TypeVar("T")


def said(wording: Wording, key: str, subject: str = "", link: str = "", /, **names: object) -> Sentence:
    return Sentence(key=key, text=wording.say(key, **names), subject=subject, link=link)


def counted(wording: Wording, key: str, number: int, /, **names: object) -> Sentence:
    return Sentence(key=key, text=wording.count(key, number, **names))


def withheld(wording: Wording, reason: Reason, subject: str = "") -> Sentence:
    """Why something is not shown; about the reason itself, unless it is said of one thing."""
    return Sentence(key=f"withheld.{reason}", text=wording.reason(reason), subject=subject or reason)


def reasons_in_short(wording: Wording, reasons: Iterable[Reason | None]) -> tuple[Sentence, ...]:
    """Each reason once, in a few words."""
    return tuple(
        Sentence(key=f"withheld_short.{reason}", text=wording.reason_short(reason))
        for reason in dict.fromkeys(reasons)
        if reason
    )


def anchor(kind: Literal["statement", "gap", "scale", "expectation"], identifier: str | None) -> str:
    """The id under which a thing stands on the page, so that a finding can lead to its figures; '' of none."""
    return "" if identifier is None else f"{kind}-{re.sub(r'[^A-Za-z0-9]+', '-', identifier)}"


def alone(sentence: Sentence, role: Role = "body") -> Text:
    """A paragraph of one sentence, with its key."""
    return Text(key=sentence.key, sentences=(sentence,), role=role)


def paragraph(wording: Wording, key: str, role: Role = "body", /, **names: object) -> Text:
    return alone(said(wording, key, **names), role)


def listed(key: str, sentences: Iterable[Sentence], title: Sentence | None = None) -> List:
    """A list with an entry for each sentence."""
    return List(key=key, items=tuple(Item((one,)) for one in sentences), title=title)


def section(wording: Wording, key: str, *blocks: Block, nothing: tuple[Sentence, ...] = ()) -> Part:
    """A part of the document; ``nothing`` says why it shows nothing, where that is so."""
    return Part(key=key, title=wording.say(f"sections.{key}"), blocks=blocks, nothing=nothing)


def drawn(key: str, alt: str, draw: Callable[[Layout], Drawing], **more: Any) -> Figure:
    """A figure with its picture, which is named like it."""
    return Figure(key=key, alt=alt, picture=picture(key, draw, alt), **more)


def means_of(one: Statement | Scale, wording: Wording) -> Mapping[str, str]:
    """Both sides' averages, as sentences name them."""
    return {f"mean_{side}": wording.figure(one.sides[side].mean) for side in SIDES}


def mark(wording: Wording) -> Cell:
    """What stands where a figure is withheld."""
    return Cell(text=wording.say("withheld_mark"), nothing=True)


def figure_cell(value: float | Withheld, wording: Wording, digits: int = 1) -> Cell:
    """A number, or the mark that stands where one is withheld."""
    text = wording.figure(value, digits)
    return Cell(text=text, value=value) if is_shown(value) else Cell(text=text, nothing=True)


def mean_cell(one: Statement | Scale, side: Side, wording: Wording) -> Cell:
    return figure_cell(one.sides[side].mean, wording)


def state_cell(state: str, name: str, **more: Any) -> Cell:
    """A state as a badge."""
    return Cell(text=name, badge=Badge(state, name), **more)


def verdict_cell(verdict: str, wording: Wording, note: str = "") -> Cell:
    return state_cell(verdict, wording.say(f"verdict.{verdict}"), note=note, nothing=verdict == "withheld")


def size_cell(gap: ShownGap | None, wording: Wording, none: str = "", *, strong: bool = False) -> Cell:
    if gap is None:
        return Cell(text=none, nothing=True)
    return Cell(text=wording.signed(gap.difference), value=gap.difference, strong=strong)


def interval_cell(gap: ShownGap | None, wording: Wording, none: str = "") -> Cell:
    nothing = gap is None or gap.interval is None
    return Cell(text=wording.gap_interval(gap.interval) if gap else none, nothing=nothing)


class Rows(Generic[T]):
    """A table in the making: a row for each of some things, and column by column what it shows of them."""

    def __init__(self, wording: Wording, things: Mapping[str, T]) -> None:
        self._wording, self._things = wording, things
        self._columns: list[Column] = []
        self._cells: list[list[Cell]] = []

    def add(self, key: str, title: str, cell: Callable[[T], Cell], kind: Kind = "text", **names: object) -> None:
        """A column, whose title is the wording of a key."""
        self.put(Column(key=key, title=self._wording.say(title, **names), kind=kind), cell)

    def add_sides(self, cell: Callable[[T, Side], Cell], kind: Kind, prefix: str = "") -> None:
        """A column for each company."""
        for side in SIDES:
            column = Column(key=f"{prefix}{side}", title=self._wording.company(side), kind=kind, side=side)
            self._columns.append(column)
            self._cells.append([cell(thing, side) for thing in self._things.values()])

    def put(self, column: Column, cell: Callable[[T], Cell]) -> None:
        self._columns.append(column)
        self._cells.append([cell(thing) for thing in self._things.values()])

    def table(self, key: str, caption: str, note: str = "") -> Table:
        by_row = zip(*self._cells, strict=True)
        rows = (Row(key=name, cells=cells) for name, cells in zip(self._things, by_row, strict=True))
        return table(key, caption, tuple(self._columns), tuple(rows), note)
