"""Adjusted p-values: Holm's, and the step-down one over whole people, against R over every assignment."""

import math
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from diagnostic.statistics.multiplicity import RESAMPLES, deviates, holm, max_t_adjust
from diagnostic.statistics.superiority import placements, superiority
from tests.examples import examples
from tests.statistics.from_r import Reference


def test_holm_is_rs(reference: Reference) -> None:
    inputs, values = reference("superiority")
    assert holm(inputs["p_values"]) == pytest.approx(values["holm"], rel=1e-12)


def test_holm_of_nothing_is_nothing() -> None:
    assert holm([]) == ()


def test_step_down_is_rs_over_every_assignment_up_to_what_drawing_costs(reference: Reference) -> None:
    inputs, values = reference("multiplicity")
    ratings = np.array([*inputs["a"], *inputs["b"]], dtype=np.int8)
    is_b = np.arange(len(ratings)) >= len(inputs["a"])
    family = max_t_adjust(ratings, is_b, [5, 5, 5])
    for found, exact in zip(family.p_adjusted, values["p_adjusted"], strict=True):
        assert abs(found - exact) <= 4.5 * math.sqrt(exact * (1 - exact) / RESAMPLES) + 1 / RESAMPLES
    assert family.procedure == "max_t"


def people(n_a: int, n_b: int, statements: int, seed: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    random = np.random.default_rng(seed)
    ratings = random.integers(0, 6, (n_a + n_b, statements)).astype(np.int8)
    return ratings, np.arange(n_a + n_b) >= n_a


def test_unequal_sides_are_held_to_holm_as_well() -> None:
    ratings, is_b = people(30, 9, 4, seed=1)
    ratings[is_b, 0] = 5
    ratings[~is_b, 0] = np.clip(ratings[~is_b, 0], 1, 4)
    family = max_t_adjust(ratings, is_b, [5] * 4)
    tables = [[np.bincount(ratings[side, s], minlength=6)[1:].tolist() for side in (~is_b, is_b)] for s in range(4)]
    held = holm([superiority(a, b).p for a, b in tables])
    assert family.procedure == "max_t_or_holm"
    assert all(found >= by_holm - 1e-12 for found, by_holm in zip(family.p_adjusted, held, strict=True))


def test_sides_that_spread_unequally_are_held_to_holm_as_well() -> None:
    ratings, is_b = people(12, 12, 4, seed=1)
    ratings[is_b] = np.clip(ratings[is_b], 3, 4)
    family = max_t_adjust(ratings, is_b, [5] * 4)
    tables = [[np.bincount(ratings[side, s], minlength=6)[1:].tolist() for side in (~is_b, is_b)] for s in range(4)]
    held = holm([superiority(a, b).p for a, b in tables])
    assert family.procedure == "max_t_or_holm"
    assert all(found >= by_holm - 1e-12 for found, by_holm in zip(family.p_adjusted, held, strict=True))


def test_very_many_people_are_adjusted_by_holm() -> None:
    ratings, is_b = people(600, 600, 3, seed=2)
    family = max_t_adjust(ratings, is_b, [5] * 3)
    tables = [[np.bincount(ratings[side, s], minlength=6)[1:].tolist() for side in (~is_b, is_b)] for s in range(3)]
    assert family.procedure == "holm"
    assert family.p_adjusted == pytest.approx(holm([superiority(a, b).p for a, b in tables]))


def test_an_empty_family_is_empty() -> None:
    assert max_t_adjust(np.zeros((9, 0), dtype=np.int8), np.arange(9) > 4, []).p_adjusted == ()


def test_a_statement_without_an_answer_of_one_side_is_refused() -> None:
    ratings, is_b = people(9, 9, 2, seed=3)
    ratings[is_b, 1] = 0
    with pytest.raises(ValueError, match="nobody"):
        max_t_adjust(ratings, is_b, [5, 5])


def test_a_statement_more_never_helps_another() -> None:
    # With every statement the largest |t| of an assignment can only grow.
    ratings, is_b = people(12, 12, 6, seed=4)
    ratings[is_b, 0] = np.maximum(ratings[is_b, 0], 4)
    alone = max_t_adjust(ratings[:, :1], is_b, [5]).p_adjusted[0]
    among = max_t_adjust(ratings, is_b, [5] * 6).p_adjusted[0]
    assert alone <= among


def test_a_statement_said_twice_costs_nothing() -> None:
    # Holm would double the p-value; who permutes whole people sees that the two are one.
    ratings, is_b = people(12, 12, 1, seed=5)
    ratings[is_b, 0] = np.clip(ratings[is_b, 0] + 1, 1, 5)
    once = max_t_adjust(ratings, is_b, [5]).p_adjusted[0]
    assert max_t_adjust(np.hstack([ratings, ratings]), is_b, [5, 5]).p_adjusted == (once, once)


@examples(25)
@given(arrays.arrays(np.int8, (14, 3), elements=st.integers(0, 4)), st.randoms(use_true_random=False))
def test_neither_the_peoples_order_nor_the_sides_names_matter(ratings: npt.NDArray[np.int8], random: Random) -> None:
    ratings[:2], ratings[-2:] = [[1, 2, 3], [4, 3, 2]], [[2, 1, 4], [3, 3, 1]]  # nobody missing altogether
    is_b = np.arange(14) >= 6
    family = max_t_adjust(ratings, is_b, [4, 4, 4])
    order = np.random.default_rng(random.getrandbits(32)).permutation(14)
    assert max_t_adjust(ratings[order], is_b[order], [4, 4, 4]) == family
    assert max_t_adjust(ratings, ~is_b, [4, 4, 4]).p_adjusted == pytest.approx(family.p_adjusted)
    assert all(0 < p <= 1 for p in family.p_adjusted)


def test_drawing_the_sides_anew_gives_every_table_the_kernel_can_meet() -> None:
    # One answer of b only, the rest missing: assignments that leave a side nobody must not break anything.
    ratings = np.array([[1, 0], [2, 0], [3, 4], [4, 0], [5, 3], [2, 0], [3, 2], [4, 1]], dtype=np.int8)
    family = max_t_adjust(ratings, np.arange(8) >= 4, [5, 5])
    assert all(math.isfinite(p) and 0 < p <= 1 for p in family.p_adjusted)


def test_a_deviate_is_as_far_out_as_t_on_its_degrees_of_freedom(reference: Reference) -> None:
    inputs, values = reference("multiplicity")
    a, b = (np.array(inputs[side]) for side in ("a", "b"))
    for s, exact in enumerate(values["z"]):
        tables = [np.bincount(side[:, s], minlength=6)[1:].astype(float) for side in (a, b)]
        assert abs(float(deviates(placements(*tables)))) == pytest.approx(exact, abs=0.02)
