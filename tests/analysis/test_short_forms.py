"""A scale over the statements that pulses will ask again: people's scores, kept before their answers are deleted."""

import datetime as dt
import math
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from scipy import stats

from diagnostic.analysis import Interval, Release, Report, ShortForm, Trend, TrendPoint, Withheld, from_json, to_json
from diagnostic.analysis import Wave as ReportWave
from diagnostic.analysis.trend import with_trend
from diagnostic.questionnaire import Questionnaire
from tests.analysis.small_instrument import Row, longer, report_of

CREDIT, FIXED = (1, 1, 2, 2, 3, 3, 4, 4), (5, 1, 4, 2, 4, 2, 5, 1)
PLAN, GROWTH = (1, 2, 3, 4, 5, 1, 2, 3), (5, 4, 3, 2, 1, 5, 4, 3)
AGAIN = ("value.credit@alliance", "value.fixed@alliance")
ITEMS = ("value.credit", "value.fixed", "value.plan", "value.growth")


def people(*columns: Sequence[int]) -> list[Row]:
    """Who answered the statements of the scale so, in the order of `ITEMS`; of the fixed pie, what is turned."""
    turned = [columns[0], [6 - answer for answer in columns[1]], *columns[2:]]
    return [{item: str(answer) for item, answer in zip(ITEMS, row, strict=False)} for row in zip(*turned, strict=True)]


def baseline(
    questionnaire: Questionnaire, rows: Sequence[Row], again: Sequence[str] = AGAIN, *, few_changed: bool = False
) -> Report:
    release = Release(asked_again=tuple(again), few_changed=few_changed)
    report = report_of(longer(questionnaire), rows, rows, release=release)
    return replace(report, wave=ReportWave("baseline", dt.date(2026, 3, 2)))


def pulse(questionnaire: Questionnaire) -> Report:
    """The same people say the same of the two statements that it asks."""
    rows = people(CREDIT, FIXED)
    return replace(report_of(questionnaire, rows, rows), wave=ReportWave("pulse", dt.date(2026, 4, 6)))


def only(report: Report) -> ShortForm:
    (form,) = report.short_forms
    return form


def since(before: Report, questionnaire: Questionnaire) -> tuple[Trend, TrendPoint, Interval]:
    """What a pulse says of the scale, of it in the first wave, and of the change of its gap."""
    trend = next(each for each in with_trend(pulse(questionnaire), [before]).trend if each.scale == "value@alliance")
    assert trend.since_previous is not None
    assert not isinstance(trend.since_previous.interval, Withheld)
    return trend, trend.series[0], trend.since_previous.interval


def test_a_short_form_has_peoples_scores_over_what_is_asked_again(questionnaire: Questionnaire) -> None:
    form = only(baseline(questionnaire, people(CREDIT, FIXED, PLAN, GROWTH)))
    # People's means of both: 3, 1, 3, 2, 3.5, 2.5, 4.5, 2.5. Their sum is 22, and that of squared deviations 7.5.
    half = float(stats.t.ppf(0.975, 7)) * math.sqrt(7.5 / 7 / 8)
    assert (form.id, form.points, set(form.statements)) == ("value@alliance", 5, set(AGAIN))
    for side in (form.sides.a, form.sides.b):
        assert (side.n, side.mean, side.sd) == (8, 2.75, 1.035)
        assert side.interval == pytest.approx((2.75 - half, 2.75 + half), abs=0.0005)
    # Of the gap, twice the squared error on 14 degrees of freedom.
    half = float(stats.t.ppf(0.975, 14)) * math.sqrt(2 * 7.5 / 7 / 8)
    assert form.gap.mean_difference == 0
    assert form.gap.interval == pytest.approx((-half, half), abs=0.0005)


