"""The gap overview: every statement as a dumbbell, and its gap with the interval, largest first."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from diagnostic.analysis.report import Statement, VerdictName
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, Layout
from diagnostic.briefing.charts.sheet import Align, Axis, Block, Drawing, Sheet, beside, marks, space, stack
from diagnostic.briefing.charts.tips import gap_tip, mean_tip
from diagnostic.briefing.figures import ShownGap, has_means, reason_of, shown_gap, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_FILLS = {"gap": INK, "very_likely": MUTED, "aligned": FAINT}
_MARKS = {"a": 90, "b": 60}
"""Where both are at one place, the circle shows around the diamond."""
_BAND = 28
"""How high the guides are on a phone, where the statement stands above its row."""


def gap_overview(
    statements: Sequence[Statement], wording: Wording, layout: Layout, reach: float | None = None
) -> Drawing:
    """Statements of one number of points, in the order given; ``reach`` is how far the gap's axis goes.

    Left both sides' means, right the gap (b minus a) with its interval, so that the eye gets the
    size of a gap and how well it is known at once. The dot is black for the verdict *gap*, dark
    for *very likely*, light for *aligned*, hollow where the answers cannot tell.
    """
    sheet, points = Sheet(layout, wording), statements[0].numbers
    means, gaps = _axes(sheet, points, reach or gap_reach(statements))
    ticks = range(-int(gaps.high), int(gaps.high) + 1)
    numbers = {tick: wording.signed(tick, 0) for tick in ticks if gaps.high <= 2 or tick % 2 == 0}
    scales = beside(sheet.numbers(means, {n: str(n) for n in points}), sheet.numbers(gaps, numbers))
    kept = statements if layout.whole else [one for one in statements if has_means(one)]
    rows = (_row(sheet, statement, (means, points), (gaps, ticks)) for statement in kept)
    rest = sheet.rest(len(kept), len(statements))
    key = sheet.key(_verdicts(sheet, kept))
    return sheet.drawing(key, space(4), _head(sheet, means, gaps), scales, space(2), *rows, space(4), rest)


def _verdicts(sheet: Sheet, statements: Sequence[Statement]) -> Iterator[tuple[Callable[[float, float], object], str]]:
    """The dots that occur: each of the three that claim something, then all others, which are hollow."""
    gaps = [gap for statement in statements if (gap := shown_gap(statement.gap))]
    verdicts = sorted({gap.verdict for gap in gaps}, key=lambda verdict: (*_FILLS, verdict).index(verdict))
    by_fill: dict[str, list[str]] = {}
    for verdict in verdicts:
        by_fill.setdefault(_fill(verdict), []).append(sheet.say(f"verdict.{verdict}"))
    for fill, names in by_fill.items():
        yield partial(_dot, sheet, fill=fill), " / ".join(names)


def _fill(verdict: VerdictName) -> str:
    return _FILLS.get(verdict, "#ffffff")


def _dot(sheet: Sheet, x: float, y: float, *, fill: str, tip: str = "") -> None:
    sheet.mark(x, y, fill=fill, stroke=INK, size=64, tip=tip)


def gap_reach(statements: Sequence[Statement]) -> float:
    """How far the gap's axis must go to hold every interval, or the gap where there is none, in scale points."""
    shown = [gap for s in statements if (gap := shown_gap(s.gap))]
    ends = [abs(end) for gap in shown for end in gap.interval or (gap.difference,)]
    return max(1.0, math.ceil(2 * max(ends, default=1.0)) / 2)


def _axes(sheet: Sheet, points: range, reach: float) -> tuple[Axis, Axis]:
    """With as much room for the figures as an interval with two decimals takes, in any language and size of type."""
    space, wide = (12, 146) if sheet.wide else (8, 92)
    interval = math.ceil(sheet.breadth(sheet.wording.gap_interval((0.01, 0.09)), "note"))
    right = sheet.width - interval - (_difference(sheet) if sheet.wide else 0) - space
    end = right - wide - space
    low, high = points[0] - 0.45, points[-1] + 0.45
    return Axis(low, high, end - 232 if sheet.wide else 0, end), Axis(-reach, reach, right - wide, right)


def _difference(sheet: Sheet) -> int:
    """How much room a gap takes as a number."""
    return math.ceil(sheet.breadth("+0.00"))


