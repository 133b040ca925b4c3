"""What may be said of all those invited, when most of them answered: *these people*, not people like them."""

from dataclasses import replace

from diagnostic.statistics.changes import Estimate, estimate
from diagnostic.statistics.moments import Interval, Moments

ENOUGH_ANSWERED = 0.7
"""From this share of a side on, something may be said of all of it: the silent are no random sample, and so must be
few."""


def finite_population(sample: Moments, population: int, reliability: float = 1.0) -> Estimate:
    """The mean of what all people of a side *think*, of whom some were asked, once.

    A score has a stable part, whose share of the variance is its reliability r, and what the day brings. Of the stable
    part only that of the silent is unknown; the day's noise stays in every answer, however many came: se² = s² ((1 − r)
    + r (1 − n/N)) / n. With r = 1 it is the textbook's correction, (1 − n/N) s² / n, and tells what these people
    *answered* on that day.

    Parameters
    ----------
    sample
        Of two people or more who answered, as good as at random among all.
    population
        N, how many people there are, at least as many as answered.
    reliability
        Of the scores, such as Cronbach's alpha; 0 to 1, and below 1 where all answered.

    Raises
    ------
    ValueError
        Where fewer people are said to be there than answered.

    References
    ----------
    Cochran (1977), Sampling techniques, 3rd edition, sections 2.6 and 13.9 (errors of measurement). Deming (1953), On
    the distinction between enumerative and analytic surveys, J. American Statistical Association 48(262). R, for r = 1:
    ``survey::svymean`` of ``svydesign(fpc = )``.
    """
    if population < sample.n:
        raise ValueError("fewer people are said to be there than answered")
    found = estimate(sample)
    return replace(found, squared_error=found.squared_error * (1 - reliability * sample.n / population))


def worst_case(a: Moments, b: Moments, population: tuple[int, int]) -> Interval:
    """The least and the largest difference between the means of all people of two sides, b − a, whatever the silent
    say.

    They are set to either end of the scale: from (n mean + (N − n) low) / N to (n mean + (N − n) high) / N on a side.

    Parameters
    ----------
    a, b
        Of the answers.
    population
        How many people side a and side b have, at least as many as answered.
    """
    (low_a, high_a), (low_b, high_b) = (_limits(side, size) for side, size in zip((a, b), population, strict=True))
    return low_b - high_a, high_b - low_a


def _limits(side: Moments, size: int) -> Interval:
    """The lowest and highest mean that all people of a side may have."""
    silent = size - side.n
    low, high = ((side.n * side.mean + silent * end) / size for end in side.bounds)
    return low, high
