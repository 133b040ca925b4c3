"""What every part of a Report is made of."""

import datetime as dt
from collections.abc import Callable
from typing import Generic, Literal, TypeVar, get_args

import msgspec

from diagnostic.disclosure import Band, Withheld
from diagnostic.questionnaire.words import Side, WaveKind
from diagnostic.statistics import Procedure
from diagnostic.statistics import VerdictName as Judged

Interval = tuple[float, float]
"""Confidence limits, low and high; at 95 % where nothing else is said."""

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


class OnPoints(msgspec.Struct, frozen=True, kw_only=True):
    """What is answered on ``points`` points, of which the lowest is called ``lowest``, 0 or 1.

    Every level in a Report is as it was answered, from ``lowest`` to ``highest``: nobody who reads one has to know how
    answers are kept.
    """

    points: int
    lowest: int = 1

    @property
    def highest(self) -> int:
        return self.lowest + self.points - 1

    @property
    def numbers(self) -> range:
        """What its points are called, the lowest first."""
        return range(self.lowest, self.highest + 1)

    @property
    def span(self) -> str:
        """What tells it from other ranges, in a key: the highest number, and the lowest where that is not 1."""
        return str(self.highest) if self.lowest == 1 else f"{self.lowest}-{self.highest}"

    def part(self, level: float) -> float:
        """Where a level lies on the way from the lowest point, 0, to the highest, 1."""
        return (level - self.lowest) / (self.points - 1)

    def turned(self, level: float) -> float:
        """A level read from the other end."""
        return self.lowest + self.highest - level


def as_answered(level: float, lowest: int) -> float:
    """A level that is counted from 1, as ratings are kept, as people answered it."""
    return level + (lowest - 1)


def interval_as_answered(interval: Interval, lowest: int) -> Interval:
    low, high = interval
    return as_answered(low, lowest), as_answered(high, lowest)


class QuestionnaireReference(msgspec.Struct, frozen=True):
    """Which instrument was answered."""

    id: str
    version: str


class Alliance(msgspec.Struct, frozen=True):
    """The partnership: its name or brand, and the two companies' names.

    ``short`` is what the companies are called in tables, charts and sentences, in 14 characters at most; null where it
    was not asked, as in Reports of earlier versions.
    """

    name: str
    sides: BySide[str]
    short: BySide[str] | None = None


class Wave(msgspec.Struct, frozen=True):
    """The round of answering; ``closed`` is a date in the alliance's time zone, null for a file of answers.

    ``number`` counts the alliance's waves that have a Report, by the day they closed. ``name`` is what the consultant
    calls it, laid over the stored Report whenever it is read; null where it has none. ``offered`` are the codes of the
    languages it could be answered in; null where nobody knows.
    """

    kind: WaveKind
    closed: dt.date | None
    number: int = 1
    name: str | None = None
    offered: tuple[str, ...] | None = None


INFERENCE = 2
"""The newest version of the rules by which answers are judged; what each changed stands in docs/method.md."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """The release plan, fixed before the first answer."""

    inference: int = INFERENCE
    """The version of the rules by which answers are judged."""

    k: int = 5
    """A side's answers to a statement are shown from this many on; 4 or more."""
    comment_k: int = 8
    """Comments are shown from this many respondents on; with their side, from so many of each side."""
    alpha: float = 0.05
    """The error rate of every test; 1 - alpha is the confidence level of intervals."""
    statement_margin: float = 0.33
    """Sides whose delta is surely within ± this are called aligned on a statement."""
    scale_margin: float = 0.125
    """The same for the change of a scale between waves, as a share of the range: half a point of five. Under the first
    version of the rules for a scale's gap, too."""
    scale_margin_sd: float = 0.5
    """The same for a scale's gap, in standard deviations of people's scores within the sides: what Cohen calls a medium
    effect. Half a point would be .8 of them on a scale of four statements, and let a large difference pass."""
    attribute: str | None = None
    """The name of the one attribute kept with an answer, such as ``function``."""
    pulses: int = 1
    """Over how many waves alpha is spent for what moved: of all changes that a Report tests any is found wrongly with a
    probability of at most alpha / pulses."""
    asked_again: tuple[str, ...] = ()
    """The statements that pulses will ask again: of scales that are longer, the Report has a short form over them."""
    few_changed: bool = False
    """Whether fewer than ``k`` people of a side joined or left since an earlier wave; then levels alone are shown,
    and never groups."""

    def __post_init__(self) -> None:
        if self.k < 4:
            raise ValueError(f"k is {self.k}; results of fewer than 4 people are never shown")


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """Says that a Report takes the place of one computed wrongly, when, and what was wrong."""

    corrected: dt.date
    because: str


