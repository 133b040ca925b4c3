"""What each side expects: both middle halves on one axis, and two shares of one whole end to end."""

import math
from collections.abc import Iterator
from functools import partial

from diagnostic.analysis.report import Expectation
from diagnostic.briefing.charts.layout import INK, SIDE_COLOURS, Layout
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, marks, space, stack
from diagnostic.briefing.charts.tips import expectation_tip
from diagnostic.briefing.figures import reason_of, shown_quartiles
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_WHOLE = 100.0
_BAR = 18


def expectation(asked: Expectation, wording: Wording, layout: Layout, *, first: bool = True) -> Drawing:
    """One expectation: a bar from the lower to the upper quartile and a mark at the median, a row a side.

    The ``first`` of several says what its marks stand for.
    """
    sheet = Sheet(layout, wording)
    left, right = (188, 728) if layout.wide else (0, 216)
    low, high = axis_of(asked)
    # Half the first number of the axis stands left of it.
    x = Axis(low - (high - low) * 6 / (right - left), high, left, right)
    rows = [_side(sheet, asked, side, x) for side in SIDES]
    total = asked.sum_of_medians if isinstance(asked.sum_of_medians, float | int) else None
    if total is not None:
        rows.append(_together(sheet, asked, total, x))
    ticks, below = _round(low, high, 6 if layout.wide else 4), stack(*rows, between=10)

    def draw(top: float) -> None:
        sheet.guides(x, ticks, top - 4, top + below.height)
        below.draw(top)
        if total is not None:
            sheet.line(x(_WHOLE), top - 4, x(_WHOLE), top + below.height, stroke=INK, width=1.5, dash=(5, 3))

    percent = "%" if wording.text(f"expectation_unit:{asked.id}") == "%" else ""
    numbers = {tick: wording.plain(tick) + (percent if tick == ticks[-1] else "") for tick in ticks}
    key = _key(sheet, shared=total is not None) if first else ()
    return sheet.drawing(*key, space(2), sheet.numbers(x, numbers), space(8), Block(below.height, draw), space(4))


def _key(sheet: Sheet, *, shared: bool) -> Iterator[Block]:
    def half(side: Side, x: float, y: float) -> None:
        sheet.bar(x - 8, x + 8, y, high=12, fill=SIDE_COLOURS[side], opacity=0.28)
        sheet.side_mark(side, x, y)

    def whole(x: float, y: float) -> None:
        sheet.line(x, y - 7, x, y + 7, stroke=INK, width=1.5, dash=(5, 3))

    # Either side's looks alike: one is named for both.
    both = [(partial(half, side), sheet.wording.company(side)) for side in SIDES]
    said = sheet.text(0, sheet.say("chart.half_and_median"), "note")
    yield stack(said, sheet.key([*both, *([(whole, sheet.say("chart.whole"))] if shared else [])]))


def axis_of(asked: Expectation) -> tuple[float, float]:
    """From the least possible to a round number past all that is drawn: never to a single answer."""
    drawn = [quartiles[2] for side in SIDES if (quartiles := shown_quartiles(asked.sides[side]))]
    if isinstance(asked.sum_of_medians, float | int):
        drawn += [_WHOLE, asked.sum_of_medians]
    past = max(drawn, default=asked.maximum) * 1.04
    size = 10 ** math.floor(math.log10(max(past, 1.0)))
    return min(asked.minimum, 0.0), math.ceil(2 * past / size) * size / 2


def _round(low: float, high: float, most: int) -> list[float]:
    for step in (m * 10**e for e in range(4) for m in (1, 2, 5)):
        if (high - low) / step <= most:
            return [low + n * step for n in range(int((high - low) / step + 1e-9) + 1)]
    return [low, high]


def _side(sheet: Sheet, asked: Expectation, side: Side, x: Axis) -> Block:
    plain, quartiles = sheet.wording.plain, shown_quartiles(asked.sides[side])
    if quartiles is None:
        reason = sheet.wording.reason_short(reason_of(asked.sides[side].quartiles) or "few_people")
        return _row(sheet, x, sheet.wording.company(side), sheet.text(x.left + 8, reason, "note"))
    lower, median, upper = quartiles

    def draw(y: float) -> None:
        tip = expectation_tip(asked, side, (lower, median, upper), sheet.wording)
        sheet.bar(x(lower), x(upper), y, high=_BAR, fill=SIDE_COLOURS[side], opacity=0.28, tip=tip)
        sheet.side_mark(side, x(median), y, size=150, tip=tip)

    half = sheet.say("chart.middle_half", low=plain(lower), high=plain(upper))
    return _row(sheet, x, sheet.wording.company(side), marks(_BAR, draw), plain(median), half)


def _together(sheet: Sheet, asked: Expectation, total: float, x: Axis) -> Block:
    """Both medians end to end."""

    def draw(y: float) -> None:
        start = 0.0
        for side in SIDES:
            if quartiles := shown_quartiles(asked.sides[side]):
                end = start + quartiles[1]
                sheet.bar(x(start), x(end), y, high=_BAR, fill=SIDE_COLOURS[side], stroke="#ffffff")
                start = end

    words = sheet.say("chart.of_whole")
    return _row(sheet, x, sheet.say("chart.together"), marks(_BAR, draw), sheet.wording.plain(total), words)


def _row(sheet: Sheet, x: Axis, name: str, drawn: Block, number: str = "", below: str = "") -> Block:  # noqa: PLR0917
    """A name, what is drawn, and the number with what it is."""
    label = sheet.label(name, x.left, "body" if sheet.wide else "small strong", most=2)
    return sheet.row(label, space(2 * sheet.step()), drawn, sheet.figure(x.right + 10, number, below))
