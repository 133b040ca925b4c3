"""Inside each company: groups that answer otherwise, divided sides, the fault line, and who cannot say."""

from collections.abc import Container, Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from diagnostic.analysis.report import Cut, CutStatement, Finding, Report, Statement, Withheld
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Cell, Column, Part, Sentence, Text, marked
from diagnostic.briefing.document.overview import shaded, shades_read
from diagnostic.briefing.document.saying import (
    Rows,
    anchor,
    counted,
    drawn,
    figure_cell,
    listed,
    paragraph,
    said,
    section,
)
from diagnostic.briefing.figures import camps, is_shown, reason_of, shown_counts
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_ROWS = 18
"""Statements by group that are looked through at once; all of them are in the workbook."""


_OF_ANSWERS = ("inside.divided", "inside.cant_say", "inside.group_lower", "inside.group_higher")
"""What is told of answers; the rest says why nothing is."""


def inside(report: Report, wording: Wording) -> Part:
    """A picture where there is anything to draw, and a sentence for everything found."""
    found = list(_found(report, wording))
    figures = []
    if charts.shows_inside(report):
        told = " ".join(sentence.text for sentence in found if sentence.key != "inside.cant_say")
        alt = wording.say("inside_chart.alt", finding=told)
        figures.append(drawn("inside", alt, partial(charts.inside, report, wording)))
    opening = paragraph(wording, "inside.lead", "lead")
    sentences = listed("inside", found or [_nothing(report, wording)])
    groups = [part for cut in report.cuts for part in _by_group(cut, report, wording)]
    there = figures or groups or any(sentence.key in _OF_ANSWERS for sentence in found)
    nothing = () if there else tuple(sentence for item in sentences.items for sentence in item.sentences)
    return section(wording, "inside", opening, *figures, sentences, *groups, nothing=nothing)


def _nothing(report: Report, wording: Wording) -> Sentence:
    """That nothing of the kind was found, as far as it was tested."""
    divided, unable = (size_of(family, report) for family in ("divided", "cant_say"))
    return said(wording, "inside.nothing" if divided else "inside.nothing_cant_say" if unable else "inside.untested")


def _by_group(cut: Cut, report: Report, wording: Wording) -> Iterator[Part]:
    """Statements that are shown by group, in shades: those first on which a group clearly answers otherwise."""
    clear = {(f.subject, f.group): f.rank for f in report.findings if f.kind == "group_difference"}
    ranks = {subject: rank for (subject, _), rank in sorted(clear.items(), key=lambda one: -one[1])}

    def place(each: CutStatement) -> tuple[float, float]:
        between = each.between_groups
        return ranks.get(each.id, len(clear) + 1), -between if is_shown(between) else 1

    shown = sorted((each for each in cut.statements if each.groups), key=place)
    if not shown:
        return
    by_id = {statement.id: statement for statement in report.statements}
    rows = Rows(wording, {each.id: each for each in shown[:_ROWS]})
    rows.add("statement", "predictions.statement", lambda one: _leads(one.id, Cell(text=wording.statement(one.id))))
    for side in SIDES:
        for group in cut.groups[side]:
            over = marked(side, wording.company(side))
            column = Column(key=f"{side}.{group}", title=clean(group), kind="shaded", over=over)
            rows.put(column, partial(_of_group, side=side, group=group, clear=clear, by_id=by_id, wording=wording))
    table = rows.table("inside.groups", wording.say("inside.by_group", attribute=wording.attribute(cut.attribute)))
    names = {"listed": len(table.rows), "total": len(cut.statements)}
    shaded_here = [by_id[each.id] for each in shown[:_ROWS]]
    read = [counted(wording, "inside.groups_listed", len(shown), **names), shades_read(shaded_here, wording)]
    read.append(said(wording, "inside.groups_bold" if clear else "inside.groups_none"))
    reading = Text(key="inside.groups_read", sentences=tuple(read), role="fine")
    yield Part(key="inside.groups", title=table.caption, blocks=(table, reading))


