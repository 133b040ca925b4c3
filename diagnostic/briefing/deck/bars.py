"""Native bar charts."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from diagnostic.briefing.deck import fit, native
from diagnostic.briefing.deck.colours import Colour, fill, legible_on, paint
from diagnostic.briefing.deck.native import SMALL
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Bars, Series

_TYPES = {
    "beside": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "parts": XL_CHART_TYPE.BAR_STACKED_100,
    "answers": XL_CHART_TYPE.BAR_STACKED_100,
}
_LARGE = 14
_FREE = ""
"""The colour of what stays free beside bars around a middle."""
_TICKS = 22.0
"""Their height in points."""
_KEY = 26.0
"""What a legend's entry needs beside its text."""
_THICKEST = 44.0
_LEAST_REACH = 0.3
"""As far as bars of answers reach at least on either side of the middle, as a part of a row."""
_LABELS, _OF_NARROW, _NARROW, _LINES = 0.36, 0.42, 450.0, 6
"""The most of a chart's width that a name gets, the same in a narrow one, what is narrow, and the most lines."""


def insert(placeholder: Any, bars: Bars) -> tuple[Any, list[str]]:
    """The chart in a placeholder's stead, and the names that had to be shortened, in full."""
    width, height = placeholder.width.pt, placeholder.height.pt
    below = _below(bars, width)
    step = (height - below) / max(1, len(bars.categories))
    room = (_OF_NARROW if width < _NARROW else _LABELS) * width
    whole = [tidy(category) for category in bars.categories]
    size, kept = _names(whole, room, step)
    # Broken here: programs differ in where they would break a name, and some do not break it at all.
    names = [fit.lines(name, room, size) for name in kept]
    drawn = _around_the_middle(bars) if bars.kind == "answers" else bars.series
    data = native.by_category(bars.format, ["\n".join(name) for name in names], drawn, width)
    frame = native.insert(placeholder, _TYPES[bars.kind], data, size)
    chart = frame.chart
    _axes(chart, bars)
    names_width = max(fit.wide(line, size) for name in names for line in name) + 10
    # Outside the bars' ends stand their figures.
    plot_width = width - names_width - (72 if bars.kind == "beside" else 8)
    native.place_plot(chart, names_width / width, 0.0, plot_width / width, 1 - below / height)
    # A gap is measured in widths of a single bar.
    each = len(bars.series) if bars.kind == "beside" else 1
    bar = min(step * bars.thick, _THICKEST * each)
    plot = chart.plots[0]
    plot.gap_width = max(20, min(500, round(100 * (step - bar) / bar * each)))
    plot.overlap = 0 if bars.kind == "beside" else 100
    wholes = [sum(column) for column in zip(*(_filled(one) for one in drawn), strict=True)]
    for made, series in zip(plot.series, drawn, strict=True):
        if series.colour == _FREE:
            made.format.fill.background()
        else:
            _draw(made, series, bars, wholes, size, plot_width)
    if bars.legend:
        native.legend(chart, unnamed=[n for n, series in enumerate(drawn) if series.colour == _FREE])
    return frame, [name for name, text in zip(whole, kept, strict=True) if text != name]


def _filled(series: Series) -> list[float]:
    return [value or 0.0 for value in series.values]


def _around_the_middle(bars: Bars) -> Sequence[Series]:
    """The answers between two series that stay free, so that their middles lie below each other."""
    rows = list(zip(*(_filled(one) for one in bars.series), strict=True))
    half, middle = len(bars.series) // 2, len(bars.series) % 2
    totals = [sum(row) for row in rows]
    left = [sum(row[:half]) + (row[half] / 2 if middle else 0.0) for row in rows]
    shares = [part / (total or 1.0) for part, total in zip(left, totals, strict=True)]
    reach = max(_LEAST_REACH, *shares), max(_LEAST_REACH, *(1 - share for share in shares))
    before = [total * reach[0] - part for part, total in zip(left, totals, strict=True)]
    behind = [total * reach[1] - (total - part) for part, total in zip(left, totals, strict=True)]
    free = (Series(name=name, values=tuple(v), colour=_FREE) for name, v in (("◂", before), ("▸", behind)))
    first, last = free
    return first, *bars.series, last


def _names(names: Sequence[str], room: float, step: float) -> tuple[int, Sequence[str]]:
    """The names in large type where all fit into their rows, else in small and shortened; and its size."""
    for size in (_LARGE, SMALL):
        most = max(1, min(_LINES, int(step // (size * fit.LINE))))
        kept = [fit.shortened(name, room, size, most) for name in names]
        if kept == names and step >= 2 * size * fit.LINE:
            break
    return size, kept


def _below(bars: Bars, width: float) -> float:
    """The legend's height, whose entries stand in columns as wide as the widest of them, and the ticks'."""
    ticks = _TICKS if bars.ticks is not None else 0.0
    if not bars.legend:
        return ticks
    widest = max(fit.wide(native.named(series.name, width), SMALL) for series in bars.series) + _KEY
    columns = max(1, min(len(bars.series), int(0.95 * width // widest)))
    return ticks + -(-len(bars.series) // columns) * SMALL * 1.35 + 12


def _axes(chart: Any, bars: Bars) -> None:
    across, down = chart.value_axis, chart.category_axis
    native.scale(across, bars.least, _most(bars), bars.ticks)
    if bars.ticks is None:
        across.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    else:
        across.tick_labels.number_format = "0" if bars.format == "0.0" else bars.format
        # The rows run from the top, so that the axis would lie there.
        across.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if bars.strong_lines:
        paint(across.major_gridlines.format.line.color, "muted")
        across.major_gridlines.format.line.width = Pt(1.25)
    down.reverse_order = True
    down.major_tick_mark = XL_TICK_MARK.NONE
    paint(down.format.line.color, "line")


def _most(bars: Bars) -> float:
    """Where the axis ends: parts of a whole at all of it, others where said, or at the longest bar."""
    if bars.kind in ("parts", "answers"):
        return 1.0
    return bars.most or max((value or 0.0 for series in bars.series for value in series.values), default=0.0) or 1.0


def _draw(  # noqa: PLR0917 (what a bar is drawn from)
    made: Any, series: Series, bars: Bars, wholes: Sequence[float], size: int, width: float
) -> None:
    """The bars in their colours, and their figures at the bars' ends, or on them where they are wide enough.

    Where there is no room on a bar for all that is written of it, how many stands alone.
    """
    inside = bars.kind != "beside"
    _colour(made.format, series.colour)
    for place, value in enumerate(series.values):
        colour = series.colours[place] if series.colours else series.colour
        if colour != series.colour:
            _colour(made.points[place].format, colour)
        # Nothing is written on a part that is not there.
        if value is None or (inside and not value):
            continue
        whole = wholes[place] if bars.kind in ("parts", "answers") else _most(bars)
        written = series.written[place] if series.written else ""
        if inside:
            of_bar = width * value / (whole or 1.0) - 4
            texts = (written, f"{value:.0f}") if written else (f"{value:.0f}",)
            fits = [text for text in texts if fit.wide(text, size, "bold") <= of_bar]
            if not fits:
                continue
            written = fits[0] if written else ""
        label = made.points[place].data_label
        label.position = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
        font = label.font
        if written:
            # As text, since how a number is written depends on the program, and on whose computer it runs.
            label.text_frame.text = written
            label.text_frame.word_wrap = False
            font = label.text_frame.paragraphs[0].runs[0].font
        font.bold, font.size = True, Pt(size)
        paint(font.color, legible_on(colour) if inside else "ink")


def _colour(look: Any, colour: Colour) -> None:
    fill(look.fill, colour)
