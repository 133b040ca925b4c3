"""What a consultant can do about the mails of a wave that wait, and is told of them."""

from datetime import UTC, datetime, timedelta

from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Message, MessageKind, MessageState, Participant, Wave, WaveState
from diagnostic.survey.ballots import lock_for_update
from diagnostic.survey.programme import tell_consultants
from diagnostic.survey.waves import must_be_open, must_take_answers, send_again

LASTING = timedelta(minutes=5)
"""A pause that is over sooner is nobody's business."""
APART = timedelta(hours=4)
"""Between two notices, where sending goes on and stops again."""


async def try_now(wave: Wave, now: datetime | None = None) -> None:
    """Try one mail of a wave whose mails wait at the next look into the outbox; if it passes, the rest follows."""
    must_be_open(wave)
    await Wave.filter(id=wave.id, mail_paused__isnull=False).update(mail_resumes_at=now or datetime.now(UTC))


async def send_all_again(wave: Wave, now: datetime | None = None) -> int:
    """Let every first mail of a wave that was refused wait to be sent, and nobody be marked; returns how many mails.

    For when the mail server refused people and meant us. Raises `NotPossible` once the last day is over.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db(fields=["state", "closes_on"])
        must_take_answers(wave, await Alliance.get(id=wave.alliance_id), now)
        refused = Message.filter(wave=wave, kind=MessageKind.INVITATION, state=MessageState.REFUSED)
        again = await send_again(refused, now)
        await Participant.filter(invitations__wave_id=wave.id, refused__isnull=False).update(refused=None)
    await try_now(wave, now)
    return again


async def lasting_pauses(now: datetime) -> list[Wave]:
    """Open waves whose mail has waited for some minutes."""
    return await Wave.filter(state=WaveState.OPEN, mail_paused__isnull=False, mail_paused_at__lte=now - LASTING)


async def tell_of_pause(wave: Wave, now: datetime) -> None:
    """Tell its consultants, once for a pause, however often it is tried again."""
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db(fields=["mail_paused_at"])
        if wave.mail_paused_at is None or wave.launched_at is None:
            return
        # From before the launch there may be one that says why it could not open.
        since = max(min(wave.mail_paused_at, now - APART), wave.launched_at)
        if not await Message.filter(wave=wave, kind=MessageKind.HELD_UP, not_before__gt=since).exists():
            await tell_consultants(MessageKind.HELD_UP, wave, now)
