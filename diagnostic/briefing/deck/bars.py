"""Native bar charts."""

from collections.abc import Sequence
from typing import Any

import msgspec
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from diagnostic.briefing.deck import fit, native
from diagnostic.briefing.deck.colours import Colour, fill, legible_on, paint
from diagnostic.briefing.deck.looks import SMALL, legend, named, place_plot, scale, settle
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Bars, Series

_EMU = 12700
_TYPES = {
    "beside": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "parts": XL_CHART_TYPE.BAR_STACKED_100,
}
_LARGE = 14
_TICKS = 22.0
"""Their height in points."""
_KEY = 26.0
"""What a legend's entry needs beside its text."""
_THICKEST = 44.0
_LABELS, _OF_NARROW, _NARROW, _LINES = 0.36, 0.42, 450.0, 6
"""The most of a chart's width that a name gets, the same in a narrow one, what is narrow, and the most lines."""


class _Rows(msgspec.Struct, frozen=True):
    """The categories' names line by line, the size of their type, and how high a row is in points."""

    names: list[list[str]]
    size: int
    step: float

    @property
    def wide(self) -> float:
        return max((fit.wide(line, self.size) for lines in self.names for line in lines), default=0.0) + 10


def insert(placeholder: Any, bars: Bars, language: str) -> tuple[Any, tuple[str, ...]]:
    """The chart in a placeholder's stead, and the names that had to be shortened, in full."""
    width, height = placeholder.width / _EMU, placeholder.height / _EMU
    below = _below(bars, width)
    rows, cut = _rows(bars, width, height - below)
    # Broken here: programs differ in where they would break a name, and some do not break it at all.
    names = ["\n".join(lines) for lines in rows.names]
    data = native.categories(bars.format, names, [(named(one.name, width), one.values) for one in bars.series])
    frame = native.chart(placeholder, _TYPES[bars.kind], data)
    chart = frame.chart
    settle(chart, rows.size, language)
    _axes(chart, bars)
    # Outside the bars' ends stand their figures.
    plot_width = width - rows.wide - (56 if bars.kind == "beside" else 8)
    place_plot(chart, rows.wide / width, 0.0, plot_width / width, 1 - below / height)
    # A gap is measured in widths of a single bar.
    each = len(bars.series) if bars.kind == "beside" else 1
    bar = min(rows.step * bars.thick, _THICKEST * each)
    plot = chart.plots[0]
    plot.gap_width = max(20, min(500, round(100 * (rows.step - bar) / bar * each)))
    plot.overlap = 0 if bars.kind == "beside" else 100
    for made, series in zip(plot.series, bars.series, strict=True):
        _colour(made, series)
        _label(made, series, bars, rows.size, plot_width)
    if bars.legend:
        legend(chart)
    else:
        chart.has_legend = False
    return frame, cut


def _rows(bars: Bars, width: float, height: float) -> tuple[_Rows, tuple[str, ...]]:
    """The names in large type where all fit into their rows, else in small; and which are cut even so."""
    step = height / len(bars.categories)
    room = (_OF_NARROW if width < _NARROW else _LABELS) * width
    whole = [tidy(category) for category in bars.categories]
    for size in (_LARGE, SMALL):
        most = max(1, min(_LINES, int(step // (size * fit.LINE))))
        kept = [fit.shortened(name, room, size, most) for name in whole]
        if kept == whole and step >= 2 * size * fit.LINE:
            break
    cut = tuple(name for name, text in zip(whole, kept, strict=True) if text != name)
    return _Rows([fit.lines(text, room, size) for text in kept], size, step), cut


def _below(bars: Bars, width: float) -> float:
    """The legend's height, whose entries stand in columns as wide as the widest of them, and the ticks'."""
    ticks = _TICKS if bars.ticks is not None else 0.0
    if not bars.legend:
        return ticks
    widest = max(fit.wide(named(series.name, width), SMALL) for series in bars.series) + _KEY
    columns = max(1, min(len(bars.series), int(0.95 * width // widest)))
    return ticks + -(-len(bars.series) // columns) * SMALL * 1.35 + 12


def _axes(chart: Any, bars: Bars) -> None:
    across, down = chart.value_axis, chart.category_axis
    largest = max((value for series in bars.series for value in series.values if value is not None), default=0.0)
    scale(across, bars.least, 1.0 if bars.kind == "parts" else bars.most or largest or 1.0, bars.ticks)
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


def _colours(series: Series) -> Sequence[Colour]:
    return series.colours or (series.colour,) * len(series.values)


def _colour(made: Any, series: Series) -> None:
    each = _colours(series)
    one = len(set(each)) == 1
    for place, colour in enumerate(each[:1] if one else each):
        look = (made if one else made.points[place]).format
        if series.hollow:
            fill(look.fill, "white")
            paint(look.line.color, colour)
            look.line.width = Pt(2)
        else:
            fill(look.fill, colour)


def _label(made: Any, series: Series, bars: Bars, size: int, width: float) -> None:
    """Figures at the bars' ends, or on them where they are wide enough."""
    labels, inside = made.data_labels, bars.kind != "beside"
    labels.show_value = True
    # Nothing is written on a part that is not there.
    labels.number_format = f"{bars.format};;" if bars.kind == "parts" else bars.format
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
    _bold(labels.font, size, legible_on(series.colour) if inside else "ink")
    for place, value in enumerate(series.values):
        if value is None or (inside and not value):
            continue
        whole = sum(other.values[place] or 0 for other in bars.series)
        reach = whole if bars.kind == "parts" else bars.most or whole
        if inside and width * value / reach < fit.wide(f"{value:.0f}", size, bold=True) + 1:
            _unlabel(labels, place)
        elif series.written or (inside and series.colours):
            _relabel(made.points[place].data_label, series, place, labels.position, size, inside=inside)


def _relabel(label: Any, series: Series, place: int, position: Any, size: int, *, inside: bool) -> None:
    """A figure of its own: in a colour to be read on its bar; as text, since how a number is written depends on
    the program, and on whose computer it runs.
    """
    font = label.font
    if series.written:
        label.text_frame.text = series.written[place]
        font = label.text_frame.paragraphs[0].runs[0].font
    _bold(font, size, legible_on(_colours(series)[place]) if inside else "ink")
    label.position = position


def _bold(font: Any, size: int, colour: Colour) -> None:
    font.bold, font.size = True, Pt(size)
    paint(font.color, colour)


def _unlabel(labels: Any, place: int) -> None:
    found = labels._element._insert_dLbl_in_sequence(place)
    for child in list(found)[1:]:
        found.remove(child)
    deleted = found.makeelement(found[0].tag.replace("}idx", "}delete"), {"val": "1"})
    found.append(deleted)
