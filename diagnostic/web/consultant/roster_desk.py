"""What a page offers to say of a roster that is read, and what its form says."""

from collections.abc import Iterator
from typing import get_args

import msgspec

from diagnostic.errors import MOST_SHOWN
from diagnostic.questionnaire.sheet import column_letter
from diagnostic.questionnaire.words import SIDES
from diagnostic.reading.columns import Role, alternatives
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.desk import RosterDesk
from diagnostic.reading.people import (
    CompanyFrom,
    RosterMapping,
    headings,
    suggested,
)
from diagnostic.text import alike
from diagnostic.web.consultant.forms import Form

_LABELS = {
    "": "leave out",
    "email": "mail address",
    "company": "company",
    "name": "name",
    "first_name": "first name",
    "last_name": "last name",
    "language": "language",
}
_ROLES: tuple[Role, ...] = get_args(Role)
_EXAMPLES, _HEADING_ROWS, _SHORT = 3, 8, 60


class Column(msgspec.Struct, frozen=True):
    """A column to decide on, with some of what stands in it."""

    place: int
    heading: str
    role: Role
    examples: tuple[str, ...]
    hidden: bool


class FaultyRow(msgspec.Struct, frozen=True):
    """A row to correct: what is wrong, and by role what stands in it."""

    number: int
    faults: tuple[str, ...]
    texts: dict[str, str]


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be said of a table."""

    columns: tuple[Column, ...]
    roles: dict[str, str]
    """What a column may be, and what that is called."""
    languages: tuple[str, ...]
    headings: dict[int, str]
    """The first rows, by number: any of them may be the heading."""
    hidden_rows: int
    attributes: tuple[Column, ...]
    """Columns that may be the attribute by another name, where nobody decided."""
    faulty: tuple[FaultyRow, ...]
    more_faulty: int


def choices(desk: RosterDesk, of: RosterOf) -> Choices:
    """What a page offers to decide."""
    table, mapping, reading = desk.table, desk.mapping, desk.reading
    columns = tuple(_columns(desk))
    rows = {row.number: row for row in table.rows}
    faulty = []
    # Those of a company that nobody knows have no fault of their own: it is asked about once.
    own_faults = {number: faults for number, faults in reading.faulty.items() if faults}
    for number, faults in list(own_faults.items())[:MOST_SHOWN]:
        row, own = rows.get(number), mapping.corrected.get(number, {})
        texts = {
            str(role): own.get(role, row.cell(place)) for place, role in enumerate(mapping.columns) if role and row
        }
        # Where no column says it, one person's company can still be said.
        texts |= {"company": own.get("company", "")} if row and "company" not in texts else {}
        faulty.append(FaultyRow(number, tuple(fault.what for fault in faults), texts))
    undecided = any(question.where == "attribute" for question in reading.questions)
    others = alternatives(headings(table, mapping), of.attribute) if undecided else ()
    labels: dict[str, str] = {**_LABELS, **({"attribute": of.attribute} if of.attribute else {})}
    return Choices(
        columns=columns,
        roles=labels,
        languages=tuple(of.languages),
        headings={row.number: " | ".join(filter(None, row.cells))[:_SHORT] for row in table.rows[:_HEADING_ROWS]},
        hidden_rows=sum(row.hidden for row in table.rows),
        attributes=tuple(column for column in columns if column.place in others and not column.role),
        faulty=tuple(faulty),
        more_faulty=len(own_faults) - len(faulty),
    )


def _columns(desk: RosterDesk) -> Iterator[Column]:
    table, mapping = desk.table, desk.mapping
    below = [row for row in table.rows if row.number > mapping.heading]
    for place, heading in enumerate(headings(table, mapping)):
        filled = dict.fromkeys(row.cell(place)[: _SHORT // 2] for row in below if row.cell(place))
        if heading or filled:
            name = heading or f"column {column_letter(place)}"
            role = mapping.columns[place]
            yield Column(place, name, role, tuple(filled)[:_EXAMPLES], place in table.hidden_columns)


def said(desk: RosterDesk, form: Form, of: RosterOf) -> RosterMapping:
    """What a form says of the table; where it says nothing, what was said before."""
    seen, mapping = desk.seen, desk.mapping
    sheet = _whole(form["sheet"], mapping.sheet, len(seen.sheets) - 1)
    if sheet != mapping.sheet:
        return suggested(seen, of, sheet=sheet)
    heading = _whole(form["heading"], mapping.heading, max((row.number for row in desk.table.rows), default=0))
    if heading != mapping.heading:
        return suggested(seen, of, sheet=sheet, heading=heading)
    columns, decided = _said_columns(mapping, form), mapping.attribute_said or form.ticked("attribute")
    how = form["company_from"]
    companies = {
        alike(each.text): side
        for n, each in enumerate(desk.reading.companies)
        for side in SIDES
        if form[f"company-{n}"] == side
    }
    languages = {
        alike(each.text): form[f"language-{n}"]
        for n, each in enumerate(desk.reading.languages)
        if form[f"language-{n}"] in of.languages
    }
    return msgspec.structs.replace(
        mapping,
        columns=columns,
        hidden=form.ticked("hidden") if form.ticked("hidden-asked") else mapping.hidden,
        company_from=how if how in get_args(CompanyFrom) else mapping.company_from,
        companies={**mapping.companies, **companies},
        languages={**mapping.languages, **languages},
        attribute_said=decided or "attribute" in columns,
        corrected=_corrected(desk, form),
        left_out=_left_out(desk, form),
    )


def _said_columns(mapping: RosterMapping, form: Form) -> tuple[Role, ...]:
    """A role is one column's: the first that has it."""
    found: list[Role] = []
    for place, before in enumerate(mapping.columns):
        given = form[f"column-{place}"] if form.ticked(f"column-{place}") else before
        if form["attribute"] == str(place):
            given = "attribute"
        role: Role = next((each for each in _ROLES if each == given), "")
        found.append("" if role in found else role)
    return tuple(found)


def _corrected(desk: RosterDesk, form: Form) -> dict[int, dict[str, str]]:
    """What is typed over a row's own texts."""
    corrected = {number: dict(texts) for number, texts in desk.mapping.corrected.items()}
    rows = {row.number: row for row in desk.table.rows}
    for number in desk.reading.faulty:
        for place, role in (*enumerate(desk.mapping.columns), (None, "company")):
            field = f"row-{number}-{role}"
            if role and number in rows and form.ticked(field):
                own = corrected.setdefault(number, {})
                own[role] = form[field]
                if form[field] == rows[number].cell(place):
                    del own[role]
    return {number: texts for number, texts in corrected.items() if texts}


def _left_out(desk: RosterDesk, form: Form) -> frozenset[int]:
    if form["do"] == "back":
        return frozenset()
    if form["do"] == "leave_out":
        return desk.mapping.left_out | frozenset(number for number, faults in desk.reading.faulty.items() if faults)
    return desk.mapping.left_out | {number for number in desk.reading.faulty if str(number) in form.chosen("out")}


def _whole(text: str, otherwise: int, most: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 and int(text) <= most else otherwise
