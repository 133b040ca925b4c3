"""How far the numbers of one side lie above those of the other."""

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.statistics.moments import Interval
from diagnostic.statistics.proportions import normal_quantile

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MOST_PAIRS = 2_500
"""Up to so many pairs of people, 50 a side, the interval's limits are counted off exactly."""
_HELD = 1 << 17
"""Of the differences between distinct numbers, held at a time."""


@dataclass(frozen=True)
class Shift:
    """How far b's numbers lie above a's, in their unit, with confidence limits."""

    shift: float
    interval: Interval


def hodges_lehmann(a: Floats, b: Floats, alpha: float = 0.05, *, bounds: tuple[float, float]) -> Shift:
    """The Hodges–Lehmann shift: the median of all differences b_j − a_i.

    Its limits are the q-th smallest and the q-th largest of these n_a n_b differences. With U being
    Mann–Whitney's statistic of sides that do not differ, q is the largest number with
    P(U ≤ q − 1) < alpha/2, by the exact distribution without ties; above `MOST_PAIRS` by the normal one,
    q = ⌊n_a n_b / 2 − z sqrt(n_a n_b (n_a + n_b + 1) / 12) + 1/2⌋. Where numbers are tied the interval
    covers more often, not less, than 1 − alpha, as its limits belong to it. It has no width where nearly
    all the differences are the same.

    Parameters
    ----------
    a, b
        (n,), the numbers that a side gave, in any order; one person or more.
    alpha
        The interval's level is 1 − alpha or more.
    bounds
        The lowest and the highest number that could have been given. Where a side is a single person, or
        the sides are too small for the level (3 and 3 for 95 %), the interval is every shift possible.

    Raises
    ------
    ValueError
        Where a side is empty.

    References
    ----------
    Hodges & Lehmann (1963), Estimates of location based on rank tests, Annals of Mathematical Statistics
    34(2). Hollander, Wolfe & Chicken (2014), Nonparametric statistical methods, section 4.3.
    R: ``wilcox.test(b, a, conf.int = TRUE)``, exact where there are no ties.
    """
    if min(len(a), len(b)) == 0:
        raise ValueError("nobody answered on a side: there is no shift")
    # Zero added makes -0 a plain 0.
    differences = _Differences(np.asarray(a, dtype=np.float64) + 0.0, np.asarray(b, dtype=np.float64) + 0.0)
    pairs = len(a) * len(b)
    shift = (differences.smallest((pairs + 1) // 2) + differences.smallest(pairs // 2 + 1)) / 2
    q = _rank(*sorted((len(a), len(b))), alpha)
    if min(len(a), len(b)) == 1 or q == 0:
        return Shift(shift, (float(bounds[0] - bounds[1]), float(bounds[1] - bounds[0])))
    return Shift(shift, (differences.smallest(q), differences.smallest(pairs + 1 - q)))


class _Differences:
    """All differences b_j − a_i in order, without having them all."""

    def __init__(self, a: Floats, b: Floats) -> None:
        self.a, self.of_a = np.unique(a, return_counts=True)
        self.b, of_b = np.unique(b, return_counts=True)
        self.of_b = of_b
        # How many of b's people are among the first 0, 1, 2 … of b's distinct numbers.
        self.people_b = np.append(0, of_b.cumsum())

    def smallest(self, rank: int) -> float:
        """The difference with ``rank`` - 1 pairs of people before it, by halving until few are left."""
        low, high = float(self.b[0] - self.a[-1]), float(self.b[-1] - self.a[0])
        first, last = np.zeros(len(self.a), dtype=np.int64), np.full(len(self.a), len(self.b))
        while (last - first).sum() > _HELD:
            middle = (low + high) / 2
            if not low < middle < high:
                return high
            at = self._up_to(middle)
            if int((self.of_a * self.people_b[at]).sum()) >= rank:
                high, last = middle, at
            else:
                low, first = middle, at
        before = int((self.of_a * self.people_b[first]).sum())
        return self._among(first, last, rank - before)

    def _up_to(self, difference: float) -> Whole:
        """For each of a's distinct numbers, how many of b's are not above it by more."""
        return np.searchsorted(self.b, self.a + difference, "right")

    def _among(self, first: Whole, last: Whole, rank: int) -> float:
        many = last - first
        i = np.repeat(np.arange(len(self.a)), many)
        j = np.arange(len(i)) - np.repeat(many.cumsum() - many, many) + np.repeat(first, many)
        differences = self.b[j] - self.a[i]
        order = np.argsort(differences, kind="stable")
        people = (self.of_a[i] * self.of_b[j])[order].cumsum()
        return float(differences[order][np.searchsorted(people, rank, "left")])


@functools.lru_cache(maxsize=1_024)
def _rank(smaller: int, larger: int, alpha: float) -> int:
    """The largest q with P(U ≤ q − 1) < alpha/2; 0 where there is none. R: ``qwilcox(alpha / 2, smaller, larger)``."""
    pairs = smaller * larger
    if pairs > MOST_PAIRS:
        error = math.sqrt(pairs * (smaller + larger + 1) / 12)
        return max(math.floor(pairs / 2 - normal_quantile(1 - alpha / 2) * error + 0.5), 0)
    # Equal but for rounding counts as not below, as R has it.
    return int(np.searchsorted(mann_whitney(smaller, larger).cumsum(), alpha / 2 * (1 - 1e-12), "left"))


def mann_whitney(m: int, n: int) -> Floats:
    """P(U = 0 … m n): how many pairs of m and n people, all different and none side higher, b is above in.

    The highest person is of the first side with the chance m / (m + n), and above all n of the second.

    References
    ----------
    Mann & Whitney (1947), On a test of whether one of two random variables is stochastically larger than
    the other, Annals of Mathematical Statistics 18(1). R: ``dwilcox(0:(m * n), m, n)``.
    """
    chances = [np.ones(1)] * (n + 1)  # of nobody and of 0 to n
    for people in range(1, m + 1):
        row = [np.ones(1)]
        for others in range(1, n + 1):
            found = np.zeros(people * others + 1)
            found[others:] += chances[others] * (people / (people + others))
            found[: len(row[-1])] += row[-1] * (others / (people + others))
            row.append(found)
        chances = row
    return chances[n]
