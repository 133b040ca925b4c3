"""How each side's answers fall: diverging stacked bars, both sides of a statement next to each other."""

from collections.abc import Sequence
from functools import partial

from diagnostic.analysis.report import Statement, StatementSide
from diagnostic.briefing.bars import written_in
from diagnostic.briefing.charts.layout import INK, Layout, diverging, legible_on
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, beside, marks, space, stack
from diagnostic.briefing.charts.tips import answer_tip
from diagnostic.briefing.figures import has_means, is_shown, reason_of, shown_counts, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_BAR = 24


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
    sheet, until = Sheet(layout, wording), 302 if labelled and layout.wide else 0
    left, right = (438 if labelled else 182, 738) if layout.wide else (82, 266)
    x = Axis(-reach[0], reach[1], left, right)
    rows, kept = [], statements if layout.whole else [one for one in statements if has_means(one)]
    for statement in kept:
        row = stack(*(_side(sheet, x, until, statement, side) for side in SIDES), between=4)
        if labelled:
            name = sheet.label(wording.statement(statement.id), until, "body" if layout.wide else "strong")
            row = sheet.row(name, row, between=4)
        rows.append(row)
    return sheet.drawing(
        _head(sheet, x, statements[0]),
        space(3),
        stack(*rows, between=18),
        space(5),
        sheet.rest(len(kept), len(statements)),
    )


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


def _head(sheet: Sheet, x: Axis, example: Statement) -> Block:
    """The shades from the lowest to the highest answer, with the names of both ends."""
    colours = diverging(example.points)
    half, middle = (8 if sheet.wide else 5) * len(colours), (x.left + x.right) / 2
    shades, room = Axis(0, len(colours), middle - half, middle + half), middle - half - x.left - 6

    def draw(y: float) -> None:
        for n, colour in enumerate(colours):
            sheet.bar(shades(n), shades(n + 1), y, high=12, fill=colour)

    lowest, highest = (sheet.wording.answer(example, place) for place in (1, example.points))
    return beside(
        marks(24, draw),
        sheet.text(shades.left - 6, lowest, "note", room, "right", most=2),
        sheet.text(shades.right + 6, highest, "note", room, most=2),
        sheet.text(x.right + 6, sheet.say("chart.mean_n" if sheet.wide else "chart.mean_n_short"), "note"),
    )


def _side(sheet: Sheet, x: Axis, start: float, statement: Statement, side: Side) -> Block:
    """The company, a box a category or what stands in their place, and mean and number of answers."""
    end = x.left - 8
    company = sheet.text(end, sheet.wording.company(side), "small", end - start, "right", most=2)
    answers, figures = statement.sides[side], space(_BAR)
    if is_shown(answers.mean) and is_shown(answers.n):
        words = str(answers.n)
        if sheet.wide:
            cant_say = answers.cant_say if is_shown(answers.cant_say) else 0
            words = sheet.say(f"chart.answers{'_cant_say' if cant_say else ''}", n=answers.n, cant_say=cant_say)
        mean = sheet.text(x.right + 6, sheet.wording.number(answers.mean), "strong")
        figures = beside(figures, mean, sheet.text(x.right + 34, words, "note"))
    if (counts := shown_counts(answers)) and sum(counts):
        bar = marks(_BAR, partial(_bar, sheet, x, statement, side, counts))
    else:
        bar = sheet.text(x.left, _note(answers, sheet.wording), "note", x.right - x.left, most=2)
    row = beside(company, bar, figures)
    # Two lines of a name may stand out a little.
    return marks(_BAR, lambda y: row.draw(y - row.height / 2))


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
        words = written_in(count, sum(counts), sheet.wording, partial(_fits, sheet, right - left))
        if words:
            sheet.write((left + right) / 2, y, words, "small", "center", legible_on(colour))


def _fits(sheet: Sheet, room: float, words: str) -> bool:
    return room > sheet.breadth(words, "small") + 4


def _note(answers: StatementSide, wording: Wording) -> str:
    """What stands in the place of a bar."""
    reason, mean = reason_of(answers.counts), shown_mean(answers)
    if reason is None:
        return wording.say("chart.no_answers")
    return wording.reason_short(reason) if mean is None else wording.say("chart.about", mean=wording.number(mean))
