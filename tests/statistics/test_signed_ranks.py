"""Paired ratings: the signed-rank test and the paired delta, against R, by hand and by brute force."""

import itertools
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from diagnostic.statistics.signed_ranks import SignedRanks, signed_rank_test, tango
from tests.examples import examples
from tests.statistics.from_r import Reference


def of_counts(counts: list[int], alpha: float = 0.05, **more: int) -> SignedRanks:
    """Of how many people have each difference from −(K − 1) to K − 1."""
    middle = len(counts) // 2
    return signed_rank_test(range(-middle, middle + 1), counts, alpha, **more)


def test_exact_p_values_are_rs_with_zeros_and_ties(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for counts, expected in zip(inputs["counts"], values["exact"], strict=True):
        found = of_counts(counts)
        assert found.exact
        assert found.p == pytest.approx(expected, rel=1e-8), counts


def test_exact_p_values_without_zeros_are_those_of_a_second_package(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for counts, expected in zip(inputs["without_zeros"], values["without_zeros"], strict=True):
        assert of_counts(counts).p == pytest.approx(expected, rel=1e-8), counts


def test_the_normal_approximation_is_rs(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for counts, expected in zip(inputs["counts"], values["approximate"], strict=True):
        found = of_counts(counts, most_steps=0)
        assert not found.exact
        assert found.p == pytest.approx(expected, rel=1e-8), counts


def test_intervals_of_delta_are_rs(reference: Reference) -> None:
    inputs, values = reference("signed_ranks")
    for case, of_95, of_90 in zip(inputs["score"], values["interval_95"], values["interval_90"], strict=True):
        assert tango(case["higher"], case["lower"], case["n"]) == pytest.approx(of_95, rel=1e-8), case
        assert tango(case["higher"], case["lower"], case["n"], 0.10) == pytest.approx(of_90, rel=1e-8), case


def test_the_published_example_has_the_published_interval() -> None:
    # Airway hyper-responsiveness in 21 children before and after transplantation (Bentur et al. 2009): one and seven
    # changed. Fagerland, Lydersen & Laake (2014), Statistics in Medicine 33(16): Tango's interval −.517 to −.026.
    assert tango(1, 7, 21) == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_by_hand() -> None:
    # D = 0, 0, 1, −1, 2: ranks 1.5 1.5 3.5 3.5 5, those of 0 dropped. The sum where D > 0 is 8.5 of 12. Of the eight
    # sums 0 3.5 3.5 5 7 8.5 8.5 12, those as far from 6 are 0 3.5 3.5 8.5 8.5 12: six of eight.
    found = of_counts([0, 1, 2, 1, 1])
    assert found.p == pytest.approx(6 / 8)
    assert (found.n, found.higher, found.lower) == (5, 2, 1)
    assert found.delta == pytest.approx(1 / 5)


def test_where_nobody_differs_p_is_1_and_the_interval_is_that_of_one_in_many() -> None:
    # By hand: with h = l = 0, n² delta² ≤ z² n delta (1 − delta) up to z² / (n + z²) = 3.841459 / 23.841459
    found = of_counts([0, 0, 20, 0, 0])
    assert (found.p, found.delta, found.exact) == (1.0, 0.0, True)
    assert found.interval == pytest.approx((-0.161125, 0.161125), abs=1e-6)


def test_where_all_differ_one_way_p_is_two_in_all_sign_flips() -> None:
    found = of_counts([0, 0, 0, 0, 5, 3, 2])
    assert found.p == pytest.approx(2 / 2**10)
    assert found.interval[1] == 1.0


def test_of_nobody_there_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="nobody"):
        of_counts([0, 0, 0])
    with pytest.raises(ValueError, match="nobody"):
        signed_rank_test([])


def brute_force(counts: list[int]) -> float:
    """Over every way to set the signs, one by one."""
    middle = len(counts) // 2
    differences = np.repeat(np.arange(len(counts)) - middle, counts)
    ranks = stats.rankdata(np.abs(differences))[differences != 0]
    signs = np.array(list(itertools.product([0, 1], repeat=len(ranks)))).reshape(2 ** len(ranks), len(ranks))
    distances = np.abs(signs @ ranks - ranks.sum() / 2)
    seen = abs(ranks[differences[differences != 0] > 0].sum() - ranks.sum() / 2)
    return float((distances >= seen).mean())


few = st.integers(1, 4).flatmap(lambda k: st.lists(st.integers(0, 3), min_size=2 * k + 1, max_size=2 * k + 1))


@examples(80)
@given(few.filter(lambda counts: 0 < sum(counts) <= 12))
def test_the_exact_p_value_is_brute_force(counts: list[int]) -> None:
    assert of_counts(counts).p == pytest.approx(brute_force(counts), rel=1e-12)


rows = st.integers(1, 10).flatmap(
    lambda k: st.lists(st.integers(0, 9), min_size=2 * k + 1, max_size=2 * k + 1).filter(any)
)


@given(rows)
def test_changing_the_two_ratings_places_turns_the_sign_and_nothing_else(counts: list[int]) -> None:
    there, back = of_counts(counts), of_counts(counts[::-1])
    assert there.p == pytest.approx(back.p, rel=1e-12)
    assert there.delta == -back.delta
    low, high = back.interval
    assert there.interval == (-high, -low)


@given(rows)
def test_the_interval_holds_the_estimate_is_never_of_no_width_and_stays_within_its_bounds(counts: list[int]) -> None:
    found = of_counts(counts)
    low, high = found.interval
    assert -1 <= low <= found.delta <= high <= 1
    assert low < high
    narrow = of_counts(counts, 0.10).interval
    assert low <= narrow[0] <= narrow[1] <= high


@given(rows, st.randoms(use_true_random=False))
def test_counts_and_people_in_any_order_agree(counts: list[int], random: Random) -> None:
    middle = len(counts) // 2
    people = np.repeat(np.arange(len(counts)) - middle, counts).tolist()
    random.shuffle(people)
    assert signed_rank_test(people) == of_counts(counts)


@given(rows)
def test_only_the_order_of_sizes_matters(counts: list[int]) -> None:
    middle = len(counts) // 2
    stretched = [float(np.sign(d) * 1.5 ** abs(d)) for d in range(-middle, middle + 1)]
    assert signed_rank_test(stretched, counts) == of_counts(counts)


def test_the_approximation_takes_over_without_a_step() -> None:
    counts = [30, 40, 60, 70, 90, 80, 60, 50, 60]  # 540 people
    exact, approximate = of_counts(counts), of_counts(counts, most_steps=0)
    assert (exact.exact, approximate.exact) == (True, False)
    assert exact.p == pytest.approx(approximate.p, rel=0.02)
    assert not of_counts([2 * count for count in counts]).exact


def test_a_few_who_differ_among_many_are_counted_exactly() -> None:
    # Ten of 10,000 differ, all by one point and all the same way: two of all sign flips, 2 / 2^10.
    found = of_counts([0, 9_990, 10])
    assert found.exact
    assert found.p == pytest.approx(2 / 2**10)


def test_a_p_value_far_below_what_a_difference_of_sums_could_show_is_still_right() -> None:
    assert of_counts([0, 0, 0, 60, 40]).p == pytest.approx(2.0**-99, rel=1e-9)
