"""What moved: a panel a scale, both sides' scores over the waves and below them their gap, with intervals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from diagnostic.analysis.report import Report, Trend, TrendPoint, Withheld
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, SIDE_COLOURS, TINT, Layout
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, Style, beside, marks, space, stack
from diagnostic.briefing.figures import is_shown, reason_of
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.waves import along, date, scale_name, short_date, wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_PLOT, _STRIP = 100, 56
"""How high the levels' plot is, and the gap's below it."""
_EDGE = 26
"""Left of a plot, for the ends of the scale and half a date."""
_APART = 4
"""By which the sides' marks stand left and right of their day."""
_BETWEEN = 28
_MARK, _SMALL_MARK = 70, 44
_BESIDE = 14
"""From the last day to what is written beside it."""
_CAP = 3
_LEAST = 0.5
"""So far at least the strip of gaps goes either way, in points."""
_FEW = 6
"""More panels stand four in a row."""
_SHARE = 0.36
"""Of a panel, what names at the ends of its lines may take; the figures alone stand there where these are longer."""

Draw = Callable[[float, float], object]


def moved(report: Report, verdicts: Sequence[tuple[Trend, str]], wording: Wording, layout: Layout) -> Drawing:
    """Small multiples, a scale each with its verdict in words."""
    sheet = Sheet(layout, wording)
    columns = 1 if not layout.wide else 4 if len(verdicts) > _FEW else 3
    width = (layout.width - (columns - 1) * _BETWEEN) / columns
    look = _Looks(sheet, report, width)
    panels = [_Panel(look, trend, n % columns * (width + _BETWEEN), width) for n, (trend, _) in enumerate(verdicts)]
    rows = []
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        heads = [panel.head(verdict) for panel, (_, verdict) in zip(row, verdicts[start:], strict=False)]
        height = max(head.height for head in heads)
        even = (stack(head, space(height - head.height)) for head in heads)
        rows.append(stack(beside(*even), space(20), beside(*(panel.plot() for panel in row))))
    return sheet.drawing(look.key(), space(8), stack(*rows, between=16), space(12))


class _Looks:
    """What all panels share: what of a Report is drawn at all, how far its gaps reach, what stands at a line's end."""

    def __init__(self, sheet: Sheet, report: Report, width: float) -> None:
        self.sheet, self.report, self.wording = sheet, report, sheet.wording
        points = [point for trend in report.trend for point in trend.series]
        sides = [point.sides[side] for point in points for side in SIDES]
        gaps = [point.gap for point in points if is_shown(point.gap)]
        gaps += [end for point in points if is_shown(point.gap_interval) for end in point.gap_interval]
        self.reach = (min(gaps), max(gaps)) if gaps else None
        """How far gaps go either way; None where none is shown."""
        self.intervals = any(is_shown(side.interval) for side in sides)
        self.alone = any(is_shown(side.mean) and not is_shown(side.n) for side in sides)
        self.missing = bool(report.unopened) or any(not is_shown(side.mean) for side in sides)
        names = {side: f"{sheet.wording.company(side)} " for side in SIDES}
        widest = max(sheet.breadth(f"{name}5.0", "small") for name in names.values())
        named = widest <= _SHARE * width
        self.names: Mapping[Side, str] = names if named else dict.fromkeys(SIDES, "")
        self.room = _BESIDE + 2 + (widest if named else sheet.breadth("5.0", "small"))
        """Right of a plot."""

    def key(self) -> Block:
        """What every mark stands for, of those that there are."""
        sheet, say = self.sheet, self.wording.say
        entries: list[tuple[Draw, str]] = [
            (partial(sheet.side_mark, side, size=_MARK), self.wording.company(side)) for side in SIDES
        ]
        if self.intervals:
            entries.append((lambda x, y: self.bar(x, y - 7, y + 7, INK), say("moved.key_interval")))
        if self.reach:
            entries.append((self.gap_mark, say("moved.key_gap")))
        if self.alone:
            entries.append((partial(sheet.hollow_mark, "a"), say("moved.key_level")))
        if self.missing:
            entries.append((lambda x, y: sheet.box(x - 5, y - 7, x + 5, y + 7, fill=TINT), say("moved.key_missing")))
        if self.report.actions:
            entries.append((lambda x, y: self.dotted(x, y - 7, y + 7), say("moved.key_agreed")))
        return sheet.key(entries)

    def bar(self, x: float, top: float, bottom: float, colour: str) -> None:
        """An interval, with its ends."""
        self.sheet.line(x, top, x, bottom, stroke=colour, width=1.5)
        for y in (top, bottom):
            self.sheet.line(x - _CAP, y, x + _CAP, y, stroke=colour, width=1.5)

    def gap_mark(self, x: float, y: float, *, tip: str = "") -> None:
        self.sheet.mark(x, y, fill=INK, size=46, shape="square", stroke="#ffffff", tip=tip)

    def dotted(self, x: float, top: float, bottom: float) -> None:
        self.sheet.line(x, top, x, bottom, stroke=FAINT, dash=(2, 3))


