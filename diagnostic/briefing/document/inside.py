"""Inside each company: groups that answer otherwise, divided sides, the fault line, and who cannot say."""

from collections.abc import Iterator
from functools import partial

from diagnostic.analysis.report import Cut, Finding, Report, Statement
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Block, Item, List, Part, Sentence
from diagnostic.briefing.document.saying import drawn, paragraph, said
from diagnostic.briefing.figures import camps, is_shown, reason_of, shown_counts
from diagnostic.briefing.wording import Wording, clean
from diagnostic.questionnaire.words import SIDES, Side


def inside(report: Report, wording: Wording) -> Part:
    """A picture where there is anything to draw, and a sentence for everything found."""
    blocks: list[Block] = [paragraph(wording, "inside.lead", "lead")]
    found = list(_found(report, wording))
    if charts.shows_inside(report):
        drawn_ones = " ".join(sentence.text for sentence in found if sentence.key != "inside.cant_say")
        alt = wording.say("inside_chart.alt", finding=drawn_ones)
        blocks.append(drawn("inside", alt, partial(charts.inside, report, wording)))
    told = found or [said(wording, "inside.nothing")]
    blocks.append(List(key="inside", items=tuple(Item((sentence,)) for sentence in told)))
    return Part(key="inside", title=wording.say("sections.inside"), blocks=tuple(blocks))


def _found(report: Report, wording: Wording) -> Iterator[Sentence]:
    by_id = {s.id: s for s in report.statements}
    yield from group_differences(report, wording)
    for finding in report.findings:
        if finding.kind == "divided_side":
            yield divided(finding, by_id[finding.subject], wording)
    for cut in report.cuts:
        found = any(f.kind == "fault_line" and f.subject == cut.attribute for f in report.findings)
        yield fault_line(cut, found, wording)
    if report.no_groups is not None:
        yield said(wording, f"inside.no_groups.{report.no_groups}", k=report.release.k)
    for finding in report.findings:
        if finding.kind == "cant_say":
            yield cant_say(finding, by_id[finding.subject], wording)


def group_differences(report: Report, wording: Wording) -> Iterator[Sentence]:
    for finding in report.findings:
        if finding.kind == "group_difference":
            yield group_difference(finding, report, wording)


def group_difference(finding: Finding, report: Report, wording: Wording) -> Sentence:
    """The group's mean in each company, and that of everybody else there."""
    cut = next(each for cut in report.cuts for each in cut.statements if each.id == finding.subject)
    differences = next(effect.differences for effect in cut.effects if effect.group == finding.group)
    means: dict[str, str] = {}
    for side in SIDES:
        mean = next(group.mean for group in cut.groups[side] if group.group == finding.group) if cut.groups else 0.0
        means |= {f"group_{side}": wording.number(mean), f"rest_{side}": wording.number(mean - differences[side])}
    return said(
        wording,
        "inside.group_lower" if differences.a < 0 else "inside.group_higher",
        finding.subject,
        statement=wording.statement(finding.subject),
        group=clean(finding.group or ""),
        **means,
    )


def divided(finding: Finding, statement: Statement, wording: Wording) -> Sentence:
    side: Side = finding.side or "a"
    counts = shown_counts(statement.sides[side]) or ()
    low, high = camps(counts)
    return said(
        wording,
        "inside.divided",
        statement.id,
        company=wording.company(side),
        statement=wording.statement(statement.id),
        low=low,
        high=high,
        n=sum(counts),
    )


def fault_line(cut: Cut, found: bool, wording: Wording) -> Sentence:
    attribute, groups, sides = clean(cut.attribute), cut.between_groups, cut.between_sides
    if not is_shown(groups) or not is_shown(sides):
        why = "few_changed" if reason_of(groups, sides) == "few_changed" else "withheld"
        return said(wording, f"inside.cut_{why}", cut.attribute, attribute=attribute)
    return said(
        wording,
        "inside.fault_line" if found else "inside.no_fault_line",
        cut.attribute,
        attribute=attribute,
        groups=wording.percent(groups),
        sides=wording.percent(sides),
    )


def cant_say(finding: Finding, statement: Statement, wording: Wording) -> Sentence:
    shares = []
    for side in SIDES:
        answers = statement.sides[side]
        if is_shown(answers.n) and is_shown(answers.cant_say):
            shares.append(wording.percent(answers.cant_say / (answers.n + answers.cant_say)))
    return said(
        wording,
        "inside.cant_say",
        statement.id,
        company=wording.company(finding.side or "a"),
        statement=wording.statement(statement.id),
        share_a=shares[0],
        share_b=shares[1],
    )
