"""An error rate spent over several looks at growing data, and over hypotheses of unequal weight."""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(128)
_FAR = 8.0
"""Standard deviations below 0 from which on nothing is left."""


@cache
def levels_of_looks(information: tuple[float, ...], alpha: float) -> tuple[float, ...]:
    """The level at which each look may test, so that any of them errs with a probability of at most ``alpha``.

    By the time the fraction t of all information is in, the fraction t of alpha is spent. Looks are one-sided and share
    their data: what one saw, the next sees too, so its statistic is that of a Brownian motion at t. The boundary is
    found look by look, by Gauss–Legendre quadrature.

    Parameters
    ----------
    information
        (m,), of each look as a fraction of the last's, ascending, the last 1 unless more looks are planned.
    alpha
        One-sided, 0 to .5.

    Returns
    -------
    tuple
        (m,), one-sided levels.

    References
    ----------
    Lan & DeMets (1983), Discrete sequential boundaries for clinical trials, Biometrika 70(3). Kim & DeMets (1987),
    Design and analysis of group sequential tests based on the type I error spending rate function, Biometrika 74(1).
    Armitage, McPherson & Rowe (1969), Repeated significance tests on accumulating data, Journal of the Royal
    Statistical Society A 132(2).
    """
    spent = [alpha * t for t in information]
    levels, before, nodes, density = [], 0.0, np.zeros(1), np.ones(1)
    for number, (t, own) in enumerate(zip(information, spent, strict=True)):
        scale = math.sqrt(t - before)
        to_spend = own - (spent[number - 1] if number else 0.0)
        crossed = lambda bound: float(density @ ndtr((nodes - bound) / scale)) - to_spend  # noqa: E731, B023
        bound = float(brentq(crossed, -_FAR, _FAR * 2))
        levels.append(float(ndtr(-bound / math.sqrt(t))))
        low = -_FAR * math.sqrt(t)
        reached = low + (bound - low) * (_NODES + 1) / 2
        steps = (reached[:, None] - nodes) / scale
        density = (np.exp(-(steps**2) / 2) @ density) / (scale * math.sqrt(2 * math.pi)) * _WEIGHTS * (bound - low) / 2
        nodes, before = reached, t
    return tuple(levels)


def information_of_means(looks: int) -> tuple[float, ...]:
    """The information in the mean of the first 1, 2 … ``looks`` waves after a first one, as fractions of the last.

    Of the same people, whose answers vary alike by chance in each wave: Var(mean of i − first) ∝ 1 + 1/i.

    Parameters
    ----------
    looks
        1 or more.
    """
    return tuple((1 + 1 / looks) / (1 + 1 / number) for number in range(1, looks + 1))


def weighted_holm(
    p_values: Sequence[float], weights: Sequence[float], alpha: float, level: Callable[[float], float] = float
) -> list[float]:
    """Holm's step-down procedure for hypotheses of unequal weight, whatever their dependence.

    While W is the weight of those not rejected, one of weight w is rejected where p ≤ level(alpha w / W); rejecting it
    frees its weight. An adjusted p-value is alpha p / level(alpha w / W), and never smaller than one rejected before.

    Parameters
    ----------
    p_values, weights
        (m,), each 0 to 1, and above 0.
    alpha
        The error rate of all together.
    level
        At which a look may test where so much is spent over all looks; unless given it is the only one.

    Returns
    -------
    list
        (m,), adjusted: those of at most ``alpha`` are rejected.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6(2).
    Maurer & Bretz (2013), Multiple testing in group sequential trials using graphical approaches, Statistics in
    Biopharmaceutical Research 5(4): it holds look by look where ``level`` is that of a spending function.
    """
    adjusted, left, least = [1.0] * len(p_values), set(range(len(p_values))), 0.0
    while left:
        whole = sum(weights[place] for place in left)
        stands = {place: alpha * p_values[place] / level(alpha * weights[place] / whole) for place in left}
        first = min(left, key=lambda place: (stands[place], place))
        least = adjusted[first] = min(1.0, max(least, stands[first]))
        left.remove(first)
    return adjusted
