"""Whoever holds two briefings and knows who joined in between learns little of what the newcomer answered."""

import numpy as np
import pytest

from diagnostic.analysis import Release, Withheld
from diagnostic.disclosure import level
from diagnostic.questionnaire import Questionnaire
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


@pytest.mark.parametrize(("people", "shown"), [(29, False), (30, True)])
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
