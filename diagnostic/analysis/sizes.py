"""How large each gap is likely to be, read in the light of all the others."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.comparisons import FIVE_POINTS, MATTERS, moments
from diagnostic.analysis.report import BySide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import CountTable
from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire import Statement as Asked
from diagnostic.statistics import Posterior


def sizes(
    judged: Sequence[Asked], tables: Mapping[str, BySide[CountTable]], tallies: BySide[Tally]
) -> dict[str, Posterior]:
    """By statement, the likely size of its gap, in its own points and as it is rated.

    Of the people's answers together the model takes two numbers, how statements correlate inside scales and between
    them; all else are shown tables.
    """
    compared = [_compared(tables[s.id]) for s in judged]
    return likely_sizes(judged, compared, BySide.of(lambda side: tallies[side].answers([s.id for s in judged])))


def likely_sizes(
    judged: Sequence[Asked], compared: Sequence[statistics.Contrast], answers: BySide[npt.NDArray[np.float64]]
) -> dict[str, Posterior]:
    """The same of the statements' differences, and of answers (people, statements), NaN where there is none.

    The model sees every statement in its scale's sense and in points of a five-point scale.
    """
    if not judged:
        return {}
    turn = np.array([-1.0 if s.reversed else 1.0 for s in judged])
    unit = np.array([(s.points - 1) / FIVE_POINTS for s in judged])
    differences = turn * [each.value for each in compared] / unit
    errors = [each.standard_error for each in compared] / unit
    # A statement that belongs to no scale is a group of its own.
    groups = [s.scale or s.id for s in judged]
    people = np.vstack([answers[side] for side in SIDES]) * turn
    is_b = np.repeat([False, True], [len(answers[side]) for side in SIDES])
    found = statistics.gap_posterior(
        differences.tolist(),
        (errors**2).tolist(),
        [each.freedom for each in compared],
        groups,
        statistics.average_correlation(people, is_b, groups),
        threshold=MATTERS,
    )
    return {s.id: _as_rated(each, s) for s, each in zip(judged, found, strict=True)}


def _compared(tables: BySide[CountTable]) -> statistics.Contrast:
    a, b = (statistics.estimate(moments(tables[side])) for side in SIDES)
    return statistics.contrast([(1, b), (-1, a)])


def _as_rated(found: Posterior, asked: Asked) -> Posterior:
    unit = (asked.points - 1) / FIVE_POINTS
    low, high = (limit * unit for limit in found.interval)
    if asked.reversed:
        return Posterior(-found.mean * unit, (-high, -low), found.below, found.above)
    return Posterior(found.mean * unit, (low, high), found.above, found.below)
