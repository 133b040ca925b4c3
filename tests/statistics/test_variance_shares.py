"""Where the fault line runs: shares of variance and their permutation test, against R and by hand."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.variance_shares import RESAMPLES, fault_line, variance_share
from tests.examples import examples
from tests.statistics.from_r import Reference


def test_shares_are_rs_omega_squared(reference: Reference) -> None:
    inputs, values = reference("variance_shares")
    for tables, expected in zip(inputs["tables"], values["tables"], strict=True):
        assert variance_share(tables) == pytest.approx(expected, abs=1e-10)


def test_a_share_by_hand() -> None:
    # 1 1 1 2 2 2 and 4 4 4 5 5 5: means 1.5 and 4.5 around 3, between 12 × 2.25 = 27, within 12 × .25 = 3, MSW = .3
    assert variance_share([[3, 3, 0, 0, 0], [0, 0, 0, 3, 3]]) == pytest.approx((27 - 0.3) / (30 + 0.3))


@pytest.mark.parametrize("tables", [[[3, 4, 1]], [[4, 0], [6, 0]], [[1, 0], [0, 1]], [[0, 0], [3, 1]]])
def test_where_nothing_can_be_told_the_share_is_0(tables: list[list[int]]) -> None:
    assert variance_share(tables) == 0


def test_without_a_group_there_is_nothing_to_share_out() -> None:
    with pytest.raises(ValueError, match="without a group"):
        variance_share([])


def test_the_test_is_rs_over_every_assignment_up_to_what_drawing_costs(reference: Reference) -> None:
    inputs, values = reference("variance_shares")
    line = inputs["fault_line"]
    answers = np.array(line["answers"], dtype=float)
    found = fault_line(answers, np.array(line["sides"]), np.array(line["groups"]))
    exact = values["p"]
    assert abs(found.p - exact) <= 5 * math.sqrt(exact * (1 - exact) / RESAMPLES) + 1 / RESAMPLES
    assert found.share_between_sides == pytest.approx(values["between_sides"], rel=1e-8)
    assert found.share_between_groups == pytest.approx(values["between_groups"], rel=1e-8)


def test_a_line_between_the_companies_is_none_inside_them() -> None:
    random = np.random.default_rng(1)
    side, group = np.repeat([0, 1], 20), np.tile(["x", "y"], 20)
    answers = (2 + 2 * side[:, None] + random.integers(-1, 2, (40, 4))).astype(float)
    found = fault_line(answers, side, group)
    assert found.share_between_sides > 0.4
    assert found.share_between_groups < 0.1
    assert found.p > 0.05


def test_it_does_not_hang_on_a_statement_that_nobody_answered_or_a_group_of_one() -> None:
    answers = np.array([[1.0, np.nan, 3], [2, np.nan, 3], [5, np.nan, 3], [4, np.nan, 3]])
    found = fault_line(answers, np.array(list("aabb")), np.array(list("xyxz")))
    assert all(math.isfinite(x) for x in (found.share_between_sides, found.share_between_groups, found.p))
    assert fault_line(np.full((4, 2), np.nan), np.array(list("aabb")), np.array(list("xyxy"))).p == 1


rated = arrays.arrays(np.float64, (12, 3), elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, np.nan]))


@examples(30)
@given(rated, st.permutations(range(12)))
def test_neither_the_peoples_order_nor_the_labels_matter(answers: npt.NDArray[np.float64], order: list[int]) -> None:
    side, group = np.repeat(["a", "b"], 6), np.tile(["x", "y", "y"], 4)
    found = fault_line(answers, side, group, resamples=199)
    again = fault_line(answers[order], side[order], group[order], resamples=199)
    renamed = fault_line(answers, np.where(side == "a", "two", "one"), np.where(group == "x", 9, 4), resamples=199)
    assert again.p == found.p
    assert again.share_between_sides == pytest.approx(found.share_between_sides, abs=1e-12)
    assert renamed.p == found.p
    assert renamed.share_between_groups == pytest.approx(found.share_between_groups)
