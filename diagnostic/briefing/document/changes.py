"""A scale now beside an earlier wave, in figures: the table of what moved."""

from collections.abc import Iterator, Sequence
from typing import Literal

from diagnostic.analysis.report import CERTAIN, LEVEL_CERTAIN, Change, Interval, Trend, TrendPoint, Withheld
from diagnostic.briefing.document.blocks import Badge, Cell, Column, Group, Row, Sentence, Table
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import scale_name, short_date, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other


def changes_table(trends: Sequence[Trend], wording: Wording) -> Table:
    """A group a scale, a row an earlier wave: since the first and since the one before, as far as they are shown."""
    columns = (
        Column(key="scale", title=wording.say("moved.scale_head")),
        Column(key="since", title=wording.say("moved.since_head"), kind="verdict"),
        Column(key="then", title=wording.say("moved.then_head")),
        Column(key="now", title=wording.say("moved.now_head")),
        Column(key="change", title=wording.say("moved.change_head"), kind="interval"),
        *(Column(key=side, title=wording.company(side), kind="interval", side=side) for side in SIDES),
        Column(key="least", title=wording.say("moved.least_head"), kind="difference"),
    )
    found = ((trend.scale, tuple(_rows(trend, wording))) for trend in trends)
    groups = tuple(Group(key=scale, rows=rows) for scale, rows in found if rows)
    return Table(key="moved.scales", caption=wording.say("moved.scales"), columns=columns, groups=groups)


def _rows(trend: Trend, wording: Wording) -> Iterator[Row]:
    for step in (trend.since_first, trend.since_previous):
        if step and is_shown(step.change):
            badge = verdict(step, wording)
            cells = (
                Cell(text=scale_name(trend, wording), strong=True),
                Cell(text=f"{since_short(trend, step, wording)}: {badge.text}", badge=badge),
                higher(then(trend, step).gap, wording),
                higher(trend.series[-1].gap, wording),
                Cell(text=changed(trend, step, wording)),
                *(Cell(text=own_change(step, side, wording)) for side in SIDES),
                Cell(text=wording.figure(step.detectable)),
            )
            yield Row(key=str(step.since), cells=cells)


def verdict(step: Change, wording: Wording) -> Badge:
    """What may be said since a wave, in a few words: of the levels where they surely moved, and of the gap."""
    if step.level not in LEVEL_CERTAIN:
        return Badge(step.verdict, wording.say(f"moved.verdict_{step.verdict}"))
    level = wording.say(f"moved.verdict_{step.level}", company=wording.company(step.side or "a"))
    if step.verdict not in (*CERTAIN, "steady"):
        return Badge(step.level, level)
    return Badge(step.level, wording.say(f"moved.with_{step.verdict}", level=level))


def levels_moved(trend: Trend, step: Change, wording: Wording) -> Iterator[Sentence]:
    """How far each side's own average moved, and what of it is shown; nothing where it is withheld."""
    own = {side: own_change(step, side, wording) for side in SIDES}
    if not all(own.values()):
        return
    parts = [wording.say("moved.side", company=wording.company(side), change=own[side]) for side in SIDES]
    names = {"parts": wording.listed(parts), "since": since_wave(trend, step, wording)}
    if step.level not in LEVEL_CERTAIN:
        yield said(wording, "moved.sides", trend.scale, **names)
        return
    names |= {"company": wording.company(step.side or "a"), "partner": wording.company(other(step.side or "a"))}
    scale = scale_name(trend, wording)
    yield said(wording, f"moved.level_{step.level}", trend.scale, scale=scale, **names)


def higher(gap: float | Withheld, wording: Wording) -> Cell:
    """Who answered higher in a wave, and by how much; no side where, to one decimal, nobody did."""
    if not is_shown(gap):
        return Cell(text=wording.say("numbers.none"))
    size = wording.number(abs(gap))
    if size == wording.number(0):
        return Cell(text=wording.say("moved.alike_cell"), value=0.0)
    return Cell(text=size, value=abs(gap), side="b" if gap > 0 else "a")


def changed(trend: Trend, step: Change, wording: Wording) -> str:
    """How far the gap moved, seen from the side that answered higher then: less than nothing is a smaller gap."""
    gap = then(trend, step).gap
    return _with_interval(step.change, step.interval, -1 if is_shown(gap) and gap < 0 else 1, wording)


def own_change(step: Change, side: Side, wording: Wording) -> str:
    """How far a side's own average moved; empty where that is not shown."""
    return _with_interval(step.sides[side].change, step.sides[side].interval, 1, wording)


def _with_interval(
    change: float | Withheld, interval: Interval | Withheld, direction: Literal[-1, 1], wording: Wording
) -> str:
    """``+0.5 (−0.1 to +1.2)``; empty where it is not shown."""
    if not is_shown(change) or not is_shown(interval):
        return ""
    low, high = sorted(direction * end for end in interval)
    return wording.say(
        "moved.figure", change=wording.signed(direction * change), interval=wording.gap_interval((low, high))
    )


def then(trend: Trend, step: Change) -> TrendPoint:
    """The wave that a change is measured from."""
    return next(point for point in trend.series if point.wave == step.since)


def since_wave(trend: Trend, step: Change, wording: Wording) -> str:
    """The wave that a change is measured from, in words."""
    return wave_name(then(trend, step), wording)


def since_short(trend: Trend, step: Change, wording: Wording) -> str:
    """``4 May``; the wave by its number where the day is not known."""
    point = then(trend, step)
    return short_date(point.closed, wording) if point.closed else wave_name(point, wording)
