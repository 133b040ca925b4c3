"""Sizes of many gaps at once: against R, and where the answer is known beforehand."""

import numpy as np
import pytest

from diagnostic.statistics import Correlation, average_correlation, gap_posterior
from tests.statistics.from_r import Reference

ALONE = Correlation(0.0, 0.0)


def test_sizes_intervals_and_probabilities_are_those_of_the_same_model_in_r(reference: Reference) -> None:
    inputs, values = reference("posterior")
    for case, expected in zip(inputs["models"], values["models"], strict=True):
        found = gap_posterior(
            case["differences"],
            case["squared_errors"],
            case["freedom"],
            case["groups"],
            Correlation(case["within"], case["between"]),
            threshold=case["threshold"],
        )
        # R writes a vector of one number as a number.
        columns = {name: np.atleast_1d(column) for name, column in expected.items()}
        assert [each.mean for each in found] == pytest.approx(columns["mean"], abs=1e-9)
        assert [each.interval[0] for each in found] == pytest.approx(columns["low"], abs=1e-9)
        assert [each.interval[1] for each in found] == pytest.approx(columns["high"], abs=1e-9)
        assert [each.above for each in found] == pytest.approx(columns["above"], abs=1e-9)
        assert [each.below for each in found] == pytest.approx(columns["below"], abs=1e-9)


def test_the_average_correlation_is_that_of_the_pairs_in_r(reference: Reference) -> None:
    inputs, values = reference("posterior")
    people = inputs["people"]
    answers = np.array(people["answers"], dtype=np.float64)
    found = average_correlation(answers, np.array(people["is_b"]), people["groups"])
    assert found.within == pytest.approx(values["correlation"]["within"], abs=1e-12)
    assert found.between == pytest.approx(values["correlation"]["between"], abs=1e-12)


def test_a_gap_known_exactly_is_what_was_seen() -> None:
    (found,) = gap_posterior([0.8], [1e-10], [50], ["trust"], ALONE, threshold=0.25)
    assert found.mean == pytest.approx(0.8, abs=1e-6)
    assert found.above == pytest.approx(1.0, abs=1e-6)


def test_one_large_difference_among_equal_ones_is_taken_for_luck_and_one_that_its_scale_shares_is_not() -> None:
    scales = [number // 4 for number in range(24)]
    alone = gap_posterior([-0.9] + [0.0] * 23, [0.12] * 24, [25] * 24, scales, ALONE, threshold=0.25)
    shared = gap_posterior([-0.9] * 4 + [0.0] * 20, [0.12] * 24, [25] * 24, scales, ALONE, threshold=0.25)
    assert alone[0].below < 0.8
    assert shared[0].below > 0.95
    assert -0.9 < shared[0].mean < alone[0].mean < 0


def test_turning_the_sides_round_turns_every_gap_round() -> None:
    there = gap_posterior(
        [0.4, -0.7, 0.1], [0.1, 0.2, 0.05], [10, 12, 30], "aab", Correlation(0.4, 0.2), threshold=0.25
    )
    back = gap_posterior(
        [-0.4, 0.7, -0.1], [0.1, 0.2, 0.05], [10, 12, 30], "aab", Correlation(0.4, 0.2), threshold=0.25
    )
    for one, other in zip(there, back, strict=True):
        assert one.mean == pytest.approx(-other.mean)
        assert one.above == pytest.approx(other.below)


def test_a_side_with_few_degrees_of_freedom_is_less_sure_of_the_same_difference() -> None:
    few, many = (gap_posterior([1.0], [0.1], [df], ["trust"], ALONE, threshold=0.25)[0] for df in (8, 80))
    assert few.above < many.above


def test_answers_that_do_not_vary_correlate_with_nothing() -> None:
    answers = np.array([[3.0, 1.0], [3.0, 2.0], [3.0, 4.0], [3.0, 5.0]])
    assert average_correlation(answers, np.array([False, False, True, True]), ["x", "x"]) == Correlation(0.0, 0.0)


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a difference"):
        gap_posterior([], [], [], [], ALONE, threshold=0.25)
    with pytest.raises(ValueError, match="above 0"):
        gap_posterior([0.1], [0.0], [10], ["trust"], ALONE, threshold=0.25)
