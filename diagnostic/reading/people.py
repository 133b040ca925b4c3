"""A roster: which people a table invites, by what was said of its columns, and which rows it leaves out and why."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from diagnostic.addresses import check_address
from diagnostic.errors import Fault, InvalidRoster, NotPossible
from diagnostic.questionnaire.sheet import from_text
from diagnostic.questionnaire.words import Side
from diagnostic.reading.addresses import in_order, name_and_address
from diagnostic.reading.columns import Role, alternatives, heading_row, roles
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet
from diagnostic.text import alike, one_line

LONGEST_CELL = 300
"""No address, name or company is as long."""
LONGEST_NAME, LONGEST_GROUP = 120, 60

_TOO_MANY_CELLS = "has more cells than there are headings; a text with a separator in it must stand in quotation marks"
CompanyFrom = Literal["column", "domain", "a", "b"]


class RosterLine(msgspec.Struct, frozen=True):
    """One person to invite."""

    row: int
    email: str
    side: Side
    name: str | None
    attribute: str | None
    language: str


class RosterMapping(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a table."""

    sheet: int = 0
    """Its place among the filled ones."""
    heading: int = 0
    """The number of the row that names the columns; 0 where none does."""
    columns: tuple[Role, ...] = ()
    hidden: bool = False
    """Whether rows that are hidden count."""
    company_from: CompanyFrom = "column"
    companies: Mapping[str, Side] = {}
    """What texts of the company's column mean, by `alike`, where they are not a company's own name."""
    languages: Mapping[str, str] = {}
    attribute_said: bool = False
    """Whether somebody decided which column the attribute is, if any."""
    corrected: Mapping[int, Mapping[str, str]] = {}
    """By row, texts that stand instead of its own, by the column's role."""
    left_out: frozenset[int] = frozenset()
    """Rows that somebody decided to leave out."""


class Meaning(msgspec.Struct, frozen=True):
    """A text of the table, the rows that have it, and what it is taken for; None where nobody knows."""

    text: str
    rows: tuple[int, ...]
    meant: str | None


class RosterReading(msgspec.Struct, frozen=True):
    """What a mapping makes of a table. Each row below its heading is in one of lines, faulty and left out."""

    lines: tuple[RosterLine, ...]
    faulty: Mapping[int, tuple[Fault, ...]]
    """Rows that cannot be taken as they are, with everything that is wrong with them."""
    left_out: tuple[Fault, ...]
    """Rows that are not read, each with the reason."""
    companies: tuple[Meaning, ...]
    """Texts that are no company's name, and the company they are taken for."""
    languages: tuple[Meaning, ...]
    """Texts that are no language offered, and the one that is taken instead."""
    questions: tuple[Fault, ...]
    """What has to be said before anything can be stored, by the name of its field."""

    @property
    def settled(self) -> bool:
        """Whether everything that is read can be stored."""
        return not self.faulty and not self.questions


def suggested(seen: Seen, of: RosterOf, *, sheet: int | None = None, heading: int | None = None) -> RosterMapping:
    """What a table's columns seem to be; of a sheet, or with a heading, that somebody chose."""
    place = seen.first if sheet is None else sheet
    table = seen.sheets[place]
    row = heading_row(table, of.attribute) if heading is None else heading
    columns = roles(table, row, of.attribute)
    mapping = RosterMapping(sheet=place, heading=row, columns=columns, attribute_said="attribute" in columns)
    if "company" not in columns:
        mapping = msgspec.structs.replace(mapping, company_from="domain")
    return mapping


def headings(table: SeenSheet, mapping: RosterMapping) -> tuple[str, ...]:
    """What each column is called; '' where it is not."""
    row = next((row for row in table.rows if row.number == mapping.heading), None)
    return tuple(from_text(row.cell(place)) if row else "" for place in range(table.width))


