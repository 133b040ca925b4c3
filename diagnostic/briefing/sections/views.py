"""Predicted views, and the height at which both sides answer."""

from collections.abc import Iterator

import msgspec

from diagnostic.analysis.report import Predicted, Report, Statement, Withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, other

_MOST = 6


class PredictionRow(msgspec.Struct, frozen=True):
    statement: str
    expected: str
    said: str
    difference: str


class Predictions(msgspec.Struct, frozen=True):
    """What one side expects to hear, beside what it hears."""

    caption: str
    note: str
    expected: str
    said: str
    rows: tuple[PredictionRow, ...]


class LevelRow(msgspec.Struct, frozen=True):
    statement: str
    note: str | None
    a: str
    b: str


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
            tables.append(Predictions(say["caption"], say["caption_note"], say["expected"], say["said"], rows))
    return tuple(tables)


def _prediction(statement: Statement, predicted: Predicted, wording: Wording) -> PredictionRow:
    expected, said = predicted.mean, statement.sides[other(predicted.by)].mean
    difference = wording.signed(said - expected) if is_shown(expected) and is_shown(said) else "–"
    return PredictionRow(wording.statement(statement.id), wording.figure(expected), wording.figure(said), difference)


def levels(report: Report, wording: Wording) -> Levels:
    """Statements with both averages, intervals included, on one side of the middle of the scale."""
    high, low = list(_beyond(report, 1)), list(_beyond(report, -1))
    return Levels(
        high=tuple(_level(s, wording) for s in high[:_MOST]),
        low=tuple(_level(s, wording) for s in low[:_MOST]),
        more_high=wording.count("levels.more", len(high) - _MOST) if len(high) > _MOST else None,
        more_low=wording.count("levels.more", len(low) - _MOST) if len(low) > _MOST else None,
    )


def _beyond(report: Report, direction: int) -> Iterator[Statement]:
    """Furthest first, by the side that is less far; reversed statements are turned round."""
    found = []
    for statement in report.statements:
        middle = (statement.points + 1) / 2
        sign = direction * (-1 if statement.reversed else 1)
        clear, far = [], []
        for side in SIDES:
            answers = statement.sides[side]
            if isinstance(answers.mean, Withheld) or isinstance(answers.interval, Withheld):
                break
            clear.append(min(sign * (end - middle) for end in answers.interval))
            far.append(sign * (answers.mean - middle) / (statement.points - 1))
        if len(clear) == len(SIDES) and min(clear) > 0:
            found.append((min(far), statement))
    yield from (statement for _, statement in sorted(found, key=lambda pair: -pair[0]))


def _level(statement: Statement, wording: Wording) -> LevelRow:
    return LevelRow(
        statement=wording.statement(statement.id),
        note=wording.say("levels.reversed") if statement.reversed else None,
        a=wording.figure(statement.sides.a.mean),
        b=wording.figure(statement.sides.b.mean),
    )
