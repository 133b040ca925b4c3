"""Who is invited: reading a roster, showing every fault before anything is stored, and storing it."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from diagnostic.addresses import within
from diagnostic.errors import Fault, InvalidRoster, NotPossible, UnreadableFile
from diagnostic.questionnaire.language_codes import nearest
from diagnostic.questionnaire.words import SIDES, Side, other
from diagnostic.reading import see
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.people import RosterLine, RosterReading, people, suggested
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Invitation, Participant
from diagnostic.survey.alliances import has_open_wave, must_be_published

ROLE_NAMES = frozenset(
    "admin administrator all billing careers contact everyone feedback hello help hr info inquiries it jobs legal"  # noqa: SIM905
    " mail marketing newsletter no-reply noreply office press sales security service shop staff support team".split()
)
DETAILS = ("side", "name", "attribute", "language")
"""What a roster says of an address."""

T = TypeVar("T")


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
    """Addresses that are stored and not in the new roster, of the companies that it has anybody of."""


async def spoken_by(alliance: Alliance, languages: Sequence[str]) -> list[str]:
    """Which of some languages a wave is offered in unless somebody chooses otherwise: the first, and the roster's."""
    rows = await Participant.filter(alliance=alliance).distinct().values_list("language")
    met = {nearest(str(language), languages) for (language,) in rows}
    return [language for language in languages if language == languages[0] or language in met]


def roster_of(alliance: Alliance, languages: Sequence[str]) -> RosterOf:
    """What an alliance says of whom it invites; the first of ``languages`` is for those who have none."""
    return RosterOf(
        companies={side: (alliance.company(side), alliance.short(side)) for side in SIDES},
        domains={side: tuple(alliance.domains(side)) for side in SIDES},
        languages=tuple(languages),
        attribute=alliance.attribute or "",
    )


def read_roster(data: bytes, filename: str, alliance: Alliance, languages: Sequence[str]) -> Roster:
    """Read a roster as it seems to be meant: where nobody can be asked.

    Raises
    ------
    InvalidRoster
        With every fault, each by row as a spreadsheet counts them, and with all that somebody would have to decide.
    """
    of = roster_of(alliance, languages)
    try:
        seen = see(filename, data)
    except UnreadableFile as error:
        raise InvalidRoster(error.faults, error.more) from None
    reading = people(seen, suggested(seen, of), of)
    if not reading.settled or not reading.lines:
        faults = [fault for row in reading.faulty.values() for fault in row]
        raise InvalidRoster([*reading.questions, *faults])
    return Roster(reading.lines, notes(reading, of))


def notes(reading: RosterReading, of: RosterOf) -> tuple[Fault, ...]:
    """What a consultant should look at although nothing is wrong."""
    return (*_guessed(reading, of), *_notes(reading.lines, of))


def _guessed(reading: RosterReading, of: RosterOf) -> Iterator[Fault]:
    names: dict[str | None, str] = {side: of.name(side) for side in SIDES}
    for company in reading.companies:
        said = f"“{company.text}” is taken for {names.get(company.meant)}."
        yield from (Fault(f"row {row}", said) for row in company.rows if company.meant)
    for language in reading.languages:
        said = f"“{language.text}” is no language offered; mails are in “{language.meant}”."
        yield from (Fault(f"row {row}", said) for row in language.rows)


def _notes(lines: Sequence[RosterLine], of: RosterOf) -> Iterator[Fault]:
    for line in lines:
        local, _, domain = line.email.rpartition("@")
        if local in ROLE_NAMES:
            yield Fault(
                f"row {line.row}",
                f"{line.email} looks like an address that several people read; one link is one voice.",
            )
        company = of.name(line.side)
        if within(domain, of.domains[other(line.side)]):
            yield Fault(
                f"row {line.row}", f"{line.email} is listed under {company}, but has the other company's domain."
            )
        elif not within(domain, of.domains[line.side]):
            yield Fault(
                f"row {line.row}",
                f"{line.email} is outside {company}'s domains; respondents read how many such people are invited.",
            )


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
    there = {line.side for line in roster.lines}
    added, changed = [], []
    for line in roster.lines:
        person = stored.pop(line.email, None)
        if person is None:
            added.append(line)
        elif _details(line) != person:
            changed.append(line)
    unchanged = len(roster.lines) - len(added) - len(changed)
    missing = sorted(email for email, person in stored.items() if person["side"] in there)
    return RosterChange(tuple(added), tuple(changed), unchanged, tuple(missing))


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


async def _must_be_open_to_change(alliance: Alliance) -> None:
    await Alliance.filter(id=alliance.id).select_for_update().first()  # no launch meanwhile
    if await has_open_wave(alliance):
        raise NotPossible("A wave is open, and its roster is fixed. Change it once the wave is closed.")
    await must_be_published(alliance)


async def change_person(alliance: Alliance, person: Participant | None, line: RosterLine) -> None:
    """Add somebody, or change somebody's details. Another address is another person: one leaves and one joins.

    Raises
    ------
    NotPossible
        Where that address stands on the roster already, and whenever `apply_roster` does.
    """
    async with transaction():
        if person is None or person.email != line.email:
            if await Participant.filter(alliance=alliance, email=line.email).exists():
                raise NotPossible(f"{line.email} stands on the roster already.")
            if person is not None:
                await remove_person(alliance, person)
        await apply_roster(alliance, Roster((line,), ()))


async def remove_person(alliance: Alliance, person: Participant) -> None:
    """Take somebody off the roster, with their invitations.

    Raises
    ------
    NotPossible
        Where they asked not to be written to, which has to be remembered, and whenever `apply_roster` does.
    """
    async with transaction():
        await _must_be_open_to_change(alliance)
        if person.do_not_contact:
            raise NotPossible(f"{person.email} asked not to be written to. They stay here so that it is remembered.")
        await Participant.filter(id=person.id).delete()


async def apply_roster(alliance: Alliance, roster: Roster, *, remove_missing: bool = False) -> RosterChange:
    """Store a roster: add, update, and if wanted remove those who are no longer in it.

    Raises
    ------
    NotPossible
        While a wave is open, or its Report is still being computed.
    """
    async with transaction():
        await _must_be_open_to_change(alliance)
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
