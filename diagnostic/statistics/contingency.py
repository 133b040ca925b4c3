"""Two rows of counts of categories without an order: whether the sides differ."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from diagnostic.statistics.permutation import count_tables

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MOST_WAYS = 1 << 20
"""Up to so many ways to fill half of the categories are enumerated; beyond, drawing `RESAMPLES` tables is quicker."""
RESAMPLES = 19_999
SEED = 19_510_601
_CHUNK = 1 << 16
_ROUNDING = 1e-7
"""Two probabilities closer than this, relatively, are the same; R has the same figure."""


@dataclass(frozen=True)
class FreemanHalton:
    """A p-value of the difference between two rows of counts.

    Attributes
    ----------
    p
        Share of all assignments of the answers to the sides that give a table no more probable than
        the one observed. Never 0.
    standard_error
        Of ``p``, where the assignments were drawn; None where all were taken.
    tables
        How many tables have the margins observed.
    """

    p: float
    standard_error: float | None
    tables: float


def freeman_halton(
    a: Sequence[int], b: Sequence[int], *, most_ways: float = MOST_WAYS, resamples: int = RESAMPLES
) -> FreemanHalton:
    """Fisher's exact test of a 2 × K table, whose categories need no order.

    Given the margins m, a table with first row x has the probability ∏ C(m_k, x_k) / C(n_a + n_b, n_a);
    p is the sum of those not above that of the table observed. With two categories it is Fisher's
    two-sided test. Where half of the categories can be filled in more than ``most_ways`` ways,
    ``resamples`` tables are drawn with a fixed seed, the observed one counted among them.

    Parameters
    ----------
    a, b
        (K,), how many of a side are in each category; each side one person or more. Categories that
        nobody is in count for nothing; of a single category p is 1.

    Raises
    ------
    ValueError
        Where a side is empty.

    References
    ----------
    Freeman & Halton (1951), Note on an exact treatment of contingency, goodness of fit and other problems
    of significance, Biometrika 38(1-2). R: ``fisher.test(rbind(a, b))``.
    """
    rows = np.array([a, b], dtype=np.int64)
    sizes = rows.sum(axis=1)
    if sizes.min() == 0:
        raise ValueError("nobody answered on a side: there is nothing to compare")
    # The smaller side is placed, category by category from the rarest: so neither the sides' order nor the
    # categories' changes anything.
    row, n = rows[int(sizes.argmin())], int(sizes.min())
    margins = rows.sum(axis=0)
    order = np.lexsort((row, margins))
    row, margins = row[order][margins[order] > 0], margins[order][margins[order] > 0]
    tables = count_tables(margins, n)
    # Halves of about equal size: every other category.
    halves = margins[::2], margins[1::2]
    odds = n / (int(margins.sum()) - n)
    seen = float(_log_weights(row, margins, odds).sum())
    if sum(count_tables([*half, n], n) for half in halves) <= most_ways:
        return FreemanHalton(_enumerated(halves, n, odds, seen), None, tables)
    p = _drawn(margins, n, odds, seen, resamples)
    return FreemanHalton(p, math.sqrt(p * (1 - p) / resamples), tables)


def _log_weights(x: npt.NDArray[np.integer], margins: npt.NDArray[np.integer], odds: float) -> Floats:
    """log C(m, x) + x log(odds): the second term adds up to the same for all tables, and keeps weights in range."""
    weights: Floats = gammaln(margins + 1) - gammaln(x + 1) - gammaln(margins - x + 1) + x * math.log(odds)
    return weights


def _drawn(margins: Whole, n: int, odds: float, seen: float, resamples: int) -> float:
    random = np.random.default_rng(SEED)
    as_rare = 0
    for start in range(0, resamples, _CHUNK):
        size = min(_CHUNK, resamples - start)
        drawn = random.multivariate_hypergeometric(margins, n, size=size, method="marginals")
        as_rare += int((_log_weights(drawn, margins, odds).sum(axis=1) <= seen + _ROUNDING).sum())
    return (1 + as_rare) / (1 + resamples)


def _enumerated(halves: tuple[Whole, Whole], n: int, odds: float, seen: float) -> float:
    """The p-value over all tables, none of which is built.

    A table is one way to fill half of the categories and one to fill the others, n in all. Its weight is
    the product of theirs; so with each way to fill the one half go, among the ways to fill the other that
    have the right number, all from the lightest up to a limit. These are found by halving, and their
    weights have been added up beforehand.
    """
    (few, of_few), (many, of_many) = sorted((_fill(half, n, odds) for half in halves), key=lambda ways: len(ways[0]))
    first, last = np.searchsorted(many, n - few, "left"), np.searchsorted(many, n - few, "right")
    found = _up_to(of_many, first, last, seen + math.log1p(_ROUNDING) - of_few)
    top = of_many.max()
    sums = _sums_within(many, np.exp(of_many - top))
    weights = np.exp(of_few - of_few.max())
    as_rare, every = (float((weights * np.where(end > first, sums[end - 1], 0)).sum()) for end in (found, last))
    return max(as_rare / every, sys.float_info.min)


def _fill(margins: Whole, n: int, odds: float) -> tuple[Whole, Floats]:
    """All ways to put up to n people into some categories: how many, and the log weights, both ascending."""
    placed, weights = np.zeros(1, dtype=np.int64), np.zeros(1)
    for margin in margins.tolist():
        x = np.arange(min(margin, n) + 1)
        together = placed[:, None] + x
        fits = together <= n
        weights = (weights[:, None] + _log_weights(x, np.array(margin), odds))[fits]
        placed = together[fits]
    order = np.lexsort((weights, placed))
    return placed[order], weights[order]


def _up_to(values: Floats, first: Whole, last: Whole, limits: Floats) -> Whole:
    """Where, in each stretch first to last of ``values``, all ascending, those up to its limit end."""
    low, high = first.copy(), last.copy()
    while (low < high).any():
        middle = (low + high) // 2
        below = (low < high) & (values[np.minimum(middle, len(values) - 1)] <= limits)
        low, high = np.where(below, middle + 1, low), np.where(below | (low >= high), high, middle)
    return low


def _sums_within(groups: Whole, values: Floats) -> Floats:
    """Running sums that start anew with each group, made of sums only: a difference would lose the small ones."""
    sums, step = values.copy(), 1
    while step < len(sums) and (groups[step:] == groups[:-step]).any():
        sums[step:] = sums[step:] + np.where(groups[step:] == groups[:-step], sums[:-step], 0)
        step *= 2
    return sums
