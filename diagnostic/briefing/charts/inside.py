"""Inside each company: how the answers of a divided side fall, and where the fault line runs."""

from collections.abc import Sequence

import msgspec

from diagnostic.analysis.report import Cut, Finding, Report, Statement
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, TINT, Layout, diverging
from diagnostic.briefing.charts.sheet import Align, Drawing, Sheet
from diagnostic.briefing.charts.tips import answer_tip
from diagnostic.briefing.figures import camps, is_shown, shown_counts
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side

_MOST = 6
_TALL = 56
"""The tallest column, in pixels."""


class Divided(msgspec.Struct, frozen=True):
    """A side at odds over a statement: its answers, and how many of them lie at either end."""

    statement: Statement
    side: Side
    counts: tuple[int, ...]
    low: int
    high: int


class _Columns(msgspec.Struct, frozen=True):
    label: float
    left: float
    right: float


_WIDE = _Columns(label=380, left=430, right=880)
_NARROW = _Columns(label=328, left=10, right=318)


def divided_sides(report: Report) -> list[Divided]:
    """The first of them, the most divided first."""
    by_id = {s.id: s for s in report.statements}
    found = [f for f in report.findings if f.kind == "divided_side"][:_MOST]
    return [divided for f in found if (divided := _divided(f, by_id[f.subject]))]


def _divided(finding: Finding, statement: Statement) -> Divided | None:
    side: Side = finding.side or "a"
    counts = shown_counts(statement.sides[side])
    return Divided(statement, side, counts, *camps(counts)) if counts else None


def shows_inside(report: Report) -> bool:
    """Whether there is anything to draw of what goes on inside the companies."""
    return bool(divided_sides(report)) or any(is_shown(cut.between_groups) for cut in report.cuts)