def test_a_pulse_is_compared_with_the_scores_and_not_with_the_largest_error_that_means_may_have(
    questionnaire: Questionnaire,
) -> None:
    rows = people(CREDIT, FIXED, PLAN, GROWTH)
    trend, first, interval = since(baseline(questionnaire, rows), questionnaire)
    assert first.exact
    assert first.sides.a == trend.series[1].sides.a
    # Four samples whose squared error is 7.5 / 7 / 8 each: of the change it is 30 / 56, with 4 × 7 degrees of freedom.
    half = float(stats.t.ppf(0.975, 28)) * math.sqrt(30 / 56)
    assert interval == pytest.approx((-half, half), abs=0.002)
    _, before, wider = since(baseline(questionnaire, rows, again=()), questionnaire)
    assert not before.exact
    # Squared deviations of the one statement sum to 10, of the other to 20. The mean of their standard errors is the
    # baseline's, squared (√(10/56) + √(20/56))² / 4; the pulse's is as above.
    then, now = (math.sqrt(10 / 56) + math.sqrt(20 / 56)) ** 2 / 4, 7.5 / 56
    freedom = (2 * then + 2 * now) ** 2 / ((2 * then**2 + 2 * now**2) / 7)
    half = float(stats.t.ppf(0.975, freedom)) * math.sqrt(2 * then + 2 * now)
    assert wider == pytest.approx((-half, half), abs=0.002)


@pytest.mark.parametrize("again", [(), ("value.plan@alliance",), (*AGAIN, "value.plan@alliance")])
def test_over_other_statements_than_a_pulse_asks_a_short_form_is_not_used(
    questionnaire: Questionnaire, again: tuple[str, ...]
) -> None:
    _, first, _ = since(baseline(questionnaire, people(CREDIT, FIXED, PLAN, GROWTH), again), questionnaire)
    assert not first.exact


def test_a_scale_that_is_asked_again_as_a_whole_or_not_at_all_has_none(questionnaire: Questionnaire) -> None:
    rows = people(CREDIT, FIXED, PLAN, GROWTH)
    for again in ((), tuple(f"{item}@alliance" for item in ITEMS), ("trust.candour@c", "elsewhere@a")):
        assert baseline(questionnaire, rows, again).short_forms == ()


def test_a_statement_that_is_protected_enters_no_short_form(questionnaire: Questionnaire) -> None:
    alike = people(CREDIT, [4] * 7 + [3], PLAN, GROWTH)
    form = only(baseline(questionnaire, alike))
    assert form.statements == ("value.credit@alliance",)
    both = [people(CREDIT, [answer] * 8, PLAN, GROWTH) for answer in (1, 5)]
    assert len({only(baseline(questionnaire, rows)) for rows in both}) == 1, "whatever was answered to it"


def test_of_a_handful_of_people_it_is_a_level(questionnaire: Questionnaire) -> None:
    few = Withheld("few_people")
    form = only(baseline(questionnaire, people(CREDIT, FIXED, PLAN, GROWTH)[:7]))
    # The first seven's answers sum to 16 and 23: (16 / 7 + 23 / 7) / 2
    assert form.sides.a.mean == pytest.approx(39 / 14, abs=0.0005)
    assert {form.sides.a.n, form.sides.b.sd, form.sides.a.interval, form.gap.mean_difference, form.gap.interval} == {
        few
    }


def test_where_one_of_eight_skipped_it_the_statements_stand_in_for_it(questionnaire: Questionnaire) -> None:
    rows = people(CREDIT, FIXED, PLAN, GROWTH)
    rows[0] = {item: rows[0][item] for item in ("value.plan", "value.growth")}
    report = baseline(questionnaire, rows)
    assert only(report).sides.a.mean == Withheld("protected"), "eight took part, and seven have a score"
    _, first, _ = since(report, questionnaire)
    assert not first.exact
    assert isinstance(first.gap, float)


def test_where_few_joined_or_left_it_is_withheld(questionnaire: Questionnaire) -> None:
    form = only(baseline(questionnaire, people(CREDIT, FIXED, PLAN, GROWTH), few_changed=True))
    few = Withheld("few_changed")
    for side in (form.sides.a, form.sides.b):
        assert {side.n, side.mean, side.sd, side.interval} == {few}
    assert {form.gap.mean_difference, form.gap.interval} == {few}


def test_it_is_in_the_report_as_it_is_stored(questionnaire: Questionnaire) -> None:
    report = baseline(questionnaire, people(CREDIT, FIXED, PLAN, GROWTH))
    assert from_json(to_json(report)) == report
