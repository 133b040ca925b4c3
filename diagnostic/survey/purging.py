"""What is deleted, and when: single answers after the days that were promised, rosters a year after the last wave."""

import contextlib
from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from diagnostic.errors import NotPossible
from diagnostic.storage import clean_up_if_pending, request_cleanup, transaction
from diagnostic.storage.models import (
    Alliance,
    Comment,
    Invitation,
    KeyHolder,
    Participant,
    Receipt,
    Response,
    Wave,
    WaveState,
)
from diagnostic.survey.alliances import has_open_wave, must_be_published

ROSTER_KEPT = timedelta(days=365)
"""How long after the end of its last wave an alliance's roster is kept; the consent page says so."""
_ENDED = (WaveState.CLOSED, WaveState.DESTROYED)


def reported() -> QuerySet[Wave]:
    """Waves whose answers are no longer needed for a Report."""
    return Wave.filter(state=WaveState.CLOSED, reports__number=1)


async def delete_responses(wave: Wave, now: datetime) -> int:
    """Delete the responses, comments and receipts of a wave if it is past its retention; returns how many."""
    since = wave.kept_since()
    if since is None or now < since + timedelta(days=wave.retention_days):
        return 0
    async with transaction():
        gone = 0
        for model in (Response, Comment, Receipt):
            gone += await model.filter(wave=wave).delete()
        if gone:
            await request_cleanup()
    return gone


async def last_waves() -> list[Wave]:
    """Of each alliance with a roster the wave that ended last."""
    waves = Wave.filter(state__in=_ENDED, closed_at__isnull=False, alliance__participants__do_not_contact=False)
    return list({wave.alliance_id: wave for wave in await waves.distinct().order_by("closed_at")}.values())


async def delete_expired_roster(last: Wave, now: datetime) -> bool:
    """Delete the roster of an alliance, given its last wave, if that ended so long ago; returns whether it did."""
    if last.closed_at is None or now < last.closed_at + ROSTER_KEPT:
        return False
    if await Wave.filter(alliance_id=last.alliance_id, closes_on__gte=now.date()).exclude(state__in=_ENDED).exists():
        return False
    # One that is still needed stays.
    with contextlib.suppress(NotPossible):
        await delete_roster(await Alliance.get(id=last.alliance_id))
        return True
    return False


async def delete_roster(alliance: Alliance) -> None:
    """Delete everybody on the roster, with their invitations, key-holders and what is left of the outbox.

    The Reports stay.

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
        # Not of a draft: they are still to be written to.
        await KeyHolder.filter(key__wave__alliance=alliance, key__wave__state__in=_ENDED).delete()
        await Participant.filter(alliance=alliance, do_not_contact=False).delete()
        await Participant.filter(alliance=alliance).update(name=None, attribute=None, language="")
        await request_cleanup()
    await clean_up_if_pending()
