"""Statements in figures: both averages, the gap with its interval and verdict, and where they come from."""

from collections.abc import Iterable, Sequence

from diagnostic.analysis.report import Statement, Withheld
from diagnostic.briefing.document.blocks import Cell, Table
from diagnostic.briefing.document.saying import Rows, figure_cell, interval_cell, size_cell, verdict_cell
from diagnostic.briefing.figures import MEANINGS, ShownGap, is_shown, shown_gap
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


def compared_table(key: str, caption: str, statements: Sequence[Statement], wording: Wording) -> Table:
    """A row a statement, in the order given."""
    say = wording.say
    rows = Rows({one.id: one for one in statements})
    rows.add("statement", say("predictions.statement"), lambda one: Cell(text=wording.statement(one.id)))
    rows.add_sides(wording, lambda one, side: figure_cell(one.sides[side].mean, wording), "mean", "mean_")
    rows.add("gap", say("numbers_section.gap"), lambda one: size_cell(shown_gap(one.gap), wording), "difference")
    rows.add("interval", say("gaps.interval_label"), lambda one: interval_cell(shown_gap(one.gap), wording), "interval")
    rows.add("verdict", say("predictions.verdict"), lambda one: _verdict(one, wording), "verdict")
    rows.add("n", say("numbers_section.n"), lambda one: Cell(text=answered(one)), "count")
    return rows.table(key, caption)


def _verdict(statement: Statement, wording: Wording) -> Cell:
    note = meaning(statement, wording) if shown_gap(statement.gap) else ""
    return verdict_cell(statement.gap.verdict, wording, note)


def meaning(statement: Statement, wording: Wording) -> str:
    """What a gap means where it means more: a blind spot, a hidden strength, one side's concern."""
    return wording.say(f"kind.{statement.kind}") if statement.kind in MEANINGS else ""


def answered(statement: Statement) -> str:
    """How many of each side: ``25 + 21``; '' where that is withheld."""
    return _added(statement.sides[side].n for side in SIDES)


def _added(counts: Iterable[int | Withheld]) -> str:
    return " + ".join(str(count) for count in counts if is_shown(count))


def evidence(wording: Wording, *counts: int | Withheld, interval: str = "") -> list[str]:
    """How many answered, and the interval, as far as they are shown."""
    n = _added(counts)
    parts = [wording.say("evidence.n", n=n)] if n else []
    return parts + ([wording.say("evidence.interval", interval=interval)] if interval else [])


def source_of(statement: Statement, gap: ShownGap, wording: Wording) -> str:
    """Where a figure comes from: scale, how many answered, interval, verdict."""
    interval = wording.gap_interval(gap.interval) if gap.interval else ""
    verdict = Cell(text=wording.say(f"verdict.{gap.verdict}"), note=meaning(statement, wording)).line
    counts = (statement.sides[side].n for side in SIDES)
    return " · ".join([scale_of(statement, wording), *evidence(wording, *counts, interval=interval), verdict])


def scale_of(statement: Statement, wording: Wording) -> str:
    return wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale")
