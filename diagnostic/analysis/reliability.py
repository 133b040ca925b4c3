"""How well the statements of a scale hang together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_interval
from diagnostic.analysis.report import BySide, Reliability
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import FEW_RELIABLE, PROTECTED, Withheld

FEWEST_IN_ALL = 20
NONE = Reliability(n=None, alpha=None, alpha_interval=None, item_rest=None)


def reliability(
    answers: Sequence[npt.NDArray[np.float64]], tallies: BySide[Tally], withheld: Withheld | None, alpha: float
) -> Reliability:
    """Of a scale's answers by side, (people, statements) each; ``withheld`` where its scores are."""
    if withheld is not None:
        return Reliability(n=withheld, alpha=withheld, alpha_interval=withheld, item_rest=withheld)
    if answers[0].shape[1] < 2:
        return NONE
    complete = [side[~np.isnan(side).any(axis=1)] for side in answers]
    if sum(map(len, complete)) < FEWEST_IN_ALL or min(map(len, complete)) < 2:
        # How many took part is known to all; how many of them answered every statement is not.
        why = FEW_RELIABLE if tallies.a.people + tallies.b.people < FEWEST_IN_ALL else PROTECTED
        return Reliability(n=why, alpha=why, alpha_interval=why, item_rest=why)
    sides = np.repeat([0, 1], [len(side) for side in complete])
    found = statistics.cronbach_alpha(np.vstack(complete), sides, alpha)
    if found.alpha is None or found.interval is None:
        return NONE
    return Reliability(
        n=found.n,
        alpha=rounded(found.alpha),
        alpha_interval=rounded_interval(found.interval),
        item_rest=tuple(None if r is None else rounded(r) for r in found.item_rest),
    )
