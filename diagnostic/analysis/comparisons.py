"""One comparison of two protected tables: the figures, and the verdict once its family is adjusted."""

from collections.abc import Sequence

import numpy as np

from diagnostic import statistics
from diagnostic.analysis.joint import rounded_up
from diagnostic.analysis.report import BySide, Comparison, Release
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import CountTable, Withheld
from diagnostic.statistics import FEWEST, Family, Moments, Posterior

FIVE_POINTS = 4
"""The range of the scale in whose points sizes are read together."""
MATTERS = 0.25
"""A gap of so many points of a five-point scale is worth a sentence."""
SAYS_MORE = 2
"""The version of the rules from which on a difference may be very likely, or worth asking about."""


def may_judge(first: CountTable | Withheld, second: CountTable | Withheld) -> bool:
    """Whether a comparison gets a verdict: both tables shown, with enough answers each."""
    return all(not isinstance(table, Withheld) and sum(table.counts) >= FEWEST for table in (first, second))


def adjust_for_multiplicity(
    tallies: BySide[Tally], keys: BySide[list[str]], points: Sequence[int]
) -> tuple[Family, list[float]]:
    """The family of some comparisons, each of a key of a's people with one of b's, and its p-values as reported."""
    ratings = [tallies.a.matrix(keys.a), tallies.b.matrix(keys.b)]
    is_b = np.repeat([False, True], [len(side) for side in ratings])
    family = statistics.max_t_adjust(np.vstack(ratings), is_b, points)
    return family, [rounded_up(p) for p in family.p_adjusted]


def compare(
    first: CountTable,
    second: CountTable,
    release: Release,
    p_adjusted: float | None,
    likely: Posterior | None = None,
) -> Comparison:
    """The second table less the first; without an adjusted p-value it is not judged.

    Where no test settles it, ``likely`` may: how large the difference is, given all others.
    """
    one, other = moments(first), moments(second)
    difference = statistics.welch(one, other, release.alpha)
    found = statistics.superiority(first.counts, second.counts)
    tested = statistics.permutation_test(first.counts, second.counts)
    could = statistics.could_show_alignment(first.counts, second.counts, release.statement_margin, release.alpha)
    inner = found.interval(2 * release.alpha)
    verdict = statistics.TOO_FEW
    if p_adjusted is not None:
        verdict = statistics.verdict(
            inner,
            tested.p,
            p_adjusted,
            margin=release.statement_margin,
            alpha=release.alpha,
            could_show_alignment=could,
            signs_agree=difference.difference * found.delta >= 0,
        )
    if likely is not None and release.inference >= SAYS_MORE:
        sizes = one.n, other.n
        verdict = statistics.with_probability(
            verdict,
            in_direction(likely, difference.difference),
            min(sizes),
            unequal=max(sizes) > statistics.UNEQUAL * min(sizes),
            own=difference.difference * found.delta > 0 and abs(difference.difference) >= matters(one.bounds),
        )
    return Comparison(
        mean_difference=difference.difference,
        interval=difference.interval,
        delta=found.delta,
        delta_interval=found.interval(release.alpha),
        delta_interval_90=inner,
        p=tested.p,
        p_standard_error=tested.standard_error,
        p_adjusted=p_adjusted,
        verdict=verdict.verdict,
        reason=verdict.reason,
        could_show_alignment=could,
    )


def matters(bounds: tuple[float, float]) -> float:
    """In points of a scale between these: from what size on a gap is worth a sentence."""
    return MATTERS * (bounds[1] - bounds[0]) / FIVE_POINTS


def in_direction(likely: Posterior, difference: float | Withheld) -> float:
    """The probability that a gap matters in the direction in which the answers differ."""
    return likely.above if not isinstance(difference, Withheld) and difference > 0 else likely.below


def moments(table: CountTable) -> Moments:
    return statistics.from_counts(table.counts)


def withheld_comparison(why: Withheld) -> Comparison:
    return Comparison(
        mean_difference=why,
        interval=why,
        delta=why,
        delta_interval=why,
        delta_interval_90=why,
        p=why,
        p_standard_error=why,
        p_adjusted=why,
        verdict="withheld",
        reason="few_people" if why.withheld == "few_people" else "protected",
        could_show_alignment=why,
    )
