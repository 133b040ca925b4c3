"""The exact studentised permutation test of two rows of counts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from diagnostic.statistics.superiority import placements

Floats = npt.NDArray[np.float64]

MOST_TABLES = 500_000
"""Up to so many tables are enumerated; beyond, drawing `RESAMPLES` of them is quicker."""
RESAMPLES = 19_999
SEED = 20_070_401
_CHUNK = 1 << 16
_ROUNDING = 1e-9
"""Two statistics closer than this, relatively, are the same: sums in another order differ in the last digits."""
_NO_VARIANCE = 1e-16
"""Below this a variance is 0 but for rounding; the smallest other one is 1 / (2 n_a² n_b²)."""


@dataclass(frozen=True)
class PermutationTest:
    """A two-sided p-value.

    Attributes
    ----------
    p
        Share of all assignments of the answers to the sides whose statistic is as far from 0 as the
        one observed, or further. Never 0.
    standard_error
        Of ``p``, where the assignments were drawn; None where all were taken.
    tables
        How many tables have the margins observed.
    """

    p: float
    standard_error: float | None
    tables: float


def permutation_test(
    a: Sequence[int], b: Sequence[int], *, most_tables: float = MOST_TABLES, resamples: int = RESAMPLES
) -> PermutationTest:
    """Whether either side tends to answer higher: Brunner–Munzel's statistic under permutation.

    The statistic is (p̂ − 1/2) / se(p̂), with p̂ and se as in `superiority`. All assignments of the n_a + n_b
    answers to the sides are equally likely, so a 2 × K table with the observed margins m and first row x
    has the weight ∏ C(m_k, x_k) / C(n_a + n_b, n_a). All tables are enumerated; where they are more than
    ``most_tables``, ``resamples`` of them are drawn with a fixed seed, the observed one counted among
    them. Exact where both sides' answers come from one distribution, and asymptotically so where only
    p = 1/2 holds, whatever the spreads. Complete separation is a statistic of ±infinity.

    Parameters
    ----------
    a, b
        (K,), how many of a side gave each category, lowest first; each side one person or more.

    Raises
    ------
    ValueError
        Where a side is empty.

    References
    ----------
    Neubert & Brunner (2007), A studentized permutation test for the non-parametric Behrens–Fisher
    problem, Computational Statistics & Data Analysis 51(10). Phipson & Smyth (2010), Permutation
    P-values should never be zero. R: ``brunnermunzel::brunnermunzel.permutation.test``.
    """
    rows = np.array([a, b], dtype=np.float64)
    rows = rows[:, rows.sum(axis=0) > 0]
    sizes = rows.sum(axis=1)
    if sizes.min() == 0:
        raise ValueError("nobody answered on a side: there is nothing to compare")
    margins = rows.sum(axis=0)
    tables = count_tables(margins, int(sizes[0]))
    seen = placements(rows[0], rows[1])
    distance, variance = float((seen.probability - 0.5) ** 2), float(seen.variance)
    if distance == 0:
        return PermutationTest(1.0, None, tables)
    if tables <= most_tables:
        return PermutationTest(_enumerated(margins, int(sizes[0]), distance, variance), None, tables)
    p = _drawn(margins, int(sizes.min()), distance, variance, resamples)
    return PermutationTest(p, math.sqrt(p * (1 - p) / resamples), tables)


def count_tables(margins: npt.ArrayLike, n: int) -> float:
    """How many rows of counts fit under the column sums ``margins`` (K,) and add up to ``n``."""
    ways = np.zeros(n + 1)
    ways[0] = 1
    for margin in np.asarray(margins, dtype=np.int64):
        # To put any number from 0 to the margin on top is a running sum over so many.
        sums = ways.cumsum()
        ways = sums.copy()
        ways[margin + 1 :] -= sums[: max(n - margin, 0)]
    return float(ways[n])


def _as_far(distance: Floats, variance: Floats, seen_distance: float, seen_variance: float) -> npt.NDArray[np.bool_]:
    """Whether distance / variance, both squared, is that of the table seen or more."""
    limit = distance * (seen_variance / seen_distance) * (1 + _ROUNDING)
    return variance <= limit + _NO_VARIANCE


def _drawn(margins: Floats, smaller: int, distance: float, variance: float, resamples: int) -> float:
    # The smaller side is drawn, whichever it is: so p stays when the sides change places.
    random = np.random.default_rng(SEED)
    colours = margins.astype(np.int64)
    as_far = 0
    for start in range(0, resamples, _CHUNK):
        size = min(_CHUNK, resamples - start)
        drawn = random.multivariate_hypergeometric(colours, smaller, size=size, method="marginals").astype(np.float64)
        found = placements(drawn, margins - drawn)
        as_far += int(_as_far((found.probability - 0.5) ** 2, found.variance, distance, variance).sum())
    return (1 + as_far) / (1 + resamples)


@dataclass(frozen=True)
class _Half:
    """Every way to fill the lower, or the upper, half of the categories.

    ``below`` is how many of a's answers lie in the lower half, ascending. The rest are sums over the
    half's categories, which add up to those of the whole table: twice the placements of b's answers,
    the part of the variance that is a sum of squares, and the logarithm of the weight.
    """

    below: npt.NDArray[np.int64]
    placed: Floats
    squares: Floats
    weight: Floats


def _enumerated(margins: Floats, n_a: int, distance: float, variance: float) -> float:
    """The p-value over all tables: each is one way to fill the lower half and one to fill the upper.

    What a category adds to the statistic depends on its own two counts and on how many of a's answers
    lie below it. So both halves are built once, and met wherever they agree on how many lie between:
    a table costs a handful of additions, and never more than a chunk of them is held.
    """
    n_b = int(margins.sum()) - n_a
    half = len(margins) // 2
    lower, upper = _fill(margins, n_a, range(half)), _fill(margins, n_a, range(len(margins) - 1, half - 1, -1))
    as_far = total = 0.0
    for i, j in _meetings(lower.below, upper.below):
        of_b = lower.placed[i] + upper.placed[j]
        of_a = 2.0 * n_a * n_b - of_b
        spread = lower.squares[i] + upper.squares[j]
        spread -= of_a**2 * (_scale(n_a, n_b) / n_a) + of_b**2 * (_scale(n_b, n_a) / n_b)
        weight = lower.weight[i] * upper.weight[j]
        far = _as_far((of_b / (2.0 * n_a * n_b) - 0.5) ** 2, spread, distance, variance)
        as_far += float(weight[far].sum())
        total += float(weight.sum())
    return as_far / total


def _scale(n: int, partner: int) -> float:
    """What turns a sum of squares of 2 × partner × placement into a squared standard error."""
    return 1 / (n * max(n - 1, 1) * (2.0 * partner) ** 2)


def _fill(margins: Floats, n_a: int, categories: range) -> _Half:
    """Fill some categories, upwards from the first or downwards from the last, in every possible way."""
    n_b = int(margins.sum()) - n_a
    upwards = categories.step > 0
    beneath = margins.cumsum() - margins
    # How many of a's answers lie below the next category to fill, or (downwards) in and below it.
    below = np.array([0 if upwards else n_a])
    placed, squares, weight = np.zeros(1), np.zeros(1), np.zeros(1)
    for k in categories:
        counts = np.arange(int(margins[k]) + 1)
        of_a = np.tile(counts, len(below)).astype(np.float64)
        before = np.repeat(below, len(counts))
        after = before + (of_a if upwards else -of_a).astype(np.int64)
        low = np.minimum(before, after)
        of_b = margins[k] - of_a
        under_a, under_b = 2 * (beneath[k] - low) + of_b, 2 * low + of_a
        placed = np.repeat(placed, len(counts)) + of_b * under_b
        squares = np.repeat(squares, len(counts))
        squares = squares + of_a * under_a**2 * _scale(n_a, n_b) + of_b * under_b**2 * _scale(n_b, n_a)
        weight = np.repeat(weight, len(counts)) + np.tile(
            _log_weights(margins[k], n_a / n_b), len(before) // len(counts)
        )
        # Neither more of a's answers than there are, nor (among the rest, which are b's) more of b's.
        rest = (beneath[k] if not upwards else beneath[k] + margins[k]) - after
        fits = (after >= 0) & (after <= n_a) & (rest >= 0) & (rest <= n_b)
        below, placed, squares, weight = after[fits], placed[fits], squares[fits], weight[fits]
    order = np.argsort(below, kind="stable")
    return _Half(below[order], placed[order], squares[order], np.exp(weight[order] - weight.max()))


def _log_weights(margin: float, odds: float) -> Floats:
    """log C(m, x) + x log(odds), x from 0 to m.

    The second term adds up to the same for all tables. It puts the heaviest ways to fill either half
    where they meet, so that no weight overflows.
    """
    x = np.arange(int(margin) + 1, dtype=np.float64)
    weights: Floats = gammaln(margin + 1) - gammaln(x + 1) - gammaln(margin - x + 1) + x * math.log(odds)
    return weights


def _meetings(
    lower: npt.NDArray[np.int64], upper: npt.NDArray[np.int64]
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Indices (i, j) of all pairs with lower[i] == upper[j], both sorted, a bounded number at a time."""
    first, last = np.searchsorted(upper, lower, "left"), np.searchsorted(upper, lower, "right")
    partners = last - first
    ends = partners.cumsum()
    start = 0
    while start < len(lower):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _CHUNK, "right")))
        here = partners[start:stop]
        i = np.repeat(np.arange(start, stop), here)
        j = np.arange(len(i)) - np.repeat(here.cumsum() - here, here) + np.repeat(first[start:stop], here)
        yield i, j
        start = stop
