"""The simulated answers hold what was planted in them."""

from collections import Counter
from itertools import chain

import numpy as np
import pytest

from diagnostic.content import content_folder
from diagnostic.demo.planted import AFTER_WORKSHOP, BASELINE, Plan
from diagnostic.demo.simulation import (
    CANT_SAY_RATE,
    COMMENTS,
    MODE_SHARE,
    Respondent,
    planted_mean,
    simulate,
    simulate_ratings,
)
from diagnostic.questionnaire import Choice, Number, Questionnaire, Rating, Responsibility, Side, load

QUESTIONNAIRES = content_folder() / "questionnaires"
PEOPLE = [Respondent("a"), Respondent("b", "de")] * 200


@pytest.fixture(scope="module")
def health() -> Questionnaire:
    return load(QUESTIONNAIRES / "alliance-health-2")


@pytest.fixture(scope="module")
def pulse() -> Questionnaire:
    return load(QUESTIONNAIRES / "alliance-pulse-2")


def test_every_planted_name_is_one_of_the_questionnaire(health: Questionnaire) -> None:
    statements = {statement.id: statement for statement in health.statements()}
    activities = {
        field.partition(".")[2] for item in health.items if isinstance(item, Responsibility) for field in item.fields()
    }
    topics = set(chain.from_iterable(item.options for item in health.items if isinstance(item, Choice)))
    assert set(BASELINE.means) == set(statements)
    assert set(BASELINE.predicted) == {s.id for s in statements.values() if s.predicted}
    assert set(BASELINE.cant_say) <= set(statements)
    assert set(BASELINE.owners) == activities
    assert set(BASELINE.numbers) == {item.id for item in health.items if isinstance(item, Number)}
    assert set(chain.from_iterable(BASELINE.topics.values())) <= topics


def test_what_moves_after_the_workshop_is_asked_in_the_pulse(pulse: Questionnaire) -> None:
    moved = {name for name, means in AFTER_WORKSHOP.means.items() if means != BASELINE.means[name]}
    assert moved & {statement.id for statement in pulse.statements()}


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize("plan", [BASELINE, AFTER_WORKSHOP])
def test_planted_means_come_back_within_sampling_error(health: Questionnaire, side: Side, plan: Plan) -> None:
    fields = health.fields()
    for field, ratings in simulate_ratings(health, side, 20_000, plan, seed=1).items():
        item = fields[field]
        assert isinstance(item, Rating)
        given = ratings[ratings > 0].astype(float)
        standard_error = given.std(ddof=1) / np.sqrt(len(given))
        planted = planted_mean(item, item.key(field, side), side, plan)
        # 4 standard errors: one of 82 fields strays further once in 190 seeds.
        assert abs(given.mean() - planted) < 4 * standard_error, field


def test_cant_say_comes_at_its_rate(health: Questionnaire) -> None:
    ratings = simulate_ratings(health, "b", 20_000, BASELINE, seed=2)
    assert np.mean(ratings["decisions.settled"] == 0) == pytest.approx(0.24, abs=0.015)
    assert np.mean(ratings["decisions.went_back"] == 0) == pytest.approx(CANT_SAY_RATE, abs=0.01)


def test_who_is_content_disagrees_with_a_reversed_item(health: Questionnaire) -> None:
    ratings = simulate_ratings(health, "b", 20_000, BASELINE, seed=3)
    trust, credit, alone = (ratings[f] for f in ("trust.promises:they", "joint_value.credit", "joint_value.costs"))
    answered = (trust > 0) & (credit > 0) & (alone > 0)
    assert np.corrcoef(trust[answered], credit[answered])[0, 1] > 0.2
    assert np.corrcoef(trust[answered], alone[answered])[0, 1] < 0


def test_the_same_seed_gives_the_same_answers_and_another_does_not(health: Questionnaire) -> None:
    assert simulate(health, PEOPLE, BASELINE, seed=7) == simulate(health, PEOPLE, BASELINE, seed=7)
    assert simulate(health, PEOPLE, BASELINE, seed=7) != simulate(health, PEOPLE, BASELINE, seed=8)


def test_switching_a_scale_off_changes_no_other_answer(health: Questionnaire) -> None:
    whole = simulate(health, PEOPLE, BASELINE, seed=7)
    part = simulate(health.without(scales=["trust"]), PEOPLE, BASELINE, seed=7)
    assert part == [{f: raw for f, raw in form.items() if not f.startswith("trust.")} for form in whole]


def test_every_form_is_taken_by_the_questionnaire(health: Questionnaire, pulse: Questionnaire) -> None:
    for questionnaire in (health, pulse):
        forms = simulate(questionnaire, PEOPLE, AFTER_WORKSHOP, seed=4)
        for person, form in zip(PEOPLE, forms, strict=True):
            answers = questionnaire.validate(form, person.side)
            assert len(answers.values) == len(form)


def test_contested_and_orphaned_activities_are_planted(health: Questionnaire) -> None:
    forms = simulate(health, PEOPLE, BASELINE, seed=5)

    def named(side: Side, activity: str) -> tuple[str, float]:
        field = f"responsibilities.{activity}:now"
        votes = Counter(f[field][0] for p, f in zip(PEOPLE, forms, strict=True) if p.side == side and field in f)
        owner, count = votes.most_common(1)[0]
        return owner, count / votes.total()

    contested = named("a", "access"), named("b", "access")
    assert [owner for owner, _ in contested] == ["us", "us"]
    orphaned = named("a", "training"), named("b", "training")
    assert [owner for owner, _ in orphaned] == ["them", "them"]
    for _, share in (*contested, *orphaned):
        assert share == pytest.approx(MODE_SHARE, abs=0.12)  # 200 a side: 3.5 standard errors


def test_the_two_effort_shares_add_up_to_more_than_there_is(health: Questionnaire) -> None:
    forms = simulate(health, PEOPLE, BASELINE, seed=6)
    said: dict[Side, list[float]] = {"a": [], "b": []}
    for person, form in zip(PEOPLE, forms, strict=True):
        said[person.side] += [float(raw) for raw in form.get("effort_share", ()) if raw != "-"]
    assert np.median(said["a"]) + np.median(said["b"]) == pytest.approx(125, abs=5)


def test_comments_are_in_the_writers_language_and_never_twice(health: Questionnaire) -> None:
    forms = simulate(health, PEOPLE, BASELINE, seed=9)
    for question in ("not_understood", "would_help"):
        written = [(p, f[question][0]) for p, f in zip(PEOPLE, forms, strict=True) if question in f]
        assert len({text for _, text in written}) == len(written) > 0
        assert all(text in COMMENTS[question][person.side][person.language] for person, text in written)


def test_picked_topics_follow_what_is_planted(health: Questionnaire) -> None:
    forms = simulate(health, PEOPLE, BASELINE, seed=10)
    question = next(item for item in health.items if isinstance(item, Choice))
    for side in ("a", "b"):
        picked = Counter(
            topic for p, f in zip(PEOPLE, forms, strict=True) if p.side == side for topic in f.get(question.id, ())
        )
        assert {topic for topic, _ in picked.most_common(question.at_most)} == set(BASELINE.topics[side])
