"""How much higher a side answers altogether, against R."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.offset import in_common, offset
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


def test_what_a_persons_answers_have_in_common() -> None:
    # Means 4.5 and 3.5 against 2.5 and 1, so the middle is 3.5 and 2.25. First of a: (1.5 + .75)/2 = 1.125, second:
    # (.5 + 1.75)/2 = 1.125; first of b: (-.5 - 1.25)/2 = -.875; second, who skips one: 2 - 3.5 = -1.5.
    a, b = in_common(np.array([[5.0, 3.0], [4.0, 4.0]]), np.array([[3.0, 1.0], [2.0, np.nan]]))
    assert a.tolist() == [1.125, 1.125]
    assert b.tolist() == [-0.875, -1.5]


def test_where_nobody_skips_it_differs_by_the_offset() -> None:
    a, b = np.array([[5.0, 3.0], [4.0, 4.0]]), np.array([[3.0, 1.0], [2.0, 5.0]])
    common = in_common(a, b)
    assert common[1].mean() - common[0].mean() == pytest.approx(offset(a, b).difference)


def test_who_answered_nothing_has_nothing_in_common() -> None:
    a, _ = in_common(np.array([[5.0], [np.nan]]), np.array([[3.0]]))
    assert a.tolist() == [1.0, 0.0]
