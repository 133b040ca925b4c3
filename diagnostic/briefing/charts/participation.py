"""How many answered, of how many invited."""

from diagnostic.analysis.report import Participation, Report
from diagnostic.briefing.charts.layout import MUTED, SIDE_COLOURS, Layout
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Sheet, marks
from diagnostic.briefing.charts.tips import turnout_tip
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_BAR = 22
_PAPER = "#f4f5f1"


def participation(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A frame as long as the invited, filled as far as people answered; a row a side."""
    sheet, took_part = Sheet(layout, wording), report.participation
    left, right, figures = (200, 710, 720) if layout.wide else (0, 200, 208)
    x = Axis(0, max(max(took_part[side].invited or 0, took_part[side].answered, 1) for side in SIDES), left, right)

    def row(side: Side) -> Block:
        took = took_part[side]

        def bar(y: float) -> None:
            tip = turnout_tip(report, side, wording)
            if _missing(took):
                _frame(sheet, left, x(took.invited or 0), y, tip)
            sheet.bar(left, x(took.answered), y, high=_BAR, fill=SIDE_COLOURS[side], tip=tip)

        name = sheet.label(wording.company(side), left, most=2)
        return sheet.row(name, marks(_BAR, bar), sheet.figure(figures, *_told(took, wording)))

    rows = [row(side) for side in SIDES]
    if any(_missing(took_part[side]) for side in SIDES):
        rows.insert(0, sheet.key(((lambda x, y: _frame(sheet, x - 8, x + 8, y), wording.say("chart.invited")),)))
    return sheet.drawing(*rows, between=7)


def _missing(took: Participation) -> bool:
    return took.invited is not None and took.invited > took.answered


def _frame(sheet: Sheet, left: float, right: float, y: float, tip: str = "") -> None:
    sheet.bar(left, right, y, high=_BAR, fill=_PAPER, stroke=MUTED, tip=tip)


def _told(took: Participation, wording: Wording) -> tuple[str, str]:
    """How many, and what share of the invited where that is known."""
    if not took.invited:
        return wording.count("chart.answered", took.answered), ""
    words = wording.say("chart.answered_of", answered=took.answered, invited=took.invited)
    return words, wording.percent(took.answered / took.invited)
