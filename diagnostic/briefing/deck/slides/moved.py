"""What moved since earlier waves."""

from collections.abc import Iterator

from diagnostic.analysis.report import CERTAIN, Trend
from diagnostic.briefing.deck.parts import (
    SIDE_MARKS,
    Cell,
    Lines,
    Series,
    Slide,
    Table,
    plain,
    point,
    said,
    strong,
    usual,
)
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.sections.compared import Higher
from diagnostic.briefing.sections.moved import Moved, MovedScale
from diagnostic.briefing.waves import along, scale_name, short_date
from diagnostic.questionnaire.words import SIDES

_LINES, _ROWS, _WAVES, _AGREED, _REMARKS = 2, 9, 4, 4, 6
"""How many scales have a slide of their own, and the most rows, waves, agreements and comments on one."""


def moved(told: Told) -> Iterator[Slide]:
    """The headline with every scale's verdict, then the scales of which most can be told, as lines."""
    found = told.page.moved
    if found is None:
        return
    key = "   ".join(f"{SIDE_MARKS[side]} {told.wording.company(side)}" for side in SIDES)
    yield Slide(
        layout="Table",
        title=told.without_stop(found.headline.partition(". ")[0]),
        kicker=told.say("sections.moved"),
        parts={"Content": _table(found) if any(scale.rows for scale in found.scales) else _levels(told, found)},
        source=f"{key}. {found.note}",
        notes=told.notes(
            found.headline, *(s for scale in found.scales for s in (*scale.sentences, scale.averages)), found.method
        ),
    )
    by_name = {scale_name(trend, told.wording): trend for trend in told.report.trend}
    # Those that moved first, in either edition: they are what the slide before speaks of.
    for scale in sorted(found.scales, key=lambda scale: scale.verdict not in CERTAIN)[:_LINES]:
        trend = by_name[scale.name]
        if any(is_shown(point.sides.a.mean) for point in trend.series):
            yield _line(told, scale, trend)


def agreed(told: Told) -> Iterator[Slide]:
    """What was agreed, and what the statements did since."""
    found = told.page.moved
    if found is None or not found.agreed:
        return
    last = found.agreed[-_AGREED:]
    paragraphs = []
    for one in last:
        paragraphs.append(strong(f"{one.number}. {one.text}"))
        by = told.say("moved.agreed_by", owner=one.owner, day=one.day)
        paragraphs.append(usual(f"{by}. {one.since}" if one.since else by))
    yield Slide(
        layout="Table",
        title=told.say("moved.agreed"),
        kicker=told.say("sections.moved"),
        parts={"Content": said(*paragraphs)},
        notes=told.notes(*(f"{one.text} {one.owner}, {one.day}. {one.since or ''}" for one in found.agreed)),
    )


def signs(told: Told) -> Iterator[Slide]:
    """Early signs: the consultant's alone."""
    if told.page.signs:
        yield Slide(
            layout="Table",
            title=told.say("moved.signs"),
            kicker=told.say("sections.moved"),
            parts={"Content": said(usual(told.say("moved.signs_note")), *(point(s.text) for s in told.page.signs))},
            notes=told.notes(*(told.say("moved.sign_rule", rule=sign.rule) for sign in told.page.signs)),
        )


def whats_new(told: Told) -> Iterator[Slide]:
    """Some of the comments; the others stand on the page."""
    for question in told.page.comments:
        if question.remarks:
            shown = question.remarks[:_REMARKS]
            rest = len(question.remarks) - len(shown)
            yield Slide(
                layout="Table",
                title=question.title,
                kicker=told.say("sections.comments"),
                parts={"Content": plain(*(remark.text for remark in shown), bullet=True)},
                source=told.say("moved.more_comments", count=rest) if rest else "",
                notes=told.notes(*(f"{remark.text} ({remark.source})" for remark in question.remarks)),
            )


def _table(found: Moved) -> Table:
    return Table(
        heads=found.heads[:5],
        rows=tuple(_row(scale) for scale in found.scales[:_ROWS]),
        widths=(0.24, 0.26, 0.15, 0.15, 0.2),
        alt=" ".join(f"{scale.name}: {scale.said}." for scale in found.scales),
    )


def _levels(told: Told, found: Moved) -> Table:
    """Where no change is shown: both sides' levels in the last waves."""
    shown = found.levels[:_ROWS]
    return Table(
        heads=(told.say("moved.statement"), *found.waves[-_WAVES:]),
        rows=tuple(
            (
                Cell(row.statement),
                *(
                    Cell(f"{SIDE_MARKS['a']} {a}   {SIDE_MARKS['b']} {b}")
                    for a, b in zip(row.a[-_WAVES:], row.b[-_WAVES:], strict=True)
                ),
            )
            for row in shown
        ),
        widths=(0.4, *(0.6 / len(found.waves[-_WAVES:]) for _ in found.waves[-_WAVES:])),
        alt=told.say("moved.levels"),
    )


def _row(scale: MovedScale) -> tuple[Cell, ...]:
    """Since the first wave that shows it; where it is asked for the first time, only that."""
    name = Cell(scale.name, bold=True)
    if not scale.rows:
        return (name, Cell(scale.said), Cell(""), Cell(""), Cell(""))
    row = scale.rows[0]
    return (
        name,
        Cell(f"{row.since}: {row.verdict}"),
        Cell(_higher(row.then)),
        Cell(_higher(row.now)),
        Cell(row.change),
    )


def _higher(one: Higher) -> str:
    """With the side's mark, as long names have no room."""
    return f"{SIDE_MARKS[one.side]} {one.size}" if one.side else one.said


def _line(told: Told, scale: MovedScale, trend: Trend) -> Slide:
    wording = told.wording
    waves = along(trend, told.report.unopened)
    levels_alone = any(is_shown(point.sides.a.mean) and not is_shown(point.sides.a.n) for point in trend.series)
    return Slide(
        layout="Chart and text",
        title=f"{scale.name} – {scale.said}",
        kicker=told.say("sections.moved"),
        parts={
            "Content": Lines(
                categories=tuple(
                    short_date(day, wording) if day else str(place) for place, (day, _) in enumerate(waves, start=1)
                ),
                series=tuple(
                    Series(
                        name=wording.company(side),
                        values=tuple(
                            mean if point and is_shown(mean := point.sides[side].mean) else None for _, point in waves
                        ),
                        colour=f"side_{side}",
                    )
                    for side in SIDES
                ),
                points=trend.points,
                alt=" ".join(scale.sentences),
            ),
            "Text": plain(*scale.sentences),
        },
        source=told.say("moved.levels_alone" if levels_alone else "moved.who"),
        notes=told.notes(*scale.sentences, scale.averages),
    )
