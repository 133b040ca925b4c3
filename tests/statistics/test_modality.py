"""Divided sides: the likeliest shape with one peak, and the test against it."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.statistics.modality import has_two_camps, one_peak, unimodal_fit
from tests.statistics.from_r import Reference

ORDINARY = [1, 2, 3, 12, 7]
row = (
    st.integers(4, 8).flatmap(lambda points: st.lists(st.integers(0, 9), min_size=points, max_size=points)).filter(any)
)


def test_the_fit_with_one_peak_is_that_of_r(reference: Reference) -> None:
    inputs, values = reference("modality")
    for counts, expected in zip(inputs, values, strict=True):
        assert unimodal_fit(np.array([counts], dtype=float))[0] == pytest.approx(expected, abs=1e-7), counts


def test_the_fit_with_one_peak_by_hand() -> None:
    # A peak at either end pools what is against it: 4, 0 and 3 to 7/3 each, or the first three and then 4 and 3.
    # 8 log 4 + 7 log 7/3 = 17.02 is the larger: 8 log 8/3 + 4 log 4 + 3 log 3 less a pool of 4 and 3 is 14.61.
    assert unimodal_fit(np.array([[4.0, 4, 0, 4, 3]]))[0] == pytest.approx([4, 4, 7 / 3, 7 / 3, 7 / 3])


@given(row)
def test_the_fit_rises_and_falls_once_keeps_the_number_and_leaves_a_single_peak_as_it_is(counts: list[int]) -> None:
    fit = unimodal_fit(np.array([counts], dtype=float))[0]
    signs = np.sign(np.diff(fit.round(9)))
    assert not np.any(np.diff(signs[signs != 0]) > 0), "a fall is followed by no rise"
    assert fit.sum() == pytest.approx(sum(counts))
    assert unimodal_fit(fit[None])[0] == pytest.approx(fit)


@pytest.mark.parametrize(
    ("points", "outer"),
    # Of places 0, 1/3, 2/3, 1 two are up to .4; of 0, .25, .5 … two; of sixths three (2/6 = .33, 3/6 = .5); of ninths
    # four (3/9 = .33, 4/9 = .44); of tenths five, .4 itself among them.
    [(4, 2), (5, 2), (6, 3), (7, 3), (8, 3), (9, 4), (10, 4), (11, 5)],
)
def test_camps_are_the_lower_and_the_upper_forty_percent_of_the_range(points: int, outer: int) -> None:
    for category in range(points):
        # A fifth at the bottom is no camp by itself; with the category's it is one, if that is low.
        counts = np.zeros((1, points), dtype=np.int64)
        for place, people in ((0, 20), (category, 15), (-1, 65)):
            counts[0, place] += people
        assert has_two_camps(counts)[0] == (category < outer), (points, category)
        assert has_two_camps(counts[:, ::-1])[0] == (category < outer), (points, category)


@pytest.mark.parametrize(
    "counts",
    [
        [4, 4, 0, 4, 3],
        [6, 2, 0, 1, 6],
        [7, 1, 1, 0, 6],
        [3, 5, 1, 2, 4],
        [2, 6, 2, 5, 1],
        [0, 6, 3, 6, 1],
        [0, 5, 1, 6],
    ],
)
def test_p_is_the_share_of_all_tables_that_are_as_far_from_one_peak(counts: list[int]) -> None:
    assert one_peak([counts])[0] == pytest.approx(_by_enumeration(counts), abs=0.01)


def _by_enumeration(counts: list[int]) -> float:
    """Over every table of as many answers, with its multinomial probability under the fit."""
    n, points = sum(counts), len(counts)
    shares = unimodal_fit(np.array([counts], dtype=float))[0] / n
    bars = np.array(list(combinations(range(n + points - 1), points - 1)))
    edges = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), n + points - 1)])
    tables = (np.diff(edges, axis=1) - 1).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = 2 * np.nansum(tables * np.log(tables / unimodal_fit(tables)), axis=1)
        log_shares = np.where(tables > 0, tables * np.log(shares), 0).sum(axis=1)
    ratio[~has_two_camps(tables)] = 0
    own = ratio[(tables == counts).all(axis=1)][0]
    factorials = np.array([math.lgamma(x + 1) for x in range(n + 1)])
    chance = np.exp(factorials[n] - factorials[tables.astype(int)].sum(axis=1) + log_shares)
    assert chance.sum() == pytest.approx(1)
    return float(chance[ratio >= own - 1e-9].sum())


def test_an_even_spread_and_one_camp_with_strays_are_never_divided() -> None:
    assert one_peak([[5, 5, 5, 5, 5], [1, 1, 1, 1, 1], [1, 2, 4, 8, 5], [8, 0, 0, 0, 3]]) == (1, 1, 1, 1)
    assert one_peak([]) == ()


def test_two_camps_with_nobody_between_are_divided_however_many_ordinary_tables_there_are() -> None:
    assert one_peak([[8, 0, 0, 0, 7]] + [ORDINARY] * 89)[0] < 0.001


def test_tables_that_could_look_divided_by_luck_make_the_judgement_stricter_and_clear_ones_do_not() -> None:
    split = [6, 2, 0, 2, 6]
    [alone] = one_peak([split])
    assert one_peak([split, *[[0, 0, 1, 9, 14]] * 50])[0] == alone
    # Each of two alike has the same share of draws as far out: 1 − (1 − p)².
    assert one_peak([split, split])[0] == pytest.approx(1 - (1 - alone) ** 2)
    # One that is clearer has no part in how the next is judged, but for never being judged less sure itself.
    assert one_peak([split, [8, 0, 0, 0, 7]])[0] == alone


@given(st.lists(row, min_size=1, max_size=4))
def test_neither_the_order_of_the_tables_nor_the_direction_of_a_scale_matters(tables: list[list[int]]) -> None:
    found = one_peak(tables, resamples=99)
    assert one_peak(tables[::-1], resamples=99) == pytest.approx(found[::-1])
    assert one_peak([table[::-1] for table in tables], resamples=99) == pytest.approx(found)
