"""Can I rely on this? Who answered, and what is withheld."""

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from diagnostic.analysis.report import Reason, Report
from diagnostic.briefing import charts
from diagnostic.briefing.asked import Asked, asked
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Item,
    List,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    table,
)
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.briefing.document.saying import counted, drawn, paragraph, said, withheld
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_SMALL = 15
_SCALE_OF_FIVE = 4.0


class NotShown(msgspec.Struct, frozen=True):
    """What of one kind is withheld for one reason."""

    what: Sentence
    which: tuple[Sentence, ...]
    reason: Reason


def participation(report: Report, wording: Wording) -> Part:
    answered = who_answered(report, wording)
    blocks: list[Block] = [Text(key="answered", sentences=answered, role="lead"), _figure(report, answered, wording)]
    blocks += [Text(key="caution", sentences=(caution,), role="note") for caution in cautions(report, wording)]
    blocks += [_turnout(report, wording), _withheld(report, wording)]
    return Part(key="participation", title=wording.say("sections.participation"), blocks=tuple(blocks))


def who_answered(report: Report, wording: Wording) -> tuple[Sentence, ...]:
    return tuple(_answered(report, wording, side) for side in SIDES)


def _answered(report: Report, wording: Wording, side: Side) -> Sentence:
    took, company = report.participation[side], wording.company(side)
    if not took.invited:
        return counted(wording, "participation.lead_answered", took.answered, company=company)
    return said(
        wording,
        "participation.lead_invited",
        side,
        answered=took.answered,
        invited=took.invited,
        company=company,
        percent=wording.percent(took.answered / took.invited),
    )


def cautions(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What so few answers, or not knowing who is missing, means for everything that follows."""
    if any(report.participation[side].invited is None for side in SIDES):
        yield said(wording, "participation.unknown")
    for side in SIDES:
        took = report.participation[side]
        if took.invited and 2 * took.answered < took.invited:
            yield said(wording, "participation.low", side, company=wording.company(side))
    smallest = min(SIDES, key=lambda side: report.participation[side].answered)
    answered = report.participation[smallest].answered
    if 0 < answered < _SMALL:
        # One answer moved from one end of five points to the other moves the mean by 4 / n.
        points = wording.number(_SCALE_OF_FIVE / answered)
        alike = report.participation.a.answered == report.participation.b.answered
        key = "participation.small_both" if alike else "participation.small"
        yield said(wording, key, company=wording.company(smallest), points=points)


def _figure(report: Report, answered: Sequence[Sentence], wording: Wording) -> Figure:
    a, b = (sentence.text for sentence in answered)
    alt = wording.say("participation.alt_invited", sentence_a=a, sentence_b=b)
    draw = partial(charts.participation, report, wording)
    return drawn("participation", alt, draw, native=_bars(report, wording))


def _bars(report: Report, wording: Wording) -> Bars:
    took = report.participation
    silent = tuple(
        None if (invited := took[side].invited) is None else float(invited - took[side].answered) for side in SIDES
    )
    series = [
        Series(
            name=wording.say("deck.reliance.yes"),
            values=tuple(float(took[side].answered) for side in SIDES),
            colour="side_a",
            colours=("side_a", "side_b"),
        )
    ]
    if any(silent):
        series.append(Series(name=wording.say("deck.reliance.no"), values=silent, colour="line"))
    most = max(max(took[side].invited or 0, took[side].answered) for side in SIDES)
    return Bars(
        kind="stacked",
        categories=tuple(wording.company(side) for side in SIDES),
        series=tuple(series),
        most=float(max(most, 1)),
        thick=0.42,
    )


def _turnout(report: Report, wording: Wording) -> Table:
    columns = (
        Column(key="company", title=wording.say("participation.company")),
        Column(key="invited", title=wording.say("participation.invited"), kind="count"),
        Column(key="answered", title=wording.say("participation.answered"), kind="count"),
        Column(key="rate", title=wording.say("participation.rate"), kind="share"),
    )
    unknown = Cell(text=wording.say("participation.not_known"))
    rows = []
    for side in SIDES:
        took = report.participation[side]
        share = took.answered / took.invited if took.invited else None
        rows.append(
            Row(
                key=side,
                cells=(
                    Cell(text=wording.company(side), side=side),
                    unknown if took.invited is None else Cell(text=str(took.invited), value=took.invited),
                    Cell(text=str(took.answered), value=took.answered),
                    unknown if share is None else Cell(text=wording.percent(share), value=share),
                ),
            )
        )
    return table("turnout", wording.say("participation.table_caption"), columns, tuple(rows))


def _withheld(report: Report, wording: Wording) -> Part:
    """A square for everything asked, and everything withheld, reason by reason."""
    things = list(not_shown(report, wording))
    lead = "participation.some_withheld" if things else "participation.all_shown"
    figure = drawn("coverage", charts.coverage_alt(report, wording), partial(charts.coverage, report, wording))
    lists = [
        List(
            key="withheld",
            title=withheld(wording, reason),
            items=tuple(Item(thing.which, thing.what, names=True) for thing in things if thing.reason == reason),
        )
        for reason in dict.fromkeys(thing.reason for thing in things)
    ]
    title = wording.say("participation.heading")
    return Part(key="withheld", title=title, blocks=(figure, paragraph(wording, lead), *lists))


def withheld_in_short(report: Report, wording: Wording) -> Iterator[Sentence]:
    """How much of each kind is withheld, for whatever reason."""
    for kind, all_of_it in _by_kind(report, wording).items():
        if hidden := sum(one.reason is not None for one in all_of_it):
            yield counted(wording, f"participation.{kind}", hidden, total=len(all_of_it))


def _by_kind(report: Report, wording: Wording) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for one in asked(report, wording):
        found.setdefault(one.kind, []).append(one)
    return found


def not_shown(report: Report, wording: Wording) -> Iterator[NotShown]:
    """Everything withheld, kind by kind."""
    for kind, all_of_it in _by_kind(report, wording).items():
        for reason in dict.fromkeys(one.reason for one in all_of_it if one.reason):
            those = [one for one in all_of_it if one.reason == reason]
            which = tuple(Sentence(key=kind, subject=one.subject, text=one.text) for one in those)
            what = counted(wording, f"participation.{kind}", len(which), total=len(all_of_it))
            yield NotShown(what, which, reason)
