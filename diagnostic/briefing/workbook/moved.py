"""Sheets of what moved: every scale in every wave, the changes, and the levels of statements."""

from collections.abc import Callable, Iterator

import msgspec

from diagnostic.analysis.report import Change, LevelPoint, Report, StatementLevels, Trend, TrendPoint, Withheld
from diagnostic.briefing.signs import rate
from diagnostic.briefing.wording import Wording, clean
from diagnostic.briefing.workbook.tables import Sheet, Table
from diagnostic.briefing.workbook.words import Words
from diagnostic.questionnaire.words import SIDES, Side


class _Point(msgspec.Struct, frozen=True):
    """A scale in one wave, as one side answered it."""

    trend: Trend
    point: TrendPoint
    side: Side


class _Step(msgspec.Struct, frozen=True):
    """A scale in this wave and an earlier one."""

    trend: Trend
    change: Change


class _Level(msgspec.Struct, frozen=True):
    """A statement in one wave."""

    levels: StatementLevels
    point: LevelPoint


def moved(report: Report, wording: Wording) -> Iterator[Sheet]:
    yield _trend(report, wording)
    yield _changes(report, wording)
    yield _levels(report, wording)
    yield _actions(report, wording)


def _trend(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [_Point(trend, point, side) for trend in report.trend for point in trend.series for side in SIDES]
    table = Table("trend", rows, report, wording)
    table.column("scale", "name", lambda r: words.scale(r.trend.scale))
    table.column("wave", "whole", lambda r: r.point.wave)
    table.column("closed", "name", lambda r: r.point.closed.isoformat() if r.point.closed else None)
    table.column("company", "name", lambda r: words.companies[r.side])
    table.column("response_rate", "share", lambda r: rate(r.point, r.side))
    table.column("n", "people", lambda r: r.point.sides[r.side].n, "n_scored")
    table.column("mean", "mean", lambda r: r.point.sides[r.side].mean, "trend_score")
    table.interval("mean_interval", "limit", lambda r: r.point.sides[r.side].interval)
    table.column("gap", "difference", lambda r: r.point.gap)
    table.interval("gap_interval", "difference", lambda r: r.point.gap_interval)
    table.column("exact", "yes_no", lambda r: words.yes_no(r.point.exact))
    table.column("id", "id", lambda r: r.trend.scale, "scale_id")
    return table.sheet()


def _changes(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [
        _Step(trend, change)
        for trend in report.trend
        for change in (trend.since_previous, trend.since_first)
        if change is not None
    ]
    table = Table("changes", rows, report, wording)
    table.column("scale", "name", lambda r: words.scale(r.trend.scale))
    table.column("since", "whole", lambda r: r.change.since)
    table.column("change", "difference", lambda r: r.change.change)
    table.interval("change_interval", "difference", lambda r: r.change.interval)
    table.interval("change_interval_90", "difference", lambda r: r.change.interval_90)
    table.column("level_verdict", "name", _level(wording))
    table.column("change_verdict", "name", lambda r: wording.say(f"moved.verdict_{r.change.verdict}"))
    table.column("detectable", "spread", lambda r: r.change.detectable)
    for side in SIDES:
        company = words.companies[side]
        table.column(f"change_{side}", "difference", _of(side), "side_change", company=company)
    table.column("change_p_adjusted", "p", lambda r: r.change.p_adjusted)
    table.column("change_p", "p", lambda r: r.change.p)
    table.column("id", "id", lambda r: r.trend.scale, "scale_id")
    return table.sheet()


def _level(wording: Wording) -> Callable[[_Step], str]:
    return lambda row: wording.say(f"moved.verdict_{row.change.level}", company=wording.company(row.change.side or "a"))


def _of(side: Side) -> Callable[[_Step], float | Withheld]:
    return lambda row: row.change.sides[side].change


def _levels(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [_Level(levels, point) for levels in report.levels for point in levels.series]
    table = Table("levels", rows, report, wording)
    table.column("statement", "wording", lambda r: wording.text(f"statement:{r.levels.id}"))
    table.column("wave", "whole", lambda r: r.point.wave)
    table.column("mean_a", "mean", lambda r: r.point.sides.a, "mean_of", company=words.companies.a)
    table.column("mean_b", "mean", lambda r: r.point.sides.b, "mean_of", company=words.companies.b)
    table.column("id", "id", lambda r: r.levels.id)
    return table.sheet()


def _actions(report: Report, wording: Wording) -> Sheet:
    table = Table("actions", report.actions, report, wording)
    table.column("agreed", "name", lambda a: a.agreed.isoformat())
    table.column("action", "long", lambda a: clean(a.text))
    table.column("owner_role", "name", lambda a: clean(a.owner))
    table.column("statement", "wording", lambda a: wording.text(f"statement:{a.statement}") if a.statement else None)
    table.column("id", "id", lambda a: a.statement)
    return table.sheet()
