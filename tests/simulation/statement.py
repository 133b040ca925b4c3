"""One statement by itself: error rates of its test, coverage of its interval, false alignment."""

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from diagnostic.statistics import permutation_test, placements, superiority
from tests.simulation.answers import Cell, Floats

ALPHA = 0.05
MARGIN = 0.33
TRUE = 0.5


def tables(random: np.random.Generator, cell: Cell, delta: float, many: int) -> tuple[Floats, Floats]:
    """Counts (many, K) of each side, drawn straight from the categories' probabilities."""
    sizes, _, shape = cell
    a, b = (
        random.multinomial(n, p, size=many).astype(np.float64)
        for n, p in zip(sizes, shape.probabilities(shape.lowered(delta)), strict=True)
    )
    return a, b


def intervals(a: Floats, b: Floats, alpha: float) -> tuple[Floats, Floats]:
    """What `Superiority.interval` says of many tables at once."""
    found = placements(a, b)
    p, spread = found.probability, found.variance > 0
    inner = np.where(spread, p, 0.5)
    half = stdtrit(found.freedom, 1 - alpha / 2) * np.sqrt(found.variance) / (inner * (1 - inner))
    middle = np.log(inner / (1 - inner))
    low, high = np.tanh((middle - half) / 2), np.tanh((middle + half) / 2)
    for i in np.flatnonzero(~spread):
        low[i], high[i] = superiority(a[i].astype(int).tolist(), b[i].astype(int).tolist()).interval(alpha)
    return low, high


def mann_whitney(a: Floats, b: Floats) -> Floats:
    """Two-sided p-values of many tables, by the normal approximation with its correction for ties."""
    n_a, n_b, ties = a.sum(axis=-1), b.sum(axis=-1), a + b
    n = n_a + n_b
    variance = (n + 1 - (ties**3 - ties).sum(axis=-1) / (n * (n - 1))) / (12 * n_a * n_b)
    distance = np.abs(placements(a, b).probability - 0.5)
    p: Floats = 2 * ndtr(-distance / np.sqrt(np.maximum(variance, 1e-12)))
    return p


def student(a: Floats, b: Floats, *, equal_variance: bool) -> Floats:
    """Two-sided p-values of many tables by Student's t-test, or Welch's; 1 where the means are equal."""
    values = np.arange(1, a.shape[-1] + 1)
    (n_a, mean_a, square_a), (n_b, mean_b, square_b) = (
        (n := x.sum(axis=-1), mean := x @ values / n, x @ values**2 - n * mean**2) for x in (a, b)
    )
    u, v = square_a / (n_a - 1) / n_a, square_b / (n_b - 1) / n_b
    freedom = (u + v) ** 2 / np.maximum(u**2 / (n_a - 1) + v**2 / (n_b - 1), 1e-300)
    error = u + v
    if equal_variance:
        freedom = n_a + n_b - 2
        error = (square_a + square_b) / freedom * (1 / n_a + 1 / n_b)
    t = (mean_b - mean_a) / np.sqrt(np.maximum(error, 1e-12))
    return np.where(mean_a == mean_b, 1.0, 2 * stdtr(np.maximum(freedom, 1), -np.abs(t)))


def errors(random: np.random.Generator, cell: Cell, many: int) -> tuple[list[float], list[float]]:
    """How often p ≤ .05 although neither side tends higher: exact permutation, Mann–Whitney, Student, Welch."""
    a, b = tables(random, cell, 0, many)
    exact = [permutation_test(x, y).p for x, y in zip(a.astype(int).tolist(), b.astype(int).tolist(), strict=True)]
    by_t = (student(a, b, equal_variance=equal) for equal in (True, False))
    return [float((np.asarray(p) <= ALPHA).sum()) for p in (exact, mann_whitney(a, b), *by_t)], [many] * 4


def coverage(random: np.random.Generator, cell: Cell, many: int) -> tuple[list[float], list[float]]:
    """How often the 95 % interval holds a true delta of 0, and one of −.5."""
    held = []
    for delta in (0.0, TRUE):
        low, high = intervals(*tables(random, cell, delta, many), ALPHA)
        held.append(float(((low <= -delta) & (-delta <= high)).sum()))
    return held, [many] * 2


def alignment(random: np.random.Generator, cell: Cell, many: int) -> tuple[list[float], list[float]]:
    """How often *aligned*: the true delta at the margin, b lower; the same, b higher; and neither."""
    inside = []
    for delta in (MARGIN, -MARGIN, 0.0):
        low, high = intervals(*tables(random, cell, delta, many), 2 * ALPHA)
        inside.append(float(((low > -MARGIN) & (high < MARGIN)).sum()))
    return inside, [many] * 3
