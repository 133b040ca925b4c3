# ruff: noqa: PLR0917 (the parts of one chart share its layout, its height and its scale)
"""The gap overview: every statement as a dumbbell, and its gap with the interval, largest first."""

import math
from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import msgspec

from diagnostic.analysis.report import Statement, Withheld
from diagnostic.briefing.charts.layout import INK, LINE, MUTED, Layout, breadth, wrap
from diagnostic.briefing.charts.parts import (
    Chart,
    Place,
    across,
    beside,
    dots,
    inscribe,
    levels,
    panel,
    pixel,
    side_marks,
    uprights,
)
from diagnostic.briefing.charts.tips import gap_tip, mean_tip
from diagnostic.briefing.figures import shown_gap, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES


class _Columns(msgspec.Struct, frozen=True):
    """Widths in pixels; on a phone the statement stands above its row instead of beside it."""

    label: float
    means: float
    gap: float
    figures: float
    space: float


_FILLS = {"gap": INK, "aligned": "#9aa4b1"}
_WIDE = _Columns(label=372, means=232, gap=146, figures=114, space=12)
_NARROW = _Columns(label=0, means=148, gap=92, figures=72, space=8)


class _Row(msgspec.Struct, frozen=True):
    """A statement, the lines of its text, and its place down the page."""

    statement: Statement
    lines: list[str]
    top: float
    bottom: float
    y: float


def gap_overview(
    statements: Sequence[Statement], wording: Wording, layout: Layout, reach: float | None = None
) -> Chart:
    """Statements of one number of points, in the order given; ``reach`` is how far the gap's axis goes.

    Left both sides' means, right the gap (b minus a) with its interval, so that the eye gets the
    size of a gap and how well it is known at once. The dot is filled for the verdict *gap*, grey for
    *aligned*, hollow where the answers cannot tell.
    """
    columns = _columns(wording, layout)
    head = _head_lines(wording, columns, layout)
    header = (max(len(lines) for lines in head) + 1) * (layout.small + 3) + 10
    rows, height = _place(statements, wording, layout, columns, header)
    points = statements[0].points
    reach = reach or gap_reach(statements)
    parts = [
        _means(rows, wording, layout, columns, height, header, points),
        _gaps(rows, wording, layout, columns, height, header, head, reach),
        _figures(rows, wording, layout, columns, height),
    ]
    if layout.wide:
        parts.insert(0, panel([_labels(rows, layout)], columns.label, height))
    return beside(parts, columns.space)


def _columns(wording: Wording, layout: Layout) -> _Columns:
    """With as much room for the figures as an interval with two decimals takes, in any language and size of type."""
    interval = math.ceil(breadth(wording.gap_interval((0.01, 0.09)), layout.small))
    if layout.wide:
        figures = math.ceil(breadth("+0.00", layout.size)) + interval
        return msgspec.structs.replace(_WIDE, figures=figures, label=_WIDE.label + _WIDE.figures - figures)
    return msgspec.structs.replace(_NARROW, figures=interval, means=_NARROW.means + _NARROW.figures - interval)


def gap_reach(statements: Sequence[Statement]) -> float:
    """How far the gap's axis must go to hold every interval, in scale points."""
    ends = [abs(end) for s in statements if (gap := shown_gap(s.gap)) for end in gap.interval]
    return max(1.0, math.ceil(2 * max(ends, default=1.0)) / 2)


def _place(
    statements: Sequence[Statement], wording: Wording, layout: Layout, columns: _Columns, header: float
) -> tuple[list[_Row], float]:
    rows, top = [], header
    for statement in statements:
        lines = wrap(wording.statement(statement.id), columns.label or layout.width, layout.size)
        text = len(lines) * layout.line
        bottom = top + (max(text, 24) + 12 if layout.wide else text + 42)
        y = (top + bottom) / 2 if layout.wide else top + text + 20
        rows.append(_Row(statement, lines, top, bottom, y))
        top = bottom
    return rows, top + 4


