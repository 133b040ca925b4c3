"""Changes between waves, against base R (tests/reference/changes.R) and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from diagnostic.statistics import (
    Contrast,
    Estimate,
    average,
    contrast,
    estimate,
    from_counts,
    from_values,
    shaffer,
    slope_weights,
    welch,
)
from tests.statistics.from_r import Reference


def scores(values: list[float]) -> Estimate:
    return estimate(from_values(np.array(values), bounds=(1, 5), step=0.5))


def change(waves: list[dict[str, list[float]]], since: int) -> Contrast:
    now, then = waves[-1], waves[since]
    return contrast([(1, scores(now["b"])), (-1, scores(now["a"])), (-1, scores(then["b"])), (1, scores(then["a"]))])


@pytest.mark.parametrize(("since", "key"), [(2, "since_previous"), (0, "since_first")])
def test_the_change_of_a_gap_is_rs(reference: Reference, since: int, key: str) -> None:
    inputs, values = reference("changes")
    found, expected = change(inputs["waves"], since), values[key]
    assert found.value == pytest.approx(expected["value"])
    assert (found.standard_error, found.freedom) == pytest.approx((expected["se"], expected["df"]))
    assert found.interval() == pytest.approx(expected["interval"])
    assert found.interval(0.1) == pytest.approx(expected["interval_90"])
    assert found.p == pytest.approx(expected["p"])
    assert found.detectable(6) == pytest.approx(expected["detectable"])


def test_of_two_samples_it_is_welchs_test(reference: Reference) -> None:
    inputs, values = reference("changes")
    now, then = inputs["waves"][-1]["a"], inputs["waves"][0]["a"]
    found = contrast([(1, scores(now)), (-1, scores(then))])
    assert found.interval() == pytest.approx(values["side_a"]["interval"])
    assert found.p == pytest.approx(values["side_a"]["p"])


def test_of_hypotheses_any_two_of_which_imply_the_rest_only_the_smallest_counts_for_all() -> None:
    # By hand: 4 * .01 is .04, which is more than .02, and less than .2.
    assert shaffer([0.01, 0.02, 0.2, 0.9]) == pytest.approx([0.04, 0.04, 0.2, 0.9])
    assert shaffer([0.5, 0.6]) == [1.0, 1.0]


@pytest.mark.parametrize("true", [(0.0, 0.0), (9.0, 0.0), (9.0, -9.0), (9.0, 9.0)], ids=str)
def test_and_a_true_one_is_rejected_as_rarely_as_is_said(true: tuple[float, float]) -> None:
    """Two changes, their sum and difference: whichever of them are 0."""
    moved = np.random.default_rng(8).normal(true, 1, (20_000, 2)).T
    sums = np.array([moved[0], moved[1], (moved[0] + moved[1]) / 2**0.5, (moved[1] - moved[0]) / 2**0.5])
    none = np.array([true[0] == 0, true[1] == 0, true[0] + true[1] == 0, true[1] - true[0] == 0])
    p = 2 * ndtr(-np.abs(sums))
    wrong = np.mean([any(np.array(shaffer(each))[none] <= 0.05) for each in p.T.tolist()])
    assert wrong <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 20_000)


def test_the_slope_is_that_of_rs_weighted_least_squares(reference: Reference) -> None:
    inputs, values = reference("changes")
    waves = inputs["waves"]
    pairs = [(scores(wave["a"]), scores(wave["b"])) for wave in waves]
    months = [wave["day"] / inputs["month"] for wave in waves]
    weights = slope_weights(months, [a.squared_error + b.squared_error for a, b in pairs])
    found = contrast(
        [(sign * w, one) for w, (a, b) in zip(weights, pairs, strict=True) for sign, one in ((1, b), (-1, a))]
    )
    expected = values["slope"]
    assert (found.value, found.standard_error) == pytest.approx((expected["value"], expected["se"]))
    assert found.freedom == pytest.approx(expected["df"])
    assert found.interval() == pytest.approx(expected["interval"])


def test_the_error_of_an_average_is_the_largest_it_may_be() -> None:
    # By hand: errors .3 and .5 of one mean; were the statements answered as one, the mean's error would be (.3 + .5)/2.
    one, two = Estimate(mean=3, squared_error=0.09, freedom=9), Estimate(mean=4, squared_error=0.25, freedom=7)
    found = average([one, two])
    assert (found.mean, found.freedom) == (3.5, 7)
    assert math.sqrt(found.squared_error) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=40))
def test_and_never_smaller_than_that_of_peoples_own_means(people: list[tuple[int, int]]) -> None:
    answers = np.array(people, dtype=float)
    columns = [estimate(from_counts([int((answers[:, n] == k).sum()) for k in range(1, 6)])) for n in range(2)]
    own = float(np.var(answers.mean(axis=1), ddof=1)) / len(people)
    assert average(columns).squared_error >= own - 1e-12


def test_equal_answers_in_every_wave_leave_an_interval_with_some_width() -> None:
    same = estimate(from_counts([0, 0, 0, 8, 0]))
    found = contrast([(1, same), (-1, same), (-1, same), (1, same)])
    # Each squared error is 1/9/8 (see `Moments`), four of them 1/18; df 28: t(.975; 28) = 2.04841.
    assert found.interval() == pytest.approx((-2.04841 * math.sqrt(1 / 18), 2.04841 * math.sqrt(1 / 18)), rel=1e-5)
    assert found.p == 1


def test_steadiness_can_be_shown_only_where_a_change_of_nothing_would_lie_within_the_margin() -> None:
    # se .25, df 36: t(.95; 36) = 1.6883, so the 90 % interval of 0 is ± .4221.
    found = Contrast(0.9, 0.25, 36)
    assert found.could_be_within(0.43)
    assert not found.could_be_within(0.42)


def test_the_parts_of_a_gap_add_up() -> None:
    a, b = from_counts([1, 2, 2, 2, 1]), from_counts([0, 0, 2, 3, 3])
    found, expected = contrast([(1, estimate(b)), (-1, estimate(a))]), welch(a, b)
    assert found.value == pytest.approx(expected.difference)
    assert found.interval() == pytest.approx(expected.interval)
