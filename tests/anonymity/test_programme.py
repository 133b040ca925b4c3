"""Whoever holds a programme's briefings, and knows who joined or left, learns little more than from one of them."""

import random
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from diagnostic import disclosure
from diagnostic.analysis import Release, Report, Withheld, from_json, to_json
from diagnostic.analysis.report import MOVED_KINDS, LevelChange, Trend
from diagnostic.analysis.trend import with_trend
from diagnostic.questionnaire import SIDES, Questionnaire, Rating
from tests.anonymity.programme_attack import Assumed, Show, advantage, counts_gain, rounded, ruled, too_soon
from tests.anonymity.solver import Sheet, Solver, World
from tests.anonymity.test_differencing import sheet
from tests.anonymity.worlds import made_up
from tests.examples import examples

MOST = 0.05
"""What he may gain."""
TABLES = 30
"""First tables that are drawn; for each what is gained is exact, and their mean has an error of about .005."""
CHANGES = ({"left": 1}, {"joined": 1}, {"left": 1, "joined": 1}, {"left": 3})


def gained(assumed: Assumed, show: Show = ruled, of: str = "left") -> float:
    hits, tables = advantage(np.random.default_rng(5), TABLES, assumed=assumed, show=show, of=of)
    return hits[0] / tables[0]


@pytest.mark.parametrize("people", [8, 12, 20, 50])
@pytest.mark.parametrize("divided", [False, True], ids=["one middle", "two camps"])
def test_who_joined_or_left_is_hidden_by_levels_that_stand_whatever_moves(people: int, divided: bool) -> None:
    for changes, repeat, moved in product(CHANGES, (0.8, 0.95), (0, 0.5, 1)):
        assumed = Assumed(people, divided=divided, repeat=repeat, moved=moved, **changes)
        for whose in changes:
            assert gained(assumed, of=whose) <= MOST, (assumed, whose)


@pytest.mark.parametrize(
    ("show", "assumed"),
    [
        (rounded, Assumed(5, left=1)),
        (rounded, Assumed(12, left=1, divided=True)),
        (too_soon, Assumed(5, left=1, divided=True)),
        (too_soon, Assumed(12, left=1, divided=True, moved=0.5)),
        (too_soon, Assumed(20, left=1, divided=True, moved=1, repeat=0.95)),
    ],
)
def test_the_attacker_wins_where_levels_are_only_rounded_or_stand_too_short(show: Show, assumed: Assumed) -> None:
    assert gained(assumed, show) > MOST


@pytest.mark.parametrize("people", [40, 240])
def test_and_no_crowd_hides_who_left_from_counts(people: int) -> None:
    hits, tables = counts_gain(np.random.default_rng(5), 2, assumed=Assumed(people, left=1, divided=True, repeat=0.95))
    assert hits[0] / tables[0] > MOST


def people(*answers: int) -> list[Sheet]:
    return [{"value.credit@alliance": answer, "value.fixed@alliance": 6 - answer} for answer in answers]


def after(first: list[Sheet], *later: list[Sheet], questionnaire: Questionnaire) -> list[Report]:
    """The Reports of a programme in which few changed after the first wave, both sides answering alike."""
    reports: list[Report] = []
    for number, sheets in enumerate((first, *later)):
        solver = Solver(questionnaire, Release(few_changed=number > 0), earlier=tuple(reports))
        reports.append(solver.report({"a": sheets, "b": sheets}))
    return reports


def means(report: Report) -> tuple[float | Withheld, float | Withheld]:
    """Of a statement, and of its scale, both statements of which are answered alike once the reversed is turned."""
    statement = next(each for each in report.statements if each.id == "value.credit@alliance")
    scale = next(each for each in report.scales if each.id == "value@alliance")
    return statement.sides.a.mean, scale.sides.a.mean


def test_a_level_stands_as_last_shown_until_it_moved_by_a_point_and_a_quarter(small: Questionnaire) -> None:
    """What is shown is what the attacker is given."""
    twelve = [
        (2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3),  # 2.5
        (3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4),  # 3.667, less than 1.25 away: as it was
        (3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4),  # 3.75, 1.25 away: anew; a tie would go to the even half
        (2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3),  # 2.833, 1.167 from 4.0
        (2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3),  # 2.667: anew
    ]
    reports = after(*(people(*answers) for answers in twelve), questionnaire=small)
    assert [means(report) for report in reports[1:]] == [(2.5, 2.5), (4.0, 4.0), (4.0, 4.0), (2.5, 2.5)]
    assert all(report.levels_alone for report in reports[1:])
    assert all(isinstance(scale.sides.a.interval, Withheld) for scale in reports[1].scales)
    last = 2.5
    for answers, report in zip(twelve[1:], reports[1:], strict=True):
        last = ruled(sum(answers) / 12, last, 12)
        assert means(report) == (last, last)


def test_of_fewer_than_twelve_answers_a_level_always_stands(small: Questionnaire) -> None:
    reports = after(people(*[1, 2] * 4), people(*[4, 5] * 4), questionnaire=small)
    assert means(reports[1]) == (1.5, 1.5)


def test_no_number_of_answers_shows_figures_where_few_changed(small: Questionnaire) -> None:
    rated = [key for key, item in small.keys().items() if isinstance(item, Rating)]
    crowd: list[Sheet] = [dict.fromkeys(rated, 1 + n % 5) for n in range(200)]
    assert [report.levels_alone for report in after(crowd, crowd, questionnaire=small)] == [False, True]


