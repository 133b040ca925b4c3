"""A questionnaire as the fields of a web form, in one language and with the companies' names filled in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from diagnostic.errors import AnswerFault
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.model import Item, Questionnaire
from diagnostic.questionnaire.rating import Rating
from diagnostic.questionnaire.responsibility import CHOICES, QUESTIONS, Responsibility
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.words import Asked

WORSE_TO_BETTER = ("1", "2", "3")
"""What a form sends of how something has changed: worse, the same, better."""

_TEMPLATES = Environment(
    loader=PackageLoader("diagnostic.questionnaire", "widgets"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class GridRow(msgspec.Struct, frozen=True):
    """One rated statement: its field and its wording."""

    field: str
    text: str


class Grid(msgspec.Struct, frozen=True):
    """Ratings asked about the same company and answered on the same points."""

    asked: Asked | None
    """None where they say how something has changed."""
    labels: tuple[str, ...]
    rows: tuple[GridRow, ...]
    lowest: int = 1
    """What a form sends for the first of the labels; one more for each that follows."""

    @property
    def numbered(self) -> bool:
        """Whether points are read as numbers, because only the ends have labels."""
        return not all(self.labels)


class Compared(msgspec.Struct, frozen=True):
    """Questions how something has changed since an earlier wave, beside the questionnaire's own."""

    since: date
    """The last day of that wave."""
    fields: Mapping[str, Sequence[str]]
    """Each with those of the ratings that it is about."""


class Line(msgspec.Struct, frozen=True):
    """One line of the fault summary, linked to the field at fault."""

    anchor: str
    question: str
    message: str


def render_form(
    questionnaire: Questionnaire,
    frame: Frame,
    language: str,
    *,
    us: str,
    them: str,
    brand: str,
    values: Mapping[str, Sequence[str]],
    faults: Sequence[AnswerFault],
    compared: Compared | None,
) -> str:
    """The sections with all their fields, as HTML without the ``<form>`` element around them.

    ``values`` are raw, by field, as a form sends them; each fault is shown beside its question. ``compared``
    is what is asked of how something has changed.
    """
    names = {"us": us, "them": them, "brand": brand}
    sheet = _Sheet(questionnaire, frame, language, names=names, values=values, faults=faults)
    return sheet.render(compared)


def fault_summary(
    questionnaire: Questionnaire,
    frame: Frame,
    language: str,
    *,
    us: str,
    them: str,
    brand: str,
    faults: Sequence[AnswerFault],
) -> list[Line]:
    """The faults in the order of the questions, for the head of the page."""
    names = {"us": us, "them": them, "brand": brand}
    sheet = _Sheet(questionnaire, frame, language, names=names, values={}, faults=faults)
    return [Line(anchor(f.field), sheet.question(f.field), frame.fault(language, f)) for f in faults]


def anchor(field: str) -> str:
    """The id of the element that asks for a field; ``''`` stands for the first section."""
    return f"q-{field}" if field else "questions"


