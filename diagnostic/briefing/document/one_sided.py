"""What was put to one company alone: who was asked, how its answers fall and their average, set against nothing."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from diagnostic.analysis.report import OneSided, Report
from diagnostic.briefing.document.blocks import Cell, Column, Part, Table
from diagnostic.briefing.document.saying import Rows, figure_cell, mark, paragraph, reasons_in_short, section
from diagnostic.briefing.document.statements import ends_of
from diagnostic.briefing.figures import reason_of, shown_counts
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


def one_sided(report: Report, wording: Wording) -> Part | None:
    """A table for each company that was asked; none where nothing was put to one alone."""
    if not report.one_sided:
        return None
    reasons = [reason_of(one.answers.mean) for one in report.one_sided]
    return section(
        wording,
        "one_sided",
        paragraph(wording, "one_sided.lead", "lead"),
        *_tables(report.one_sided, wording),
        nothing=reasons_in_short(wording, reasons) if all(reasons) else (),
    )


def _tables(asked: Sequence[OneSided], wording: Wording) -> Iterator[Table]:
    """Those of one company on the same points, with the same names for both ends, in one table."""
    for by in SIDES:
        own = [(one, ends_of(one, wording)) for one in asked if one.by == by]
        for ends in {tuple(ends.values()): ends for _, ends in own}.values():
            same = [one for one, theirs in own if theirs == ends]
            caption = wording.say("one_sided.caption", company=wording.company(by))
            key = f"one_sided.{by}.{same[0].item}"
            yield replace(_table(key, caption, same, wording), note=wording.say("numbers_section.key", **ends))


def _table(key: str, caption: str, same: Sequence[OneSided], wording: Wording) -> Table:
    rows = Rows(wording, {one.id: one for one in same})
    rows.add("statement", "predictions.statement", lambda one: Cell(text=wording.statement(one.id)))
    for place, number in enumerate(same[0].numbers):
        column = Column(key=f"rating_{number}", title=str(number), kind="count")
        rows.put(column, partial(_count, place=place, wording=wording))
    rows.add("cant_say", "numbers_section.cant_say", lambda one: figure_cell(one.answers.cant_say, wording, 0), "count")
    rows.add("n", "numbers_section.n", lambda one: figure_cell(one.answers.n, wording, 0), "count")
    rows.add("mean", "numbers_section.mean", lambda one: figure_cell(one.answers.mean, wording), "mean")
    return rows.table(key, caption)


def _count(one: OneSided, *, place: int, wording: Wording) -> Cell:
    counts = shown_counts(one.answers)
    return Cell(text=str(counts[place]), value=counts[place]) if counts else mark(wording)