def programme(
    small: Questionnaire, seed: int, sizes: list[tuple[int, int]], alike: tuple[float, ...] = (0.5, 0.8, 0.95)
) -> Iterator[tuple[Solver, World]]:
    """A baseline and pulses of which each shows levels alone whose people are not those of every wave before."""
    reports: list[Report] = []
    for number, size in enumerate(sizes):
        few = any(size != before for before in sizes[:number])
        world = made_up(random.Random(seed + number), small, size, alike[number % len(alike)])
        solver = Solver(small, Release(few_changed=few), earlier=tuple(reports))
        reports.append(solver.report(world))
        yield solver, world


SEVEN = [(5, 6), (5, 6), (6, 6), (6, 7), (5, 7), (8, 8), (8, 8)]


def test_no_answer_of_any_wave_is_given_away_by_all_reports_together(small: Questionnaire, thorough: bool) -> None:
    # The solver takes longer with each wave; three are the fewest in which people join and leave.
    for solver, world in programme(small, 1, SEVEN if thorough else SEVEN[2:5]):
        assert not list(solver.leaks(world))
        assert not list(solver.narrow(world))


def test_the_solver_wins_over_a_programme_without_protection(
    small: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "_tells", lambda _: False)
    *_, (solver, world) = programme(small, 1, [(5, 6)] * 3)
    assert next(iter(solver.leaks(world)), None) is not None


def test_the_trend_is_worked_out_from_the_stored_reports_alone(small: Questionnaire) -> None:
    reports: list[Report] = []
    for solver, world in programme(small, 2, [(9, 9), (9, 9), (10, 9), (9, 9)], (0.3,)):
        reports.append(solver.report(world))
    stored = [from_json(to_json(report)) for report in reports]
    for number, report in enumerate(stored):
        bare = replace(
            report,
            trend=(),
            levels=(),
            families=tuple(f for f in report.families if f.name not in ("changes", "levels")),
            findings=tuple(finding for finding in report.findings if finding.kind not in MOVED_KINDS),
        )
        assert with_trend(bare, stored[:number]) == report


def test_what_the_reader_of_all_reports_may_set_against_each_other_is_levels_and_what_was_shown(
    small: Questionnaire,
) -> None:
    reports = [solver.report(world) for solver, world in programme(small, 3, [(9, 9), (9, 9), (10, 9)], (0.3,))]
    assert any(each.since_previous and isinstance(each.since_previous.p, float) for each in reports[1].trend)
    assert all(each.since_previous and isinstance(each.since_previous.p, Withheld) for each in reports[2].trend)
    assert any(each.since_first for each in reports[1].levels)
    assert not any(each.since_first for each in reports[2].levels)
    assert reports[2].findings == ()


@given(data=st.data())
@settings(examples(15), suppress_health_check=list(HealthCheck))
def test_no_trend_shows_what_a_report_withheld(data: st.DataObject, small: Questionnaire) -> None:
    reports: list[Report] = []
    for _ in range(data.draw(st.integers(2, 4))):
        world: World = {side: data.draw(st.lists(sheet(small), min_size=4, max_size=10)) for side in SIDES}
        release = Release(k=4, comment_k=4, few_changed=bool(reports) and data.draw(st.booleans()))
        reports.append(Solver(small, release, earlier=tuple(reports)).report(world))
    for latest in reports[1:]:
        for statement in latest.levels:
            _tests_no_more(statement.since_first, statement.id, latest, reports)
            for point, wave in zip(statement.series, reports, strict=False):
                own = next(each for each in wave.statements if each.id == statement.id)
                assert all(point.sides[side] == own.sides[side].mean for side in SIDES)
        for trend in latest.trend:
            _shows_no_more(trend, reports)


def _tests_no_more(change: LevelChange | None, statement: str, latest: Report, reports: list[Report]) -> None:
    """A statement's levels are compared only where both waves show all of its figures."""
    for wave in (reports[change.since - 1], latest) if change else ():
        own = next(each for each in wave.statements if each.id == statement)
        assert not wave.levels_alone
        assert not any(isinstance(own.sides[side].sd, Withheld) for side in SIDES)


def _shows_no_more(trend: Trend, reports: list[Report]) -> None:
    for point in trend.series:
        wave = reports[point.wave - 1]
        own = next(each for each in wave.scales if each.id == trend.scale)
        shown = {each.id for each in wave.statements if not isinstance(each.sides.a.mean, Withheld)}
        for side in SIDES:
            if not isinstance(point.sides[side].mean, Withheld):
                assert set(trend.statements) <= shown
                assert not point.exact or point.sides[side].mean == own.sides[side].mean
            if not isinstance(point.sides[side].interval, Withheld):
                assert not wave.levels_alone
        if not isinstance(point.gap, Withheld):
            assert not wave.levels_alone
            assert not point.exact or point.gap == own.gap.mean_difference
    gaps = {point.wave: point.gap for point in trend.series if not isinstance(point.gap, Withheld)}
    for change in (trend.since_previous, trend.since_first):
        if change is not None and not isinstance(change.change, Withheld):
            assert {change.since, trend.series[-1].wave} <= gaps.keys()
        if change is not None and {change.since, trend.series[-1].wave} - gaps.keys():
            told = (change.sides.a, change.sides.b, change.both)
            assert change.level == "withheld"
            assert all(each and isinstance(each.change, Withheld) and isinstance(each.p, Withheld) for each in told)
    assert trend.slope is None or trend.slope.waves == len(gaps)
