"""Predicted views, and the statements that both sides answer at the same height."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from diagnostic.analysis.report import Finding, FindingKind, Report, Scale, Statement
from diagnostic.briefing import charts
from diagnostic.briefing.document.blocks import Block, Cell, Figure, Part, Sentence, Table, Text
from diagnostic.briefing.document.saying import (
    Rows,
    alone,
    anchor,
    counted,
    drawn,
    figure_cell,
    interval_cell,
    mean_cell,
    paragraph,
    reasons_in_short,
    said,
    section,
    size_cell,
    verdict_cell,
)
from diagnostic.briefing.figures import ShownGap, is_within_language, reason_of, shown_gap
from diagnostic.briefing.verdicts import hedge, size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_MOST = 6
_LEVELS = ("high", "low")
_SURPRISES: tuple[FindingKind, ...] = ("rated_better_than_expected", "rated_worse_than_expected")


def predictions(report: Report, wording: Wording) -> Part | None:
    """How each company expects to be seen, and is seen; none where nobody was asked to guess."""
    by = {s.id: s.predicted.by for s in report.statements if s.predicted}
    if not by:
        return None
    tables: list[Block] = []
    pictures: list[Figure] = []
    told = [sentence for kind in _SURPRISES for sentence in surprises(report, wording, kind)]
    for side in (side for side in SIDES if side in by.values()):
        asked = [s for s in report.statements if by.get(s.id) == side]
        names = {"by": wording.company(side), "other": wording.company(other(side))}
        alt = charts.trust_grid_alt(report, wording, (side,))
        draw = partial(charts.trust_grid, report, wording, sides=(side,))
        pictures.append(drawn(f"trust_grid.{side}", alt, draw))
        tables.append(_table(side, asked, names, wording))
        tables.append(paragraph(wording, "predictions.caption_note", "fine", **names))
    return section(
        wording,
        "predictions",
        paragraph(wording, "predictions.lead", "lead"),
        *(alone(sentence, "strong") for sentence in told),
        *pictures,
        Part(key="predictions.figures", title="", blocks=tuple(tables)),
        paragraph(wording, "predictions.caution", "fine"),
        nothing=_no_prediction(report, wording),
    )


def _no_prediction(report: Report, wording: Wording) -> tuple[Sentence, ...]:
    """Why not one expectation can be set beside what the partner says, where that is so."""
    compared = [s.predicted.against_partner for s in report.statements if s.predicted]
    if any(map(shown_gap, compared)):
        return ()
    return reasons_in_short(wording, (reason_of(one.mean_difference, one.interval) for one in compared))


def _table(side: Side, asked: Sequence[Statement], names: dict[str, str], wording: Wording) -> Table:
    none = wording.say("numbers.none")
    guesses = [(one, one.predicted, shown_gap(one.predicted.against_partner)) for one in asked if one.predicted]
    rows = Rows(wording, {one[0].id: one for one in guesses})
    rows.add("statement", "predictions.statement", lambda one: Cell(text=wording.statement(one[0].id)))
    rows.add("expected", "predictions.expected", lambda one: figure_cell(one[1].mean, wording), "mean", **names)
    rows.add("said", "predictions.said", lambda one: mean_cell(one[0], other(side), wording), "mean", **names)
    rows.add("difference", "predictions.difference", lambda one: size_cell(one[2], wording, none), "difference")
    rows.add("interval", "predictions.interval", lambda one: interval_cell(one[2], wording, none), "interval")
    rows.add("verdict", "predictions.verdict", lambda one: _verdict(one[2], wording), "verdict")
    return rows.table(f"predictions.{side}", wording.say("predictions.caption", **names))


def _verdict(gap: ShownGap | None, wording: Wording) -> Cell:
    if gap is None:
        return Cell(text=wording.say("numbers.none"), nothing=True)
    return verdict_cell(gap.verdict, wording, hedge(gap.verdict, gap.within_language, wording))


def surprises(report: Report, wording: Wording, kind: FindingKind) -> list[Sentence]:
    """What a side does not expect to hear, of one kind: the better news is what to open with."""
    by_id = {s.id: s for s in report.statements if s.predicted}
    return [surprise(f, by_id[f.subject], wording) for f in report.findings if f.kind == kind and f.subject in by_id]


def surprise(finding: Finding, statement: Statement, wording: Wording) -> Sentence:
    """Better or worse than expected: what a side expects to hear, and what the other says."""
    by: Side = finding.side or "a"
    told = said(
        wording,
        f"predictions.{finding.kind}",
        finding.subject,
        anchor("statement", finding.subject),
        by=wording.company(by),
        other=wording.company(other(by)),
        statement=wording.statement(finding.subject),
        expected="" if statement.predicted is None else wording.figure(statement.predicted.mean),
        said=wording.figure(statement.sides[other(by)].mean),
    )
    if statement.predicted and is_within_language(statement.predicted.against_partner):
        return replace(told, text=f"{told.text} {wording.say('languages.hedge')}")
    return told


def levels(report: Report, wording: Wording) -> Part:
    """Statements with both averages, intervals included, on one side of the middle of the scale."""
    return section(
        wording,
        "levels",
        paragraph(wording, "levels.lead", "lead"),
        *(_level(name, report, wording) for name in _LEVELS),
        paragraph(wording, "levels.caution", "fine"),
        nothing=()
        if shared("high", report) or shared("low", report)
        else none_shared("low", report, wording).sentences,
    )


def none_shared(name: str, report: Report, wording: Wording) -> Text:
    """That none is shown, or that nothing was tested."""
    key = f"levels.{name}_none" if size_of("shared_scales", report) else "levels.not_tested"
    return paragraph(wording, key, "fine")


def _level(name: str, report: Report, wording: Wording) -> Part:
    found = shared(name, report)
    blocks: list[Block] = [] if found else [none_shared(name, report, wording)]
    if found:
        whole = level_table(name, found, wording)
        blocks += [level_table(name, found[:_MOST], wording), Figure(key=whole.key, alt=whole.caption, table=whole)]
    if len(found) > _MOST:
        blocks.append(alone(counted(wording, "levels.more", len(found) - _MOST), "fine"))
    nothing = () if found else none_shared(name, report, wording).sentences
    return Part(key=f"levels.{name}", title=wording.say(f"levels.{name}"), blocks=tuple(blocks), nothing=nothing)


def shared(name: str, report: Report) -> list[Scale | Statement]:
    """What both answer clearly higher (``high``) or lower (``low``) than the rest, the clearest first."""
    kind = "shared_strength" if name == "high" else "shared_concern"
    by_id: dict[str, Scale | Statement] = {scale.id: scale for scale in report.scales}
    by_id |= {statement.id: statement for statement in report.statements}
    return [by_id[f.subject] for f in report.findings if f.kind == kind]


def level_table(name: str, found: Sequence[Scale | Statement], wording: Wording) -> Table:
    rows = Rows(wording, {one.id: one for one in found})
    rows.add("statement", "levels.subject", lambda one: _subject(one, wording))
    rows.add_sides(lambda one, side: mean_cell(one, side, wording), "mean")
    rows.add("verdict", "levels.difference", lambda one: _of_levels(one, wording), "verdict")
    return rows.table(f"levels.{name}", wording.say(f"levels.caption_{name}"))


def _of_levels(one: Scale | Statement, wording: Wording) -> Cell:
    return verdict_cell(one.gap.verdict, wording, hedge(one.gap.verdict, is_within_language(one.gap), wording))


def _subject(one: Scale | Statement, wording: Wording) -> Cell:
    if isinstance(one, Scale):
        return Cell(text=wording.text(f"scale:{one.id}"), strong=True, link=anchor("scale", one.id))
    note = wording.say("levels.reversed") if one.reversed else ""
    return Cell(text=wording.statement(one.id), note=note, link=anchor("statement", one.id))
