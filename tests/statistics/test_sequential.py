"""Changes of people of whom some answered twice, and looks at them, against R (tests/reference/carried.R)."""

import numpy as np
import pytest

from diagnostic.statistics import (
    Moments,
    from_values,
    holm,
    information_of_means,
    levels_of_looks,
    partly_overlapping,
    weighted_holm,
)
from tests.statistics.from_r import Reference


def moments(values: list[float]) -> Moments:
    return from_values(np.array(values), bounds=(-5, 5), step=0.5)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_change_of_samples_that_share_people_is_rs(reference: Reference, place: int) -> None:
    inputs, values = reference("carried")
    first, later, both = inputs["first"], inputs["later"], inputs["both"][place]
    differences = [now - then for now, then in zip(later[:both], first[:both], strict=True)]
    found, expected = (
        partly_overlapping(moments(first), moments(later), moments(differences)),
        values["overlapping"][place],
    )
    assert (found.value, found.standard_error) == pytest.approx((expected["value"], expected["se"]))
    assert found.freedom == pytest.approx(expected["df"])


def test_where_everybody_is_in_both_it_is_the_paired_test(reference: Reference) -> None:
    inputs, values = reference("carried")
    first, later = inputs["first"], inputs["later"]
    differences = [now - then for now, then in zip(later, first, strict=True)]
    found, expected = partly_overlapping(moments(first), moments(later), moments(differences)), values["paired"]
    assert (found.value, found.freedom, found.p) == pytest.approx((expected["value"], expected["df"], expected["p"]))


def test_the_levels_of_several_looks_are_those_of_a_multivariate_normal(reference: Reference) -> None:
    inputs, values = reference("carried")
    found = levels_of_looks(tuple(inputs["information"]), 0.025)
    assert found == pytest.approx(values["looks"], rel=1e-4)


def test_the_mean_of_more_waves_holds_more_information_and_of_one_all() -> None:
    # By hand: 1 + 1/i is 2, 1.5, 1.333; the last over each.
    assert information_of_means(3) == pytest.approx((2 / 3, 8 / 9, 1))
    assert information_of_means(1) == (1,)


def test_the_first_of_several_looks_has_what_is_spent_by_then_and_a_single_one_all() -> None:
    assert levels_of_looks((0.4, 1.0), 0.025)[0] == pytest.approx(0.01)
    assert levels_of_looks((1.0,), 0.025) == pytest.approx((0.025,))


def test_with_equal_weights_it_is_holms_procedure(reference: Reference) -> None:
    inputs, values = reference("carried")
    assert weighted_holm(inputs["p"], [1] * 4, 0.05) == pytest.approx(values["holm"])
    assert weighted_holm(inputs["p"], [1] * 4, 0.05) == pytest.approx(holm(inputs["p"]))


def test_a_weight_that_is_freed_goes_to_the_others() -> None:
    # By hand, of a whole of 1: .02 / .8 = .025; then of .2 left, .04.
    assert weighted_holm([0.02, 0.04], [0.8, 0.2], 0.05) == pytest.approx([0.025, 0.04])
    # .02 / .8 = .025 is not as small as .004 / .2 = .02, which comes first; then .02 of .8, but no less.
    assert weighted_holm([0.02, 0.004], [0.8, 0.2], 0.05) == pytest.approx([0.02, 0.02])
    # Where a look may test at half of what it may spend, p counts twice.
    assert weighted_holm([0.02, 0.5], [1, 1], 0.05, lambda alpha: alpha / 2) == pytest.approx([0.08, 1.0])