def _head(sheet: Sheet, means: Axis, gaps: Axis) -> Block:
    """The key above the means, and who answers higher above either side of the gaps."""
    zero = gaps(0)
    names = [sheet.wording.company(side) for side in SIDES]

    def company(side: Side, name: str) -> Block:
        mark = marks(sheet.step("small") + 2, lambda y: sheet.side_mark(side, means.left + 5, y, size=_MARKS[side]))
        room = means.right - means.left - 16
        return beside(sheet.explained(mark), sheet.text(means.left + 14, name, "small strong", room, most=1))

    def higher(name: str, x: float, align: Align) -> Block:
        words = sheet.text(x, sheet.say("chart.higher"), "small", align=align)
        return stack(sheet.text(x, name, "small", room, align), words)

    key, room = stack(*map(company, SIDES, names)), zero - gaps.left - 8
    words = [word for name in names for word in name.split()]
    lines = max(len(sheet.wrap(name, "small", room)) for name in names)
    # The marks of the key just beside it, where a name finds no room.
    a, b = names if lines <= 2 and max(sheet.breadth(word, "small") for word in words) <= room else ("●", "◆")
    # b minus a: to the left of zero side a answers higher.
    return beside(key, higher(a, zero - 6, "right"), higher(b, zero + 6, "left"))


def _row(sheet: Sheet, statement: Statement, means: tuple[Axis, range], gaps: tuple[Axis, range]) -> Block:
    """A statement, with the axes and the numbers on them."""
    label = sheet.label(sheet.wording.statement(statement.id), means[0].left)
    # On a phone the guides do not go through the statement above its row.
    height = max(label.height, 24) + 12 if sheet.wide else _BAND

    def draw(y: float) -> None:
        sheet.guides(*means, y - height / 2, y + height / 2)
        sheet.guides(*gaps, y - height / 2, y + height / 2, zero=INK)
        _means(sheet, means[0], statement, y)
        if gap:
            _gap(sheet, gaps[0], gap, gap_tip(statement, sheet.wording), y)

    gap = shown_gap(statement.gap)
    figures: tuple[Block, ...] = ()
    if gap:
        # As numbers: on one line where there is room, else below each other.
        left = gaps[0].right + (12 if sheet.wide else 8)
        difference = sheet.text(left, sheet.wording.signed(gap.difference), "strong")
        left += _difference(sheet) if sheet.wide else 0
        interval = sheet.text(left, sheet.wording.gap_interval(gap.interval) if gap.interval else "", "note")
        figures = (difference, interval) if sheet.wide else (stack(difference, interval),)
    row = sheet.row(label, marks(height, draw), *figures, between=4)
    return row if sheet.wide else stack(space(4), row, space(8))


def _means(sheet: Sheet, x: Axis, statement: Statement, y: float) -> None:
    """Both sides' means, joined; or why they are not there."""
    known = [(mean, side) for side in SIDES if (mean := shown_mean(statement.sides[side])) is not None]
    reason = reason_of(statement.gap.mean_difference)
    if not known or reason:
        words = sheet.wording.reason_short(reason or "protected")
        if len(known) == len(SIDES):
            a, b = (sheet.wording.number(mean) for mean, _ in known)
            words = sheet.say("chart.about_both", mean_a=a, mean_b=b)
        sheet.write(x.left, y, words, "note")
        return
    (low, first), (high, last) = min(known), max(known)
    sheet.line(x(low), y, x(high), y, stroke=FAINT, width=3)
    for mean, side, by, room in ((low, first, -9, x(low) - x.left), (high, last, 9, x.right - x(high))):
        text = sheet.wording.number(mean)
        if room > 9 + sheet.breadth(text, "note"):
            sheet.write_beside(x(mean), y, text, by)
        else:  # At either end of the scale there is room below alone.
            sheet.write(x(mean), y + 14, text, "note", "center")
        sheet.side_mark(side, x(mean), y, size=_MARKS[side], tip=mean_tip(statement, side, sheet.wording))


def _gap(sheet: Sheet, x: Axis, gap: ShownGap, tip: str, y: float) -> None:
    """The gap with its interval."""
    if gap.interval:
        low, high = map(x, gap.interval)
        sheet.line(low, y, high, y, stroke=INK, width=1.5, tip=tip)
        for end in (low, high):
            sheet.line(end, y - 4.5, end, y + 4.5, stroke=INK, width=1.5)
    _dot(sheet, x(gap.difference), y, fill=_fill(gap.verdict), tip=tip)