def _labels(rows: list[_Row], layout: Layout) -> alt.UnitSpec:
    lines = []
    for row in rows:
        first = row.y - (len(row.lines) - 1) * layout.line / 2 if layout.wide else row.top + layout.line / 2 + 4
        lines += [{"y": first + n * layout.line, "text": line} for n, line in enumerate(row.lines)]
    return inscribe(lines, layout.size)


def _means(
    rows: list[_Row], wording: Wording, layout: Layout, columns: _Columns, height: float, header: float, points: int
) -> alt.LayerSpec:
    x = across(0.55, points + 0.45)
    marks, numbers, joins, notes = [], [], [], []
    for row in rows:
        pair = [(side, shown_mean(row.statement.sides[side])) for side in SIDES]
        known = [(side, mean) for side, mean in pair if mean is not None]
        reason = row.statement.gap.mean_difference
        if not known or isinstance(reason, Withheld):
            words = wording.reason_short(reason.withheld if isinstance(reason, Withheld) else "protected")
            if len(known) == len(SIDES):
                a, b = (wording.number(mean) for _, mean in known)
                words = wording.say("chart.about_both", mean_a=a, mean_b=b)
            notes.append({"y": row.y, "text": words})
            continue
        low, high = min(mean for _, mean in known), max(mean for _, mean in known)
        joins.append({"y": row.y, "x": low, "x2": high})
        for n, (side, mean) in enumerate(sorted(known, key=lambda one: one[1])):
            marks.append({"side": side, "y": row.y, "x": mean, "tip": mean_tip(row.statement, side, wording)})
            text = wording.number(mean)
            # At either end of the scale there is no room beside the mark.
            place = (mean - 0.55) / (points - 0.1) * columns.means
            room = place if n == 0 else columns.means - place
            fits = room > 9 + breadth(text, layout.small)
            where = ("left" if n == 0 else "right") if fits else "below"
            numbers.append({"y": row.y if fits else row.y + 14, "x": mean, "text": text, "where": where})
    layers: list[alt.UnitSpec] = [_guides(rows, range(1, points + 1), x, 0 if layout.wide else 28)]
    layers += _key(wording, layout, columns.means)
    ticks = [{"x": n, "y": header - 8, "text": str(n)} for n in range(1, points + 1)]
    layers.append(inscribe(ticks, layout.small, x=x, align="center", colour=MUTED))
    if not layout.wide:
        layers.append(_labels(rows, layout))
    if joins:
        layers.append(levels(joins, x, color="#9aa4b1", strokeWidth=3))
    aligned: tuple[tuple[str, float, Literal["left", "center", "right"]], ...] = (
        ("left", -9, "right"),
        ("right", 9, "left"),
        ("below", 0, "center"),
    )
    for where, dx, align in aligned:
        some = [number for number in numbers if number["where"] == where]
        layers.append(inscribe(some, layout.small, x=x, dx=dx, align=align, colour=MUTED))
    layers += [side_marks([m for m in marks if m["side"] == side], side, x) for side in SIDES if marks]
    layers.append(inscribe(notes, layout.small, colour=MUTED))
    return panel(layers, columns.means, height)


def _key(wording: Wording, layout: Layout, width: float) -> list[alt.UnitSpec]:
    """Each side's mark with the company's name, above the column it is used in."""
    layers = []
    for n, side in enumerate(SIDES):
        y = layout.small / 2 + 4 + n * (layout.small + 5)
        name = wrap(wording.company(side), width - 16, layout.small, most=1)[0]
        layers.append(inscribe([{"y": y, "text": name}], layout.small, at=14, weight="bold"))
        layers.append(side_marks([{"y": y}], side, pixel(5)))
    return layers


