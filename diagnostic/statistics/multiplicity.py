"""Multiplicity: adjusted p-values (max-T, Holm), so that any false alarm in a family of tests stays rare."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from diagnostic.statistics.moments import from_counts
from diagnostic.statistics.superiority import Placements, placements, superiority

Floats = npt.NDArray[np.float64]
Ratings = npt.NDArray[np.int8]
Procedure = Literal["max_t", "max_t_or_holm", "holm", "shaffer", "bootstrap"]

RESAMPLES = 9_999
SEED = 19_930_101
MOST_PEOPLE = 1_000
"""Above so many people a family is adjusted by Holm alone: the two then hardly differ, and people cost time."""
UNEQUAL = 1.5
"""Where a statement's larger side is more than so many times its smaller, or one side's answers vary more than so many
times as much as the other's, permutation alone is not trusted."""
_CELLS = 1 << 14
"""Of the counts held at a time: few enough for a processor's cache."""
_ROUNDING = 1e-9


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down adjustment, which holds whatever the tests' dependence.

    The i-th smallest of m p-values becomes the largest of (m − j + 1) p_(j) over j ≤ i, at most 1.

    Parameters
    ----------
    p_values
        (m,), each 0 to 1; m of 0 or more.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6(2). R: ``p.adjust(p, "holm")``.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return tuple(adjusted.tolist())


@dataclass(frozen=True)
class Family:
    """Statements judged together.

    Attributes
    ----------
    p_adjusted
        (S,), one for each statement.
    procedure
        ``"max_t"``: permutation; ``"max_t_or_holm"``: the larger of both, where sides are unequal;
        ``"holm"``: Holm on the p-values of the logit-transformed statistic.
    """

    p_adjusted: tuple[float, ...]
    procedure: Procedure


def max_t_adjust(
    ratings: Ratings, is_b: npt.NDArray[np.bool_], points: Sequence[int], *, resamples: int = RESAMPLES
) -> Family:
    """Adjust the comparison of two sides on many statements, answered by the same people.

    By Westfall and Young's step-down procedure: people are reassigned to the sides at random, *whole*, so that
    the correlation of their answers is kept; with every assignment goes the largest |z| of all
    statements still in question. z is the normal deviate of the logit-transformed Brunner–Munzel t on its
    own degrees of freedom (see `deviates`): unequal spread upsets it less than the plain statistic, or t.

    Where sizes or spreads are unequal permutation can be too liberal all the same, the more so where answers are
    skewed. So where the larger side of a statement is over `UNEQUAL` times the smaller, and for all statements where
    the variance of one side's answers is usually (in the median over statements) over `UNEQUAL` times the other's, the
    adjusted p-value is the larger of that and Holm's on the t distribution. Over `MOST_PEOPLE` people, Holm's alone is
    used.

    Parameters
    ----------
    ratings
        (people, S), 1 to K, or 0 where there is none: such a person is left out of that statement.
    is_b
        (people,), which are of side b.
    points
        (S,), each statement's K.
    resamples
        How many assignments are drawn beside the one seen, with a fixed seed.

    Returns
    -------
    Family
        The same whatever the people's order, and whichever side is called b.

    Raises
    ------
    ValueError
        Where a statement has no rating from one of the sides.

    References
    ----------
    Westfall & Young (1993), Resampling-based multiple testing. Pauly, Asendorf & Konietschke (2016),
    Permutation-based inference for the AUC, Biometrical Journal 58(6). For the simulations behind the rules
    see docs/simulation.md.
    """
    if ratings.shape[1] == 0:
        return Family((), "max_t")
    tables = [tuple(_counts(ratings[side], s, k) for side in (~is_b, is_b)) for s, k in enumerate(points)]
    by_holm = np.array(holm([superiority(a, b).p for a, b in tables]))
    if len(is_b) > MOST_PEOPLE:
        return Family(tuple(by_holm.tolist()), "holm")
    adjusted = _max_t(ratings, is_b, max(points), resamples)
    unequal = np.array([max(sum(a), sum(b)) > UNEQUAL * min(sum(a), sum(b)) for a, b in tables])
    unequal |= _unequally_spread(tables)
    combined = np.where(unequal, np.maximum(adjusted, by_holm), adjusted)
    return Family(tuple(combined.tolist()), "max_t_or_holm" if unequal.any() else "max_t")


