"""A wave while it is open: launch, extend, participation, addresses that were refused."""

import os
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from diagnostic.addresses import check_address, within
from diagnostic.analysis import BySide, Participation
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.language_codes import nearest
from diagnostic.storage import transaction
from diagnostic.storage.models import (
    Alliance,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Wave,
    WaveState,
)
from diagnostic.survey import sealing
from diagnostic.survey.alliances import has_open_wave
from diagnostic.survey.ballots import count_ballots, lock_for_update
from diagnostic.survey.cooldown import first_within
from diagnostic.survey.days import more_time, runs
from diagnostic.survey.holding import sealed_to
from diagnostic.survey.invitations import new_invitation
from diagnostic.survey.plans import LONGEST_OPEN, beyond_longest, must_be_draft, must_be_scheduled, shift_to, today
from diagnostic.survey.roster import Headcount, count_sides, to_be_invited
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.working_time import moment

REFRESH = timedelta(hours=1)
LONGEST_IN_ALL = timedelta(days=365)
"""How long after its launch a wave may end, however often it is extended; the database refuses more, too."""
BATCH = 500
NEW_LINK_COOLDOWN = timedelta(hours=1)
"""A lost link is sent again to an address once in this time."""


async def launch(wave: Wave, secret: str, now: datetime | None = None, *, as_scheduled: bool = False) -> None:
    """Invite everybody on the roster: keys, invitations and outbox in one transaction.

    From here on the database refuses to change roster, thresholds and plan. Left out is who asked not to be written
    to, and whose address a mail server has refused for good.

    ``as_scheduled``: only if it is time for it to open by itself; one that opens late has as many days as planned.

    Raises
    ------
    NotPossible
        Saying what is to be done first.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        # Before the wave is read: whoever launches it at the same time holds the alliance.
        alliance = await Alliance.filter(id=wave.alliance_id).select_for_update().get()
        await wave.refresh_from_db()
        must_be_draft(wave)
        if as_scheduled:
            _must_be_due(wave, alliance, now)
            shift_to(wave, today(alliance, now), alliance.timezone)
        else:
            wave.opens_on = None
            # A reminder whose day is over by now would follow the invitation too closely.
            wave.remind_on = [day for day in wave.remind_on if day > today(alliance, now).isoformat()]
        people = await to_be_invited(alliance)
        await _must_be_ready(wave, alliance, people, now)
        wave.few_changed = await few_joined_or_left(wave, alliance)
        # Rows lie in the database in the order they were written: not that of the roster.
        random.SystemRandom().shuffle(people)
        invitations = [new_invitation(wave, person.id, os.urandom(16), secret) for person in people]
        await Invitation.bulk_create(invitations, batch_size=BATCH)
        languages = {person.id: person.language for person in people}
        await Message.bulk_create(
            [
                Message(
                    kind=MessageKind.INVITATION,
                    invitation_id=invitation.id,
                    wave=wave,
                    language=spoken(wave, languages[invitation.participant_id]),
                    not_before=now,
                )
                for invitation in invitations
            ],
            batch_size=BATCH,
        )
        public_key, wave.wrapped_private_key = sealing.new_keys(wave.id, secret)
        wave.public_key = public_key + await sealed_to(wave, alliance)
        wave.state = WaveState.OPEN
        wave.launched_at = wave.participation_at = now
        wave.participation = {"a": 0, "b": 0}
        wave.failed_step = wave.failed_at = None
        await wave.save()


def _must_be_due(wave: Wave, alliance: Alliance, now: datetime) -> None:
    must_be_scheduled(wave)
    if wave.opens_on is None or now < moment(wave.opens_on, wave.opens_at, alliance.timezone):
        raise NotPossible("It is not yet time for this pulse.")


def spoken(wave: Wave, language: str) -> str:
    """The language of a wave that serves whoever wishes for one, else its first."""
    return nearest(language, wave.languages) or wave.languages[0]


async def _must_be_ready(wave: Wave, alliance: Alliance, people: list[Participant], now: datetime) -> None:
    if await has_open_wave(alliance):
        raise NotPossible("Another wave of this alliance is open. Close it first.")
    if wave.closes_on <= today(alliance, now):
        raise NotPossible("The closing date has to be after today. Change it in the plan.")
    if too_late := beyond_longest(today(alliance, now), wave.closes_on):
        raise NotPossible(f"{too_late} Change it in the plan.")
    await sealed_to(wave, alliance)
    counts = Counter(person.side for person in people)
    for side in SIDES:
        if counts[side] < wave.k:
            refused = await Participant.filter(alliance=alliance, side=side, refused__isnull=False).count()
            without = f" whose address no mail server has refused ({refused} left out)" if refused else ""
            advice = "Correct or try again the refused addresses, or upload" if refused else "Upload"
            raise NotPossible(
                f"{alliance.company(side)} has {counts[side]} people on the roster{without}, and "
                f"results need answers of at least {wave.k}. {advice} a roster with more people."
            )


async def invited(wave: Wave) -> dict[Side, Headcount]:
    """How many of each side are invited.

    Before the launch this counts whom a launch would invite.
    """
    alliance = await Alliance.get(id=wave.alliance_id)
    if wave.state == WaveState.DRAFT:
        return await count_sides(to_be_invited(alliance), alliance)
    return await count_sides(Participant.filter(invitations__wave=wave), alliance)


def must_be_open(wave: Wave) -> None:
    if wave.state != WaveState.OPEN:
        raise NotPossible("This wave is not open.")


def must_take_answers(wave: Wave, alliance: Alliance, now: datetime) -> None:
    """Raise `NotPossible` where an invitation sent now could not be answered: in the grace nobody can begin."""
    must_be_open(wave)
    if now >= wave.deadline(alliance):
        raise NotPossible("The last day is over. Extend the date first.")


async def extend(wave: Wave, closes_on: date) -> None:
    """Move the closing date further away; raises `NotPossible` for an earlier one, and for one too far away."""
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_open(wave)
        alliance = await Alliance.get(id=wave.alliance_id)
        if closes_on <= wave.closes_on or closes_on < today(alliance):
            raise NotPossible("The closing date can be moved to a later day, never to an earlier one.")
        if too_late := beyond_longest(today(alliance), closes_on):
            raise NotPossible(too_late)
        if wave.launched_at and closes_on > (latest := wave.launched_at.date() + LONGEST_IN_ALL):
            raise NotPossible(f"A wave ends within a year of its launch, on {latest:%-d %B %Y} at the latest.")
        wave.closes_on = closes_on
        wave.warned_at = None
        await wave.save(update_fields=["closes_on", "warned_at"])


async def proposed_extension(wave: Wave, alliance: Alliance, now: datetime | None = None) -> date:
    """A later last day for an open wave: see `more_time`."""
    day = today(alliance, now)
    latest = day + LONGEST_OPEN
    if wave.launched_at:
        latest = min(latest, wave.launched_at.date() + LONGEST_IN_ALL)
    return more_time(wave.last_day(), day, latest, await runs(alliance, but=wave), alliance.timezone)


async def refresh_participation(wave: Wave, now: datetime | None = None) -> None:
    """Count who has answered, at most once an hour: oftener would show whose mail was just opened."""
    now = now or datetime.now(UTC)
    if wave.state != WaveState.OPEN or (wave.participation_at and now - wave.participation_at < REFRESH):
        return
    async with transaction():
        # Not of a wave that another process has ended meanwhile: of one that was destroyed nothing is known.
        await lock_for_update(wave)
        counts = await count_ballots(wave)
        if await Wave.filter(id=wave.id, state=WaveState.OPEN).update(participation=counts, participation_at=now):
            wave.participation, wave.participation_at = counts, now


async def participation(wave: Wave) -> BySide[Participation]:
    """Participation by side as it may be shown: the last hourly count while open, the final one after."""
    counts, shown = await invited(wave), wave.participation or {"a": 0, "b": 0}
    return BySide(*(Participation(counts[side].people, shown[side]) for side in SIDES))


async def refused_addresses(wave: Wave) -> list[Message]:
    """The first mails that a mail server refused for good, with their participants."""
    return await Message.filter(wave=wave, kind=MessageKind.INVITATION, state=MessageState.REFUSED).prefetch_related(
        "invitation__participant"
    )


async def correct_address(message: Message, email: str, now: datetime | None = None) -> None:
    """Send a first mail that was refused or came back to another address, with the same link.

    Nothing here asks whether the link was used: whoever is refused a correction would be known to have answered.

    Raises
    ------
    NotPossible
        Where the address is none or already on the roster, the mail was not refused, or the last day is over.
    """
    email, now = check_address(email), now or datetime.now(UTC)
    async with transaction():
        await message.refresh_from_db()
        if message.kind != MessageKind.INVITATION or message.state != MessageState.REFUSED or not message.invitation_id:
            raise NotPossible("Only an address whose first mail was refused can be corrected.")
        invitation = await Invitation.get(id=message.invitation_id).prefetch_related("participant", "wave")
        alliance = await Alliance.get(id=invitation.wave.alliance_id)
        must_take_answers(invitation.wave, alliance, now)
        person = invitation.participant
        if person.do_not_contact:
            raise NotPossible(f"{person.email} asked not to be written to, and is not.")
        domains = alliance.domains(person.side)
        if within(_domain(person.email), domains) and not within(_domain(email), domains):
            # The others have read, and answered to, how many of those invited are from outside.
            raise NotPossible(f"The address was one at {' or '.join(domains)} when people were invited, and stays so.")
        person.email, person.refused = email, None
        try:
            await person.save(update_fields=["email", "refused"])
        except IntegrityError:
            raise NotPossible(f"{email} is on the roster already, and one person answers once.") from None
        # Another mail under another id: what still comes back of the first says nothing about this address.
        await message.delete()
        await Message.create(
            kind=MessageKind.INVITATION,
            invitation=invitation,
            wave=invitation.wave,
            language=message.language,
            not_before=now,
            may_have_arrived=message.may_have_arrived,
        )


async def send_link_again(email: str, secret: str, now: datetime | None = None) -> None:
    """Send whoever has lost their link the same one again; what was opened with it stays good.

    Nothing happens for an address that is not invited to an open wave, or asked not to be written to: anybody can
    type an address. Nor where that was done within the hour: nobody can fill another's mailbox. Nothing here asks
    whether the link was used.
    """
    now = now or datetime.now(UTC)
    try:
        email = check_address(email)  # spelt as on a roster; and PostgreSQL cannot be asked for just anything
    except NotPossible:
        return
    invitations = await Invitation.filter(
        participant__email=email, participant__do_not_contact=False, wave__state=WaveState.OPEN
    ).prefetch_related("wave__alliance", "participant")
    invitations = [it for it in invitations if now < it.wave.deadline(it.wave.alliance)]
    if not invitations or not await first_within(NEW_LINK_COOLDOWN, "link-again", email, secret, now):
        return
    for invitation in invitations:
        async with transaction():
            await _send_link_again(invitation, now)


async def _send_link_again(invitation: Invitation, now: datetime) -> None:
    wave = invitation.wave
    await lock_for_update(wave)
    mails = Message.filter(invitation_id=invitation.id)
    if await mails.filter(state=MessageState.WAITING, kind__in=[MessageKind.INVITATION, MessageKind.NEW_LINK]).exists():
        return
    # A first mail that was refused stays so: the consultant sees it, and would see who has asked.
    language = spoken(wave, invitation.participant.language)
    await Message.create(kind=MessageKind.NEW_LINK, invitation=invitation, wave=wave, language=language, not_before=now)


async def send_again(refused: QuerySet[Message], now: datetime) -> int:
    """Send first mails that were refused anew; returns how many. A doubt about one stays with it.

    Under new ids: those of refused mails are known to the consultant, who could make up that they came back.
    """
    before = await refused
    await Message.bulk_create(
        [
            Message(
                kind=each.kind,
                invitation_id=each.invitation_id,
                wave_id=each.wave_id,
                language=each.language,
                not_before=now,
                may_have_arrived=each.may_have_arrived,
            )
            for each in before
        ],
        batch_size=BATCH,
    )
    return await Message.filter(id__in=[each.id for each in before]).delete()


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


async def do_not_contact(invitation: Invitation) -> None:
    """Never write to this participant again; the link they have stays good."""
    await Participant.filter(id=invitation.participant_id).update(do_not_contact=True)
