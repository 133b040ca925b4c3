"""What is noted of a first mail that came back after the mail server had taken it.

Only first mails are known: a reminder is deleted once it is sent, so what comes back of one marks nobody and tells
nobody who has not answered.
"""

import re
from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tortoise.exceptions import IntegrityError

from diagnostic.addresses import ascii_address
from diagnostic.mail.bounce_mailbox import BounceMailbox, Place
from diagnostic.mail.bounces import Bounce, read_bounce
from diagnostic.mail.replies import About, Stage, sort_reply
from diagnostic.storage import transaction
from diagnostic.storage.models import Message, MessageKind, MessageState, Participant, StoredValue, Wave, WaveState
from diagnostic.storage.models.outbox import PERHAPS_ARRIVED, still_in_doubt

EVERY = timedelta(minutes=3)
"""How often the bounce mailbox is looked into, by whichever worker comes first."""
_TURN, _PLACE = "bounce-mailbox-turn", "bounce-mailbox-place"

BY_HAND = f"{PERHAPS_ARRIVED} Reported by hand: a mail to this address came back."


class Outcome(StrEnum):
    """What became of something that came back; what the log may say of it."""

    MARKED = "marked"
    KNOWN = "known"
    """It is marked already, or waits to be sent again."""
    DELAY = "delay"
    NOT_OURS = "not_ours"
    NO_BOUNCE = "no_bounce"


class Heard(NamedTuple):
    """What became of it, and whom it was about."""

    outcome: Outcome
    email: str = ""
    reason: str = ""


async def hear(raw: bytes, wave: Wave | None = None) -> Heard:
    """Note what a mail says that came back, of a first mail of that wave, or of any open one."""
    bounce = read_bounce(raw)
    if bounce is None:
        return Heard(Outcome.NO_BOUNCE)
    known = Message.filter(id__in=bounce.ids, kind=MessageKind.INVITATION, wave__state=WaveState.OPEN)
    if wave is not None:
        known = known.filter(wave_id=wave.id)
    message = await known.prefetch_related("invitation__participant").first()
    if message is None or message.invitation is None:
        return Heard(Outcome.NOT_OURS)
    email = message.invitation.participant.email
    if not bounce.failed:
        return Heard(Outcome.DELAY, email, bounce.reason)
    marked = await _mark(message, _reason(bounce, email), address=_of_the_address(bounce))
    return Heard(Outcome.MARKED if marked else Outcome.KNOWN, email, bounce.reason)


async def came_back(wave: Wave, email: str) -> Outcome:
    """Note that a consultant says that a mail to this address came back."""
    message = await Message.filter(
        wave_id=wave.id, kind=MessageKind.INVITATION, invitation__participant__email=email, wave__state=WaveState.OPEN
    ).first()
    if message is None:
        return Outcome.NOT_OURS
    return Outcome.MARKED if await _mark(message, BY_HAND, address=True) else Outcome.KNOWN


async def read_bounces(box: BounceMailbox, now: datetime) -> Counter[Outcome]:
    """Note what has come back to the mailbox since the last look; returns how many of each outcome there were.

    What was understood is marked as read there, all else is left as it is. A look that breaks off is taken up where it
    was. Raises `MailboxFailed`.
    """
    heard: Counter[Outcome] = Counter()
    if not await _our_turn(now):
        return heard
    understood: list[Place] = []
    for mail in await box.after(await _place(), now):
        outcome = (await hear(mail.raw)).outcome
        heard[outcome] += 1
        if outcome in (Outcome.MARKED, Outcome.KNOWN, Outcome.DELAY):
            understood.append(mail.place)
        await _keep_place(mail.place)
    await box.mark_read(understood)
    return heard


async def _our_turn(now: datetime) -> bool:
    await StoredValue.filter(key=_TURN, expires_at__lte=now).delete()
    try:
        await StoredValue.create(key=_TURN, value=b"", expires_at=now + EVERY)
    except IntegrityError:
        return False
    return True


async def _place() -> Place:
    kept = await StoredValue.get_or_none(key=_PLACE)
    return Place(*map(int, bytes(kept.value).split())) if kept else Place()


async def _keep_place(place: Place) -> None:
    value = f"{place.validity} {place.uid}".encode()
    if not await StoredValue.filter(key=_PLACE).update(value=value):
        await StoredValue.create(key=_PLACE, value=value)


def _reason(bounce: Bounce, email: str) -> str:
    """A mailbox may have taken the mail and passed it on; only its own refusal says that nobody has it."""
    if ascii_address(email) in bounce.recipients:
        return f"It came back: {bounce.reason}"
    return f"{PERHAPS_ARRIVED} It came back from where it was passed on to: {bounce.reason}"


def _of_the_address(bounce: Bounce) -> bool:
    """Whether it says something about the address, and not about us, our server or this one mail."""
    code = re.match(r"5\d\d\b", bounce.reason)
    text = bounce.reason[code.end() if code else 0 :]
    return sort_reply(Stage.RCPT, int(code[0]) if code else 550, text).about not in (About.US, About.RATE)


async def _mark(message: Message, reason: str, *, address: bool) -> bool:
    """Refused, as if the server had said so at once; False where it was not waiting for an answer any more."""
    async with transaction():
        if not await Wave.filter(id=message.wave_id, state=WaveState.OPEN).select_for_update().first():
            return False
        sent = Message.filter(id=message.id, state=MessageState.SENT)
        reason = still_in_doubt(message.error, reason) or reason
        if not await sent.update(state=MessageState.REFUSED, error=reason):
            return False
        if address:
            await Participant.filter(invitations__id=message.invitation_id).update(refused=reason)
    return True
