"""Agreement inside a side, against R and by hand."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diagnostic.statistics.agreement import within_group_agreement
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
    with pytest.raises(ValueError, match="two points"):
        within_group_agreement([7])


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
