"""What moved: a panel a scale, both sides' scores over the waves, with intervals and response rates."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from diagnostic.analysis.report import Report, Trend, TrendPoint
from diagnostic.briefing.charts.layout import FAINT, SIDE_COLOURS, TINT, Layout
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, Style, beside, marks, space, stack
from diagnostic.briefing.figures import is_shown, reason_of
from diagnostic.briefing.signs import rate
from diagnostic.briefing.waves import along, date, scale_name, short_date, wave_name
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
    sheet = Sheet(layout, wording)
    key = sheet.key((partial(sheet.side_mark, side, size=_MARK), wording.company(side)) for side in SIDES)
    columns = 1 if not layout.wide else 4 if len(report.trend) > _FEW else 3
    width = (layout.width - (columns - 1) * _BETWEEN) / columns
    panels = [
        _Panel(sheet, report, trend, n % columns * (width + _BETWEEN), width) for n, trend in enumerate(report.trend)
    ]
    rows = []
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        heads = [panel.head(verdict) for panel, verdict in zip(row, verdicts[start:], strict=False)]
        height = max(head.height for head in heads)
        even = (stack(head, space(height - head.height)) for head in heads)
        rows.append(stack(beside(*even), space(20), beside(*(panel.plot() for panel in row))))
    return sheet.drawing(key, space(10), stack(*rows, between=22), space(22))


class _Panel:
    """One scale, drawn; all lengths in pixels."""

    def __init__(self, sheet: Sheet, report: Report, trend: Trend, left: float, width: float) -> None:
        self.sheet, self.trend, self.wording, self.actions = sheet, trend, sheet.wording, report.actions
        self.left, self.width, self.start, self.end = left, width, left + _EDGE, left + width - _EDGE
        waves = along(trend, report.unopened)
        first, last = waves[0][0], waves[-1][0]
        dated = first and last and first < last
        ends = (first.toordinal(), last.toordinal()) if first and last and dated else (0, max(len(waves) - 1, 1))
        self.dated, self.time = dated, Axis(*ends, self.start, self.end)
        """Of days, where all are known; else waves stand evenly."""
        self.waves = [
            (self.time(day.toordinal() if day and dated else n), day, point) for n, (day, point) in enumerate(waves)
        ]
        """Where each stands; without a point one that ended below the threshold."""
        self.places = [(x, point) for x, _, point in self.waves if point]

    def head(self, verdict: str) -> Block:
        title = self.sheet.text(self.left, scale_name(self.trend, self.wording), "strong", self.width, most=2)
        return stack(title, self.sheet.text(self.left, verdict, "note", self.width, most=3))

    def plot(self) -> Block:
        """Both sides' lines; below them the days and, a row a side, who answered."""
        days = [(x, short_date(p.closed, self.wording) if p.closed else str(p.wave)) for x, p in self.places]
        step = self.sheet.step("note")
        answered = (marks(step, partial(self.answered, side)) for side in SIDES)
        return stack(
            Block(_PLOT, self.lines), space(6), marks(step, partial(self.texts, days, "small")), space(3), *answered
        )

    def lines(self, top: float) -> None:
        y, points = Axis(self.trend.points, 1, top, top + _PLOT), self.trend.points
        for score in range(1, points + 1):
            self.sheet.line(self.start - 8, y(score), self.end + 8, y(score))
        for score in (1, points):
            self.sheet.write_beside(self.start, y(score), str(score), -12)
        self.agreed(top)
        for x, tip in self.gaps():
            self.sheet.box(x - 6, top, x + 6, top + _PLOT, fill=TINT, tip=tip)
        for side in SIDES:
            self.line(side, y)

    def agreed(self, top: float) -> None:
        """What was agreed, numbered as in the list of it, on the time line."""
        numbers: dict[dt.date, list[str]] = {}
        for number, action in enumerate(self.actions, start=1):
            if self.dated and self.time.low <= action.agreed.toordinal() <= self.time.high:
                numbers.setdefault(action.agreed, []).append(str(number))
        for day, own in numbers.items():
            x = self.time(day.toordinal())
            self.sheet.line(x, top - 2, x, top + _PLOT, stroke=FAINT, dash=(2, 3))
            self.sheet.write(x, top - 9, ", ".join(own), "note", "center")

    def gaps(self) -> Iterator[tuple[float, str]]:
        """Where a wave does not show the scale, or none of it could be opened, and why."""
        for x, day, point in self.waves:
            if point is None and day is not None:
                yield x, self.wording.say("moved.unopened", date=date(day, self.wording))
            elif point and (reason := reason_of(point.sides.a.mean)):
                names = {"wave": wave_name(point, self.wording), "scale": scale_name(self.trend, self.wording)}
                yield x, self.wording.say("moved.missing", why=self.wording.reason_short(reason), **names)

    def line(self, side: Side, y: Axis) -> None:
        colour, shift = SIDE_COLOURS[side], -_APART if side == "a" else _APART
        waves = [(x + shift, point, point.sides[side] if point else None) for x, _, point in self.waves]
        for (x, _, before), (x2, _, after) in pairwise(waves):
            if before and after and is_shown(before.mean) and is_shown(after.mean):
                self.sheet.line(x, y(before.mean), x2, y(after.mean), stroke=colour, width=2)
        for x, point, own in waves:
            if point is None or own is None or not is_shown(own.mean):
                continue
            if is_shown(own.interval):
                low, high = (min(max(end, 1), self.trend.points) for end in own.interval)
                self.sheet.line(x, y(high), x, y(low), stroke=colour, width=1.5, opacity=0.6)
            mark = partial(self.sheet.side_mark, size=_MARK) if is_shown(own.n) else self.sheet.hollow_mark
            mark(side, x, y(own.mean), tip=self.tip(point, side))

    def tip(self, point: TrendPoint, side: Side) -> str:
        own, wording = point.sides[side], self.wording
        interval = wording.interval(own.interval) if is_shown(own.interval) else wording.say("moved.level_alone")
        names = {"wave": wave_name(point, wording), "company": wording.company(side)}
        return wording.say("moved.tip", mean=wording.figure(own.mean), interval=interval, **names)

    def answered(self, side: Side, y: float) -> None:
        """The share of those invited who answered, or how many where it is not known how many were."""
        self.sheet.side_mark(side, self.left + 6, y, size=34)
        told = []
        for x, point in self.places:
            took = rate(point, side)
            told.append((x, str(point.participation[side].answered) if took is None else self.wording.percent(took)))
        self.texts(told, "note", y)

    def texts(self, texts: Sequence[tuple[float, str]], style: Style, y: float) -> None:
        """The last, and before it those for which there is room."""
        room = self.left + self.width + _EDGE
        for x, text in reversed(texts):
            half = self.sheet.breadth(text, style) / 2
            if x + half < room - 3:
                self.sheet.write(x, y, text, style, "center")
                room = x - half
