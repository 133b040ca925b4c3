"""The Report: one frozen value, computed once, from which every page and file is rendered.

Its JSON form is public: `to_json` and `from_json` round-trip exactly. A figure that must not be
shown is a `Withheld` with its reason, ``{"withheld": "protected"}`` in JSON, never a bare null;
null means that a figure does not apply. Sides are ``a`` and ``b`` throughout; the companies' names
stand in ``alliance.sides``, the wordings, names filled in, in ``texts``.
"""

import datetime as dt
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

import msgspec

from diagnostic.disclosure import Reason, Withheld
from diagnostic.questionnaire.words import Owner, Side, Target

__all__ = [
    "SCHEMA",
    "Alliance",
    "BySide",
    "Comment",
    "Expectation",
    "ExpectationSide",
    "Gap",
    "Interval",
    "Participation",
    "Predicted",
    "Priorities",
    "QuestionnaireReference",
    "Reason",
    "Release",
    "Report",
    "Responsibility",
    "ResponsibilitySide",
    "Scale",
    "ScaleSide",
    "Statement",
    "StatementSide",
    "Topic",
    "TopicSide",
    "Wave",
    "Withheld",
    "WithheldComments",
    "from_json",
    "to_json",
]

SCHEMA = 1

Interval = tuple[float, float]
"""95 % confidence limits, low and high."""

T = TypeVar("T")


class BySide(msgspec.Struct, Generic[T], frozen=True):
    """One value for each side."""

    a: T
    b: T

    def __getitem__(self, side: Side) -> T:
        return self.a if side == "a" else self.b

    @staticmethod
    def of(make: Callable[[Side], T]) -> "BySide[T]":
        """What ``make`` gives for each side."""
        return BySide(make("a"), make("b"))


class QuestionnaireReference(msgspec.Struct, frozen=True):
    """Which instrument was answered."""

    id: str
    version: str


class Alliance(msgspec.Struct, frozen=True):
    """The partnership: its name or brand, and the two companies' names."""

    name: str
    sides: BySide[str]


class Wave(msgspec.Struct, frozen=True):
    """The round of answering; ``closed`` is a date in the alliance's time zone, null for a file of answers."""

    kind: Literal["baseline", "pulse"]
    closed: dt.date | None


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """The release plan, fixed before the first answer."""

    k: int = 5
    """A side's answers to a statement are shown from this many on; 4 or more."""
    comment_k: int = 8
    """Comments are shown from this many respondents on; with their side, from so many of each side."""
    alpha: float = 0.05
    """1 - alpha is the confidence level of every interval."""
    attribute: str | None = None
    """The name of the one attribute kept with an answer, such as ``function``."""

    def __post_init__(self) -> None:
        if self.k < 4:
            raise ValueError(f"k is {self.k}; results of fewer than 4 people are never shown")


class Participation(msgspec.Struct, frozen=True):
    """How many of a side were invited (null where unknown) and answered."""

    invited: int | None
    answered: int


class StatementSide(msgspec.Struct, frozen=True, kw_only=True):
    """One side's ratings of one statement.

    ``counts`` has a number for each category, lowest first: K of them, or three (lowest two, middle,
    highest two) where the statement is banded; then ``mean`` and ``sd`` are computed with each answer
    at the middle of its band. ``interval`` is of the mean.
    """

    n: int | Withheld
    cant_say: int | Withheld
    mean: float | Withheld
    sd: float | Withheld
    counts: tuple[int, ...] | Withheld
    interval: Interval | Withheld


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """The difference between the sides, b minus a, in scale points."""

    mean_difference: float | Withheld
    interval: Interval | Withheld


