"""What was agreed, and what the statements that it is to move did since."""

from collections.abc import Iterator

import msgspec

from diagnostic.analysis.report import Action, Report
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import date
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


class Agreed(msgspec.Struct, frozen=True):
    """Something that was agreed, and what its statement did since."""

    number: int
    day: str
    text: str
    owner: str
    since: str | None


def agreed(report: Report, wording: Wording) -> Iterator[Agreed]:
    """All that is in the Report, numbered in its order."""
    for number, action in enumerate(report.actions, start=1):
        yield Agreed(
            number=number,
            day=date(action.agreed, wording),
            text=action.text,
            owner=action.owner,
            since=_did(action, report, wording),
        )


def _did(action: Action, report: Report, wording: Wording) -> str | None:
    """What the statement that it is to move did since; None where it is linked to none."""
    if action.statement is None:
        return None
    statement = wording.statement(action.statement)
    levels = next((each for each in report.levels if each.id == action.statement), None)
    closed = {point.wave: point.closed for point in report.trend[0].series} if report.trend else {}
    if levels is None:
        return wording.say("moved.action_not_asked", statement=statement)
    earlier = levels.series[:-1]
    before = [p for p in earlier if (day := closed.get(p.wave)) and day <= action.agreed and is_shown(p.sides.a)]
    now = levels.series[-1]
    if not before or not is_shown(now.sides.a) or not is_shown(now.sides.b):
        return wording.say("moved.action_not_shown", statement=statement)
    then = before[-1]
    parts = [
        wording.say(
            "moved.action_side",
            company=wording.company(side),
            then=wording.figure(then.sides[side]),
            now=wording.figure(now.sides[side]),
        )
        for side in SIDES
    ]
    return wording.say("moved.action_did", statement=statement, parts=wording.listed(parts))
