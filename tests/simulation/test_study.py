"""The simulations: their invented answers have the truth they claim, and each of their parts runs."""

import math

import numpy as np
import pytest

from diagnostic.analysis import Alliance, BySide, Release, Wave, analyse
from diagnostic.questionnaire import Answers
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate
from diagnostic.statistics import Contrast, Estimate, contrast, shaffer, superiority
from tests.simulation import (
    briefings,
    carried,
    family,
    groups,
    messages,
    moved,
    people,
    points,
    shared,
    statement,
    study,
    whole_waves,
    words,
)
from tests.simulation.answers import A_WIDE, B_WIDE, CEILING, CELLS, MIDDLE, SKEWED_B_WIDE, Shape, draw, true_delta
from tests.statistics.from_r import read


@pytest.mark.parametrize("shape", [A_WIDE, B_WIDE, SKEWED_B_WIDE], ids=lambda shape: shape.name)
def test_unequal_spread_leaves_neither_side_higher(shape: Shape) -> None:
    a, b = shape.probabilities(shape.lowered(0))
    assert true_delta(a, b) == pytest.approx(0, abs=1e-12)
    assert abs(a[0] - b[0]) > 0.1


@pytest.mark.parametrize("delta", [0.33, 0.5, -0.33])
def test_a_planted_delta_is_what_it_says(delta: float) -> None:
    for shape in (MIDDLE, CEILING, B_WIDE):
        assert true_delta(*shape.probabilities(shape.lowered(delta))) == pytest.approx(-delta, abs=1e-9)


def test_people_drawn_answer_as_the_shape_says_and_hang_together() -> None:
    ratings, is_b = draw(np.random.default_rng(1), (2_000, 2_000), CEILING.cuts)
    given = ratings[ratings > 0]
    a, _ = CEILING.probabilities()
    assert np.bincount(given, minlength=6)[1:] / len(given) == pytest.approx(a, abs=0.03)
    assert (ratings == 0).mean() == pytest.approx(0.05, abs=0.01)
    first, second = draw(np.random.default_rng(1), (2_000, 2_000), MIDDLE.cuts)[0][:, :2].T
    both = (first > 0) & (second > 0)
    # .35 before the opinions become categories, which costs a little.
    assert np.corrcoef(first[both], second[both])[0, 1] == pytest.approx(0.32, abs=0.05)
    assert is_b.sum() == 2_000


def test_many_intervals_at_once_are_those_of_one_at_a_time() -> None:
    a, b = statement.tables(np.random.default_rng(2), CELLS[0], 0.5, 40)
    low, high = statement.intervals(a, b, 0.05)
    single = [superiority(x, y).interval() for x, y in zip(a.astype(int).tolist(), b.astype(int).tolist(), strict=True)]
    assert np.column_stack([low, high]) == pytest.approx(np.array(single))


def test_every_part_of_the_study_runs() -> None:
    random, cell = np.random.default_rng(3), CELLS[0]
    assert statement.errors(random, cell, 3)[1] == [3] * 4
    assert statement.coverage(random, cell, 3)[1] == [3] * 2
    assert statement.alignment(random, cell, 3)[1] == [3] * 3
    assert family.any_false_gap(random, cell, 1)[1] == [1] * 3
    assert family.power(random, cell, 0.5, 1)[1][0] <= family.TRUE_GAPS
    case = people.Case((12, 12), "realistic")
    assert words.statements(random, case, 1)[1][3:6] == [1] * 3
    assert words.scales(random, case, 1)[1][5:] == [1, 12]
    assert briefings.found(random, 1, sizes=(12, 12), kinds=briefings.OTHERS)[1][::2] == [1] * len(briefings.OTHERS)
    assert briefings.claimed(random, 1, sizes=(8, 8))[1] == [1] * 14
    assert messages.named(np.random.default_rng(4), 1, sizes=(12, 12))[1][:8] == [1] * 8
    random = np.random.default_rng(3)
    assert points.any_false_division(random, 1, sizes=(15, 15), points=7, spread=1.4)[1] == [1]
    assert points.divisions_found(random, 1, people=40, shares=points.EXTREMES) == ([points.SPLIT], [points.SPLIT])
    assert points.owners(random, 1, people=40, a=np.array([0, 1.0]), b=np.array([1.0, 0]))[0] == [0, 0]
    assert points.overclaimed(random, 1, people=40, claims=80)[0] == [1]
    assert points.shares_apart(random, 1, people=40, questions=5, share=0.1, apart=0.8)[0][1] == 1
    assert groups.found(random, 1, people=40, lowered=3)[0][1] == groups.TRUE


