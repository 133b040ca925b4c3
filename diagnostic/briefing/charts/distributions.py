# ruff: noqa: PLR0917 (the parts of one chart share its layout, its height and its scale)
"""How each side's answers fall: diverging stacked bars, both sides of a statement next to each other."""

from collections.abc import Sequence

import altair as alt
import msgspec
import polars as pl

from diagnostic.analysis.report import Statement, Withheld
from diagnostic.briefing.charts.layout import INK, MUTED, Layout, breadth, diverging, legible_on, wrap
from diagnostic.briefing.charts.parts import Chart, across, beside, boxes, inscribe, panel, uprights
from diagnostic.briefing.charts.tips import answer_tip
from diagnostic.briefing.figures import shown_counts, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side

_BAR = 24
_BETWEEN = 4
_HEADER = 34


class _Columns(msgspec.Struct, frozen=True):
    """Widths in pixels. Without room for it, or where it is said beside the chart, the statement's column is 0."""

    label: float
    side: float
    bars: float
    figures: float
    space: float


class _Bar(msgspec.Struct, frozen=True):
    """One side's answers to one statement, and its place down the page (its middle)."""

    statement: Statement
    side: Side
    y: float


def distributions(
    statements: Sequence[Statement],
    wording: Wording,
    layout: Layout,
    *,
    reach: tuple[float, float],
    labelled: bool = True,
) -> Chart:
    """Statements of one number of points. ``reach``: the largest shares left and right of the middle.

    Charts drawn with one reach can be compared. A withheld statement says so in its place.
    """
    columns = _columns(layout, labelled)
    bars, texts, height = _place(statements, wording, layout, columns, labelled)
    segments = _segments(bars)
    parts: list[alt.LayerSpec] = [
        _sides(bars, texts if not layout.wide else [], wording, layout, columns, height),
        _bars(segments, bars, wording, layout, columns, height, reach, statements[0]),
        _figures(bars, wording, layout, columns, height),
    ]
    if columns.label:
        parts.insert(0, panel([inscribe(texts, layout.size)], columns.label, height))
    return beside(parts, columns.space)


def reach_of(statements: Sequence[Statement]) -> tuple[float, float]:
    """The largest shares left and right of the middle, among all these statements and both sides."""
    ends = [
        (-min(frame["start"].to_list()), max(frame["end"].to_list()))
        for s in statements
        if not (frame := _segments([_Bar(s, side, 0) for side in SIDES])).is_empty()
    ]
    return max([0.3, *(low for low, _ in ends)]), max([0.3, *(high for _, high in ends)])


def _columns(layout: Layout, labelled: bool) -> _Columns:
    if not layout.wide:
        return _Columns(label=0, side=76, bars=184, figures=56, space=6)
    if labelled:
        return _Columns(label=290, side=124, bars=300, figures=150, space=12)
    return _Columns(label=0, side=170, bars=554, figures=152, space=12)


def _place(
    statements: Sequence[Statement], wording: Wording, layout: Layout, columns: _Columns, labelled: bool
) -> tuple[list[_Bar], list[dict[str, object]], float]:
    bars, texts = [], []
    top = float(_HEADER)
    both = 2 * _BAR + _BETWEEN
    for statement in statements:
        lines = (
            wrap(wording.statement(statement.id), columns.label or layout.width - 4, layout.size) if labelled else []
        )
        text = len(lines) * layout.line
        if layout.wide:
            height = max(text, both)
            first, bar = top + (height - text) / 2, top + (height - both) / 2
        else:
            height = text + both + (4 if lines else 0)
            first, bar = top, top + height - both
        texts += [{"y": first + (n + 0.5) * layout.line, "text": line} for n, line in enumerate(lines)]
        bars += [_Bar(statement, side, bar + _BAR / 2 + n * (_BAR + _BETWEEN)) for n, side in enumerate(SIDES)]
        top += height + (18 if layout.wide else 20)
    return bars, texts, top - 12


