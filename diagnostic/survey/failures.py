"""What the worker could not do for a wave: noted on the wave, and told to its consultants once if it lasts.

A step is named by what it is to do, ``close it``: so it is said on the wave's page and in the mail.
"""

from datetime import datetime, timedelta

from diagnostic.storage import transaction
from diagnostic.storage.models import Message, MessageKind, Wave
from diagnostic.survey.programme import tell_consultants

LASTS = timedelta(minutes=15)
"""What passes within that time needs nobody."""


async def note(wave: Wave, step: str, now: datetime) -> None:
    """Write down that a step failed; of several the first. If it goes on failing, tell the wave's consultants."""
    await Wave.filter(id=wave.id, failed_step__isnull=True).update(failed_step=step, failed_at=now)
    noted = await Wave.get_or_none(id=wave.id)
    if noted is None or noted.failed_at is None or noted.failed_step != step or now < noted.failed_at + LASTS:
        return
    async with transaction():
        # Held, so that of two workers one tells.
        await Wave.filter(id=wave.id).select_for_update().first()
        told = Message.filter(wave=wave, kind=MessageKind.STEP_FAILED, not_before__gte=noted.failed_at)
        if not await told.exists():
            await tell_consultants(MessageKind.STEP_FAILED, wave, now)


async def settle(wave: Wave, step: str) -> None:
    """Take back what was noted, since the step was done."""
    if wave.failed_step == step:
        await Wave.filter(id=wave.id, failed_step=step).update(failed_step=None, failed_at=None)
