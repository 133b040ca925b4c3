"""Means, spreads and their intervals, against base R (tests/reference/moments.R) and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from diagnostic.statistics import from_counts, from_values, mean_interval, quartiles, welch

A = from_counts([1, 2, 2, 2, 1])
B = from_counts([0, 0, 2, 3, 3])

tables = st.lists(st.integers(0, 30), min_size=2, max_size=11).filter(any)


def test_mean_and_standard_deviation_of_counts() -> None:
    # By hand: 1, 2, 2, 3, 3, 4, 4, 5 has mean 24/8 = 3 and squares 4+1+1+0+0+1+1+4 = 12, 12/7 = 1.714...
    assert (A.n, A.mean) == (8, 3.0)
    assert A.variance == pytest.approx(12 / 7)
    assert A.sd == pytest.approx(1.309307341415954)


def test_interval_of_a_mean_is_students() -> None:
    assert mean_interval(A) == pytest.approx((1.905391669732887, 4.094608330267113))


def test_interval_of_a_mean_may_pass_the_end_of_the_scale_where_answers_are_skewed() -> None:
    assert mean_interval(from_counts([10, 1, 0, 0, 1])) == pytest.approx((0.6767785686339837, 2.1565547646993499))


def test_welch_interval_is_rs() -> None:
    gap = welch(A, B)
    assert gap.difference == pytest.approx(1.125)
    assert gap.interval == pytest.approx((-0.07236661471697046, 2.32236661471697037))
    assert welch(A, B, alpha=0.1).interval == pytest.approx((0.1458128056225418, 2.1041871943774582))


def test_welch_interval_of_sides_unequal_in_size_and_spread() -> None:
    gap = welch(from_counts([3, 9, 14, 20, 7]), from_counts([10, 1, 0, 0, 1]))
    assert gap.interval == pytest.approx((-2.723586623756567, -1.160061174985571))


def test_welch_interval_on_eleven_points() -> None:
    a = from_counts([0, 4, 3, 0, 0, 1, 0, 0, 0, 2, 1])
    b = from_counts([1, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0])
    assert welch(a, b).interval == pytest.approx((-2.428428674072357, 3.610246855890539))


def test_welch_interval_of_scores() -> None:
    x = np.array([2.25, 3, 3.5, 4.75, 4, 1.5, 3.25, 4])
    y = np.array([4, 4.5, 3.75, 5, 4.25, 4.5, 2, 4.75, 5])
    gap = welch(from_values(x, bounds=(1, 5), step=0.25), from_values(y, bounds=(1, 5), step=0.25))
    assert gap.interval == pytest.approx((-0.1141884619876144, 1.9405773508765036))
    scipys = stats.ttest_ind(y, x, equal_var=False).confidence_interval()
    assert gap.interval == pytest.approx((scipys.low, scipys.high))


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


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([10, 20, 30, 40, 50, 60, 70, 80], (27.5, 45, 62.5)),
        ([0, 0, 12.5, 50, 50, 55, 60, 100, 100], (12.5, 50, 60)),
        ([7, 3, 9, 1, 5, 40, 2, 8, 6, 4], (3.25, 5.5, 7.75)),
        ([3], (3, 3, 3)),
    ],
)
def test_quartiles_are_type_seven(numbers: list[float], expected: tuple[float, float, float]) -> None:
    assert quartiles(np.array(numbers, dtype=float)) == pytest.approx(expected)
