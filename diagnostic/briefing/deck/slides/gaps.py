"""The gaps that matter, each with its answers, its size and what may be said of it; then what remains a question."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Statement
from diagnostic.briefing import verdicts
from diagnostic.briefing.charts.layout import diverging
from diagnostic.briefing.deck.parts import Bars, Paragraph, Part, Series, Slide, plain, said, strong, usual
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import ShownGap, by_size, is_shown, shown_counts, shown_gap
from diagnostic.briefing.sections.anchors import statement_anchor
from diagnostic.briefing.sections.gaps import means, spoken
from diagnostic.questionnaire.words import SIDES

_MOST, _A_SLIDE, _OPEN = 5, 2, 2

Shown = tuple[Statement, ShownGap]


def gaps(told: Told, most: int = _MOST) -> Iterator[Slide]:
    """The first gap alone, two on each of the next slides; then the largest differences that are none for certain."""
    shown = [(s, gap) for s in by_size(told.report.statements) if (gap := shown_gap(s.gap))]
    drawn = [(s, gap) for s, gap in shown if all(shown_counts(s.sides[side]) for side in SIDES)]
    clear = [(s, gap) for s, gap in drawn if gap.verdict == "gap"][:_MOST]
    sure, left = clear[:most], clear[most:]
    if len(sure) <= _A_SLIDE + 1 and not left:
        yield from (_single(told, one) for one in sure)
    else:
        yield _single(told, sure[0])
        for start in range(1, len(sure), _A_SLIDE):
            several = sure[start : start + _A_SLIDE]
            more = left if start + _A_SLIDE >= len(sure) else []
            yield _pair(told, several, more) if len(several) > 1 else _single(told, several[0])
    unsure = [(s, gap) for s, gap in drawn if gap.verdict in ("undetermined", "too_few")][:_OPEN]
    if unsure and len(sure) < _A_SLIDE + 1:
        yield _questions(told, unsure)


def _single(told: Told, shown: Shown, title: str = "", shorter: str = "") -> Slide:
    """A gap, or with a title of its own what may be none."""
    statement, gap = shown
    whole, less = (
        Slide(
            layout="Chart and text",
            title=heading or told.without_stop(spoken(statement, gap, told.wording)),
            kicker=told.say("sections.gaps"),
            parts={"Content": _answers(told, statement), "Text": said(*_told_of(told, shown, brief=brief))},
            source=told.source(statement, gap),
            notes=_notes(told, [shown]),
        )
        for heading, brief in ((title, False), (shorter or title, True))
    )
    return msgspec.structs.replace(whole, otherwise=((less,),))


def _told_of(told: Told, shown: Shown, *, brief: bool) -> Iterator[Paragraph]:
    """What it is and what to ask; what there is no room for stands in the notes."""
    statement, gap = shown
    yield strong(_size(told, statement, gap))
    yield strong(told.say("evidence.interval", interval=told.wording.gap_interval(gap.interval)))
    if not brief:
        yield from (usual(line) for line in _explained(told, shown))
    yield strong(told.say("deck.ask"))
    yield usual(told.gap_question(statement, gap))


def _explained(told: Told, shown: Shown) -> Iterator[str]:
    statement, gap = shown
    yield verdicts.reason(gap, "statements", told.report, told.wording)
    if statement.reversed:
        yield told.say("gaps.reversed")
    if is_shown(statement.gap.relative):
        yield told.say("gaps.relative", relative=told.wording.signed(statement.gap.relative))


def _size(told: Told, statement: Statement, gap: ShownGap) -> str:
    key, kind = "deck.gaps.size", told.kind(statement)
    if kind:
        key = "deck.gaps.verdict_kind"
    return told.say(key, verdict=verdicts.name(gap, told.wording), kind=kind, size=_points(told, gap))


def _pair(told: Told, several: Sequence[Shown], more: Sequence[Shown]) -> Slide:
    (one, gap_one), (two, gap_two) = several
    wording = told.wording
    sizes = {"size_one": wording.number(abs(gap_one.difference)), "size_two": wording.number(abs(gap_two.difference))}
    title = told.say("deck.gaps.two", one=wording.statement(one.id), two=wording.statement(two.id), **sizes)
    return _beside(told, several, title, told.say("deck.gaps.two_short", **sizes), more)


def _questions(told: Told, several: Sequence[Shown]) -> Slide:
    """Differences seen, which may be luck: to ask about, and not to present."""
    names = [told.wording.statement(statement.id) for statement, _ in several]
    if len(several) > 1:
        title = told.say("deck.gaps.open_two", one=names[0], two=names[1])
        return _beside(told, several, title, told.say("deck.gaps.open_two_short"))
    return _single(told, several[0], told.say("deck.gaps.open_one", one=names[0]), told.say("deck.gaps.open_one_short"))


def _beside(told: Told, several: Sequence[Shown], title: str, shorter: str, more: Sequence[Shown] = ()) -> Slide:
    """Two next to each other; where a sentence on each has no room, the statement alone."""
    ways = []
    for heading, spelt, whole in _ways(title, shorter):
        parts: dict[str, Part] = {}
        for where, (statement, gap) in zip(("Left", "Right"), several, strict=True):
            told_of = spoken(statement, gap, told.wording) if spelt else told.wording.statement(statement.id)
            parts[f"{where} heading"] = plain(told_of)
            parts[where] = _answers(told, statement)
            parts[f"{where} note"] = plain(_note(told, statement, gap, whole=whole))
        ways.append(
            Slide(
                layout="Two charts",
                title=heading,
                kicker=told.say("sections.gaps"),
                parts=parts,
                source=told.say("deck.gaps.source"),
                notes=_notes(told, several, more),
            )
        )
    return msgspec.structs.replace(ways[0], otherwise=tuple((way,) for way in ways[1:]))


def _ways(title: str, shorter: str) -> Iterator[tuple[str, bool, bool]]:
    """The title, whether the gap is told in a sentence, and whether all of its source stands there."""
    yield title, True, True
    yield title, True, False
    yield title, False, True
    yield title, False, False
    yield shorter, False, False


def _note(told: Told, statement: Statement, gap: ShownGap, *, whole: bool) -> str:
    """The size, and where it comes from, as far as there is room."""
    interval = told.say("evidence.interval", interval=told.wording.gap_interval(gap.interval))
    source = told.source(statement, gap) if whole else f"{interval} · {told.verdict(statement, gap)}"
    return f"{_points(told, gap)} · {source}"


def _points(told: Told, gap: ShownGap) -> str:
    return told.say("deck.gaps.points", size=told.wording.signed(gap.difference))


def _answers(told: Told, statement: Statement) -> Bars:
    """How each side's answers fall, as parts of a whole; the figures are people."""
    wording = told.wording
    counts = {side: shown_counts(statement.sides[side]) or () for side in SIDES}
    series = tuple(
        Series(
            name=wording.label(statement.item, n + 1) or str(n + 1),
            values=tuple(float(counts[side][n]) for side in SIDES),
            colour=colour,
        )
        for n, colour in enumerate(diverging(statement.points))
    )
    return Bars(
        kind="parts",
        categories=tuple(
            told.say("deck.gaps.bar", company=wording.company(side), mean=wording.figure(statement.sides[side].mean))
            for side in SIDES
        ),
        series=series,
        legend=True,
        thick=0.5,
        alt=told.say("deck.gaps.alt", statement=wording.statement(statement.id), means=means(statement, told.wording)),
    )


def _notes(told: Told, several: Sequence[Shown], more: Sequence[Shown] = ()) -> tuple[str, ...]:
    lines = [line for shown in several for line in _said(told, shown)]
    if more:
        lines += [told.say("deck.gaps.also"), *(line for shown in more for line in _said(told, shown))]
    key = "deck.say.gap" if several[0][1].verdict == "gap" else "deck.say.open"
    return told.notes(told.say(key), *lines)


def _said(told: Told, shown: Shown) -> Iterator[str]:
    statement, gap = shown
    yield spoken(statement, gap, told.wording)
    yield means(statement, told.wording)
    yield from _explained(told, shown)
    yield f"{told.source(statement, gap)}."
    yield told.say("deck.ask")
    question = told.gap_question(statement, gap)
    yield from dict.fromkeys((question, *told.probes(statement_anchor(statement.id))))
