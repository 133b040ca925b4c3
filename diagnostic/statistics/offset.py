"""How much higher one side answers altogether, and answers without that."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.statistics.moments import Interval, t_quantile

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Offset:
    """A mean difference over all statements, b minus a, with its confidence limits."""

    difference: float
    interval: Interval


def offset(a: Floats, b: Floats, alpha: float = 0.05) -> Offset:
    """The mean over statements of the sides' differences, b − a, with its confidence limits.

    The answers of one person hang together, so the standard error comes from people, not statements.
    Person i of a side of n people moves the side's mean of statement means by
    e_i = ∑_s (x_is − x̄_s) n / n_s / S, over the statements s that the person answered; its squared
    standard error is ∑ e_i² / (n (n − 1)). Satterthwaite's freedom, as in `welch`; where nobody skips
    anything this is Welch's interval of people's means.

    Parameters
    ----------
    a, b
        (n, S), the answers of a side; NaN where there is none. Two people or more, S of 1 or more, and
        each statement answered by somebody of each side.

    Raises
    ------
    ValueError
        Where a side is smaller, or a statement is unanswered.
    """
    means, errors = zip(*(_mean_of_means(side) for side in (a, b)), strict=True)
    difference = means[1] - means[0]
    u, v = errors
    if u + v == 0:
        return Offset(difference, (difference, difference))
    freedom = (u + v) ** 2 / (u**2 / (len(a) - 1) + v**2 / (len(b) - 1))
    half = t_quantile(1 - alpha / 2, freedom) * math.sqrt(u + v)
    return Offset(difference, (difference - half, difference + half))


def _mean_of_means(answers: Floats) -> tuple[float, float]:
    given = ~np.isnan(answers)
    if len(answers) < 2 or not given.any(axis=0).all():
        raise ValueError("an offset needs two people of each side, and an answer of each side to every statement")
    n, answered = len(answers), given.sum(axis=0)
    means = np.where(given, answers, 0).sum(axis=0) / answered
    moved = (np.where(given, answers - means, 0) * (n / answered)).mean(axis=1)
    return float(means.mean()), float((moved**2).sum() / (n * (n - 1)))


def in_common(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """How much higher each person answers altogether than both sides do: e_i, whatever people skip.

    e_i is the mean of x_is − m_s over the statements that person i answered, m_s the mean of both sides' means of
    statement s. A side that answers every statement higher by the same amount answers none higher in x_is − e_i; where
    nobody skips anything, the difference between the sides' means in that is the one in x less the offset. Since it is
    each person's own, what is left has an error of its own: nothing has to be added for the offset being estimated.

    Parameters
    ----------
    a, b
        (n, S), as `offset` takes them, but that one person of each side suffices.

    Returns
    -------
    tuple
        (n,) of a, and of b; 0 for who answered nothing.
    """
    middle = (np.nanmean(a, axis=0) + np.nanmean(b, axis=0)) / 2
    found = []
    for side in (a, b):
        given = ~np.isnan(side)
        found.append(np.where(given, side - middle, 0).sum(axis=1) / np.maximum(given.sum(axis=1), 1))
    return found[0], found[1]
