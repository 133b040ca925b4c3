"""How much higher a side answers altogether, against R."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.offset import offset
from tests.statistics.from_r import Reference


def test_where_nobody_skips_it_is_welchs_of_peoples_means(reference: Reference) -> None:
    inputs, values = reference("offset")
    found = offset(np.array(inputs["a"], dtype=float), np.array(inputs["b"], dtype=float))
    assert found.difference == pytest.approx(values["difference"], rel=1e-8)
    assert found.interval == pytest.approx(values["interval"], rel=1e-8)


def test_who_skips_counts_for_what_they_answered(reference: Reference) -> None:
    inputs, values = reference("offset")
    found = offset(np.array(inputs["a_skipped"], dtype=float), np.array(inputs["b_skipped"], dtype=float))
    assert found.difference == pytest.approx(values["difference_skipped"], rel=1e-8)
    assert found.interval == pytest.approx(values["interval_skipped"], rel=1e-8)


def test_what_nobody_of_a_side_answered_is_refused() -> None:
    with pytest.raises(ValueError, match="answer of each side"):
        offset(np.array([[1, np.nan], [2, np.nan]]), np.array([[1, 2.0], [2, 3.0]]))


answered = arrays.arrays(np.float64, (5, 3), elements=st.integers(1, 5).map(float))


@given(answered, answered)
def test_swapping_the_sides_turns_it_round(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> None:
    there, back = offset(a, b), offset(b[::-1], a[::-1])
    assert there.difference == pytest.approx(-back.difference)
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))
    assert there.interval[0] <= there.difference <= there.interval[1]
