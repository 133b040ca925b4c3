"""Native bar charts."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from diagnostic.briefing.deck import fit, native
from diagnostic.briefing.deck.colours import fill, legible_on, paint
from diagnostic.briefing.deck.looks import named, no_line, place_plot, settle
from diagnostic.briefing.deck.parts import Colour
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Bars, Series

_EMU = 12700
_TYPES = {
    "beside": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "parts": XL_CHART_TYPE.BAR_STACKED_100,
}
_LARGE, _SMALL = 14, 12
_TICKS = 22.0
"""Their height in points."""
_KEY = 26.0
"""What a legend's entry needs beside its text."""
_THICKEST = 44.0
_LABELS, _OF_NARROW, _NARROW, _LINES = 0.36, 0.42, 450.0, 6
"""The most of a chart's width that a name gets, the same in a narrow one, what is narrow, and the most lines."""


def insert(placeholder: Any, bars: Bars, language: str) -> tuple[Any, tuple[str, ...]]:
    """The chart in a placeholder's stead, and the names that had to be shortened, in full."""
    width, height = placeholder.width / _EMU, placeholder.height / _EMU
    size, step = _step(bars, width, height)
    labels = _labels(bars, width, step, size)
    room = max((fit.wide(line, size) for lines in labels for line in lines), default=0.0) + 10
    # Broken here: programs differ in where they would break a name, and some do not break it at all.
    names = ["\n".join(lines) for lines in labels]

    data = native.bars(bars.format)
    data.categories = names
    for series in bars.series:
        data.add_series(named(series.name, width), series.values)
    frame = native.chart(placeholder, _TYPES[bars.kind], data)
    chart = frame.chart
    settle(chart, size, language)
    _axes(chart, bars)
    # Outside the bars' ends stand their figures.
    beyond = 56 if bars.kind == "beside" else 8
    place_plot(chart, room / width, 0.0, (width - room - beyond) / width, 1 - _below(bars, width) / height)
    plot = chart.plots[0]
    bar = min(step * bars.thick, _THICKEST * (len(bars.series) if bars.kind == "beside" else 1))
    plot.gap_width = max(20, min(500, round(100 * (step - bar) / bar * _within(bars))))
    plot.overlap = 0 if bars.kind == "beside" else 100
    for made, series in zip(plot.series, bars.series, strict=True):
        _colour(made, series)
        _label(made, series, bars, size, width - room - beyond)
    if bars.legend:
        _legend(chart)
    else:
        chart.has_legend = False
    return frame, _cut(bars, labels)


def cut(placeholder: Any, bars: Bars) -> tuple[str, ...]:
    """The names that would have to be shortened."""
    width, height = placeholder.width / _EMU, placeholder.height / _EMU
    size, step = _step(bars, width, height)
    return _cut(bars, _labels(bars, width, step, size))


def _cut(bars: Bars, labels: Sequence[Sequence[str]]) -> tuple[str, ...]:
    whole = [tidy(category) for category in bars.categories]
    return tuple(c for c, lines in zip(whole, labels, strict=True) if c != fit.joined(*lines))


def _step(bars: Bars, width: float, height: float) -> tuple[int, float]:
    """The size of type, and how high a row is."""
    step = (height - _below(bars, width)) / len(bars.categories)
    return (_LARGE if step >= 2 * _LARGE * fit.LINE else _SMALL), step


def _below(bars: Bars, width: float) -> float:
    """The legend's height and the ticks'."""
    legend = _legend_height(bars, width) if bars.legend else 0.0
    return legend + (_TICKS if bars.ticks is not None else 0.0)