def _segments(bars: Sequence[_Bar]) -> pl.DataFrame:
    """One row a category with answers: where its bar starts and ends, as shares right of the middle."""
    rows = []
    for n, bar in enumerate(bars):
        counts = shown_counts(bar.statement.sides[bar.side])
        if not counts or not sum(counts):
            continue
        colours = diverging(len(counts))
        rows += [
            {"bar": n, "y": bar.y, "category": i, "categories": len(counts), "count": count, "colour": colours[i]}
            for i, count in enumerate(counts)
        ]
    if not rows:
        return pl.DataFrame()
    share = pl.col("count") / pl.col("count").sum().over("bar")
    place, last = pl.col("category"), pl.col("categories") - 1
    # Left of the middle lie all lower categories and half of a middle one.
    left = (
        pl.when(2 * place < last).then(pl.col("share")).when(2 * place == last).then(pl.col("share") / 2).otherwise(0.0)
    )
    return (
        pl.DataFrame(rows)
        .with_columns(share.alias("share"))
        .with_columns((pl.col("share").cum_sum().over("bar") - left.sum().over("bar")).alias("end"))
        .with_columns((pl.col("end") - pl.col("share")).alias("start"))
        .filter(pl.col("count") > 0)
    )


def _sides(
    bars: Sequence[_Bar],
    texts: list[dict[str, object]],
    wording: Wording,
    layout: Layout,
    columns: _Columns,
    height: float,
) -> alt.LayerSpec:
    names = []
    for bar in bars:
        lines = wrap(wording.company(bar.side), columns.side, layout.small, most=2)
        step = layout.small + 1
        names += [{"y": bar.y + (n - (len(lines) - 1) / 2) * step, "text": line} for n, line in enumerate(lines)]
    aligned = columns.label > 0 or not layout.wide
    layers = [
        inscribe(names, layout.small, at=columns.side, align="right") if aligned else inscribe(names, layout.size)
    ]
    if texts:
        layers.append(inscribe(texts, layout.size, weight="bold"))
    return panel(layers, columns.side, height)


def _bars(
    segments: pl.DataFrame,
    bars: Sequence[_Bar],
    wording: Wording,
    layout: Layout,
    columns: _Columns,
    height: float,
    reach: tuple[float, float],
    example: Statement,
) -> alt.LayerSpec:
    low, high = reach
    x = across(-low, high)
    layers: list[alt.UnitSpec] = []
    middles = [
        {"x": 0.0, "y": bar.y - _BAR / 2 - 3, "y2": bar.y + _BAR / 2 + 3}
        for bar in bars
        if shown_counts(bar.statement.sides[bar.side])
    ]
    if middles:
        layers.append(uprights(middles, x, color=INK, strokeWidth=1))
    if not segments.is_empty():
        cells = _cells(segments, bars, wording)
        layers.append(boxes(cells, x, coloured=True, stroke="#ffffff", strokeWidth=1))
        per_share = columns.bars / (low + high)
        for colour in ("#ffffff", INK):
            some = [
                {"x": (row["start"] + row["end"]) / 2, "y": row["y"], "text": str(row["count"])}
                for row in segments.iter_rows(named=True)
                if legible_on(row["colour"]) == colour
                and row["share"] * per_share > breadth(str(row["count"]), layout.small) + 4
            ]
            layers.append(inscribe(some, layout.small, x=x, align="center", colour=colour))
    layers.append(inscribe(_notes(bars, wording, layout, columns), layout.small, colour=MUTED))
    layers += _key(example, wording, layout, columns, reach)
    return panel(layers, columns.bars, height)


