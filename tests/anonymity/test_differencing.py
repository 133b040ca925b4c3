"""Nobody who reads a Report, and knows what they answered themselves, can tell what anybody else answered."""

import random
from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from diagnostic import disclosure
from diagnostic.analysis import Release, ShortForm, languages, scales, whole
from diagnostic.questionnaire import CANT_SAY, SIDES, Choice, Number, Questionnaire, Rating, Responsibility, Side
from diagnostic.questionnaire.library import Library
from tests.analysis.small_instrument import AGAIN, longer
from tests.anonymity.differencing import answered
from tests.anonymity.solver import Sheet, Solver, World
from tests.anonymity.worlds import made_up
from tests.examples import examples


@pytest.mark.parametrize(
    ("sizes", "alike"),
    [
        *product([(5, 5), (8, 8)], [0.5, 0.8, 0.95]),
        *product([(5, 9)], [0.5, 0.95]),
        pytest.param((5, 9), 0.8, marks=pytest.mark.part("run")),
    ],
)
def test_no_answer_of_a_small_side_is_given_away(sizes: tuple[int, int], alike: float, small: Questionnaire) -> None:
    world = made_up(random.Random(sum(sizes)), small, sizes, alike)
    solver = Solver(small, Release())
    assert not list(solver.leaks(world))
    assert not list(solver.narrow(world))


@pytest.mark.parametrize("alike", [0.6, 0.9])
@pytest.mark.parametrize("sizes", [(5, 5), (6, 9)])
def test_nor_where_one_company_alone_was_asked(sizes: tuple[int, int], alike: float, small: Questionnaire) -> None:
    candour = next(item for item in small.items if item.id == "trust.candour")
    assert isinstance(candour, Rating)
    words = {f"items.visits.{how}": "…" for how in ("they", "statement")}
    asked = replace(
        small,
        items=(*small.items, replace(candour, id="visits", asked=("they",), scale=None)),
        texts={"en": {**small.texts["en"], **words}},
    )
    world = made_up(random.Random(sum(sizes)), asked, sizes, alike)
    solver = Solver(asked, Release())
    assert {one.item for one in solver.report(world).one_sided} == {"visits"}
    assert not list(solver.leaks(world))
    assert not list(solver.narrow(world))


def test_nor_of_a_group_whose_members_everybody_knows(small: Questionnaire) -> None:
    world = made_up(random.Random(12), small, (10, 11), 0.9)
    groups: Mapping[Side, Sequence[str]] = {"a": [*"xxxxxyyyyy"], "b": [*"xxxxxyyyyyy"]}
    assert not list(Solver(small, Release(attribute="function"), groups).leaks(world))


def test_nor_by_what_is_said_of_divided_sides_from_fifteen_answers_on(small: Questionnaire) -> None:
    world = made_up(random.Random(6), small, (16, 15), 0.5)
    split = [1, 5] * 8
    divided: World = {
        side: [{**sheet, "value.fixed@alliance": answer} for sheet, answer in zip(sheets, split, strict=False)]
        for side, sheets in world.items()
    }
    solver = Solver(small, Release())
    assert "divided_side" in {finding.kind for finding in solver.report(divided).findings}
    assert not list(solver.leaks(divided))
    assert not list(solver.narrow(divided))


@pytest.mark.parametrize(("instrument", "sizes"), [("alliance-pulse", (5, 5)), ("alliance-health", (25, 25))])
def test_nor_in_an_instrument_answered_as_people_would(
    instrument: str, sizes: tuple[int, int], library: Library
) -> None:
    questionnaire = library.questionnaires[instrument]
    release = Release(asked_again=library.asked_again(questionnaire))
    solver, world = Solver(questionnaire, release), answered(questionnaire, sizes, seed=3)
    assert bool(solver.report(world).short_forms) == (instrument == "alliance-health")
    assert not list(solver.leaks(world))
    assert not list(solver.narrow(world))


ratings = st.sampled_from([None, CANT_SAY, 4, 4, 4, 4, 1, 5])