class Predicted(msgspec.Struct, frozen=True, kw_only=True):
    """What side ``by`` thinks that the partner would say about it."""

    by: Side
    n: int | Withheld
    mean: float | Withheld
    counts: tuple[int, ...] | Withheld


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, rated by both sides."""

    id: str
    scale: str | None
    item: str
    target: Target
    points: int
    reversed: bool
    banded: bool
    sides: BySide[StatementSide]
    gap: Gap
    predicted: Predicted | None


class ScaleSide(msgspec.Struct, frozen=True, kw_only=True):
    """One side's scale scores: the mean of a person's answered items, where at least half are answered."""

    n: int | Withheld
    mean: float | Withheld
    sd: float | Withheld
    interval: Interval | Withheld


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """A scale about one target.

    ``statements`` are those that enter it: all that are shown in full. Where those are fewer than
    half of the scale's, it is withheld. Every figure is rounded to three decimals.
    """

    id: str
    scale: str
    target: Target
    points: int
    statements: tuple[str, ...]
    sides: BySide[ScaleSide]
    gap: Gap


class ResponsibilitySide(msgspec.Struct, frozen=True, kw_only=True):
    """How one side's answers fall on the owners.

    ``n`` counts those who don't know, too; ``shares`` has every owner and adds up to 1, or holds every
    owner withheld.
    """

    n: int | Withheld
    shares: dict[Owner, float | Withheld]


class Responsibility(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns an activity now, or would be better placed to.

    ``ownership``, read from the owner that more than half of a side's answers name (don't-knows
    counted among the answers): *agreed* (both sides name the same), *contested* (each names itself),
    *orphaned* (each names the other, or nobody), *unclear* (anything else: no majority inside a side,
    or two majorities of another kind, such as one for itself and one for joint).
    """

    activity: str
    question: Literal["now", "better"]
    sides: BySide[ResponsibilitySide]
    ownership: Literal["agreed", "contested", "orphaned", "unclear"] | Withheld
    owner: Owner | Withheld | None
    """The agreed owner; null where the class is not *agreed*."""


class ExpectationSide(msgspec.Struct, frozen=True, kw_only=True):
    """Lower quartile, median, upper quartile."""

    n: int | Withheld
    quartiles: tuple[float, float, float] | Withheld


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """A number each side expects; for shares of one whole, also the sum of the two medians."""

    id: str
    minimum: float
    maximum: float
    sides: BySide[ExpectationSide]
    sum_of_medians: float | Withheld | None


class TopicSide(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a side answered the question, and the share of them who picked the topic."""

    n: int | Withheld
    share: float | Withheld


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One topic to pick."""

    id: str
    sides: BySide[TopicSide]


class Priorities(msgspec.Struct, frozen=True, kw_only=True):
    """The topics people picked.

    ``overlap`` is how many of the two sides' first three, among the topics shown, are the same; null
    where a tie for the third place leaves that open, withheld where fewer than three are shown.
    """

    question: str
    topics: tuple[Topic, ...]
    overlap: int | Withheld | None


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """One comment, with its side only where enough people of both sides took part."""

    question: str
    side: Side | None
    text: str


class WithheldComments(msgspec.Struct, frozen=True, kw_only=True):
    """An open question whose comments are not shown."""

    question: str
    withheld: Reason


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a briefing may say."""

    schema: int
    questionnaire: QuestionnaireReference
    alliance: Alliance
    wave: Wave
    simulated: bool
    release: Release
    participation: BySide[Participation]
    statements: tuple[Statement, ...]
    scales: tuple[Scale, ...]
    responsibilities: tuple[Responsibility, ...]
    expectations: tuple[Expectation, ...]
    priorities: tuple[Priorities, ...]
    comments: tuple[Comment, ...]
    withheld_comments: tuple[WithheldComments, ...]
    texts: dict[str, dict[str, str]]
    """By language, then by key: ``statement:trust.candour@a``; the keys are listed in docs/report.md."""


def to_json(report: Report) -> bytes:
    """The Report's JSON form."""
    return msgspec.json.encode(report)


def from_json(data: bytes | str) -> Report:
    """The Report of a JSON form.

    Raises
    ------
    msgspec.ValidationError
        Where the form is not a Report's.
    """
    return msgspec.json.decode(data, type=Report)
