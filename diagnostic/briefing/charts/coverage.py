"""What could be shown: a square for everything asked, filled where it is shown."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from diagnostic.analysis.report import Reason, Report, Statement
from diagnostic.briefing.charts.layout import FAINT, INK, MUTED, Layout
from diagnostic.briefing.charts.sheet import Drawing, Sheet
from diagnostic.briefing.figures import reason_of
from diagnostic.briefing.wording import Wording

Shown = Literal["shown", "level", "withheld"]

_SQUARE = 15
_BETWEEN = 4


class Part(msgspec.Struct, frozen=True):
    """One thing that was asked."""

    what: str
    shown: Shown
    reason: Reason | None


class Area(msgspec.Struct, frozen=True):
    """A scale, or another part of the questionnaire."""

    title: str
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """How many are shown in full."""
        return sum(part.shown == "shown" for part in self.parts)

    @property
    def blind(self) -> bool:
        return all(part.shown == "withheld" for part in self.parts)


class _Columns(msgspec.Struct, frozen=True):
    label: float
    squares: float
    figures: float
    """Where each begins; on a phone the squares stand below the label."""
    reasons: float


_WIDE = _Columns(label=226, squares=240, figures=552, reasons=692)
_NARROW = _Columns(label=204, squares=0, figures=208, reasons=0)


def areas(report: Report, wording: Wording) -> list[Area]:
    """Everything that was asked, in the questionnaire's order; what an edition leaves out is not among it."""
    found = [*_scales(report, wording), *_predictions(report, wording), *_owners(report, wording)]
    found += [*_others(report, wording), *_comments(report, wording)]
    return [area for area in found if area.parts]


def _scales(report: Report, wording: Wording) -> Iterator[Area]:
    """Scale by scale, all targets together."""
    by_scale: dict[str | None, list[Statement]] = {}
    for statement in report.statements:
        scale = None if statement.scale is None else statement.scale.partition("@")[0]
        by_scale.setdefault(scale, []).append(statement)
    for scale, statements in by_scale.items():
        title = wording.say("scales.no_scale") if scale is None else wording.text(f"scale:{scale}")
        yield Area(title, tuple(_statement(s, wording) for s in statements))


def _statement(statement: Statement, wording: Wording) -> Part:
    what = wording.statement(statement.id)
    sides = statement.sides
    reason = reason_of(sides.a.mean, sides.b.mean)
    if reason:
        return Part(what, "withheld", reason)
    reason = reason_of(statement.gap.mean_difference, statement.gap.interval)
    return Part(what, "level" if reason else "shown", reason)


def _part(what: str, *figures: object) -> Part:
    reason = reason_of(*figures)
    return Part(what, "withheld" if reason else "shown", reason)


def _predictions(report: Report, wording: Wording) -> Iterator[Area]:
    parts = [_part(wording.statement(s.id), s.predicted.mean) for s in report.statements if s.predicted]
    yield Area(wording.say("coverage.predictions"), tuple(parts))


def _owners(report: Report, wording: Wording) -> Iterator[Area]:
    parts = [
        _part(
            wording.say(
                f"participation.ownership_question.{r.question}", activity=wording.text(f"activity:{r.activity}")
            ),
            r.ownership,
        )
        for r in report.responsibilities
    ]
    yield Area(wording.say("coverage.ownership"), tuple(parts))


def _others(report: Report, wording: Wording) -> Iterator[Area]:
    expected = [
        _part(wording.text(f"expectation:{e.id}"), e.sides.a.quartiles, e.sides.b.quartiles)
        for e in report.expectations
    ]
    yield Area(wording.say("coverage.expectations"), tuple(expected))
    topics = [
        _part(wording.text(f"topic:{t.id}"), t.sides.a.share, t.sides.b.share)
        for asked in report.priorities
        for t in asked.topics
    ]
    yield Area(wording.say("coverage.priorities"), tuple(topics))


def _comments(report: Report, wording: Wording) -> Iterator[Area]:
    """Not in the participants' edition, which has released comments alone: what is not in it is not withheld."""
    if report.edition == "participants":
        return
    withheld = {c.question: c.withheld for c in report.withheld_comments}
    asked = dict.fromkeys([*(c.question for c in report.comments), *withheld])
    parts = [
        Part(wording.text(f"question:{q}"), "withheld" if q in withheld else "shown", withheld.get(q)) for q in asked
    ]
    yield Area(wording.say("coverage.comments"), tuple(parts))


def coverage(report: Report, wording: Wording, layout: Layout) -> Drawing:
    """A row a scale or other part: its squares, how many of them are shown, and why others are not."""
    sheet = Sheet(layout)
    found = areas(report, wording)
    states = {part.shown for area in found for part in area.parts}
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
        tip = wording.say("tip.shown", what=part.what)
        if part.reason:
            tip = wording.say("tip.not_shown", what=part.what, reason=wording.reason_short(part.reason))
        step = _SQUARE + _BETWEEN
        _square(sheet, part.shown, left + place * step, top + line * step, tip)


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
    levels = sum(part.shown == "level" for area in found for part in area.parts)
    if levels:
        sentences.append(wording.count("coverage.alt_level", levels))
    if blind:
        sentences.append(wording.say("coverage.alt_blind", areas=wording.listed(blind)))
    if partly:
        sentences.append(wording.say("coverage.alt_partly", areas=wording.listed(partly)))
    return " ".join(sentences)
