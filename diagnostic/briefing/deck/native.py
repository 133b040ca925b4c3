"""Charts and tables in placeholders' stead, each chart with a workbook of our own: what "Edit data" opens.

Any placeholder for content will do, not only those for charts. What python-pptx has no annotations for is called here.
"""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.shapes.placeholder import ChartPlaceholder, TablePlaceholder

from diagnostic.briefing.workbook.cells import cell_text

_Charts: Any = ChartPlaceholder
_Tables: Any = TablePlaceholder

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook's dates have no zone; constant, so that bytes are)
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

_LETTERS = "BCDE"
"""Of a workbook's columns behind the one of names."""

Value = str | float | None


class Categories(CategoryChartData):
    """Figures by category, with our own workbook: python-pptx's takes a name that begins with = for a formula."""

    @property
    def xlsx_blob(self) -> bytes:
        series: Any = list(self)
        heads = ["", *(one.name for one in series)]
        return _book([heads, *([c.label, *(one.values[n] for one in series)] for n, c in enumerate(self.categories))])


class Points(XyChartData):
    """Points a series, by what their rows are called: the series' x in columns beside these, the y of all behind."""

    names: Sequence[str] = ()

    @property
    def xlsx_blob(self) -> bytes:
        series: Any = list(self)
        rows = zip(self.names, *series, strict=True)
        heads = ["", *(one.name for one in series)]
        return _book([heads, *([name, *(one.x for one in points), points[0].y] for name, *points in rows)])

    def series_name_ref(self, series: Any) -> str:
        return f"Sheet1!${_LETTERS[series.index]}$1"

    def x_values_ref(self, series: Any) -> str:
        return _column(_LETTERS[series.index], series)

    def y_values_ref(self, series: Any) -> str:
        return _column(_LETTERS[len(list(self))], series)


def _column(letter: str, series: Any) -> str:
    return f"Sheet1!${letter}$2:${letter}${len(series) + 1}"


def _book(rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a head row, as charts refer to it. Text in it is text, never a formula or a link."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, _SETTINGS)
    workbook.set_properties({"created": _CREATED})
    sheet = workbook.add_worksheet("Sheet1")
    sheet.set_column(0, 0, 44)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(y, x, cell_text(value))
            elif value is not None:
                sheet.write_number(y, x, value)
    workbook.close()
    return out.getvalue()


def categories(number_format: str, names: Sequence[str], series: Iterable[tuple[str, Sequence[float | None]]]) -> Any:
    make: Any = Categories
    made = make(number_format=number_format)
    made.categories = names
    for name, values in series:
        made.add_series(name, values)
    return made


def points(
    number_format: str,
    names: Sequence[str],
    places: Sequence[float],
    series: Iterable[tuple[str, Sequence[float | None]]],
) -> Any:
    """Each series' values across, over the places up."""
    make: Any = Points
    made = make(number_format=number_format)
    made.names = names
    for name, values in series:
        added = made.add_series(name)
        for value, place in zip(values, places, strict=True):
            added.add_data_point(value, place)
    return made


def chart(placeholder: Any, kind: XL_CHART_TYPE, data: Any) -> Any:
    return _Charts(placeholder._element, placeholder._parent).insert_chart(kind, data)


def table(placeholder: Any, rows: int, columns: int) -> Any:
    return _Tables(placeholder._element, placeholder._parent).insert_table(rows, columns)
