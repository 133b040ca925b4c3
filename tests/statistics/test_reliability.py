"""Cronbach's alpha, its limits and item–rest correlations, against R's psych and by hand."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.reliability import cronbach_alpha
from tests.statistics.from_r import Reference

Floats = npt.NDArray[np.float64]

answered = arrays.arrays(np.float64, (12, 3), elements=st.integers(1, 5).map(float))
of_two_sides = np.array(["a"] * 5 + ["b"] * 7)


@pytest.mark.parametrize("within", [False, True])
def test_alpha_its_limits_and_the_items_are_those_of_r(reference: Reference, within: bool) -> None:
    inputs, values = reference("reliability")
    for case, of_case in zip(inputs, values, strict=True):
        answers = np.array(case["answers"], dtype=float)
        sides, expected = (np.array(case["sides"]), of_case["within"]) if within else (None, of_case["all"])
        found = cronbach_alpha(answers, sides)
        assert found.n == of_case["n"]
        assert found.alpha == pytest.approx(expected["alpha"], rel=1e-10)
        assert found.interval == pytest.approx(expected["interval"], rel=1e-10)
        assert cronbach_alpha(answers, sides, 0.1).interval == pytest.approx(expected["interval_90"], rel=1e-10)
        assert found.item_rest == pytest.approx(expected["item_rest"], rel=1e-10)


def test_alpha_by_hand() -> None:
    # Items 1 2 3 4 and 1 3 2 4: squares 5 and 5; sums 2 5 5 8: squares 18. 2 (1 − 10/18) = .888889. r = 4/5.
    found = cronbach_alpha(np.array([[1, 1], [2, 3], [3, 2], [4, 4]], dtype=float))
    assert found.alpha == pytest.approx(8 / 9)
    assert found.item_rest == pytest.approx((0.8, 0.8))


def test_a_gap_between_the_sides_is_not_reliability() -> None:
    # Inside either side the items have nothing to do with each other: 1 2 1 2 against 1 1 2 2. b answers all 3 higher.
    inside = np.array([[1, 1], [2, 1], [1, 2], [2, 2]], dtype=float)
    both, sides = np.vstack([inside, inside + 3]), np.array(["a"] * 4 + ["b"] * 4)
    assert cronbach_alpha(both).alpha == pytest.approx(2 * (1 - 40 / 76))
    found = cronbach_alpha(both, sides)
    assert found.alpha == pytest.approx(0)
    assert found.item_rest == pytest.approx((0, 0))


def test_who_skips_an_item_is_left_out() -> None:
    whole = np.array([[1, 1], [2, 3], [3, 2], [4, 4]], dtype=float)
    skipped = np.vstack([whole, [[np.nan, 5], [1, np.nan]]])
    assert cronbach_alpha(skipped) == cronbach_alpha(whole)


def test_a_side_of_which_nobody_is_complete_does_not_count() -> None:
    whole = np.array([[1, 1], [2, 3], [3, 2], [4, 4]], dtype=float)
    other = np.vstack([whole, [[np.nan, 5]]])
    assert cronbach_alpha(other, np.array([0, 0, 0, 0, 1])) == cronbach_alpha(whole)


def test_where_nothing_varies_there_is_no_alpha_and_an_item_that_does_not_has_no_correlation() -> None:
    assert cronbach_alpha(np.full((8, 3), 0.1)).alpha is None
    stretched = np.full((7, 2), 1 + 2 / 3)
    assert cronbach_alpha(stretched, np.array([0, 1, 0, 1, 0, 1, 0])).item_rest == (None, None)
    cancelling = cronbach_alpha(np.array([[1, 5], [2, 4], [3, 3], [4, 2]], dtype=float))
    assert (cancelling.alpha, cancelling.interval) == (None, None)
    assert cancelling.item_rest == pytest.approx((-1, -1))
    one_constant = cronbach_alpha(np.array([[1, 1, 3], [2, 3, 3], [3, 2, 3], [4, 4, 3]], dtype=float))
    assert one_constant.item_rest[2] is None
    assert one_constant.item_rest[:2] == pytest.approx((0.8, 0.8))


def test_too_few_complete_people_give_nothing() -> None:
    for people in ([], [[1.0, 2.0]], [[1.0, 2.0], [2.0, 3.0]], [[1.0, np.nan], [2.0, 3.0], [3.0, 3.0]]):
        found = cronbach_alpha(np.array(people).reshape(-1, 2))
        assert (found.alpha, found.interval, found.item_rest) == (None, None, (None, None))
    three = np.array([[1, 2], [2, 4], [3, 3]], dtype=float)
    assert cronbach_alpha(three).alpha is not None
    assert cronbach_alpha(three, np.array([0, 1, 1])).alpha is None


def test_one_item_is_refused() -> None:
    with pytest.raises(ValueError, match="two items"):
        cronbach_alpha(np.ones((8, 1)))


@given(answered, st.permutations(range(12)), st.permutations(range(3)))
def test_neither_the_order_of_people_nor_that_of_items_matters(
    answers: Floats, people: list[int], items: list[int]
) -> None:
    found = cronbach_alpha(answers, of_two_sides)
    turned = cronbach_alpha(answers[people][:, items], of_two_sides[people])
    assert (found.alpha is None) == (turned.alpha is None)
    if found.alpha is not None:
        assert turned.alpha == pytest.approx(found.alpha)
    for place, item in enumerate(items):
        before, after = found.item_rest[item], turned.item_rest[place]
        assert (before is None) == (after is None)
        assert before is None or after == pytest.approx(before, abs=1e-9)


@given(answered)
def test_alpha_is_one_at_most_and_lies_in_its_interval(answers: Floats) -> None:
    found = cronbach_alpha(answers, of_two_sides)
    assume(found.alpha is not None and found.interval is not None)
    assert found.alpha is not None
    assert found.interval is not None
    assert found.alpha <= 1 + 1e-12
    assert found.interval[0] <= found.alpha <= found.interval[1]
    if found.alpha < 0.999:
        assert found.interval[0] < found.alpha < found.interval[1] <= 1


@given(answered, st.tuples(*[st.integers(-3, 3)] * 3))
def test_what_a_side_adds_to_an_item_changes_nothing_within_sides(answers: Floats, added: tuple[int, ...]) -> None:
    moved = answers + np.where(of_two_sides == "b", 1, 0)[:, None] * np.array(added)
    there, back = cronbach_alpha(answers, of_two_sides), cronbach_alpha(moved, of_two_sides)
    assume(there.alpha is not None)
    assert back.alpha == pytest.approx(there.alpha)


@given(answered)
def test_turning_every_item_round_changes_nothing(answers: Floats) -> None:
    there, back = cronbach_alpha(answers), cronbach_alpha(6 - answers)
    assert (there.alpha is None) == (back.alpha is None)
    assert there.alpha is None or back.alpha == pytest.approx(there.alpha)
