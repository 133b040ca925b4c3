"""What could be shown: a square for everything asked, filled where it is shown."""

from collections import Counter
from functools import partial
from typing import Literal, get_args

import msgspec

from diagnostic.analysis.report import Reason, Report
from diagnostic.briefing.asked import Asked, asked
from diagnostic.briefing.charts.layout import FAINT, INK, Layout
from diagnostic.briefing.charts.sheet import Block, Drawing, Sheet, beside, space, stack
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row

Shown = Literal["shown", "level", "withheld"]

_SQUARE = 15
_BETWEEN = 4
_STEP = _SQUARE + _BETWEEN


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
    sheet, found = Sheet(layout, wording), areas(report, wording)
    there = {_shown(part) for area in found for part in area.parts}
    states = [state for state in get_args(Shown) if state in there]
    key = sheet.key((partial(_square, sheet, state), wording.say(f"coverage.{state}")) for state in states)
    # Where there is no room for each, those that are shown in full are named.
    complete = [] if layout.whole else [area.title for area in found if area.count == len(area.parts)]
    rows = (_row(sheet, area) for area in found if area.title not in complete)
    names = sheet.text(0, wording.say("coverage.complete", areas=wording.listed(complete)) if complete else "", "note")
    return sheet.drawing(key, space(6), *rows, names)


def _row(sheet: Sheet, area: Area) -> Block:
    complete = area.count == len(area.parts)
    squares = _squares(sheet, area, 240, 300) if sheet.wide else _squares(sheet, area, 0, sheet.width)
    title = sheet.text(0, area.title, "strong" if area.blind else "body", 226 if sheet.wide else 204)
    x, room = (552, 132) if sheet.wide else (sheet.width, 120)
    figure = sheet.say("coverage.of", shown=area.count, total=len(area.parts))
    shown = sheet.text(x, figure, "muted" if complete else "strong", room, "left" if sheet.wide else "right")
    reasons = Counter(part.reason for part in area.parts if part.reason)
    why = stack(*(_why(sheet, reason, count) for reason, count in reasons.items()))
    row = beside(title, squares, shown, why) if sheet.wide else stack(beside(title, shown), squares, why, between=4)
    return stack(sheet.rule(), space(7), row, space(7))


def _why(sheet: Sheet, reason: Reason, count: int) -> Block:
    """Why parts are not shown, and how many for this reason."""
    words = sheet.say("coverage.so_many", count=count, reason=sheet.wording.reason_short(reason))
    return sheet.text(692 if sheet.wide else 0, words, "note")


def _squares(sheet: Sheet, area: Area, left: float, room: float) -> Block:
    """As many lines of squares as they need."""
    a_line = int((room + _BETWEEN) // _STEP)

    def draw(top: float) -> None:
        for n, part in enumerate(area.parts):
            line, place = divmod(n, a_line)
            tip = sheet.say("tip.shown", what=part.text)
            if part.reason:
                tip = sheet.say("tip.not_shown", what=part.text, reason=sheet.wording.reason_short(part.reason))
            x, y = left + place * _STEP + _SQUARE / 2, top + line * _STEP + _SQUARE / 2
            _square(sheet, _shown(part), x, y, tip)

    return Block(-(-len(area.parts) // a_line) * _STEP - _BETWEEN, draw)


def _square(sheet: Sheet, state: Shown, x: float, y: float, tip: str = "") -> None:
    """Full, half full, or a frame with a stroke through it: told apart without any colour."""
    half = _SQUARE / 2
    if state != "shown":
        sheet.bar(x - half + 0.5, x + half - 0.5, y, high=_SQUARE - 1, fill="#ffffff", stroke=FAINT, tip=tip)
    if state == "withheld":
        sheet.line(x - half + 1, y + half - 1, x + half - 1, y - half + 1, stroke=FAINT)
    else:
        sheet.box(x - half, y if state == "level" else y - half, x + half, y + half, fill=INK, tip=tip)


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
    return in_a_row(sentences)
