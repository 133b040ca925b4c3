"""Probability of superiority, delta and the Brunner–Munzel interval, against R and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from diagnostic.statistics.superiority import superiority
from tests.statistics.from_r import Reference

row = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(any)


def test_estimates_and_intervals_are_those_of_their_definition_in_r(reference: Reference) -> None:
    inputs, values = reference("superiority")
    for a, b, expected in zip(inputs["a"], inputs["b"], values["compared"], strict=True):
        found = superiority(a, b)
        name = expected["name"]
        assert found.probability == pytest.approx(expected["p"], rel=1e-10), name
        assert found.variance == pytest.approx(expected["variance"], rel=1e-10), name
        assert found.freedom == pytest.approx(expected["df"], rel=1e-10), name
        assert found.t == pytest.approx(expected["t"], rel=1e-10, abs=1e-12), name
        assert found.p == pytest.approx(expected["p_value"], rel=1e-8), name
        assert found.interval(0.05) == pytest.approx(expected["interval_95"], rel=1e-8), name
        assert found.interval(0.10) == pytest.approx(expected["interval_90"], rel=1e-8), name


def test_the_published_example_has_the_published_figures() -> None:
    # Brunner & Munzel (2000), pain scores after surgery: statistic 3.1375, 17.683 degrees of freedom, estimate .789.
    found = superiority([11, 2, 0, 1, 0], [3, 1, 4, 2, 1])
    assert (found.probability - 0.5) / math.sqrt(found.variance) == pytest.approx(3.1375, abs=5e-5)
    assert found.freedom == pytest.approx(17.683, abs=5e-4)
    assert found.probability == pytest.approx(0.789, abs=5e-4)


def test_scipys_statistic_is_the_untransformed_one() -> None:
    a, b = [1, 3, 4, 2, 0], [0, 0, 1, 2, 3]
    found = superiority(a, b)
    scipys = stats.brunnermunzel(np.repeat(range(5), a), np.repeat(range(5), b))
    assert (found.probability - 0.5) / math.sqrt(found.variance) == pytest.approx(scipys.statistic)
    assert 2 * stats.t.sf(abs(scipys.statistic), found.freedom) == pytest.approx(scipys.pvalue)


def test_delta_by_hand() -> None:
    # a: 1 2 2; b: 2 3. Pairs b > a: 2>1, 3>1, 3>2, 3>2 are four of six, none lower: delta 4/6.
    assert superiority([1, 2, 0], [0, 1, 1]).delta == pytest.approx(4 / 6)


def test_separated_sides_keep_an_interval_and_it_is_that_of_one_answer_moved() -> None:
    found = superiority([4, 4, 0, 0, 0], [0, 0, 4, 2, 2])
    moved = [superiority([4, 3, 1, 0, 0], [0, 0, 4, 2, 2]), superiority([4, 4, 0, 0, 0], [0, 1, 3, 2, 2])]
    assert found.delta == 1.0
    assert found.interval() == pytest.approx((max(near.interval()[0] for near in moved), 1.0))
    turned = superiority([0, 0, 4, 2, 2], [4, 4, 0, 0, 0])
    assert turned.interval() == pytest.approx((-1.0, -found.interval()[0]))
    # With a of one mind and b's people at either end by the toss of a coin, neither side is higher, and all eight
    # of b are on one end once in 128 times: so .008 is as little as spread unknown may give.
    assert 2 / 2**8 < found.p < 0.02


def test_equal_answers_are_not_taken_for_proof_of_agreement_by_eight_people() -> None:
    found = superiority([0, 8, 0], [0, 8, 0])
    # One of eight moved: se = 1/16, on a logit 4/16; t(.975; 7) = 2.364624, tanh(2.364624 × .25 / 2) = .287261
    assert found.delta == 0
    assert found.interval() == pytest.approx((-0.287261, 0.287261), abs=1e-6)
    assert found.p == 1.0
    # 30 a side all saying the same: t(.975; 29) = 2.045230, tanh(2.045230 / 30) = .068068... well inside a third.
    assert superiority([30, 0], [30, 0]).interval() == pytest.approx((-0.068069, 0.068069), abs=1e-6)


def test_of_a_single_person_everything_is_possible() -> None:
    found = superiority([1, 0, 0], [0, 3, 5])
    assert found.delta == 1.0
    assert found.interval() == (-1.0, 1.0)
    assert found.p == 1.0


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        superiority([0, 0], [1, 2])


@given(row, row)
def test_swapping_the_sides_turns_the_sign_and_nothing_else(a: list[int], b: list[int]) -> None:
    there, back = superiority(a, b), superiority(b, a)
    assert there.delta == pytest.approx(-back.delta)
    low, high = back.interval()
    assert there.interval() == pytest.approx((-high, -low))
    assert there.p == pytest.approx(back.p)


@given(row, row)
def test_turning_the_scale_round_turns_the_sign(a: list[int], b: list[int]) -> None:
    there, back = superiority(a, b), superiority(a[::-1], b[::-1])
    assert there.delta == pytest.approx(-back.delta)
    assert there.variance == pytest.approx(back.variance)


@given(row, row)
def test_the_interval_holds_the_estimate_is_never_of_no_width_and_stays_within_its_bounds(
    a: list[int], b: list[int]
) -> None:
    found = superiority(a, b)
    low, high = found.interval()
    assert -1 <= low <= found.delta <= high <= 1
    assert high - low > 1e-6
    narrow = found.interval(0.10)
    assert low <= narrow[0] <= narrow[1] <= high


@given(row, row)
def test_variance_is_only_missing_where_sides_are_separated_or_all_alike(a: list[int], b: list[int]) -> None:
    found = superiority(a, b)
    if min(sum(a), sum(b)) > 1 and found.centre == found.probability != 0.5:
        # The smallest variance of overlapping sides: one tie between them.
        assert found.variance >= 1 / (2 * sum(a) ** 2 * sum(b) ** 2) * (1 - 1e-9)


@given(row, row)
def test_counts_and_answers_agree(a: list[int], b: list[int]) -> None:
    x, y = np.repeat(range(5), a), np.repeat(range(5), b)
    wins = (x[:, None] < y).mean() + (x[:, None] == y).mean() / 2
    assert superiority(a, b).probability == pytest.approx(wins)
