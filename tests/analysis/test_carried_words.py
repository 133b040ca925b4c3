"""What is said of agreed targets by changes that people carried: where there are enough of them, and never who."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy import stats

from diagnostic.analysis import BySide, CarriedChange, Release, Report, from_json, to_json
from diagnostic.analysis.carried import Carried, level_of_look, may_be_first
from diagnostic.disclosure import FEW_PEOPLE, PROTECTED
from diagnostic.statistics import information_of_means, levels_of_looks
from tests.analysis.small_instrument import Analyse, Row
from tests.simulation import carried as many_at_once

TARGET, SECOND, NOT_ASKED = "value.credit@alliance", "value.fixed@alliance", "trust.reliability@a"
LOW, HIGH, MIDDLE = (1, 2, 2, 3, 2, 1), (4, 5, 4, 5, 5, 4), (3, 4, 3, 2, 4, 3)
UP, DOWN, STAYS = (1, 2, 1, 1, 0, 1, 2, 1), (-1, -2, -1, -1, 0, -1, -2, -1), (0, 1, 0, -1, 0, 0, -1, 1)
FAR_DOWN, ALIKE, HARDLY = (-3, -4, -3, -3, -3, -4, -3, -2), (1,) * 7 + (0,), (0,) * 6 + (0.5, -0.5)
Say = Callable[..., tuple[CarriedChange, ...]]
Before = tuple[tuple[int, ...], tuple[int, ...]]


def people(answers: Sequence[int]) -> list[Row]:
    return [{"value.credit": str(answer), "value.fixed": str(answer)} for answer in answers]


def carried(
    a: Sequence[float],
    b: Sequence[float],
    target: str = TARGET,
    *,
    fits: bool = True,
    seen: BySide[Sequence[int]] | None = None,
) -> Carried:
    return Carried(target, BySide(Counter(a), Counter(b)), fits, perceived=seen)


@pytest.fixture
def pulse(analysed: Analyse) -> Callable[..., Report]:
    """A pulse of six times ``size`` people a side, after a first wave in which the sides answered ``before``."""

    def report(
        *targets: Carried, size: int = 2, before: tuple[tuple[int, ...], tuple[int, ...]] = (HIGH, LOW)
    ) -> Report:
        first = analysed(people(before[0] * size), people(before[1] * size))
        now = people(MIDDLE * size)
        return analysed(now, now, earlier=[first], carried=targets, release=Release(few_changed=True))

    return report


@pytest.fixture
def said(pulse: Callable[..., Report]) -> Say:
    return lambda *targets, **how: pulse(*targets, **how).carried


@pytest.mark.parametrize(
    ("before", "a", "b", "word"),
    [
        ((HIGH, LOW), STAYS, UP, "closing"),
        ((HIGH, LOW), STAYS, DOWN, "widening"),
        ((LOW, HIGH), STAYS, DOWN, "closing"),
        ((MIDDLE, MIDDLE), STAYS, UP, "widening"),
        ((HIGH, LOW), FAR_DOWN, UP, "turned"),
        ((HIGH, LOW), UP, UP, "risen"),
        ((MIDDLE, MIDDLE), DOWN, DOWN, "fallen"),
        ((HIGH, LOW), HARDLY, HARDLY, "steady"),
        ((HIGH, LOW), (2, -2, 2, -2, 1, -1, 2, -2), STAYS, "cannot_tell"),
    ],
)
def test_one_word_is_said_of_a_target(
    before: Before, a: Sequence[float], b: Sequence[float], word: str, said: Say
) -> None:
    (change,) = said(carried(a, b), before=before)
    assert (change.target, change.since, change.word) == (TARGET, 1, word)
    assert (change.changes, change.by) == (BySide(8, 8), BySide(FEW_PEOPLE, FEW_PEOPLE))


@pytest.mark.parametrize(
    ("change", "size", "word"),
    [
        (carried(STAYS, UP), 1, "too_few"),  # six people a side
        (carried(STAYS[:7], UP), 2, "too_few"),
        (carried(ALIKE, UP), 2, "cannot_tell"),
        (carried(STAYS, [2] * 8), 2, "cannot_tell"),
        (carried(STAYS, UP, fits=False), 2, "cannot_tell"),
        (carried(STAYS, UP, NOT_ASKED), 2, "cannot_tell"),  # which nobody answered in the first wave
    ],
)
def test_nothing_is_said_of_few_or_of_changes_that_are_alike_or_do_not_fit(
    change: Carried, size: int, word: str, said: Say
) -> None:
    assert [each.word for each in said(change, size=size)] == [word]


def test_from_twenty_changes_on_it_is_said_how_far_to_a_quarter_of_a_point(said: Say) -> None:
    # By hand: the means are 0 and 9/8; a tie goes to the even quarter.
    (change,) = said(carried(STAYS * 3, UP * 3), size=4)
    assert (change.word, change.by) == ("closing", BySide(0.0, 1.0))
    (change,) = said(carried((STAYS * 3)[:19], UP * 3), size=4)
    assert (change.word, change.by) == ("closing", BySide(FEW_PEOPLE, FEW_PEOPLE))


def level(report: Report) -> object:
    return next(each for each in report.statements if each.id == TARGET).sides.b.mean


def test_no_level_is_shown_anew_beside_a_word_that_rests_on_few(pulse: Callable[..., Report]) -> None:
    # Of b 1.833 then, and 3.167 now: 1.333 apart, but 1.167 from what was shown, 2.0; so a lower one then.
    before = HIGH, (1, 2, 2, 2, 1, 1)  # 1.5
    assert level(pulse(before=before, size=4)) == 3.0
    assert level(pulse(carried(STAYS[:7], UP), before=before, size=4)) == 3.0
    assert level(pulse(carried(STAYS, UP), before=before, size=4)) == 1.5
    assert level(pulse(carried(STAYS * 3, UP * 3), before=before, size=4)) == 3.0


def test_the_word_is_that_of_welchs_test_at_what_is_left_of_the_error_rate(said: Say) -> None:
    a, b = np.array(STAYS), np.array([0.4, 1.4, 0.4, 0.4, -0.6, 0.4, 1.4, 0.4])
    p = float(stats.ttest_ind(b, a, equal_var=False).pvalue)
    # A single target, whose gap has four fifths; release.pulses is 1.
    for shift in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        p = float(stats.ttest_ind(b + shift, a, equal_var=False).pvalue)
        (change,) = said(carried(STAYS, [float(each) for each in b + shift]))
        assert (change.word == "closing") is (p <= 0.05 * 0.8)


def test_a_look_has_its_part_of_the_error_rate_and_none_more_after_the_last_planned() -> None:
    levels = levels_of_looks(information_of_means(6), 0.025)
    assert [level_of_look(0.05, look, 6) for look in (1, 6)] == [2 * levels[0], 2 * levels[-1]]
    assert level_of_look(0.05, 7, 6) < level_of_look(0.05, 6, 6)
    assert level_of_look(0.05, 1, 1) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("carried", "fits"),
    [
        ([1.0, 1.0, 1.0, 1.0, 2.0], True),
        ([1.0, 1.0, 1.0, 1.0, 1.0], False),  # four did
        ([4.0], False),
        ([], True),
        ([2.0] * 13, False),
    ],
)
def test_first_answers_are_held_against_the_first_waves_counts(
    carried: Sequence[float], fits: bool, analysed: Analyse
) -> None:
    first = analysed(people(LOW * 2), people(HIGH * 2))
    assert may_be_first(first, [TARGET], BySide(carried, [])) is fits
    # Of the second statement agreement is unfavourable.
    assert may_be_first(first, [SECOND], BySide([6 - each for each in carried], [])) is fits
    assert not may_be_first(first, [NOT_ASKED], BySide(carried, []))


def test_of_several_statements_the_sum_is(analysed: Analyse) -> None:
    # By hand, of b: 4 5 4 5 5 4 twice; turned, the second is 2 1 2 1 1 2. The lowest means are (4 + 1) / 2, the highest
    # (5 + 2) / 2.
    first = analysed(people(LOW * 2), people(HIGH * 2))

    def fits(*means: float) -> bool:
        return may_be_first(first, [TARGET, SECOND], BySide([], means))

    assert [fits(2.5), fits(3.5), fits(2.0), fits(4.0)] == [True, True, False, False]
    assert [fits(*[2.5] * 6), fits(*[2.5] * 7)] == [True, False]


def test_a_first_wave_says_nothing_of_changes(analysed: Analyse) -> None:
    assert analysed(people(LOW * 2), people(HIGH * 2), carried=[carried(STAYS, UP)]).carried == ()


def test_what_is_said_is_stored_with_the_report(pulse: Callable[..., Report]) -> None:
    report = pulse(carried(STAYS * 3, UP * 3), size=4)
    assert from_json(to_json(report)) == report


WORDS = ["closing", "widening", "risen", "fallen", "steady", "cannot_tell"]


@pytest.mark.parametrize(
    "seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.part("proofs")) for seed in range(8, 40))]
)
def test_many_words_at_once_are_those_of_one_at_a_time(seed: int, said: Say) -> None:
    """The simulation judges as the analysis does: a pulse with two targets, of which both waves ask the same."""
    random = np.random.default_rng(seed)
    shifts, wide = random.uniform(-1.5, 1.5, (2, 2)), random.choice([0.3, 1.0])
    changes = [
        [(np.rint(2 * random.normal(shift, wide, random.integers(8, 13))) / 2).tolist() for shift in sides]
        for sides in shifts
    ]
    n, mean, variance = (
        np.array([[[float(of(side)) for side in sides] for sides in changes]])
        for of in (len, np.mean, lambda side: np.var(side, ddof=1))
    )
    found = many_at_once.Differences(n, mean, variance)
    gaps = np.array([[-17 / 6, 17 / 6]])  # agreement with the second is unfavourable
    words = [WORDS[word] for word in many_at_once.said(found, gaps, look=1, pulses=1)[0].tolist()]
    first, second = changes
    told = said(carried(first[0], first[1]), carried(second[0], second[1], SECOND))
    for change, word, sides in zip(told, words, changes, strict=True):
        alike = any(max(Counter(side).values()) >= len(side) - 1 for side in sides)
        assert change.word.replace("turned", "closing") == ("cannot_tell" if alike else word)


HIDDEN = BySide(PROTECTED, PROTECTED)


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        (None, None),
        (BySide((1, 3, 5), (0, 4, 3)), BySide("better", "same")),
        (BySide((5, 3, 1), (2, 4, 2)), BySide("worse", "mixed")),  # half is not more than half
        (BySide((1, 3, 5), (0, 1, 3)), HIDDEN),  # four of a side
        (BySide((1, 3, 5), (0, 1, 7)), HIDDEN),  # whoever was the one knows of all others
        (BySide((0, 0, 9), (0, 4, 3)), HIDDEN),
    ],
)
def test_of_what_people_see_themselves_a_word_is_said_where_its_table_might_be_shown(
    seen: BySide[Sequence[int]] | None, shown: object, said: Say
) -> None:
    (change,) = said(carried((), (), seen=seen))
    assert (change.word, change.perceived) == ("too_few", shown)
