"""A workbook opened by openpyxl, for the tests that look into it."""

import io
from collections.abc import Iterator
from functools import cache

import msgspec
import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from diagnostic.analysis import BySide, Cut, CutStatement, Group, Paired, Report, View, Withheld, from_json, to_json
from diagnostic.briefing.renderers import RENDERERS

Row = dict[str, object]


def book_of(report: Report, language: str = "en") -> Workbook:
    """Opened once for all the tests that look at the same."""
    return _book(to_json(report), language)


@cache
def _book(report: bytes, language: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"](from_json(report), language)))


def rows_of(book: Workbook, sheet: str) -> list[Row]:
    """Rows by the titles of their columns."""
    titles, *rows = book[sheet].iter_rows(values_only=True)
    assert len(set(titles)) == len(titles)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def tables(book: Workbook) -> Iterator[Worksheet]:
    """Every sheet but the second, which is for reading."""
    yield from (sheet for sheet in book if sheet is not _read_me(book))


def _read_me(book: Workbook) -> Worksheet:
    return book.worksheets[1]


def read_me(report: Report) -> str:
    sheet = _read_me(book_of(report))
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def complete(report: Report) -> Report:
    """With views and groups, which the typical one lacks."""
    pairs = Paired(n=21, mean_difference=-0.381, delta=-0.286, interval=(-0.52, 0.01), p=0.062)
    names: tuple[str, ...] = ("Sales", "Medical")
    groups = BySide(names, names)
    counted = BySide.of(
        lambda side: tuple(Group(group=name, counts=(0, 1, 2, 3, 2), mean=3.75) for name in groups[side])
    )
    shown = CutStatement(id="trust.candour@a", groups=counted, between_sides=-0.02, between_groups=0.21)
    hidden = CutStatement(
        id="decisions.stick@alliance",
        groups=None,
        between_sides=Withheld("protected"),
        between_groups=Withheld("protected"),
    )
    return msgspec.structs.replace(
        report,
        views=(View(item="trust.candour", side="a", partner_less_own=pairs),),
        cuts=(
            Cut(
                attribute="function",
                groups=groups,
                statements=(shown, hidden),
                between_sides=-0.02,
                between_groups=0.21,
                p=0.003,
            ),
        ),
    )
