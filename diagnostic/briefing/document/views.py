"""Predicted views, and the statements that both sides answer at the same height."""

from collections.abc import Sequence
from functools import partial

from diagnostic.analysis.report import Finding, FindingKind, Predicted, Report, Scale, Statement
from diagnostic.briefing import charts, verdicts
from diagnostic.briefing.anchors import scale_anchor, statement_anchor
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    table,
)
from diagnostic.briefing.document.saying import counted, drawn, figure_cell, mean_cell, paragraph, said, state_cell
from diagnostic.briefing.figures import shown_gap
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_MOST = 6
_SURPRISES: tuple[FindingKind, FindingKind] = ("rated_better_than_expected", "rated_worse_than_expected")


def predictions(report: Report, wording: Wording) -> Part | None:
    """How each company expects to be seen, and is seen; none where nobody was asked to guess."""
    blocks: list[Block] = []
    for side in SIDES:
        asked = [s for s in report.statements if s.predicted and s.predicted.by == side]
        if asked:
            names = {"by": wording.company(side), "other": wording.company(other(side))}
            sentences = [s for kind in _SURPRISES for s in surprises(report, wording, kind) if _by(report, s) == side]
            blocks += [Text(key=one.key, sentences=(one,), role="strong") for one in sentences]
            blocks.append(_table(side, asked, names, wording))
            blocks.append(paragraph(wording, "predictions.caption_note", "fine", **names))
    if not blocks:
        return None
    alt = charts.trust_grid_alt(report, wording)
    opening: tuple[Block, ...] = (
        paragraph(wording, "predictions.lead", "lead"),
        drawn("trust_grid", alt, partial(charts.trust_grid, report, wording)),
    )
    ending = paragraph(wording, "predictions.caution", "fine")
    return Part(key="predictions", title=wording.say("sections.predictions"), blocks=(*opening, *blocks, ending))


def _by(report: Report, sentence: Sentence) -> Side | None:
    predicted = next(s.predicted for s in report.statements if s.id == sentence.subject)
    return predicted.by if predicted else None


def _table(side: Side, asked: Sequence[Statement], names: dict[str, str], wording: Wording) -> Table:
    columns = (
        Column(key="statement", title=wording.say("predictions.statement")),
        Column(key="expected", title=wording.say("predictions.expected", **names), kind="mean"),
        Column(key="said", title=wording.say("predictions.said", **names), kind="mean"),
        Column(key="difference", title=wording.say("predictions.difference"), kind="difference"),
        Column(key="interval", title=wording.say("predictions.interval"), kind="interval"),
        Column(key="verdict", title=wording.say("predictions.verdict"), kind="verdict"),
    )
    rows = tuple(_prediction(s, s.predicted, wording) for s in asked if s.predicted)
    return table(f"predictions.{side}", wording.say("predictions.caption", **names), columns, rows)


def _prediction(statement: Statement, predicted: Predicted, wording: Wording) -> Row:
    gap = shown_gap(predicted.against_partner)
    none = Cell(text=wording.say("numbers.none"))
    cells = [
        Cell(text=wording.statement(statement.id)),
        figure_cell(predicted.mean, wording),
        mean_cell(statement.sides[other(predicted.by)], wording),
        none,
        none,
        none,
    ]
    if gap:
        name = verdicts.name(gap, wording)
        cells[3:] = [
            Cell(text=wording.signed(gap.difference), value=gap.difference),
            Cell(text=wording.gap_interval(gap.interval)),
            state_cell(gap.verdict, name),
        ]
    return Row(key=statement.id, cells=tuple(cells))


def surprises(report: Report, wording: Wording, kind: FindingKind) -> list[Sentence]:
    """What a side does not expect to hear, of one kind: the better news is what to open with."""
    by_id = {s.id: s for s in report.statements}
    found = [f for f in report.findings if f.kind == kind and by_id[f.subject].predicted]
    return [surprise(f, by_id[f.subject], wording) for f in found]


def surprise(finding: Finding, statement: Statement, wording: Wording) -> Sentence:
    """Better or worse than expected: what a side expects to hear, and what the other says."""
    by: Side = finding.side or "a"
    return said(
        wording,
        f"predictions.{finding.kind}",
        finding.subject,
        statement_anchor(finding.subject),
        by=wording.company(by),
        other=wording.company(other(by)),
        statement=wording.statement(finding.subject),
        expected="" if statement.predicted is None else wording.figure(statement.predicted.mean),
        said=wording.figure(statement.sides[other(by)].mean),
    )


def levels(report: Report, wording: Wording) -> Part:
    """Statements with both averages, intervals included, on one side of the middle of the scale."""
    blocks: tuple[Block, ...] = (
        paragraph(wording, "levels.lead", "lead"),
        *(_level(name, report, wording) for name in ("high", "low")),
        paragraph(wording, "levels.caution", "fine"),
    )
    return Part(key="levels", title=wording.say("sections.levels"), blocks=blocks)


def none_shared(name: str, report: Report, wording: Wording) -> Text:
    """That none is shown, or that nothing was tested."""
    key = f"levels.{name}_none" if size_of("shared_scales", report) else "levels.not_tested"
    return paragraph(wording, key, "fine")


def _level(name: str, report: Report, wording: Wording) -> Part:
    found = shared(name, report)
    blocks: list[Block] = []
    if found:
        whole = level_table(name, found, wording)
        blocks = [level_table(name, found[:_MOST], wording), Figure(key=whole.key, alt=whole.caption, table=whole)]
    else:
        blocks.append(none_shared(name, report, wording))
    if len(found) > _MOST:
        more = counted(wording, "levels.more", len(found) - _MOST)
        blocks.append(Text(key=more.key, sentences=(more,), role="fine"))
    return Part(key=f"levels.{name}", title=wording.say(f"levels.{name}"), blocks=tuple(blocks))


def shared(name: str, report: Report) -> list[Scale | Statement]:
    """What both answer clearly higher (``high``) or lower (``low``) than the rest, the clearest first."""
    kind = "shared_strength" if name == "high" else "shared_concern"
    by_id: dict[str, Scale | Statement] = {scale.id: scale for scale in report.scales}
    by_id |= {statement.id: statement for statement in report.statements}
    return [by_id[f.subject] for f in report.findings if f.kind == kind]


def level_table(name: str, found: Sequence[Scale | Statement], wording: Wording) -> Table:
    columns = (
        Column(key="statement", title=wording.say("levels.subject")),
        *(Column(key=side, title=wording.company(side), kind="mean", side=side) for side in SIDES),
        Column(key="verdict", title=wording.say("levels.difference"), kind="verdict"),
    )
    rows = []
    for one in found:
        verdict = one.gap.verdict
        cells = (
            _subject(one, wording),
            *(mean_cell(one.sides[side], wording) for side in SIDES),
            state_cell(verdict, wording.say(f"verdict.{verdict}")),
        )
        rows.append(Row(key=one.id, cells=cells))
    return table(f"levels.{name}", wording.say(f"levels.caption_{name}"), columns, tuple(rows))


def _subject(one: Scale | Statement, wording: Wording) -> Cell:
    if isinstance(one, Scale):
        return Cell(text=wording.text(f"scale:{one.id}"), strong=True, link=scale_anchor(one.id) or "")
    note = wording.say("levels.reversed") if one.reversed else ""
    return Cell(text=wording.statement(one.id), note=note, link=statement_anchor(one.id))
