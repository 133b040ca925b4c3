"""Hedges' g and its limits, against R and by hand."""

import dataclasses
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diagnostic.statistics.hedges import hedges_g
from diagnostic.statistics.moments import Moments, from_counts
from tests.statistics.from_r import Reference

row = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= 2)


def moments(n: int, mean: float, variance: float = 1.0, step: float = 0.001) -> Moments:
    return Moments(n=n, mean=mean, variance=variance, bounds=(1.0, 7.0), step=step)


def test_g_and_its_limits_are_those_of_r(reference: Reference) -> None:
    inputs, values = reference("hedges")
    for a, b, expected in zip(inputs["a"], inputs["b"], values["compared"], strict=True):
        found = hedges_g(from_counts(a), from_counts(b))
        assert found.g == pytest.approx(expected["g"], rel=1e-12, abs=1e-12), (a, b)
        assert found.interval == pytest.approx(expected["interval"], rel=1e-10, abs=1e-10), (a, b)
        assert found.interval == pytest.approx(expected["interval_effectsize"], abs=1e-6), (a, b)
        narrow = hedges_g(from_counts(a), from_counts(b), alpha=0.1).interval
        assert narrow == pytest.approx(expected["interval_90"], rel=1e-10, abs=1e-10), (a, b)


def test_limits_are_right_from_eight_people_to_ten_thousand_and_from_no_difference_to_five(
    reference: Reference,
) -> None:
    inputs, values = reference("hedges")
    for case, expected in zip(inputs["wide"], values["wide"], strict=True):
        found = hedges_g(moments(case["n"], 0), moments(case["n"], case["d"]))
        assert found.interval == pytest.approx(expected, rel=1e-10, abs=1e-10), case


def test_g_by_hand() -> None:
    # 1, 2, 3 and 3, 4, 5: means two apart, variance 1 on either side, so d = 2 on four degrees of freedom;
    # J = Γ(2) / (√2 Γ(1.5)) = 1 / (1.414214 × .886227) = .797885.
    assert hedges_g(from_counts([1, 1, 1, 0, 0]), from_counts([0, 0, 1, 1, 1])).g == pytest.approx(2 * 0.7978846)


def test_a_side_of_one_mind_lends_no_spread_and_two_such_sides_that_of_one_answer_a_step_off() -> None:
    # a: squares 2, b: none; s² = 2 / 6, d = 2 / .57735.
    one_sided = hedges_g(from_counts([1, 2, 1, 0, 0]), from_counts([0, 0, 0, 4, 0]))
    unbiased = math.gamma(3) / (math.sqrt(3) * math.gamma(2.5))
    assert one_sided.g == pytest.approx(unbiased * 2 / math.sqrt(2 / 6))
    # Neither: squares of one of the four at 2 and three at 1, 3/4; s² = .75 / 8 with six on the other side.
    neither = hedges_g(from_counts([4, 0, 0]), from_counts([0, 0, 6]))
    unbiased = math.gamma(4) / (2 * math.gamma(3.5))
    assert neither.g == pytest.approx(unbiased * 2 / math.sqrt(0.75 / 8))
    assert neither.interval[1] - neither.interval[0] > 1
    alike = hedges_g(from_counts([0, 8, 0]), from_counts([0, 8, 0]))
    assert alike.g == 0
    assert alike.interval[0] == pytest.approx(-alike.interval[1])


def test_equal_scores_whose_variance_is_only_rounding_count_as_equal() -> None:
    exact, rounded = (hedges_g(moments(8, 2, v, 0.25), moments(8, 3, v, 0.25)).g for v in (0.0, 1e-31))
    assert exact == rounded


def test_one_person_is_compared_with_the_others_spread() -> None:
    # 2 against 3, 4, 5: s = 1 on two degrees of freedom; J = Γ(1) / Γ(.5) = .564190.
    assert hedges_g(from_counts([0, 1, 0, 0, 0]), from_counts([0, 0, 1, 1, 1])).g == pytest.approx(2 * 0.5641896)


def test_three_people_are_refused() -> None:
    with pytest.raises(ValueError, match="four people"):
        hedges_g(from_counts([1, 0]), from_counts([1, 1]))


@pytest.mark.parametrize("n", [2, 8, 60, 5000])
def test_limits_of_the_largest_differences_go_on_where_the_noncentral_t_distribution_is_given_up(n: int) -> None:
    # The t statistic is (mean_b − mean_a) / √(2 variance / n): 10,000 just reached, and just passed.
    under, over = (
        hedges_g(moments(n, 0, step=1e-9), moments(n, t * math.sqrt(2 / n), step=1e-9)) for t in (9_999.9, 10_000.1)
    )
    # What is left out is one unit of normal spread beside t / √(2m).
    assert over.interval == pytest.approx(under.interval, rel=1e-3)
    assert over.interval[0] < over.g < over.interval[1]


@given(row, row, st.sampled_from([0.01, 0.05, 0.1]))
def test_swapping_the_sides_turns_the_sign_and_the_interval_holds_the_estimate(
    a: list[int], b: list[int], alpha: float
) -> None:
    there, back = (
        hedges_g(x, y, alpha) for x, y in [(from_counts(a), from_counts(b)), (from_counts(b), from_counts(a))]
    )
    assert there.g == pytest.approx(-back.g)
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))
    assert there.interval[0] < there.g < there.interval[1]
    assert all(math.isfinite(limit) for limit in there.interval)


@given(row, row, st.floats(0.1, 10), st.floats(-3, 3))
def test_neither_the_unit_nor_the_zero_of_the_scale_matters(
    a: list[int], b: list[int], unit: float, zero: float
) -> None:
    def turned(sample: Moments) -> Moments:
        return dataclasses.replace(
            sample, mean=zero + unit * sample.mean, variance=unit**2 * sample.variance, step=unit * sample.step
        )

    x, y = from_counts(a), from_counts(b)
    assert hedges_g(turned(x), turned(y)).g == pytest.approx(hedges_g(x, y).g, rel=1e-9, abs=1e-9)


@given(row, row)
def test_the_floor_of_the_spread_changes_nothing_where_two_people_of_a_side_differ(a: list[int], b: list[int]) -> None:
    x, y = from_counts(a), from_counts(b)
    assume(x.variance + y.variance > 0)
    tiny = hedges_g(dataclasses.replace(x, step=1e-9), dataclasses.replace(y, step=1e-9))
    assert hedges_g(x, y).g == pytest.approx(tiny.g, rel=1e-12)
