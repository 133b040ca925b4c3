"""What moved: a panel a scale, both sides' scores over the waves, with intervals and response rates."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from diagnostic.analysis.report import Action, Report, Trend, TrendPoint, Withheld
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, SIDE_COLOURS, TINT, Layout
from diagnostic.briefing.charts.sheet import Drawing, Sheet
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.signs import rate
from diagnostic.briefing.waves import date, scale_name, short_date, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_PLOT = 120
_EDGE = 26
"""Left of a plot, for the ends of the scale, and right of it, for half a date."""
_APART = 4
"""By which the sides' marks stand left and right of their day."""
_BETWEEN = 28
_MARK = 70
_FEW = 6
"""More panels stand four in a row."""


def moved(report: Report, verdicts: Sequence[str], wording: Wording, layout: Layout) -> Drawing:
    """Small multiples, each with its verdict in words; ``verdicts`` as `report.trend` has the scales."""
    sheet = Sheet(layout)
    top = sheet.key([(partial(sheet.side_mark, side, size=_MARK), wording.company(side)) for side in SIDES], 0) + 10
    columns = 1 if not layout.wide else 4 if len(report.trend) > _FEW else 3
    width = (layout.width - (columns - 1) * _BETWEEN) / columns
    panels = [
        _Panel(sheet, trend, verdict, report.unopened, wording, number % columns * (width + _BETWEEN), width)
        for number, (trend, verdict) in enumerate(zip(report.trend, verdicts, strict=True))
    ]
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        plots = top + max(panel.head for panel in row) + 20
        top = max(panel.draw(top, plots, report.actions) for panel in row) + 22
    return sheet.chart(top)


