"""Which row of a table is its heading, and what its columns are: suggested, for somebody to look at."""

from collections.abc import Mapping, Sequence
from typing import Literal

from diagnostic.reading.addresses import name_and_address
from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import bare

Role = Literal["", "email", "company", "name", "first_name", "last_name", "language", "attribute"]
"""What a column of a roster is; empty: it is left out."""

_WORDS: Mapping[Role, str] = {
    "email": "e-mail, mail, e-mail address, mail address, e-mail-adresse, mailadresse, business e-mail, work e-mail,"
    " dienstliche e-mail, user principal name, upn, smtp address",
    "company": "company, company name, firma, firmenname, unternehmen, gesellschaft, organisation, organization,"
    " legal entity, employer, arbeitgeber, partner, side, seite",
    "first_name": "first name, given name, forename, vorname, rufname",
    "last_name": "last name, surname, family name, nachname, familienname, zuname",
    "name": "name, full name, display name, anzeigename, vollständiger name, vor- und nachname, participant,"
    " teilnehmer, teilnehmerin, person, mitarbeiter, employee",
    "language": "language, sprache, preferred language, bevorzugte sprache, korrespondenzsprache, locale, lang",
}
"""What such columns are called, in English and German."""
_KINDS_OF_GROUPS = (
    "function, funktion, department, abteilung, bereich, team, role, rolle, position, job title, stelle, business unit",
    "country, land, market, markt, region",
    "seniority, level, grade, ebene, hierarchieebene, karrierestufe",
    "site, location, office, standort, ort",
)
"""Attributes that go by several names."""
_LOOKED_AT = 20
_MOST_ADDRESSES = 0.6
"""A column with so large a share of addresses is one of addresses, whatever its heading."""


def _key(text: str) -> str:
    return bare(text).replace(" ", "")


_ROLES: dict[str, Role] = {_key(word): role for role, words in _WORDS.items() for word in words.split(",")}
_GROUPS = [frozenset(_key(word) for word in words.split(",")) for words in _KINDS_OF_GROUPS]


def heading_row(sheet: SeenSheet, attribute: str) -> int:
    """The number of the row that names most columns, among the first; 0 where none does."""

    def named(row: SeenRow) -> int:
        return sum(bool(role_of(cell, attribute)) for cell in row.cells)

    shown = [row for row in sheet.rows[:_LOOKED_AT] if not row.hidden]
    best = max(shown, key=named, default=None)
    if best and named(best):
        return best.number
    # A row without an address above rows that have one names columns by words that are not known.
    has = [any(name_and_address(cell) for cell in row.cells) for row in shown]
    return shown[0].number if len(shown) > 1 and not has[0] and any(has) and len(shown[0].cells) > 1 else 0


def roles(sheet: SeenSheet, heading: int, attribute: str) -> tuple[Role, ...]:
    """What each column is, by its heading, else by what stands in it; each role once, and hidden columns left out."""
    named = next((row for row in sheet.rows if row.number == heading), None)
    below = [row for row in sheet.rows if row.number > heading]
    found: list[Role] = [""] * sheet.width
    taken: set[Role] = set()
    for place in range(sheet.width):
        role = role_of(named.cell(place), attribute) if named else ""
        if role and role not in taken and place not in sheet.hidden_columns:
            found[place] = role
            taken.add(role)
    if "email" not in taken and (addressed := _of_addresses(below, found)) is not None:
        found[addressed] = "email"
    if "name" in taken and "first_name" in taken and "last_name" not in taken:
        found[found.index("name")] = "last_name"
    if named is None and "email" in found and "" in found:
        # Nothing says what is what: beside addresses stand names.
        found[found.index("")] = "name"
    return tuple(found)


def alternatives(headings: Sequence[str], attribute: str) -> tuple[int, ...]:
    """Columns that may be the attribute by another name."""
    own = _key(attribute)
    kinds = [kind for kind in _GROUPS if own in kind]
    return tuple(place for place, heading in enumerate(headings) if any(_key(heading) in kind for kind in kinds))


def role_of(heading: str, attribute: str = "") -> Role:
    """What a column is by its heading alone; '' where it says nothing."""
    key = _key(heading)
    if not key:
        return ""
    return "attribute" if attribute and key == _key(attribute) else _ROLES.get(key, "")


def _of_addresses(rows: Sequence[SeenRow], found: Sequence[Role]) -> int | None:
    """The first column that is mostly addresses."""
    for place, role in enumerate(found):
        filled = [row.cell(place) for row in rows if row.cell(place)]
        if not role and filled and sum(map(bool, map(name_and_address, filled))) >= _MOST_ADDRESSES * len(filled):
            return place
    return None
