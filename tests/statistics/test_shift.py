"""The Hodges–Lehmann shift and its interval, against R and by hand."""

import numpy as np
import numpy.typing as npt
import pytest
from from_r import Reference
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.shift import hodges_lehmann, mann_whitney

BOUNDS = (0.0, 100.0)


@pytest.mark.parametrize(("case", "key", "alpha"), [("untied", "untied_95", 0.05), ("untied", "untied_80", 0.2)])
def test_without_ties_it_is_rs_wilcox_test(reference: Reference, case: str, key: str, alpha: float) -> None:
    inputs, values = reference("shift")
    for sides, (shift, low, high) in zip(inputs[case], values[key], strict=True):
        found = hodges_lehmann(np.array(sides["a"]), np.array(sides["b"]), alpha, bounds=BOUNDS)
        assert found.shift == pytest.approx(shift)
        assert found.interval == pytest.approx((low, high))


def test_with_ties_the_differences_are_counted_off(reference: Reference) -> None:
    inputs, values = reference("shift")
    for sides, (shift, low, high) in zip(inputs["tied"], values["tied_95"], strict=True):
        found = hodges_lehmann(np.array(sides["a"], float), np.array(sides["b"], float), bounds=BOUNDS)
        assert found.shift == shift
        assert found.interval == (low, high)


def test_mann_whitneys_distribution_is_rs(reference: Reference) -> None:
    assert mann_whitney(4, 5) == pytest.approx(reference("shift")[1]["chances"])


def test_sides_too_small_for_the_level_leave_every_shift_possible() -> None:
    three = np.array([10.0, 20.0, 30.0])
    assert hodges_lehmann(three, three, bounds=BOUNDS).interval == (-100, 100)
    assert hodges_lehmann(three[:1], three, bounds=BOUNDS).interval == (-100, 100)


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        hodges_lehmann(np.array([]), np.array([1.0]), bounds=BOUNDS)


def test_a_large_side_needs_no_list_of_all_pairs() -> None:
    # 10¹⁰ pairs would need 80 GB. b is a's numbers ten higher, so by symmetry the shift is ten.
    a = np.random.default_rng(1).integers(0, 90, 100_000).astype(float)
    found = hodges_lehmann(a, a + 10, bounds=BOUNDS)
    assert found.shift == 10
    assert found.interval[0] <= 10 <= found.interval[1]


numbers = arrays.arrays(np.float64, st.integers(2, 14), elements=st.integers(0, 20).map(lambda n: 5.0 * n))


@given(numbers, numbers)
def test_it_is_the_median_of_all_pairs_and_turns_round_with_the_sides(
    a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]
) -> None:
    there, back = hodges_lehmann(a, b, bounds=BOUNDS), hodges_lehmann(b[::-1], a[::-1], bounds=BOUNDS)
    assert there.shift == np.median(b[:, None] - a)
    assert there.interval[0] <= there.shift <= there.interval[1]
    assert (there.shift, there.interval) == (-back.shift, (-back.interval[1], -back.interval[0]))
