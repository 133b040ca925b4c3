"""What was agreed: of each action the verdict on what it is to move; where there is none, why, and what would help."""

from collections.abc import Iterator
from typing import NamedTuple

from diagnostic.analysis.report import CERTAIN, LEVEL_CERTAIN, Action, CarriedChange, Report, Trend
from diagnostic.briefing.document.blocks import Badge, Item, List, Part, Sentence
from diagnostic.briefing.document.carried import badge_of, name_of
from diagnostic.briefing.document.changes import main
from diagnostic.briefing.document.saying import paragraph, said
from diagnostic.briefing.figures import reason_of
from diagnostic.briefing.waves import date, scale_name, wave_numbered
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import SIDES
from diagnostic.statistics import FEWEST

_MOVED = (*LEVEL_CERTAIN, *CERTAIN)
_OPEN = ("cannot_tell", "too_few")


class _Verdict(NamedTuple):
    """What may be said of something, and since which wave."""

    badge: Badge
    since: int


def agreed(report: Report, wording: Wording) -> Part | None:
    """Every action, in the order in which they were agreed; None where nothing was."""
    if not report.actions:
        return None
    items = tuple(_item(action, report, wording) for action in report.actions)
    blocks = (List(key="moved.agreed", items=items, ordered=True), paragraph(wording, "moved.agreed_note", "fine"))
    return Part(key="moved.agreed", title=wording.say("moved.agreed"), blocks=blocks)


def _item(action: Action, report: Report, wording: Wording) -> Item:
    by = said(wording, "moved.agreed_by", owner=action.owner, day=date(action.agreed, wording))
    badge, sentences = _Target(action.statement, report, wording).told()
    return Item((by, *sentences), Sentence(key="action", text=action.text, subject=action.statement or "", badge=badge))


class _Target:
    """The statement that an action is to move, if it names one, and what is told of it."""

    def __init__(self, id: str | None, report: Report, wording: Wording) -> None:
        self._id, self._report, self._wording = id or "", report, wording
        self._statement = next((one for one in report.statements if one.id == id), None)
        self._levels = next((one for one in report.levels if one.id == id), None)
        scale = self._statement.scale if self._statement else None
        self._trend = next((one for one in report.trend if one.scale == scale), None)
        self._alone = self._trend is not None and self._trend.statements == (id,)
        """Whether its scale says no more than it."""
        self._carried = [change for change in report.carried if self._id and change.target in (id, scale)]

    def told(self) -> tuple[Badge, tuple[Sentence, ...]]:
        """The verdict, by people's own changes if these tell it; and all that it rests on."""
        by_people = tuple(self._by_people(change) for change in self._carried)
        own = [badge_of(change, self._wording) for change in self._carried if self._alone or change.target == self._id]
        if verdict := self._verdict():
            leading = next((badge for badge in own if badge.state not in _OPEN), verdict.badge)
            return leading, (*by_people, self._judged(verdict), *self._beside(verdict))
        why = self._why()
        told = next((badge for badge in own if badge.state not in _OPEN), self._open_badge(why.key))
        return told, (*by_people, why)

    def _verdict(self) -> _Verdict | None:
        """By its scale, where that is the same and surely moved; else by its own test."""
        of_scale = self._of_scale(self._trend) if self._trend and self._alone else None
        if of_scale:
            return of_scale
        tested = self._levels.since_first if self._levels else None
        if tested is None or tested.level not in (*LEVEL_CERTAIN, "steady", *_OPEN):
            return None
        company = self._wording.company(tested.side or "a")
        word = self._wording.say(f"moved.verdict_{tested.level}", company=company)
        return _Verdict(Badge(tested.level, word), tested.since)

    def _of_scale(self, trend: Trend) -> _Verdict | None:
        """What surely moved of a scale."""
        since = main(trend, self._wording)
        return _Verdict(since.badge, since.step.since) if since and since.badge.state in _MOVED else None

    def _judged(self, verdict: _Verdict) -> Sentence:
        """The verdict with the statement, and both companies' averages then and now."""
        wording, series = self._wording, self._levels.series if self._levels else ()
        then, now = next(point for point in series if point.wave == verdict.since), series[-1]
        parts = [
            wording.say(
                "moved.action_side",
                company=wording.company(side),
                then=wording.figure(then.sides[side]),
                now=wording.figure(now.sides[side]),
            )
            for side in SIDES
        ]
        names = {"statement": wording.statement(self._id), "parts": wording.listed(parts)}
        since = self._day(verdict.since)
        return said(wording, "moved.action_judged", self._id, verdict=verdict.badge.text, since=since, **names)

    def _beside(self, verdict: _Verdict) -> Iterator[Sentence]:
        """What more it would take, or what surely moved of the scale that it stands in."""
        if verdict.badge.state in _OPEN:
            yield said(self._wording, f"moved.action_{verdict.badge.state}", self._id, least=FEWEST)
        if self._trend and not self._alone and (found := self._of_scale(self._trend)):
            since = self._day(found.since)
            names = {"scale": scale_name(self._trend, self._wording), "verdict": found.badge.text, "since": since}
            yield said(self._wording, "moved.action_scale", self._trend.scale, **names)

    def _by_people(self, change: CarriedChange) -> Sentence:
        since = self._day(change.since)
        names = {"target": name_of(change, self._report, self._wording), "since": since}
        verdict = badge_of(change, self._wording).text
        return said(self._wording, "moved.action_carried", change.target, verdict=verdict, **names)

    def _day(self, since: int) -> str:
        return wave_numbered(since, self._report, self._wording, short=True)

    def _why(self) -> Sentence:
        """Why nothing can be judged, and what would change that."""
        wording, statement = self._wording, self._statement
        if not self._id:
            return said(wording, "moved.open_no_statement")
        if statement is None:
            return said(wording, "moved.open_not_asked", self._id)
        names = {"statement": wording.statement(self._id), "k": self._report.release.k, "least": JOINT}
        if self._levels is None:
            return said(wording, "moved.open_first_time", self._id, **names)
        reason = reason_of(
            *(figure for side in SIDES for figure in (statement.sides[side].mean, statement.sides[side].n))
        )
        return said(wording, f"moved.open_{reason or 'not_before'}", self._id, **names)

    def _open_badge(self, key: str) -> Badge:
        why = key.removeprefix("moved.open_")
        own = why if why in ("no_statement", "not_asked", "first_time") else "withheld"
        return Badge("withheld", self._wording.say(f"moved.verdict_{own}"))
