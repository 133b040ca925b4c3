"""What is noted of a first mail that came back after the mail server had taken it.

Only first mails are known: a reminder is deleted once it is sent, so what comes back of one marks nobody and tells
nobody who has not answered.
"""

import asyncio
import contextlib
import hashlib
import re
from collections import Counter
from concurrent.futures import BrokenExecutor, Executor
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tortoise.exceptions import IntegrityError

from diagnostic.addresses import ascii_address
from diagnostic.mail.bounce_mailbox import LOOKS_BACK, BounceMailbox, MailboxFailed, Place
from diagnostic.mail.bounces import Bounce, read_bounce
from diagnostic.mail.replies import ReplyCause, Stage, sort_reply
from diagnostic.resource_limits import run_limited_to
from diagnostic.storage import transaction
from diagnostic.storage.models import Message, MessageKind, MessageState, Participant, StoredValue, Wave, WaveState

EVERY = timedelta(minutes=3)
"""How often the bounce mailbox is looked into, by whichever worker comes first."""
LOOK_SECONDS = 60.0
"""Seconds for one look: no mail leaves meanwhile."""
LAST_MAIL_SECONDS = 40.0
"""Seconds after which no further mail is read at this look."""
CPU_SECONDS_A_MAIL = 3
"""Seconds of a processor for one mail."""
_TURN, _PLACE = "bounce-mailbox-turn", "bounce-mailbox-place"

BY_HAND = "Reported by hand: a mail to this address came back."


class BounceOutcome(StrEnum):
    """What became of something that came back; what the log may say of it."""

    MARKED = "marked"
    KNOWN = "known"
    """It is marked already, or waits to be sent again."""
    DELAY = "delay"
    NOT_OURS = "not_ours"
    NO_BOUNCE = "no_bounce"


class ProcessedBounce(NamedTuple):
    """What became of it, and whom it was about."""

    outcome: BounceOutcome
    email: str = ""
    reason: str = ""


async def process_bounce(raw: bytes, readers: Executor, wave: Wave | None = None) -> ProcessedBounce:
    """Note what a mail says that came back, of a first mail of that wave, or of any open one.

    It is read by ``readers``, in a process that ends where a mail is made to take too much; that is no bounce.
    """
    bounce = await _read(raw, readers)
    if bounce is None:
        return ProcessedBounce(BounceOutcome.NO_BOUNCE)
    known = Message.filter(id__in=bounce.ids, kind=MessageKind.INVITATION, wave__state=WaveState.OPEN)
    if wave is not None:
        known = known.filter(wave_id=wave.id)
    message = await known.prefetch_related("invitation__participant").first()
    if message is None or message.invitation is None:
        return ProcessedBounce(BounceOutcome.NOT_OURS)
    email = message.invitation.participant.email
    if not bounce.failed:
        return ProcessedBounce(BounceOutcome.DELAY, email, bounce.reason)
    # A mailbox may have taken the mail and passed it on; only its own refusal says that nobody has it.
    own = ascii_address(email) in bounce.recipients
    reason = f"It came back{'' if own else ' from where it was passed on to'}: {bounce.reason}"
    marked = await _mark(message, reason, perhaps_arrived=not own, address=_of_the_address(bounce))
    return ProcessedBounce(BounceOutcome.MARKED if marked else BounceOutcome.KNOWN, email, bounce.reason)


async def _read(raw: bytes, readers: Executor) -> Bounce | None:
    try:
        return await asyncio.wrap_future(readers.submit(run_limited_to, CPU_SECONDS_A_MAIL, read_bounce, raw))
    except (BrokenExecutor, MemoryError):
        return None


async def came_back(wave: Wave, email: str) -> BounceOutcome:
    """Note that a consultant says that a mail to this address came back."""
    message = await Message.filter(
        wave_id=wave.id, kind=MessageKind.INVITATION, invitation__participant__email=email, wave__state=WaveState.OPEN
    ).first()
    if message is None:
        return BounceOutcome.NOT_OURS
    return (
        BounceOutcome.MARKED
        if await _mark(message, BY_HAND, perhaps_arrived=True, address=True)
        else BounceOutcome.KNOWN
    )


