"""Shares and majorities, against R and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics.proportions import majority_chances, named_most, normal_quantile, wilson
from tests.statistics.from_r import Reference


def test_intervals_are_rs(reference: Reference) -> None:
    inputs, values = reference("proportions")
    for i, (successes, n) in enumerate(zip(inputs["successes"], inputs["n"], strict=True)):
        assert wilson(successes, n) == pytest.approx(values["interval_95"][i], rel=1e-10), (successes, n)
        assert wilson(successes, n, alpha=0.10) == pytest.approx(values["interval_90"][i], rel=1e-10), (successes, n)


def test_of_nobody_saying_it_the_upper_limit_is_the_published_one() -> None:
    # Wilson's interval of 0 of n is 0 to z² / (n + z²): of 0 of 10, 3.841459 / 13.841459 = .277533.
    assert wilson(0, 10) == pytest.approx((0, 0.277533), abs=1e-6)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1


def test_an_impossible_share_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        wilson(0, 0)
    with pytest.raises(ValueError, match="not a share"):
        wilson(4, 3)
    with pytest.raises(ValueError, match="not a share"):
        wilson(-1, 3)


shares = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(share: tuple[int, int]) -> None:
    successes, n = share
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert low < high


@given(shares)
def test_the_limits_are_where_the_score_test_just_rejects(share: tuple[int, int]) -> None:
    successes, n = share
    z = normal_quantile(0.975)
    for limit in wilson(successes, n):
        if 0 < limit < 1:
            assert (successes / n - limit) ** 2 == pytest.approx(z**2 * limit * (1 - limit) / n, rel=1e-6)


@given(shares)
def test_those_who_say_it_and_those_who_do_not_mirror_each_other(share: tuple[int, int]) -> None:
    successes, n = share
    low, high = wilson(n - successes, n)
    assert wilson(successes, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_who_is_named_most_is_tested_against_each_other_by_itself() -> None:
    # R: 2 * binom.test(12, 14, alternative = "greater")$p.value; against 1 of 13 it is less.
    assert named_most([12, 2, 1], [0]) == pytest.approx(0.01293945312)
    # Two categories together against each other: 2 * binom.test(7, 7, "greater")$p.value and the same with 7 of 9.
    assert named_most([4, 3, 0, 2], [0, 1]) == pytest.approx(2 * (36 + 9 + 1) / 512)
    assert named_most([4, 3, 0, 0], [0, 1]) == pytest.approx(2 / 128)


def test_nothing_is_named_most_where_another_is_named_as_often_or_nobody_named_it() -> None:
    assert named_most([5, 5, 0], [0]) == 1
    assert named_most([0, 0, 3], [0]) == 1


def test_how_often_a_majority_is_drawn_again_is_what_r_finds_over_all_draws(reference: Reference) -> None:
    inputs, values = reference("proportions")
    for counts, expected in zip(inputs["counts"], values["majority"], strict=True):
        assert majority_chances(counts) == pytest.approx(expected, rel=1e-10, abs=1e-15), counts


def test_a_majority_by_one_answer_is_drawn_again_as_often_as_a_coin_says() -> None:
    # Three answers, 2 : 1. Two or three of the first: (3 × 2 × 2 × 1 + 2 × 2 × 2) / 27 = 20 / 27.
    assert majority_chances([2, 1]) == pytest.approx((20 / 27, 7 / 27))
    # Of two answers, 1 : 1, no half is more than half: both the same in one draw of four.
    assert majority_chances([1, 1]) == pytest.approx((1 / 4, 1 / 4))
    assert majority_chances([0, 9, 0]) == (0, 1, 0)
    with pytest.raises(ValueError, match="nobody"):
        majority_chances([0, 0])
