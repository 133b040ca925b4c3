"""People counted in bars that slides draw themselves: what a message is about, with the counts that it names."""

from collections.abc import Mapping, Sequence

from diagnostic.analysis.report import Report, Statement
from diagnostic.briefing.bars import part
from diagnostic.briefing.charts.layout import FAINT, diverging
from diagnostic.briefing.document.blocks import Figure
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.briefing.figures import is_shown, shown_counts
from diagnostic.briefing.messages import Counted, Message
from diagnostic.briefing.owners import shares_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Owner, Side, other

Rows = Mapping[str, Sequence[int]]
"""How many gave each answer, by who they are."""

_OWNERS: Mapping[Owner, str] = {"a": "side_a", "joint": "brand", "b": "side_b", "nobody": FAINT, "unknown": "line"}
"""By the colour of their bar; joint between the companies."""
_WHOLE = 100.0


def message_figures(message: Message, report: Report, wording: Wording) -> tuple[Figure, ...]:
    """The bars of what a message counts; none of what it counts nobody of."""
    counted = message.point.counted
    bars = _bars(counted, message, report, wording) if counted else None
    if counted is None or bars is None:
        return ()
    rows = (
        wording.say(
            "deck.bars.alt_row",
            row=row,
            figures=wording.strung(
                (f"{one.name} {one.written[n]}" for one in bars.series if one.written and one.values[n]), "semicolon"
            ),
        )
        for n, row in enumerate(bars.categories)
    )
    alt = wording.say("deck.bars.alt", rows=" ".join(rows))
    return (Figure(key=f"message.{counted.subject}", alt=alt, native=bars),)


def _bars(counted: Counted, message: Message, report: Report, wording: Wording) -> Bars | None:
    statement = next((one for one in report.statements if one.id == counted.subject), None)
    match counted.what:
        case "own" | "not_own":
            return _owners(counted.subject, message.point.asked or "now", report, wording)
        case "pick":
            return _of_whom("picked", counted, wording)
        case "cannot_say":
            return _of_whom("cannot_say", counted, wording)
        case "shares":
            return _shares(counted, wording)
    if statement is None:
        return None
    if counted.what == "expect":
        rows = _expected(statement, wording)
    else:
        rows = _by_group(statement, counted.group, report, wording) if counted.group else _by_side(statement, wording)
    return answers(statement, rows, wording) if rows else None


def answers(statement: Statement, rows: Rows, wording: Wording) -> Bars:
    """How each row's answers fall, laid out around the middle of the answer scale."""
    names = [wording.answer(statement, place) for place in range(1, statement.points + 1)]
    return _counted("answers", rows, dict(zip(names, diverging(statement.points), strict=True)), wording)


def _counted(kind: str, rows: Rows, parts: Mapping[str, str], wording: Wording) -> Bars:
    """People, row by row, in parts by their names and colours."""
    totals = [sum(counts) or 1 for counts in rows.values()]
    series = []
    for (name, colour), column in zip(parts.items(), zip(*rows.values(), strict=True), strict=True):
        written = tuple(part(n, total, wording) for n, total in zip(column, totals, strict=True))
        series.append(Series(name=name, values=tuple(map(float, column)), written=written, colour=colour))
    return Bars(
        kind="answers" if kind == "answers" else "parts",
        categories=tuple(wording.say("deck.bars.row", who=who, n=sum(counts)) for who, counts in rows.items()),
        series=tuple(series),
        legend=True,
        thick=0.62,
    )


def _by_side(statement: Statement, wording: Wording) -> Rows | None:
    counts = {wording.company(side): shown_counts(statement.sides[side]) for side in SIDES}
    return {who: found for who, found in counts.items() if found} if all(counts.values()) else None


def _expected(statement: Statement, wording: Wording) -> Rows | None:
    """What a company expects to hear, and what its partner says."""
    predicted = statement.predicted
    if predicted is None:
        return None
    company, partner = wording.company(predicted.by), wording.company(other(predicted.by))
    said = shown_counts(statement.sides[other(predicted.by)])
    if not is_shown(predicted.counts) or not said:
        return None
    return {
        wording.say("deck.bars.expects", company=company): predicted.counts,
        wording.say("deck.bars.says", company=partner): said,
    }


def _by_group(statement: Statement, name: str, report: Report, wording: Wording) -> Rows | None:
    """A group of each company, and everybody else there."""
    cuts = (each for cut in report.cuts for each in cut.statements if each.id == statement.id)
    groups = next((each.groups for each in cuts if each.groups), None)
    if groups is None:
        return None
    rows: dict[str, Sequence[int]] = {}
    for side in SIDES:
        company = wording.company(side)
        counts = {group.group: group.counts for group in groups[side]}
        rest = [sum(column) for column in zip(*(c for g, c in counts.items() if g != name), strict=True)]
        rows[wording.say("deck.bars.in_group", group=name, company=company)] = counts[name]
        rows[wording.say("deck.bars.elsewhere", company=company)] = rest
    return rows


def _owners(activity: str, question: str, report: Report, wording: Wording) -> Bars | None:
    """Whom each company's people name."""
    asked = next((one for one in report.responsibilities if (one.activity, one.question) == (activity, question)), None)
    if asked is None:
        return None
    rows: dict[str, Sequence[int]] = {}
    for side in SIDES:
        n, shares = asked.sides[side].n, shares_of(asked, side)
        if not is_shown(n) or shares is None:
            return None
        name = wording.say("deck.bars.says", company=wording.company(side))
        rows[name] = [round(shares[owner] * n) for owner in _OWNERS]
    return _counted("parts", rows, {wording.owner(owner): colour for owner, colour in _OWNERS.items()}, wording)


def _of_whom(what: str, counted: Counted, wording: Wording) -> Bars:
    """How many of a company do a thing, and how many do not."""
    people = {one.side: one for one in counted.people}
    rows = {wording.company(side): (people[side].count, people[side].of - people[side].count) for side in SIDES}
    names = (wording.say(f"deck.bars.{what}"), wording.say(f"deck.bars.not_{what}"))
    return _counted("parts", rows, dict(zip(names, ("brand", "line"), strict=True)), wording)


def _shares(counted: Counted, wording: Wording) -> Bars:
    """Both companies' own shares laid end to end, against the whole there is."""

    def series(side: Side, value: float) -> Series:
        written = (wording.percent(value / _WHOLE),)
        return Series(name=wording.company(side), values=(value,), written=written, colour=f"side_{side}")

    return Bars(
        kind="stacked",
        categories=(wording.text(f"expectation:{counted.subject}"),),
        series=tuple(series(side, value) for side, value in zip(SIDES, counted.values, strict=True)),
        most=max(sum(counted.values), _WHOLE) * 1.08,
        ticks=_WHOLE,
        strong_lines=True,
        legend=True,
        format='General"%"',
        thick=0.62,
    )
