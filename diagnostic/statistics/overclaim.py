"""The sum of two medians: whether two sides together claim more than there is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.statistics.moments import Interval

RESAMPLES = 9_999
SEED = 19_790_101


@dataclass(frozen=True)
class SumOfMedians:
    """The sum, and its confidence limits."""

    sum: float
    interval: Interval


def sum_of_medians(
    a: npt.NDArray[np.float64], b: npt.NDArray[np.float64], alpha: float = 0.05, *, resamples: int = RESAMPLES
) -> SumOfMedians:
    """The sum of the medians of two samples, with a percentile bootstrap interval.

    A bootstrap median needs no resample of the people. A sample of size n drawn anew has its i-th smallest
    number at the place ⌈n U⌉ among the sorted ones, U being the i-th smallest of n uniform numbers, which
    is Beta(i, n + 1 − i); for an even n the two middle ones are drawn together. So the cost does not grow
    with the people. The interval holds the estimate.

    Parameters
    ----------
    a, b
        (n,), one number a person, in any order; n of 1 or more.

    Raises
    ------
    ValueError
        Where a side is empty.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife, Annals of Statistics 7(1).
    """
    if min(len(a), len(b)) == 0:
        raise ValueError("nobody answered: there is no median")
    random = np.random.default_rng(SEED)
    total = float(np.median(a) + np.median(b))
    # The smaller side first, so that the sides may change places.
    first, second = sorted((np.sort(a), np.sort(b)), key=lambda side: (len(side), side.tolist()))
    drawn = _medians(first, resamples, random) + _medians(second, resamples, random)
    low, high = np.quantile(drawn, (alpha / 2, 1 - alpha / 2))
    return SumOfMedians(total, (min(float(low), total), max(float(high), total)))


def _medians(ordered: npt.NDArray[np.float64], resamples: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Medians of bootstrap samples of sorted numbers."""
    n = len(ordered)
    half = (n + 1) // 2
    lower = random.beta(half, n + 1 - half, resamples)
    # Given the lower of two middle ones, the next is the smallest of the n − half uniform numbers above it.
    upper = lower if n % 2 else 1 - (1 - lower) * random.random(resamples) ** (1 / (n - half))
    medians: npt.NDArray[np.float64] = (ordered[_place(lower, n)] + ordered[_place(upper, n)]) / 2
    return medians


def _place(share: npt.NDArray[np.float64], n: int) -> npt.NDArray[np.int64]:
    return np.clip(np.ceil(share * n).astype(np.int64) - 1, 0, n - 1)