def _cells(segments: pl.DataFrame, bars: Sequence[_Bar], wording: Wording) -> list[dict[str, object]]:
    """The boxes the bars are made of."""
    half = _BAR / 2
    cells = segments.select(
        "bar",
        "category",
        "count",
        "colour",
        pl.col("start").alias("x"),
        pl.col("end").alias("x2"),
        (pl.col("y") - half),
        (pl.col("y") + half).alias("y2"),
    )
    return [
        {**cell, "tip": answer_tip(bars[bar].statement, bars[bar].side, category, count, wording)}
        for cell in cells.to_dicts()
        for bar, category, count in [(cell.pop("bar"), cell.pop("category"), cell.pop("count"))]
    ]


def _notes(bars: Sequence[_Bar], wording: Wording, layout: Layout, columns: _Columns) -> list[dict[str, object]]:
    """What stands where a bar would."""
    notes: list[dict[str, object]] = []
    for bar in bars:
        counts, mean = bar.statement.sides[bar.side].counts, shown_mean(bar.statement.sides[bar.side])
        if isinstance(counts, Withheld) and mean is not None:
            lines = [wording.say("chart.about", mean=wording.number(mean))]
        elif isinstance(counts, Withheld):
            lines = wrap(wording.reason_short(counts.withheld), columns.bars, layout.small, most=2)
        elif not sum(counts):
            lines = [wording.say("chart.no_answers")]
        else:
            continue
        step = layout.small + 1
        notes += [{"y": bar.y + (n - (len(lines) - 1) / 2) * step, "text": line} for n, line in enumerate(lines)]
    return notes


def _key(
    example: Statement, wording: Wording, layout: Layout, columns: _Columns, reach: tuple[float, float]
) -> list[alt.UnitSpec]:
    """The shades from the lowest to the highest answer, with the names of both ends."""
    colours = diverging(example.points)
    swatch = 16 if layout.wide else 10
    strip = swatch * len(colours)
    room = columns.bars / 2 - strip / 2 - 6
    ends = [wording.label(example.item, 1) or "1", wording.label(example.item, example.points) or str(example.points)]
    start = (columns.bars - strip) / 2
    low, high = reach

    def share(pixels: float) -> float:
        return pixels / columns.bars * (low + high) - low

    layers = [
        boxes(
            [{"x": share(start + n * swatch), "x2": share(start + (n + 1) * swatch), "y": 6.0, "y2": 18.0}],
            across(-low, high),
            color=colour,
        )
        for n, colour in enumerate(colours)
    ]
    for n, end in enumerate(ends):
        lines = wrap(end, room, layout.small, most=2)
        rows = [
            {"y": 12 + (i - (len(lines) - 1) / 2) * (layout.small + 1), "text": line} for i, line in enumerate(lines)
        ]
        at, align = (start - 6, "right") if n == 0 else (start + strip + 6, "left")
        layers.append(inscribe(rows, layout.small, at=at, align=align, colour=MUTED))  # type: ignore[arg-type]
    return layers


def _figures(bars: Sequence[_Bar], wording: Wording, layout: Layout, columns: _Columns, height: float) -> alt.LayerSpec:
    """Mean and number of answers, as the numbers that go with the bars."""
    means: list[dict[str, object]] = []
    numbers: list[dict[str, object]] = []
    for bar in bars:
        side = bar.statement.sides[bar.side]
        mean = shown_mean(side)
        if mean is None or isinstance(side.n, Withheld):
            continue
        means.append({"y": bar.y, "text": wording.number(mean)})
        cant_say = 0 if isinstance(side.cant_say, Withheld) else side.cant_say
        words = wording.say("chart.answers", n=side.n) if layout.wide else str(side.n)
        if layout.wide and cant_say:
            words = wording.say("chart.answers_cant_say", n=side.n, cant_say=cant_say)
        numbers.append({"y": bar.y, "text": words})
    start = 30 if layout.wide else 28
    head = [{"y": 12, "text": wording.say("chart.mean_n" if layout.wide else "chart.mean_n_short")}]
    layers = [
        inscribe(means, layout.size, weight="bold"),
        inscribe(numbers, layout.small, at=start, colour=MUTED),
        inscribe(head, layout.small, colour=MUTED),
    ]
    return panel(layers, columns.figures, height)