def _leads(statement: str, cell: Cell) -> Cell:
    return replace(cell, link=anchor("statement", statement))


def _of_group(  # noqa: PLR0917 (whose answers, and how they are told)
    one: CutStatement,
    side: Side,
    group: str,
    clear: Container[tuple[str, str | None]],
    by_id: Mapping[str, Statement],
    wording: Wording,
) -> Cell:
    """A group's average; in bold where the group clearly answers otherwise, hatched where it may not be shown."""
    means = {each.group: each.mean for each in one.groups[side]} if one.groups else {}
    mean = means.get(group, Withheld("protected"))
    cell = replace(figure_cell(mean, wording), strong=(one.id, group) in clear)
    return _leads(one.id, shaded(cell, mean, by_id[one.id], turned=by_id[one.id].reversed))


def _found(report: Report, wording: Wording) -> Iterator[Sentence]:
    by_id = {s.id: s for s in report.statements}
    of_kind = {kind: [f for f in report.findings if f.kind == kind] for kind in ("divided_side", "cant_say")}
    fault_lines = [f.subject for f in report.findings if f.kind == "fault_line"]
    yield from group_differences(report, wording)
    yield from (divided(finding, by_id[finding.subject], wording) for finding in of_kind["divided_side"])
    yield from (fault_line(cut, cut.attribute in fault_lines, wording) for cut in report.cuts)
    if report.no_groups is not None:
        yield said(wording, f"inside.no_groups.{report.no_groups}", k=report.release.k)
    yield from (cant_say(finding, by_id[finding.subject], wording) for finding in of_kind["cant_say"])


def group_differences(report: Report, wording: Wording) -> list[Sentence]:
    return [group_difference(f, report, wording) for f in report.findings if f.kind == "group_difference"]


def group_difference(finding: Finding, report: Report, wording: Wording) -> Sentence:
    """The group's mean in each company, and that of everybody else there."""
    cut = next(each for cut in report.cuts for each in cut.statements if each.id == finding.subject)
    differences = next(effect.differences for effect in cut.effects if effect.group == finding.group)
    names = {"statement": wording.statement(finding.subject), "group": clean(finding.group or "")}
    for side in SIDES:
        mean = next(group.mean for group in cut.groups[side] if group.group == finding.group) if cut.groups else 0.0
        names |= {f"group_{side}": wording.number(mean), f"rest_{side}": wording.number(mean - differences[side])}
    key = "inside.group_lower" if differences.a < 0 else "inside.group_higher"
    return said(wording, key, finding.subject, **names)


def divided(finding: Finding, statement: Statement, wording: Wording) -> Sentence:
    side = finding.side or "a"
    counts = shown_counts(statement.sides[side]) or ()
    low, high = camps(counts)
    names = {"company": wording.company(side), "statement": wording.statement(statement.id)}
    return said(wording, "inside.divided", statement.id, low=low, high=high, n=sum(counts), **names)


def fault_line(cut: Cut, found: bool, wording: Wording) -> Sentence:
    groups, sides, names = cut.between_groups, cut.between_sides, {"attribute": wording.attribute(cut.attribute)}
    if is_shown(groups) and is_shown(sides):
        key = "fault_line" if found else "no_fault_line"
        names |= {"groups": wording.percent(groups), "sides": wording.percent(sides)}
    else:
        key = "cut_few_changed" if reason_of(groups, sides) == "few_changed" else "cut_withheld"
    return said(wording, f"inside.{key}", cut.attribute, **names)


def cant_say(finding: Finding, statement: Statement, wording: Wording) -> Sentence:
    names = {"company": wording.company(finding.side or "a"), "statement": wording.statement(statement.id)}
    for side in SIDES:
        answers = statement.sides[side]
        if is_shown(answers.n) and is_shown(answers.cant_say):
            names[f"share_{side}"] = wording.percent(answers.cant_say / (answers.n + answers.cant_say))
    return said(wording, "inside.cant_say", statement.id, **names)
