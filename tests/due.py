"""What is due of all waves at once, as the worker does it wave by wave; and whether a link can be used to answer."""

from datetime import UTC, datetime

from diagnostic.storage import clean_up_if_pending
from diagnostic.storage.models import Invitation, Wave, WaveState
from diagnostic.survey.closing import is_over
from diagnostic.survey.invitations import look_up, refused
from diagnostic.survey.programme import ANNOUNCED_BEFORE, announce, coming, is_due
from diagnostic.survey.purging import delete_expired_roster, delete_responses, last_waves, reported


async def find(token: str, now: datetime | None = None, *, begun: bool = False) -> Invitation:
    """The invitation of a link, with its wave, alliance and participant. Changes nothing.

    ``begun``: the form was opened before the end, so that it may be sent during the grace.

    Raises
    ------
    UnknownLink, AlreadyAnswered, WaveEnded, InvitationWithdrawn
        Where the link cannot be used to answer.
    """
    invitation = await look_up(token)
    if refusal := refused(invitation, now or datetime.now(UTC), begun=begun):
        raise refusal
    return invitation


async def ended(now: datetime) -> list[Wave]:
    """Open waves to which nobody can send any more."""
    waves = await Wave.filter(state=WaveState.OPEN).prefetch_related("alliance")
    return [wave for wave in waves if is_over(wave, now)]


async def announce_due(now: datetime) -> None:
    """Tell the consultants of each pulse that is about to open, in office hours, and once."""
    for wave in await coming(now + ANNOUNCED_BEFORE):
        await announce(wave, now)


async def due_to_open(now: datetime) -> list[Wave]:
    """The pulses for which it is time; one that is late waits for office hours."""
    return [wave for wave in await coming(now) if is_due(wave, now)]


async def delete_expired_responses(now: datetime) -> int:
    """Delete the responses and comments of waves past their retention; the Reports stay."""
    deleted = sum([await delete_responses(wave, now) for wave in await reported()])
    await clean_up_if_pending()
    return deleted


async def delete_expired_rosters(now: datetime) -> int:
    """Delete the rosters of alliances whose last wave ended so long ago; returns of how many."""
    return sum([await delete_expired_roster(wave, now) for wave in await last_waves()])
