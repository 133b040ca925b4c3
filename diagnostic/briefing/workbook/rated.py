"""Sheets of what was rated: statements, answers, predictions and views."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from diagnostic.analysis.report import (
    Comparison,
    Paired,
    Predicted,
    Report,
    Statement,
    Withheld,
)
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.workbook.tables import Figure, Sheet, Table
from diagnostic.briefing.workbook.words import Words
from diagnostic.questionnaire.words import SIDES, Side, other

R = TypeVar("R")


class _Of(msgspec.Struct, frozen=True):
    """A statement as one side answered it."""

    statement: Statement
    side: Side


class _Foreseen(msgspec.Struct, frozen=True):
    statement: Statement
    predicted: Predicted


def rated(report: Report, wording: Wording) -> Iterator[Sheet]:
    yield _statements(report, wording)
    yield _answers(report, wording)
    yield _statistics(report, wording)
    yield _predictions(report, wording)
    yield _predicted(report, wording)
    yield _views(report, wording)


def _statements(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("statements", report.statements, report, wording)
    _statement(table, lambda s: s, wording)
    table.column("about", "name", lambda s: words.target(s.target))
    table.column("scale", "name", lambda s: words.scale(s.scale))
    table.column("points", "whole", lambda s: s.points)
    table.column("reversed", "yes_no", lambda s: words.yes_no(s.reversed))
    table.column("mean_a", "mean", lambda s: s.sides.a.mean, "mean_of", company=words.companies.a)
    table.column("mean_b", "mean", lambda s: s.sides.b.mean, "mean_of", company=words.companies.b)
    table.column("gap", "difference", lambda s: s.gap.mean_difference)
    table.interval("gap_interval", "difference", lambda s: s.gap.interval)
    table.column("verdict", "name", lambda s: words.verdict(s.gap))
    table.column("reason", "note", lambda s: words.reason(s.gap))
    table.column("kind", "name", lambda s: words.finding(s.kind) if s.kind else None)
    table.column("id", "id", lambda s: s.id)
    return table.sheet()


def _statement(table: Table[R], statement: Callable[[R], Statement], wording: Wording) -> None:
    table.column("statement", "wording", lambda row: wording.text(f"statement:{statement(row).id}"))


def _statistics(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("statistics", report.statements, report, wording)
    _statement(table, lambda s: s, wording)
    _tested(table, lambda s: s.gap, words)
    table.column("relative", "difference", lambda s: s.gap.relative)
    table.column("likely_size", "difference", lambda s: s.gap.size)
    table.interval("likely_interval", "difference", lambda s: s.gap.size_interval)
    table.column("likely", "share", lambda s: s.gap.likely)
    table.column("cant_say_p_adjusted", "p", lambda s: s.cant_say.p_adjusted)
    table.column("cant_say_p", "p", lambda s: s.cant_say.p)
    table.column("id", "id", lambda s: s.id)
    return table.sheet()


def _tested(table: Table[R], comparison: Callable[[R], Comparison], words: Words) -> None:
    table.column("p_adjusted", "p", lambda row: comparison(row).p_adjusted)
    table.column("p", "p", lambda row: comparison(row).p)
    table.column("delta", "delta", lambda row: comparison(row).delta)
    table.interval("delta_interval", "delta", lambda row: comparison(row).delta_interval)
    table.interval("delta_interval_90", "delta", lambda row: comparison(row).delta_interval_90)
    table.column("could_show_alignment", "yes_no", lambda row: words.yes_no(comparison(row).could_show_alignment))


def _answers(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    rows = [_Of(statement, side) for statement in report.statements for side in SIDES]
    table = Table("answers", rows, report, wording)
    _statement(table, lambda r: r.statement, wording)
    table.column("company", "name", lambda r: words.companies[r.side])
    table.column("n", "people", lambda r: r.statement.sides[r.side].n, "n_rated")
    table.column("cant_say", "people", lambda r: r.statement.sides[r.side].cant_say)
    table.column("mean", "mean", lambda r: r.statement.sides[r.side].mean)
    table.column("sd", "spread", lambda r: r.statement.sides[r.side].sd)
    table.interval("mean_interval", "limit", lambda r: r.statement.sides[r.side].interval)
    ratings(table, "rating", lambda r: r.statement.points, lambda r: r.statement.sides[r.side].counts, rows)
    table.column("lowest", "name", lambda r: wording.label(r.statement.item, 1) or None)
    table.column("highest", "name", lambda r: wording.label(r.statement.item, r.statement.points) or None)
    table.column("a_wg", "coefficient", lambda r: r.statement.sides[r.side].a_wg)
    table.column("divided", "yes_no", lambda r: words.yes_no(r.statement.sides[r.side].divided))
    table.column("divided_p", "p", lambda r: r.statement.sides[r.side].divided_p)
    table.column("id", "id", lambda r: r.statement.id)
    return table.sheet()


def ratings(
    table: Table[R],
    word: str,
    points: Callable[[R], int],
    counts: Callable[[R], tuple[int, ...] | Withheld],
    rows: Sequence[R],
) -> None:
    """A column a rating, up to the most that a statement of the rows has."""

    def add(rating: int) -> None:
        def count(row: R) -> Figure:
            found = counts(row)
            if rating > points(row):
                return None
            return found if isinstance(found, Withheld) else found[rating - 1]

        table.column(f"rating_{rating}", "people", count, word, rating=rating)

    for rating in range(1, max((points(row) for row in rows), default=0) + 1):
        add(rating)


def _foreseen(report: Report) -> list[_Foreseen]:
    return [_Foreseen(s, s.predicted) for s in report.statements if s.predicted]


def _predictions(report: Report, wording: Wording) -> Sheet:
    """Against what the partner says."""
    words = Words(report, wording)
    table = Table("predictions", _foreseen(report), report, wording)
    _statement(table, lambda r: r.statement, wording)
    table.column("by", "name", lambda r: words.companies[r.predicted.by])
    table.column("predicted_mean", "mean", lambda r: r.predicted.mean)
    table.column("partner_mean", "mean", lambda r: r.statement.sides[other(r.predicted.by)].mean)
    table.column("surprise", "difference", lambda r: r.predicted.against_partner.mean_difference)
    table.interval("surprise_interval", "difference", lambda r: r.predicted.against_partner.interval)
    table.column("verdict", "name", lambda r: words.verdict(r.predicted.against_partner))
    table.column("reason", "note", lambda r: words.reason(r.predicted.against_partner))
    _tested(table, lambda r: r.predicted.against_partner, words)
    table.column("id", "id", lambda r: r.statement.id)
    return table.sheet()


def _predicted(report: Report, wording: Wording) -> Sheet:
    """In itself, and against what the same people say."""
    words = Words(report, wording)
    rows = _foreseen(report)
    table = Table("predicted", rows, report, wording)
    _statement(table, lambda r: r.statement, wording)
    table.column("by", "name", lambda r: words.companies[r.predicted.by])
    table.column("n", "people", lambda r: r.predicted.n, "n_predicted")
    table.column("predicted_mean", "mean", lambda r: r.predicted.mean)
    ratings(table, "predicted_rating", lambda r: r.statement.points, lambda r: r.predicted.counts, rows)
    _paired(table, "own", lambda r: r.predicted.against_own)
    table.column("id", "id", lambda r: r.statement.id)
    return table.sheet()


def _paired(table: Table[R], word: str, paired: Callable[[R], Paired]) -> None:
    table.column(f"{word}_n", "people", lambda row: paired(row).n, "n_paired")
    table.column(f"{word}_difference", "difference", lambda row: paired(row).mean_difference)
    table.column(f"{word}_delta", "delta", lambda row: paired(row).delta, "delta_paired")
    table.interval(f"{word}_delta_interval", "delta", lambda row: paired(row).interval, "delta_paired_interval")
    table.column(f"{word}_p", "p", lambda row: paired(row).p, "p_paired")


def _views(report: Report, wording: Wording) -> Sheet:
    words = Words(report, wording)
    table = Table("views", report.views, report, wording)
    table.column("company", "name", lambda v: words.companies[v.side])
    table.column("own_statement", "wording", lambda v: wording.text(f"statement:{v.item}@{v.side}"))
    table.column("partner_statement", "wording", lambda v: wording.text(f"statement:{v.item}@{other(v.side)}"))
    _paired(table, "view", lambda v: v.partner_less_own)
    return table.sheet()