class _Sheet:
    """What the widget templates ask for: words, values and faults of one form."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        frame: Frame,
        language: str,
        *,
        names: Mapping[str, str],
        values: Mapping[str, Sequence[str]],
        faults: Sequence[AnswerFault],
    ) -> None:
        self.questionnaire = questionnaire
        self.frame = frame
        self.language = language
        self.names = names
        self.raw = values
        self.fault_of = {fault.field: frame.fault(language, fault) for fault in faults}
        self.owners = CHOICES
        self.questions = QUESTIONS
        self.anchor = anchor

    def render(self, compared: Compared | None) -> str:
        asked = since = None
        if compared:
            rows = [GridRow(field, self.topic(about)) for field, about in compared.fields.items()]
            words = tuple(self.say(f"perceived.{word}") for word in ("worse", "same", "better"))
            asked = self.widget(Rating.widget, grid=Grid(None, words, tuple(rows)))
            since = self.frame.date(self.language, compared.since)
        return _TEMPLATES.get_template("sections.html").render(sheet=self, perceived=asked, since=since)

    def say(self, key: str, **more: object) -> str:
        """Words of the frame."""
        return self.frame.text(self.language, key, **self.names, **more)

    def text(self, key: str) -> str:
        """Words of the questionnaire."""
        return self.questionnaire.text(self.language, key, **self.names)

    def caution(self) -> str:
        """What is said where comments are written: the introduction of the section with the open questions, if any."""
        for first in self.questionnaire.open_questions():
            return self.text(f"sections.{first.section}.introduction")
        return self.say("more.caution")

    def number(self, value: float) -> str:
        return self.frame.number(self.language, value)

    def values(self, field: str) -> Sequence[str]:
        return self.raw.get(field, ())

    def value(self, field: str) -> str:
        return next(iter(self.values(field)), "")

    def fault(self, field: str) -> str | None:
        return self.fault_of.get(field)

    def described(self, field: str, *hints: str) -> str:
        """The ids of what describes a field: its hints, and its fault where it has one."""
        return " ".join([*(["f-" + field] if self.fault(field) else []), *hints])

    def blocks(self, section: str) -> Iterator[Markup]:
        """The widgets of a section in order; ratings that stand together form grids."""
        items = [item for item in self.questionnaire.items if item.section == section]
        for kind, group in groupby(items, key=type):
            if kind is Rating:
                ratings = [item for item in group if isinstance(item, Rating)]
                yield from (self.widget(Rating.widget, grid=grid) for grid in self.grids(section, ratings))
            else:
                yield from (self.widget(item.widget, item=item) for item in group)

    def widget(self, template: str, **context: object) -> Markup:
        # The template escapes whatever it is given; its result is markup.
        return Markup(_TEMPLATES.get_template(template).render(sheet=self, **context))  # noqa: S704

    def grids(self, section: str, ratings: Sequence[Rating]) -> Iterator[Grid]:
        rows: dict[tuple[Asked, str, int, int], list[GridRow]] = {}
        for item in ratings:
            for field in item.fields():
                asked = item.asked_in(field)
                row = GridRow(field, self.text(f"items.{item.id}.{asked}"))
                rows.setdefault((asked, item.labels, item.points, item.lowest), []).append(row)
        first = list(dict.fromkeys(asked for item in ratings for asked in item.asked))
        for (asked, *_, lowest), found in sorted(
            rows.items(), key=lambda entry: (entry[0][0] == "alliance", first.index(entry[0][0]))
        ):
            item = next(item for item in ratings if found[0].field in item.fields())
            yield Grid(asked, self.questionnaire.labels(self.language, item), tuple(found), lowest)

    def question(self, field: str) -> str:
        """The wording a respondent sees for a field; '' where the fault is about the whole form."""
        item = self.questionnaire.fields().get(field)
        return "" if item is None else self.wording(item, field)

    def topic(self, fields: Sequence[str]) -> str:
        """The name of the scale that some ratings belong to, and what they say."""
        item = self.questionnaire.fields()[fields[0]]
        scale = item.scale if isinstance(item, Rating) else None
        said = " ".join(map(self.question, fields))
        return self.text(f"scales.{scale}.title") + self.say("colon") + said if scale else said

    def wording(self, item: Item, field: str) -> str:
        match item:
            case Rating():
                return self.text(f"items.{item.id}.{item.asked_in(field)}")
            case Responsibility():
                activity, _, question = field.removeprefix(f"{item.id}.").partition(":")
                words = self.text(f"items.{item.id}.{question}")
                return self.text(f"items.{item.id}.activities.{activity}") + self.say("colon") + words
            case Text(brief=True):
                return self.text(f"sections.{item.section}.title")
            case Text(about=choice) if choice:
                return self.text(f"items.{choice}.text")
            case _:
                return self.text(f"items.{item.id}.text")
