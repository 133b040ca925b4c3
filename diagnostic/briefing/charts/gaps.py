"""The gap overview: every statement as a dumbbell, and its gap with the interval, largest first."""

import math
from collections.abc import Sequence

import msgspec

from diagnostic.analysis.report import Statement, Withheld
from diagnostic.briefing.charts.layout import FAINT, INK, LINE, MUTED, Layout, breadth
from diagnostic.briefing.charts.sheet import Align, Axis, Drawing, Sheet
from diagnostic.briefing.charts.tips import gap_tip, mean_tip
from diagnostic.briefing.figures import shown_gap, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

_FILLS = {"gap": INK, "very_likely": MUTED, "aligned": FAINT}
_MARKS = {"a": 90, "b": 60}
"""Where both are at one place, the circle shows around the diamond."""
_BAND = 28
"""How high the guides are on a phone, where the statement stands above its row."""


class _Columns(msgspec.Struct, frozen=True):
    """Where things lie, in pixels; on a phone the statement stands above its row instead of beside it."""

    label: float
    """As wide as a statement may be."""
    means: Axis
    gap: Axis
    figures: float
    interval: float
    """From where on."""


def gap_overview(
    statements: Sequence[Statement], wording: Wording, layout: Layout, reach: float | None = None
) -> Drawing:
    """Statements of one number of points, in the order given; ``reach`` is how far the gap's axis goes.

    Left both sides' means, right the gap (b minus a) with its interval, so that the eye gets the
    size of a gap and how well it is known at once. The dot is black for the verdict *gap*, dark
    for *very likely*, light for *aligned*, hollow where the answers cannot tell.
    """
    sheet = Sheet(layout)
    columns = _columns(statements[0].points, reach or gap_reach(statements), wording, layout)
    top = _head(sheet, columns, statements[0].points, wording)
    for statement in statements:
        top = _row(sheet, columns, statement, wording, top)
    return sheet.chart(top + 4)


def gap_reach(statements: Sequence[Statement]) -> float:
    """How far the gap's axis must go to hold every interval, or the gap where there is none, in scale points."""
    shown = [gap for s in statements if (gap := shown_gap(s.gap))]
    ends = [abs(end) for gap in shown for end in gap.interval or (gap.difference,)]
    return max(1.0, math.ceil(2 * max(ends, default=1.0)) / 2)


def _columns(points: int, reach: float, wording: Wording, layout: Layout) -> _Columns:
    """With as much room for the figures as an interval with two decimals takes, in any language and size of type."""
    space, gap = (12, 146) if layout.wide else (8, 92)
    interval = layout.width - math.ceil(breadth(wording.gap_interval((0.01, 0.09)), layout.small))
    figures = interval - (math.ceil(breadth("+0.00", layout.size)) if layout.wide else 0)
    end = figures - space - gap - space
    start = end - 232 if layout.wide else 0
    return _Columns(
        label=start - space if layout.wide else layout.width,
        means=Axis(0.55, points + 0.45, start, end),
        gap=Axis(-reach, reach, end + space, figures - space),
        figures=figures,
        interval=interval,
    )


def _head(sheet: Sheet, columns: _Columns, points: int, wording: Wording) -> float:
    """The key above the means, who answers higher above either side of the gaps, both scales; where they end."""
    small, means = sheet.layout.small, columns.means
    for n, side in enumerate(SIDES):
        y = small / 2 + 4 + n * (small + 5)
        name = sheet.wrap(wording.company(side), means.right - means.left - 16, small=True, most=1)
        sheet.write(means.left + 14, y, name, small=True, bold=True)
        sheet.side_mark(side, means.left + 5, y, size=_MARKS[side])
    words = _higher(sheet, columns, wording)
    most = max(len(lines) for lines in words)
    # b minus a: to the left of zero side a answers higher.
    places: tuple[tuple[float, Align], ...] = ((-6, "right"), (6, "left"))
    for lines, (beside, align) in zip(words, places, strict=True):
        middle = 4 + small / 2 + (most - (len(lines) + 1) / 2) * sheet.step(small=True)
        sheet.write(columns.gap(0) + beside, middle, lines, small=True, align=align)
    bottom = (most + 1) * sheet.step(small=True) + 10
    for n in range(1, points + 1):
        sheet.write(means(n), bottom - 8, str(n), small=True, align="center", colour=MUTED)
    for tick in _ticks(columns.gap.high):
        if columns.gap.high <= 2 or tick % 2 == 0:
            text = wording.signed(tick, 0)
            sheet.write(columns.gap(tick), bottom - 8, text, small=True, align="center", colour=MUTED)
    return bottom


