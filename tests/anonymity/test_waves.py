"""Whoever holds two briefings and knows who joined in between learns little of what the newcomer answered."""

import numpy as np
import pytest

from diagnostic.analysis import Release, Withheld
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


@pytest.mark.parametrize(("shown", "people"), [("mean, half a point", 5), ("mean, half a point", 8)])
def test_a_newcomer_is_hidden_by_levels(shown: str, people: int) -> None:
    assert gained(shown, people) <= MOST


def test_the_attacker_wins_against_counts() -> None:
    # 500 pairs have a standard error of .026 at most; 2,000 found .22.
    assert gained("counts", 5) > MOST + 3 * 0.026


@pytest.mark.parametrize("people", [12, 46])
def test_what_a_report_shows_after_few_joined_is_what_the_attacker_was_given(people: int, small: Questionnaire) -> None:
    sheets: list[Sheet] = [{"value.credit@alliance": 1 + n % 4} for n in range(people)]
    groups: dict[Side, list[str]] = {side: ["medical"] * 6 + ["sales"] * (people - 6) for side in SIDES}
    release = Release(attribute="function", few_changed=True)
    report = Solver(small, release, groups).report({"a": sheets, "b": sheets})
    statement = next(s for s in report.statements if s.id == "value.credit@alliance")
    assert isinstance(statement.sides.a.counts, Withheld)
    assert isinstance(statement.gap.p, Withheld)
    assert statement.sides.a.mean == level(sum(1 + n % 4 for n in range(people)) / people)
    assert all(each.groups is None for cut in report.cuts for each in cut.statements)
