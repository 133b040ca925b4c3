"""Whether a group answers differently from the rest of its own side, the same way on all sides."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import comb, ndtr

Floats = npt.NDArray[np.float64]

MOST_ENUMERATED = 500
"""On a side of more people the sum of a group is taken to be normal, which it then is but for the fourth decimal."""
_ROUNDING = 1e-9


def group_effect(groups: Sequence[Sequence[int]], rests: Sequence[Sequence[int]]) -> float:
    """The p-value of the hypothesis that on no side it matters who is in the group.

    The statistic is the sum over sides of T = (sum of the group's ratings) − (its number) × (mean of its side), so
    what differs between sides does not count, and what points one way on one side and the other way on the other
    cancels out. It is compared with all ways to choose as many people of each side, its answers being given: the
    group's sum is then that of a draw without replacement, independent from side to side. p is the share of ways with
    as large a |T|: exact whatever the answers' distribution. Nothing but the tables enters.

    Parameters
    ----------
    groups, rests
        (sides, K), how many of the group, and of the others of its side, gave each rating, lowest first.

    Returns
    -------
    float
        Above 0; 1 where nobody could be in the other's place, or all of each side answered the same.

    References
    ----------
    Mehta, Patel & Senchaudhuri (1992), Exact stratified linear rank tests for ordered categorical and binary data,
    Journal of Computational and Graphical Statistics 1(1). R: ``coin::independence_test(rating ~ group | side,
    distribution = approximate(nresample = 1e6))``.
    """
    sides = [(np.array(group), np.array(group) + np.array(rest)) for group, rest in zip(groups, rests, strict=True)]
    ratings = np.arange(len(groups[0]))
    seen = sum(float(group @ ratings - group.sum() * (whole @ ratings) / whole.sum()) for group, whole in sides)
    variance = sum(_variance(whole, int(group.sum())) for group, whole in sides)
    if variance == 0:
        return 1.0
    if max(whole.sum() for _, whole in sides) > MOST_ENUMERATED:
        return max(2 * float(ndtr(-abs(seen) / math.sqrt(variance))), math.ulp(0))
    values, chances = np.zeros(1), np.ones(1)
    for group, whole in sides:
        n = int(group.sum())
        own = _sums(whole, n)
        centred = np.arange(len(own)) - n * (whole @ ratings) / whole.sum()
        values, chances = np.add.outer(values, centred).ravel(), np.outer(chances, own).ravel()
    return min(1.0, float(chances[np.abs(values) >= abs(seen) - _ROUNDING].sum()))


def _variance(whole: npt.NDArray[np.int64], n: int) -> float:
    """Of the sum of n ratings drawn without replacement."""
    people, ratings = int(whole.sum()), np.arange(len(whole))
    if people < 2:
        return 0.0
    squares = float(whole @ ratings**2 - (whole @ ratings) ** 2 / people)
    return n * (people - n) / people * squares / (people - 1)


def _sums(whole: npt.NDArray[np.int64], n: int) -> Floats:
    """The chance of each sum of n ratings, counted from 0, drawn without replacement."""
    people, points = int(whole.sum()), len(whole)
    ways = np.zeros((n + 1, n * (points - 1) + 1))
    ways[0, 0] = 1
    for rating, there in enumerate(whole.tolist()):
        fuller = np.zeros_like(ways)
        for drawn in range(min(there, n) + 1):
            further = drawn * rating
            fuller[drawn:, further:] += comb(there, drawn) * ways[: n + 1 - drawn, : ways.shape[1] - further]
        ways = fuller
    chances: Floats = ways[n] / comb(people, n)
    return chances
