"""Inside each company: how the answers of a divided side fall, and where the fault line runs."""

import msgspec

from diagnostic.analysis.report import Cut, Report, Statement
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, TINT, Layout, diverging
from diagnostic.briefing.charts.sheet import Align, Axis, Block, Drawing, Sheet, Style, beside, marks, space, stack
from diagnostic.briefing.charts.tips import answer_tip
from diagnostic.briefing.figures import camps, is_shown, shown_counts
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side

_MOST = 6
_TALL = 56
"""The tallest column, in pixels."""


class Divided(msgspec.Struct, frozen=True):
    """A side at odds over a statement, and its answers."""

    statement: Statement
    side: Side
    counts: tuple[int, ...]


def divided_sides(report: Report) -> list[Divided]:
    """The first of them, the most divided first."""
    by_id = {s.id: s for s in report.statements}
    found = [(by_id[f.subject], f.side or "a") for f in report.findings if f.kind == "divided_side"][:_MOST]
    return [Divided(s, side, counts) for s, side in found if (counts := shown_counts(s.sides[side]))]


def shows_inside(report: Report) -> bool:
    """Whether there is anything to draw of what goes on inside the companies."""
    return bool(divided_sides(report)) or any(is_shown(cut.between_groups) for cut in report.cuts)


def inside(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A row a divided side, its answers as columns; below, what lies between groups and between companies."""
    sheet, rows = Sheet(layout, wording), []
    if divided := divided_sides(report):
        title = sheet.text(0, wording.say("inside_chart.divided"), "strong")
        rows.append(stack(title, space(4), *(_row(sheet, one) for one in divided)))
    rows += [_cut(sheet, cut, report) for cut in report.cuts]
    return sheet.drawing(*rows, between=18)


def _row(sheet: Sheet, divided: Divided) -> Block:
    left, right = (430, 880) if sheet.wide else (10, 318)
    name = beside(
        sheet.explained(marks(0, lambda y: sheet.side_mark(divided.side, 8, y))),
        sheet.text(20, sheet.wording.company(divided.side), "strong", 300),
    )
    statement = sheet.label(sheet.wording.statement(divided.statement.id), left)
    answers = sheet.label(sheet.say("chart.answers", n=sum(divided.counts)), left, "note")
    columns = Axis(0, len(divided.counts), left, right)
    ends = beside(_camp(sheet, divided, columns, low=True), _camp(sheet, divided, columns, low=False))
    plot = stack(_histogram(sheet, divided, columns), ends)
    row = sheet.row(stack(name, statement, answers), plot, between=6)
    return stack(sheet.rule(), space(7), row, space(7))


def _histogram(sheet: Sheet, divided: Divided, x: Axis) -> Block:
    counts, step = divided.counts, sheet.step("small")

    def draw(top: float) -> None:
        base = top + step + _TALL
        for place, (count, colour) in enumerate(zip(counts, diverging(len(counts)), strict=True)):
            height = _TALL * count / max(counts)
            if count:
                tip = answer_tip(divided.statement, divided.side, place, count, sheet.wording)
                sheet.box(x(place) + 4, base - height, x(place + 1) - 4, base, fill=colour, tip=tip)
            sheet.write(x(place + 0.5), base - height - step / 2, str(count), "small", "center")
        sheet.line(x.left, base, x.right, base, stroke=MUTED)

    return Block(step + _TALL, draw)


def _camp(sheet: Sheet, divided: Divided, columns: Axis, *, low: bool) -> Block:
    """A line below either end, with how many it holds, and what they answered."""
    counts, points = divided.counts, range(1, len(divided.counts) + 1)
    end = int(0.4 * (len(counts) - 1)) + 1
    points, count = (points[:end], camps(counts)[0]) if low else (points[-end:], camps(counts)[1])
    x, x2 = (columns(0) + 4, columns(end) - 4) if low else (columns(len(counts)) - 4, columns(len(counts) - end) + 4)
    align: Align = "left" if low else "right"
    room = (columns.right - columns.left) / 2 - 8
    labels = sheet.wording.strung(label for n in points if (label := sheet.wording.label(divided.statement.item, n)))
    return stack(
        marks(10, lambda y: sheet.line(x, y, x2, y, stroke=INK, width=2)),
        sheet.text(x, sheet.say(f"inside_chart.{'low' if low else 'high'}", count=count), "small strong", room, align),
        sheet.text(x, labels, "note", room, align, most=2),
    )


def _cut(sheet: Sheet, cut: Cut, report: Report) -> Block:
    """How much of the differences lies between the groups, and how much between the companies."""
    title = sheet.text(0, sheet.say("inside_chart.cut"), "strong")
    groups, sides, attribute = cut.between_groups, cut.between_sides, sheet.wording.attribute(cut.attribute)
    if not is_shown(groups) or not is_shown(sides):
        return stack(title, sheet.text(0, sheet.say("inside.cut_withheld", attribute=attribute), "note"), between=4)
    found = any(f.kind == "fault_line" and f.subject == cut.attribute for f in report.findings)
    of_sides = _share(sheet, cut, "between_sides", sides, "body", FAINT)
    of_groups = _share(sheet, cut, "between_groups", groups, "strong" if found else "body", INK)
    line = sheet.text(0, sheet.say("inside_chart.fault_line") if found else "", "strong")
    return stack(title, of_sides, of_groups, line, between=6)


def _share(sheet: Sheet, cut: Cut, what: str, share: float, style: Style, colour: str) -> Block:  # noqa: PLR0917
    left, words = (
        240 if sheet.wide else 0,
        sheet.say(f"inside_chart.{what}", attribute=sheet.wording.attribute(cut.attribute)),
    )
    x = Axis(0, 1, left, sheet.width - 60)
    end = max(left + 1, x(share))

    def draw(y: float) -> None:
        sheet.bar(left, x.right, y, high=18, fill=TINT)
        sheet.bar(left, end, y, high=18, fill=colour)
        sheet.write_beside(end, y, sheet.wording.percent(max(share, 0)), 8, "strong")

    return sheet.row(sheet.label(words, left, style), marks(22, draw), between=2)
