"""Who owns what: the responsibility matrix, activity by activity."""

from collections.abc import Iterator, Sequence
from typing import Literal

from diagnostic.analysis import report
from diagnostic.analysis.report import BySide, ResponsibilitySide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, may_show
from diagnostic.questionnaire import OWNERS, SIDES, Owner, Questionnaire, Responsibility

Ownership = Literal["agreed", "contested", "orphaned", "unclear"]
QUESTIONS: tuple[Literal["now", "better"], ...] = ("now", "better")


def responsibilities(tallies: BySide[Tally], questionnaire: Questionnaire, k: int) -> Iterator[report.Responsibility]:
    for item in questionnaire.items:
        if isinstance(item, Responsibility):
            for activity in item.activities:
                for question in QUESTIONS:
                    key = f"{item.id}.{activity}:{question}"
                    tables = BySide(tallies.a.owners(key), tallies.b.owners(key))
                    yield _responsibility(activity, question, tables, k)


def _responsibility(
    activity: str, question: Literal["now", "better"], tables: BySide[tuple[int, ...]], k: int
) -> report.Responsibility:
    if not may_show([tables[side] for side in SIDES], k):
        withheld = ResponsibilitySide(n=PROTECTED, shares=dict.fromkeys(OWNERS, PROTECTED))
        return report.Responsibility(
            activity=activity,
            question=question,
            sides=BySide(withheld, withheld),
            ownership=PROTECTED,
            owner=PROTECTED,
        )
    named = BySide.of(lambda side: majority(tables[side]))
    ownership = classify(named.a, named.b)
    return report.Responsibility(
        activity=activity,
        question=question,
        sides=BySide.of(lambda side: _side(tables[side])),
        ownership=ownership,
        owner=named.a if ownership == "agreed" else None,
    )


def _side(table: Sequence[int]) -> ResponsibilitySide:
    n = sum(table)
    return ResponsibilitySide(n=n, shares={owner: count / n for owner, count in zip(OWNERS, table, strict=True)})


def majority(table: Sequence[int]) -> Owner | None:
    """The owner named by more than half of all who answered; None where none is, or "don't know" is."""
    owner, count = max(zip(OWNERS, table, strict=True), key=lambda pair: pair[1])
    return owner if 2 * count > sum(table) and owner != "unknown" else None


def classify(by_a: Owner | None, by_b: Owner | None) -> Ownership:
    """The class of an activity, from the owner that each side's majority names."""
    if by_a in ("b", "nobody") and by_b in ("a", "nobody"):
        return "orphaned"
    if by_a == "a" and by_b == "b":
        return "contested"
    if by_a is not None and by_a == by_b:
        return "agreed"
    return "unclear"
