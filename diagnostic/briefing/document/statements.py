"""A statement in figures: both averages, the gap with its interval and verdict, and how both sides' answers fall."""

from collections.abc import Iterable, Sequence

from diagnostic.analysis.report import OneSided, Statement, Withheld
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Cell, Figure, Sentence, Table
from diagnostic.briefing.document.saying import (
    Rows,
    drawn,
    interval_cell,
    mean_cell,
    means_of,
    said,
    size_cell,
    verdict_cell,
)
from diagnostic.briefing.figures import MEANINGS, ShownGap, is_shown, is_within_language, shown_counts, shown_gap
from diagnostic.briefing.verdicts import hedge, noted
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side


def compared_table(key: str, caption: str, statements: Sequence[Statement], wording: Wording) -> Table:
    """A row a statement, in the order given."""
    rows = Rows(wording, {one.id: one for one in statements})
    rows.add("statement", "predictions.statement", lambda one: Cell(text=wording.statement(one.id)))
    rows.add_sides(lambda one, side: mean_cell(one, side, wording), "mean", "mean_")
    rows.add("gap", "numbers_section.gap", lambda one: size_cell(shown_gap(one.gap), wording), "difference")
    rows.add("interval", "gaps.interval_label", lambda one: interval_cell(shown_gap(one.gap), wording), "interval")
    rows.add("verdict", "predictions.verdict", lambda one: _verdict(one, wording), "verdict")
    rows.add("n", "numbers_section.n", lambda one: Cell(text=answered(one)), "count")
    return rows.table(key, caption)


def _verdict(statement: Statement, wording: Wording) -> Cell:
    note = notes_of(statement, wording) if shown_gap(statement.gap) else ""
    return verdict_cell(statement.gap.verdict, wording, note)


def meaning(statement: Statement, wording: Wording) -> str:
    """What a gap means where it means more: a blind spot, a hidden strength, one side's concern."""
    return wording.say(f"kind.{statement.kind}") if statement.kind in MEANINGS else ""


def notes_of(statement: Statement, wording: Wording) -> str:
    """What stands beside a gap's verdict: what it means, and that it could be language."""
    return noted(meaning(statement, wording), hedge(statement.gap.verdict, is_within_language(statement.gap), wording))


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
    verdict = Cell(text=wording.say(f"verdict.{gap.verdict}"), note=notes_of(statement, wording)).line
    counts = (statement.sides[side].n for side in SIDES)
    return " · ".join([scale_of(statement, wording), *evidence(wording, *counts, interval=interval), verdict])


def scale_of(statement: Statement, wording: Wording) -> str:
    return wording.text(f"scale:{statement.scale}") if statement.scale else wording.say("gaps.no_scale")


def answers_figure(statement: Statement, wording: Wording) -> Figure:
    """The answers to one statement."""
    reach = charts.reach_of([statement])
    sides = " ".join(_fallen(statement, side, wording) for side in SIDES)
    return drawn(
        f"answers.{statement.id}",
        wording.say("gaps.alt", statement=wording.statement(statement.id), sides=sides),
        lambda layout: charts.distributions([statement], wording, layout, reach=reach, labelled=False),
    )


def ends_of(statement: Statement | OneSided, wording: Wording) -> dict[str, object]:
    """What the ends of the answer scale are called."""
    lowest, highest = (wording.answer(statement, place) for place in (1, statement.points))
    return {"least": statement.lowest, "most": statement.highest, "lowest": lowest, "highest": highest}


def means(statement: Statement, wording: Wording) -> Sentence:
    """Both averages, and what the ends of the answer scale are called."""
    return said(wording, "gaps.means", statement.id, **means_of(statement, wording), **ends_of(statement, wording))


def _fallen(statement: Statement, side: Side, wording: Wording) -> str:
    """How a side's answers fall, for those who cannot see them."""
    counts = shown_counts(statement.sides[side]) or ()
    half = len(counts) // 2
    return wording.say(
        "gaps.alt_side" if len(counts) % 2 else "gaps.alt_side_even",
        company=wording.company(side),
        lower=sum(counts[:half]),
        middle=sum(counts[half : len(counts) - half]),
        upper=sum(counts[len(counts) - half :]),
        mean=wording.figure(statement.sides[side].mean),
    )
