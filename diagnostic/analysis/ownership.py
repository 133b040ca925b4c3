"""Who owns what: the responsibility matrix, activity by activity."""

from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis import report
from diagnostic.analysis.report import BySide, Family, Ownership, ResponsibilitySide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Withheld, may_show
from diagnostic.questionnaire import OWNERS, SIDES, Owner, Questionnaire, Responsibility
from diagnostic.questionnaire.responsibility import QUESTIONS
from diagnostic.questionnaire.words import Question

Tables = npt.NDArray[np.int64]
NO_MAJORITY = -1
DISPUTED: Mapping[str, BySide[tuple[Owner, ...]]] = {
    "orphaned": BySide(("b", "nobody"), ("a", "nobody")),
    "contested": BySide(("a",), ("b",)),
}
"""Whom each side's majority names where an activity is in dispute."""


def responsibilities(
    tallies: BySide[Tally], questionnaire: Questionnaire, release: report.Release
) -> tuple[tuple[report.Responsibility, ...], tuple[Family, ...]]:
    """Every activity, now and better placed; the families of whether the sides differ, and of what is in dispute."""
    rows = []
    for item in questionnaire.items:
        if isinstance(item, Responsibility):
            for activity in item.activities:
                for question in QUESTIONS:
                    key = f"{item.id}.{activity}:{question}"
                    tables = BySide(tallies.a.owners(key), tallies.b.owners(key))
                    rows.append(_responsibility(activity, question, tables, release))
    shown = {n: (row.p, _in_dispute(row)) for n, row in enumerate(rows) if not isinstance(row.p, Withheld)}
    differ, disputed = (statistics.holm([pair[place] for pair in shown.values()]) for place in (0, 1))
    for n, p, of_class in zip(shown, differ, disputed, strict=True):
        rows[n] = _adjusted(rows[n], p, of_class, release.alpha)
    families = (Family(name=name, size=len(shown), procedure="holm") for name in ("responsibilities", "ownership"))
    return tuple(rows), tuple(families)


def _in_dispute(row: report.Responsibility) -> float:
    """The p-value before it is adjusted; 1 of what is neither contested nor orphaned."""
    return row.ownership_p if isinstance(row.ownership_p, float) else 1.0


def _adjusted(row: report.Responsibility, p: float, of_class: float, alpha: float) -> report.Responsibility:
    if row.ownership_p is None:
        return msgspec.structs.replace(row, p_adjusted=p)
    return msgspec.structs.replace(row, p_adjusted=p, ownership_p=of_class, certain=of_class <= alpha)


def _responsibility(
    activity: str, question: Question, tables: BySide[tuple[int, ...]], release: report.Release
) -> report.Responsibility:
    if not may_show([tables[side] for side in SIDES], release.k):
        withheld = dict.fromkeys(OWNERS, PROTECTED)
        side = ResponsibilitySide(n=PROTECTED, shares={**withheld}, intervals={**withheld})
        return report.Responsibility(
            activity=activity,
            question=question,
            sides=BySide(side, side),
            ownership=PROTECTED,
            owner=PROTECTED,
            holds=PROTECTED,
            ownership_p=PROTECTED,
            certain=PROTECTED,
            p=PROTECTED,
            p_standard_error=PROTECTED,
            p_adjusted=PROTECTED,
        )
    ownership = cast(Ownership, str(classes(np.array(tables.a), np.array(tables.b))))
    named = int(majorities(np.array(tables.a)))
    differ = statistics.freeman_halton(tables.a, tables.b)
    return report.Responsibility(
        activity=activity,
        question=question,
        sides=BySide.of(lambda side: _side(tables[side], release.alpha)),
        ownership=ownership,
        owner=OWNERS[named] if ownership == "agreed" else None,
        holds=statistics.holds(tables.a, tables.b, classes),
        ownership_p=_ownership_p(ownership, tables),  # until the family is known, as p_adjusted
        p=differ.p,
        p_standard_error=differ.standard_error,
        p_adjusted=differ.p,
    )


def _ownership_p(ownership: Ownership, tables: BySide[tuple[int, ...]]) -> float | None:
    """Both sides have to name most what the class says, so the larger p-value counts."""
    if ownership not in DISPUTED:
        return None
    named = {side: [OWNERS.index(owner) for owner in DISPUTED[ownership][side]] for side in SIDES}
    return max(statistics.named_most(tables[side], named[side]) for side in SIDES)


def _side(table: Sequence[int], alpha: float) -> ResponsibilitySide:
    n = sum(table)
    counts = dict(zip(OWNERS, table, strict=True))
    return ResponsibilitySide(
        n=n,
        shares={owner: count / n for owner, count in counts.items()},
        intervals={owner: statistics.wilson(count, n, alpha) for owner, count in counts.items()},
    )


def majorities(tables: Tables) -> npt.NDArray[np.intp]:
    """Of tables (..., owners), the place in `OWNERS` of the one named by more than half of all who answered.

    `NO_MAJORITY` where there is none, or "don't know" is it.
    """
    most = tables.argmax(axis=-1)
    clear = (2 * tables.max(axis=-1) > tables.sum(axis=-1)) & (most != OWNERS.index("unknown"))
    return np.where(clear, most, NO_MAJORITY)


def classes(a: Tables, b: Tables) -> npt.NDArray[np.str_]:
    """The class of an activity, from the owner that each side's majority names; for many tables at once."""
    by_a, by_b = majorities(a), majorities(b)

    def names(by: npt.NDArray[np.intp], owners: Sequence[Owner]) -> npt.NDArray[np.bool_]:
        return np.isin(by, [OWNERS.index(owner) for owner in owners])

    disputed = [names(by_a, owners.a) & names(by_b, owners.b) for owners in DISPUTED.values()]
    return np.select([*disputed, (by_a == by_b) & (by_a != NO_MAJORITY)], [*DISPUTED, "agreed"], "unclear")