def _unequally_spread(tables: Sequence[tuple[list[int], ...]]) -> bool:
    """Whether the answers of one side usually vary over `UNEQUAL` times as much as those of the other."""
    # One answer more, a step off, keeps a side that all answered alike from dividing by 0.
    ratios = [
        math.log(b.squared_error * b.n / (a.squared_error * a.n)) for a, b in (map(from_counts, t) for t in tables)
    ]
    return abs(float(np.median(ratios))) > math.log(UNEQUAL)


def _counts(ratings: Ratings, statement: int, points: int) -> list[int]:
    counted: list[int] = np.bincount(ratings[:, statement], minlength=points + 1)[1:].tolist()
    return counted


def _max_t(ratings: Ratings, is_b: npt.NDArray[np.bool_], points: int, resamples: int) -> Floats:
    # Neither the people's order nor which side is b may move a seeded result: so people are sorted by
    # their answers, and it is always the smaller side that is drawn.
    smaller = is_b if 2 * is_b.sum() <= len(is_b) else ~is_b
    order = np.lexsort(ratings.T)
    people, statements = ratings.shape
    one_hot = (ratings[order] == np.arange(1, points + 1)[:, None, None]).astype(np.float64)
    margins = one_hot.sum(axis=1, keepdims=True)

    def statistics(drawn: npt.NDArray[np.bool_]) -> Floats:
        # (K, assignments, S): for each, the counts of those drawn are one matrix product.
        counts = drawn.astype(np.float64) @ one_hot
        return np.abs(deviates(placements(np.moveaxis(counts, 0, -1), np.moveaxis(margins - counts, 0, -1))))

    seen = statistics(smaller[order][None, :])[0]
    falling = np.argsort(-seen, kind="stable")
    as_far = np.ones(statements)  # the assignment seen is one of them
    random = np.random.default_rng(SEED)
    chunk = max(1, _CELLS // (statements * points))
    for start in range(0, resamples, chunk):
        drawn = np.zeros((min(chunk, resamples - start), people), dtype=np.bool_)
        drawn[:, : smaller.sum()] = True
        found = statistics(random.permuted(drawn, axis=1))[:, falling]
        # Against each statement stands the largest of itself and those that come after it.
        largest = np.maximum.accumulate(found[:, ::-1], axis=1)[:, ::-1]
        as_far += (largest >= seen[falling] * (1 - _ROUNDING)).sum(axis=0)
    adjusted = np.empty(statements)
    adjusted[falling] = np.maximum.accumulate(as_far / (1 + resamples))
    return adjusted


def logit_t(found: Placements) -> Floats:
    """logit(p) p (1 − p) / se for many tables: 0 where all answers are the same, ±infinity where separated."""
    p = found.probability
    inner = np.clip(p, 1e-12, 1 - 1e-12)
    error = np.sqrt(np.maximum(found.variance, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = logit(inner) * inner * (1 - inner) / error
    separated = np.where(p == 0.5, 0.0, np.copysign(np.inf, p - 0.5))
    result: Floats = np.where(error > 0, t, separated)
    return result


def deviates(found: Placements) -> Floats:
    """Normal deviates as far out as `logit_t` is on its degrees of freedom ν, for many tables.

    By Wallace's approximation, z = (8ν + 1)/(8ν + 3) sqrt(ν log(1 + t²/ν)), which is off by less than .1
    where it matters and takes no inverse of a distribution. A spread-out small side has few degrees of
    freedom, and its large t's then count for what they are.

    References
    ----------
    Wallace (1959), Bounds on normal approximations to Student's and the chi-square distributions, Annals of
    Mathematical Statistics 30(4).
    """
    t, freedom = logit_t(found), found.freedom
    size = (8 * freedom + 1) / (8 * freedom + 3) * np.sqrt(freedom * np.log1p(t**2 / freedom))
    result: Floats = np.copysign(size, t)
    return result
