"""Mean and spread of a sample, from its counts or from its values."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Moments:
    """What a t interval needs to know of a sample.

    Attributes
    ----------
    n
        Number of values, 1 or more.
    mean
        In the unit of the values.
    variance
        With divisor n - 1; 0 for a single value, of which nothing is known but itself.
    bounds
        Lowest and highest value that could have been given.
    step
        The smallest difference between two values that could have been given.
    """

    n: int
    mean: float
    variance: float
    bounds: tuple[float, float]
    step: float

    @property
    def sd(self) -> float:
        """Standard deviation, with divisor n - 1."""
        return math.sqrt(self.variance)

    @property
    def squared_error(self) -> float:
        """Squared standard error of the mean, never 0.

        n equal answers have variance 0, and an interval of no width would claim that the next person
        could not have said anything else. So the variance is taken as at least step**2 / (n + 1): what
        it would be with one answer more, one step off. On count tables this changes nothing but
        variance 0, for the smallest other variance, one of n answers a step off, is step**2 / n.
        """
        return max(self.variance, self.step**2 / (self.n + 1)) / self.n


def from_counts(counts: Sequence[int], values: Sequence[float] | None = None) -> Moments:
    """Moments of a count table.

    mean = sum(c x) / n; variance = sum(c (x - mean)**2) / (n - 1).

    Parameters
    ----------
    counts
        (K,), how many gave each value; at least one person in all.
    values
        (K,), ascending, what each category stands for; 1 to K unless given.

    Raises
    ------
    ValueError
        Where nobody answered.
    """
    given = range(1, len(counts) + 1) if values is None else values
    n = sum(counts)
    if n == 0:
        raise ValueError("nobody answered: there is no mean")
    mean = sum(c * x for c, x in zip(counts, given, strict=True)) / n
    squares = sum(c * (x - mean) ** 2 for c, x in zip(counts, given, strict=True))
    steps = [high - low for low, high in itertools.pairwise(given)]
    return Moments(
        n=n, mean=mean, variance=squares / max(n - 1, 1), bounds=(float(given[0]), float(given[-1])), step=min(steps)
    )


def from_values(values: npt.NDArray[np.float64], *, bounds: tuple[float, float], step: float) -> Moments:
    """Moments of an array of values.

    Parameters
    ----------
    values
        (n,), one value a person; one person or more.
    bounds
        Between which they lie.
    step
        No two of them are closer than this, unless they are equal.

    Raises
    ------
    ValueError
        Where there is no value.
    """
    if len(values) == 0:
        raise ValueError("nobody answered: there is no mean")
    variance = float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
    return Moments(n=len(values), mean=float(np.mean(values)), variance=variance, bounds=bounds, step=step)


def mean_interval(sample: Moments, alpha: float = 0.05) -> Interval:
    """Student's t interval of the mean: mean ± t(1 - alpha/2; n - 1) s / sqrt(n).

    Of a single value no spread can be had: the interval is all that is possible, ``bounds``. For
    variance 0 see `Moments.squared_error`. Limits are not cut off at ``bounds``.

    Parameters
    ----------
    sample
        Its moments.
    alpha
        The interval's level is 1 − alpha.

    References
    ----------
    Student (1908), The probable error of a mean, Biometrika 6(1). R: ``t.test(x)$conf.int``.
    """
    if sample.n == 1:
        return sample.bounds
    half = t_quantile(1 - alpha / 2, sample.n - 1) * math.sqrt(sample.squared_error)
    return sample.mean - half, sample.mean + half


def t_quantile(probability: float, freedom: float) -> float:
    """The quantile of Student's t with ``freedom`` degrees of freedom, any number above 0.

    R: ``qt(probability, freedom)``. `scipy.stats` gives the same from the same function, but takes a second to load.
    """
    return float(stdtrit(freedom, probability))
