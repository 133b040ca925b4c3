"""What moved since earlier waves, in a Report: worked out from Reports alone, so it tells no more than they do."""

import datetime as dt
from typing import Literal, Protocol, TypeVar

import msgspec

from diagnostic.analysis.report.basics import (
    MOVED_KINDS,
    BySide,
    Interval,
    MainLanguage,
    MovedKind,
    OnPoints,
    Participation,
)
from diagnostic.disclosure import ComparisonWithheld, Withheld
from diagnostic.questionnaire.words import Side, Target, WaveKind

ChangeVerdict = Literal["closing", "widening", "turned", "steady", "cannot_tell", "too_few", "withheld"]
"""What may be said of a gap between two waves.

``closing`` and ``widening``: the gap surely changed, and is smaller, or larger, than it was. ``turned``: it surely
changed, and the other side is now the one that answers higher. ``steady``: the change is surely inside the margin.
``cannot_tell``: everything else. ``too_few``: shown, not judged. ``withheld``: one of the two is not shown.
"""

CERTAIN: tuple[ChangeVerdict, ...] = ("closing", "widening", "turned")
"""Those that say that something moved."""

SideVerdict = Literal["rose", "fell", "steady", "cannot_tell", "too_few", "withheld", "untested"]
"""What may be said of one level between two waves. ``untested``: by Reports of earlier schemas."""

LevelVerdict = Literal[MovedKind, "opposite", "steady", "cannot_tell", "too_few", "withheld", "untested"]
"""What may be said of both sides' levels between two waves; up is for the better.

``shared_concern_improved``: both rose where the earlier wave has a shared concern. ``opposite``: one rose and the other
fell. ``one_side_rose``: of the other it is not shown. ``level_rose``: the mean of both sides rose, and of neither
alone is it shown.
"""

LEVEL_CERTAIN: tuple[LevelVerdict, ...] = (*MOVED_KINDS, "opposite")
"""Those that say that a level moved."""

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

    ``exact`` is false where the wave asked more of the scale than is compared, and has no short form over that: the
    score is then made of the statements' means, and its interval is as wide as if everybody answered them all alike.
    So it is where fewer than 8 of a side took part, and stands alone. Where few people joined or left, a mean stands
    alone, to half a point, as it was last shown unless it clearly moved.
    """

    wave: int
    kind: WaveKind
    closed: dt.date | None
    participation: BySide[Participation]
    exact: bool
    sides: BySide[TrendSide]
    gap: float | Withheld
    gap_interval: Interval | Withheld
    name: str | None = None
    """What the wave is called, as `Wave` has it."""
    languages: BySide[MainLanguage] | None = None
    """In what its sides were invited, as the Report has it."""


class SideChange(msgspec.Struct, frozen=True, kw_only=True):
    """How far one level moved, up being for the better; it may be that others answered.

    ``p_adjusted`` is null where the change is shown and not judged, and in Reports of earlier schemas, as ``p`` is.
    """

    change: float | Withheld
    interval: Interval | Withheld
    p: float | Withheld | None = None
    p_adjusted: float | Withheld | None = None
    verdict: SideVerdict = "untested"


class LevelChange(msgspec.Struct, frozen=True, kw_only=True):
    """How far both sides' levels moved since an earlier wave, in points; ``both`` is the mean of the two."""

    since: int
    """The number of the wave that it is compared with."""
    sides: BySide[SideChange]
    both: SideChange | None = None
    """Null in Reports of earlier schemas."""
    level: LevelVerdict = "untested"

    @property
    def side(self) -> Side | None:
        """The side that rose or fell where it is shown of that one only."""
        if self.level not in ("one_side_rose", "one_side_fell"):
            return None
        return "a" if self.sides.a.verdict in ("rose", "fell") else "b"


class Change(LevelChange, frozen=True, kw_only=True):
    """How far the gap moved, too: ``gap`` now less ``gap`` then, in scale points.

    The waves count as independent samples, which is on the safe side where the same people answer: variances add,
    and degrees of freedom are Satterthwaite's. ``detectable`` is the change that would have been found four times in
    five among so many comparisons, were it one side that moved.
    """

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


class _Judged(Protocol):
    @property
    def verdict(self) -> ChangeVerdict: ...
    @property
    def level(self) -> LevelVerdict: ...


C = TypeVar("C", bound=_Judged)


def spoken_of(since_first: C | None, since_previous: C | None) -> C | None:
    """The change that a scale is spoken of by: whichever is certain, else that since the first wave."""
    steps = [step for step in (since_first, since_previous) if step is not None]
    certain = (step for step in steps if step.level in LEVEL_CERTAIN or step.verdict in CERTAIN)
    return next(certain, steps[0] if steps else None)


class Slope(msgspec.Struct, frozen=True, kw_only=True):
    """How fast the gap moved over all waves that show it, in scale points a month of 30.44 days.

    Weighted by inverse variance; not tested.
    """

    per_month: float
    interval: Interval
    waves: int


class Trend(OnPoints, frozen=True, kw_only=True):
    """A scale about one target over all waves, in the order they closed.

    ``statements`` are those compared: what the latest wave asks of the scale. ``since_previous`` is null where no
    earlier wave has asked them; ``since_first`` also where the first is the previous; ``slope`` with fewer than three
    waves that show a gap.
    """

    scale: str
    """Its id, such as ``trust@a``."""
    target: Target
    statements: tuple[str, ...]
    series: tuple[TrendPoint, ...]
    since_previous: Change | None
    since_first: Change | None
    slope: Slope | None


CarriedWord = Literal["closing", "widening", "turned", "risen", "fallen", "steady", "cannot_tell", "too_few"]
"""What may be said of an agreed target by changes that people carried.

``closing``, ``widening``, ``turned``: its gap surely changed. ``risen``, ``fallen``: the mean of both levels did.
``steady``: neither changed by more than the margin, surely. ``too_few``: nothing is said.
"""


PerceivedWord = Literal["worse", "same", "better", "mixed"]
"""What more than half of those of a side say who answered it; ``mixed`` where no more than half say the same.

No counts: with how many answered the wave they would tell how many of those who joined took part."""


class CarriedChange(msgspec.Struct, frozen=True, kw_only=True):
    """How an agreed target changed since the first wave, on average over the pulses so far, by people's own changes.

    Only those are in it who answered the first wave and carried their answers on: nobody who joined or left. ``by`` is
    to a quarter of a point, as it was last said unless it clearly moved; up is for the better.
    """

    target: str
    """The id of a statement or a scale."""
    since: int
    changes: BySide[int]
    """How many carried one."""
    word: CarriedWord
    by: BySide[float | Withheld]
    perceived: BySide[PerceivedWord | Withheld] | None = None
    """How people see it themselves, compared with the first survey, which is no measurement; null where that was not
    asked, and in earlier schemas."""


class LevelPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides' mean of one statement in one wave; levels, which are less than means, where few joined or left."""

    wave: int
    sides: BySide[float | Withheld]


class StatementLevels(msgspec.Struct, frozen=True, kw_only=True):
    """One statement over all waves that asked it in the same words.

    ``since_first`` is in the statement's sense: up is for the better, also where agreement is not. It is null where
    this wave or all earlier ones do not show what it takes, and in Reports of earlier schemas.
    """

    id: str
    series: tuple[LevelPoint, ...]
    since_first: LevelChange | None = None


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was agreed, as the log has it on the day the Report is read.

    ``statement`` is the id of the one it is to move, or null.
    """

    text: str
    owner: str
    agreed: dt.date
    statement: str | None
