"""The difference of two means in standard deviations."""

import math
from dataclasses import dataclass

from scipy.special import chdtri, gammaln, nctdtr, ndtri

from diagnostic.statistics.moments import Interval, Moments

_FEWEST = 4
_CERTAIN = 10_000.0
"""Of a larger t statistic all that is uncertain is the standard deviation it was divided by."""


@dataclass(frozen=True)
class HedgesG:
    """A standardised difference of means, positive where b's is higher, with its confidence limits."""

    g: float
    interval: Interval


def hedges_g(a: Moments, b: Moments, alpha: float = 0.05) -> HedgesG:
    """Hedges' g of side b against side a, with limits from the noncentral t distribution.

    With m = n_a + n_b − 2 and s² = ((n_a − 1) s_a² + (n_b − 1) s_b²) / m, g = J (mean_b − mean_a) / s, where
    J = Γ(m/2) / (√(m/2) Γ((m − 1)/2)) takes away the bias of small samples. The limits are those noncentralities
    under which the t statistic found, (mean_b − mean_a) / (s √h) with h = 1/n_a + 1/n_b, lies at the quantiles
    1 − alpha/2 and alpha/2, times J √h.

    s² is taken as at least what it would be if all answers of a side were the same but for one of the smaller side,
    a step off: step² (1 − 1/n) / m. On count tables this changes nothing but variance 0, for there is none
    between. A side of a single person adds nothing to s.

    Parameters
    ----------
    a, b
        The sides; four people or more in all, for with fewer J is 0 and the limits say nothing.
    alpha
        Between 0 and 1.

    Raises
    ------
    ValueError
        Where there are fewer people.

    References
    ----------
    Hedges (1981), Distribution theory for Glass's estimator of effect size and related estimators, Journal of
    Educational Statistics 6(2). Steiger & Fouladi (1997), Noncentrality interval estimation and the evaluation of
    statistical models. R: ``effectsize::hedges_g(b, a, pooled_sd = TRUE)``, whose limits are a search's, good to
    six digits.
    """
    if a.n + b.n < _FEWEST:
        raise ValueError("an effect size needs four people")
    freedom = a.n + b.n - 2
    spread = math.sqrt(_pooled_variance(a, b, freedom))
    unit = math.sqrt(1 / a.n + 1 / b.n)
    unbiased = _correction(freedom)
    t = (b.mean - a.mean) / (spread * unit)
    low, high = _noncentralities(t, freedom, alpha)
    return HedgesG(unbiased * t * unit, (unbiased * low * unit, unbiased * high * unit))


def _pooled_variance(a: Moments, b: Moments, freedom: int) -> float:
    smaller = min(n for n in (a.n, b.n) if n > 1)
    floor = min(a.step, b.step) ** 2 * (1 - 1 / smaller)
    return max((a.n - 1) * a.variance + (b.n - 1) * b.variance, floor) / freedom


def _correction(freedom: int) -> float:
    """Hedges' J: 0.798 at three degrees of freedom … 1 at infinity."""
    return math.exp(float(gammaln(freedom / 2) - gammaln((freedom - 1) / 2))) / math.sqrt(freedom / 2)


def _noncentralities(t: float, freedom: int, alpha: float) -> Interval:
    """Where t is the upper and the lower alpha/2 quantile of the noncentral t distribution."""
    if t < 0:
        low, high = _noncentralities(-t, freedom, alpha)
        return -high, -low
    if t > _CERTAIN:
        below, above = (t * math.sqrt(float(chdtri(freedom, q)) / freedom) for q in (1 - alpha / 2, alpha / 2))
        return below, above
    # T is (Z + noncentrality) / Y, Y² = χ²/m: it is below 0 where Z is under −noncentrality, and above the second bound
    # Z or Y would have to lie in its last alpha/4.
    least = float(ndtri(alpha / 2))
    most = t * math.sqrt(float(chdtri(freedom, alpha / 4)) / freedom) - float(ndtri(alpha / 4))
    return (
        _noncentrality(t, freedom, 1 - alpha / 2, least, most),
        _noncentrality(t, freedom, alpha / 2, least, most),
    )


def _noncentrality(t: float, freedom: int, probability: float, low: float, high: float) -> float:
    """The noncentrality under which P(T ≤ t) is ``probability``, halving until no number lies between."""
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        # The probability falls as the noncentrality rises.
        if float(nctdtr(freedom, middle, t)) > probability:
            low = middle
        else:
            high = middle
