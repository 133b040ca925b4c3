"""Who owns what: the responsibility matrix, activity by activity."""

from collections.abc import Sequence
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


def responsibilities(
    tallies: BySide[Tally], questionnaire: Questionnaire, release: report.Release
) -> tuple[tuple[report.Responsibility, ...], Family]:
    """Every activity, now and better placed, and the family of the tests whether the sides differ."""
    rows = []
    for item in questionnaire.items:
        if isinstance(item, Responsibility):
            for activity in item.activities:
                for question in QUESTIONS:
                    key = f"{item.id}.{activity}:{question}"
                    tables = BySide(tallies.a.owners(key), tallies.b.owners(key))
                    rows.append(_responsibility(activity, question, tables, release))
    p_values = [row.p for row in rows if not isinstance(row.p, Withheld)]
    adjusted = iter(statistics.holm(p_values))
    made = tuple(
        row if isinstance(row.p, Withheld) else msgspec.structs.replace(row, p_adjusted=next(adjusted)) for row in rows
    )
    return made, Family(name="responsibilities", size=len(p_values), procedure="holm")


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
        p=differ.p,
        p_standard_error=differ.standard_error,
        p_adjusted=differ.p,  # until the family is known
    )


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

    def names(by: npt.NDArray[np.intp], *owners: Owner) -> npt.NDArray[np.bool_]:
        return np.isin(by, [OWNERS.index(owner) for owner in owners])

    return np.select(
        [
            names(by_a, "b", "nobody") & names(by_b, "a", "nobody"),
            names(by_a, "a") & names(by_b, "b"),
            (by_a == by_b) & (by_a != NO_MAJORITY),
        ],
        ["orphaned", "contested", "agreed"],
        "unclear",
    )