def typed(texts: Mapping[Role, str], of: RosterOf) -> RosterLine:
    """One person whose details somebody typed.

    Raises
    ------
    InvalidRoster
        With everything that is wrong with them.
    """
    columns = tuple(texts)
    sheet = SeenSheet("", (SeenRow(1, tuple(one_line(texts[role]) for role in columns)),))
    reading = people(Seen("", (sheet,)), RosterMapping(columns=columns, attribute_said=True), of)
    if not reading.settled:
        raise InvalidRoster([*(fault for row in reading.faulty.values() for fault in row), *reading.questions])
    return reading.lines[0]


def people(seen: Seen, mapping: RosterMapping, of: RosterOf) -> RosterReading:
    """Read a roster as a mapping says."""
    return _Reader(seen.sheets[mapping.sheet], mapping, of).read()


class _Reader:
    def __init__(self, table: SeenSheet, mapping: RosterMapping, of: RosterOf) -> None:
        self._table, self._mapping, self._of = table, mapping, of
        self._places: dict[Role, int] = {role: place for place, role in enumerate(mapping.columns) if role}
        self._beyond = frozenset(_beyond(table, mapping.heading))
        self._companies: dict[str, Meaning] = {}
        self._languages: dict[str, Meaning] = {}

    def read(self) -> RosterReading:
        taken: dict[str, RosterLine] = {}
        faulty: dict[int, tuple[Fault, ...]] = {}
        left_out = list(self._above())
        for number, why in self._table.unread.items():
            fault = Fault(f"row {number}", why)
            if number in self._mapping.left_out:
                left_out.append(fault)
            else:
                faulty[number] = (fault,)
        for row in self._table.rows:
            if row.number <= self._mapping.heading:
                continue
            if why := self._why_left_out(row):
                left_out.append(Fault(f"row {row.number}", why))
                continue
            line = self._line(row)
            if not isinstance(line, RosterLine):
                faulty[row.number] = line
            elif (before := taken.setdefault(line.email, line)) is not line:
                same = line.side == before.side and line.language == before.language
                if same and line.attribute in (None, before.attribute):
                    left_out.append(Fault(f"row {line.row}", f"{line.email} stands in row {before.row} too"))
                else:
                    said = f"{line.email} stands in row {before.row} too, with other details; leave one of the two out"
                    faulty[line.row] = (Fault(f"row {line.row}", said),)
        return RosterReading(
            lines=tuple(taken.values()),
            faulty=faulty,
            left_out=tuple(left_out),
            companies=tuple(self._companies.values()),
            languages=tuple(self._languages.values()),
            questions=tuple(self._questions(bool(taken), bool(faulty))),
        )

    def _above(self) -> Iterator[Fault]:
        for row in self._table.rows:
            if row.number < self._mapping.heading:
                text = " ".join(filter(None, row.cells))
                yield Fault(f"row {row.number}", f"stands above the headings: “{text[:LONGEST_NAME]}”")

    def _why_left_out(self, row: SeenRow) -> str:
        if row.number in self._mapping.left_out:
            return "is left out, as you said"
        if row.hidden and not self._mapping.hidden:
            return "is hidden in the file"
        return ""

    def _questions(self, some: bool, faulty: bool) -> Iterator[Fault]:
        if "email" not in self._places:
            yield Fault("columns", "Which column has the mail addresses?")
        elif not some and not faulty:
            yield Fault("columns", "There is nobody in this table below its heading.")
        if self._mapping.company_from == "column" and "company" not in self._places:
            yield Fault("company_from", "Where does it say which company somebody is of?")
        for meaning in self._companies.values():
            if meaning.meant is None:
                yield Fault("companies", f"Which company is “{meaning.text}”?")
        if self._of.attribute and not self._mapping.attribute_said:
            others = alternatives(headings(self._table, self._mapping), self._of.attribute)
            if [place for place in others if not self._mapping.columns[place]]:
                yield Fault("attribute", f"Which column is “{self._of.attribute}”, if any?")

    def _text(self, row: SeenRow, role: Role) -> str:
        instead = self._mapping.corrected.get(row.number, {}).get(role)
        return from_text(row.cell(self._places.get(role))) if instead is None else instead.strip()

    def _line(self, row: SeenRow) -> RosterLine | tuple[Fault, ...]:
        where, faults = f"row {row.number}", []
        if any(row.cell(place) for place in self._beyond) and not self._mapping.corrected.get(row.number):
            faults.append(Fault(where, _TOO_MANY_CELLS))
        given = self._text(row, "email")
        inside, written = name_and_address(given) or ("", given)
        email = written
        try:
            email = check_address(written) if written else ""
        except NotPossible as error:
            faults.append(Fault(where, str(error)))
        if not email and not faults:
            faults.append(Fault(where, "There is no email address."))
        side = self._side(row, email, faults)
        name = self._name(row) or inside
        attribute = self._text(row, "attribute")
        if any(len(self._text(row, role)) > LONGEST_CELL for role in self._places):
            return (Fault(where, f"A cell is longer than {LONGEST_CELL} characters."),)
        for what, text, most in (("name", name, LONGEST_NAME), (self._of.attribute, attribute, LONGEST_GROUP)):
            if len(text) > most:
                faults.append(Fault(where, f"The {what} is longer than {most} characters."))
        if faults or side is None:
            # Of a company that nobody knows yet a question is asked, once for all of its rows.
            return tuple(faults)
        return RosterLine(row.number, email, side, name or None, attribute or None, self._language(row))

    def _name(self, row: SeenRow) -> str:
        parts = [self._text(row, role) for role in ("first_name", "last_name")]
        return " ".join(filter(None, parts)) or in_order(self._text(row, "name"))

    def _side(self, row: SeenRow, email: str, faults: list[Fault]) -> Side | None:
        where, how = f"row {row.number}", self._mapping.company_from
        if how in ("a", "b"):
            return how
        both = f"{self._of.name('a')} or {self._of.name('b')}"
        if how == "domain":
            chosen = self._mapping.corrected.get(row.number, {}).get("company", "")
            side = self._of.by_domain(email) or self._of.named(chosen)
            if side is None and email:
                domain = email.rpartition("@")[2]
                faults.append(Fault(where, f"{domain} is a mail domain of neither company; write {both}."))
            return side
        if "company" not in self._places:
            return None
        text = self._text(row, "company")
        if side := self._of.named(text):
            return side
        if not text:
            faults.append(Fault(where, f"There is no company; write {both}."))
            return None
        return self._meant(row.number, text)

    def _meant(self, row: int, text: str) -> Side | None:
        key = alike(text)
        meant = self._mapping.companies.get(key) or self._of.meant(text)
        _count(self._companies, key, Meaning(text, (row,), meant))
        return meant

    def _language(self, row: SeenRow) -> str:
        text = self._text(row, "language")
        if not text:
            return self._of.languages[0]
        if code := self._of.language(text):
            return code
        key = alike(text)
        instead = self._mapping.languages.get(key) or self._of.languages[0]
        _count(self._languages, key, Meaning(text, (row.number,), instead))
        return instead


def _beyond(table: SeenSheet, heading: int) -> Iterator[int]:
    """Columns without a heading in which few rows have anything: there a text was cut in two."""
    named = next((row for row in table.rows if row.number == heading), None)
    below = [row for row in table.rows if row.number > heading]
    width = max((place + 1 for place, cell in enumerate(named.cells) if cell), default=0) if named else table.width
    for place in range(width, table.width):
        if 0 < sum(bool(row.cell(place)) for row in below) < len(below) / 2:
            yield place


def _count(found: dict[str, Meaning], key: str, meaning: Meaning) -> None:
    before = found.setdefault(key, meaning)
    if before is not meaning:
        found[key] = msgspec.structs.replace(before, rows=(*before.rows, *meaning.rows))
