"""What moved since earlier waves, in a Report: worked out from Reports alone, so it tells no more than they do."""

import datetime as dt
from typing import Literal, Protocol, TypeVar

import msgspec

from diagnostic.analysis.report.basics import BySide, Interval, Participation
from diagnostic.disclosure import ComparisonWithheld, Withheld
from diagnostic.questionnaire.words import Target, WaveKind

ChangeVerdict = Literal["closing", "widening", "turned", "steady", "cannot_tell", "too_few", "withheld"]
"""What may be said of a gap between two waves.

``closing`` and ``widening``: the gap surely changed, and is smaller, or larger, than it was. ``turned``: it surely
changed, and the other side is now the one that answers higher. ``steady``: the change is surely inside the margin.
``cannot_tell``: everything else. ``too_few``: shown, not judged. ``withheld``: one of the two is not shown.
"""

CERTAIN: tuple[ChangeVerdict, ...] = ("closing", "widening", "turned")
"""Those that say that something moved."""

ChangeReason = Literal[
    "change_shown",
    "within_margin",
    "small_change_within_margin",
    "lost_in_adjustment",
    "interval_too_wide",
    "could_not_show_steadiness",
    "few_answers",
    ComparisonWithheld,
]


class TrendSide(msgspec.Struct, frozen=True, kw_only=True):
    """One side's score in one wave, over the statements that the trend compares."""

    n: int | Withheld
    mean: float | Withheld
    interval: Interval | Withheld


class TrendPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A scale in one wave; ``gap`` is b minus a.

    ``exact`` is false where the wave asked more of the scale than is compared: the score is then made of the
    statements' means, and its interval is as wide as if everybody answered them all alike. Where few people joined
    or left, a mean stands alone, to one decimal, as it was last shown unless it clearly moved.
    """

    wave: int
    kind: WaveKind
    closed: dt.date | None
    participation: BySide[Participation]
    exact: bool
    sides: BySide[TrendSide]
    gap: float | Withheld
    gap_interval: Interval | Withheld


class SideChange(msgspec.Struct, frozen=True, kw_only=True):
    """How far one side's own score moved; not tested, and it may be that others answered."""

    change: float | Withheld
    interval: Interval | Withheld


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """How far the gap moved since an earlier wave: ``gap`` now less ``gap`` then, in scale points.

    The waves count as independent samples, which is on the safe side where the same people answer: variances add,
    and degrees of freedom are Satterthwaite's. ``detectable`` is the change that would have been found four times in
    five among so many comparisons.
    """

    since: int
    """The number of the wave that it is compared with."""
    change: float | Withheld
    interval: Interval | Withheld
    interval_90: Interval | Withheld
    p: float | Withheld
    p_adjusted: float | Withheld | None
    """Null where the change is shown and not judged."""
    verdict: ChangeVerdict
    reason: ChangeReason
    could_show_steadiness: bool | Withheld
    detectable: float | Withheld
    sides: BySide[SideChange]


class _Judged(Protocol):
    @property
    def verdict(self) -> ChangeVerdict: ...


C = TypeVar("C", bound=_Judged)


def spoken_of(since_first: C | None, since_previous: C | None) -> C | None:
    """The change that a scale is spoken of by: whichever is certain, else that since the first wave."""
    steps = [step for step in (since_first, since_previous) if step is not None]
    return next((step for step in steps if step.verdict in CERTAIN), steps[0] if steps else None)


class Slope(msgspec.Struct, frozen=True, kw_only=True):
    """How fast the gap moved over all waves that show it, in scale points a month of 30.44 days.

    Weighted by inverse variance; not tested.
    """

    per_month: float
    interval: Interval
    waves: int


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """A scale about one target over all waves, in the order they closed.

    ``statements`` are those compared: what the latest wave asks of the scale. ``since_previous`` is null where no
    earlier wave has asked them; ``since_first`` also where the first is the previous; ``slope`` with fewer than three
    waves that show a gap.
    """

    scale: str
    """Its id, such as ``trust@a``."""
    target: Target
    points: int
    """The answer scale's, K."""
    statements: tuple[str, ...]
    series: tuple[TrendPoint, ...]
    since_previous: Change | None
    since_first: Change | None
    slope: Slope | None


class LevelPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides' mean of one statement in one wave; levels, which are less than means, where few joined or left."""

    wave: int
    sides: BySide[float | Withheld]


class StatementLevels(msgspec.Struct, frozen=True, kw_only=True):
    """One statement over all waves that asked it in the same words: levels only, nothing tested."""

    id: str
    series: tuple[LevelPoint, ...]


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was agreed, as the log has it on the day the Report is read.

    ``statement`` is the id of the one it is to move, or null.
    """

    text: str
    owner: str
    agreed: dt.date
    statement: str | None