async def read_bounces(box: BounceMailbox, readers: Executor, now: datetime) -> Counter[BounceOutcome]:
    """Note what has come back to the mailbox since the last look; returns how many of each outcome there were.

    What was understood is marked as read there, all else is left as it is. A look that breaks off is taken up at the
    next mail. Raises `MailboxFailed`.
    """
    heard: Counter[BounceOutcome] = Counter()
    if await _our_turn(now):
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await _look(box, readers, now, heard)
        except TimeoutError:
            raise MailboxFailed(f"The bounce mailbox at {box.host} takes too long to read.") from None
    return heard


async def _look(box: BounceMailbox, readers: Executor, now: datetime, heard: Counter[BounceOutcome]) -> None:
    understood: list[Place] = []
    last = asyncio.get_running_loop().time() + LAST_MAIL_SECONDS
    for mail in await box.after(await _place(box), now):
        if asyncio.get_running_loop().time() > last:
            break
        # Before it is heard: a mail that ends whoever reads it is not taken up again and again.
        if not await _keep_place(box, mail.place, now):
            continue
        outcome = (await process_bounce(mail.raw, readers)).outcome
        heard[outcome] += 1
        if outcome in (BounceOutcome.MARKED, BounceOutcome.KNOWN, BounceOutcome.DELAY):
            understood.append(mail.place)
    await box.mark_read(understood)


async def _our_turn(now: datetime) -> bool:
    await StoredValue.filter(key=_TURN, expires_at__lte=now).delete()
    try:
        await StoredValue.create(key=_TURN, value=b"", expires_at=now + EVERY)
    except IntegrityError:
        return False
    return True


def _key(box: BounceMailbox) -> str:
    return f"{_PLACE}:{hashlib.sha256(box.name.encode()).hexdigest()[:32]}"


async def _place(box: BounceMailbox) -> Place:
    kept = await StoredValue.get_or_none(key=_key(box))
    return Place(*map(int, bytes(kept.value).split())) if kept else Place()


async def _keep_place(box: BounceMailbox, place: Place, now: datetime) -> bool:
    """Keep that a mailbox is read so far; False where it was already, by another worker."""
    value, until = f"{place.validity} {place.uid}".encode(), now + 2 * LOOKS_BACK
    while True:
        before = await _place(box)
        if before == Place():
            with contextlib.suppress(IntegrityError):  # another worker was faster
                await StoredValue.create(key=_key(box), value=value, expires_at=until)
                return True
            continue
        if before.validity == place.validity and before.uid >= place.uid:
            return False
        same = StoredValue.filter(key=_key(box), value=f"{before.validity} {before.uid}".encode())
        if await same.update(value=value, expires_at=until):
            return True


def _of_the_address(bounce: Bounce) -> bool:
    """Whether it says something about the address, and not about us, our server or this one mail."""
    code = re.match(r"5\d\d\b", bounce.reason)
    text = bounce.reason[code.end() if code else 0 :]
    return sort_reply(Stage.RCPT, int(code[0]) if code else 550, text).about not in (ReplyCause.US, ReplyCause.RATE)


async def _mark(message: Message, reason: str, *, perhaps_arrived: bool, address: bool) -> bool:
    """Refused, as if the server had said so at once; False where it was not waiting for an answer any more."""
    async with transaction():
        if not await Wave.filter(id=message.wave_id, state=WaveState.OPEN).select_for_update().first():
            return False
        sent = Message.filter(id=message.id, state=MessageState.SENT)
        reason, doubt = reason[:300], message.may_have_arrived or perhaps_arrived
        if not await sent.update(state=MessageState.REFUSED, error=reason, may_have_arrived=doubt):
            return False
        if address:
            await Participant.filter(invitations__id=message.invitation_id).update(refused=reason)
    return True
