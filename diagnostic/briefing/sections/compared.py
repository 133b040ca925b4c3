"""A scale now beside an earlier wave, in figures: the rows of the table of what moved."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from diagnostic.analysis.report import BySide, Change, Interval, Trend, TrendPoint, Withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import short_date, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side


class Higher(msgspec.Struct, frozen=True):
    """Who answered higher in a wave, and by how much."""

    side: Side | None
    """None where, to one decimal, nobody did."""
    size: str
    said: str
    """``Helix 0.6``"""


class Compared(msgspec.Struct, frozen=True):
    """One scale since one wave, as a row of a table."""

    since: str
    verdict: str
    """In words."""
    then: Higher
    now: Higher
    change: str
    """Of the gap, seen from who answered higher then, with its interval."""
    sides: BySide[str]
    """How far each side's average moved."""
    least: str
    """What would often have been missed."""


def heads(wording: Wording) -> Iterator[str]:
    """Of the columns of `Compared`, the scale's name first."""
    for head in ("scale", "since", "then", "now", "change"):
        yield wording.say(f"moved.{head}_head")
    yield from (wording.company(side) for side in SIDES)
    yield wording.say("moved.least_head")


def compared(trend: Trend, step: Change, wording: Wording) -> Compared:
    """The row of a change that is shown."""
    before = then(trend, step).gap
    return Compared(
        since=since_short(trend, step, wording),
        verdict=wording.say(f"moved.verdict_{step.verdict}"),
        then=_higher(before, wording),
        now=_higher(trend.series[-1].gap, wording),
        change=changed(trend, step, wording),
        sides=BySide.of(lambda side: own_change(step, side, wording)),
        least=wording.figure(step.detectable),
    )


def _higher(gap: float | Withheld, wording: Wording) -> Higher:
    if not is_shown(gap):
        return Higher(None, wording.say("numbers.none"), wording.say("numbers.none"))
    size = wording.number(abs(gap))
    if size == wording.number(0):
        return Higher(None, size, wording.say("moved.alike_cell"))
    side: Side = "b" if gap > 0 else "a"
    return Higher(side, size, f"{wording.company(side)} {size}")


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


def since_short(trend: Trend, step: Change, wording: Wording) -> str:
    """``4 May``; the wave by its number where the day is not known."""
    point = then(trend, step)
    return short_date(point.closed, wording) if point.closed else wave_name(point, wording)