class _Panel:
    """One scale, drawn; all lengths in pixels."""

    def __init__(self, look: _Looks, trend: Trend, left: float, width: float) -> None:
        self.look, self.sheet, self.trend, self.wording = look, look.sheet, trend, look.wording
        self.left, self.width, self.start, self.end = left, width, left + _EDGE, left + width - look.room
        waves = along(trend, look.report.unopened)
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
        """Both sides' lines; below them the days, and the gap."""
        days = [(x, short_date(p.closed, self.wording) if p.closed else str(p.wave)) for x, p in self.places]
        step = self.sheet.step("note")
        levels = (
            Block(_PLOT, self.lines), space(6), marks(step, partial(self.texts, days, "small")), *self.named(step)
        )  # fmt: skip
        if not self.look.reach:
            return stack(*levels)
        head = self.sheet.text(self.left, self.wording.say("moved.gap_head"), "note", self.width)
        return stack(*levels, space(3), head, Block(_STRIP, self.strip))

    def named(self, step: float) -> Iterator[Block]:
        """Below the days what waves are called, of those whose name has room in the panel."""
        names = [(x, clean(point.name)) for x, point in self.places if point.name]
        reach = {name: self.sheet.breadth(name, "note") / 2 for _, name in names}
        left, right = self.left, self.left + self.width
        inside = [(x, name) for x, name in names if x - reach[name] >= left and x + reach[name] <= right]
        if inside:
            yield marks(step, partial(self.texts, inside, "note"))

    def lines(self, top: float) -> None:
        least, most = self.trend.lowest, self.trend.highest
        y = Axis(most, least, top, top + _PLOT)
        for score in self.trend.numbers:
            self.sheet.line(self.start - 8, y(score), self.end + 8, y(score))
        for score in (least, most):
            self.sheet.write_beside(self.start, y(score), str(score), -12)
        self.agreed(top)
        for x, tip in self.gaps():
            self.sheet.box(x - 6, top, x + 6, top + _PLOT, fill=TINT, tip=tip)
        for side in SIDES:
            self.line(side, y)
        self.ends(y)

    def agreed(self, top: float) -> None:
        """What was agreed, numbered as in the list of it, on the time line; under one name where days lie close."""
        close: list[list[tuple[float, int]]] = []
        for number, action in enumerate(self.look.report.actions, start=1):
            if not self.dated or not self.time.low <= action.agreed.toordinal() <= self.time.high:
                continue
            x = self.time(action.agreed.toordinal())
            self.look.dotted(x, top - 2, top + _PLOT)
            if close and x - close[-1][-1][0] < self.sheet.breadth("1–4", "note"):
                close[-1].append((x, number))
            else:
                close.append([(x, number)])
        for group in close:
            (first, least), (last, most) = group[0], group[-1]
            words = str(least) if least == most else f"{least}–{most}"
            self.sheet.write((first + last) / 2, top - 9, words, "note", "center")

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
        self.joined([(x, own.mean if own else None) for x, _, own in waves], y, colour, 2)
        for x, point, own in waves:
            if point is None or own is None or not is_shown(own.mean):
                continue
            if is_shown(own.interval):
                low, high = (min(max(end, self.trend.lowest), self.trend.highest) for end in own.interval)
                self.look.bar(x, y(high), y(low), colour)
            mark = partial(self.sheet.side_mark, size=_MARK) if is_shown(own.n) else self.sheet.hollow_mark
            mark(side, x, y(own.mean), tip=self.tip(point, side))

    def joined(
        self, waves: Sequence[tuple[float, float | Withheld | None]], y: Axis, colour: str, width: float
    ) -> None:
        """A line from each wave to the next where both show it."""
        for (x, before), (x2, after) in pairwise(waves):
            if isinstance(before, float) and isinstance(after, float):
                self.sheet.line(x, y(before), x2, y(after), stroke=colour, width=width)

    def ends(self, y: Axis) -> None:
        """Beside its last wave each company with its score, one above the other where they are close."""
        last = self.waves[-1][2]
        found = [(side, mean) for side in SIDES if last and is_shown(mean := last.sides[side].mean)]
        found.sort(key=lambda one: -one[1])
        heights, step = [y(mean) for _, mean in found], self.sheet.step("small")
        if len(heights) == 2 and heights[1] - heights[0] < step:
            middle = sum(heights) / 2
            heights = [middle - step / 2, middle + step / 2]
        for (side, mean), height in zip(found, heights, strict=True):
            text = f"{self.look.names[side]}{self.wording.figure(mean)}"
            self.sheet.write_beside(self.end, height, text, _BESIDE, "small")

    def strip(self, top: float) -> None:
        """The gap over the waves around a line where there is none; its ends say who answers higher."""
        low, high = self.look.reach or (0.0, 0.0)
        y = Axis(max(high, _LEAST), min(low, -_LEAST), top + 4, top + _STRIP - 4)
        self.sheet.line(self.start - 8, y(0), self.end + 8, y(0), stroke=MUTED)
        for side in SIDES:
            self.sheet.side_mark(side, self.left + 8, y(0) + (8 if side == "a" else -8), size=_SMALL_MARK)
        self.joined([(x, point.gap if point else None) for x, _, point in self.waves], y, INK, 1.5)
        for x, point in self.places:
            if not is_shown(point.gap):
                continue
            if is_shown(point.gap_interval):
                low, high = point.gap_interval
                self.look.bar(x, y(high), y(low), INK)
            self.look.gap_mark(x, y(point.gap), tip=self.gap_tip(point))
        last = self.waves[-1][2]
        if last and is_shown(last.gap):
            self.sheet.write_beside(self.end, y(last.gap), self.wording.number(abs(last.gap)), _BESIDE, "small")

    def tip(self, point: TrendPoint, side: Side) -> str:
        own, wording = point.sides[side], self.wording
        interval = wording.interval(own.interval) if is_shown(own.interval) else wording.say("moved.level_alone")
        names = {"wave": wave_name(point, wording), "company": wording.company(side)}
        return wording.say("moved.tip", mean=wording.figure(own.mean), interval=interval, **names)

    def gap_tip(self, point: TrendPoint) -> str:
        wording = self.wording
        if not is_shown(point.gap) or not is_shown(point.gap_interval):
            return ""
        names = {"wave": wave_name(point, wording), "gap": wording.signed(point.gap)}
        return wording.say("moved.gap_tip", interval=wording.gap_interval(point.gap_interval), **names)

    def texts(self, texts: Sequence[tuple[float, str]], style: Style, y: float) -> None:
        """The last, the first, and of those between as many as there is room for."""
        taken: list[tuple[float, float]] = []
        for x, text in (*texts[-1:], *texts[:-1]):
            half = self.sheet.breadth(text, style) / 2
            if all(x + half + 3 < left or right + 3 < x - half for left, right in taken):
                self.sheet.write(x, y, text, style, "center")
                taken.append((x - half, x + half))
