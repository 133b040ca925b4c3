"""Estimates moved towards their common mean, against R's metafor and by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics.shrinkage import paule_mandel, shrink
from tests.statistics.from_r import Reference

estimated = st.lists(st.tuples(st.floats(-4, 4), st.floats(0.001, 2)), min_size=1, max_size=12)


def split(pairs: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [y for y, _ in pairs], [v for _, v in pairs]


def weighted(estimates: list[float], variances: list[float]) -> tuple[float, float]:
    """The mean that estimates are moved to, and their weighted squares around it."""
    total = np.array(variances) + paule_mandel(estimates, variances)
    mean = np.average(estimates, weights=1 / total)
    return mean, ((np.array(estimates) - mean) ** 2 / total).sum()


def test_variance_between_and_shrunken_estimates_are_those_of_r(reference: Reference) -> None:
    inputs, values = reference("shrinkage")
    for case, expected in zip(inputs, values, strict=True):
        assert paule_mandel(**case) == pytest.approx(expected["tau2"], rel=1e-12, abs=1e-14)
        assert shrink(**case) == pytest.approx(expected["shrunken"], rel=1e-12)


def test_of_two_estimates_by_hand() -> None:
    # (y_1 − y_2)² / (v_1 + v_2 + 2 tau²) = 1: tau² = (.49 − .07) / 2 = .21, weights 1/.24 and 1/.25: mean .157143.
    assert paule_mandel([0.5, -0.2], [0.03, 0.04]) == pytest.approx(0.21)
    mean = (0.5 / 0.24 - 0.2 / 0.25) / (1 / 0.24 + 1 / 0.25)
    expected = (0.21 * 0.5 + 0.03 * mean) / 0.24, (0.21 * -0.2 + 0.04 * mean) / 0.25
    assert shrink([0.5, -0.2], [0.03, 0.04]) == pytest.approx(expected)


def test_where_all_are_known_equally_well_they_keep_the_share_of_their_variance_that_is_not_chance() -> None:
    # 1, 2, 6 around 3: variance 7, of which 1.75 is chance: a quarter of the way to the mean.
    assert paule_mandel([1, 2, 6], [1.75] * 3) == pytest.approx(5.25)
    assert shrink([1, 2, 6], [1.75] * 3) == pytest.approx((1.5, 2.25, 5.25))


def test_estimates_no_further_apart_than_chance_become_their_mean() -> None:
    # Weights 4 and 1: (4 × 1 + 2) / 5.
    assert paule_mandel([1, 2], [0.25, 1]) == 0
    assert shrink([1, 2], [0.25, 1]) == pytest.approx((1.2, 1.2))


def test_the_luckiest_of_the_estimates_does_not_stay_first() -> None:
    # The largest is hardly known; the next two are known well.
    shrunken = shrink([2.0, 1.5, 1.4, 0.1, 0.0, 0.2], [1.5, 0.05, 0.05, 0.05, 0.05, 0.05])
    assert shrunken[1] == max(shrunken)
    assert shrunken[0] < shrunken[2]


def test_a_single_estimate_stays_what_it_is() -> None:
    assert shrink([0.37], [0.2]) == pytest.approx((0.37,))


@pytest.mark.parametrize(("estimates", "variances"), [([], []), ([1.0, 2.0], [1.0, 0.0]), ([1.0], [-1.0])])
def test_nothing_to_shrink_or_estimates_without_error_are_refused(
    estimates: list[float], variances: list[float]
) -> None:
    with pytest.raises(ValueError, match="variance above 0"):
        shrink(estimates, variances)


@given(estimated)
def test_the_variance_between_makes_the_weighted_squares_what_is_expected_of_them(
    pairs: list[tuple[float, float]],
) -> None:
    estimates, variances = split(pairs)
    squares = weighted(estimates, variances)[1]
    if paule_mandel(estimates, variances) > 0:
        assert squares == pytest.approx(len(estimates) - 1, rel=1e-9)
    else:
        assert squares <= (len(estimates) - 1) * (1 + 1e-12) + 1e-20


@given(estimated)
def test_nothing_is_moved_away_from_the_mean_or_past_it(pairs: list[tuple[float, float]]) -> None:
    estimates, variances = split(pairs)
    mean = weighted(estimates, variances)[0]
    for before, after in zip(estimates, shrink(estimates, variances), strict=True):
        assert (before - mean) * (after - mean) >= -1e-12
        assert abs(after - mean) <= abs(before - mean) + 1e-12


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=9), st.floats(0.001, 2))
def test_where_all_are_known_equally_well_their_order_stays(estimates: list[float], variance: float) -> None:
    shrunken = shrink(sorted(estimates), [variance] * len(estimates))
    assert all(later >= earlier - 1e-12 for earlier, later in itertools.pairwise(shrunken))


@given(estimated)
def test_the_order_in_which_they_come_does_not_matter(pairs: list[tuple[float, float]]) -> None:
    there, back = shrink(*split(pairs)), shrink(*split(pairs[::-1]))
    assert back[::-1] == pytest.approx(there, rel=1e-6, abs=1e-9)


@given(estimated, st.floats(0.1, 10), st.floats(-5, 5))
def test_neither_the_unit_nor_the_zero_matters(pairs: list[tuple[float, float]], unit: float, zero: float) -> None:
    estimates, variances = split(pairs)
    moved = shrink([zero + unit * y for y in estimates], [unit**2 * v for v in variances])
    assert moved == pytest.approx([zero + unit * y for y in shrink(estimates, variances)], rel=1e-6, abs=1e-6)
