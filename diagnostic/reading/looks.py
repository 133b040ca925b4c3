"""What one sees of a workbook's sheet besides its values: what is hidden, joined, reckoned or wrong."""

import io
import warnings
from collections.abc import Iterator, Mapping

from msgspec import Struct
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[int, int]
"""A row's number, and a column's place counted from 0."""


class Joined(Struct, frozen=True):
    """Cells joined over several rows, of which the uppermost holds the text."""

    first: int
    last: int
    column: int
    last_column: int


class Looks(Struct, frozen=True):
    """The looks of one sheet."""

    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    joined: tuple[Joined, ...] = ()
    formulas: tuple[Place, ...] = ()
    errors: tuple[Place, ...] = ()


def looks_of_xlsx(data: bytes, sizes: Mapping[str, Place]) -> dict[str, Looks]:
    """By sheet, of those that are tables; ``sizes``: how many rows and columns of each are looked at."""
    with warnings.catch_warnings():
        # Of what it does not know of a workbook's looks, which nobody here asks about.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(io.BytesIO(data), keep_links=False)
    return {name: _of_xlsx(book[name], *size) for name, size in sizes.items() if isinstance(book[name], Worksheet)}


def _of_xlsx(sheet: Worksheet, height: int, width: int) -> Looks:
    def places(kind: str) -> Iterator[Place]:
        if height and width:
            for number, row in enumerate(sheet.iter_rows(max_row=height, max_col=width), start=1):
                yield from ((number, place) for place, cell in enumerate(row) if cell.data_type == kind)

    return Looks(
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(
            place - 1
            for column in sheet.column_dimensions.values()
            if column.hidden and column.min and column.max
            for place in range(column.min, min(column.max, width) + 1)
        ),
        joined=tuple(
            Joined(cells.min_row, cells.max_row, cells.min_col - 1, cells.max_col - 1)
            for cells in sheet.merged_cells.ranges
            if cells.max_row > cells.min_row
        ),
        formulas=tuple(places("f")),
        errors=tuple(places("e")),
    )