def inside(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A row a divided side, its answers as columns; below, what lies between groups and between companies."""
    sheet, top = Sheet(layout), 0.0
    divided = divided_sides(report)
    if divided:
        top = sheet.paragraph(wording.say("inside_chart.divided"), top, bold=True) + 4
    for one in divided:
        top = _row(sheet, one, wording, top)
    for cut in report.cuts:
        top = _cut(sheet, cut, report, wording, top + (18 if top else 0))
    return sheet.chart(top + 2)


def _row(sheet: Sheet, divided: Divided, wording: Wording, top: float) -> float:
    columns = _WIDE if sheet.layout.wide else _NARROW
    sheet.line(0, top, sheet.layout.width, top)
    name = sheet.wrap(wording.company(divided.side), columns.label - 20, bold=True)
    statement = sheet.wrap(wording.statement(divided.statement.id), columns.label)
    text = (len(name) + len(statement)) * sheet.step() + sheet.step(small=True)
    camps = _camps(sheet, divided, (columns.right - columns.left) / 2 - 8, wording)
    plot = _TALL + 16 + sheet.step(small=True) * (1 + max(len(words) + len(labels) for words, labels in camps))
    height = max(text, plot) + 14 if sheet.layout.wide else text + plot + 22
    first = top + ((height - text) / 2 if sheet.layout.wide else 10)
    sheet.side_mark(divided.side, 8, first + sheet.step() / 2)
    sheet.write(20, first + len(name) * sheet.step() / 2, name, bold=True)
    sheet.write(0, first + (len(name) + len(statement) / 2) * sheet.step(), statement)
    answers = wording.say("chart.answers", n=sum(divided.counts))
    sheet.write(0, first + text - sheet.step(small=True) / 2, answers, small=True, colour=MUTED)
    base = top + (height - plot) / 2 if sheet.layout.wide else top + height - plot - 6
    base += sheet.step(small=True) + _TALL
    _histogram(sheet, divided, columns, wording, base)
    _brackets(sheet, divided, columns, camps, base)
    return top + height


def _histogram(sheet: Sheet, divided: Divided, columns: _Columns, wording: Wording, base: float) -> None:
    counts = divided.counts
    wide = (columns.right - columns.left) / len(counts)
    for place, (count, colour) in enumerate(zip(counts, diverging(len(counts)), strict=True)):
        left = columns.left + place * wide
        height = _TALL * count / max(counts)
        tip = answer_tip(divided.statement, divided.side, place, count, wording)
        if count:
            sheet.box(left + 4, base - height, left + wide - 4, base, fill=colour, tip=tip)
        y = base - height - sheet.step(small=True) / 2
        sheet.write(left + wide / 2, y, str(count), small=True, align="center")
    sheet.line(columns.left, base, columns.right, base, colour=MUTED)


def _wide_end(divided: Divided) -> int:
    """How many answers make an end of the scale."""
    return int(0.4 * (len(divided.counts) - 1)) + 1


def _camps(sheet: Sheet, divided: Divided, room: float, wording: Wording) -> list[tuple[list[str], list[str]]]:
    """What stands below either end: how many it holds, and what they answered."""
    points, ends = range(1, divided.statement.points + 1), _wide_end(divided)
    camps = []
    for key, count, part in (("low", divided.low, points[:ends]), ("high", divided.high, points[-ends:])):
        labels = [label for point in part if (label := wording.label(divided.statement.item, point))]
        words = sheet.wrap(wording.say(f"inside_chart.{key}", count=count), room, small=True, bold=True)
        camps.append((words, sheet.wrap(", ".join(labels), room, small=True, most=2)))
    return camps


def _brackets(
    sheet: Sheet, divided: Divided, columns: _Columns, camps: Sequence[tuple[list[str], list[str]]], base: float
) -> None:
    """A line below either end, with what it holds."""
    wide = _wide_end(divided) * (columns.right - columns.left) / len(divided.counts) - 8
    step, top = sheet.step(small=True), base + 11
    sides: tuple[tuple[float, float, Align], ...] = (
        (columns.left + 4, columns.left + 4 + wide, "left"),
        (columns.right - 4, columns.right - 4 - wide, "right"),
    )
    for (words, labels), (x, end, align) in zip(camps, sides, strict=True):
        sheet.line(x, base + 6, end, base + 6, colour=INK, width=2)
        sheet.write(x, top + len(words) * step / 2, words, small=True, bold=True, align=align)
        sheet.write(x, top + (len(words) + len(labels) / 2) * step, labels, small=True, align=align, colour=MUTED)


def _cut(sheet: Sheet, cut: Cut, report: Report, wording: Wording, top: float) -> float:
    """How much of the differences lies between the groups, and how much between the companies."""
    top = sheet.paragraph(wording.say("inside_chart.cut", attribute=cut.attribute), top, bold=True) + 4
    groups, sides = cut.between_groups, cut.between_sides
    if not is_shown(groups) or not is_shown(sides):
        return sheet.paragraph(
            wording.say("inside.cut_withheld", attribute=cut.attribute), top, small=True, colour=MUTED
        )
    found = is_fault_line(report, cut)
    left = 240.0 if sheet.layout.wide else 0.0
    room = sheet.layout.width - left - 60
    for key, share in (("between_sides", sides), ("between_groups", groups)):
        words = wording.say(f"inside_chart.{key}", attribute=cut.attribute)
        bold = found and key == "between_groups"
        lines = sheet.wrap(words, left - 12 if left else sheet.layout.width, bold=bold)
        text = len(lines) * sheet.step()
        middle = top + (max(text, 22) / 2 if left else text + 12)
        sheet.write(0, middle if left else top + text / 2, lines, bold=bold)
        end = left + max(1, room * share)
        sheet.box(left, middle - 9, left + room, middle + 9, fill=TINT)
        sheet.box(left, middle - 9, end, middle + 9, fill=INK if key == "between_groups" else FAINT)
        sheet.write(end + 8, middle, wording.percent(max(share, 0)), bold=True)
        top = middle + (max(text, 22) / 2 + 6 if left else 16)
    if found:
        top = sheet.paragraph(wording.say("inside_chart.fault_line"), top + 2, bold=True)
    return top


def is_fault_line(report: Report, cut: Cut) -> bool:
    """Whether the groups surely differ, and by more than the companies do."""
    return any(f.kind == "fault_line" and f.subject == cut.attribute for f in report.findings)
