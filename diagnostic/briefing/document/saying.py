"""Sentences and cells from the wordings: the key of a wording is the key of its sentence."""

from collections.abc import Callable
from typing import Any

from diagnostic.analysis.report import Reason, ScaleSide, StatementSide, Withheld
from diagnostic.briefing.charts import Drawing, Layout
from diagnostic.briefing.document.blocks import Badge, Cell, Figure, Role, Sentence, Text
from diagnostic.briefing.picture import picture
from diagnostic.briefing.wording import Wording


def said(wording: Wording, key: str, subject: str = "", link: str = "", /, **names: object) -> Sentence:
    return Sentence(key=key, text=wording.say(key, **names), subject=subject, link=link)


def counted(wording: Wording, key: str, number: int, /, **names: object) -> Sentence:
    return Sentence(key=key, text=wording.count(key, number, **names))


def paragraph(wording: Wording, key: str, role: Role = "body", /, **names: object) -> Text:
    """A paragraph of one sentence."""
    return Text(key=key, sentences=(said(wording, key, **names),), role=role)


def withheld(wording: Wording, reason: Reason, subject: str = "") -> Sentence:
    """Why something is not shown; about the reason itself, unless it is said of one thing."""
    return Sentence(key=f"withheld.{reason}", text=wording.reason(reason), subject=subject or reason)


def state_cell(state: str, name: str, **more: Any) -> Cell:
    """A verdict or state as a badge."""
    return Cell(text=name, badge=Badge(state, name), **more)


def figure_cell(value: float | Withheld, wording: Wording, digits: int = 1) -> Cell:
    """A number, or the mark that stands where one is withheld."""
    return Cell(text=wording.figure(value, digits), value=None if isinstance(value, Withheld) else value)


def mean_cell(side: StatementSide | ScaleSide, wording: Wording) -> Cell:
    return figure_cell(side.mean, wording)


def drawn(key: str, alt: str, draw: Callable[[Layout], Drawing], **more: Any) -> Figure:
    """A figure with its picture, which is named like it."""
    return Figure(key=key, alt=alt, picture=picture(key, draw, alt), **more)
