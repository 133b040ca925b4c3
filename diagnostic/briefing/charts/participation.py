"""How many answered, of how many invited."""

from diagnostic.analysis.report import Participation, Report
from diagnostic.briefing.charts.layout import MUTED, SIDE_COLOURS, Layout
from diagnostic.briefing.charts.sheet import Axis, Drawing, Sheet
from diagnostic.briefing.charts.tips import turnout_tip
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

_BAR = 22
_PAPER = "#f4f5f1"


def participation(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A frame as long as the invited, filled as far as people answered; a row a side."""
    sheet, wide = Sheet(layout), layout.wide
    left, right, figures, step = (200, 710, 720, 40) if wide else (0, 220, 228, 56)
    most = max(max(report.participation[s].invited or 0, report.participation[s].answered) for s in SIDES)
    x = Axis(0, max(most, 1), left, right)
    told = {side: _told(report.participation[side], wording) for side in SIDES}
    # Ten thousand of ten thousand take smaller type on a phone.
    small = max(sheet.breadth(number, bold=True) for number, _ in told.values()) > layout.width - figures
    for n, side in enumerate(SIDES):
        took, (number, share) = report.participation[side], told[side]
        y = (n + 0.5) * step + (0 if wide else 10)
        tip = turnout_tip(report, side, wording)
        if took.invited is not None:
            sheet.box(left, y - _BAR / 2, x(took.invited), y + _BAR / 2, fill=_PAPER, stroke=MUTED, tip=tip)
        sheet.box(left, y - _BAR / 2, x(took.answered), y + _BAR / 2, fill=SIDE_COLOURS[side], tip=tip)
        name = sheet.wrap(wording.company(side), left - 10 if wide else layout.width, most=2 if wide else 1)
        sheet.write(0, y if wide else y - _BAR / 2 - 10, name)
        sheet.write(figures, y - 8 if share else y, number, bold=True, small=small)
        sheet.write(figures, y + 9, share, small=True, colour=MUTED)
    return sheet.chart(2.0 * step)


def _told(took: Participation, wording: Wording) -> tuple[str, str]:
    """How many, and what share of the invited where that is known."""
    if not took.invited:
        return wording.say("chart.answered", answered=took.answered), ""
    words = wording.say("chart.answered_of", answered=took.answered, invited=took.invited)
    return words, wording.percent(took.answered / took.invited)
