"""Verdicts: what may be said of a difference, and why."""

import pytest

from diagnostic.statistics.superiority import superiority
from diagnostic.statistics.verdicts import TOO_FEW, Verdict, could_show_alignment, verdict, with_probability


@pytest.mark.parametrize(
    ("interval", "p", "p_adjusted", "expected"),
    [
        ((0.4, 0.8), 0.001, 0.02, Verdict("gap", "difference_shown")),
        ((0.2, 0.6), 0.01, 0.05, Verdict("gap", "difference_shown")),
        ((0.02, 0.31), 0.001, 0.02, Verdict("aligned", "small_difference_within_margin")),
        ((-0.3, 0.1), 0.4, 1.0, Verdict("aligned", "within_margin")),
        ((0.1, 0.6), 0.01, 0.051, Verdict("undetermined", "lost_in_adjustment")),
        ((-0.2, 0.5), 0.4, 1.0, Verdict("undetermined", "interval_too_wide")),
        # A limit on the margin is not inside it.
        ((-0.33, 0.1), 0.4, 1.0, Verdict("undetermined", "interval_too_wide")),
    ],
)
def test_a_verdict_and_its_reason(
    interval: tuple[float, float], p: float, p_adjusted: float, expected: Verdict
) -> None:
    assert verdict(interval, p, p_adjusted, margin=0.33) == expected


OPEN = Verdict("undetermined", "interval_too_wide")


@pytest.mark.parametrize(
    ("probability", "fewest", "unequal", "expected"),
    [
        (0.95, 8, False, "very_likely"),
        (0.99, 40, True, "undetermined"),
        (0.949, 40, False, "worth_asking"),
        (0.90, 12, False, "worth_asking"),
        (0.90, 11, False, "undetermined"),
        (0.949, 40, True, "undetermined"),
        (0.899, 40, False, "undetermined"),
    ],
)
def test_what_no_test_settles_may_be_very_likely_or_worth_asking_about(
    probability: float, fewest: int, unequal: bool, expected: str
) -> None:
    assert with_probability(OPEN, probability, fewest, unequal=unequal).verdict == expected


def test_what_a_test_settles_or_may_not_be_judged_stays_what_it_is() -> None:
    settled = (Verdict("gap", "difference_shown"), Verdict("aligned", "within_margin"), TOO_FEW)
    for found in settled:
        assert with_probability(found, 0.94, 40, unequal=False) == found
    assert with_probability(OPEN, 0.99, 40, unequal=False, own=False) == OPEN


def test_what_is_aligned_and_very_likely_differs_is_said_to_differ_a_little() -> None:
    found = with_probability(Verdict("aligned", "within_margin"), 0.95, 40, unequal=False)
    assert found == Verdict("aligned", "small_difference_within_margin")


def test_there_is_no_gap_where_one_measure_says_that_a_is_higher_and_another_that_b_is() -> None:
    found = verdict((0.4, 0.8), 0.001, 0.02, margin=0.33, signs_agree=False)
    assert found == Verdict("undetermined", "signs_disagree")


def test_so_few_answers_that_they_could_not_have_shown_alignment_are_said_to_be() -> None:
    found = verdict((-0.4, 0.4), 0.9, 1.0, margin=0.33, could_show_alignment=False)
    assert found == Verdict("undetermined", "could_not_show_alignment")


def test_fifteen_of_each_side_cannot_show_alignment_and_thirty_can() -> None:
    # By hand, shares .2 .4 .4: 1 - .136 = .864, variance .072; at 15 a side se = sqrt(.072 × 2/15) = .097980,
    # t(.95; 28) = 1.701131, tanh(2 × 1.701131 × .097980) = tanh(.333353) = .321531: just inside a third.
    assert could_show_alignment([3, 6, 6], [3, 6, 6], 0.3216)
    assert not could_show_alignment([3, 6, 6], [3, 6, 6], 0.3215)
    # Spread over five: 1 - .04 = .96, se = sqrt(.08 × 2/15) = .103280, tanh(.351386) = .337605.
    assert not could_show_alignment([3] * 5, [3] * 5, 0.33)
    assert could_show_alignment([6] * 5, [6] * 5, 0.33)


def test_it_is_the_interval_that_identical_sides_have() -> None:
    # Large sides: the sample variance of placements and the formula's differ by 1/n.
    a = [200, 400, 800, 400, 200]
    limit = superiority(a, a).interval(0.10)[1]
    assert could_show_alignment(a, a, limit * 1.001)
    assert not could_show_alignment(a, a, limit * 0.999)


def test_a_single_person_shows_no_alignment() -> None:
    assert not could_show_alignment([1, 0], [20, 20], 0.9)


def test_equal_answers_need_more_than_a_few_people_too() -> None:
    # tanh(t(.95; 7) / 8) = tanh(1.894579 / 8) = .232495
    assert could_show_alignment([8, 0], [8, 0], 0.2326)
    assert not could_show_alignment([8, 0], [8, 0], 0.2324)


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        could_show_alignment([0, 0], [1, 1], 0.33)
