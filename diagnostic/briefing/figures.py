"""Figures that are there, apart from those that are withheld."""

from collections.abc import Sequence
from typing import TypeGuard, TypeVar

import msgspec

from diagnostic.analysis.report import (
    SAID_GAPS,
    Comparison,
    ComparisonReason,
    ExpectationSide,
    Finding,
    Gap,
    Interval,
    Reason,
    Report,
    Scale,
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
    within_language: bool = False
    """Whether it is called a gap, and could be the sides' languages."""

    @property
    def is_stated(self) -> bool:
        """Whether it may be said that the sides see this differently."""
        return self.verdict in SAID_GAPS

    @property
    def higher(self) -> Side:
        return "b" if self.difference > 0 else "a"


def has_level_alone(scale: Scale) -> bool:
    """Whether so few people answered that a scale has no scores, and a level all the same: its statements' mean."""
    return is_shown(scale.sides.a.mean) and reason_of(scale.gap.mean_difference) == "few_people"


def is_shown(value: T | Withheld) -> TypeGuard[T]:
    return not isinstance(value, Withheld)


def shown(value: T | Withheld) -> T | None:
    return None if isinstance(value, Withheld) else value


def shown_gap(gap: Comparison | ScaleGap) -> ShownGap | None:
    difference, interval, delta = shown(gap.mean_difference), shown(gap.interval), shown(gap.delta)
    delta_interval = shown(gap.delta_interval)
    if difference is None or interval is None or delta is None or delta_interval is None:
        return None
    judged = gap.verdict != "too_few"
    size, size_interval, likely = (
        (shown(gap.size), shown(gap.size_interval), shown(gap.likely)) if isinstance(gap, Gap) else (None, None, None)
    )
    return ShownGap(
        difference,
        interval if judged else None,
        gap.verdict,
        gap.reason,
        delta,
        delta_interval if judged else None,
        shown(gap.p_adjusted),
        size,
        size_interval,
        likely,
        within_language=is_within_language(gap),
    )


def is_within_language(gap: Comparison | ScaleGap) -> bool:
    """Whether it is called a gap, and would be none without what the answers to all statements have in common."""
    return gap.beyond_language is False


def within_language(report: Report) -> tuple[str, ...]:
    """All that is called a gap and could be the sides' languages: scales, statements, and predictions of some."""
    scales = (one.id for one in report.scales if is_within_language(one.gap))
    statements = (one.id for one in report.statements if is_within_language(one.gap))
    predicted = ((s.id, s.predicted) for s in report.statements if s.predicted)
    surprises = (predicted_key(key) for key, each in predicted if is_within_language(each.against_partner))
    return (*scales, *statements, *surprises)


def beyond_language(finding: Finding, report: Report) -> bool | None:
    """Of a finding that is a gap or a surprise whether language could not be it; None where that is no question."""
    key = predicted_key(finding.subject) if finding.kind.startswith("rated_") else finding.subject
    compared = {one.id: shown(one.gap.beyond_language) for one in report.scales}
    compared |= {one.id: shown(one.gap.beyond_language) for one in report.statements}
    predicted = ((s.id, s.predicted) for s in report.statements if s.predicted)
    compared |= {predicted_key(key): shown(one.against_partner.beyond_language) for key, one in predicted}
    return compared.get(key) if finding.verdict in SAID_GAPS else None


def predicted_key(statement: str) -> str:
    """What a prediction of a statement is called among statements and scales."""
    return f"{statement}:predicted"


def shown_mean(side: StatementSide | ScaleSide) -> float | None:
    return shown(side.mean)


def has_means(statement: Statement) -> bool:
    """Whether any side's average is shown."""
    return any(is_shown(side.mean) for side in (statement.sides.a, statement.sides.b))


def shown_counts(side: StatementSide) -> tuple[int, ...] | None:
    return shown(side.counts)


def shown_quartiles(side: ExpectationSide) -> tuple[float, float, float] | None:
    return shown(side.quartiles)


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