class Participation(msgspec.Struct, frozen=True):
    """How many of a side were invited (null where unknown) and answered."""

    invited: int | None
    answered: int


class MainLanguage(msgspec.Struct, frozen=True):
    """The language that most of a side were invited in, by its code, and whether three quarters or more of them were.

    In which language somebody answered is stored nowhere.
    """

    language: str
    most: bool


class StraightLining(msgspec.Struct, frozen=True):
    """How many of both sides gave one and the same answer to all they rated in at least half of some sections.

    ``sections`` is how many of these there are: of six ratings or more, or of four that are keyed both ways. Both
    sides together, and in three bands, see `diagnostic.disclosure.Band`.
    """

    people: Band | Withheld
    sections: int


class Offset(msgspec.Struct, frozen=True, kw_only=True):
    """How much higher b answers altogether: the mean gap over all statements shown in full.

    In points of a scale of ``points``; part of it may be a way of answering rather than of seeing.
    Rounded to three decimals.
    """

    mean_difference: float | Withheld
    interval: Interval | Withheld
    points: int


Edition = Literal["consultant", "participants"]
"""For whom a Report is: ``consultant`` has everything; ``participants`` is neutral, for both companies."""

FamilyName = Literal[
    "statements",
    "predictions",
    "scales",
    "shared_scales",
    "shared_statements",
    "changes",
    "levels",
    "responsibilities",
    "ownership",
    "priorities",
    "cant_say",
    "divided",
    "groups",
    "fault_line",
]


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """Tests adjusted together, so that any false alarm among them stays as rare as ``alpha``.

    ``max_t`` is Westfall and Young's step-down procedure over whole people, ``holm`` Holm's, and
    ``max_t_or_holm`` the larger of both wherever the sides are unequal in size; ``bootstrap`` compares with the largest
    statistic of answers drawn anew. ``shaffer`` is Bonferroni's over what is compared, and in each comparison Shaffer's
    of both levels, their mean and the gap.
    """

    name: FamilyName
    size: int
    procedure: Procedure


LEAST_SHARE = 0.15
"""Shares that differ by less are not told apart, however surely they differ."""

GapKind = Literal["blind_spot", "hidden_strength", "a_only_concern", "b_only_concern"]
"""What a gap means: see `Statement`."""

GAP_KINDS: tuple[GapKind, ...] = get_args(GapKind)

SharedKind = Literal["shared_strength", "shared_concern"]
"""What both sides see alike in height, whatever the gap."""

MovedKind = Literal[
    "shared_concern_improved", "both_rose", "both_fell", "one_side_rose", "one_side_fell", "level_rose", "level_fell"
]
"""How the levels of a scale moved since an earlier wave: see `LevelVerdict`."""

MOVED_KINDS: tuple[MovedKind, ...] = get_args(MovedKind)

FindingKind = Literal[
    "scale_gap",
    "gap",
    GapKind,
    "worth_asking",
    "rated_better_than_expected",
    "rated_worse_than_expected",
    SharedKind,
    "divided_side",
    "group_difference",
    "fault_line",
    "contested",
    "orphaned",
    "overclaim",
    "cant_say",
    MovedKind,
]
VerdictName = Literal[Judged, "withheld"]

SAID_GAPS: tuple[VerdictName, ...] = ("gap", "very_likely")
"""Verdicts by which a difference is stated: shown by a test, or very likely given all others."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something a briefing may open with: what, about which subject, how far up in its kind."""

    kind: FindingKind
    subject: str
    """Id of a statement, a scale, an expectation, ``activity:question``, or the attribute."""
    side: Side | None
    """Whose, where a finding is one side's."""
    rank: int
    """1 is the first of its kind."""
    verdict: VerdictName | None
    """Of the comparison the finding rests on; null where it rests on none."""
    group: str | None = None
    """Which group answers differently from everybody else of its company."""


NoGroups = Literal["no_attribute", "small_groups", "one_group", "edition"]
"""Why a Report shows nothing by group: no attribute was kept, a side kept none because some group was below k, a side
is all of one group, or the edition leaves them out."""
