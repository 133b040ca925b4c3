"""A draft of Collaboration Criteria: agreed responsibilities filled in, the others left blank."""

import msgspec

from diagnostic.analysis.report import Report, Responsibility, Withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.owners import settled
from diagnostic.briefing.wording import Wording


class Criterion(msgspec.Struct, frozen=True):
    """An activity in the draft: its owner where both companies name the same, else a blank to fill in."""

    activity: str
    owner: str
    """'' where it is to be agreed."""
    note: str


class Criteria(msgspec.Struct, frozen=True):
    lead: str
    rows: tuple[Criterion, ...]


def criteria(report: Report, wording: Wording) -> Criteria | None:
    """In the questionnaire's order; none where nobody was asked who owns what."""
    if not report.responsibilities:
        return None
    found: dict[str, dict[str, Responsibility]] = {}
    for asked in report.responsibilities:
        found.setdefault(asked.activity, {})[asked.question] = asked
    rows = (_criterion(activity, asked, wording) for activity, asked in found.items())
    return Criteria(wording.say("criteria.lead"), tuple(rows))


def _criterion(activity: str, asked: dict[str, Responsibility], wording: Wording) -> Criterion:
    """Filled in where both clearly name the same owner now, and nothing they say of the future differs from it."""
    now, better = asked.get("now"), asked.get("better")
    owner, wanted = _owner(now, wording), _owner(better, wording)
    notes = [_note(one, question, wording) for question, one in (("now", now), ("better", better)) if one]
    stays = better is None or not is_shown(better.ownership) or wanted == owner
    sure = now is not None and settled(now)
    return Criterion(wording.text(f"activity:{activity}"), owner if sure and stays else "", " ".join(notes))


def _owner(asked: Responsibility | None, wording: Wording) -> str:
    if asked is None or asked.owner is None or isinstance(asked.owner, Withheld):
        return ""
    return wording.owner(asked.owner)


def _note(asked: Responsibility, question: str, wording: Wording) -> str:
    if not is_shown(asked.ownership):
        return wording.say(f"criteria.{question}_withheld")
    note = wording.say(f"criteria.{question}_{asked.ownership}", owner=_owner(asked, wording))
    return note if settled(asked) else f"{note} {wording.say('criteria.unsettled')}"
