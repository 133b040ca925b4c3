"""A scale now beside an earlier wave: in words, and in the tables of what moved."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import (
    CERTAIN,
    LEVEL_CERTAIN,
    Change,
    Interval,
    Participation,
    Report,
    Trend,
    Withheld,
    spoken_of,
)
from diagnostic.briefing.document.blocks import Badge, Cell, Column, Group, Row, Sentence, Table, table
from diagnostic.briefing.document.saying import figure_cell, said
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.waves import scale_name, short_date, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import NOT_ASKED, REWORDED
from diagnostic.questionnaire.words import SIDES, Side, other


class Since:
    """How a scale changed since one wave."""

    def __init__(self, trend: Trend, step: Change, wording: Wording) -> None:
        self.trend, self.step, self._wording = trend, step, wording
        self.then = next(point for point in trend.series if point.wave == step.since)
        self.wave = wave_name(self.then, wording)
        self.day = short_date(self.then.closed, wording) if self.then.closed else self.wave
        """``4 May``; the wave by its number where the day is not known."""
        self.names = {"company": wording.company(step.side or "a"), "partner": wording.company(other(step.side or "a"))}

    @property
    def badge(self) -> Badge:
        """What may be said, in a few words: of the levels where they surely moved, and of the gap."""
        gap, level, wording = self.step.verdict, self.step.level, self._wording
        if level not in LEVEL_CERTAIN:
            return Badge(gap, wording.say(f"moved.verdict_{gap}"))
        name = wording.say(f"moved.verdict_{level}", company=self.names["company"])
        if gap not in (*CERTAIN, "steady"):
            return Badge(level, name)
        return Badge(level, wording.say(f"moved.with_{gap}", level=name))

    @property
    def change(self) -> str:
        """How far the gap moved, seen from the side that answered higher then: less than nothing is a smaller gap."""
        gap = self.then.gap
        return self._written(self.step.change, self.step.interval, -1 if is_shown(gap) and gap < 0 else 1)

    def own(self, side: Side) -> str:
        """How far a side's own average moved; empty where that is not shown."""
        return self._written(self.step.sides[side].change, self.step.sides[side].interval)

    def _written(self, change: float | Withheld, interval: Interval | Withheld, direction: int = 1) -> str:
        """``+0.5 (−0.1 to +1.2)``; empty where it is not shown."""
        if not is_shown(change) or not is_shown(interval):
            return ""
        low, high = sorted(direction * end for end in interval)
        limits = self._wording.gap_interval((low, high))
        return self._wording.say("moved.figure", change=self._wording.signed(direction * change), interval=limits)


def steps(trend: Trend, wording: Wording) -> list[Since]:
    """Since the first wave and since the one before, as far as there are any."""
    return [Since(trend, step, wording) for step in (trend.since_first, trend.since_previous) if step]


def main(trend: Trend, wording: Wording) -> Since | None:
    step = spoken_of(trend.since_first, trend.since_previous)
    return Since(trend, step, wording) if step else None


def levels_moved(since: Since, wording: Wording) -> Iterator[Sentence]:
    """How far each side's own average moved, and what of it is shown; nothing where it is withheld."""
    own = {side: since.own(side) for side in SIDES}
    if not all(own.values()):
        return
    parts = [wording.say("moved.side", company=wording.company(side), change=own[side]) for side in SIDES]
    level = since.step.level
    key = f"moved.level_{level}" if level in LEVEL_CERTAIN else "moved.sides"
    names = {"parts": wording.listed(parts), "since": since.wave, "scale": scale_name(since.trend, wording)}
    yield said(wording, key, since.trend.scale, **names, **since.names)


def higher(gap: float | Withheld, wording: Wording) -> Cell:
    """Who answered higher in a wave, and by how much; no side where, to one decimal, nobody did."""
    if not is_shown(gap):
        return Cell(text=wording.say("numbers.none"))
    size = wording.number(abs(gap))
    if size == wording.number(0):
        return Cell(text=wording.say("moved.alike_cell"), value=0.0)
    return Cell(text=size, value=abs(gap), side="b" if gap > 0 else "a")


def changes_table(trends: Sequence[Trend], wording: Wording) -> Table:
    """A group a scale, a row an earlier wave: since the first and since the one before, as far as they are shown."""

    def row(since: Since) -> Row:
        cells = (
            Cell(text=scale_name(since.trend, wording), strong=True),
            Cell(text=wording.labelled(since.day) + since.badge.text, badge=since.badge),
            higher(since.then.gap, wording),
            higher(since.trend.series[-1].gap, wording),
            Cell(text=since.change),
            *(Cell(text=since.own(side)) for side in SIDES),
            Cell(text=wording.figure(since.step.detectable)),
        )
        return Row(key=str(since.step.since), cells=cells)

    columns = (
        Column(key="scale", title=wording.say("moved.scale_head")),
        Column(key="since", title=wording.say("moved.since_head"), kind="verdict"),
        Column(key="then", title=wording.say("moved.then_head")),
        Column(key="now", title=wording.say("moved.now_head")),
        Column(key="change", title=wording.say("moved.change_head"), kind="interval"),
        *(Column(key=side, title=wording.company(side), kind="interval", side=side) for side in SIDES),
        Column(key="least", title=wording.say("moved.least_head"), kind="difference"),
    )
    found = {trend.scale: tuple(row(s) for s in steps(trend, wording) if is_shown(s.step.change)) for trend in trends}
    groups = tuple(Group(key=scale, rows=rows) for scale, rows in found.items() if rows)
    return Table(key="moved.scales", caption=wording.say("moved.scales"), columns=columns, groups=groups)


def levels_table(report: Report, wording: Wording) -> Table:
    """Both sides' levels of every statement, wave by wave, a row a side."""

    def level(mean: float | Withheld) -> Cell:
        return Cell(text=wording.say("numbers.none")) if mean in (NOT_ASKED, REWORDED) else figure_cell(mean, wording)

    waves = report.trend[0].series
    columns = (
        Column(key="company", title=wording.say("participation.company")),
        *(Column(key=f"wave_{one.wave}", title=wave_name(one, wording, "_head"), kind="mean") for one in waves),
    )
    companies = {side: Cell(text=wording.company(side), side=side) for side in SIDES}
    groups = []
    for each in report.levels:
        cells = {side: (companies[side], *(level(point.sides[side]) for point in each.series)) for side in SIDES}
        rows = tuple(Row(key=side, cells=cells[side]) for side in SIDES)
        groups.append(Group(key=each.id, title=wording.statement(each.id), rows=rows))
    return Table(key="moved.levels", caption=wording.say("moved.levels"), columns=columns, groups=tuple(groups))


def answered_table(report: Report, wording: Wording) -> Table:
    """How many of those invited answered, wave by wave, a row a side."""

    def took(part: Participation) -> Cell:
        if not part.invited:
            return Cell(text=str(part.answered), value=part.answered)
        rate = wording.percent(part.answered / part.invited)
        names = {"answered": part.answered, "invited": part.invited, "rate": rate}
        return Cell(text=wording.say("moved.took", **names), value=part.answered)

    waves = report.trend[0].series
    columns = (
        Column(key="company", title=wording.say("participation.company")),
        *(Column(key=f"wave_{one.wave}", title=wave_name(one, wording, "_head"), kind="count") for one in waves),
    )
    rows = tuple(
        Row(
            key=side,
            cells=(
                Cell(text=wording.company(side), side=side),
                *(took(one.participation[side]) for one in waves),
            ),
        )
        for side in SIDES
    )
    return table("moved.answered", wording.say("moved.answered"), columns, rows)
