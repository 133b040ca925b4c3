"""Can I rely on this? Who answered, and what is withheld."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Reason, Report
from diagnostic.briefing import charts
from diagnostic.briefing.figures import reason_of
from diagnostic.briefing.picture import Picture, picture
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_SMALL = 15
_SCALE_OF_FIVE = 4.0


class Turnout(msgspec.Struct, frozen=True):
    """One row of the table of who answered."""

    company: str
    invited: str
    answered: str
    rate: str


class NotShown(msgspec.Struct, frozen=True):
    """Something that is withheld: how much of it, which, and why."""

    what: str
    which: tuple[str, ...]
    why: str


class Withholding(msgspec.Struct, frozen=True):
    """Everything withheld for one reason."""

    why: str
    things: tuple[NotShown, ...]


class Participation(msgspec.Struct, frozen=True):
    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    turnout: tuple[Turnout, ...]
    chart: Picture
    coverage: Picture
    """How much of each scale, and of everything else asked, is shown."""
    withheld: tuple[Withholding, ...]
    withheld_lead: str


def participation(report: Report, wording: Wording) -> Participation:
    sentences = tuple(_sentence(report, wording, side) for side in SIDES)
    things = list(not_shown(report, wording))
    reasons = dict.fromkeys(thing.why for thing in things)
    withheld = tuple(Withholding(why, tuple(thing for thing in things if thing.why == why)) for why in reasons)
    return Participation(
        sentences=sentences,
        cautions=tuple(_cautions(report, wording)),
        turnout=tuple(_turnout(report, wording, side) for side in SIDES),
        chart=picture(
            "participation",
            lambda layout: charts.participation(report, wording, layout),
            wording.say("participation.alt_invited", sentence_a=sentences[0], sentence_b=sentences[1]),
        ),
        coverage=picture(
            "coverage", lambda layout: charts.coverage(report, wording, layout), charts.coverage_alt(report, wording)
        ),
        withheld=withheld,
        withheld_lead=wording.say("participation.some_withheld" if withheld else "participation.all_shown"),
    )


def _sentence(report: Report, wording: Wording, side: Side) -> str:
    took, company = report.participation[side], wording.company(side)
    if took.invited:
        percent = wording.percent(took.answered / took.invited)
        return wording.say(
            "participation.lead_invited", answered=took.answered, invited=took.invited, company=company, percent=percent
        )
    return wording.count("participation.lead_answered", took.answered, company=company)


def _cautions(report: Report, wording: Wording) -> Iterator[str]:
    if any(report.participation[side].invited is None for side in SIDES):
        yield wording.say("participation.unknown")
    for side in SIDES:
        took = report.participation[side]
        if took.invited and 2 * took.answered < took.invited:
            yield wording.say("participation.low", company=wording.company(side))
    smallest = min(SIDES, key=lambda side: report.participation[side].answered)
    answered = report.participation[smallest].answered
    if 0 < answered < _SMALL:
        # One answer moved from one end of five points to the other moves the mean by 4 / n.
        points = wording.number(_SCALE_OF_FIVE / answered)
        alike = report.participation.a.answered == report.participation.b.answered
        key = "participation.small_both" if alike else "participation.small"
        yield wording.say(key, company=wording.company(smallest), points=points)


def _turnout(report: Report, wording: Wording, side: Side) -> Turnout:
    took = report.participation[side]
    unknown = wording.say("participation.not_known")
    return Turnout(
        company=wording.company(side),
        invited=unknown if took.invited is None else str(took.invited),
        answered=str(took.answered),
        rate=wording.percent(took.answered / took.invited) if took.invited else unknown,
    )


def not_shown(report: Report, wording: Wording) -> Iterator[NotShown]:
    """Everything withheld, kind by kind."""
    statements = [
        (wording.statement(s.id), reason_of(s.gap.mean_difference, s.gap.interval, s.sides.a.mean, s.sides.b.mean))
        for s in report.statements
    ]
    yield from _rows("statements", statements, wording)
    predicted = [(wording.statement(s.id), reason_of(s.predicted.mean)) for s in report.statements if s.predicted]
    yield from _rows("predictions", predicted, wording)
    scales = [(wording.text(f"scale:{s.id}"), reason_of(s.gap.mean_difference, s.gap.interval)) for s in report.scales]
    yield from _rows("scales", scales, wording)
    owned = [
        (
            wording.say(
                f"participation.ownership_question.{r.question}", activity=wording.text(f"activity:{r.activity}")
            ),
            reason_of(r.ownership),
        )
        for r in report.responsibilities
    ]
    yield from _rows("ownership", owned, wording)
    expected = [
        (wording.text(f"expectation:{e.id}"), reason_of(e.sides.a.quartiles, e.sides.b.quartiles))
        for e in report.expectations
    ]
    yield from _rows("expectations", expected, wording)
    topics = [
        (wording.text(f"topic:{t.id}"), reason_of(t.sides.a.share, t.sides.b.share))
        for p in report.priorities
        for t in p.topics
    ]
    yield from _rows("topics", topics, wording)
    for reason, count in Counter(c.withheld for c in report.withheld_comments).items():
        which = tuple(wording.text(f"question:{c.question}") for c in report.withheld_comments if c.withheld == reason)
        yield NotShown(wording.count("participation.comments", count), which, wording.reason(reason))


def _rows(kind: str, things: Sequence[tuple[str, Reason | None]], wording: Wording) -> Iterator[NotShown]:
    for reason in dict.fromkeys(reason for _, reason in things if reason):
        which = tuple(thing for thing, why in things if why == reason)
        what = wording.count(f"participation.{kind}", len(which), total=len(things))
        yield NotShown(what, which, wording.reason(reason))
