"""Who owns what: the responsibility matrix, activity by activity."""

import math
from collections.abc import Mapping, Sequence
from itertools import product

import msgspec

from diagnostic import statistics
from diagnostic.analysis import report
from diagnostic.analysis.report import BySide, Family, Ownership, ResponsibilitySide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Withheld, may_show
from diagnostic.questionnaire import OWNERS, SIDES, Owner, Questionnaire, Responsibility
from diagnostic.questionnaire.responsibility import QUESTIONS
from diagnostic.questionnaire.words import Question

DISPUTED: Mapping[Ownership, BySide[tuple[Owner, ...]]] = {
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
    named = BySide.of(lambda side: _majority(tables[side]))
    ownership = _class_of(named.a, named.b)
    differ = statistics.freeman_halton(tables.a, tables.b)
    return report.Responsibility(
        activity=activity,
        question=question,
        sides=BySide.of(lambda side: _side(tables[side], release.alpha)),
        ownership=ownership,
        owner=named.a if ownership == "agreed" else None,
        holds=_holds(ownership, tables),
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


def _majority(table: Sequence[int]) -> Owner | None:
    """Whom more than half of all who answered name; None where nobody is named so often, or "don't know" is."""
    named = next((owner for owner, count in zip(OWNERS, table, strict=True) if 2 * count > sum(table)), None)
    return None if named == "unknown" else named


def _class_of(a: Owner | None, b: Owner | None) -> Ownership:
    """The class of an activity, from the owner that each side's majority names."""
    for dispute, owners in DISPUTED.items():
        if a in owners.a and b in owners.b:
            return dispute
    return "unclear" if a is None or a != b else "agreed"


def _holds(ownership: Ownership, tables: BySide[tuple[int, ...]]) -> float:
    """How often the class stays the same when other people of the same kind answer."""
    by_a, by_b = _chances(tables.a), _chances(tables.b)
    return math.fsum(by_a[a] * by_b[b] for a, b in product(by_a, by_b) if _class_of(a, b) == ownership)


def _chances(table: Sequence[int]) -> dict[Owner | None, float]:
    """How often each owner is the majority's, and how often none is."""
    chances = dict(zip(OWNERS, statistics.majority_chances(table), strict=True))
    named: dict[Owner | None, float] = {owner: chance for owner, chance in chances.items() if owner != "unknown"}
    return named | {None: 1 - math.fsum(named.values())}
