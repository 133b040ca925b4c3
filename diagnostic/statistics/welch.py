"""The difference of two independent means."""

import math
from dataclasses import dataclass

from scipy.special import stdtr

from diagnostic.statistics.moments import Interval, Moments, t_quantile


@dataclass(frozen=True)
class Difference:
    """A difference of means, b minus a, with its confidence limits and two-sided p-value."""

    difference: float
    interval: Interval
    p: float


def welch(a: Moments, b: Moments, alpha: float = 0.05) -> Difference:
    """Welch's interval and test of mean(b) - mean(a), for sides of unequal size and spread.

    With u = s_a**2 / n_a and v = s_b**2 / n_b: difference ± t(1 - alpha/2; df) sqrt(u + v), and
    Satterthwaite's df = (u + v)**2 / (u**2 / (n_a - 1) + v**2 / (n_b - 1)).

    Where a side is a single person no spread can be had: the interval is every difference that is
    possible, and p is 1. For a side of variance 0 see `Moments.squared_error`.

    Parameters
    ----------
    a, b
        The sides' moments; one person or more each.
    alpha
        The interval's level is 1 − alpha.

    References
    ----------
    Welch (1947), The generalization of "Student's" problem when several different population
    variances are involved, Biometrika 34(1-2). R: ``t.test(b, a)``.
    """
    difference = b.mean - a.mean
    if min(a.n, b.n) == 1:
        return Difference(difference, (b.bounds[0] - a.bounds[1], b.bounds[1] - a.bounds[0]), 1.0)
    u, v = a.squared_error, b.squared_error
    freedom = (u + v) ** 2 / (u**2 / (a.n - 1) + v**2 / (b.n - 1))
    half = t_quantile(1 - alpha / 2, freedom) * math.sqrt(u + v)
    p = 2 * float(stdtr(freedom, -abs(difference) / math.sqrt(u + v)))
    return Difference(difference, (difference - half, difference + half), p)
