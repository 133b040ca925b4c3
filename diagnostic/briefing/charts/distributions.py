"""How each side's answers fall: diverging stacked bars, both sides of a statement next to each other."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Statement, Withheld
from diagnostic.briefing.charts.layout import INK, MUTED, Layout, diverging, legible_on
from diagnostic.briefing.charts.sheet import Align, Axis, Drawing, Sheet
from diagnostic.briefing.charts.tips import answer_tip
from diagnostic.briefing.figures import shown_counts, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_BAR = 24
_BETWEEN = 4
_HEADER = 34
_KEY = 12
"""The middle of what stands above the bars, from the top."""


class _Columns(msgspec.Struct, frozen=True):
    """Where things lie, in pixels."""

    label: float
    """As wide as a statement may be: above its bars on a phone, and 0 where it is said beside the chart."""
    companies: tuple[float, float]
    shares: Axis
    figures: float


def distributions(
    statements: Sequence[Statement],
    wording: Wording,
    layout: Layout,
    *,
    reach: tuple[float, float],
    labelled: bool = True,
) -> Drawing:
    """Statements of one number of points. ``reach``: the largest shares left and right of the middle.

    Charts drawn with one reach can be compared. A withheld statement says so in its place.
    """
    sheet = Sheet(layout)
    columns = _columns(layout, reach, labelled=labelled)
    _head(sheet, columns, statements[0], wording)
    top = float(_HEADER)
    for statement in statements:
        top = _row(sheet, columns, statement, wording, top)
    return sheet.chart(top - 12)


def reach_of(statements: Sequence[Statement]) -> tuple[float, float]:
    """The largest shares left and right of the middle, among all these statements and both sides."""
    shares = [
        _left(counts) for s in statements for side in SIDES if (counts := shown_counts(s.sides[side])) and sum(counts)
    ]
    return max([0.3, *shares]), max([0.3, *(1 - share for share in shares)])


def _left(counts: Sequence[int]) -> float:
    """The share left of the middle: of all lower categories and half of a middle one."""
    half = len(counts) // 2
    return (sum(counts[:half]) + (counts[half] / 2 if len(counts) % 2 else 0)) / sum(counts)


def _columns(layout: Layout, reach: tuple[float, float], *, labelled: bool) -> _Columns:
    low, high = reach
    if not layout.wide:
        return _Columns(layout.width - 4 if labelled else 0, (0, 76), Axis(-low, high, 82, 266), 272)
    if labelled:
        return _Columns(290, (302, 426), Axis(-low, high, 438, 738), 750)
    return _Columns(0, (0, 170), Axis(-low, high, 182, 736), 748)


def _head(sheet: Sheet, columns: _Columns, example: Statement, wording: Wording) -> None:
    """The shades from the lowest to the highest answer, with the names of both ends."""
    colours = diverging(example.points)
    swatch = 16 if sheet.layout.wide else 10
    left, right = columns.shares.left, columns.shares.right
    start = (left + right - swatch * len(colours)) / 2
    for n, colour in enumerate(colours):
        sheet.box(start + n * swatch, _KEY - 6, start + (n + 1) * swatch, _KEY + 6, fill=colour)
    ends: tuple[tuple[int, float, Align], ...] = (
        (1, start - 6, "right"),
        (example.points, start + swatch * len(colours) + 6, "left"),
    )
    for point, x, align in ends:
        name = wording.label(example.item, point) or str(point)
        lines = sheet.wrap(name, start - left - 6, small=True, most=2)
        sheet.write(x, _KEY, lines, small=True, align=align, colour=MUTED)
    words = wording.say("chart.mean_n" if sheet.layout.wide else "chart.mean_n_short")
    sheet.write(columns.figures, _KEY, words, small=True, colour=MUTED)


def _row(sheet: Sheet, columns: _Columns, statement: Statement, wording: Wording, top: float) -> float:
    wide, both = sheet.layout.wide, 2 * _BAR + _BETWEEN
    lines = sheet.wrap(wording.statement(statement.id), columns.label) if columns.label else []
    text = len(lines) * sheet.step()
    height = max(text, both) if wide else text + both + (4 if lines else 0)
    sheet.write(0, top + (height if wide else text) / 2, lines, bold=not wide)
    first = top + ((height - both) / 2 if wide else height - both)
    for n, side in enumerate(SIDES):
        y = first + _BAR / 2 + n * (_BAR + _BETWEEN)
        _company(sheet, columns, wording.company(side), y)
        _bar(sheet, columns.shares, statement, side, wording, y=y)
        _figures(sheet, columns.figures, statement, side, wording, y=y)
    return top + height + (18 if wide else 20)


def _company(sheet: Sheet, columns: _Columns, name: str, y: float) -> None:
    start, end = columns.companies
    if sheet.layout.wide and not columns.label and sheet.breadth(name) <= end - start:
        sheet.write(start, y, name)
        return
    aligned = bool(columns.label) or not sheet.layout.wide
    lines = sheet.wrap(name, end - start, small=True, most=2)
    sheet.write(end if aligned else start, y, lines, small=True, align="right" if aligned else "left")


def _bar(sheet: Sheet, x: Axis, statement: Statement, side: Side, wording: Wording, *, y: float) -> None:
    """A box a category, or what stands in their place."""
    counts = shown_counts(statement.sides[side])
    if not counts or not sum(counts):
        lines = _note(sheet, x, statement, side, wording)
        sheet.write(x.left, y, lines, small=True, colour=MUTED)
        return
    sheet.guide(x(0), y - _BAR / 2 - 3, y + _BAR / 2 + 3, colour=INK)
    for place, (start, end) in _segments(counts):
        count, colour, left, right = counts[place], diverging(len(counts))[place], x(start), x(end)
        tip = answer_tip(statement, side, place, count, wording)
        sheet.box(left, y - _BAR / 2, right, y + _BAR / 2, fill=colour, stroke="#ffffff", tip=tip)
        if right - left > sheet.breadth(str(count), small=True) + 4:
            text = legible_on(colour)
            sheet.write((left + right) / 2, y, str(count), small=True, align="center", colour=text)


def _segments(counts: Sequence[int]) -> Iterator[tuple[int, tuple[float, float]]]:
    """Where each category with answers begins and ends, as shares right of the middle."""
    start = -_left(counts)
    for place, count in enumerate(counts):
        end = start + count / sum(counts)
        if count:
            yield place, (start, end)
        start = end


def _note(sheet: Sheet, x: Axis, statement: Statement, side: Side, wording: Wording) -> list[str]:
    counts, mean = statement.sides[side].counts, shown_mean(statement.sides[side])
    if not isinstance(counts, Withheld):
        return [wording.say("chart.no_answers")]
    if mean is not None:
        return [wording.say("chart.about", mean=wording.number(mean))]
    return sheet.wrap(wording.reason_short(counts.withheld), x.right - x.left, small=True, most=2)


def _figures(sheet: Sheet, left: float, statement: Statement, side: Side, wording: Wording, *, y: float) -> None:
    """Mean and number of answers, as the numbers that go with the bars."""
    answers = statement.sides[side]
    mean, n, cant_say = shown_mean(answers), answers.n, answers.cant_say
    if mean is None or isinstance(n, Withheld):
        return
    sheet.write(left, y, wording.number(mean), bold=True)
    if not sheet.layout.wide:
        words = str(n)
    elif isinstance(cant_say, Withheld) or not cant_say:
        words = wording.say("chart.answers", n=n)
    else:
        words = wording.say("chart.answers_cant_say", n=n, cant_say=cant_say)
    sheet.write(left + (30 if sheet.layout.wide else 28), y, words, small=True, colour=MUTED)
