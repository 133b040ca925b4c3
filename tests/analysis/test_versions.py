"""An alliance that goes over from version 1 of the instrument to version 2: what its trends join."""

from datetime import date

import pytest

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.analysis.trend import with_trend
from diagnostic.demo.planted import BASELINE
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.responses import tabulate

SHARED = {
    "role_clarity.handoffs@alliance",
    "role_clarity.decision_rights@alliance",
    "joint_value.credit@alliance",
    "commitment.again@alliance",
    "commitment.outlook@alliance",
}
PEOPLE = [Respondent("a")] * 14 + [Respondent("b")] * 13


def report(name: str, closed: date, offered: tuple[str, ...]) -> Report:
    asked = Library.load().questionnaires[name]
    forms = simulate(asked, PEOPLE, BASELINE, seed=4)
    answers = [(asked.validate(form, person.side), None) for form, person in zip(forms, PEOPLE, strict=True)]
    return analyse(
        tabulate(asked, answers),
        [],
        asked,
        Release(),
        alliance=Alliance("Orvelane", BySide("Novara", "Helix")),
        wave=Wave("baseline", closed, offered=offered),
        invited=BySide(14, 13),
        simulated=True,
    )


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [(("en",), ("en",), True), (("en", "de"), ("en",), True), (("de", "en"), ("en", "de"), False)],
)
def test_five_statements_go_on_where_nobody_could_answer_in_german_in_both(
    first: tuple[str, ...], second: tuple[str, ...], joined: bool
) -> None:
    """The German labels of agreement mean something else in version 2; the English ones are what they were."""
    before = report("alliance-health", date(2026, 3, 2), first)
    latest = with_trend(report("alliance-health-2", date(2026, 9, 1), second), [before])
    # Of statements that an earlier wave asked in these words.
    shown = {each.id for each in latest.levels if isinstance(each.series[0].sides.a, float)}
    assert shown == {each.id for each in latest.levels} == (SHARED if joined else set())
    # Who should be responsible is put in other words; who is, in the same. "sales_plan" has no other words either.
    then = {(each.activity, each.question) for each in latest.responsibilities if each.before}
    assert then <= {(activity, "now") for activity in ("field_force", "pricing", "training", "forecasting")}
    assert len(then) >= 2
    assert {each.id for each in latest.expectations if each.before} == {"effort_share", "sales_plan"}
    # No scale has the same statements.
    assert {trend.series[0].exact for trend in latest.trend} == {False}
    assert all(trend.since_previous is None for trend in latest.trend)
