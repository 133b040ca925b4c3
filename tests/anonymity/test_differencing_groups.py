"""A group that a Report names gives away none of its answers: the longest of the searches in `test_differencing`."""

import random

from diagnostic.analysis import Release
from diagnostic.questionnaire import Questionnaire
from tests.anonymity.solver import Solver, World
from tests.anonymity.worlds import made_up


def test_no_answer_is_given_away_where_a_group_stands_apart_in_both_companies_and_is_named(
    small: Questionnaire,
) -> None:
    world = made_up(random.Random(5), small, (10, 10), 0.3)
    answers = [1, 2, 1, 1, 2, 4, 5, 5, 4, 5]
    named: World = {
        side: [{**sheet, "value.fixed@alliance": answer} for sheet, answer in zip(sheets, answers, strict=True)]
        for side, sheets in world.items()
    }
    own = [*"xxxxxyyyyy"]
    solver = Solver(small, Release(attribute="function"), {"a": own, "b": own})
    assert [(f.subject, f.group) for f in solver.report(named).findings if f.kind == "group_difference"] == [
        ("value.fixed@alliance", "x")
    ]
    assert not list(solver.leaks(named))
