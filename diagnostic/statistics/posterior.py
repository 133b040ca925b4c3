"""Many gaps at once: how large each is likely to be, given all of them, by a normal model with fixed priors."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve_triangular
from scipy.special import stdtr, stdtrit

Floats = npt.NDArray[np.float64]

PRIOR_SPREADS = (0.30, 0.45, 0.35)
"""Scales of the half-normal priors: by how much the overall difference, the scales' and the statements' own parts of a
gap vary, in points of a five-point scale."""
GRID = (
    (0.0, 0.15, 0.30, 0.50, 0.80),
    (0.05, 0.20, 0.40, 0.60, 0.90, 1.30),
    (0.05, 0.15, 0.30, 0.50, 0.75, 1.00),
)
"""The standard deviations that are tried of each part, in the same unit."""
_MOST_ALIKE = 0.95
_FEWEST_FREEDOM = 3.0


@dataclass(frozen=True)
class Correlation:
    """How a person's answers to two statements go together, on average, within the sides.

    Attributes
    ----------
    within
        Of statements of one group, 0 to .95.
    between
        Of statements of different groups, 0 to ``within``.
    """

    within: float
    between: float


def average_correlation(answers: Floats, is_b: npt.NDArray[np.bool_], groups: Sequence[Hashable]) -> Correlation:
    """The mean correlation between statements of one group, and between those of different groups.

    Each side's means are taken out first; a pair is correlated over the people who answered both. Two numbers stand for
    all pairs because a few dozen people cannot tell a thousand correlations apart: with those of the sample itself, the
    model below takes luck for knowledge (docs/simulation.md).

    Parameters
    ----------
    answers
        (people, S), all in their scale's sense; NaN where there is none.
    is_b
        (people,), which are of side b.
    groups
        (S,), what group each statement belongs to.
    """
    given = ~np.isnan(answers)
    centred = np.zeros_like(answers)
    for side in (~is_b, is_b):
        number = np.maximum(given[side].sum(axis=0), 1)
        means = np.where(given[side], answers[side], 0).sum(axis=0) / number
        centred[side] = np.where(given[side], answers[side] - means, 0)
    squares = (centred**2).T @ given
    scale = np.sqrt(squares * squares.T)
    products = np.divide(centred.T @ centred, scale, out=np.zeros_like(scale), where=scale > 0)
    alike = _alike(groups)
    pairs = (scale > 0) & ~np.eye(len(groups), dtype=np.bool_)
    between = _mean(products[pairs & ~alike])
    within = _mean(products[pairs & alike]) if (pairs & alike).any() else between
    within = min(within, _MOST_ALIKE)
    return Correlation(within, min(between, within))


@dataclass(frozen=True)
class Posterior:
    """What is likely of one gap, once all are known.

    Attributes
    ----------
    mean
        The size to expect: the posterior mean, in the unit of the differences.
    interval
        That holds the gap with probability 1 − alpha.
    above, below
        The probability that the gap is more than the threshold upwards, and downwards; 0 to 1.
    """

    mean: float
    interval: tuple[float, float]
    above: float
    below: float


def gap_posterior(
    differences: Sequence[float],
    squared_errors: Sequence[float],
    freedom: Sequence[float],
    groups: Sequence[Hashable],
    correlation: Correlation,
    *,
    threshold: float,
    alpha: float = 0.05,
) -> tuple[Posterior, ...]:
    """The sizes of many gaps, each read in the light of all.

    A gap is the sum of three parts: of all statements, of its group, and its own. Each part is normal around 0 with a
    standard deviation that is unknown, and tried over `GRID` with half-normal weights (`PRIOR_SPREADS`, times the width
    of the cell around each value). A difference is its gap and a normal error, whose standard error is enlarged by
    sqrt(df / (df − 2)); errors correlate as a person's answers do. Given the three deviations everything is normal, and
    the posterior a mixture over the grid, weighted by how likely each makes the differences. For each point of the grid
    the probability beyond the threshold is Student's, on the statement's degrees of freedom: normal ones are too sure
    of small sides.

    Unlike a raw difference that was picked because it is large, ``mean`` is not too large on average, however it was
    picked, as far as the priors are right.

    Parameters
    ----------
    differences
        (S,), b − a, all in their scale's sense, and in points of a five-point scale; S of 1 or more.
    squared_errors
        (S,), of the differences, above 0.
    freedom
        (S,), degrees of freedom of the squared errors, above 0; fewer than 3 count as 3.
    groups
        (S,), what group each statement belongs to.
    correlation
        As `average_correlation` finds it.
    threshold
        The size of a gap that matters, 0 or more.

    Raises
    ------
    ValueError
        Where there is no difference, or a squared error is not above 0.

    References
    ----------
    Gelman, Hill & Yajima (2012), Why we (usually) don't have to worry about multiple comparisons, Journal of Research
    on Educational Effectiveness 5(2). Gelman (2006), Prior distributions for variance parameters in hierarchical
    models, Bayesian Analysis 1(3). Lindley & Smith (1972), Bayes estimates for the linear model, J. Royal Statistical
    Society B 34(1).
    """
    d, squared, df = (np.asarray(each, dtype=np.float64) for each in (differences, squared_errors, freedom))
    if len(d) == 0 or squared.min() <= 0:
        raise ValueError("a posterior needs a difference, and a squared error above 0 of each")
    df = np.maximum(df, _FEWEST_FREEDOM)
    alike = _alike(groups)
    error = np.sqrt(squared * df / (df - 2))
    going_together = np.where(alike, correlation.within, correlation.between)
    np.fill_diagonal(going_together, 1)
    noise = going_together * np.outer(error, error)
    weights, deviations = _grid()
    means, spreads = np.empty((2, len(weights), len(d)))
    log_likelihood = np.empty(len(weights))
    for place, (overall, of_group, own) in enumerate(deviations**2):
        prior = overall + of_group * alike + own * np.eye(len(d))
        root = np.linalg.cholesky(noise + prior)
        solved = solve_triangular(root, np.column_stack([d, prior]), lower=True, check_finite=False)
        log_likelihood[place] = -(solved[:, 0] @ solved[:, 0]) / 2 - np.log(np.diag(root)).sum()
        means[place] = solved[:, 0] @ solved[:, 1:]
        spreads[place] = np.diag(prior) - (solved[:, 1:] ** 2).sum(axis=0)
    likely = weights * np.exp(log_likelihood - log_likelihood.max())
    likely /= likely.sum()
    spreads = np.maximum(spreads, 1e-12)
    above, below = (likely @ stdtr(df, (sign * means - threshold) / np.sqrt(spreads)) for sign in (1, -1))
    mean = likely @ means
    half = stdtrit(df, 1 - alpha / 2) * np.sqrt(likely @ (spreads + means**2) - mean**2)
    found = zip(
        mean.tolist(), (mean - half).tolist(), (mean + half).tolist(), above.tolist(), below.tolist(), strict=True
    )
    return tuple(Posterior(size, (low, high), more, less) for size, low, high, more, less in found)


@lru_cache(maxsize=1)
def _grid() -> tuple[Floats, Floats]:
    """(points,) prior weights that sum to 1, and (points, 3) the standard deviations."""
    weights = np.ones(1)
    for values, spread in zip(GRID, PRIOR_SPREADS, strict=True):
        tried = np.array(values)
        edges = np.r_[0, (tried[1:] + tried[:-1]) / 2, tried[-1] + (tried[-1] - tried[-2]) / 2]
        weights = np.outer(weights, np.exp(-((tried / spread) ** 2) / 2) * np.diff(edges)).ravel()
    deviations = np.stack(np.meshgrid(*GRID, indexing="ij"), axis=-1).reshape(-1, len(GRID))
    return weights / weights.sum(), deviations


def _alike(groups: Sequence[Hashable]) -> npt.NDArray[np.bool_]:
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    labels = np.array([numbers[group] for group in groups])
    alike: npt.NDArray[np.bool_] = labels[:, None] == labels[None, :]
    return alike


def _mean(values: Floats) -> float:
    return max(0.0, float(values.mean())) if len(values) else 0.0
