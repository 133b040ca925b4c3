"""Two ratings by the same person: whether one tends to be higher, and by how much."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtr

from diagnostic.statistics.moments import Interval
from diagnostic.statistics.proportions import normal_quantile

Floats = npt.NDArray[np.float64]

MOST_STEPS = 160_000_000
"""Up to so many additions p is exact: that is 542 people who all differ, or 89 who differ among 10,000."""
_HALVINGS = 60


@dataclass(frozen=True)
class SignedRanks:
    """Paired ratings compared.

    Attributes
    ----------
    n
        Number of people who gave both ratings.
    higher, lower
        How many of them have a difference above 0, and below.
    interval
        Confidence limits of ``delta``; see `tango`.
    p
        Two-sided p-value of Wilcoxon's signed-rank test; 1 where nobody differs.
    exact
        Whether ``p`` is that of all sign flips; otherwise the normal approximation's.
    """

    n: int
    higher: int
    lower: int
    interval: Interval
    p: float
    exact: bool

    @property
    def delta(self) -> float:
        """Paired delta, P(D > 0) − P(D < 0), −1 to 1."""
        return (self.higher - self.lower) / self.n


def signed_rank_test(
    differences: npt.ArrayLike,
    counts: Sequence[int] | None = None,
    alpha: float = 0.05,
    *,
    most_steps: int = MOST_STEPS,
) -> SignedRanks:
    """Wilcoxon's signed-rank test, with Pratt's rule for people who give the same rating twice.

    All people are ranked by |D|, those of one size sharing the middle of their ranks; then those with
    D = 0 are dropped, and the ranks of the others added up where D > 0. If it is chance which of a
    person's two ratings is the higher, every way to set the signs is equally likely: p is the share of
    those whose sum is as far from its middle as the one observed. Each size of difference adds
    rank × Binomial(number of people, ½) to the sum, so the distribution of the sum is built size by size,
    on whole numbers, twice the ranks.

    That takes the number of people who differ times the sum of their doubled ranks. Where this is more
    than ``most_steps``, p is that of the normal distribution with the same variance, ∑ rank² / 4: ties
    are in it, a correction for continuity is not.

    Parameters
    ----------
    differences
        (V,), second rating − first; only their signs and the order of their sizes matter, and sizes are
        tied where they are equal to the last digit.
    counts
        (V,), how many people have each difference; 1 unless given. One person or more in all.
    alpha
        The interval's level is 1 − alpha.

    Raises
    ------
    ValueError
        Where nobody gave both ratings.

    References
    ----------
    Wilcoxon (1945), Individual comparisons by ranking methods, Biometrics Bulletin 1(6). Pratt (1959),
    Remarks on zeros and ties in the Wilcoxon signed rank procedures, Journal of the American Statistical
    Association 54. R: ``coin::wilcoxsign_test(x ~ y, zero.method = "Pratt", distribution = "exact")``.
    """
    given = np.asarray(differences, dtype=np.float64)
    people = np.ones(len(given), dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    n = int(people.sum())
    if n == 0:
        raise ValueError("nobody gave both ratings: there is nothing to compare")
    sizes, of_size = np.unique(np.abs(given), return_inverse=True)
    alike, higher = np.zeros(len(sizes), dtype=np.int64), np.zeros(len(sizes), dtype=np.int64)
    np.add.at(alike, of_size, people)
    np.add.at(higher, of_size, np.where(given > 0, people, 0))
    # Twice the ranks that all smaller differences take, and the doubled middle of their own.
    ranks = 2 * (alike.cumsum() - alike) + alike + 1
    alike, higher, ranks = (row[(sizes > 0) & (alike > 0)] for row in (alike, higher, ranks))
    total, seen = int((ranks * alike).sum()), int((ranks * higher).sum())
    exact = int(alike.sum()) * total <= most_steps
    p = _exact(alike, ranks, max(seen, total - seen)) if exact else _approximate(alike, ranks, 2 * seen - total)
    above, below = int(higher.sum()), int((alike - higher).sum())
    return SignedRanks(n, above, below, tango(above, below, n, alpha), p, exact)


def tango(higher: int, lower: int, n: int, alpha: float = 0.05) -> Interval:
    """Tango's score interval of (``higher`` − ``lower``) / n, within −1 and 1 and never of no width.

    Both are shares of the same n people, so they hang together. All differences delta that the score test
    does not reject belong to the interval: (h − l − n delta)² ≤ z² n (2 q + delta (1 − delta)), h and l
    being how many are higher and lower, and q the most likely share of the lower if delta were true.

    Parameters
    ----------
    higher, lower
        How many of the n people; at most n together.

    References
    ----------
    Tango (1998), Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design, Statistics in Medicine 17(8). R: ``PropCIs::scoreci.mp(higher, lower, n, 1 - alpha)``.
    """
    z = normal_quantile(1 - alpha / 2)
    return -_score_limit(lower, higher, n, z), _score_limit(higher, lower, n, z)


def _exact(people: npt.NDArray[np.int64], ranks: npt.NDArray[np.int64], seen: int) -> float:
    """P(S ≥ seen) + P(S ≤ total − seen), S = ∑ rank × Binomial(people, ½), seen in the upper half."""
    total = int((ranks * people).sum())
    if 2 * seen == total:
        return 1.0
    # The size that most people have costs most to add, and the last one is not added but looked up.
    sizes = np.argsort(people, kind="stable").tolist()
    sums = np.ones(1)
    for size in sizes[:-1]:
        chances, rank = _binomial(int(people[size])), int(ranks[size])
        longer = np.zeros(len(sums) + rank * int(people[size]))
        for times, chance in enumerate(chances.tolist()):
            longer[times * rank : times * rank + len(sums)] += chance * sums
        sums = longer
    at_least = np.append(sums[::-1].cumsum()[::-1], 0.0)
    last = sizes[-1]
    missing = seen - int(ranks[last]) * np.arange(int(people[last]) + 1)
    upper = float((_binomial(int(people[last])) * at_least[np.clip(missing, 0, len(sums))]).sum())
    return min(2 * upper, 1.0)


def _binomial(n: int) -> Floats:
    """P(X = 0 … n), X ~ Binomial(n, ½)."""
    x = np.arange(n + 1.0)
    chances: Floats = np.exp(gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1) - n * math.log(2))
    return chances


def _approximate(people: npt.NDArray[np.int64], ranks: npt.NDArray[np.int64], distance: int) -> float:
    """Two-sided p of twice the distance of the sum of doubled ranks from its middle."""
    variance = float((people * ranks.astype(np.float64) ** 2).sum())
    return 2 * float(ndtr(-abs(distance) / math.sqrt(variance)))


def _score_limit(higher: int, lower: int, n: int, z: float) -> float:
    """The largest delta that the score test does not reject, by halving."""
    inside, outside = (higher - lower) / n, 1.0
    for _ in range(_HALVINGS):
        delta = (inside + outside) / 2
        b, c = (2 * n - higher + lower) * delta - higher - lower, -lower * delta * (1 - delta)
        q = (math.sqrt(b**2 - 8 * n * c) - b) / (4 * n)
        if (higher - lower - n * delta) ** 2 <= z**2 * n * (2 * q + delta * (1 - delta)):
            inside = delta
        else:
            outside = delta
    return inside
