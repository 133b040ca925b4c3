"""How each side's answers fall: diverging stacked bars, both sides of a statement next to each other."""

from collections.abc import Sequence
from functools import partial

import msgspec

from diagnostic.analysis.report import Statement, StatementSide
from diagnostic.briefing.charts.layout import INK, Layout, diverging, legible_on
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, beside, marks, space, stack
from diagnostic.briefing.charts.tips import answer_tip
from diagnostic.briefing.figures import is_shown, reason_of, shown_counts, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_BAR = 24


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
    sheet, columns = Sheet(layout, wording), _columns(layout, reach, labelled=labelled)
    rows = [_row(sheet, columns, statement) for statement in statements]
    return sheet.drawing(_head(sheet, columns, statements[0]), space(8), stack(*rows, between=18), space(6))


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
        return _Columns(290, (302, 426), Axis(-low, high, 438, 734), 744)
    return _Columns(0, (0, 170), Axis(-low, high, 182, 734), 744)


def _head(sheet: Sheet, columns: _Columns, example: Statement) -> Block:
    """The shades from the lowest to the highest answer, with the names of both ends."""
    colours, left = diverging(example.points), columns.shares.left
    wide = (16 if sheet.wide else 10) * len(colours)
    start = (left + columns.shares.right - wide) / 2
    shades = Axis(0, len(colours), start, start + wide)

    def draw(y: float) -> None:
        for n, colour in enumerate(colours):
            sheet.bar(shades(n), shades(n + 1), y, high=12, fill=colour)

    lowest, highest = (sheet.wording.label(example.item, point) or str(point) for point in (1, example.points))
    return beside(
        marks(24, draw),
        sheet.text(shades.left - 6, lowest, "note", start - left - 6, "right", most=2),
        sheet.text(shades.right + 6, highest, "note", start - left - 6, most=2),
        sheet.text(columns.figures, sheet.say("chart.mean_n" if sheet.wide else "chart.mean_n_short"), "note"),
    )


def _row(sheet: Sheet, columns: _Columns, statement: Statement) -> Block:
    bars = stack(*(_side(sheet, columns, statement, side) for side in SIDES), between=4)
    if not columns.label:
        return bars
    label = sheet.text(0, sheet.wording.statement(statement.id), "body" if sheet.wide else "strong", columns.label)
    return sheet.row(label, bars, between=4)


def _side(sheet: Sheet, columns: _Columns, statement: Statement, side: Side) -> Block:
    """The company, a box a category or what stands in their place, and mean and number of answers."""
    start, end = columns.companies
    company = sheet.text(end, sheet.wording.company(side), "small", end - start, "right", most=2)
    answers, left = statement.sides[side], columns.figures
    counts, figures = shown_counts(answers), space(_BAR)
    if is_shown(answers.mean) and is_shown(answers.n):
        words = str(answers.n)
        if sheet.wide:
            cant_say = answers.cant_say if is_shown(answers.cant_say) else 0
            words = sheet.say(f"chart.answers{'_cant_say' if cant_say else ''}", n=answers.n, cant_say=cant_say)
        mean = sheet.text(left, sheet.wording.number(answers.mean), "strong")
        figures = beside(figures, mean, sheet.text(left + 29, words, "note"))
    room, note = columns.shares.right - columns.shares.left, _note(answers, sheet.wording)
    bar = sheet.text(columns.shares.left, note, "note", room, most=2)
    if counts and sum(counts):
        bar = marks(_BAR, partial(_bar, sheet, columns.shares, statement, side, counts))
    return beside(company, bar, figures)


def _bar(sheet: Sheet, x: Axis, statement: Statement, side: Side, counts: Sequence[int], y: float) -> None:  # noqa: PLR0917
    """A box a category."""
    sheet.guides(x, [0], y - _BAR / 2 - 3, y + _BAR / 2 + 3, zero=INK)
    share = -_left(counts)
    for place, (count, colour) in enumerate(zip(counts, diverging(len(counts)), strict=True)):
        left, right = x(share), x(share + count / sum(counts))
        share += count / sum(counts)
        if count:
            tip = answer_tip(statement, side, place, count, sheet.wording)
            sheet.bar(left, right, y, high=_BAR, fill=colour, stroke="#ffffff", tip=tip)
        if right - left > sheet.breadth(str(count), "small") + 4:
            sheet.write((left + right) / 2, y, str(count), "small", "center", legible_on(colour))


def _note(answers: StatementSide, wording: Wording) -> str:
    """What stands in the place of a bar."""
    reason, mean = reason_of(answers.counts), shown_mean(answers)
    if reason is None:
        return wording.say("chart.no_answers")
    return wording.reason_short(reason) if mean is None else wording.say("chart.about", mean=wording.number(mean))
