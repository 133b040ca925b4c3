"""What a wave is said to be able to tell, before anybody has answered."""

import math

import numpy as np
import pytest
from scipy import stats

from diagnostic.planning import (
    Groups,
    Outlook,
    chance_to_find,
    fates,
    groups,
    outlook,
    scale_outlook,
    scale_sentences,
    sentences,
    smallest_changes,
)
from diagnostic.planning.model import probabilities
from diagnostic.questionnaire import Side

COMPANIES: dict[Side, str] = {"a": "Novara", "b": "Helix"}


def gap(found: Outlook) -> float:
    """The smallest gap that is found four times in five, where there is one."""
    assert found.smallest_gap is not None
    return found.smallest_gap


def delta(found: Outlook) -> float:
    """The same as Cliff's delta."""
    assert found.smallest_delta is not None
    return found.smallest_delta


def test_more_people_tell_smaller_gaps_and_show_agreement_more_often() -> None:
    few, some, many = (outlook((n, n), 0.7, 33) for n in (24, 40, 80))
    assert gap(few) > gap(some) > gap(many) > 0
    assert delta(few) > delta(some) > delta(many) > 0
    assert few.alignment < some.alignment < many.alignment


def test_fifteen_a_side_cannot_show_agreement() -> None:
    # 22 invited at 73 %: 16 take part, 15 rate any one statement; spread answers then leave delta ± .33.
    assert outlook((22, 22), 0.73, 33).alignment < 0.02
    assert outlook((80, 80), 0.9, 33).alignment > 0.9


def test_more_statements_judged_together_make_each_gap_harder_to_find() -> None:
    assert gap(outlook((30, 30), 0.8, 60)) > gap(outlook((30, 30), 0.8, 5))


def test_unequal_sides_find_less_than_equal_ones_of_as_many_people() -> None:
    assert gap(outlook((50, 14), 0.9, 33)) > gap(outlook((32, 32), 0.9, 33))


def test_fewer_than_eight_ratings_of_a_side_give_no_verdicts() -> None:
    found = outlook((9, 30), 0.8, 33)
    # 7 take part of 9.
    assert found.answered == (7, 24)
    assert (found.smallest_gap, found.smallest_delta, found.alignment) == (None, None, 0.0)


def test_the_chance_to_end_below_k_is_the_binomials() -> None:
    # R: 1 - (1 - pbinom(4, 9, .6)) * (1 - pbinom(4, 11, .6))
    a, b = stats.binom.cdf(4, 9, 0.6), stats.binom.cdf(4, 11, 0.6)
    assert outlook((9, 11), 0.6, 33).below_k == pytest.approx(1 - (1 - a) * (1 - b))
    assert outlook((4, 30), 1.0, 33).below_k == 1


def test_every_statement_is_withheld_where_a_side_stays_below_k() -> None:
    assert outlook((6, 30), 0.5, 33).withheld == 33


def test_how_many_statements_are_withheld_by_hand_for_two_categories() -> None:
    # Five of each side rate with 93 % each: with at most four rating, or four of five alike, it is withheld.
    found = outlook((5, 5), 1.0, 1, points=2).withheld
    shares = [
        float(probabilities(level, 2)[0])
        for level in np.clip(0.6 + 0.15 * stats.norm.ppf((np.arange(9) + 0.5) / 9), 0.2, 0.9)
    ]
    shown = [0.93**5 * (math.comb(5, 2) * (p**2 * (1 - p) ** 3 + p**3 * (1 - p) ** 2)) for p in shares]
    assert found == pytest.approx(1 - np.mean(np.square(shown)), abs=0.03)


@pytest.mark.parametrize(
    "points",
    [2, 5, 11, *(pytest.param(n, marks=pytest.mark.part("proofs")) for n in range(2, 12) if n not in {2, 5, 11})],
)
def test_ratings_have_the_mean_they_are_given_on_any_scale(points: int) -> None:
    chances = probabilities(0.6, points)
    assert chances.sum() == pytest.approx(1)
    assert chances @ np.arange(points) / (points - 1) == pytest.approx(0.6)
    found = outlook((30, 30), 0.8, 20, points=points)
    assert all(math.isfinite(x) for x in (found.alignment, found.withheld, found.below_k))


def test_a_salesforce_is_planned_for_as_well() -> None:
    found = outlook((10_000, 8_000), 0.6, 33)
    # So many tell differences far below the margin; one inside it would be called aligned, not a gap.
    assert 0.3 < delta(found) < 0.4
    assert found.alignment == 1


