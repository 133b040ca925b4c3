"""What could be shown: a square for everything asked, filled where it is shown."""

from typing import Literal

import msgspec

from diagnostic.analysis.report import Report
from diagnostic.briefing.asked import Asked, asked
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, Layout
from diagnostic.briefing.charts.sheet import Drawing, Sheet
from diagnostic.briefing.wording import Wording

Shown = Literal["shown", "level", "withheld"]

_SQUARE = 15
_BETWEEN = 4


class Area(msgspec.Struct, frozen=True):
    """A scale, or another part of the questionnaire."""

    title: str
    parts: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How many are shown in full."""
        return sum(_shown(part) == "shown" for part in self.parts)

    @property
    def blind(self) -> bool:
        return all(_shown(part) == "withheld" for part in self.parts)


def _shown(part: Asked) -> Shown:
    return "shown" if part.reason is None else "level" if part.level else "withheld"


class _Columns(msgspec.Struct, frozen=True):
    label: float
    squares: float
    figures: float
    """Where each begins; on a phone the squares stand below the label."""
    reasons: float


_WIDE = _Columns(label=226, squares=240, figures=552, reasons=692)
_NARROW = _Columns(label=204, squares=0, figures=208, reasons=0)


def areas(report: Report, wording: Wording) -> list[Area]:
    """Everything that was asked, scale by scale and in the questionnaire's order.

    No comments in the participants' edition, which has released ones alone: what is not in it is not withheld.
    """
    found: dict[str, list[Asked]] = {}
    for one in asked(report, wording):
        if one.kind != "scales" and (one.kind != "comments" or report.edition == "consultant"):
            found.setdefault(one.scale or wording.say(f"coverage.{one.kind}"), []).append(one)
    return [Area(title, tuple(parts)) for title, parts in found.items()]


def coverage(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A row a scale or other part: its squares, how many of them are shown, and why others are not."""
    sheet = Sheet(layout)
    found = areas(report, wording)
    states = {_shown(part) for area in found for part in area.parts}
    entries = [
        (lambda x, y, state=state: _square(sheet, state, x - 7, y - 7), wording.say(f"coverage.{state}"))
        for state in ("shown", "level", "withheld")
        if state in states
    ]
    top = sheet.key(entries, 0) + 6
    for area in found:
        top = _row(sheet, area, wording, top)
    return sheet.chart(top + 2)


def _row(sheet: Sheet, area: Area, wording: Wording, top: float) -> float:
    columns = _WIDE if sheet.layout.wide else _NARROW
    sheet.line(0, top, sheet.layout.width, top)
    top += 7
    lines = sheet.wrap(area.title, columns.label)
    blind = area.blind
    figure = wording.say("coverage.of", shown=area.count, total=len(area.parts))
    complete = area.count == len(area.parts)
    why = [] if complete else _reasons(sheet, area, wording, sheet.layout.width - columns.reasons)
    squares = _lines_of_squares(sheet, area) * (_SQUARE + _BETWEEN) - _BETWEEN
    text, reasons = len(lines) * sheet.step(), len(why) * sheet.step(small=True)
    if sheet.layout.wide:
        figures = sheet.wrap(figure, columns.reasons - columns.figures - 8, bold=not complete)
        height = max(text, squares, reasons, len(figures) * sheet.step())
        middle = top + height / 2
        sheet.write(0, middle, lines, bold=blind)
        _squares(sheet, area, columns.squares, middle - squares / 2, wording)
        sheet.write(columns.figures, middle, figures, bold=not complete, colour=MUTED if complete else INK)
        sheet.write(columns.reasons, middle, why, small=True, colour=MUTED)
        return top + height + 7
    sheet.write(0, top + text / 2, lines, bold=blind)
    x = sheet.layout.width
    sheet.write(x, top + sheet.step() / 2, figure, align="right", bold=not complete, colour=MUTED if complete else INK)
    _squares(sheet, area, columns.squares, top + text + 4, wording)
    top += text + 4 + squares
    if why:
        sheet.write(0, top + 4 + reasons / 2, why, small=True, colour=MUTED)
        top += 4 + reasons
    return top + 8


def _a_line(sheet: Sheet) -> int:
    room = _WIDE.figures - _WIDE.squares - 8 if sheet.layout.wide else sheet.layout.width
    return int((room + _BETWEEN) // (_SQUARE + _BETWEEN))


def _lines_of_squares(sheet: Sheet, area: Area) -> int:
    return -(-len(area.parts) // _a_line(sheet))


def _squares(sheet: Sheet, area: Area, left: float, top: float, wording: Wording) -> None:
    for n, part in enumerate(area.parts):
        line, place = divmod(n, _a_line(sheet))
        tip = wording.say("tip.shown", what=part.text)
        if part.reason:
            tip = wording.say("tip.not_shown", what=part.text, reason=wording.reason_short(part.reason))
        step = _SQUARE + _BETWEEN
        _square(sheet, _shown(part), left + place * step, top + line * step, tip)


def _square(sheet: Sheet, state: Shown, left: float, top: float, tip: str = "") -> None:
    """Full, half full, or a frame with a stroke through it: told apart without any colour."""
    right, bottom = left + _SQUARE, top + _SQUARE
    if state == "shown":
        sheet.box(left, top, right, bottom, fill=INK, tip=tip)
        return
    sheet.box(left + 0.5, top + 0.5, right - 0.5, bottom - 0.5, fill="#ffffff", stroke=FAINT, tip=tip)
    if state == "level":
        sheet.box(left, top + _SQUARE / 2, right, bottom, fill=INK, tip=tip)
    else:
        sheet.line(left + 1, bottom - 1, right - 1, top + 1, colour=FAINT)


def _reasons(sheet: Sheet, area: Area, wording: Wording, room: float) -> list[str]:
    """Why parts are not shown, and how many for each reason."""
    reasons = list(dict.fromkeys(part.reason for part in area.parts if part.reason))
    lines: list[str] = []
    for reason in reasons:
        count = sum(part.reason == reason for part in area.parts)
        words = wording.say("coverage.so_many", count=count, reason=wording.reason_short(reason))
        lines += sheet.wrap(words, room, small=True)
    return lines


def coverage_alt(report: Report, wording: Wording) -> str:
    """How much is shown altogether, and where nothing or not everything is."""
    found = areas(report, wording)
    total, shown = sum(len(area.parts) for area in found), sum(area.count for area in found)
    if shown == total:
        return wording.say("coverage.alt_all", total=total)
    blind = [area.title for area in found if area.blind]
    partly = [
        wording.say("coverage.alt_part", title=area.title, shown=area.count, total=len(area.parts))
        for area in found
        if area.count < len(area.parts) and not area.blind
    ]
    sentences = [wording.say("coverage.alt", shown=shown, total=total)]
    levels = sum(_shown(part) == "level" for area in found for part in area.parts)
    if levels:
        sentences.append(wording.count("coverage.alt_level", levels))
    if blind:
        sentences.append(wording.say("coverage.alt_blind", areas=wording.listed(blind)))
    if partly:
        sentences.append(wording.say("coverage.alt_partly", areas=wording.listed(partly)))
    return " ".join(sentences)
