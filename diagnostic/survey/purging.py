"""What is deleted, and when: single answers after the days that were promised, rosters a year after the last wave."""

import contextlib
from datetime import datetime, timedelta

from diagnostic.errors import NotPossible
from diagnostic.storage import clean_if_owed, owe_cleaning, transaction
from diagnostic.storage.models import Alliance, Comment, Invitation, Participant, Response, Wave, WaveState
from diagnostic.survey.alliances import has_open_wave, must_be_published

ROSTER_KEPT = timedelta(days=365)
"""How long after the end of its last wave an alliance's roster is kept; the consent page says so."""
_ENDED = (WaveState.CLOSED, WaveState.DESTROYED)


async def delete_expired_responses(now: datetime) -> int:
    """Delete the responses and comments of waves past their retention; the Reports stay."""
    deleted = 0
    for wave in await Wave.filter(state=WaveState.CLOSED, reports__number=1):
        if wave.closed_at and now >= wave.closed_at + timedelta(days=wave.retention_days):
            async with transaction():
                gone = await Response.filter(wave=wave).delete() + await Comment.filter(wave=wave).delete()
                if gone:
                    await owe_cleaning()
            deleted += gone
    await clean_if_owed()
    return deleted


async def delete_expired_rosters(now: datetime) -> int:
    """Delete the rosters of alliances whose last wave ended so long ago; returns of how many."""
    deleted = 0
    for alliance in await Alliance.filter(participants__do_not_contact=False).distinct():
        waves = await Wave.filter(alliance=alliance)
        ended = [wave.closed_at for wave in waves if wave.state in _ENDED and wave.closed_at]
        in_use = any(wave.state not in _ENDED and wave.closes_on >= now.date() for wave in waves)
        if ended and not in_use and now >= max(ended) + ROSTER_KEPT:
            # One that is still needed keeps no other.
            with contextlib.suppress(NotPossible):
                await delete_roster(alliance)
                deleted += 1
    return deleted


async def delete_roster(alliance: Alliance) -> None:
    """Delete everybody on the roster, with their invitations and what is left of the outbox; the Reports stay.

    Of those who asked never to be written to the address stays, with its company, so that the wish can be kept.

    Raises
    ------
    NotPossible
        While a wave is open, or its Report is still being computed.
    """
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()  # no launch meanwhile
        if await has_open_wave(alliance):
            raise NotPossible("A wave is open. Its roster can be deleted once the wave is closed.")
        await must_be_published(alliance)
        await Invitation.filter(wave__alliance=alliance).delete()
        await Participant.filter(alliance=alliance, do_not_contact=False).delete()
        await Participant.filter(alliance=alliance).update(name=None, attribute=None, language="")
        await owe_cleaning()
    await clean_if_owed()
