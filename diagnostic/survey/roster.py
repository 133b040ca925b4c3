"""Who is invited: reading a roster, showing every fault before anything is stored, and storing it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from diagnostic.addresses import check_address
from diagnostic.errors import Fault, InvalidRoster, NotPossible
from diagnostic.questionnaire.sheet import SheetRow, column_letter, from_text, read_sheet
from diagnostic.questionnaire.words import SIDES, Side, other
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Invitation, Participant
from diagnostic.survey.alliances import ROSTER_COLUMNS, has_open_wave, must_be_published
from diagnostic.text import alike

REQUIRED, OPTIONAL = ROSTER_COLUMNS[:2], ROSTER_COLUMNS[2:]
ROLE_NAMES = frozenset(
    "admin administrator all billing careers contact everyone feedback hello help hr info inquiries it jobs legal"  # noqa: SIM905
    " mail marketing newsletter no-reply noreply office press sales security service shop staff support team".split()
)
DETAILS = ("side", "name", "attribute", "language")
"""What a roster says of an address."""
LONGEST_CELL = 300
"""No address, name or company is as long."""


T = TypeVar("T")


class RosterLine(msgspec.Struct, frozen=True):
    """One person to invite."""

    row: int
    email: str
    side: Side
    name: str | None
    attribute: str | None
    language: str


class Roster(msgspec.Struct, frozen=True):
    """A roster without faults; ``notes`` are what a consultant should look at all the same."""

    lines: tuple[RosterLine, ...]
    notes: tuple[Fault, ...]


class Headcount(msgspec.Struct, frozen=True):
    """How many people of a side, and how many of them have an address outside its company's mail domains."""

    people: int
    outside: int


class RosterChange(msgspec.Struct, frozen=True):
    """What storing a roster would do to the one there is."""

    added: tuple[RosterLine, ...]
    changed: tuple[RosterLine, ...]
    unchanged: int
    missing: tuple[str, ...]
    """Addresses that are stored and not in the new roster."""


def read_roster(data: bytes, filename: str, alliance: Alliance, languages: Sequence[str]) -> Roster:
    """Read a CSV or XLSX file with the columns email and company, and if wanted name, language and the attribute.

    ``company`` is one of the two companies' names, or a or b. The first of ``languages`` is given to
    those who have none.

    Raises
    ------
    InvalidRoster
        With every fault, each by row as a spreadsheet counts them (the header is row 1).
    """
    headings, rows, faults = read_sheet(filename, data)
    columns = [from_text(heading.strip()).lower() for heading in headings]
    wrong = list(_column_faults(columns, rows, alliance)) if columns else []
    if wrong or not columns:
        raise InvalidRoster([*wrong, *faults])
    lines: list[RosterLine] = []
    notes: list[Fault] = []
    seen: dict[str, RosterLine] = {}
    for row in rows:
        if any(len(cell) > LONGEST_CELL for cell in row.cells):
            faults.append(Fault(f"row {row.number}", f"A cell is longer than {LONGEST_CELL} characters."))
            continue
        record = {column: from_text(row.cell(index)) or None for index, column in enumerate(columns)}
        line = _line(row.number, record, alliance, languages, faults)
        if line is None:
            continue
        before = seen.setdefault(line.email, line)
        if before is line:
            lines.append(line)
        elif msgspec.structs.replace(line, row=before.row) == before:
            notes.append(
                Fault(f"row {row.number}", f"{line.email} stands in row {before.row} too; it is invited once.")
            )
        else:
            faults.append(
                Fault(f"row {row.number}", f"{line.email} stands in row {before.row} too, with other details.")
            )
    if not lines and not faults:
        faults.append(Fault("row 2", "There is nobody in this roster."))
    if faults:
        raise InvalidRoster(faults)
    return Roster(tuple(lines), (*notes, *_notes(lines, alliance)))


def _column_faults(columns: Sequence[str], rows: Sequence[SheetRow], alliance: Alliance) -> Iterator[Fault]:
    for column, times in Counter(filter(None, columns)).items():
        if times > 1:
            yield Fault("row 1", f"The column “{column}” is there {times} times. Keep one.")
    for column in REQUIRED:
        if column not in columns:
            yield Fault(
                "row 1", f"There is no column “{column}”. The first row names the columns: {_header(alliance)}."
            )
    known = {*REQUIRED, *OPTIONAL, (alliance.attribute or "").lower()}
    for index, column in enumerate(columns):
        if not column and any(row.cell(index) for row in rows):
            yield Fault("row 1", f"Column {column_letter(index)} has cells but no name. Name it or delete it.")
        if column and column not in known:
            yield Fault("row 1", f"The column “{column}” is not known. Keep only: {_header(alliance)}.")


def _header(alliance: Alliance) -> str:
    return ", ".join((*REQUIRED, *OPTIONAL, *([alliance.attribute.lower()] if alliance.attribute else [])))


