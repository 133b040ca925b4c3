"""Whoever holds two briefings and knows who joined in between learns little of what the newcomer answered."""

import numpy as np
import pytest

from diagnostic.analysis import CutStatement, Release, Withheld
from diagnostic.disclosure import level
from diagnostic.questionnaire import SIDES, Questionnaire, Side
from tests.anonymity.solver import Sheet, Solver
from tests.simulation.waves import ATTACKS, advantage

MOST = 0.05
"""What he may gain over guessing from the later wave alone."""
PAIRS = 500


def gained(attack: str, people: int) -> float:
    hits, of = advantage(np.random.default_rng(2), PAIRS, people=people, joined=1, attack=ATTACKS[attack])
    return hits[0] / of[0]


@pytest.mark.parametrize(("shown", "people"), [("mean, half a point", 5), ("mean, one decimal", 8)])
def test_a_newcomer_is_hidden_by_levels(shown: str, people: int) -> None:
    assert gained(shown, people) <= MOST


def test_the_attacker_wins_against_counts() -> None:
    # 500 pairs have a standard error of .026 at most; 2,000 found .22.
    assert gained("counts", 5) > MOST + 3 * 0.026


@pytest.mark.parametrize(("people", "shown"), [(39, False), (40, True)])
def test_what_a_report_shows_after_few_joined_is_what_the_attacker_was_given(
    people: int, shown: bool, small: Questionnaire
) -> None:
    sheets: list[Sheet] = [{"value.credit@alliance": 1 + n % 4} for n in range(people)]
    report = Solver(small, Release(few_changed=True)).report({"a": sheets, "b": sheets})
    statement = next(s for s in report.statements if s.id == "value.credit@alliance")
    assert isinstance(statement.sides.a.counts, Withheld) is not shown
    assert isinstance(statement.gap.p, Withheld) is not shown
    mean = sum(1 + n % 4 for n in range(people)) / people
    assert statement.sides.a.mean == (pytest.approx(mean) if shown else level(mean))


def test_a_small_group_of_a_large_side_is_not_shown_after_few_joined(small: Questionnaire) -> None:
    sheets: list[Sheet] = [{"value.credit@alliance": 1 + n % 4} for n in range(46)]
    groups: dict[Side, list[str]] = {side: ["medical"] * 5 + ["sales"] * 41 for side in SIDES}

    def cut(*, few_changed: bool) -> CutStatement:
        release = Release(attribute="function", few_changed=few_changed)
        (made,) = Solver(small, release, groups).report({"a": sheets, "b": sheets}).cuts
        return next(s for s in made.statements if s.id == "value.credit@alliance")

    assert cut(few_changed=False).groups is not None
    assert cut(few_changed=True).groups is None


def test_nor_is_anything_where_few_of_a_large_side_answered_one_question(small: Questionnaire) -> None:
    sheets: list[Sheet] = [{"value.credit@alliance": 1 + n % 4} for n in range(46)]
    some = [{**sheet, **({"value.fixed@alliance": 1 + n % 4} if n < 39 else {})} for n, sheet in enumerate(sheets)]
    report = Solver(small, Release(few_changed=True)).report({"a": some, "b": sheets})
    # Of b nobody answered it, so it is withheld, and nothing shown rests on 39 answers.
    assert not report.levels_alone
    assert Solver(small, Release(few_changed=True)).report({"a": some, "b": some}).levels_alone
