"""The sum of two medians, and its bootstrap interval."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.overclaim import sum_of_medians


def test_the_sum_is_that_of_the_medians() -> None:
    found = sum_of_medians(np.array([60.0, 70, 50, 65]), np.array([55.0, 45, 60]))
    assert found.sum == 62.5 + 55


@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_the_interval_is_that_of_every_bootstrap_sample(alpha: float) -> None:
    # All 4⁴ and 5⁵ samples drawn with replacement, and every sum of their medians.
    a, b = np.array([10.0, 30, 40, 80]), np.array([20.0, 25, 50, 55, 90])
    every = [np.sort([np.median(sample) for sample in itertools.product(side, repeat=len(side))]) for side in (a, b)]
    sums = np.sort((every[0][:, None] + every[1]).ravel())
    low, high = sum_of_medians(a, b, alpha).interval
    # The share of all sums up to a drawn limit is the limit's level, but for what drawing costs (and jumps between).
    for limit, level in ((low, alpha / 2), (high, 1 - alpha / 2)):
        below, up_to = (sums < limit - 1e-9).mean(), (sums <= limit + 1e-9).mean()
        assert below - 0.015 <= level <= up_to + 0.015


def test_all_alike_leave_no_width_and_an_empty_side_is_refused() -> None:
    assert sum_of_medians(np.full(8, 60.0), np.full(9, 55.0)).interval == (115, 115)
    with pytest.raises(ValueError, match="nobody"):
        sum_of_medians(np.array([]), np.array([1.0]))


numbers = arrays.arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 100).map(float))


@given(numbers, numbers)
def test_it_holds_the_sum_whatever_the_order_and_whichever_side_comes_first(
    a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]
) -> None:
    found = sum_of_medians(a, b)
    assert found.interval[0] <= found.sum <= found.interval[1]
    assert sum_of_medians(b[::-1], a[::-1]) == found
