"""Paired ratings: the signed-rank test and the paired delta, against R, by hand and by brute force."""

import itertools

import numpy as np
import pytest
from conftest import Reference
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diagnostic.statistics.signed_ranks import SignedRanks, count_differences, signed_rank_test


def test_exact_p_values_are_rs_with_zeros_and_ties(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for counts, expected in zip(inputs["counts"], values["exact"], strict=True):
        found = signed_rank_test(counts)
        assert found.exact
        assert found.p == pytest.approx(expected, rel=1e-8), counts


def test_exact_p_values_without_zeros_are_those_of_a_second_package(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for counts, expected in zip(inputs["without_zeros"], values["without_zeros"], strict=True):
        assert signed_rank_test(counts).p == pytest.approx(expected, rel=1e-8), counts


def test_the_normal_approximation_is_rs(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for counts, expected in zip(inputs["counts"], values["approximate"], strict=True):
        found = signed_rank_test(counts, most_steps=0)
        assert not found.exact
        assert found.p == pytest.approx(expected, rel=1e-8), counts


def test_intervals_of_delta_are_rs(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for case, of_95, of_90 in zip(inputs["score"], values["interval_95"], values["interval_90"], strict=True):
        found = SignedRanks(case["n"], case["higher"], case["lower"], 1.0, True)
        assert found.interval() == pytest.approx(of_95, rel=1e-8), case
        assert found.interval(0.10) == pytest.approx(of_90, rel=1e-8), case


def test_the_published_example_has_the_published_interval() -> None:
    # Airway hyper-responsiveness in 21 children before and after transplantation (Bentur et al. 2009): one and seven
    # changed. Fagerland, Lydersen & Laake (2014), Statistics in Medicine 33(16): Tango's interval −.517 to −.026.
    found = SignedRanks(21, 1, 7, 1.0, True)
    assert found.interval() == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_by_hand() -> None:
    # D = 0, 0, 1, −1, 2: ranks 1.5 1.5 3.5 3.5 5, those of 0 dropped. The sum where D > 0 is 8.5 of 12. Of the eight
    # sums 0 3.5 3.5 5 7 8.5 8.5 12, those as far from 6 are 0 3.5 3.5 8.5 8.5 12: six of eight.
    found = signed_rank_test([0, 1, 2, 1, 1])
    assert found.p == pytest.approx(6 / 8)
    assert (found.n, found.higher, found.lower) == (5, 2, 1)
    assert found.delta == pytest.approx(1 / 5)


def test_where_nobody_differs_p_is_1_and_the_interval_is_that_of_one_in_many() -> None:
    # By hand: with h = l = 0, n² delta² ≤ z² n delta (1 − delta) up to z² / (n + z²) = 3.841459 / 23.841459
    found = signed_rank_test([0, 0, 20, 0, 0])
    assert (found.p, found.delta, found.exact) == (1.0, 0.0, True)
    assert found.interval() == pytest.approx((-0.161125, 0.161125), abs=1e-6)


def test_where_all_differ_one_way_p_is_two_in_all_sign_flips() -> None:
    found = signed_rank_test([0, 0, 0, 2, 5, 3, 2])
    assert found.p == pytest.approx(2 / 2**10)
    assert found.interval()[1] == 1.0


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        signed_rank_test([0, 0, 0])
    with pytest.raises(ValueError, match="odd"):
        signed_rank_test([1, 2, 3, 4])


def test_differences_are_counted_where_both_ratings_are_there() -> None:
    first = np.array([1, 2, 3, 0, 4, 1], dtype=np.int8)
    second = np.array([2, 2, 1, 4, 0, 4], dtype=np.int8)
    # 1, 0, −2 and 3; the fourth and fifth gave one rating only.
    assert count_differences(first, second, 4) == (0, 1, 0, 1, 1, 0, 1)


def brute_force(counts: list[int]) -> float:
    """Over every way to set the signs, one by one."""
    middle = len(counts) // 2
    differences = np.repeat(np.arange(len(counts)) - middle, counts)
    ranks = stats.rankdata(np.abs(differences))[differences != 0]
    signs = np.array(list(itertools.product([0, 1], repeat=len(ranks)))).reshape(-1, len(ranks))
    distances = np.abs(signs @ ranks - ranks.sum() / 2)
    seen = abs(ranks[differences[differences != 0] > 0].sum() - ranks.sum() / 2)
    return float((distances >= seen).mean())


few = st.integers(1, 4).flatmap(lambda k: st.lists(st.integers(0, 3), min_size=2 * k + 1, max_size=2 * k + 1))


@settings(max_examples=80, deadline=None)
@given(few.filter(lambda counts: 0 < sum(counts) <= 12))
def test_the_exact_p_value_is_brute_force(counts: list[int]) -> None:
    assert signed_rank_test(counts).p == pytest.approx(brute_force(counts), rel=1e-12)


rows = st.integers(1, 10).flatmap(
    lambda k: st.lists(st.integers(0, 9), min_size=2 * k + 1, max_size=2 * k + 1).filter(any)
)


@given(rows)
def test_changing_the_two_ratings_places_turns_the_sign_and_nothing_else(counts: list[int]) -> None:
    there, back = signed_rank_test(counts), signed_rank_test(counts[::-1])
    assert there.p == pytest.approx(back.p, rel=1e-12)
    assert there.delta == -back.delta
    low, high = back.interval()
    assert there.interval() == (-high, -low)


@given(rows)
def test_the_interval_holds_the_estimate_is_never_of_no_width_and_stays_within_its_bounds(counts: list[int]) -> None:
    found = signed_rank_test(counts)
    low, high = found.interval()
    assert -1 <= low <= found.delta <= high <= 1
    assert low < high
    narrow = found.interval(0.10)
    assert low <= narrow[0] <= narrow[1] <= high


@given(rows)
def test_an_even_wider_scale_on_which_nobody_differs_more_changes_nothing(counts: list[int]) -> None:
    assert signed_rank_test([0, 0, *counts, 0, 0]) == signed_rank_test(counts)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30), st.randoms())
def test_the_order_of_people_changes_nothing(pairs: list[tuple[int, int]], random: object) -> None:
    people = np.array(pairs, dtype=np.int8)
    shuffled = np.random.default_rng(random.randrange(2**32)).permutation(people)  # type: ignore[attr-defined]
    counts = count_differences(people[:, 0], people[:, 1], 5)
    assert counts == count_differences(shuffled[:, 0], shuffled[:, 1], 5)
    assert sum(counts) == (people > 0).all(axis=1).sum()


def test_the_approximation_takes_over_without_a_step() -> None:
    counts = [30, 40, 60, 70, 90, 80, 60, 50, 60]  # 540 people
    exact, approximate = signed_rank_test(counts), signed_rank_test(counts, most_steps=0)
    assert (exact.exact, approximate.exact) == (True, False)
    assert exact.p == pytest.approx(approximate.p, rel=0.02)
    assert not signed_rank_test([2 * count for count in counts]).exact


def test_a_few_who_differ_among_many_are_counted_exactly() -> None:
    # Ten of 10,000 differ, all by one point and all the same way: two of all sign flips, 2 / 2^10.
    found = signed_rank_test([0, 9_990, 10])
    assert found.exact
    assert found.p == pytest.approx(2 / 2**10)


def test_a_p_value_far_below_what_a_difference_of_sums_could_show_is_still_right() -> None:
    assert signed_rank_test([0, 0, 0, 60, 40]).p == pytest.approx(2.0**-99, rel=1e-9)
