"""A table of answers column by column: what each is called, and which rows may be somebody's."""

import msgspec

from diagnostic.questionnaire.sheet import column_letter
from diagnostic.reading.answers.mapping import AnswersMapping
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet
from diagnostic.text import alike

LOOKED_AT = 15
"""Rows near the top of a table, of which one is the heading."""
_NEARLY_ALL = 0.7


class TableColumn(msgspec.Struct, frozen=True):
    """A column by its heading, which no other has."""

    place: int
    name: str
    wording: str
    """What else stands in the rows of the heading."""
    hidden: bool


def table_of(seen: Seen, mapping: AnswersMapping) -> SeenSheet:
    """The sheet that is read."""
    return next((sheet for sheet in seen.sheets if sheet.name == mapping.sheet), seen.sheets[seen.first])


def columns_of(table: SeenSheet, mapping: AnswersMapping) -> tuple[TableColumn, ...]:
    """The columns with anything in them, each by a name of its own: its heading, or its letter where it has none."""
    rows = {row.number: row for row in table.rows}
    heading = rows.get(mapping.heading)
    below = [rows[number] for number in mapping.headings_more if number in rows]
    own = [heading.cell(place) if heading else "" for place in range(table.width)]
    taken: set[str] = set()
    found = []
    title = ""
    for place in range(table.width):
        title = own[place] or title
        others = [row.cell(place) for row in below if not row.cell(place).startswith("{")]
        # The title of a grid stands above its first statement alone, or above all of its joined cells.
        in_grid = others and others[0] and not all(own[place : place + 2])
        name = f"{title} – {others[0]}" if title and in_grid else own[place] or column_letter(place)
        number, unique = 2, name
        while alike(unique) in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(alike(unique))
        found.append(TableColumn(place, unique, " – ".join(filter(None, others)), place in table.hidden_columns))
    return tuple(found)


def below_heading(table: SeenSheet, mapping: AnswersMapping) -> list[SeenRow]:
    """The rows that may be somebody's answers."""
    return [row for row in table.rows if row.number > mapping.heading and row.number not in mapping.headings_more]


def fullest_row(table: SeenSheet) -> int:
    """The place of the first row near the top that has nearly as many cells as any there: titles stand above it."""
    near = [(place, row) for place, row in enumerate(table.rows[:LOOKED_AT]) if not row.hidden]
    filled = {place: sum(map(bool, row.cells)) for place, row in near}
    return next((place for place, many in filled.items() if many >= max(filled.values()) * _NEARLY_ALL), 0)
