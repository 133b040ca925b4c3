"""Charts and tables in placeholders' stead. Any placeholder for content will do, not only those for charts.

What python-pptx has no annotations for is called here alone.
"""

from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.shapes.placeholder import ChartPlaceholder, TablePlaceholder

from diagnostic.briefing.deck.books import Value, book

_Charts: Any = ChartPlaceholder
_Tables: Any = TablePlaceholder


class Bars(CategoryChartData):
    """Figures by category, with our own workbook: python-pptx's takes a name that begins with = for a formula."""

    @property
    def xlsx_blob(self) -> bytes:
        columns: Any = list(self)
        rows: list[list[Value]] = [["", *(series.name for series in columns)]]
        for n, category in enumerate(self.categories):
            rows.append([category.label, *(series.values[n] for series in columns)])
        return book(rows)


class Points(XyChartData):
    """Points, each series' x and y in columns of a workbook that is written elsewhere."""

    columns: tuple[tuple[str, str], ...] = ()
    """Of the x and of the y of each series; its name heads the first of them."""
    xlsx_blob: bytes = b""

    def series_name_ref(self, series: Any) -> str:
        return f"Sheet1!${self.columns[series.index][0]}$1"

    def x_values_ref(self, series: Any) -> str:
        return _column(self.columns[series.index][0], series)

    def y_values_ref(self, series: Any) -> str:
        return _column(self.columns[series.index][1], series)


def _column(letter: str, series: Any) -> str:
    return f"Sheet1!${letter}$2:${letter}${len(series) + 1}"


def bars(number_format: str) -> Any:
    make: Any = Bars
    return make(number_format=number_format)


def points(number_format: str, columns: tuple[tuple[str, str], ...]) -> Any:
    make: Any = Points
    made = make(number_format=number_format)
    made.columns = columns
    return made


def chart(placeholder: Any, kind: XL_CHART_TYPE, data: Any) -> Any:
    return _Charts(placeholder._element, placeholder._parent).insert_chart(kind, data)


def table(placeholder: Any, rows: int, columns: int) -> Any:
    return _Tables(placeholder._element, placeholder._parent).insert_table(rows, columns)