class _Panel:
    """One scale, drawn; all lengths in pixels."""

    def __init__(  # noqa: PLR0917 (what a panel is made of)
        self,
        sheet: Sheet,
        trend: Trend,
        verdict: str,
        unopened: Sequence[dt.date],
        wording: Wording,
        left: float,
        width: float,
    ) -> None:
        self.sheet, self.trend, self.wording = sheet, trend, wording
        self.left, self.width = left, width
        self.start, self.end = left + _EDGE, left + width - _EDGE
        self.title = sheet.wrap(scale_name(trend, wording), width, bold=True, most=2)
        self.said = sheet.wrap(verdict, width, small=True, most=3)
        self.holes = [(x, day) for day in unopened if (x := self.place(day)) is not None]
        """Where waves would stand that ended below the threshold, between the first and the last that are shown."""
        self.top = 0.0
        """Of the plot."""

    @property
    def head(self) -> float:
        """How high title and verdict are."""
        return len(self.title) * self.sheet.step() + len(self.said) * self.sheet.step(small=True)

    def draw(self, top: float, plot: float, actions: Sequence[Action]) -> float:
        """Draw it, the head from ``top`` down and the plot from ``plot``; where it ends."""
        self.top = plot
        titles = len(self.title) * self.sheet.step()
        self.sheet.write(self.left, top + titles / 2, self.title, bold=True)
        half = len(self.said) * self.sheet.step(small=True) / 2
        self.sheet.write(self.left, top + titles + half, self.said, small=True, colour=MUTED)
        for score in range(1, self.trend.points + 1):
            y = self.down(score)
            self.sheet.line(self.start - 8, y, self.end + 8, y)
            if score in (1, self.trend.points):
                self.sheet.write(self.start - 12, y, str(score), small=True, align="right", colour=MUTED)
        self.agreed(actions)
        self.gaps()
        for side in SIDES:
            self.line(side)
        return self.below()

    def down(self, score: float) -> float:
        return self.top + _PLOT * (self.trend.points - score) / (self.trend.points - 1)

    def places(self) -> list[tuple[float, TrendPoint]]:
        """Where each wave stands: by its day, where all are known, else evenly."""
        dated = [(self.place(point.closed), point) for point in self.trend.series if point.closed]
        found = [(x, point) for x, point in dated if x is not None]
        if len(found) == len(self.trend.series):
            return found
        step = (self.end - self.start) / max(len(self.trend.series) - 1, 1)
        return [(self.start + place * step, point) for place, point in enumerate(self.trend.series)]

    def place(self, day: dt.date) -> float | None:
        """Where a day stands on the time line; None outside it, or where there is none."""
        days = [point.closed for point in self.trend.series]
        first, last = days[0], days[-1]
        if first is None or last is None or None in days or not first <= day <= last or first == last:
            return None
        return self.start + (self.end - self.start) * (day - first).days / (last - first).days

    def agreed(self, actions: Sequence[Action]) -> None:
        """What was agreed, numbered as in the list of it, on the time line."""
        numbers: dict[dt.date, list[str]] = {}
        for number, action in enumerate(actions, start=1):
            numbers.setdefault(action.agreed, []).append(str(number))
        for day, own in numbers.items():
            if (x := self.place(day)) is None:
                continue
            self.sheet.line(x, self.top - 2, x, self.top + _PLOT, colour=FAINT, dash=(2, 3))
            self.sheet.write(x, self.top - 9, ", ".join(own), small=True, align="center", colour=MUTED)

    def gaps(self) -> None:
        """A column where a wave does not show the scale, or none of it could be opened."""
        for x, day in self.holes:
            self.column(x, self.wording.say("moved.unopened", date=date(day, self.wording)))
        for x, point in self.places():
            mean = point.sides.a.mean
            if not is_shown(mean) and isinstance(mean, Withheld):
                tip = self.wording.say(
                    "moved.missing",
                    wave=wave_name(point, self.wording),
                    scale=scale_name(self.trend, self.wording),
                    why=self.wording.reason_short(mean.withheld),
                )
                self.column(x, tip)

    def column(self, x: float, tip: str) -> None:
        self.sheet.box(x - 6, self.down(self.trend.points), x + 6, self.down(1), fill=TINT, tip=tip)

    def line(self, side: Side) -> None:
        colour, shift = SIDE_COLOURS[side], -_APART if side == "a" else _APART
        places = [(x + shift, point) for x, point in self.places()]
        for (x, before), (x2, after) in pairwise(places):
            first, second = before.sides[side].mean, after.sides[side].mean
            across = any(x - shift < hole < x2 - shift for hole, _ in self.holes)
            if is_shown(first) and is_shown(second) and not across:
                self.sheet.line(x, self.down(first), x2, self.down(second), colour=colour, width=2)
        for x, point in places:
            own = point.sides[side]
            if not is_shown(own.mean):
                continue
            if is_shown(own.interval):
                low, high = (min(max(end, 1), self.trend.points) for end in own.interval)
                self.sheet.line(x, self.down(high), x, self.down(low), colour=colour, width=1.5, opacity=0.6)
            tip = self.tip(point, side)
            if is_shown(own.n):
                self.sheet.side_mark(side, x, self.down(own.mean), size=_MARK, tip=tip)
            else:
                self.sheet.hollow_mark(side, x, self.down(own.mean), tip=tip)

    def tip(self, point: TrendPoint, side: Side) -> str:
        own, wording = point.sides[side], self.wording
        return wording.say(
            "moved.tip",
            wave=wave_name(point, wording),
            company=wording.company(side),
            mean=wording.figure(own.mean),
            interval=wording.interval(own.interval) if is_shown(own.interval) else wording.say("moved.level_alone"),
        )

    def below(self) -> float:
        """The days, as far as there is room for them, and who answered; where that ends."""
        top, step = self.top + _PLOT + 14, self.sheet.step(small=True)
        days = [(x, short_date(p.closed, self.wording) if p.closed else str(p.wave)) for x, p in self.places()]
        self.texts(days, top, INK)
        for row, side in enumerate(SIDES, start=1):
            y = top + row * step + 2
            self.sheet.side_mark(side, self.left + 6, y, size=34)
            self.texts([(x, self.answered(point, side)) for x, point in self.places()], y, MUTED)
        return top + 2 * step + 10

    def answered(self, point: TrendPoint, side: Side) -> str:
        took = rate(point, side)
        return self.wording.percent(took) if took is not None else str(point.participation[side].answered)

    def texts(self, texts: Sequence[tuple[float, str]], y: float, colour: str) -> None:
        """The last, and before it those for which there is room."""
        room = self.left + self.width + _EDGE
        for x, text in reversed(texts):
            half = self.sheet.breadth(text, small=True) / 2
            if x + half < room - 3:
                self.sheet.write(x, y, text, small=True, align="center", colour=colour)
                room = x - half
