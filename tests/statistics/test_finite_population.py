"""What may be said of all those invited, against R's survey and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics.finite_population import finite_population
from diagnostic.statistics.moments import from_counts
from diagnostic.statistics.welch import welch
from tests.statistics.from_r import Reference


def test_the_corrected_interval_is_that_of_rs_survey(reference: Reference) -> None:
    inputs, values = reference("finite_population")
    found = finite_population(from_counts(inputs["a"]), from_counts(inputs["b"]), tuple(inputs["people"]))
    assert found.interval == pytest.approx(values["interval"], rel=1e-8)


def test_where_everybody_answered_the_difference_is_known() -> None:
    a, b = from_counts([1, 2, 3]), from_counts([3, 2, 1])
    # Means 14/6 and 10/6.
    assert finite_population(a, b, (6, 6)).interval == pytest.approx((-4 / 6, -4 / 6))
    assert finite_population(a, b, (6, 6)).worst_case == pytest.approx((-4 / 6, -4 / 6))


def test_the_worst_case_sets_the_silent_to_either_end() -> None:
    # a: sum 14 of 6, two silent, so from 16/8 to 20/8; b: sum 10 of 6, six silent, from 16/12 to 28/12.
    found = finite_population(from_counts([1, 2, 3]), from_counts([3, 2, 1]), (8, 12))
    assert found.worst_case == pytest.approx((16 / 12 - 20 / 8, 28 / 12 - 16 / 8))


def test_of_one_person_among_others_nothing_narrower_than_the_worst_is_known() -> None:
    found = finite_population(from_counts([0, 1, 0]), from_counts([3, 2, 1]), (5, 12))
    assert found.interval == found.worst_case


def test_fewer_people_than_answered_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer people"):
        finite_population(from_counts([1, 2]), from_counts([1, 2]), (3, 2))


counts = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda row: sum(row) > 1)


@given(counts, counts, st.integers(0, 30), st.integers(0, 30))
def test_it_lies_within_welchs_interval_and_holds_the_estimate(a: list[int], b: list[int], c: int, d: int) -> None:
    one, other = from_counts(a), from_counts(b)
    found = finite_population(one, other, (one.n + c, other.n + d))
    difference = other.mean - one.mean
    assert found.interval[0] <= difference + 1e-12
    assert found.interval[1] >= difference - 1e-12
    assert found.worst_case[0] <= found.interval[0] + 1e-12
    assert found.interval[1] <= found.worst_case[1] + 1e-12
    if c and d:
        # Fewer degrees of freedom may widen a very uneven one a little.
        width, plain = found.interval[1] - found.interval[0], welch(one, other).interval
        assert width <= (plain[1] - plain[0]) * 2
    back = finite_population(other, one, (other.n + d, one.n + c))
    assert back.interval == pytest.approx((-found.interval[1], -found.interval[0]))
