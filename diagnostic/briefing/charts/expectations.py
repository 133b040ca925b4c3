"""What each side expects: both middle halves on one axis, and two shares of one whole end to end."""

import math

import altair as alt

from diagnostic.analysis.report import Expectation, Withheld
from diagnostic.briefing.charts.layout import INK, LINE, MUTED, SIDE_COLOURS, Layout, wrap
from diagnostic.briefing.charts.parts import Chart, Place, across, beside, boxes, inscribe, panel, side_marks, uprights
from diagnostic.briefing.charts.tips import expectation_tip
from diagnostic.briefing.figures import shown_quartiles
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

_WHOLE = 100.0
_BAR = 18


def expectation(asked: Expectation, wording: Wording, layout: Layout) -> Chart:
    """One expectation: a bar from the lower to the upper quartile and a mark at the median, a row a side."""
    label, plot, figures = (176, 540, 160) if layout.wide else (0, 216, 104)
    unit = wording.text(f"expectation_unit:{asked.id}")
    step = 44 if layout.wide else 52
    top = 28.0
    places = {side: top + (n + 0.5) * step + (0 if layout.wide else 8) for n, side in enumerate(SIDES)}
    together = asked.sum_of_medians
    summed = isinstance(together, float | int)
    height = top + step * (3 if summed else 2) + 4
    low, high = axis_of(asked)
    # Half the first number of the axis stands left of it.
    x = across(low - (high - low) * 6 / plot, high)

    ticks = _ticks(low, high, 6 if layout.wide else 4)
    layers: list[alt.UnitSpec] = [
        uprights([{"x": t, "y": top - 4, "y2": height - 4} for t in ticks], x, color=LINE),
        inscribe(
            [
                {"x": t, "y": 12.0, "text": wording.plain(t) + (unit if t == ticks[-1] and unit == "%" else "")}
                for t in ticks
            ],
            layout.small,
            x=x,
            align="center",
            colour=MUTED,
        ),
    ]
    names: list[tuple[float, list[str]]] = []
    notes: list[dict[str, object]] = []
    numbers: list[dict[str, object]] = []
    for side in SIDES:
        y = places[side]
        names.append((y, wrap(wording.company(side), label or layout.width, layout.size, most=2 if layout.wide else 1)))
        answered = asked.sides[side]
        quartiles = shown_quartiles(answered)
        if quartiles is None:
            reason = answered.quartiles.withheld if isinstance(answered.quartiles, Withheld) else "few_people"
            notes.append({"y": y, "text": wording.reason_short(reason)})
            continue
        lower, median, upper = quartiles
        tip = expectation_tip(asked, side, quartiles, wording)
        half = {"x": lower, "x2": upper, "y": y - _BAR / 2, "y2": y + _BAR / 2, "tip": tip}
        layers.append(boxes([half], x, color=SIDE_COLOURS[side], opacity=0.28))
        layers.append(side_marks([{"x": median, "y": y, "tip": tip}], side, x, size=150))
        numbers.append(
            {
                "y": y,
                "text": wording.plain(median),
                "small": wording.say("chart.middle_half", low=wording.plain(lower), high=wording.plain(upper)),
            }
        )
    if isinstance(together, float | int):
        y = top + 2.5 * step + (0 if layout.wide else 8)
        names.append((y, [wording.say("chart.together")]))
        layers += _together(asked, y, x)
        layers.append(_whole(height, top, x))
        numbers.append({"y": y, "text": wording.plain(together), "small": wording.say("chart.of_whole")})
    layers.append(inscribe(notes, layout.small, at=8, colour=MUTED))
    if not layout.wide:
        layers.append(inscribe([{"y": y - 20, "text": lines[0]} for y, lines in names], layout.small, weight="bold"))
    parts: list[alt.LayerSpec] = [
        panel(layers, plot, height),
        panel(_numbers(numbers, layout), figures, height),
    ]
    if layout.wide:
        rows = [
            {"y": y + (i - (len(lines) - 1) / 2) * layout.line, "text": line}
            for y, lines in names
            for i, line in enumerate(lines)
        ]
        parts.insert(0, panel([inscribe(rows, layout.size)], label, height))
    return beside(parts, 12 if layout.wide else 8)


def axis_of(asked: Expectation) -> tuple[float, float]:
    """From the least possible to a round number past all that is drawn: never to a single answer."""
    quartiles = [q for side in SIDES if (q := shown_quartiles(asked.sides[side]))]
    drawn = [upper for _, _, upper in quartiles]
    if isinstance(asked.sum_of_medians, float | int):
        drawn += [_WHOLE, asked.sum_of_medians]
    past = max(drawn, default=asked.maximum) * 1.04
    size = 10 ** math.floor(math.log10(max(past, 1.0)))
    return min(asked.minimum, 0.0), math.ceil(2 * past / size) * size / 2


def _ticks(low: float, high: float, most: int) -> list[float]:
    for step in (m * 10**e for e in range(4) for m in (1, 2, 5)):
        if (high - low) / step <= most:
            return [low + n * step for n in range(int((high - low) / step + 1e-9) + 1)]
    return [low, high]


def _together(asked: Expectation, y: float, x: Place) -> list[alt.UnitSpec]:
    """Both medians end to end."""
    layers, start = [], 0.0
    for side in SIDES:
        quartiles = shown_quartiles(asked.sides[side])
        if quartiles is None:
            return []
        row = {"x": start, "x2": start + quartiles[1], "y": y - _BAR / 2, "y2": y + _BAR / 2}
        layers.append(boxes([row], x, color=SIDE_COLOURS[side], stroke="#ffffff", strokeWidth=1))
        start += quartiles[1]
    return layers


def _whole(height: float, top: float, x: Place) -> alt.UnitSpec:
    return uprights([{"x": _WHOLE, "y": top - 4, "y2": height - 4}], x, color=INK, strokeWidth=1.5, strokeDash=[5, 3])


def _numbers(numbers: list[dict[str, object]], layout: Layout) -> list[alt.UnitSpec]:
    shift = layout.small * 0.7

    def moved(by: float, text: str) -> list[dict[str, object]]:
        return [{"y": float(str(row["y"])) + by, "text": row[text]} for row in numbers]

    return [
        inscribe(moved(-shift, "text"), layout.size, weight="bold"),
        inscribe(moved(shift, "small"), layout.small, colour=MUTED),
    ]
