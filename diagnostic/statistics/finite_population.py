"""What may be said of all those invited, when most of them answered."""

import math
from dataclasses import dataclass

from diagnostic.statistics.moments import Interval, Moments, t_quantile


@dataclass(frozen=True)
class FinitePopulation:
    """Two ranges for the difference between the means of *all* people of two sides, b minus a.

    Attributes
    ----------
    interval
        If those who are silent answer like the others.
    worst_case
        Whatever the silent would answer.
    """

    interval: Interval
    worst_case: Interval


def finite_population(a: Moments, b: Moments, population: tuple[int, int], alpha: float = 0.05) -> FinitePopulation:
    """The difference of two means among all people of two sides, of whom some answered.

    With f = n / N, each side's squared standard error is taken (1 − f) times; the degrees of freedom are
    Satterthwaite's of what is left, as in `welch`. Where all of a side answered, its mean is known; where
    all of both did, the interval has no width. The worst case sets the silent to either end of the
    scale: (n mean + (N − n) low) / N and (n mean + (N − n) high) / N. The interval goes no further than that.

    Parameters
    ----------
    a, b
        Of the answers; where a side is a single person, but not all of it, the interval is the worst case.
    population
        How many people side a and side b have, at least as many as answered.

    Raises
    ------
    ValueError
        Where fewer people are said to be there than answered.

    References
    ----------
    Cochran (1977), Sampling techniques, 3rd edition, sections 2.6 and 2.14.
    R: ``survey::svymean`` of ``svydesign(fpc = )`` for a side's standard error.
    """
    sides = list(zip((a, b), population, strict=True))
    if any(size < side.n for side, size in sides):
        raise ValueError("fewer people are said to be there than answered")
    low_a, high_a, low_b, high_b = (limit for side, size in sides for limit in _limits(side, size))
    worst = (low_b - high_a, high_b - low_a)
    if any(side.n == 1 < size for side, size in sides):
        return FinitePopulation(worst, worst)
    difference = b.mean - a.mean
    u, v = (side.squared_error * (1 - side.n / size) for side, size in sides)
    if u + v == 0:
        return FinitePopulation((difference, difference), worst)
    freedom = (u + v) ** 2 / (u**2 / max(a.n - 1, 1) + v**2 / max(b.n - 1, 1))
    half = t_quantile(1 - alpha / 2, freedom) * math.sqrt(u + v)
    return FinitePopulation((max(difference - half, worst[0]), min(difference + half, worst[1])), worst)


def _limits(side: Moments, size: int) -> Interval:
    """The lowest and highest mean that all people of a side may have."""
    silent = size - side.n
    low, high = ((side.n * side.mean + silent * end) / size for end in side.bounds)
    return low, high