def test_a_true_difference_is_found_the_more_often_the_larger_it_is() -> None:
    chances = [chance_to_find((3.4 + gap, 3.4), (25, 25), 33) for gap in (0, 0.4, 0.8, 1.2)]
    assert chances == sorted(chances)
    assert chances[0] < 0.01
    assert chances[-1] > 0.8
    assert chance_to_find((4.0, 2.0), (7, 25), 33) == 0


def test_the_smallest_change_that_a_pulse_tells_is_that_of_four_means() -> None:
    # R: s <- .925 * sqrt((1 + .34) / 2); s * sqrt(4 / 20) * (qt(1 - .05 / 2 / (14 / .8), 76) + qt(.8, 76)) is 1.330435;
    # of six pulses, 14 * 6 / .8, 1.523077. Of one statement and 30 + 12 people, by Welch and Satterthwaite with 40.6528
    # degrees of freedom, 1.798621.
    two = dict.fromkeys("abcdefg", 2)
    assert smallest_changes((20, 20), two) == pytest.approx((1.330435, 1.330435), abs=1e-6)
    assert smallest_changes((20, 20), two, pulses=6) == pytest.approx((1.523077, 1.523077), abs=1e-6)
    found = smallest_changes((30, 12), {**two, "a": 1})
    assert found is not None
    assert found[1] == pytest.approx(1.798621, abs=1e-6)
    assert found[0] < found[1]
    assert smallest_changes((7, 30), two) is None


@pytest.mark.parametrize(("invited", "response"), [((0, 5), 0.5), ((5, 5), 0), ((5, 5), 1.1)])
def test_impossible_numbers_are_refused_in_words(invited: tuple[int, int], response: float) -> None:
    with pytest.raises(ValueError, match="invite one person or more"):
        outlook(invited, response, 33)


def test_groups_that_stay_below_k_merge_or_are_dropped() -> None:
    # At 70 %: 7 + 4 + 2 on side a, so sales stand alone and 6 are "other"; 6 + 2 on side b: 2 are too few for "other".
    found = groups({"a": {"sales": 10, "medical": 6, "legal": 3}, "b": {"sales": 9, "medical": 3}}, 0.7, 5)
    assert found == {"a": Groups(("sales",), ("medical", "legal")), "b": Groups((), ("sales", "medical"))}
    assert list(fates(found, COMPANIES, 5)) == [
        "Novara: sales would stand alone; medical and legal would merge into “other”.",
        "Helix: no group would reach 5 answers, so none would be kept.",
        "Groups are compared only where both companies keep some.",
    ]


def test_the_words_promise_no_more_than_the_figures() -> None:
    said = " ".join(sentences(outlook((12, 12), 0.7, 33), COMPANIES, 5))
    assert "No difference would be called a gap four times in five" in said
    assert "Agreement could not be shown" in said
    assert "about 2 of 33 statements would be withheld" in said
    said = " ".join(sentences(outlook((80, 80), 0.8, 33), COMPANIES, 5))
    assert "would be called a gap four times in five, with 33 statements judged together" in said
    assert "Agreement could be shown often" in said


def test_the_smallest_gap_on_a_scale_is_that_of_welch_among_so_many_and_smaller_between_those_invited() -> None:
    # By hand: an opinion's variance .925² = .855625, of the mean of four that correlate .34 (1 + 3 × .34) / 4 = .505 of
    # it, .4320906; of 15 + 15 people .0576121, se .2400252, df 28. R: qt(1 - .05/24, 28) + qt(.8, 28) = 3.974548.
    found = scale_outlook((18, 18), (15, 15), dict.fromkeys("abcdefghijkl", 4))
    assert found is not None
    assert found.these_people is not None
    assert found.like_them == pytest.approx(0.9539917, abs=1e-6)
    # Reliability 4 × .34 / 2.02 = .6732673, of whom 15 of 18 answered: (1 - .6732673 × 15/18) = .4389439 of the
    # variance.
    assert found.these_people == pytest.approx(0.9539917 * math.sqrt(0.4389439), abs=1e-6)


def test_nothing_is_said_of_all_invited_where_too_few_of_them_answer() -> None:
    found = scale_outlook((30, 20), (20, 16), {"trust@a": 4, "trust@b": 4, "value": 2})
    assert found is not None
    assert (found.statements, found.these_people) == (4, None), "20 of 30 is below 70 %"
    [said] = scale_sentences(found)
    assert "nothing could be said of all who are invited" in said
    assert scale_outlook((10, 9), (7, 9), {"trust@a": 4}) is None
    assert not list(scale_sentences(None))
