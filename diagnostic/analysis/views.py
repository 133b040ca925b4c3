"""Two ratings by the same people, set against each other."""

from collections.abc import Iterator, Mapping

import numpy as np

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_interval, rounded_up, too_few
from diagnostic.analysis.report import BySide, Paired, Release, Statement, View
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, PROTECTED, Withheld, may_show
from diagnostic.questionnaire import CANT_SAY, SIDES, Questionnaire, Rating, Side, other


def views(
    tallies: BySide[Tally], statements: Mapping[str, Statement], questionnaire: Questionnaire, release: Release
) -> Iterator[View]:
    """For every item that both companies are rated on, what each side's people say of the partner against their own."""
    for item in questionnaire.items:
        if isinstance(item, Rating) and {f"{item.id}@{side}" for side in SIDES} <= statements.keys():
            for side in SIDES:
                keys = f"{item.id}@{side}", f"{item.id}@{other(side)}"
                shown = all(not isinstance(statements[key].gap.delta, Withheld) for key in keys)
                yield View(
                    item=item.id,
                    side=side,
                    partner_less_own=paired(tallies, side, keys, shown=shown, alpha=release.alpha),
                )


def paired(tallies: BySide[Tally], side: Side, keys: tuple[str, str], *, shown: bool, alpha: float) -> Paired:
    """The second key's ratings less the first's, of the people of a side who gave both.

    Withheld unless both keys' tables are ``shown``, and whether people rated higher, alike or lower is
    a table that may be shown itself.
    """
    ratings = tallies[side].matrix(keys)
    both = ratings[(ratings != CANT_SAY).all(axis=1)].astype(np.int64)
    differences = both[:, 1] - both[:, 0]
    signs = [int((np.sign(differences) == sign).sum()) for sign in (-1, 0, 1)]
    if not shown or not may_show([signs], JOINT):
        why = too_few(tallies) if len(differences) < JOINT else PROTECTED
        return Paired(n=why, mean_difference=why, delta=why, interval=why, p=why)
    found = statistics.signed_rank_test(differences, alpha=alpha)
    return Paired(
        n=len(differences),
        mean_difference=rounded(float(differences.mean())),
        delta=rounded(found.delta),
        interval=rounded_interval(found.interval),
        p=rounded_up(found.p),
    )
