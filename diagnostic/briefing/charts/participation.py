"""How many answered, of how many invited."""

import altair as alt

from diagnostic.analysis.report import Report
from diagnostic.briefing.charts.layout import INK, MUTED, SIDE_COLOURS, Layout, breadth, wrap
from diagnostic.briefing.charts.parts import Chart, across, beside, boxes, inscribe, panel
from diagnostic.briefing.charts.tips import turnout_tip
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

_BAR = 22
_PAPER = "#f4f5f1"


def participation(report: Report, wording: Wording, layout: Layout) -> Chart:
    """A frame as long as the invited, filled as far as people answered; a row a side."""
    label, plot, figures = (190, 510, 180) if layout.wide else (0, 220, 100)
    step = 40 if layout.wide else 56
    height = 2.0 * step
    most = max(max(report.participation[s].invited or 0, report.participation[s].answered) for s in SIDES)
    x = across(0, max(most, 1))
    names: list[dict[str, object]] = []
    numbers: list[dict[str, object]] = []
    shares: list[dict[str, object]] = []
    layers: list[alt.UnitSpec] = []
    for n, side in enumerate(SIDES):
        took = report.participation[side]
        y = (n + 0.5) * step + (0 if layout.wide else 10)
        box = {"x": 0.0, "y": y - _BAR / 2, "y2": y + _BAR / 2, "tip": turnout_tip(report, side, wording)}
        if took.invited is not None:
            layers.append(boxes([{**box, "x2": float(took.invited)}], x, color=_PAPER, stroke=MUTED, strokeWidth=1))
        layers.append(boxes([{**box, "x2": float(took.answered)}], x, color=SIDE_COLOURS[side]))
        lines = wrap(wording.company(side), label or layout.width, layout.size, most=2 if layout.wide else 1)
        place = y if layout.wide else y - _BAR / 2 - 10
        names += [{"y": place + (i - (len(lines) - 1) / 2) * layout.line, "text": line} for i, line in enumerate(lines)]
        if took.invited:
            words = wording.say("chart.answered_of", answered=took.answered, invited=took.invited)
            numbers.append({"y": y - 8, "text": words})
            shares.append({"y": y + 9, "text": wording.percent(took.answered / took.invited)})
        else:
            numbers.append({"y": y, "text": wording.say("chart.answered", answered=took.answered)})
    if not layout.wide:
        layers.append(inscribe(names, layout.size))
    # Ten thousand of ten thousand take smaller type on a phone.
    widest = max(breadth(str(number["text"]), layout.size) for number in numbers)
    size = layout.size if widest * 1.1 < figures else layout.small
    parts: list[alt.LayerSpec] = [
        panel(layers, plot, height),
        panel(
            [
                inscribe(numbers, size, colour=INK, weight="bold"),
                inscribe(shares, layout.small, colour=MUTED),
            ],
            figures,
            height,
        ),
    ]
    if layout.wide:
        parts.insert(0, panel([inscribe(names, layout.size)], label, height))
    return beside(parts, 10 if layout.wide else 8)
