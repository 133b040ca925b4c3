"""Figures that are there, apart from those that are withheld."""

from collections.abc import Sequence
from typing import TypeGuard, TypeVar

import msgspec
from msgspec.structs import replace

from diagnostic.analysis.report import (
    SAID_GAPS,
    Comparison,
    ComparisonReason,
    ExpectationSide,
    Gap,
    Interval,
    Reason,
    ScaleGap,
    ScaleSide,
    Statement,
    StatementSide,
    VerdictName,
    Withheld,
)
from diagnostic.questionnaire.words import Side

T = TypeVar("T")

MEANINGS = ("blind_spot", "hidden_strength", "a_only_concern", "b_only_concern")
"""What a gap may mean beyond a difference: each of these kinds is a gap as well."""


class ShownGap(msgspec.Struct, frozen=True):
    """A difference that may be shown, in scale points, and what may be said of it."""

    difference: float
    interval: Interval | None
    """None where too few answered to judge it, as with ``delta_interval``: nothing is to sound like a test then."""
    verdict: VerdictName
    reason: ComparisonReason
    delta: float
    delta_interval: Interval | None
    p_adjusted: float | None
    size: float | None = None
    """How large it is likely to be, in the light of all others; None where that is not worked out."""
    size_interval: Interval | None = None
    likely: float | None = None
    """The probability that it matters, in this direction."""

    @property
    def is_stated(self) -> bool:
        """Whether it may be said that the sides see this differently."""
        return self.verdict in SAID_GAPS

    @property
    def higher(self) -> Side:
        return "b" if self.difference > 0 else "a"


def is_shown(value: T | Withheld) -> TypeGuard[T]:
    return not isinstance(value, Withheld)


def shown_gap(gap: Comparison | ScaleGap) -> ShownGap | None:
    if (
        isinstance(gap.mean_difference, Withheld)
        or isinstance(gap.interval, Withheld)
        or isinstance(gap.delta, Withheld)
        or isinstance(gap.delta_interval, Withheld)
    ):
        return None
    p = None if isinstance(gap.p_adjusted, Withheld) else gap.p_adjusted
    judged = gap.verdict != "too_few"
    intervals = (gap.interval, gap.delta_interval) if judged else (None, None)
    shown = ShownGap(gap.mean_difference, intervals[0], gap.verdict, gap.reason, gap.delta, intervals[1], p)
    if not isinstance(gap, Gap):
        return shown
    likely = (None if isinstance(each, Withheld) else each for each in (gap.size, gap.size_interval, gap.likely))
    return replace(shown, **dict(zip(("size", "size_interval", "likely"), likely, strict=True)))


def shown_mean(side: StatementSide | ScaleSide) -> float | None:
    return None if isinstance(side.mean, Withheld) else side.mean


def shown_counts(side: StatementSide) -> tuple[int, ...] | None:
    return None if isinstance(side.counts, Withheld) else side.counts


def shown_quartiles(side: ExpectationSide) -> tuple[float, float, float] | None:
    return None if isinstance(side.quartiles, Withheld) else side.quartiles


def reason_of(*values: object) -> Reason | None:
    """Why the first withheld one of some figures is withheld."""
    return next((value.withheld for value in values if isinstance(value, Withheld)), None)


def by_size(statements: Sequence[Statement]) -> list[Statement]:
    """By the gap's likely size, in parts of the scale's length; then those not judged, as they were answered.

    Statements without a gap that is shown come last.
    """

    def size(statement: Statement) -> tuple[int, float]:
        likely, seen = statement.gap.size, statement.gap.mean_difference
        if isinstance(seen, Withheld) or isinstance(likely, Withheld):
            return 2, 0.0
        reach = statement.points - 1
        return (1, -abs(seen) / reach) if likely is None else (0, -abs(likely) / reach)

    return sorted(statements, key=size)


def camps(counts: Sequence[int]) -> tuple[int, int]:
    """How many answered in the lower and in the upper 40 % of the range, as the finding counts them."""
    reach = len(counts) - 1
    low = sum(count for place, count in enumerate(counts) if place <= 0.4 * reach)
    high = sum(count for place, count in enumerate(counts) if place >= 0.6 * reach)
    return low, high
