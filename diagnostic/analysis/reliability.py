"""How well the statements of a scale hang together."""

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_interval
from diagnostic.analysis.report import BySide, Reliability
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import FEW_RELIABLE, PROTECTED, Withheld
from diagnostic.questionnaire import SIDES

FEWEST_IN_ALL = 20
NONE = Reliability(n=None, alpha=None, alpha_interval=None, item_rest=None)


def consistency(answers: BySide[npt.NDArray[np.float64]], alpha: float) -> statistics.Reliability | None:
    """Cronbach's alpha within the sides, of answers (people, statements), NaN where there is none.

    None of one statement, and where fewer than two people of a side answered all of them.
    """
    complete = [int((~np.isnan(answers[side])).all(axis=1).sum()) for side in SIDES]
    if answers.a.shape[1] < 2 or min(complete) < 2:
        return None
    sides = np.repeat([0, 1], [len(answers[side]) for side in SIDES])
    return statistics.cronbach_alpha(np.vstack([answers[side] for side in SIDES]), sides, alpha)


def reliability(found: statistics.Reliability | None, statements: int, tallies: BySide[Tally]) -> Reliability:
    """What is said of the consistency of a scale whose scores are shown."""
    if statements < 2:
        return NONE
    if found is None or found.n < FEWEST_IN_ALL:
        # How many took part is known to all; how many of them answered every statement is not.
        return withheld_reliability(FEW_RELIABLE if tallies.a.people + tallies.b.people < FEWEST_IN_ALL else PROTECTED)
    if found.alpha is None or found.interval is None:
        return NONE
    return Reliability(
        n=found.n,
        alpha=rounded(found.alpha),
        alpha_interval=rounded_interval(found.interval),
        item_rest=tuple(None if r is None else rounded(r) for r in found.item_rest),
    )


def withheld_reliability(why: Withheld) -> Reliability:
    return Reliability(n=why, alpha=why, alpha_interval=why, item_rest=why)
