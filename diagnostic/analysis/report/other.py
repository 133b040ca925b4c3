"""Responsibilities, expectations, priorities and comments in a Report."""

import datetime as dt
from typing import Literal

import msgspec

from diagnostic.analysis.report.basics import BySide, Interval
from diagnostic.disclosure import Reason, Withheld
from diagnostic.questionnaire.words import Owner, Question, Side, WaveKind

Ownership = Literal["agreed", "contested", "orphaned", "unclear"]


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """The first earlier wave that shows the same, asked in the same words; ``name`` as `Wave` has it."""

    wave: int
    kind: WaveKind
    closed: dt.date | None
    name: str | None = None


class OwnershipBefore(Before, frozen=True, kw_only=True):
    """Who owned an activity then, as that wave's Report has it."""

    ownership: Ownership
    owner: Owner | None
    holds: float | Withheld
    certain: bool | Withheld | None


class ExpectationBefore(Before, frozen=True, kw_only=True):
    """What each side expected then: medians, and of shares of one whole their sum."""

    medians: BySide[float]
    sum_of_medians: float | None


class ResponsibilitySide(msgspec.Struct, frozen=True, kw_only=True):
    """How one side's answers fall on the owners.

    ``n`` counts those who don't know, too; ``shares`` has every owner and adds up to 1, or holds every
    owner withheld. ``intervals`` are Wilson's.
    """

    n: int | Withheld
    shares: dict[Owner, float | Withheld]
    intervals: dict[Owner, Interval | Withheld]


class Responsibility(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns an activity now, or would be better placed to.

    ``ownership``, read from the owner that more than half of a side's answers name (don't-knows
    counted among the answers): *agreed* (both sides name the same), *contested* (each names itself),
    *orphaned* (each names the other, or nobody), *unclear* (anything else: no majority inside a side,
    or two majorities of another kind, such as one for itself and one for joint).
    """

    activity: str
    question: Question
    sides: BySide[ResponsibilitySide]
    ownership: Ownership | Withheld
    owner: Owner | Withheld | None
    """The agreed owner; null where the class is not *agreed*."""
    holds: float | Withheld
    """How often the class comes out the same when as many answers are drawn anew: 0 to 1."""
    ownership_p: float | Withheld | None = None
    """Of *contested* and *orphaned*: the larger p-value, of both sides, that another owner is named as often; adjusted
    for all activities by Holm's procedure."""
    certain: bool | Withheld | None = None
    """Whether it is at most alpha, so that *contested* or *orphaned* may be told as a finding."""
    p: float | Withheld
    """Whether the sides answer differently at all, by the exact Fisher–Freeman–Halton test."""
    p_standard_error: float | Withheld | None
    """Where the tables were too many to enumerate."""
    p_adjusted: float | Withheld
    before: OwnershipBefore | None = None
    """Null where no earlier wave shows it, or this one does not, and in what was stored before there was this field."""


class ExpectationSide(msgspec.Struct, frozen=True, kw_only=True):
    """Lower quartile, median, upper quartile."""

    n: int | Withheld
    quartiles: tuple[float, float, float] | Withheld


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """A number each side expects; for shares of one whole, also the sum of the two medians.

    ``shift`` is Hodges and Lehmann's: the median of all differences between an answer of b and one of a.
    """

    id: str
    minimum: float
    maximum: float
    sides: BySide[ExpectationSide]
    shift: float | Withheld
    shift_interval: Interval | Withheld
    sum_of_medians: float | Withheld | None
    sum_interval: Interval | Withheld | None
    """By bootstrap."""
    before: ExpectationBefore | None = None
    """As of a `Responsibility`."""


class TopicSide(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a side answered the question, and the share of them who picked the topic.

    ``interval`` is Wilson's.
    """

    n: int | Withheld
    share: float | Withheld
    interval: Interval | Withheld


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One topic to pick; ``p`` is Fisher's, for a difference between the sides."""

    id: str
    sides: BySide[TopicSide]
    p: float | Withheld
    p_adjusted: float | Withheld


class Priorities(msgspec.Struct, frozen=True, kw_only=True):
    """The topics people picked.

    ``overlap`` is how many of the two sides' first three, among the topics shown, are the same; null
    where a tie for the third place leaves that open, withheld where fewer than three are shown.
    """

    question: str
    topics: tuple[Topic, ...]
    overlap: int | Withheld | None


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """One comment, with its side only where enough people of both sides took part.

    ``released``: whether it is for both companies to read; else for the consultant alone.
    """

    question: str
    side: Side | None
    text: str
    translation: str = ""
    """The consultant's own; '' where there is none."""
    released: bool = False
    themes: tuple[str, ...] = ()
    """The names of the themes it is about, of those in the Report."""


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """What several comments are about, named by the consultant and told in their words.

    Comments are counted and not people: nothing says which of them one person wrote. ``sides`` has each company's; null
    where comments are shown without their company.
    """

    name: str
    text: str
    n: int | Withheld
    sides: BySide[int] | None
    released: bool = False


class WithheldComments(msgspec.Struct, frozen=True, kw_only=True):
    """An open question whose comments are not shown."""

    question: str
    withheld: Reason
