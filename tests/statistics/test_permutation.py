"""The studentised permutation test: every assignment, by R and by brute force, and the drawn one beside it."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics.permutation import count_tables, permutation_test
from diagnostic.statistics.superiority import placements
from tests.examples import examples
from tests.statistics.from_r import Reference


def test_the_p_value_is_rs_over_every_assignment(reference: Reference) -> None:
    inputs, values = reference("superiority")
    for case, expected in zip(inputs["permuted"], values["permuted"], strict=True):
        found = permutation_test(case["a"], case["b"])
        assert found.p == pytest.approx(expected, rel=1e-10), case
        assert found.standard_error is None


def test_the_published_example_has_the_published_p_value() -> None:
    # Pain scores of Brunner & Munzel (2000); p = .008038 as R's package brunnermunzel prints it in its manual.
    assert permutation_test([11, 2, 0, 1, 0], [3, 1, 4, 2, 1]).p == pytest.approx(0.008038, abs=5e-7)


def test_complete_separation_is_as_rare_as_it_is() -> None:
    # Of the C(10, 4) = 210 ways to choose who is of a, two put them all on one end, were they all different;
    # here a's four hold one answer and b's six another, so no other assignment looks the same either.
    assert permutation_test([4, 0], [0, 6]).p == pytest.approx(1 / 210)
    assert permutation_test([4, 0], [0, 4]).p == pytest.approx(2 / 70)


def test_answers_all_the_same_and_sides_with_no_difference_have_p_1() -> None:
    assert permutation_test([0, 5, 0], [0, 9, 0]).p == 1
    assert permutation_test([2, 2, 2], [1, 1, 1]).p == 1


def test_one_person_has_an_exact_p_value_too() -> None:
    # Any one of the five may be the one apart; the highest alone on top or the lowest alone below are as far.
    assert permutation_test([0, 0, 0, 0, 1], [1, 1, 1, 1, 0]).p == pytest.approx(2 / 5)


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        permutation_test([0, 0], [1, 2])


def test_tables_are_counted() -> None:
    # x1 + x2 + x3 = 3 with x1 ≤ 2, x2 ≤ 2, x3 ≤ 1: 210 120 201 111 021 and none else
    assert count_tables([2, 2, 1], 3) == 5
    # The figure for 60 + 60 people on five points spread evenly: all compositions of 60 into five parts up to 24.
    every = sum(
        math.comb(5, j) * (-1) ** j * math.comb(60 - 25 * j + 4, 4) for j in range(3)
    )  # inclusion and exclusion
    assert count_tables([24] * 5, 60) == every


def brute_force(a: list[int], b: list[int]) -> float:
    """Over every assignment of the people, one by one."""
    pooled = np.repeat(np.arange(len(a)), np.add(a, b))
    distances = []
    everyone = range(len(pooled))
    for chosen in itertools.combinations(everyone, sum(a)):
        x = np.bincount(pooled[list(chosen)], minlength=len(a)).astype(float)
        found = placements(x, np.array(a) + b - x)
        gap = float(found.probability) - 0.5
        error = math.sqrt(max(float(found.variance), 0))
        distances.append(0.0 if gap == 0 else math.inf if error < 1e-9 else abs(gap) / error)
    x = np.array(a, dtype=float)
    seen = placements(x, np.array(b, dtype=float))
    gap, error = float(seen.probability) - 0.5, math.sqrt(max(float(seen.variance), 0))
    observed = 0.0 if gap == 0 else math.inf if error < 1e-9 else abs(gap) / error
    return sum(distance >= observed - 1e-9 for distance in distances) / len(distances)


small = st.lists(st.integers(0, 3), min_size=2, max_size=6).filter(lambda counts: 0 < sum(counts) < 6)


@examples(60)
@given(st.data())
def test_enumeration_is_brute_force(data: st.DataObject) -> None:
    a = data.draw(small)
    b = data.draw(st.lists(st.integers(0, 3), min_size=len(a), max_size=len(a)).filter(lambda c: 0 < sum(c) < 6))
    assert permutation_test(a, b).p == pytest.approx(brute_force(a, b), rel=1e-9)


row = st.lists(st.integers(0, 8), min_size=5, max_size=5).filter(any)


@given(row, row)
def test_swapping_the_sides_keeps_the_p_value(a: list[int], b: list[int]) -> None:
    assert permutation_test(a, b).p == pytest.approx(permutation_test(b, a).p, rel=1e-9)
    assert permutation_test(a, b, most_tables=0).p == permutation_test(b, a, most_tables=0).p


@examples(50)
@given(row, row)
def test_drawn_assignments_agree_with_all_of_them(a: list[int], b: list[int]) -> None:
    exact, drawn = permutation_test(a, b), permutation_test(a, b, most_tables=0)
    if drawn.standard_error is not None:
        # Five standard errors of the truth, and the one assignment that is counted beside those drawn.
        error = math.sqrt(exact.p * (1 - exact.p) / 19_999)
        assert abs(drawn.p - exact.p) <= 5 * error + 1 / 20_000


def test_the_p_value_does_not_hang_on_how_many_tables_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = [3, 6, 9, 12, 6], [6, 9, 9, 6, 3]
    whole = permutation_test(a, b).p
    monkeypatch.setattr("diagnostic.statistics.permutation._CHUNK", 7)
    assert permutation_test(a, b).p == pytest.approx(whole, rel=1e-12)


def test_many_people_on_two_points_overflow_nothing() -> None:
    # 10,000 a side, two categories: 6,001 tables. The normal approximation of a difference of two shares:
    # (.31 - .30) / sqrt(2 × .305 × .695 / 10000) = 1.5358, p = .1246; the exact one lies near it.
    found = permutation_test([7000, 3000], [6900, 3100])
    assert found.standard_error is None
    assert found.p == pytest.approx(0.1246, abs=0.004)
    # And 100 against 10,000, where the heaviest tables lie at the edge.
    assert permutation_test([70, 30], [7000, 3000]).p == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("points", range(2, 12))
def test_any_number_of_points(points: int) -> None:
    found = permutation_test([2] * points, [1] * (points - 1) + [5])
    assert 0 < found.p < 1
