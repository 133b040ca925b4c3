"""What change of a gap a pulse will be able to tell, before anybody has answered."""

from collections.abc import Mapping

from diagnostic.planning.model import CORRELATION, OPINION, SURE
from diagnostic.statistics import FEWEST, OF_SCALES, Estimate, contrast


def smallest_changes(
    answered: tuple[int, int], scales: Mapping[str, int], *, points: int = 5, alpha: float = 0.05, pulses: int = 1
) -> tuple[float, float] | None:
    """The change of a gap found four times in five, in scale points, on the surest scale and on the least sure.

    As many people are supposed to have answered before, to think as in `outlook`, and to be others than those who
    answer now: every scale is compared with the wave before and with the first.

    Parameters
    ----------
    answered
        How many answer on side a and on side b.
    scales
        By scale, how many statements it has; one scale or more.
    points
        How many categories the scale has.
    alpha, pulses
        As in the release plan.

    Returns
    -------
    tuple or None
        None where a side has too few answers for a verdict.
    """
    if min(answered) < FEWEST:
        return None
    comparisons = 2 * len(scales) * pulses / OF_SCALES
    found = [_smallest(answered, statements, comparisons, points, alpha) for statements in scales.values()]
    return min(found), max(found)


def _smallest(answered: tuple[int, int], statements: int, comparisons: float, points: int, alpha: float) -> float:
    variance = (OPINION * (points - 1)) ** 2 * (1 + (statements - 1) * CORRELATION) / statements
    means = [Estimate(mean=0, squared_error=variance / n, freedom=n - 1) for n in answered]
    return contrast([(sign, mean) for sign in (1, -1) for mean in means]).detectable(comparisons, alpha, SURE)
