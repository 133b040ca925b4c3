"""Of what people may carry their own changes from wave to wave."""

import msgspec

from diagnostic.questionnaire import Questionnaire, Statement
from diagnostic.questionnaire.library import Library

MOST_TARGETS = 3
MOST_OF_A_TARGET = 2
"""Statements: more would not fit into a note of one letter a target."""


class Target(msgspec.Struct, frozen=True):
    """A scale about one company or the alliance, of which people may carry their own changes from wave to wave."""

    id: str
    """``trust@b``"""
    statements: tuple[str, ...]
    """Those that are followed, which later waves ask, too."""


def may_be_followed(questionnaire: Questionnaire, library: Library) -> list[Target]:
    """The targets that a wave may name: what is asked of them now is asked by pulses, too, and on scales alike."""
    again = library.asked_again(questionnaire)
    by_scale: dict[str, list[Statement]] = {}
    for statement in questionnaire.statements():
        if statement.scale and statement.id in again:
            by_scale.setdefault(statement.scale, []).append(statement)
    return [
        # In an order of their own, so that two questionnaires name the same target.
        Target(scale, tuple(sorted(statement.id for statement in asked)))
        for scale, asked in by_scale.items()
        if len(asked) <= MOST_OF_A_TARGET and len({statement.points for statement in asked}) == 1
    ]
