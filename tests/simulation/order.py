"""The order of findings: whether the largest true gaps stand at the top."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from diagnostic.statistics import from_counts, shrink
from tests.simulation.answers import CEILING, MIDDLE, SKEWED, STATEMENTS, Floats, Shape, counted, draw, true_points

SCALES = np.repeat(np.arange(12), [4] * 9 + [3] * 3)
SHAPES = (MIDDLE, SKEWED, CEILING)
DIFFERING = (("scales differ most", 0.5, 0.25), ("both differ", 0.4, 0.4), ("statements differ only", 0.0, 0.55))
"""Standard deviations of side b's shift: between scales, and between statements of a scale."""
REPORTED, TRUE = 5, 3


def placed(
    random: np.random.Generator, sizes: tuple[int, int], between: float, within: float, many: int
) -> tuple[list[float], list[float]]:
    """How many of the true top three stand in the first five: raw, shrunken by scale, all together, by one tau²."""
    hits = np.zeros(4)
    for _ in range(many):
        lowered = random.normal(size=12)[SCALES] * between + random.normal(size=STATEMENTS) * within
        shapes = [SHAPES[i] for i in random.integers(len(SHAPES), size=STATEMENTS)]
        true = np.array([true_points(*shape.probabilities(by)) for shape, by in zip(shapes, lowered, strict=True)])
        estimates, variances = _differences(random, sizes, shapes, lowered)
        top = set(_largest(true, true)[:TRUE].tolist())
        together = np.array(shrink(estimates.tolist(), variances.tolist()))
        orders = (estimates, by_scale(estimates, variances), together, by_scale_alike(estimates, variances))
        for i, order in enumerate(orders):
            hits[i] += len(top & set(_largest(order, estimates)[:REPORTED].tolist()))
    return hits.tolist(), [TRUE * many] * 4


def _differences(
    random: np.random.Generator, sizes: tuple[int, int], shapes: Sequence[Shape], lowered: Floats
) -> tuple[Floats, Floats]:
    cuts = np.array([shape.cuts for shape in shapes])
    tables = counted(*draw(random, sizes, cuts, lowered=lowered))
    a, b = ([from_counts(row.astype(int).tolist()) for row in table] for table in tables)
    pairs = list(zip(a, b, strict=True))
    return np.array([y.mean - x.mean for x, y in pairs]), np.array(
        [x.squared_error + y.squared_error for x, y in pairs]
    )


def by_scale_alike(estimates: Floats, variances: Floats) -> Floats:
    """As `by_scale`, but with statements taken to differ as much in every scale: one tau² for all."""

    def means(between: float) -> Floats:
        weights = 1 / (variances + between)
        of_scale: Floats = np.bincount(SCALES, weights * estimates) / np.bincount(SCALES, weights)
        return of_scale[SCALES]

    def excess(between: float) -> float:
        squares = (estimates - means(between)) ** 2 / (variances + between)
        return float(squares.sum() - (STATEMENTS - SCALES.max() - 1))

    between = brentq(excess, 0, 100) if excess(0) > 0 else 0.0
    return (between * estimates + variances * means(between)) / (between + variances)


def by_scale(estimates: Floats, variances: Floats) -> Floats:
    shrunken = np.empty_like(estimates)
    for scale in range(12):
        here = scale == SCALES
        shrunken[here] = shrink(estimates[here].tolist(), variances[here].tolist())
    return shrunken


def _largest(figures: Floats, estimates: Floats) -> npt.NDArray[np.int64]:
    """Statements by size, and where that is the same by the raw size."""
    return np.lexsort((-np.abs(estimates), -np.abs(figures)))