def _higher(sheet: Sheet, columns: _Columns, wording: Wording) -> list[list[str]]:
    room = (columns.gap.right - columns.gap.left) / 2 - 8
    names = [sheet.wrap(wording.company(side), room, small=True) for side in SIDES]
    words = [word for side in SIDES for word in wording.company(side).split()]
    if any(len(lines) > 2 for lines in names) or any(sheet.breadth(word, small=True) > room for word in words):
        # The marks of the key just beside it, where a name finds no room.
        names = [["●"], ["◆"]]
    return [[*lines, wording.say("chart.higher")] for lines in names]


def _ticks(reach: float) -> list[float]:
    step = 1 if reach >= 1 else 0.5
    return [step * n for n in range(-int(reach / step), int(reach / step) + 1)]


def _row(sheet: Sheet, columns: _Columns, statement: Statement, wording: Wording, top: float) -> float:
    lines = sheet.wrap(wording.statement(statement.id), columns.label)
    text = len(lines) * sheet.step()
    bottom = top + (max(text, 24) + 12 if sheet.layout.wide else text + 42)
    y = (top + bottom) / 2 if sheet.layout.wide else top + text + 20
    sheet.write(0, y if sheet.layout.wide else top + 4 + text / 2, lines)
    # Not through a statement that stands above its row.
    band = (top, bottom) if sheet.layout.wide else (y - _BAND / 2, y + _BAND / 2)
    for point in range(1, statement.points + 1):
        sheet.guide(columns.means(point), *band)
    for tick in _ticks(columns.gap.high):
        sheet.guide(columns.gap(tick), *band, colour=LINE if tick else INK)
    _means(sheet, columns.means, statement, wording, y)
    _gap(sheet, columns, statement, wording, y)
    return bottom


def _means(sheet: Sheet, x: Axis, statement: Statement, wording: Wording, y: float) -> None:
    """Both sides' means, joined; or why they are not there."""
    known = [(mean, side) for side in SIDES if (mean := shown_mean(statement.sides[side])) is not None]
    reason = statement.gap.mean_difference
    if not known or isinstance(reason, Withheld):
        words = wording.reason_short(reason.withheld if isinstance(reason, Withheld) else "protected")
        if len(known) == len(SIDES):
            a, b = (wording.number(mean) for mean, _ in known)
            words = wording.say("chart.about_both", mean_a=a, mean_b=b)
        sheet.write(x.left, y, words, small=True, colour=MUTED)
        return
    known.sort(key=lambda one: one[0])
    sheet.line(x(known[0][0]), y, x(known[-1][0]), y, colour=FAINT, width=3)
    for n, (mean, side) in enumerate(known):
        _mean(sheet, x, mean, wording.number(mean), y, left=n == 0)
        sheet.side_mark(side, x(mean), y, size=_MARKS[side], tip=mean_tip(statement, side, wording))


def _mean(sheet: Sheet, x: Axis, mean: float, text: str, y: float, *, left: bool) -> None:
    """The number beside its mark; below it at either end of the scale, where there is no room."""
    room = x(mean) - x.left if left else x.right - x(mean)
    place, down = (-9 if left else 9), 0
    align: Align = "right" if left else "left"
    if room <= 9 + sheet.breadth(text, small=True):
        place, down, align = 0, 14, "center"
    sheet.write(x(mean) + place, y + down, text, small=True, align=align, colour=MUTED)


def _gap(sheet: Sheet, columns: _Columns, statement: Statement, wording: Wording, y: float) -> None:
    """The gap with its interval, drawn, and as numbers: on one line where there is room, else below each other."""
    gap, x = shown_gap(statement.gap), columns.gap
    if gap is None:
        return
    tip = gap_tip(statement, wording)
    if gap.interval:
        low, high = map(x, gap.interval)
        sheet.line(low, y, high, y, colour=INK, width=1.5, tip=tip)
        for end in (low, high):
            sheet.line(end, y - 4.5, end, y + 4.5, colour=INK, width=1.5)
    fill = _FILLS.get(gap.verdict, "#ffffff")
    sheet.mark(x(gap.difference), y, fill=fill, stroke=INK, size=64, tip=tip)
    shift = 0 if sheet.layout.wide else sheet.layout.small * 0.6
    sheet.write(columns.figures, y - shift, wording.signed(gap.difference), bold=True)
    sheet.write(columns.interval, y + shift, wording.gap_interval(gap.interval), small=True, colour=MUTED)