def _legend_height(bars: Bars, width: float) -> float:
    """Entries stand in columns as wide as the widest of them."""
    widest = max(fit.wide(named(series.name, width), _SMALL) for series in bars.series) + _KEY
    columns = max(1, min(len(bars.series), int(0.95 * width // widest)))
    return -(-len(bars.series) // columns) * _SMALL * 1.35 + 12


def _within(bars: Bars) -> int:
    """A gap is measured in widths of a single bar."""
    return len(bars.series) if bars.kind == "beside" else 1


def _labels(bars: Bars, width: float, step: float, size: int) -> list[list[str]]:
    """The categories' names, in the lines that their row has room for."""
    most = max(1, min(_LINES, int(step // (size * fit.LINE))))
    room = (_OF_NARROW if width < _NARROW else _LABELS) * width
    return [fit.lines(fit.shortened(tidy(category), room, size, most), room, size) for category in bars.categories]


def _axes(chart: Any, bars: Bars) -> None:
    across, down = chart.value_axis, chart.category_axis
    across.has_major_gridlines = bars.ticks is not None
    across.minimum_scale = bars.least
    if bars.kind != "parts":
        across.maximum_scale = bars.most or _round_up(bars)
    across.major_tick_mark = down.major_tick_mark = XL_TICK_MARK.NONE
    no_line(across)
    if bars.ticks is None:
        across.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    else:
        across.major_unit = bars.ticks
        paint(across.major_gridlines.format.line.color, "muted" if bars.strong_lines else "line")
        across.major_gridlines.format.line.width = Pt(1.25 if bars.strong_lines else 0.75)
        across.tick_labels.number_format = "0" if bars.format == "0.0" else bars.format
        across.tick_labels.number_format_is_linked = False
        # The rows run from the top, so that the axis would lie there.
        across.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    down.reverse_order = True
    paint(down.format.line.color, "line")


def _round_up(bars: Bars) -> float:
    largest = max((value for series in bars.series for value in series.values if value is not None), default=1.0)
    return largest or 1.0


def _colour(made: Any, series: Series) -> None:
    each = series.colours or (series.colour,) * len(series.values)
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
    labels = made.data_labels
    labels.show_value = True
    # Nothing is written on a part that is not there.
    labels.number_format = f"{bars.format};;" if bars.kind == "parts" else bars.format
    labels.number_format_is_linked = False
    labels.font.size = Pt(size)
    labels.font.bold = True
    if bars.kind == "beside":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        paint(labels.font.color, "ink")
        for place, text in enumerate(series.written or ()):
            if series.values[place] is not None:
                _rewrite(made.points[place].data_label, text, labels, "ink")
        return
    labels.position = XL_LABEL_POSITION.CENTER
    paint(labels.font.color, legible_on(series.colour))
    for place, value in enumerate(series.values):
        whole = sum(other.values[place] or 0 for other in bars.series)
        reach = whole if bars.kind == "parts" else bars.most or whole
        if value and width * value / reach < fit.wide(f"{value:.0f}", size, bold=True) + 1:
            _unlabel(labels, place)
        elif series.colours:
            one = made.points[place].data_label.font
            paint(one.color, legible_on(series.colours[place]))
            one.bold, one.size = True, Pt(size)
            _same_look(made.points[place].data_label, labels)
        elif value and series.written:
            _rewrite(made.points[place].data_label, series.written[place], labels, legible_on(series.colour))


def _rewrite(label: Any, text: str, labels: Any, colour: Colour) -> None:
    """A figure as text: how a number is written depends on the program, and on whose computer it runs."""
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.bold, font.size = True, labels.font.size
    paint(font.color, colour)
    _same_look(label, labels)


def _unlabel(labels: Any, place: int) -> None:
    found = labels._element._insert_dLbl_in_sequence(place)
    for child in list(found)[1:]:
        found.remove(child)
    deleted = found.makeelement(found[0].tag.replace("}idx", "}delete"), {"val": "1"})
    found.append(deleted)


def _same_look(label: Any, labels: Any) -> None:
    label.position = labels.position


def _legend(chart: Any) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(_SMALL)
    paint(chart.legend.font.color, "ink")
