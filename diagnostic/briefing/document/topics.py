"""What people picked for the workshop, and what else they chose."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from diagnostic.analysis.report import LEAST_SHARE, Priorities, Report, Topic
from diagnostic.briefing.bars import part
from diagnostic.briefing.document.blocks import Block, Cell, Figure, Part, Row, Sentence, Table, Text
from diagnostic.briefing.document.native import Bars, Series
from diagnostic.briefing.document.saying import (
    Rows,
    alone,
    counted,
    mark,
    paragraph,
    reasons_in_short,
    said,
    section,
    withheld,
)
from diagnostic.briefing.figures import is_shown, reason_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_FIRST = 3


def priorities(report: Report, wording: Wording) -> Part | None:
    """What clearly more people of one company than of the other picked, then every topic."""
    if not report.priorities:
        return None
    asked = (block for one in report.priorities for block in _priorities(one, report, wording))
    shares = [topic.sides[side].share for one in report.priorities for topic in one.topics for side in SIDES]
    nothing = () if any(map(is_shown, shares)) else reasons_in_short(wording, map(reason_of, shares))
    return section(wording, "priorities", *asked, nothing=nothing)


def choices(report: Report, wording: Wording) -> Part | None:
    """Question by question how many of each company chose what, in the questionnaire's order."""
    if not report.choices:
        return None
    shares = [topic.sides[side].share for one in report.choices for topic in one.topics for side in SIDES]
    nothing = () if any(map(is_shown, shares)) else reasons_in_short(wording, map(reason_of, shares))
    lead, parts = paragraph(wording, "choices.lead", "lead"), (_choice(one, report, wording) for one in report.choices)
    return section(wording, "choices", lead, *parts, nothing=nothing)


def _choice(asked: Priorities, report: Report, wording: Wording) -> Part:
    title = wording.text(f"choice:{asked.question}")
    reasons = [reason_of(topic.sides.a.share, topic.sides.b.share) for topic in asked.topics]
    rows = Rows(wording, {topic.id: topic for topic in asked.topics})
    rows.add("topic", "choices.answer", lambda topic: Cell(text=wording.text(f"topic:{topic.id}")))
    rows.add_sides(lambda topic, side: _share_cell(topic, side, wording), "share")
    told = (alone(sentence, "strong") for sentence in apart(asked, report, wording, "choices"))
    return Part(
        key="choice",
        title=title,
        subject=asked.question,
        blocks=(*told, rows.table(f"choices.{asked.question}", wording.say("choices.caption"))),
        nothing=reasons_in_short(wording, reasons) if all(reasons) else (),
    )


def _share_cell(topic: Topic, side: Side, wording: Wording) -> Cell:
    share = topic.sides[side].share
    return Cell(text=wording.percent(share), value=share) if is_shown(share) else mark(wording)


def _priorities(asked: Priorities, report: Report, wording: Wording) -> Iterator[Block]:
    yield from (alone(sentence, "strong") for sentence in apart(asked, report, wording))
    overlap = asked.overlap if report.edition == "consultant" and isinstance(asked.overlap, int) else None
    same = () if overlap is None else (counted(wording, "priorities.overlap", overlap),)
    yield Text(key="priorities.lead", sentences=(*same, said(wording, "priorities.lead")), role="lead")
    topics = _topics(asked, report, wording)
    yield topics
    yield Figure(key="priorities", alt=topics.caption, native=_bars(asked, topics, wording), table=topics)
    reasons = {reason for t in asked.topics if (reason := reason_of(t.sides.a.share, t.sides.b.share))}
    for reason in sorted(reasons):
        yield Text(key="priorities.withheld", sentences=(withheld(wording, reason),), role="fine")


def apart(asked: Priorities, report: Report, wording: Wording, words: str = "priorities") -> Iterator[Sentence]:
    """A sentence for each side that clearly picked some topics more than the other, under a key of ``words``."""
    for side in SIDES:
        named = []
        for topic in _more(asked, side, report.release.alpha):
            ours, theirs = (wording.percent(_share(topic, one)) for one in (side, other(side)))
            name = wording.text(f"topic:{topic.id}")
            named.append(wording.say("priorities.one_topic", topic=name, share=ours, other=theirs))
        if named:
            names = {"company": wording.company(side), "topics": wording.listed(named)}
            yield said(wording, f"{words}.apart", side, **names)


def _more(asked: Priorities, side: Side, alpha: float) -> list[Topic]:
    """The topics that clearly more people of a side picked, by Fisher's test with all topics judged together."""
    clear = [t for t in asked.topics if is_shown(t.p_adjusted) and t.p_adjusted <= alpha]
    return [topic for topic in clear if _share(topic, side) - _share(topic, other(side)) >= LEAST_SHARE]


def _share(topic: Topic, side: Side) -> float:
    found = topic.sides[side].share
    return found if is_shown(found) else 0.0


def _topics(asked: Priorities, report: Report, wording: Wording) -> Table:
    """What both together picked most first; in the questionnaire's order where both companies read it."""
    ranked = report.edition == "consultant"
    first: Mapping[Side, frozenset[str]] = {side: _first(asked, side) if ranked else frozenset() for side in SIDES}

    def cell(topic: Topic, side: Side) -> Cell:
        note = wording.say("priorities.first") if topic.id in first[side] else ""
        return replace(_share_cell(topic, side, wording), strong=bool(note), note=note)

    topics = asked.topics
    if ranked:
        topics = tuple(sorted(topics, key=lambda topic: -sum(_share(topic, side) for side in SIDES)))
    rows = Rows(wording, {topic.id: topic for topic in topics})
    rows.add("topic", "priorities.topic", lambda topic: Cell(text=wording.text(f"topic:{topic.id}")))
    rows.add_sides(cell, "share")
    return rows.table("priorities", wording.say("priorities.caption"))


def _first(asked: Priorities, side: Side) -> frozenset[str]:
    """The three topics picked most; nobody's where ties make them more, or where some are withheld."""
    shares = {t.id: share for t in asked.topics if is_shown(share := t.sides[side].share)}
    if len(shares) < _FIRST:
        return frozenset()
    third = sorted(shares.values(), reverse=True)[_FIRST - 1]
    first = frozenset(topic for topic, share in shares.items() if share >= third and share > 0)
    return first if len(first) <= _FIRST else frozenset()


def _bars(asked: Priorities, topics: Table, wording: Wording) -> Bars:
    """The topics that both sides' shares are shown of: people, and their share of those who picked any."""
    people = {topic.id: topic.sides for topic in asked.topics}

    def written(row: Row, side: Side) -> str:
        n, cell = people[row.key][side].n, topics.cell(row, side)
        return part(round((cell.value or 0.0) * n), n, wording) if is_shown(n) and n else cell.text

    rows = [row for row in topics.rows if all(cell.value is not None for cell in row.cells[1:])]
    return Bars(
        kind="beside",
        categories=tuple(row.cells[0].text for row in rows),
        series=tuple(
            Series(
                name=wording.company(side),
                values=tuple(topics.cell(row, side).value for row in rows),
                written=tuple(written(row, side) for row in rows),
                colour=f"side_{side}",
            )
            for side in SIDES
        ),
        most=1.0,
        legend=True,
        thick=0.74,
    )
