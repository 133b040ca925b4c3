"""All statements of a questionnaire together: any false gap, and how many of the true ones are found."""

import math
from unittest import mock

import numpy as np
import numpy.typing as npt

from diagnostic.statistics import FEWEST, holm, max_t_adjust, multiplicity, superiority, verdict
from tests.simulation.answers import POINTS, STATEMENTS, Cell, Ratings, counted, draw
from tests.simulation.statement import MARGIN

RESAMPLES = 999
TRUE_GAPS = 5
Gaps = npt.NDArray[np.bool_]


def gaps(ratings: Ratings, is_b: npt.NDArray[np.bool_]) -> tuple[Gaps, list[Gaps]]:
    """Which statements are judged, (S,), and which get the verdict gap: ours, permutation alone, Holm alone."""
    a, b = (table.astype(int) for table in counted(ratings, is_b))
    judged = (a.sum(axis=1) >= FEWEST) & (b.sum(axis=1) >= FEWEST)
    if not judged.any():
        return judged, [judged] * 3
    found = [superiority(x, y) for x, y in zip(a[judged].tolist(), b[judged].tolist(), strict=True)]
    ours = max_t_adjust(ratings[:, judged], is_b, [POINTS] * len(found), resamples=RESAMPLES)
    alone = ours
    if ours.procedure == "max_t_or_holm":
        with mock.patch.object(multiplicity, "UNEQUAL", math.inf):
            alone = max_t_adjust(ratings[:, judged], is_b, [POINTS] * len(found), resamples=RESAMPLES)
    named = []
    for adjusted in (ours.p_adjusted, alone.p_adjusted, holm([each.p for each in found])):
        gap = np.zeros(len(judged), dtype=np.bool_)
        gap[judged] = [
            verdict(each.interval(0.10), each.p, p, margin=MARGIN).verdict == "gap"
            for each, p in zip(found, adjusted, strict=True)
        ]
        named.append(gap)
    return judged, named


def any_false_gap(random: np.random.Generator, cell: Cell, many: int) -> tuple[list[float], list[float]]:
    """How many questionnaires without a true gap show one, for each of three procedures."""
    sizes, _, shape = cell
    false = np.zeros(3)
    for _ in range(many):
        false += [gap.any() for gap in gaps(*draw(random, sizes, shape.cuts, shape.spread, shape.lowered(0)))[1]]
    return false.tolist(), [many] * 3


def power(random: np.random.Generator, cell: Cell, delta: float, many: int) -> tuple[list[float], list[float]]:
    """How many of the true gaps of that size are called gap, of those judged at all."""
    sizes, _, shape = cell
    is_gap = np.arange(STATEMENTS) < TRUE_GAPS
    lowered = np.where(is_gap, shape.lowered(delta), shape.lowered(0))
    found = there = 0.0
    for _ in range(many):
        judged, (ours, *_others) = gaps(*draw(random, sizes, shape.cuts, shape.spread, lowered))
        found += float((ours & is_gap).sum())
        there += float((judged & is_gap).sum())
    return [found], [there]
