"""What may be said of all those invited, against R's survey, by hand, and by drawing people who answer more than
once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics import contrast, finite_population, from_counts, from_values, worst_case
from tests.statistics.from_r import Reference


def test_for_what_was_answered_that_day_the_interval_is_that_of_rs_survey(reference: Reference) -> None:
    inputs, values = reference("finite_population")
    a, b = (
        finite_population(from_counts(inputs[side]), people)
        for side, people in zip("ab", inputs["people"], strict=True)
    )
    assert contrast([(1, b), (-1, a)]).interval() == pytest.approx(values["interval"], rel=1e-8)


def test_the_noise_of_the_day_stays_when_everybody_answered() -> None:
    # 1, 1, 3, 3: variance 4/3, squared error 1/3 of which a quarter is noise.
    found = finite_population(from_counts([2, 0, 2]), 4, reliability=0.75)
    assert found.squared_error == pytest.approx(1 / 12)
    assert found.mean == 2
    # Half of eight people: 1/3 × (1 − .75 / 2).
    assert finite_population(from_counts([2, 0, 2]), 8, reliability=0.75).squared_error == pytest.approx(5 / 24)


def test_the_interval_holds_what_these_people_think_nineteen_times_in_twenty() -> None:
    # Twelve of fourteen people answer; 70 % of a score's variance is the person's own. Coverage has to be .95, give or
    # take three standard errors of 4,000 draws, .010; the reliability is known here.
    random = np.random.default_rng(7)
    held = 0
    for _ in range(4_000):
        thought = random.normal(3, np.sqrt(0.7), size=14)
        answered = thought[:12] + random.normal(0, np.sqrt(0.3), size=12)
        sample = from_values(answered, bounds=(-10, 16), step=1e-9)
        low, high = contrast([(1, finite_population(sample, 14, reliability=0.7))]).interval()
        held += low <= thought.mean() <= high
    assert held / 4_000 == pytest.approx(0.95, abs=0.0105)


def test_the_worst_case_sets_the_silent_to_either_end() -> None:
    # a: sum 14 of 6, two silent, so from 16/8 to 20/8; b: sum 10 of 6, six silent, from 16/12 to 28/12.
    found = worst_case(from_counts([1, 2, 3]), from_counts([3, 2, 1]), (8, 12))
    assert found == pytest.approx((16 / 12 - 20 / 8, 28 / 12 - 16 / 8))


def test_where_everybody_answered_the_worst_case_is_the_difference() -> None:
    # Means 14/6 and 10/6.
    assert worst_case(from_counts([1, 2, 3]), from_counts([3, 2, 1]), (6, 6)) == pytest.approx((-4 / 6, -4 / 6))


def test_fewer_people_than_answered_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer people"):
        finite_population(from_counts([1, 2]), 2)


counts = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda row: sum(row) > 1)


@given(counts, st.integers(0, 30), st.floats(0, 0.95))
def test_the_error_lies_between_that_of_the_day_and_that_of_people_in_general(
    row: list[int], silent: int, reliability: float
) -> None:
    sample = from_counts(row)
    found = finite_population(sample, sample.n + silent, reliability).squared_error
    assert sample.squared_error * (1 - reliability) <= found * (1 + 1e-12)
    assert found <= sample.squared_error * (1 + 1e-12)
