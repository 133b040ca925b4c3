"""A group against the rest of its own side: by enumeration, by hand, and where sides differ."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics import group_effects
from diagnostic.statistics.group_effects import group_effect

counts = st.lists(st.integers(0, 2), min_size=4, max_size=4)


def test_p_by_hand() -> None:
    # One side of four, 1 1 5 5, two of them in the group and both 1: one of the six ways, and as far out is both 5.
    assert group_effect([[2, 0, 0, 0, 0]], [[0, 0, 0, 0, 2]]) == pytest.approx(2 / 6)
    # Two sides of that kind: of 36 ways both low or both high.
    assert group_effect([[2, 0, 0, 0, 0]] * 2, [[0, 0, 0, 0, 2]] * 2) == pytest.approx(2 / 36)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=2))
def test_p_is_the_share_of_all_ways_to_choose_the_group(sides: list[tuple[list[int], list[int]]]) -> None:
    sides = [side for side in sides if sum(map(sum, side)) > 0] or [([1, 0, 0, 1], [0, 1, 0, 0])]
    ways = []
    for group, rest in sides:
        people = np.repeat(np.arange(4), np.add(group, rest))
        n = sum(group)
        ways.append(
            [people[list(chosen)].sum() - n * people.mean() for chosen in combinations(range(len(people)), n)][:4000]
        )
    seen = sum(
        np.dot(group, range(4)) - sum(group) * np.dot(np.add(group, rest), range(4)) / sum(map(sum, (group, rest)))
        for group, rest in sides
    )
    far = [abs(sum(each)) >= abs(seen) - 1e-9 for each in product(*ways)] if len(sides) == 1 else None
    if far is None:
        far = np.abs(np.add.outer(*ways)) >= abs(seen) - 1e-9
    assert group_effect(*zip(*sides, strict=True)) == pytest.approx(float(np.mean(far)))


def test_p_is_that_of_r() -> None:
    # R: coin::independence_test(rating ~ group | side, distribution = approximate(nresample = 1e6)): .000467,
    # 99 % interval .000413 to .000526.
    groups, rests = [[3, 3, 1, 1, 0], [2, 3, 2, 0, 1]], [[1, 2, 3, 5, 4], [0, 2, 3, 4, 3]]
    assert group_effect(groups, rests) == pytest.approx(0.000467, abs=0.00006)


def test_a_difference_between_the_sides_is_no_difference_of_the_group() -> None:
    low, high = [5, 5, 0, 0, 0], [0, 0, 0, 5, 5]
    assert group_effect([low, high], [low, high]) == pytest.approx(1)


def test_what_points_one_way_here_and_the_other_way_there_cancels_out() -> None:
    low, high = [5, 5, 0, 0, 0], [0, 0, 0, 5, 5]
    assert group_effect([low, low], [high, high]) < 1e-9
    assert group_effect([low, high], [high, low]) == pytest.approx(1)


def test_where_nobody_could_be_in_the_others_place_nothing_is_shown() -> None:
    assert group_effect([[0, 4, 0], [0, 0, 4]], [[0, 6, 0], [0, 0, 6]]) == 1
    assert group_effect([[1, 2, 3]], [[0, 0, 0]]) == 1


def test_of_large_sides_the_normal_distribution_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    group, rest = [[10, 20, 30, 40, 20]] * 2, [[10, 20, 40, 60, 50]] * 2
    exact = group_effect(group, rest)
    monkeypatch.setattr(group_effects, "MOST_ENUMERATED", 1)
    assert group_effect(group, rest) == pytest.approx(exact, abs=0.001)
