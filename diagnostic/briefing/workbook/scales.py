"""Sheets of scales, and of the groups inside the companies."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from diagnostic.analysis.report import (
    Cut,
    CutStatement,
    Group,
    GroupEffect,
    Report,
    Scale,
    Statement,
    TheseGap,
    Withheld,
)
from diagnostic.briefing.wording import Wording, clean
from diagnostic.briefing.workbook.rated import ratings
from diagnostic.briefing.workbook.tables import Sheet, Table
from diagnostic.briefing.workbook.words import Words
from diagnostic.questionnaire.words import SIDES, Side

T = TypeVar("T")


class _Of(msgspec.Struct, frozen=True):
    """A scale as one side answered it."""

    scale: Scale
    side: Side


class _Grouped(msgspec.Struct, frozen=True):
    """A statement as one group of a side answered it; no group where they are withheld."""

    cut: Cut
    shares: CutStatement
    statement: Statement
    side: Side | None
    group: Group | None


def scales(report: Report, wording: Wording) -> Iterator[Sheet]:
    yield _scales(report, wording)
    yield _sides(report, wording)
    yield _statistics(report, wording)


def _scales(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("scales", report.scales, report, wording)
    table.column("scale", "name", lambda s: words.scale(s.id))
    table.column("about", "name", lambda s: words.target(s.target))
    table.column("points", "whole", lambda s: s.points)
    table.column("statements", "whole", lambda s: len(s.statements))
    table.column("mean_a", "mean", lambda s: s.sides.a.mean, "score_of", company=words.companies.a)
    table.column("mean_b", "mean", lambda s: s.sides.b.mean, "score_of", company=words.companies.b)
    table.column("gap", "difference", lambda s: s.gap.mean_difference)
    table.interval("gap_interval", "difference", lambda s: s.gap.interval)
    table.interval("gap_interval_90", "difference", lambda s: s.gap.interval_90)
    table.column("verdict", "name", lambda s: words.verdict(s.gap))
    table.column("reason", "note", lambda s: words.reason(s.gap))
    table.column("these_verdict", "name", _these(words.verdict))
    table.interval("these_interval", "difference", _these(lambda these: these.interval))
    table.column("id", "id", lambda s: s.id, "scale_id")
    return table.sheet()


def _these(figure: Callable[[TheseGap], T]) -> Callable[[Scale], T | None]:
    """A figure of the reading for these people, where a scale has one."""
    return lambda scale: None if scale.gap.these_people is None else figure(scale.gap.these_people)


def _sides(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("scale_sides", [_Of(scale, side) for scale in report.scales for side in SIDES], report, wording)
    table.column("scale", "name", lambda r: words.scale(r.scale.id))
    table.column("about", "name", lambda r: words.target(r.scale.target))
    table.column("company", "name", lambda r: words.companies[r.side])
    table.column("n", "people", lambda r: r.scale.sides[r.side].n, "n_scored")
    table.column("mean", "mean", lambda r: r.scale.sides[r.side].mean, "score")
    table.column("sd", "spread", lambda r: r.scale.sides[r.side].sd)
    table.interval("mean_interval", "limit", lambda r: r.scale.sides[r.side].interval)
    table.column("id", "id", lambda r: r.scale.id, "scale_id")
    return table.sheet()


def _statistics(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("scale_statistics", report.scales, report, wording)
    table.column("scale", "name", lambda s: words.scale(s.id))
    table.column("p_adjusted", "p", lambda s: s.gap.p_adjusted, "scale_p_adjusted")
    table.column("p", "p", lambda s: s.gap.p, "scale_p")
    table.column("these_p_adjusted", "p", _these(lambda these: these.p_adjusted))
    table.interval("these_worst_case", "difference", _these(lambda these: these.worst_case))
    table.column("margin", "difference", lambda s: s.gap.margin)
    table.column("hedges_g", "effect", lambda s: s.gap.hedges_g)
    table.interval("hedges_g_interval", "effect", lambda s: s.gap.hedges_g_interval)
    table.column("delta", "delta", lambda s: s.gap.delta)
    table.interval("delta_interval", "delta", lambda s: s.gap.delta_interval)
    table.column("could_show_alignment", "yes_no", lambda s: words.yes_no(s.gap.could_show_alignment))
    table.column("kind", "name", lambda s: words.finding(s.kind) if s.kind else None, "scale_kind")
    table.column("kind_p_adjusted", "p", lambda s: s.kind_p_adjusted)
    table.column("alpha", "coefficient", lambda s: s.reliability.alpha)
    table.interval("alpha_interval", "coefficient", lambda s: s.reliability.alpha_interval)
    table.column("alpha_n", "people", lambda s: s.reliability.n)
    table.column("id", "id", lambda s: s.id, "scale_id")
    return table.sheet()


def groups(report: Report, wording: Wording) -> Iterator[Sheet]:
    """The fault line, and each statement by group."""
    table = Table("fault_line", report.cuts, report, wording)
    table.column("attribute", "name", lambda c: clean(c.attribute))
    table.column("between_sides", "share", lambda c: c.between_sides)
    table.column("between_groups", "share", lambda c: c.between_groups)
    table.column("p", "p", lambda c: c.p, "fault_line_p")
    yield table.sheet()
    yield _groups(report, wording)


def _groups(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = list(_grouped(report))
    table = Table("groups", rows, report, wording)
    table.column("statement", "wording", lambda r: wording.text(f"statement:{r.statement.id}"))
    table.column("attribute", "name", lambda r: clean(r.cut.attribute))
    table.column("company", "name", lambda r: words.companies[r.side] if r.side else None)
    table.column("group", "name", lambda r: clean(r.group.group) if r.group else None)
    table.column("n", "people", lambda r: sum(r.group.counts) if r.group else _why(r), "n_rated")
    table.column("mean", "mean", lambda r: r.group.mean if r.group else _why(r))
    ratings(table, "rating", lambda r: r.statement.points, lambda r: r.group.counts if r.group else _why(r), rows)
    table.column("between_sides", "share", lambda r: r.shares.between_sides)
    table.column("between_groups", "share", lambda r: r.shares.between_groups)
    table.column("from_the_rest", "difference", lambda r: e.differences[r.side or "a"] if (e := _effect(r)) else None)
    table.column("group_p_adjusted", "p", lambda r: e.p_adjusted if (e := _effect(r)) else None)
    table.column("id", "id", lambda r: r.statement.id)
    return table.sheet()


def _grouped(report: Report) -> Iterator[_Grouped]:
    statements = {statement.id: statement for statement in report.statements}
    for cut in report.cuts:
        for shares in cut.statements:
            statement = statements[shares.id]
            if shares.groups is None:
                yield _Grouped(cut, shares, statement, None, None)
                continue
            for side in SIDES:
                yield from (_Grouped(cut, shares, statement, side, group) for group in shares.groups[side])


def _effect(row: _Grouped) -> GroupEffect | None:
    return next((e for e in row.shares.effects if row.group and e.group == row.group.group), None)


def _why(row: _Grouped) -> Withheld:
    """Why there is no group: as the shares say."""
    return row.shares.between_groups if isinstance(row.shares.between_groups, Withheld) else Withheld("protected")
