"""Agreement inside a side, against R and by hand; and when a side counts as divided."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diagnostic.statistics.agreement import is_divided, within_group_agreement
from tests.statistics.from_r import Reference

row = st.integers(2, 11).flatmap(lambda points: st.lists(st.integers(0, 9), min_size=points, max_size=points))


def test_agreement_is_that_of_r(reference: Reference) -> None:
    inputs, values = reference("agreement")
    for counts, expected in zip(inputs, values, strict=True):
        assert within_group_agreement(counts) == (None if expected is None else pytest.approx(expected)), counts


def test_agreement_by_hand() -> None:
    # 3, 3, 4, 4 of five points: M = 3.5, s² = 1/3; (6 × 3.5 − 12.25 − 5) × 4/3 = 5, and 1 − 2/3/5 = .866667.
    assert within_group_agreement([0, 0, 2, 2, 0]) == pytest.approx(1 - 2 / 15)


def test_agreement_is_not_given_where_hardly_any_spread_is_possible() -> None:
    # Of ten people one at the far end moves the mean to 1.4: that mean is judged, one below it is not.
    assert within_group_agreement([9, 0, 0, 0, 1]) == pytest.approx(-1)
    assert within_group_agreement([9, 0, 0, 1, 0]) is None
    assert within_group_agreement([0, 1, 0, 0, 9]) is None


def test_all_the_same_is_full_agreement_even_at_an_end_and_one_person_is_none() -> None:
    assert within_group_agreement([8, 0, 0, 0, 0]) == 1
    assert within_group_agreement([0, 0, 8, 0, 0]) == 1
    assert within_group_agreement([0, 0, 1, 0, 0]) is None
    assert within_group_agreement([0, 0, 0]) is None


def test_a_scale_of_one_point_is_refused() -> None:
    for function in (within_group_agreement, is_divided):
        with pytest.raises(ValueError, match="two points"):
            function([7])


@given(row)
def test_agreement_lies_between_minus_one_and_one_and_does_not_mind_the_direction(counts: list[int]) -> None:
    found = within_group_agreement(counts)
    assert within_group_agreement(counts[::-1]) == found
    if found is not None:
        assert -1 <= found <= 1


@given(row)
def test_agreement_of_counts_is_that_of_the_answers_they_count(counts: list[int]) -> None:
    found = within_group_agreement(counts)
    assume(found is not None)
    x = np.repeat(np.arange(1.0, len(counts) + 1), counts)
    assume(x.var() > 0)
    possible = (len(counts) - x.mean()) * (x.mean() - 1) * len(x) / (len(x) - 1)
    assert found == pytest.approx(1 - 2 * x.var(ddof=1) / possible)


@pytest.mark.parametrize(
    ("points", "outer"),
    # Of places 0, 1/3, 2/3, 1 two are up to .4; of 0, .25, .5 … two; of sixths three (2/6 = .33, 3/6 = .5); of ninths
    # four (3/9 = .33, 4/9 = .44); of tenths five, .4 itself among them.
    [(4, 2), (5, 2), (6, 3), (7, 3), (8, 3), (9, 4), (10, 4), (11, 5)],
)
def test_camps_are_the_lower_and_the_upper_forty_percent_of_the_range(points: int, outer: int) -> None:
    for category in range(points):
        # A fifth at the bottom is no camp by itself; with the category's it is one, if that is low.
        counts = [0] * points
        for place, people in ((0, 20), (category, 15), (-1, 65)):
            counts[place] += people
        assert is_divided(counts) == (category < outer), (points, category)
        assert is_divided(counts[::-1]) == (category < outer), (points, category)


def test_two_camps_are_divided_and_one_with_strays_is_not() -> None:
    assert is_divided([6, 2, 0, 2, 6])
    assert not is_divided([1, 2, 4, 8, 5])
    assert not is_divided([0, 8, 0, 8, 0])  # two camps, but no further apart than 2 and 4: variance 1
    assert not is_divided([8, 0, 0, 0, 3])  # far apart, but 27 % are no camp
    assert is_divided([7, 0, 0, 0, 3])
    assert not is_divided([5, 0, 10, 0, 5])  # variance 2, as wide as an even spread, but a quarter is no camp either


def test_answers_spread_evenly_are_just_divided_and_a_little_closer_they_are_not() -> None:
    assert is_divided([4, 4, 4, 4, 4])
    assert not is_divided([4, 4, 5, 4, 4])
    # 1, 1, 2, 3, 4, 4, 4 of four points? By hand: sum 19, squares 63; 63/7 − (19/7)² = 1.63 ≥ 15/12.
    assert is_divided([2, 1, 1, 3])


def test_the_variance_is_that_of_these_people_and_does_not_depend_on_how_many_they_are() -> None:
    # 1, 2, 4, 4: squares 6.75 around 2.75, over four 1.69, over three 2.25; an even spread has 2.
    assert not is_divided([1, 1, 0, 2, 0])
    assert not is_divided([1000, 1000, 0, 2000, 0])


@given(st.integers(2, 3).flatmap(lambda points: st.lists(st.integers(0, 9), min_size=points, max_size=points)))
def test_two_or_three_points_are_too_few_to_be_divided_on(counts: list[int]) -> None:
    assert not is_divided(counts)


@given(row, st.integers(2, 50))
def test_division_minds_neither_direction_nor_the_number_of_people(counts: list[int], times: int) -> None:
    assert is_divided(counts) == is_divided(counts[::-1]) == is_divided([times * count for count in counts])
