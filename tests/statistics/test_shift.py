"""The Hodges–Lehmann shift and its interval, against R, by hand and by all pairs."""

import time
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics import shift
from diagnostic.statistics.shift import hodges_lehmann, mann_whitney
from tests.statistics.from_r import Reference

PERCENT = (0.0, 100.0)


def sides(case: dict[str, list[float]]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return np.array(case["a"], dtype=float), np.array(case["b"], dtype=float)


@pytest.mark.parametrize(("topic", "alpha"), [("untied_95", 0.05), ("untied_80", 0.20), ("tied_95", 0.05)])
def test_shifts_and_intervals_are_rs(reference: Reference, topic: str, alpha: float) -> None:
    inputs, values = reference("shift")
    for case, expected in zip(inputs[topic.split("_", maxsplit=1)[0]], values[topic], strict=True):
        found = hodges_lehmann(*sides(case), alpha, bounds=PERCENT)
        assert (found.shift, *found.interval) == pytest.approx(expected, rel=1e-8, abs=1e-12), case


def test_limits_are_counted_off_where_r_counts_them_off(reference: Reference) -> None:
    inputs, values = reference("shift")
    for (m, n), of_95, of_90 in zip(inputs["sizes"], values["ranks_95"], values["ranks_90"], strict=True):
        assert (shift._rank(*sorted((m, n)), 0.05), shift._rank(*sorted((m, n)), 0.10)) == (of_95, of_90)


def test_the_normal_approximation_counts_off_at_most_one_difference_less(reference: Reference) -> None:
    inputs, values = reference("shift")
    for (m, n), expected in zip(inputs["large_sizes"], values["large_ranks_95"], strict=True):
        assert m * n > shift.MOST_PAIRS
        assert expected - 1 <= shift._rank(*sorted((m, n)), 0.05) <= expected


def test_the_distribution_of_mann_whitneys_statistic_is_rs(reference: Reference) -> None:
    assert mann_whitney(4, 5) == pytest.approx(reference("shift")[1]["chances"], rel=1e-10)
    # By hand, two and two: of six orders, one has each of 0, 1, 3, 4 and two have 2.
    assert mann_whitney(2, 2) * 6 == pytest.approx([1, 1, 2, 1, 1])


def test_by_hand() -> None:
    # Differences of 20 30 50 from 30 40 60 80: −20 −10 0 10 10 10 20 30 30 40 50 60, so the middle two are 10 and 20.
    found = hodges_lehmann(np.array([20.0, 30, 50]), np.array([30.0, 40, 60, 80]), 0.12, bounds=PERCENT)
    assert found.shift == 15
    # P(U = 0) = 1/35 < .06 and P(U ≤ 1) = 2/35 < .06, P(U ≤ 2) = 4/35: so the second from either end.
    assert found.interval == (-10, 50)


def test_of_a_single_person_or_too_few_for_the_level_every_shift_is_possible() -> None:
    one, three = np.array([40.0]), np.array([10.0, 20, 30])
    assert hodges_lehmann(three, one, bounds=PERCENT).shift == 20
    assert hodges_lehmann(three, one, bounds=PERCENT).interval == (-100, 100)
    assert hodges_lehmann(np.arange(60.0), one, bounds=PERCENT).interval == (-100, 100)
    # Of 20 orders of three and three one has U = 0: 5 % on either end is more than 2.5.
    assert hodges_lehmann(three, three + 5, bounds=(0, 50)).interval == (-50, 50)
    assert hodges_lehmann(np.arange(4.0), np.arange(4.0) + 9, bounds=PERCENT).interval == (6, 12)


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        hodges_lehmann(np.array([]), np.array([1.0]), bounds=PERCENT)


numbers = st.lists(st.integers(-8, 8).map(lambda tenths: tenths * 12.5) | st.floats(-100, 100), min_size=1, max_size=25)


def by_all_pairs(a: list[float], b: list[float], alpha: float) -> tuple[float, float, float]:
    differences = np.sort(np.subtract.outer(b, a).ravel())
    q = shift._rank(*sorted((len(a), len(b))), alpha)
    if q == 0 or min(len(a), len(b)) == 1:
        return float(np.median(differences)), -200.0, 200.0
    return float(np.median(differences)), float(differences[q - 1]), float(differences[-q])


@given(numbers, numbers)
def test_it_is_what_all_pairs_say(a: list[float], b: list[float]) -> None:
    found = hodges_lehmann(np.array(a), np.array(b), 0.10, bounds=(-100, 100))
    assert (found.shift, *found.interval) == pytest.approx(by_all_pairs(a, b, 0.10), abs=1e-9)


@given(numbers, numbers)
def test_so_it_is_where_hardly_any_differences_are_held_at_a_time(a: list[float], b: list[float]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shift, "_HELD", 3)
        found = hodges_lehmann(np.array(a), np.array(b), 0.10, bounds=(-100, 100))
    assert (found.shift, *found.interval) == pytest.approx(by_all_pairs(a, b, 0.10), abs=1e-9)


@given(numbers, numbers)
def test_swapping_the_sides_turns_the_sign_and_nothing_else(a: list[float], b: list[float]) -> None:
    there, back = (hodges_lehmann(np.array(x), np.array(y), bounds=PERCENT) for x, y in ((a, b), (b, a)))
    assert there.shift == pytest.approx(-back.shift)
    low, high = back.interval
    assert there.interval == pytest.approx((-high, -low))


@given(numbers, numbers, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(a: list[float], b: list[float], random: Random) -> None:
    mixed_a, mixed_b = (np.array(random.sample(side, len(side))) for side in (a, b))
    assert hodges_lehmann(mixed_a, mixed_b, bounds=PERCENT) == hodges_lehmann(np.array(a), np.array(b), bounds=PERCENT)


@given(numbers, numbers, st.integers(-50, 50))
def test_a_side_moved_moves_the_shift_and_its_interval(a: list[float], b: list[float], by: int) -> None:
    there = hodges_lehmann(np.array(a), np.array(b), bounds=PERCENT)
    moved = hodges_lehmann(np.array(a), np.array(b) + by, bounds=PERCENT)
    assert moved.shift == pytest.approx(there.shift + by, abs=1e-9)
    if there.interval != (-100, 100):
        assert moved.interval == pytest.approx([limit + by for limit in there.interval], abs=1e-9)


@given(numbers, numbers)
def test_the_interval_holds_the_estimate_and_a_lower_level_is_no_wider(a: list[float], b: list[float]) -> None:
    found = hodges_lehmann(np.array(a), np.array(b), bounds=(-100, 100))
    narrow = hodges_lehmann(np.array(a), np.array(b), 0.20, bounds=(-100, 100)).interval
    assert found.interval[0] <= narrow[0] <= found.shift <= narrow[1] <= found.interval[1]


@pytest.mark.parametrize("decimals", [0, 2, 12])
def test_a_hundred_thousand_people_a_side_take_a_moment(decimals: int) -> None:
    random = np.random.default_rng(5)
    a, b = (np.round(random.normal(mean, 10, 100_000), decimals) for mean in (50, 53))
    began = time.process_time()
    found = hodges_lehmann(a, b, bounds=PERCENT)
    assert time.process_time() - began < 2
    # ± 1.96 × the error of a median of differences of normal sides, 10 sqrt(2 / n) sqrt(pi / 3), is .09.
    assert found.shift == pytest.approx(3, abs=0.2 if decimals else 0)
    if decimals:
        assert found.interval[1] - found.interval[0] == pytest.approx(
            2 * 1.96 * 10 * (2e-5 * np.pi / 3) ** 0.5, rel=0.1
        )