def _line(
    row: int, record: dict[str, str | None], alliance: Alliance, languages: Sequence[str], faults: list[Fault]
) -> RosterLine | None:
    before = len(faults)
    where = f"row {row}"
    email = record["email"] or ""
    if not email:
        faults.append(Fault(where, "There is no email address."))
    else:
        try:
            email = check_address(email)
        except NotPossible as error:
            faults.append(Fault(where, str(error)))
    side = _side(record["company"] or "", alliance)
    if side is None:
        given = f"“{record['company']}” is neither company" if record["company"] else "There is no company"
        faults.append(Fault(where, f"{given}; write {alliance.company_a} or {alliance.company_b}."))
    language = (record.get("language") or languages[0]).lower()
    if language not in languages:
        faults.append(Fault(where, f"The language “{language}” is not offered; there are {', '.join(languages)}."))
    name = record.get("name")
    attribute = record.get(alliance.attribute.lower()) if alliance.attribute else None
    for what, text, most in (("name", name, 120), (alliance.attribute, attribute, 60)):
        if text and len(text) > most:
            faults.append(Fault(where, f"The {what} is longer than {most} characters."))
    if len(faults) > before or side is None:
        return None
    return RosterLine(row, email, side, name, attribute, language)


def _side(company: str, alliance: Alliance) -> Side | None:
    sides: dict[str, Side] = {alike(alliance.company_a): "a", alike(alliance.company_b): "b", "a": "a", "b": "b"}
    return sides.get(alike(company))


def _notes(lines: Sequence[RosterLine], alliance: Alliance) -> Iterator[Fault]:
    for line in lines:
        local, _, domain = line.email.rpartition("@")
        if local in ROLE_NAMES:
            yield Fault(
                f"row {line.row}",
                f"{line.email} looks like an address that several people read; one link is one voice.",
            )
        company = alliance.company(line.side)
        if within(domain, alliance.domains(other(line.side))):
            yield Fault(
                f"row {line.row}", f"{line.email} is listed under {company}, but has the other company's domain."
            )
        elif not within(domain, alliance.domains(line.side)):
            yield Fault(
                f"row {line.row}",
                f"{line.email} is outside {company}'s domains; respondents read how many such people are invited.",
            )


def within(domain: str, domains: Sequence[str]) -> bool:
    """Whether a mail domain is one of these or below one."""
    return any(domain == known or domain.endswith(f".{known}") for known in domains)


async def count_sides(people: QuerySet[Participant], alliance: Alliance) -> dict[Side, Headcount]:
    """How many of these people each side has."""
    counts: dict[Side, Headcount] = {}
    for side in SIDES:
        mine = people.filter(side=side)
        # As in `within`: a domain, and those below it.
        ends = [Q(email__endswith=before + domain) for domain in alliance.domains(side) for before in ("@", ".")]
        total = await mine.count()
        counts[side] = Headcount(total, outside=total - await mine.filter(Q(*ends, join_type="OR")).count())
    return counts


async def compare(alliance: Alliance, roster: Roster) -> RosterChange:
    """What storing this roster would change."""
    rows = await Participant.filter(alliance=alliance).values("email", *DETAILS)
    stored = {row.pop("email"): row for row in rows}
    added, changed = [], []
    for line in roster.lines:
        person = stored.pop(line.email, None)
        if person is None:
            added.append(line)
        elif _details(line) != person:
            changed.append(line)
    unchanged = len(roster.lines) - len(added) - len(changed)
    return RosterChange(tuple(added), tuple(changed), unchanged, tuple(sorted(stored)))


def _details(line: RosterLine) -> dict[str, str | None]:
    return {name: getattr(line, name) for name in DETAILS}


def _some_at_a_time(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """A statement takes some ten thousand values at most, and others wait while a thousand rows are made."""
    return (many[start : start + 500] for start in range(0, len(many), 500))


def to_be_invited(alliance: Alliance) -> QuerySet[Participant]:
    """Whom a launch would invite: not who asked not to be written to, nor whose address was refused for good."""
    return Participant.filter(alliance_id=alliance.id, do_not_contact=False, refused__isnull=True)


async def try_again(person: Participant) -> None:
    """Invite somebody again whose address a mail server has refused for good."""
    await Participant.filter(id=person.id).update(refused=None)


async def apply_roster(alliance: Alliance, roster: Roster, *, remove_missing: bool = False) -> RosterChange:
    """Store a roster: add, update, and if wanted remove those who are no longer in it.

    Raises
    ------
    NotPossible
        While a wave is open, or its Report is still being computed.
    """
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()  # no launch meanwhile
        if await has_open_wave(alliance):
            raise NotPossible("A wave is open, and its roster is fixed. Upload the new roster once the wave is closed.")
        await must_be_published(alliance)
        change = await compare(alliance, roster)
        sides = dict(await Participant.filter(alliance=alliance).values_list("email", "side"))
        moved = [line.email for line in change.changed if sides[line.email] != line.side]
        for some in _some_at_a_time(moved):
            # They leave one side and join the other; their invitations would say that they were there before.
            await Invitation.filter(participant__alliance=alliance, participant__email__in=some).delete()
        for lines in _some_at_a_time((*change.added, *change.changed)):
            await Participant.bulk_create(
                [Participant(alliance=alliance, email=line.email, **_details(line), refused=None) for line in lines],
                on_conflict=["alliance_id", "email"],
                update_fields=[*DETAILS, "refused"],
            )
        for some in _some_at_a_time(change.missing if remove_missing else ()):
            # Who asked not to be written to stays, or the next upload would forget it.
            await Participant.filter(alliance=alliance, email__in=some, do_not_contact=False).delete()
    return change
