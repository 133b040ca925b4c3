"""What native charts have in common: a workbook of our own that "Edit data" opens, type, axes, legend, plot."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.placeholder import ChartPlaceholder
from pptx.util import Pt

from diagnostic.briefing.deck import fit
from diagnostic.briefing.deck.colours import paint
from diagnostic.briefing.deck.text import tidy
from diagnostic.briefing.document.native import Series
from diagnostic.briefing.workbook.cells import cell_text

SMALL = 12
"""The least size of type in a chart."""
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook's dates have no zone; constant, so that bytes are)
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LETTERS = "BCDE"
"""Of a workbook's columns behind the one of names."""


class Categories(CategoryChartData):
    """Figures by category, with our own workbook: python-pptx's takes a name that begins with = for a formula."""

    @property
    def xlsx_blob(self) -> bytes:
        series: Any = list(self)
        heads = ["", *(one.name for one in series)]
        return _book([heads, *([c.label, *(one.values[n] for one in series)] for n, c in enumerate(self.categories))])


class Points(XyChartData):
    """Points a series, a row each by what it is called: the x and the y of each series in columns beside each other."""

    names: Sequence[str] = ()

    @property
    def xlsx_blob(self) -> bytes:
        series: Any = list(self)
        heads = ["", *(head for one in series for head in (one.name, ""))]
        rows = zip(self.names, *series, strict=True)
        return _book([heads, *([name, *(end for one in points for end in (one.x, one.y))] for name, *points in rows)])

    def series_name_ref(self, series: Any) -> str:
        return f"Sheet1!${_LETTERS[2 * series.index]}$1"

    def x_values_ref(self, series: Any) -> str:
        return column(_LETTERS[2 * series.index], len(series))

    def y_values_ref(self, series: Any) -> str:
        return column(_LETTERS[2 * series.index + 1], len(series))


def column(letter: str, rows: int) -> str:
    """Where a column of so many rows below its head stands in a chart's workbook."""
    return f"Sheet1!${letter}$2:${letter}${rows + 1}"


def _book(rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """One sheet with a head row, as charts refer to it. Text in it is text, never a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _SETTINGS) as workbook:
        workbook.set_properties({"created": _CREATED})
        sheet = workbook.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 44)
        for y, row in enumerate(rows):
            sheet.write_row(y, 0, [cell_text(value) if isinstance(value, str) else value for value in row])
    return out.getvalue()


def by_category(number_format: str, names: Sequence[str], series: Sequence[Series], width: float) -> Any:
    make: Any = Categories  # without annotations
    made = make(number_format=number_format)
    made.categories = names
    for one in series:
        made.add_series(named(one.name, width), one.values)
    return made


def insert(placeholder: Any, kind: XL_CHART_TYPE, data: Any, size: int = SMALL) -> Any:
    """The chart in a placeholder's stead, with no frame and no title of its own."""
    # Any placeholder for content will do, not only those for charts.
    make: Any = ChartPlaceholder
    frame = make(placeholder._element, placeholder._parent).insert_chart(kind, data)
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    chart.font.size = Pt(size)
    paint(chart.font.color, "ink")
    space = chart._chartSpace
    if space.find(qn("c:roundedCorners")) is None:
        # Its place is behind the kind of dates; without it PowerPoint rounds them.
        dated = space.find(qn("c:date1904")) is not None
        space.insert(int(dated), parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>'))
    return frame


def named(name: str, width: float) -> str:
    """A series' name, in one line of a legend in a chart so wide, in points."""
    return fit.shortened(tidy(name), 0.85 * width, SMALL, 1)


def scale(axis: Any, least: float, most: float, step: float | None) -> None:
    """An axis of whole numbers with a hairline at each step; without steps it has no lines."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = least, most, step
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = step is not None
    if step is not None:
        paint(axis.major_gridlines.format.line.color, "line")
        axis.major_gridlines.format.line.width = Pt(0.75)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False


def legend(chart: Any, *, unnamed: Iterable[int] = ()) -> None:
    """Below the chart, without the series at some places."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(SMALL)
    paint(chart.legend.font.color, "ink")
    position = chart.legend._element.find(qn("c:legendPos"))
    for place in sorted(unnamed, reverse=True):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        position.addnext(parse_xml(entry))


def place_plot(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Where the bars and points lie, in parts of the chart: so that rows meet what stands beside them."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = "".join(
        f'<c:{name} val="{value:.4f}"/>' for name, value in zip("xywh", (left, top, width, height), strict=True)
    )
    place = f'<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>{sides}'
    area.insert(0, parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{place}</c:manualLayout></c:layout>"))
