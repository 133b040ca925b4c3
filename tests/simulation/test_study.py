"""The simulations: their invented answers have the truth they claim, and each of their parts runs."""

import numpy as np
import pytest

from diagnostic.statistics import Estimate, contrast, holm, superiority
from tests.simulation import family, groups, moved, order, points, statement, study
from tests.simulation.answers import A_WIDE, B_WIDE, CEILING, CELLS, MIDDLE, Shape, draw, true_delta


@pytest.mark.parametrize("shape", [A_WIDE, B_WIDE], ids=lambda shape: shape.name)
def test_unequal_spread_leaves_neither_side_higher(shape: Shape) -> None:
    a, b = shape.probabilities()
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
    assert order.placed(random, (15, 15), 0.4, 0.4, 1)[1] == [order.TRUE] * 4
    assert points.any_false_division(random, 1, sizes=(15, 15), points=7, spread=1.4)[1] == [1]
    assert points.divisions_found(random, 1, people=15, shares=points.EXTREMES) == ([points.SPLIT], [points.SPLIT])
    assert points.owners(random, 1, people=40, a=np.array([0, 1.0]), b=np.array([1.0, 0]))[0] == [0, 0]
    assert points.overclaimed(random, 1, people=40, claims=80)[0] == [1]
    assert points.shares_apart(random, 1, people=40, questions=5, share=0.1, apart=0.8)[0][1] == 1
    assert groups.found(random, 1, people=40, lowered=3)[0][1] == groups.TRUE


def test_a_table_is_put_between_its_markers_and_nowhere_else() -> None:
    text = "a\n<!-- x: written by tests/simulation/study.py -->\nold\n<!-- end of x -->\nb"
    assert study.put(study.put(text, "x", ["| 1 |"]), "x", ["| 2 |"]) == text.replace("old", "\n| 2 |\n")
    with pytest.raises(ValueError, match="no markers for y"):
        study.put(text, "y", [])


def test_programmes_are_judged_as_a_report_judges_them() -> None:
    """The matrices give the verdicts of `Contrast` and Holm, one programme at a time."""
    found = moved.scores(np.random.default_rng(3), 30, (9, 12), np.linspace(-2, 0.5, 4), same=False)
    judged = moved.judge(found, 3)
    for n in range(30):
        steps = [
            contrast(
                [
                    (sign, Estimate(mean=mean, squared_error=error, freedom=freedom))
                    for sign, (wave, side) in zip((1, -1, -1, 1), ((3, 1), (3, 0), (since, 1), (since, 0)), strict=True)
                    for mean, error, freedom in [tuple(float(part[n, wave, side, scale]) for part in found)]
                ]
            )
            for since in (2, 0)
            for scale in range(7)
        ]
        adjusted = holm([step.p for step in steps])
        expected = [
            p <= 0.05 and not (step.interval(0.1)[0] > -0.5 and step.interval(0.1)[1] < 0.5)
            for step, p in zip(steps, adjusted, strict=True)
        ]
        assert judged.moved[n].ravel().tolist() == expected
    assert judged.moved.any()
