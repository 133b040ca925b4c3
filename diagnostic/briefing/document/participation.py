"""Can I rely on this? Who answered, and what is withheld."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from msgspec.structs import replace

from diagnostic.analysis.report import OnPoints, Report
from diagnostic.briefing import charts
from diagnostic.briefing.asked import Asked, asked, withheld_besides
from diagnostic.briefing.bars import part
from diagnostic.briefing.document.blocks import Cell, Figure, Item, List, Part, Role, Sentence, Table, Text
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.briefing.document.reliance import careless, changed_languages, languages, main_language, quality
from diagnostic.briefing.document.saying import Rows, counted, drawn, paragraph, said, section, withheld
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_SMALL = 15


def participation(report: Report, wording: Wording) -> Part:
    answered = who_answered(report, wording)
    careful = (Text(key="caution", sentences=(caution,), role="note") for caution in cautions(report, wording))
    return section(
        wording,
        "participation",
        Text(key="answered", sentences=answered, role="lead"),
        _figure(report, answered, wording),
        *careful,
        *quality(report, wording),
        *languages(report, wording),
        *changed_languages(report, wording),
        _turnout(report, wording),
        _withheld(report, wording),
    )


def who_answered(report: Report, wording: Wording) -> tuple[Sentence, ...]:
    return tuple(_answered(report, wording, side) for side in SIDES)


def _answered(report: Report, wording: Wording, side: Side) -> Sentence:
    took, company = report.participation[side], wording.company(side)
    if not took.invited:
        return counted(wording, "participation.lead_answered", took.answered, company=company)
    percent = wording.percent(took.answered / took.invited)
    names = {"company": company, "percent": percent, "answered": took.answered}
    return replace(counted(wording, "participation.lead_invited", took.invited, **names), subject=side)


def cautions(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What so few answers, or not knowing who is missing, means for everything that follows."""
    took = report.participation
    if any(took[side].invited is None for side in SIDES):
        yield said(wording, "participation.unknown")
    for side in SIDES:
        if (invited := took[side].invited) and 2 * took[side].answered < invited:
            yield said(wording, "participation.low", side, company=wording.company(side))
    smallest = min(SIDES, key=lambda side: took[side].answered)
    answered = took[smallest].answered
    if 0 < answered < _SMALL and (report.statements or report.one_sided):
        key = "participation.small_both" if took.a.answered == took.b.answered else "participation.small"
        points = wording.listed(list(_moves(report, answered, wording)))
        yield said(wording, key, company=wording.company(smallest), points=points)
    yield from careless(report, wording)


def _moves(report: Report, answered: int, wording: Wording) -> Iterator[str]:
    """By how much one answer that goes from one end to the other moves the mean of so many, on every range there is."""
    ranges: dict[str, OnPoints] = {one.span: one for one in (*report.statements, *report.one_sided)}
    for one in ranges.values():
        size = wording.points((one.points - 1) / answered)
        yield wording.say("participation.moves", size=size, least=one.lowest, most=one.highest)


def _figure(report: Report, answered: Sequence[Sentence], wording: Wording) -> Figure:
    a, b = (sentence.text for sentence in answered)
    alt = wording.say("participation.alt_invited", sentence_a=a, sentence_b=b)
    draw = partial(charts.participation, report, wording)
    return drawn("participation", alt, draw, native=_bars(report, wording))


def _bars(report: Report, wording: Wording) -> Bars:
    took = [report.participation[side] for side in SIDES]
    silent = tuple(None if one.invited is None else float(one.invited - one.answered) for one in took)
    answered = tuple(float(one.answered) for one in took)
    yes, no = (wording.say(f"deck.reliance.{key}") for key in ("yes", "no"))
    written = tuple(part(one.answered, one.invited, wording) if one.invited else str(one.answered) for one in took)
    series = [Series(name=yes, values=answered, written=written, colour="side_a", colours=("side_a", "side_b"))]
    if any(silent):
        series.append(Series(name=no, values=silent, colour="line"))
    return Bars(
        kind="stacked",
        categories=tuple(wording.company(side) for side in SIDES),
        series=tuple(series),
        most=float(max(1, *(max(one.invited or 0, one.answered) for one in took))),
        thick=0.42,
    )