def test_a_planted_difference_in_points_is_what_it_says_whatever_the_spread() -> None:
    for world in (people.World(), people.World(spread=(1.0, 1.8))):
        gaps = people.whole_scales(np.random.default_rng(0))
        wave = world.answered(np.random.default_rng(4), (4_000, 4_000), gaps)
        given = np.where(wave.ratings > 0, wave.ratings, np.nan)
        seen = np.nanmean(given[wave.is_b], axis=0) - np.nanmean(given[~wave.is_b], axis=0)
        # Four standard errors of a difference between two means of 3,800 answers.
        assert seen == pytest.approx(gaps, abs=0.12)
        thought = wave.thought[wave.is_b].mean(axis=0) - wave.thought[~wave.is_b].mean(axis=0)
        assert thought == pytest.approx(gaps, abs=0.1)


def test_a_table_is_put_between_its_markers_and_nowhere_else() -> None:
    text = "a\n<!-- x: written by tests/simulation/study.py -->\nold\n<!-- end of x -->\nb"
    assert study.put(study.put(text, "x", ["| 1 |"]), "x", ["| 2 |"]) == text.replace("old", "\n| 2 |\n")
    with pytest.raises(ValueError, match="no markers for y"):
        study.put(text, "y", [])


def test_programmes_are_judged_as_a_report_judges_them() -> None:
    """The matrices give the verdicts of `Contrast`, Shaffer and Bonferroni, one programme at a time."""
    shifts = moved.of_b(np.linspace(-2, 0.5, 4))
    shifts[:, :, 3] += np.linspace(0, 1.5, 4)[:, None]
    found = moved.scores(np.random.default_rng(3), 30, (9, 12), shifts, same=False)
    judged = moved.judge(found, 3, pulses=2)
    for n in range(30):
        for place, since in enumerate((2, 0)):
            for scale in range(7):
                tested = [_contrast(found, n, since, scale, weights) for weights in moved.TESTED.tolist()]
                # Two earlier waves of seven scales, two pulses, four fifths of alpha.
                adjusted = [14 * 2 / 0.8 * p for p in shaffer([each.p for each in tested])]
                expected = [
                    p <= 0.05 and not (each.interval(0.1)[0] > -0.5 and each.interval(0.1)[1] < 0.5)
                    for each, p in zip(tested, adjusted, strict=True)
                ]
                assert [*judged.levels[n, place, scale], judged.moved[n, place, scale]] == expected
    assert judged.moved.any()
    assert judged.levels.any()


def _contrast(found: moved.Scores, programme: int, since: int, scale: int, weights: list[float]) -> Contrast:
    """A sum of both sides' changes in the fourth wave."""
    terms = []
    for sign, wave in ((1, 3), (-1, since)):
        for side, weight in enumerate(weights):
            mean, error, freedom = (float(part[programme, wave, side, scale]) for part in found)
            terms.append((sign * weight, Estimate(mean=mean, squared_error=error, freedom=freedom)))
    return contrast([(weight, each) for weight, each in terms if weight])


def test_without_levels_gaps_are_judged_as_they_were() -> None:
    found = moved.scores(np.random.default_rng(3), 20, (9, 12), moved.of_b(np.linspace(-2, 0.5, 4)), same=False)
    judged = moved.judge(found, 3, levels=False)
    assert not judged.levels.any()
    assert judged.moved.any()


def test_every_part_of_what_moved_runs() -> None:
    random = np.random.default_rng(4)
    assert moved.any_false_move(random, 3, sizes=(8, 8), same=False)[1] == [3] * 4
    assert moved.raised(random, 3, sizes=(8, 8), same=True, by=1.0, scales=2)[1] == [6] * 5 + [3] * 3
    assert moved.seen(random, 3, sizes=(8, 8), same=True, drift=True)[1] == [3] * 4
    assert moved.signs(random, 3, sizes=(8, 8), same=True)[1] == [3] * 2


def test_a_short_form_is_as_much_surer_as_the_formula_says() -> None:
    hits, of = moved.short_form(np.random.default_rng(4), 200, people=200, correlation=0.55)
    r, of_one, of_change = (hit / n for hit, n in zip(hits, of, strict=True))
    # Two statements of one variance: (1 + r) / 2 of it with a short form and 1 without, in two of the four samples.
    assert of_one == pytest.approx(math.sqrt((1 + r) / 2), abs=0.01)
    assert of_change == pytest.approx(math.sqrt(2 * (1 + r) / (3 + r)), abs=0.01)


def test_every_part_of_what_people_carried_runs() -> None:
    random, plan = np.random.default_rng(4), carried.Programme(12, 0.8, closes=0.5)
    assert carried.found(random, 3, plan=plan)[1] == [6] * 6
    assert carried.nothing(random, 3, plan=plan)[1] == [6] * 3 + [3]
    assert whole_waves.by_means(random, 3, plan=plan)[1] == [6] * 4
    assert whole_waves.wrong(random, 3, plan=plan, rules=tuple(whole_waves.RULES), answer=2 / 3)[1] == [3] * 6
    assert whole_waves.closing(random, 3, plan=plan, rules=("a half",), pulses=3)[1] == [6]
    assert whole_waves.steady(random, 3, plan=plan)[1] == [6]
    # Nobody is ever replaced, and ten of twelve carry their answers.
    assert carried.may_be_said(random, 3, people=12, carried=0.8, a_year=0)[0] == [3] * 6


