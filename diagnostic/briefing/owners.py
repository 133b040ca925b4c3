"""Who owns what, as picture and table both read it: the order of activities, their states, who is named most."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from diagnostic.analysis.report import OwnershipBefore, Report, Responsibility, Withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.questionnaire.words import OWNERS, Owner, Side

Question = Literal["now", "better"]
QUESTIONS: tuple[Question, ...] = ("now", "better")
State = Literal["contested", "orphaned", "unclear", "agreed", "withheld"]
STATES: tuple[State, ...] = ("contested", "orphaned", "unclear", "agreed", "withheld")
DISPUTED: tuple[State, ...] = ("contested", "orphaned")

SETTLED = 0.8
"""The least share of sets of answers drawn anew in which *agreed* has to come out the same, to be told as certain."""


class Activity(msgspec.Struct, frozen=True):
    """An activity and what was asked about it."""

    id: str
    asked: Mapping[str, Responsibility]


def asked_of(report: Report) -> list[Activity]:
    """In the questionnaire's order."""
    found: dict[str, dict[str, Responsibility]] = {}
    for responsibility in report.responsibilities:
        found.setdefault(responsibility.activity, {})[responsibility.question] = responsibility
    return [Activity(activity, asked) for activity, asked in found.items()]


def activities(report: Report) -> list[Activity]:
    """Contested and orphaned ones first; in the questionnaire's order where both companies read it."""
    rows = asked_of(report)
    if report.edition == "participants":
        return rows
    return sorted(rows, key=lambda row: [_rank(row.asked.get(question)) for question in QUESTIONS])


def _rank(asked: Responsibility | None) -> int:
    return len(STATES) if asked is None else STATES.index(state_of(asked))


def state_of(asked: Responsibility | OwnershipBefore) -> State:
    return "withheld" if isinstance(asked.ownership, Withheld) else asked.ownership


def settled(asked: Responsibility | OwnershipBefore) -> bool:
    """Whether a state is told as certain; else it is a question.

    What is contested or orphaned has to be shown even among so many activities; what is agreed, to come out the
    same in four of five sets of answers drawn anew.
    """
    if asked.ownership in DISPUTED:
        return asked.certain is True
    return is_shown(asked.holds) and asked.holds >= SETTLED


def shares_of(asked: Responsibility, side: Side) -> dict[Owner, float] | None:
    """How a side's answers fall on the owners; None where that is withheld."""
    shares = {owner: share for owner in OWNERS if is_shown(share := asked.sides[side].shares[owner])}
    return shares if len(shares) == len(OWNERS) else None


def named_most(shares: Mapping[Owner, float]) -> list[Owner]:
    """The owner named most; all of them where several are named equally often."""
    most = max(shares.values())
    return [owner for owner, share in shares.items() if share >= most - 1e-9]
