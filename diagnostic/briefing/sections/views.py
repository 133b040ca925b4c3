"""Predicted views, and the height at which both sides answer."""

import msgspec

from diagnostic.analysis.report import Finding, Predicted, Report, Statement
from diagnostic.briefing import charts, verdicts
from diagnostic.briefing.figures import shown_gap
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_MOST = 6


class PredictionRow(msgspec.Struct, frozen=True):
    statement: str
    expected: str
    said: str
    difference: str
    interval: str
    verdict: str


class Predictions(msgspec.Struct, frozen=True):
    """What one side expects to hear, beside what it hears."""

    caption: str
    note: str
    sentences: tuple[str, ...]
    """The surprises, the greatest first."""
    expected: str
    said: str
    rows: tuple[PredictionRow, ...]


class LevelRow(msgspec.Struct, frozen=True):
    statement: str
    note: str | None
    a: str
    b: str
    verdict: str


class Levels(msgspec.Struct, frozen=True):
    high: tuple[LevelRow, ...]
    low: tuple[LevelRow, ...]
    more_high: str | None
    more_low: str | None


def predictions(report: Report, wording: Wording) -> tuple[Predictions, ...]:
    """A table for each side that predicted anything, in the questionnaire's order."""
    tables = []
    for side in SIDES:
        names = {"by": wording.company(side), "other": wording.company(other(side))}
        rows = tuple(
            _prediction(s, s.predicted, wording) for s in report.statements if s.predicted and s.predicted.by == side
        )
        if rows:
            say = {
                key: wording.say(f"predictions.{key}", **names)
                for key in ("caption", "caption_note", "expected", "said")
            }
            sentences = surprises(report, wording, side)
            tables.append(
                Predictions(say["caption"], say["caption_note"], sentences, say["expected"], say["said"], rows)
            )
    return tuple(tables)


def trust_grid(report: Report, wording: Wording) -> tuple[Picture, ...]:
    """How each company sees itself, is seen, and expects to be seen; none where nobody was asked to guess."""
    if not charts.asks_predictions(report):
        return ()
    alt = charts.trust_grid_alt(report, wording)
    return (picture("trust grid", lambda layout: charts.trust_grid(report, wording, layout), alt),)


def _prediction(statement: Statement, predicted: Predicted, wording: Wording) -> PredictionRow:
    expected, said = predicted.mean, statement.sides[other(predicted.by)].mean
    gap = shown_gap(predicted.against_partner)
    none = wording.say("numbers.none")
    return PredictionRow(
        statement=wording.statement(statement.id),
        expected=wording.figure(expected),
        said=wording.figure(said),
        difference=wording.signed(gap.difference) if gap else none,
        interval=wording.gap_interval(gap.interval) if gap else none,
        verdict=verdicts.name(gap, wording) if gap else none,
    )


_SURPRISES = ("rated_better_than_expected", "rated_worse_than_expected")


def surprises(report: Report, wording: Wording, by: Side | None = None) -> tuple[str, ...]:
    """What a side, or either of them, does not expect to hear: the better news first, to open with."""
    by_id = {s.id: s for s in report.statements}
    found = [f for kind in _SURPRISES for f in report.findings if f.kind == kind and by in (None, f.side)]
    return tuple(surprise(f, by_id[f.subject], wording) for f in found if by_id[f.subject].predicted)


def surprise(finding: Finding, statement: Statement, wording: Wording) -> str:
    """Better or worse than expected: what a side expects to hear, and what the other says."""
    by: Side = finding.side or "a"
    return wording.say(
        f"predictions.{finding.kind}",
        by=wording.company(by),
        other=wording.company(other(by)),
        statement=wording.statement(finding.subject),
        expected="" if statement.predicted is None else wording.figure(statement.predicted.mean),
        said=wording.figure(statement.sides[other(by)].mean),
    )


def levels(report: Report, wording: Wording) -> Levels:
    """Statements with both averages, intervals included, on one side of the middle of the scale."""
    by_id = {s.id: s for s in report.statements}
    high, low = (
        [by_id[f.subject] for f in report.findings if f.kind == kind] for kind in ("shared_strength", "shared_concern")
    )
    return Levels(
        high=tuple(_level(s, wording) for s in high[:_MOST]),
        low=tuple(_level(s, wording) for s in low[:_MOST]),
        more_high=wording.count("levels.more", len(high) - _MOST) if len(high) > _MOST else None,
        more_low=wording.count("levels.more", len(low) - _MOST) if len(low) > _MOST else None,
    )


def _level(statement: Statement, wording: Wording) -> LevelRow:
    return LevelRow(
        statement=wording.statement(statement.id),
        note=wording.say("levels.reversed") if statement.reversed else None,
        a=wording.figure(statement.sides.a.mean),
        b=wording.figure(statement.sides.b.mean),
        verdict=wording.say(f"verdict.{statement.gap.verdict}"),
    )