def _turnout(report: Report, wording: Wording) -> Table:
    unknown = Cell(text=wording.say("participation.not_known"))
    took = report.participation

    def count(number: int | None) -> Cell:
        return unknown if number is None else Cell(text=str(number), value=number)

    def rate(side: Side) -> Cell:
        if not (invited := took[side].invited):
            return unknown
        share = took[side].answered / invited
        return Cell(text=wording.percent(share), value=share)

    rows = Rows[Side](wording, {side: side for side in SIDES})
    rows.add("company", "participation.company", lambda side: Cell(text=wording.company(side), side=side))
    rows.add("invited", "participation.invited", lambda side: count(took[side].invited), "count")
    rows.add("answered", "participation.answered", lambda side: count(took[side].answered), "count")
    rows.add("rate", "participation.rate", rate, "share")
    if report.languages:
        rows.add("language", "participation.invited_in", lambda side: _language(report, side, wording))
    return rows.table("turnout", wording.say("participation.table_caption"))


def _language(report: Report, side: Side, wording: Wording) -> Cell:
    return Cell(text=main_language(report.languages[side], wording) if report.languages else "")


def _withheld(report: Report, wording: Wording) -> Part:
    """A square for everything asked, and everything withheld, reason by reason."""
    by_kind = _by_kind(report, wording)
    reasons = dict.fromkeys(one.reason for things in by_kind.values() for one in things if one.reason)
    lists = []
    for reason in reasons:
        items = []
        for kind, things in by_kind.items():
            hidden = [one for one in things if one.reason == reason]
            if hidden:
                which = tuple(Sentence(key=kind, subject=one.subject, text=one.text) for one in hidden)
                items.append(Item(which, _hidden(kind, len(hidden), len(things), wording), wording.say("semicolon")))
        lists.append(List(key="withheld", title=withheld(wording, reason), items=tuple(items)))
    figure = drawn("coverage", charts.coverage_alt(report, wording), partial(charts.coverage, report, wording))
    lead = paragraph(wording, "participation.some_withheld") if lists else _all_shown(report, wording)
    return Part(key="withheld", title=wording.say("participation.heading"), blocks=(figure, lead, *lists))


def _by_kind(report: Report, wording: Wording) -> Mapping[str, Sequence[Asked]]:
    return {kind: list(things) for kind, things in groupby(asked(report, wording), key=lambda one: one.kind)}


def _hidden(kind: str, hidden: int, total: int, wording: Wording) -> Sentence:
    return counted(wording, f"participation.{kind}", hidden, total=total)


def withheld_in_short(report: Report, wording: Wording) -> Text:
    """How much of each kind is withheld, for whatever reason."""
    told = withheld_things(report, wording)
    if not told:
        return _all_shown(report, wording, "fine")
    return paragraph(wording, "pdf.withheld", "fine", things=wording.strung(told, "semicolon"))


def withheld_things(report: Report, wording: Wording, but: Collection[str] = ()) -> list[str]:
    """How much is withheld of each kind that was asked, ``but`` some: ``3 of 33 statements``."""
    return [
        _hidden(kind, hidden, len(things), wording).text
        for kind, things in _by_kind(report, wording).items()
        if kind not in but and (hidden := sum(one.reason is not None for one in things))
    ]


def _all_shown(report: Report, wording: Wording, role: Role = "body") -> Text:
    """That everything asked is shown; that nothing is withheld, only where the whole Report withholds nothing."""
    if report.edition == "participants":
        return paragraph(wording, "participation.edition_shown", role)
    besides = [wording.say(f"participation.besides.{what}") for what in withheld_besides(report)]
    if not besides:
        return paragraph(wording, "participation.all_shown", role)
    return paragraph(wording, "participation.asked_shown", role, things=wording.listed(besides))