def _head_lines(wording: Wording, columns: _Columns, layout: Layout) -> list[list[str]]:
    room = columns.gap / 2 - 8
    names = [wrap(wording.company(side), room, layout.small) for side in SIDES]
    if any(
        len(lines) > 2 or breadth(max(wording.company(side).split(), key=len), layout.small) > room
        for side, lines in zip(SIDES, names, strict=True)
    ):
        # The marks of the key just beside it, where a name finds no room.
        names = [["●"], ["◆"]]
    return [[*lines, wording.say("chart.higher")] for lines in names]


def _gaps(
    rows: list[_Row],
    wording: Wording,
    layout: Layout,
    columns: _Columns,
    height: float,
    header: float,
    head: list[list[str]],
    reach: float,
) -> alt.LayerSpec:
    x = across(-reach, reach)
    bars: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for row in rows:
        if gap := shown_gap(row.statement.gap):
            tip = gap_tip(row.statement, wording)
            bars.append({"y": row.y, "x": gap.interval[0], "x2": gap.interval[1], "tip": tip})
            fill = _FILLS.get(gap.verdict, "#ffffff")
            points.append({"y": row.y, "x": gap.difference, "fill": fill, "tip": tip})
    step = 1 if reach >= 1 else 0.5
    ticks = [step * n for n in range(-int(reach / step), int(reach / step) + 1)]
    lines = max(len(part) for part in head)
    # b minus a: to the left of zero side a answers higher.
    words = [
        {"y": (n + lines - len(part)) * (layout.small + 3) + layout.small / 2 + 4, "text": line, "left": side == 0}
        for side, part in enumerate(head)
        for n, line in enumerate(part)
    ]
    layers = [
        _guides(rows, [t for t in ticks if t], x, 0 if layout.wide else 28),
        _guides(rows, [0.0], x, 0 if layout.wide else 28, colour=INK),
        inscribe([w for w in words if w["left"]], layout.small, at=columns.gap / 2 - 6, align="right", colour=INK),
        inscribe([w for w in words if not w["left"]], layout.small, at=columns.gap / 2 + 6, colour=INK),
        inscribe(
            [{"x": t, "y": header - 8, "text": wording.signed(t, 0)} for t in ticks if reach <= 2 or t % 2 == 0],
            layout.small,
            x=x,
            align="center",
            colour=MUTED,
        ),
    ]
    if bars:
        layers.append(levels(bars, x, color=INK, strokeWidth=1.5))
        ends = [{"x": bar[end], "y": bar["y"] - 4.5, "y2": bar["y"] + 4.5} for bar in bars for end in ("x", "x2")]
        layers.append(uprights(ends, x, color=INK, strokeWidth=1.5))
        layers.append(dots(points, x))
    return panel(layers, columns.gap, height)


def _figures(rows: list[_Row], wording: Wording, layout: Layout, columns: _Columns, height: float) -> alt.LayerSpec:
    """The gap and its interval as numbers: on one line where there is room, else below each other."""
    sizes, intervals = [], []
    for row in rows:
        if gap := shown_gap(row.statement.gap):
            shift = 0 if layout.wide else layout.small * 0.6
            sizes.append({"y": row.y - shift, "text": wording.signed(gap.difference)})
            intervals.append({"y": row.y + shift, "text": wording.gap_interval(gap.interval)})
    number = inscribe(sizes, layout.size, weight="bold")
    start = breadth("+0.00", layout.size) if layout.wide else 0
    interval = inscribe(intervals, layout.small, at=start, colour=MUTED)
    return panel([number, interval], columns.figures, height)


def _guides(
    rows: list[_Row], ticks: Sequence[float] | range, x: Place, above: float, colour: str = LINE
) -> alt.UnitSpec:
    """Thin lines down the band of each row, not through a statement that stands above it."""
    guides = [
        {
            "x": float(t),
            "y": row.top if not above else row.y - above / 2,
            "y2": row.bottom if not above else row.y + above / 2,
        }
        for row in rows
        for t in ticks
    ]
    return uprights(guides, x, color=colour, strokeWidth=1)
