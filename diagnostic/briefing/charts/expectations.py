"""What each side expects: both middle halves on one axis, and two shares of one whole end to end."""

import math

from diagnostic.analysis.report import Expectation, Withheld
from diagnostic.briefing.charts.layout import INK, MUTED, SIDE_COLOURS, Layout
from diagnostic.briefing.charts.sheet import Axis, Drawing, Sheet
from diagnostic.briefing.charts.tips import expectation_tip
from diagnostic.briefing.figures import shown_quartiles
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_WHOLE = 100.0
_BAR = 18
_TOP = 28.0


def expectation(asked: Expectation, wording: Wording, layout: Layout) -> Drawing:
    """One expectation: a bar from the lower to the upper quartile and a mark at the median, a row a side."""
    sheet, wide = Sheet(layout), layout.wide
    left, right, step, first = (188, 728, 44, 22) if wide else (0, 216, 52, 34)
    low, high = axis_of(asked)
    # Half the first number of the axis stands left of it.
    x = Axis(low - (high - low) * 6 / (right - left), high, left, right)
    summed = isinstance(asked.sum_of_medians, float | int)
    bottom = _TOP + step * (3 if summed else 2)
    _ticks(sheet, asked, Axis(low, high, x(low), right), wording, bottom)
    for n, side in enumerate(SIDES):
        _side(sheet, asked, side, x, wording, y=_TOP + n * step + first)
    if summed:
        _together(sheet, asked, x, wording, _TOP + 2 * step + first)
        sheet.line(x(_WHOLE), _TOP - 4, x(_WHOLE), bottom, colour=INK, width=1.5, dash=(5, 3))
    return sheet.chart(bottom + 4)


def axis_of(asked: Expectation) -> tuple[float, float]:
    """From the least possible to a round number past all that is drawn: never to a single answer."""
    quartiles = [q for side in SIDES if (q := shown_quartiles(asked.sides[side]))]
    drawn = [upper for _, _, upper in quartiles]
    if isinstance(asked.sum_of_medians, float | int):
        drawn += [_WHOLE, asked.sum_of_medians]
    past = max(drawn, default=asked.maximum) * 1.04
    size = 10 ** math.floor(math.log10(max(past, 1.0)))
    return min(asked.minimum, 0.0), math.ceil(2 * past / size) * size / 2


def _ticks(sheet: Sheet, asked: Expectation, x: Axis, wording: Wording, bottom: float) -> None:
    unit = wording.text(f"expectation_unit:{asked.id}")
    ticks = _round(x.low, x.high, 6 if sheet.layout.wide else 4)
    for tick in ticks:
        text = wording.plain(tick) + (unit if tick == ticks[-1] and unit == "%" else "")
        sheet.guide(x(tick), _TOP - 4, bottom)
        sheet.write(x(tick), 12, text, small=True, align="center", colour=MUTED)


def _round(low: float, high: float, most: int) -> list[float]:
    for step in (m * 10**e for e in range(4) for m in (1, 2, 5)):
        if (high - low) / step <= most:
            return [low + n * step for n in range(int((high - low) / step + 1e-9) + 1)]
    return [low, high]


def _side(sheet: Sheet, asked: Expectation, side: Side, x: Axis, wording: Wording, *, y: float) -> None:
    _name(sheet, x, wording.company(side), y)
    answered = asked.sides[side]
    quartiles = shown_quartiles(answered)
    if quartiles is None:
        reason = answered.quartiles.withheld if isinstance(answered.quartiles, Withheld) else "few_people"
        sheet.write(x.left + 8, y, wording.reason_short(reason), small=True, colour=MUTED)
        return
    lower, median, upper = quartiles
    tip = expectation_tip(asked, side, quartiles, wording)
    sheet.box(x(lower), y - _BAR / 2, x(upper), y + _BAR / 2, fill=SIDE_COLOURS[side], opacity=0.28, tip=tip)
    sheet.side_mark(side, x(median), y, size=150, tip=tip)
    half = wording.say("chart.middle_half", low=wording.plain(lower), high=wording.plain(upper))
    _figures(sheet, x, wording.plain(median), half, y)


def _together(sheet: Sheet, asked: Expectation, x: Axis, wording: Wording, y: float) -> None:
    """Both medians end to end."""
    _name(sheet, x, wording.say("chart.together"), y)
    start = 0.0
    for side in SIDES:
        if quartiles := shown_quartiles(asked.sides[side]):
            end = start + quartiles[1]
            sheet.box(x(start), y - _BAR / 2, x(end), y + _BAR / 2, fill=SIDE_COLOURS[side], stroke="#ffffff")
            start = end
    if isinstance(asked.sum_of_medians, float | int):
        _figures(sheet, x, wording.plain(asked.sum_of_medians), wording.say("chart.of_whole"), y)


def _name(sheet: Sheet, x: Axis, name: str, y: float) -> None:
    """Of a row: beside it, or on a phone above it."""
    if sheet.layout.wide:
        sheet.write(0, y, sheet.wrap(name, x.left - 12, most=2))
    else:
        sheet.write(0, y - 20, sheet.wrap(name, sheet.layout.width, most=1), small=True, bold=True)


def _figures(sheet: Sheet, x: Axis, number: str, below: str, y: float) -> None:
    left, shift = x.right + (12 if sheet.layout.wide else 8), sheet.layout.small * 0.7
    sheet.write(left, y - shift, number, bold=True)
    sheet.write(left, y + shift, below, small=True, colour=MUTED)
