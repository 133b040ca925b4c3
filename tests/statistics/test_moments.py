"""Means, spreads and their intervals, against base R (tests/reference/moments.R) and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from diagnostic.statistics import from_counts, from_values, mean_interval, quartiles, welch
from tests.statistics.from_r import Reference

A = from_counts([1, 2, 2, 2, 1])
B = from_counts([0, 0, 2, 3, 3])

tables = st.lists(st.integers(0, 30), min_size=2, max_size=11).filter(any)


def test_mean_and_standard_deviation_of_counts(reference: Reference) -> None:
    # By hand: 1, 2, 2, 3, 3, 4, 4, 5 has mean 24/8 = 3 and squares 4+1+1+0+0+1+1+4 = 12, 12/7 = 1.714...
    assert (A.n, A.mean) == (8, 3.0)
    assert A.variance == pytest.approx(12 / 7)
    assert [A.sd, B.sd] == pytest.approx(reference("moments")[1]["sd"], rel=1e-8)


def test_intervals_of_a_mean_are_students_and_may_pass_the_end_of_the_scale(reference: Reference) -> None:
    inputs, values = reference("moments")
    assert mean_interval(A) == pytest.approx(values["interval_a"], rel=1e-8)
    assert mean_interval(from_counts(inputs["narrow"])) == pytest.approx(values["interval_narrow"], rel=1e-8)
    assert values["interval_narrow"][0] < 1


@pytest.mark.parametrize(
    ("a", "b", "key"), [("a", "b", "welch"), ("wide", "narrow", "unequal"), ("eleven_a", "eleven_b", "eleven")]
)
def test_welchs_interval_and_p_value_are_rs(reference: Reference, a: str, b: str, key: str) -> None:
    inputs, values = reference("moments")
    gap = welch(from_counts(inputs[a]), from_counts(inputs[b]))
    assert gap.interval == pytest.approx(values[key]["interval"], rel=1e-8)
    assert gap.p == pytest.approx(values[key]["p"], rel=1e-8)


def test_welchs_interval_at_another_level(reference: Reference) -> None:
    assert welch(A, B, alpha=0.1).interval == pytest.approx(reference("moments")[1]["welch_90"]["interval"], rel=1e-8)


def test_welchs_interval_of_scores_is_rs_and_scipys(reference: Reference) -> None:
    inputs, values = reference("moments")
    x, y = np.array(inputs["scores_a"]), np.array(inputs["scores_b"])
    gap = welch(from_values(x, bounds=(1, 5), step=0.25), from_values(y, bounds=(1, 5), step=0.25))
    assert gap.interval == pytest.approx(values["scores"]["interval"], rel=1e-8)
    scipys = stats.ttest_ind(y, x, equal_var=False)
    assert gap.interval == pytest.approx(tuple(scipys.confidence_interval()))
    assert gap.p == pytest.approx(scipys.pvalue)


def test_equal_answers_leave_an_interval_with_some_width() -> None:
    # Variance taken as 1/(8 + 1): half-width t(.975; 7) sqrt(1/9/8) = 2.36462 × .11785 = .27868
    assert mean_interval(from_counts([0, 0, 0, 8, 0])) == pytest.approx((4 - 0.2786743, 4 + 0.2786743))
    low, high = welch(from_counts([0, 0, 0, 8, 0]), from_counts([0, 0, 0, 8, 0])).interval
    # df = 14, half-width t(.975; 14) sqrt(2/72) = 2.14479 × .16667 = .35746
    assert (low, high) == pytest.approx((-0.3574645, 0.3574645))


def test_of_one_person_everything_is_possible() -> None:
    one = from_counts([0, 1, 0, 0, 0])
    assert mean_interval(one) == (1.0, 5.0)
    assert welch(one, A).interval == (-4.0, 4.0)
    assert welch(one, A).difference == 1.0


def test_of_nobody_there_is_no_mean() -> None:
    with pytest.raises(ValueError, match="nobody"):
        from_counts([0, 0])
    with pytest.raises(ValueError, match="nobody"):
        from_values(np.array([]), bounds=(1, 5), step=1)
    with pytest.raises(ValueError, match="nobody"):
        quartiles(np.array([]))


def test_bands_count_at_their_middle() -> None:
    # 2 × 1.5 + 2 × 3 + 4 × 4.5 = 27, 27/8 = 3.375
    assert from_counts([2, 2, 4], (1.5, 3.0, 4.5)).mean == 3.375


@given(tables)
def test_counts_and_the_answers_they_count_have_the_same_moments(counts: list[int]) -> None:
    answers = np.repeat(np.arange(1.0, len(counts) + 1), counts)
    of_counts, of_values = from_counts(counts), from_values(answers, bounds=(1, len(counts)), step=1)
    assert of_counts.mean == pytest.approx(of_values.mean)
    assert of_counts.variance == pytest.approx(of_values.variance, abs=1e-9)


@given(tables, tables)
def test_a_gap_turns_its_sign_with_the_sides_and_never_lacks_a_width(a: list[int], b: list[int]) -> None:
    there, back = welch(from_counts(a), from_counts(b)), welch(from_counts(b), from_counts(a))
    assert there.difference == -back.difference
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))
    assert all(math.isfinite(limit) for limit in there.interval)
    assert there.interval[0] < there.interval[1]


@given(tables)
def test_the_floor_of_the_variance_changes_nothing_where_two_answers_differ(counts: list[int]) -> None:
    moments = from_counts(counts)
    if moments.variance > 0:
        assert moments.squared_error == moments.variance / moments.n


def test_quartiles_are_type_seven(reference: Reference) -> None:
    inputs, values = reference("moments")
    for numbers, expected in zip(inputs["numbers"], values["quartiles"], strict=True):
        assert quartiles(np.array(numbers, dtype=float)) == pytest.approx(expected)
