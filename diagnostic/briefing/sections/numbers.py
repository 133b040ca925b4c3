"""The appendix: every scale and every statement as numbers."""

import msgspec

from diagnostic.analysis.report import (
    Comparison,
    Reason,
    Reliability,
    Report,
    ScaleGap,
    ScaleSide,
    Statement,
    StatementSide,
    Withheld,
)
from diagnostic.briefing import verdicts
from diagnostic.briefing.figures import is_shown, reason_of, shown_counts, shown_gap
from diagnostic.briefing.sections.anchors import scale_anchor, statement_anchor
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

_DIGITS = 2


class SideRow(msgspec.Struct, frozen=True):
    company: str
    n: str
    cant_say: str
    counts: tuple[int, ...]
    mean: str
    sd: str
    interval: str


class NumbersRow(msgspec.Struct, frozen=True):
    """A statement or scale: a row a side, and the gap beside both."""

    anchor: str
    title: str
    notes: tuple[str, ...]
    withheld: str | None
    sides: tuple[SideRow, ...]
    gap: str
    gap_interval: str
    delta: str
    delta_interval: str
    p_adjusted: str
    verdict: str


class StatementTable(msgspec.Struct, frozen=True):
    caption: str
    key: str
    points: int
    rows: tuple[NumbersRow, ...]


class Numbers(msgspec.Struct, frozen=True):
    scales: tuple[NumbersRow, ...]
    tables: tuple[StatementTable, ...]


def numbers(report: Report, wording: Wording) -> Numbers:
    scales = tuple(
        _row(
            f"score-{scale_anchor(s.id)}",
            wording.text(f"scale:{s.id}"),
            _reliability(s.reliability, wording),
            tuple(_scale_side(s.sides[side], side, wording) for side in SIDES),
            s.gap,
            wording,
        )
        for s in report.scales
    )
    tables = []
    for scale, points in dict.fromkeys((s.scale, s.points) for s in report.statements):
        group = [s for s in report.statements if (s.scale, s.points) == (scale, points)]
        title = wording.text(f"scale:{scale}") if scale else wording.say("scales.no_scale")
        item = group[0].item
        tables.append(
            StatementTable(
                caption=wording.say("numbers_section.statements_caption", scale=title),
                key=wording.say(
                    "numbers_section.key",
                    lowest=wording.label(item, 1) or "1",
                    points=points,
                    highest=wording.label(item, points) or str(points),
                ),
                points=points,
                rows=tuple(_statement(s, wording) for s in group),
            )
        )
    return Numbers(scales, tuple(tables))


def _statement(statement: Statement, wording: Wording) -> NumbersRow:
    notes = []
    if statement.reversed:
        notes.append(wording.say("numbers_section.reversed"))
    sides = tuple(_statement_side(statement.sides[side], side, wording) for side in SIDES)
    anchor = statement_anchor(statement.id)
    return _row(anchor, wording.statement(statement.id), tuple(notes), sides, statement.gap, wording)


def _reliability(found: Reliability, wording: Wording) -> tuple[str, ...]:
    if found.alpha is None or found.alpha_interval is None:
        return ()
    if not is_shown(found.alpha) or not is_shown(found.alpha_interval):
        return () if reason_of(found.alpha) == "few_changed" else (wording.say("numbers_section.no_alpha"),)
    interval = wording.interval(found.alpha_interval, _DIGITS)
    return (wording.say("numbers_section.alpha", alpha=wording.number(found.alpha, _DIGITS), interval=interval),)


def _row(  # noqa: PLR0917 (a row's parts, in the order they are read)
    anchor: str,
    title: str,
    notes: tuple[str, ...],
    sides: tuple[SideRow, ...],
    gap: Comparison | ScaleGap,
    wording: Wording,
) -> NumbersRow:
    shown = shown_gap(gap)
    reason = reason_of(gap.mean_difference, gap.interval)
    return NumbersRow(
        anchor=anchor,
        title=title,
        notes=notes,
        withheld=_withheld(reason, sides, wording) if reason else None,
        sides=sides,
        gap=wording.signed(shown.difference, _DIGITS) if shown else "",
        gap_interval=wording.interval(shown.interval, _DIGITS, signed=True) if shown else "",
        delta=wording.signed(shown.delta, _DIGITS) if shown else "",
        delta_interval=wording.interval(shown.delta_interval, _DIGITS, signed=True) if shown else "",
        p_adjusted=verdicts.adjusted_p(shown, wording) if shown else "",
        verdict=verdicts.name(shown, wording) if shown else "",
    )


def _statement_side(answers: StatementSide, side: str, wording: Wording) -> SideRow:
    return SideRow(
        company=wording.company("a" if side == "a" else "b"),
        n=_whole(answers.n, wording),
        cant_say=_whole(answers.cant_say, wording),
        counts=shown_counts(answers) or (),
        mean=wording.figure(answers.mean, _digits(answers)),
        sd=wording.figure(answers.sd, _DIGITS),
        interval=_interval(answers, wording),
    )


def _withheld(reason: Reason, sides: tuple[SideRow, ...], wording: Wording) -> str:
    short = wording.reason_short(reason)
    if reason != "few_changed":
        return short
    return wording.say("numbers_section.level", reason=short, mean_a=sides[0].mean, mean_b=sides[1].mean)


def _scale_side(answers: ScaleSide, side: str, wording: Wording) -> SideRow:
    return SideRow(
        company=wording.company("a" if side == "a" else "b"),
        n=_whole(answers.n, wording),
        cant_say="",
        counts=(),
        mean=wording.figure(answers.mean, _digits(answers)),
        sd=wording.figure(answers.sd, _DIGITS),
        interval=_interval(answers, wording),
    )


def _digits(answers: StatementSide | ScaleSide) -> int:
    """Levels alone are known to one decimal at most."""
    return 1 if reason_of(answers.sd) == "few_changed" else _DIGITS


def _whole(count: int | Withheld, wording: Wording) -> str:
    return wording.say("withheld_mark") if isinstance(count, Withheld) else str(count)


def _interval(answers: StatementSide | ScaleSide, wording: Wording) -> str:
    if isinstance(answers.interval, Withheld):
        return wording.say("withheld_mark")
    return wording.interval(answers.interval, _DIGITS)
