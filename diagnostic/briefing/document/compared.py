"""Statements in figures: both averages, the gap with its interval and verdict, and where they come from."""

from collections.abc import Sequence

from diagnostic.analysis.report import Statement
from diagnostic.briefing import verdicts
from diagnostic.briefing.document.blocks import Badge, Cell, Column, Row, Table, table
from diagnostic.briefing.document.saying import mean_cell
from diagnostic.briefing.figures import MEANINGS, ShownGap, is_shown, shown_gap
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


def compared_table(key: str, caption: str, statements: Sequence[Statement], wording: Wording) -> Table:
    """A row a statement, in the order given."""
    columns = (
        Column(key="statement", title=wording.say("predictions.statement")),
        *(Column(key=f"mean_{side}", title=wording.company(side), kind="mean", side=side) for side in SIDES),
        Column(key="gap", title=wording.say("numbers_section.gap"), kind="difference"),
        Column(key="interval", title=wording.say("gaps.interval_label"), kind="interval"),
        Column(key="verdict", title=wording.say("predictions.verdict"), kind="verdict"),
        Column(key="n", title=wording.say("numbers_section.n"), kind="count"),
    )
    return table(key, caption, columns, tuple(_row(statement, wording) for statement in statements))


def _row(statement: Statement, wording: Wording) -> Row:
    gap = shown_gap(statement.gap)
    verdict = Badge(statement.gap.verdict, wording.say(f"verdict.{statement.gap.verdict}"))
    kind = wording.say(f"kind.{statement.kind}") if gap and statement.kind in MEANINGS else ""
    return Row(
        key=statement.id,
        cells=(
            Cell(text=wording.statement(statement.id)),
            *(mean_cell(statement.sides[side], wording) for side in SIDES),
            Cell(text=wording.signed(gap.difference), value=gap.difference) if gap else Cell(),
            Cell(text=wording.gap_interval(gap.interval)) if gap else Cell(),
            Cell(text=verdict.text, badge=verdict, note=kind),
            Cell(text=answered(statement)),
        ),
    )


def answered(statement: Statement) -> str:
    """How many of each side: ``25 + 21``; '' where that is withheld."""
    return " + ".join(str(count) for side in SIDES if is_shown(count := statement.sides[side].n))


def source_of(statement: Statement, gap: ShownGap, wording: Wording) -> str:
    """Where a figure comes from: scale, how many answered, interval, verdict."""
    n = answered(statement)
    kind = wording.say(f"kind.{statement.kind}") if statement.kind in MEANINGS else ""
    parts = [
        wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale"),
        *([wording.say("evidence.n", n=n)] if n else []),
        *([wording.say("evidence.interval", interval=wording.gap_interval(gap.interval))] if gap.interval else []),
        Cell(text=verdicts.name(gap, wording), note=kind).line,
    ]
    return " · ".join(parts)
