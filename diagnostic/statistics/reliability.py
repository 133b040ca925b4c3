"""How consistently several items measure one thing."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

from diagnostic.statistics.moments import Interval

Floats = npt.NDArray[np.float64]

_ROUNDING = 1e-9
"""A standard deviation smaller than this share of the largest answer is 0 but for rounding."""


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha and how each item goes with the rest.

    Attributes
    ----------
    n
        People who answered every item; of the others nothing is used.
    alpha
        1 at most; negative where items contradict each other. None where the sums of the answers do not differ
        within sides, or fewer than two degrees of freedom are left.
    interval
        Its confidence limits, None with ``alpha``. Without width where alpha is 1.
    item_rest
        (items,), the correlation of each with the sum of the others; None where either does not vary.
    """

    n: int
    alpha: float | None
    interval: Interval | None
    item_rest: tuple[float | None, ...]


def cronbach_alpha(answers: Floats, sides: npt.NDArray[np.generic] | None = None, alpha: float = 0.05) -> Reliability:
    """Cronbach's alpha with Feldt's interval, and item–rest correlations.

    With k items, their variances s_i² and the variance s² of their sum: k / (k − 1) (1 − ∑ s_i² / s²). With m
    degrees of freedom and the quantiles F of m and m (k − 1) degrees of freedom, the limits are
    1 − (1 − alpha) F(1 − alpha/2) and 1 − (1 − alpha) F(alpha/2).

    Where ``sides`` are given, each side's item means are taken out first: otherwise a gap between the sides that
    runs through all items would pass for reliability. m is the number of people less that of sides (of 1 where none
    are given), and covariances are taken to be the same in each.

    Parameters
    ----------
    answers
        (n, items), all in the scale's sense; NaN where there is none. Two items or more.
    sides
        (n,), labels of any type.
    alpha
        The interval's level is 1 − alpha.

    Raises
    ------
    ValueError
        Where there are fewer items.

    References
    ----------
    Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16(3). Feldt (1965), The
    approximate sampling distribution of Kuder–Richardson reliability coefficient twenty, Psychometrika 30(3).
    R: ``psych::alpha(x)``, ``psych::alpha.ci(alpha, n, k)``.
    """
    if answers.ndim != 2 or answers.shape[1] < 2:
        raise ValueError("reliability needs a row a person and two items or more")
    complete = ~np.isnan(answers).any(axis=1)
    kept = answers[complete]
    n, items = kept.shape
    labels = np.zeros(n, dtype=np.int8) if sides is None else sides[complete]
    centred = kept.copy()
    distinct = np.unique(labels)
    for label in distinct:
        of_side = labels == label
        centred[of_side] -= kept[of_side].mean(axis=0)
    freedom = n - len(distinct)
    if freedom < 2:
        return Reliability(n, None, None, (None,) * items)
    least = n * (_ROUNDING * float(np.abs(kept).max())) ** 2
    item_rest = tuple(
        _correlation(centred[:, i], np.delete(centred, i, axis=1).sum(axis=1), least) for i in range(items)
    )
    of_sum = float((centred.sum(axis=1) ** 2).sum())
    if of_sum <= least:
        return Reliability(n, None, None, item_rest)
    found = items / (items - 1) * (1 - float((centred**2).sum()) / of_sum)
    low, high = (1 - (1 - found) * float(fdtri(freedom, freedom * (items - 1), q)) for q in (1 - alpha / 2, alpha / 2))
    return Reliability(n, found, (low, high), item_rest)


def _correlation(x: Floats, y: Floats, least: float) -> float | None:
    """Of centred values; ``least`` is the smallest sum of squares that is more than rounding."""
    squares = float((x**2).sum()), float((y**2).sum())
    if min(squares) <= least:
        return None
    return min(1.0, max(-1.0, float((x * y).sum()) / math.sqrt(squares[0] * squares[1])))
