"""How the answers of two sides lie to each other: probability of superiority, Cliff's delta, Brunner–Munzel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, stdtr

from diagnostic.statistics.moments import Interval, t_quantile

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Superiority:
    """Side b against side a on one ordinal scale.

    Attributes
    ----------
    probability
        P(A < B) + P(A = B)/2 for one answer drawn from each side, 0 to 1; 1/2 where neither tends higher.
    centre
        Where the interval is built: ``probability``, or that of the nearest table with a variance.
    variance
        Squared standard error of ``probability``; never 0, infinite where a side is a single person.
    freedom
        Satterthwaite's degrees of freedom.
    """

    probability: float
    centre: float
    variance: float
    freedom: float

    @property
    def delta(self) -> float:
        """Cliff's delta, 2 × ``probability`` − 1: P(A < B) − P(A > B), −1 to 1; positive where b answers higher."""
        return 2 * self.probability - 1

    @property
    def t(self) -> float:
        """The logit-transformed Brunner–Munzel statistic, logit(p) p (1 − p) / se."""
        return float(logit(self.centre)) / self._logit_error

    @property
    def p(self) -> float:
        """Two-sided p-value of ``t`` on ``freedom`` degrees of freedom."""
        return 1.0 if math.isinf(self.variance) else 2 * float(stdtr(self.freedom, -abs(self.t)))

    def interval(self, alpha: float = 0.05) -> Interval:
        """Confidence limits of ``delta`` at the level 1 − alpha, within −1 and 1.

        logit(p) ± t(1 − alpha/2; freedom) se / (p (1 − p)), turned back. Where the sides are completely
        separated the limit beyond the estimate is the estimate, ±1.
        """
        if math.isinf(self.variance):
            return -1.0, 1.0
        half = t_quantile(1 - alpha / 2, self.freedom) * self._logit_error
        middle = float(logit(self.centre))
        low, high = (2 * float(expit(limit)) - 1 for limit in (middle - half, middle + half))
        return min(low, self.delta), max(high, self.delta)

    @property
    def _logit_error(self) -> float:
        return math.sqrt(self.variance) / (self.centre * (1 - self.centre))


def superiority(a: Sequence[int], b: Sequence[int]) -> Superiority:
    """Compare two rows of counts.

    With the placement of an answer being the share of the *other* side that answers lower (ties half),
    the probability is the mean placement of b's answers, and its squared standard error
    S_a²/n_a + S_b²/n_b, S² being the sample variances of the placements (see `placements`).

    That is 0 in two cases. Where the sides are *completely separated* it is taken, with the centre, from
    the nearest table in which they are not: one answer moved to the other side's nearest category; of
    the two such tables the one with the narrower interval. Where *all answers are the same* it is that
    of one answer of the smaller side moved by a category, 1 / (4 n²), around 1/2.

    Parameters
    ----------
    a, b
        (K,), how many of a side gave each category, lowest first; K of 2 or more. Of a side of a single
        person no spread can be had: the interval is then everything, -1 to 1, and p is 1.

    Raises
    ------
    ValueError
        Where a side is empty.

    References
    ----------
    Brunner & Munzel (2000), The nonparametric Behrens–Fisher problem, Biometrical Journal 42(1).
    Cliff (1993), Dominance statistics, Psychological Bulletin 114(3).
    R: ``brunnermunzel::brunnermunzel.test(a, b)``; ``rankFD::rank.two.samples(method = "logit")``.
    """
    rows = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    n_a, n_b = (int(row.sum()) for row in rows)
    if min(n_a, n_b) == 0:
        raise ValueError("nobody answered on a side: there is nothing to compare")
    found = placements(*rows)
    probability, variance, freedom = float(found.probability), float(found.variance), float(found.freedom)
    if min(n_a, n_b) == 1:
        return Superiority(probability=probability, centre=0.5, variance=math.inf, freedom=1.0)
    if variance > 0:
        return Superiority(probability=probability, centre=probability, variance=variance, freedom=freedom)
    if probability == 0.5:
        smaller = min(n_a, n_b)
        return Superiority(probability=0.5, centre=0.5, variance=1 / (4 * smaller**2), freedom=smaller - 1)
    return _separated(rows[0], rows[1], probability)


def _separated(a: Floats, b: Floats, probability: float) -> Superiority:
    """Completely separated sides, with what the nearest overlapping table says of spread."""
    if probability == 0:
        a, b = a[::-1], b[::-1]
    highest, lowest = int(np.flatnonzero(a)[-1]), int(np.flatnonzero(b)[0])
    step = np.zeros(len(a))
    step[lowest] += 1
    step[highest] -= 1
    neighbours = [placements(a + step, b), placements(a, b - step)]
    made = [
        Superiority(
            probability=probability,
            centre=float(near.probability if probability == 1 else 1 - near.probability),
            variance=float(near.variance),
            freedom=float(near.freedom),
        )
        for near in neighbours
    ]
    return min(made, key=lambda found: found.interval()[1] - found.interval()[0])


@dataclass(frozen=True)
class Placements:
    """What `placements` finds: arrays (...,) of the leading shape.

    ``error_a`` and ``error_b`` are the sides' parts S²/n of the probability's squared standard error.
    """

    probability: Floats
    error_a: Floats
    error_b: Floats
    n_a: Floats
    n_b: Floats

    @property
    def variance(self) -> Floats:
        return self.error_a + self.error_b

    @property
    def freedom(self) -> Floats:
        """Satterthwaite's; 1 where there is no variance."""
        shares = self.error_a**2 / np.maximum(self.n_a - 1, 1) + self.error_b**2 / np.maximum(self.n_b - 1, 1)
        freedom: Floats = np.where(shares > 0, self.variance**2 / np.where(shares > 0, shares, 1), 1.0)
        return freedom


def placements(a: Floats, b: Floats) -> Placements:
    """The Brunner–Munzel quantities of many pairs of rows of counts at once.

    For b's answers of category k, twice n_a times their placement is 2 (a_1 + … + a_{k−1}) + a_k, a whole
    number; so up to the last divisions everything is exact.

    Parameters
    ----------
    a, b
        (..., K), counts; fastest where each category's are contiguous. A side of nobody gives
        probability 1/2 and variance 0; one of a single person adds nothing to the variance.
    """
    # A category at a time: sums over a short last axis are slow.
    n_a = n_b = sum_a = sum_b = square_a = square_b = np.zeros(a.shape[:-1])
    for k in range(a.shape[-1]):
        x, y = a[..., k], b[..., k]
        of_b, of_a = 2 * n_a + x, 2 * n_b + y
        placed_a, placed_b = x * of_a, y * of_b
        sum_a, square_a = sum_a + placed_a, square_a + placed_a * of_a
        sum_b, square_b = sum_b + placed_b, square_b + placed_b * of_b
        n_a, n_b = n_a + x, n_b + y
    pairs = n_a * n_b
    return Placements(
        probability=np.where(pairs > 0, sum_b / np.maximum(2 * pairs, 1), 0.5),
        error_a=_squared_error(sum_a, square_a, n_a, n_b),
        error_b=_squared_error(sum_b, square_b, n_b, n_a),
        n_a=n_a,
        n_b=n_b,
    )


def _squared_error(total: Floats, squares: Floats, n: Floats, partner: Floats) -> Floats:
    """Variance of one side's placements over its number; the sums are of 2 × partner × placement."""
    divisor = n * n * np.maximum(n - 1, 1) * (2 * partner) ** 2
    error: Floats = (squares * n - total**2) / np.maximum(divisor, 1)
    return error
