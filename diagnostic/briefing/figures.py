"""Figures that are there, apart from those that are withheld."""

from collections.abc import Sequence
from typing import TypeGuard, TypeVar

import msgspec

from diagnostic.analysis.report import (
    ExpectationSide,
    Gap,
    Interval,
    Reason,
    ScaleSide,
    Statement,
    StatementSide,
    Withheld,
)
from diagnostic.questionnaire.words import Side

T = TypeVar("T")


class ShownGap(msgspec.Struct, frozen=True):
    """A gap that may be shown: b minus a, in scale points."""

    difference: float
    interval: Interval

    @property
    def clear(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.interval[0] > 0 or self.interval[1] < 0

    @property
    def higher(self) -> Side:
        return "b" if self.difference > 0 else "a"


def is_shown(value: T | Withheld) -> TypeGuard[T]:
    return not isinstance(value, Withheld)


def shown_gap(gap: Gap) -> ShownGap | None:
    if isinstance(gap.mean_difference, Withheld) or isinstance(gap.interval, Withheld):
        return None
    return ShownGap(gap.mean_difference, gap.interval)


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
    """Largest gap first, in parts of the scale's length; statements without a gap that is shown come last."""

    def size(statement: Statement) -> float:
        gap = shown_gap(statement.gap)
        return -abs(gap.difference) / (statement.points - 1) if gap else 1.0

    return sorted(statements, key=size)
