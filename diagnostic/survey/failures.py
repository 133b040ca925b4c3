"""What the worker could not do for a wave: noted on the wave, and told to its consultants once if it lasts.

A step is named by what it is to do, ``close it``: so it is said on the wave's page and in the mail.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from diagnostic.storage import transaction
from diagnostic.storage.models import Message, MessageKind, Wave
from diagnostic.survey.programme import tell_consultants

LASTS = timedelta(minutes=15)
"""What passes within that time needs nobody."""

Failed = Mapping[UUID, Sequence[str]]
"""By wave the steps that failed in one look at all that is due, in their order."""


async def keep(failed: Failed, now: datetime) -> None:
    """Note on each wave the first step that failed, and take back what did not fail this time.

    So a note goes whether the step was done, or need not be done any more, such as the close of a wave that somebody
    has closed by hand. If a step goes on failing, the wave's consultants are told.
    """
    noted = {wave.id: wave for wave in await Wave.filter(failed_step__isnull=False)}
    for wave_id in noted.keys() - failed.keys():
        await Wave.filter(id=wave_id).update(failed_step=None, failed_at=None)
    for wave_id, steps in failed.items():
        wave = noted.get(wave_id)
        if wave is None or wave.failed_step not in steps:
            async with transaction():
                await Wave.filter(id=wave_id).update(failed_step=steps[0], failed_at=now)
                # What was told of another step is not told of this one.
                await Message.filter(wave_id=wave_id, kind=MessageKind.STEP_FAILED).delete()
        elif wave.failed_at is not None and now >= wave.failed_at + LASTS:
            await _tell_once(wave, now)


async def _tell_once(wave: Wave, now: datetime) -> None:
    async with transaction():
        # Held, so that of two workers one tells.
        await Wave.filter(id=wave.id).select_for_update().first()
        if not await Message.filter(wave=wave, kind=MessageKind.STEP_FAILED).exists():
            await tell_consultants(MessageKind.STEP_FAILED, wave, now)
