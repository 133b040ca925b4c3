"""Fisher's exact test of 2 × K tables: against R, by hand and by brute force."""

import itertools
import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from diagnostic.statistics.contingency import freeman_halton
from diagnostic.statistics.permutation import count_tables
from tests.examples import examples
from tests.statistics.from_r import Reference


def test_p_values_are_rs(reference: Reference) -> None:
    inputs, values = reference("contingency")
    for case, expected in zip(inputs["tables"], values["p"], strict=True):
        found = freeman_halton(case["a"], case["b"])
        assert found.p == pytest.approx(expected, rel=1e-8), case
        assert found.standard_error is None


def test_the_lady_tasting_tea() -> None:
    # Fisher (1935): three of four cups told right. 1 + 16 + 16 + 1 of 70 ways are as rare, 36 are not.
    assert freeman_halton([3, 1], [1, 3]).p == pytest.approx(34 / 70)


def test_by_hand() -> None:
    # Margins 2, 1, 2 and three people of five, so ten assignments. C(2, x1) C(1, x2) C(2, x3) of them give the
    # table x: 210 one, 012 one, 201 two, 102 two, 111 four.
    assert freeman_halton([2, 1, 0], [0, 0, 2]).p == pytest.approx(2 / 10)
    assert freeman_halton([2, 0, 1], [0, 1, 1]).p == pytest.approx(6 / 10)
    assert freeman_halton([1, 1, 1], [1, 0, 1]).p == pytest.approx(1)
    assert freeman_halton([2, 1, 0], [0, 0, 2]).tables == 5


def test_categories_that_nobody_is_in_count_for_nothing() -> None:
    assert freeman_halton([3, 0, 1, 0], [1, 0, 3, 0]) == freeman_halton([3, 1], [1, 3])
    assert freeman_halton([0, 4], [0, 7]).p == 1


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        freeman_halton([0, 0], [1, 2])


def brute_force(a: list[int], b: list[int]) -> float:
    """Over every assignment of the people, one by one: how many give each table, and which are as rare."""
    pooled = np.repeat(np.arange(len(a)), np.add(a, b)).tolist()
    ways: dict[tuple[int, ...], int] = {}
    for chosen in itertools.combinations(pooled, sum(a)):
        table = tuple(chosen.count(k) for k in range(len(a)))
        ways[table] = ways.get(table, 0) + 1
    return sum(count for count in ways.values() if count <= ways[tuple(a)]) / sum(ways.values())


def pairs(most: int) -> st.SearchStrategy[tuple[list[int], list[int]]]:
    def rows(k: int) -> st.SearchStrategy[tuple[list[int], list[int]]]:
        row = st.lists(st.integers(0, most), min_size=k, max_size=k).filter(any)
        return st.tuples(row, row)

    return st.integers(1, 6).flatmap(rows)


@examples(80)
@given(pairs(3).filter(lambda pair: sum(map(sum, pair)) <= 13))
def test_enumeration_is_brute_force(pair: tuple[list[int], list[int]]) -> None:
    assert freeman_halton(*pair).p == pytest.approx(brute_force(*pair), rel=1e-10)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_two_categories_are_scipys(cells: list[int]) -> None:
    a, b = cells[:2], cells[2:]
    if any(a) and any(b):
        assert freeman_halton(a, b).p == pytest.approx(stats.fisher_exact(np.array([a, b])).pvalue, rel=1e-8)


@given(pairs(12), st.randoms(use_true_random=False))
def test_neither_the_sides_order_nor_the_categories_changes_anything(
    pair: tuple[list[int], list[int]], random: Random
) -> None:
    a, b = pair
    places = list(range(len(a)))
    random.shuffle(places)
    moved = [b[k] for k in places], [a[k] for k in places]
    assert freeman_halton(a, b).p == pytest.approx(freeman_halton(*moved).p, rel=1e-9)
    assert freeman_halton(a, b, most_ways=0).p == freeman_halton(*moved, most_ways=0).p


@examples(50)
@given(pairs(12))
def test_drawn_assignments_agree_with_all_of_them(pair: tuple[list[int], list[int]]) -> None:
    exact, drawn = freeman_halton(*pair), freeman_halton(*pair, most_ways=0)
    assert drawn.standard_error is not None
    # Five standard errors of the truth, and the one assignment that is counted beside those drawn.
    error = math.sqrt(exact.p * max(1 - exact.p, 0) / 19_999)
    assert abs(drawn.p - exact.p) <= 5 * error + 1 / 20_000 + 1e-9


@given(pairs(12))
def test_a_p_value_is_at_least_the_probability_of_the_table_and_at_most_1(pair: tuple[list[int], list[int]]) -> None:
    a, b = pair
    ways = math.prod(math.comb(x + y, x) for x, y in zip(a, b, strict=True))
    assert ways / math.comb(sum(a) + sum(b), sum(a)) * (1 - 1e-9) <= freeman_halton(a, b).p <= 1


def test_hundreds_of_millions_of_tables_are_met_in_the_middle() -> None:
    a, b = [14, 17, 13, 15, 12, 16, 13], [18, 10, 15, 14, 19, 11, 13]
    found = freeman_halton(a, b)
    assert found.standard_error is None
    assert found.tables == count_tables(np.array(a) + b, 100) > 100_000_000
    drawn = freeman_halton(a, b, most_ways=0)
    assert drawn.standard_error is not None
    assert abs(found.p - drawn.p) < 5 * drawn.standard_error


def test_many_people_are_drawn_and_overflow_nothing() -> None:
    shares = np.array([0.3, 0.25, 0.2, 0.15, 0.1])
    a, b = (100_000 * shares).astype(int).tolist(), (100_000 * shares[::-1]).astype(int).tolist()
    found = freeman_halton(a, b)
    assert found.p == pytest.approx(1 / 20_000)  # none drawn is as rare as this one
    # Far more extreme than a float can say, and still above 0.
    assert 0 < freeman_halton([5_000, 0], [0, 5_000]).p < 1e-300
    # 10,000 a side, two categories: 2 × (1 - Φ(1.5358)) = .1246 by the normal approximation of two shares.
    assert freeman_halton([7_000, 3_000], [6_900, 3_100]).p == pytest.approx(0.1246, abs=0.004)