def sheet(questionnaire: Questionnaire) -> st.SearchStrategy[Sheet]:
    """One person's answers, many of them skipped and most of them alike."""
    kinds: dict[type, st.SearchStrategy[object]] = {
        Rating: ratings,
        Responsibility: st.sampled_from([None, "a", "a", "a", "b", "unknown"]),
        Number: st.sampled_from([None, 50.0, 50.0, 50.0, 60.0]),
        Choice: st.sampled_from([None, ("roles",), ("roles", "speed"), ("roles", "money", "plans")]),
    }
    asked = {key: kinds[type(item)] for key, item in questionnaire.keys().items() if type(item) in kinds}
    return st.fixed_dictionaries(asked).map(lambda given: {k: v for k, v in given.items() if v is not None})


@given(data=st.data())
@settings(examples(4), suppress_health_check=list(HealthCheck))
def test_whoever_took_part_and_whatever_they_skipped(data: st.DataObject, small: Questionnaire) -> None:
    world: World = {side: data.draw(st.lists(sheet(small), min_size=4, max_size=9)) for side in SIDES}
    solver = Solver(small, Release(k=4, comment_k=4, asked_again=AGAIN[1:]))
    assert not list(solver.leaks(world))
    assert not list(solver.narrow(world))


@pytest.mark.parametrize("alike", [0.3, 0.8])
@pytest.mark.parametrize("sizes", [(8, 8), (9, 12)])
def test_nor_by_short_forms_beside_the_scales_that_they_are_of(
    sizes: tuple[int, int], alike: float, small: Questionnaire
) -> None:
    questionnaire = longer(small)
    world = made_up(random.Random(sum(sizes)), questionnaire, sizes, alike)
    solver = Solver(questionnaire, Release(asked_again=AGAIN))
    assert len(solver.report(world).short_forms) == 2
    assert not list(solver.leaks(world))
    assert not list(solver.narrow(world))


def test_the_solver_wins_where_what_is_withheld_enters_a_short_form(
    small: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    questionnaire = longer(small)
    world = made_up(random.Random(3), questionnaire, (12, 12), 0.3)
    of_b = [{**sheet, "value.fixed@alliance": 2 if n else 3} for n, sheet in enumerate(world["b"])]
    known: World = {"a": world["a"], "b": of_b}
    assert not list(Solver(questionnaire, Release(asked_again=AGAIN)).narrow(known))

    def careless(*asked: Any) -> list[ShortForm]:
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(scales, "Withheld", ())
            return list(short_forms(*asked))

    short_forms = scales.short_forms
    monkeypatch.setattr(whole, "short_forms", careless)
    assert ("value.fixed@alliance", "b") in list(Solver(questionnaire, Release(asked_again=AGAIN)).narrow(known))


@pytest.mark.part("run")
def test_the_solver_wins_where_tables_are_not_protected(small: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "_tells", lambda _: False)
    world = made_up(random.Random(7), small, (6, 6), 0.9)
    leaks = list(islice(Solver(small, Release()).leaks(world), 5))
    assert len(leaks) == 5
    for leak in leaks:
        # What it says it can tell is what the others did answer.
        others = [sheet for n, sheet in enumerate(world[leak.side]) if n != leak.insider]
        assert {sheet[leak.question] for sheet in others if sheet.get(leak.question)} == {leak.answer}


def test_the_solver_wins_where_what_is_withheld_enters_a_scale(
    small: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mean of a withheld statement, from the scale and the other statement in it."""
    world = made_up(random.Random(3), small, (12, 12), 0.3)
    of_b = [{**sheet, "value.fixed@alliance": 2 if n else 3} for n, sheet in enumerate(world["b"])]
    solver = Solver(small, Release())
    known: World = {"a": world["a"], "b": of_b}
    assert not list(solver.narrow(known))
    # Nothing counts as withheld any more when a scale looks for its statements, or what answers share for them.
    monkeypatch.setattr(scales, "Withheld", ())
    monkeypatch.setattr(languages, "Withheld", ())
    assert ("value.fixed@alliance", "b") in list(Solver(small, Release()).narrow(known))