def test_a_carried_change_is_the_persons_own_mean_so_far_less_their_first() -> None:
    scores = np.zeros((1, 3, 1, 2, 3))
    scores[0, :, 0, 0] = [[1, 2, 3], [3, 2, 3], [2, 4, 1]]
    since = np.zeros((1, 3, 1, 2, 3))
    since[0, 1:, 0, 0, 2] = 1  # the third person came after the first wave
    found = carried.differences(scores, since, 2, 1.0)
    # 2.5 − 1 and 3 − 2, by hand: mean 1.25, variance .125.
    assert (found.n[0, 0, 0], found.mean[0, 0, 0], found.variance[0, 0, 0]) == (2, 1.25, 0.125)


def _means(mean: list[float], squared_error: list[float]) -> whole_waves.Means:
    """Of one target, in one programme, of 12 people a side."""
    of_mean, of_error = (np.array(each)[None, :, None, None] for each in (mean, squared_error))
    return whole_waves.Means(of_mean, of_error, people=12)


def test_whole_waves_are_compared_as_r_does() -> None:
    inputs, values = read("carried")
    first, *later = inputs["means"]
    found = whole_waves.since_first(_means([first], [1]), _means(later, [1] * len(later)))
    expected = values["several"]
    assert (found.value.item(), found.error.item(), found.freedom) == pytest.approx(
        (expected["value"], expected["se"], expected["df"])
    )


def test_a_first_wave_that_is_spread_more_has_more_error_and_each_wave_its_own_by_its_answers() -> None:
    # By hand: the later means have variance 1, and the first four times their squared error: 4 + 1/3; .04 + .03 / 9.
    waves = _means([3], [0.04]), _means([1, 2, 3], [0.01] * 3)
    found = [whole_waves.as_spread(*waves), whole_waves.by_answers(*waves)]
    assert [each.value.item() for each in found] == [-1, -1]
    assert [each.error.item() ** 2 for each in found] == pytest.approx([13 / 3, 0.13 / 3])
    assert [each.freedom for each in found] == [2, 22]


def test_those_replaced_at_once_are_others_from_the_first_pulse_on() -> None:
    _, since = carried.answered(np.random.default_rng(5), 2, carried.Programme(12, at_once=5), 3)
    assert since[:, 0].max() == 0
    assert (since[:, 1:, 0] == np.where(np.arange(12) < 5, 1, 0)).all()


def test_shared_concerns_are_called_where_they_are_planted() -> None:
    random = np.random.default_rng(5)
    assert shared.shared(random, 3, sizes=(8, 8))[1] == [3] * 6
    answers = shared.drawn(random, 40, 200, shared.LOW)
    assert answers[:, :, shared.SCALES == 0].mean() == pytest.approx(2.72, abs=0.03)
    assert answers[:, :, shared.SCALES > 0].mean() == pytest.approx(3.72, abs=0.03)
    strengths, concerns, _, _ = shared.judged(answers, answers)
    assert concerns[:, 0].all()
    assert not concerns[:, 1:].any()
    assert strengths.shape == (40, 12)


def test_they_are_judged_as_a_report_judges_them(library: Library) -> None:
    """Statements of the full diagnostic stand in for the simulation's, scale by scale."""
    health = library.questionnaires["alliance-health-2"]
    of_scale: dict[str, list[str]] = {}
    for each in health.without(items=["runs_well"]).statements():
        of_scale.setdefault(str(each.scale), []).append(each.id)
    sizes = [len(statements) for statements in of_scale.values()]
    places = np.repeat(np.arange(len(sizes)), sizes)
    turned = {each.id: each.reversed for each in health.statements()}
    order = [statement for statements in of_scale.values() for statement in statements]
    shift = np.where(places == 0, shared.POINT_LOWER, 0.0)
    random = np.random.default_rng(6)
    a, b = (shared.drawn(random, 1, n, shift, places) for n in (34, 29))
    people = []
    for side, answers in (("a", a), ("b", b)):
        for row in answers[0].astype(int):
            form = {s: int(6 - v if turned[s] else v) for s, v in zip(order, row, strict=True)}
            people.append((Answers("a" if side == "a" else "b", {**form}), None))
    report = analyse(
        tabulate(health, people),
        [],
        health,
        Release(),
        alliance=Alliance("Orvelane", BySide("Novara", "Helix")),
        wave=Wave("baseline", None),
        invited=BySide(34, 29),
    )
    strengths, concerns, high, low = (found[0] for found in shared.judged(a, b, places))
    kinds = {one.id: one.kind for one in report.scales}
    assert [kinds[scale] == "shared_strength" for scale in of_scale] == strengths.tolist()
    assert [kinds[scale] == "shared_concern" for scale in of_scale] == concerns.tolist()
    assert concerns.any()
    of_statements = {one.id: one.kind for one in report.statements}
    assert [of_statements[one] == "shared_strength" for one in order] == high.tolist()
    assert [of_statements[one] == "shared_concern" for one in order] == low.tolist()
