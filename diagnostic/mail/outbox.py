"""The outbox: claimed under a lease, sent, and marked; by any number of workers at once.

A mail is sent at least once. A worker that dies between sending and marking leaves its lease to run
out; the mail is then sent again with the same Message-ID, and mail programs show it once.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from zoneinfo import ZoneInfo

import structlog
from tortoise.expressions import F
from tortoise.queryset import QuerySet

from diagnostic.errors import AddressRefused, MailFailed, MailRefused, MailUnavailable
from diagnostic.mail.compose import MailDeferred, MailObsolete, TooLate
from diagnostic.mail.pauses import (
    OF_A_WAVE,
    begin_pause,
    begin_probe,
    end_probe,
    may_go,
    next_to_probe,
    pause,
    paused,
    same_refusal,
    still_to_send,
    taken_back,
    waits,
)
from diagnostic.mail.rate import SendRate
from diagnostic.mail.transport import ServerDown, Transport
from diagnostic.storage import transaction
from diagnostic.storage.models import Invitation, MailCount, Message, MessageKind, MessageState, Participant, Wave

LEASE = timedelta(minutes=5)
"""Longer than one mail can take to send."""
ATTEMPTS = {
    MessageKind.REMINDER: 15,
    MessageKind.NEW_LINK: 15,
    MessageKind.PASSWORD_RESET: 5,
    MessageKind.TEST: 5,
    MessageKind.BELOW_K: 60,
    MessageKind.OPENS_SOON: 15,
    MessageKind.HELD_UP: 60,
    MessageKind.REPORTED: 60,
    MessageKind.STEP_FAILED: 60,
    MessageKind.KEY_WANTED: 60,
    MessageKind.TURN: 60,
    MessageKind.HOLDERS_DONE: 60,
    MessageKind.HOLDER_AWAITED: 15,
    MessageKind.MIX_FAILED: 60,
}
"""How often to try. An invitation has no limit but its wave's end: given up, its address would count as refused."""
FORGOTTEN = frozenset({MessageKind.REMINDER, MessageKind.NEW_LINK, MessageKind.PASSWORD_RESET})
"""Deleted once done: the trace of a reminder would name somebody who has not answered."""

COUNTED = frozenset({MessageKind.INVITATION, MessageKind.REMINDER})
"""Counted by day and side."""

log = structlog.get_logger(__name__)

Write = Callable[[Message, datetime], Awaitable[EmailMessage]]


class SendOutcome(StrEnum):
    """What became of one attempt; what the log may say of it."""

    SENT = "sent"
    UNWANTED = "unwanted"
    REFUSED = "refused"
    PUT_OFF = "put_off"
    NOT_TRIED = "not_tried"
    PAUSED = "paused"
    SERVER_DOWN = "server_down"


NOTHING_SAID = frozenset({SendOutcome.UNWANTED, SendOutcome.NOT_TRIED})
"""The mail server was not asked."""
HELD = frozenset({SendOutcome.PAUSED, SendOutcome.SERVER_DOWN})
"""It takes nothing from us."""


def _never() -> bool:
    return False


async def deliver(
    transport: Transport,
    write: Write,
    now: datetime,
    *,
    at_most: int = 50,
    stopping: Callable[[], bool] = _never,
    rate: SendRate | None = None,
) -> int:
    """Send what is due, oldest first; returns how many messages were dealt with.

    Stops early where the server takes nothing from us, when as many have left as may in a minute, or when asked to.
    Never raises for one message's sake.
    """
    round_ = _Round(transport, write, now, at_most, stopping, rate or SendRate(None))
    try:
        for wave in await paused().filter(mail_resumes_at__lte=now):
            await round_.probe(wave)
        await round_.send_due()
    finally:
        await transport.close()
    return round_.dealt_with


@dataclass
class _Round:
    """One look into the outbox."""

    transport: Transport
    write: Write
    began: datetime
    at_most: int
    stopping: Callable[[], bool]
    rate: SendRate
    started: float = field(default_factory=time.monotonic)
    dealt_with: int = 0
    over: bool = False
    why: str = ""
    """What the last attempt said that did not pass."""

    @property
    def _now(self) -> datetime:
        return self.began + timedelta(seconds=time.monotonic() - self.started)

    @property
    def _left(self) -> int:
        return 0 if self.over else self.at_most - self.dealt_with

    async def send_due(self) -> None:
        """Send until nothing may go any more."""
        while self._left > 0 and (batch := await due(self._now, self._left)):
            for message in batch:
                if await waits(message):  # another worker has just begun a pause
                    continue
                if await self._attempt(message) == SendOutcome.PAUSED or self._left <= 0:
                    break

    async def probe(self, wave: Wave) -> None:
        """See with one mail whether what a wave's mail waits for is over."""
        if self._left <= 0 or not await begin_probe(wave, self._now + LEASE):
            return
        outcome: SendOutcome | None = SendOutcome.NOT_TRIED
        while outcome in NOTHING_SAID and self._left > 0:
            message = await next_to_probe(wave, self._now)
            outcome = await self._attempt(message, probe=wave) if message else None
        if outcome in HELD:
            await end_probe(wave, self._now, passed=False, why=self.why)
        elif outcome is None or outcome in NOTHING_SAID:
            await end_probe(wave, self._now, passed=not await still_to_send(wave))
        else:
            await end_probe(wave, self._now, passed=True)

    async def _attempt(self, message: Message, probe: Wave | None = None) -> SendOutcome:
        moment = self._now
        if await self.rate.is_spent(moment):
            self.over = True
            return SendOutcome.NOT_TRIED
        if not await claim(message, moment):
            return SendOutcome.NOT_TRIED
        outcome = await self._tried(message, moment, probe)
        self.dealt_with += 1
        # Neither address, nor id, nor the server's words, which often quote the address.
        log.info("mail", kind=message.kind.value, outcome=outcome.value, attempt=message.attempts)
        self.over = self.over or outcome == SendOutcome.SERVER_DOWN or self.stopping()
        return outcome

    async def _tried(self, message: Message, now: datetime, probe: Wave | None) -> SendOutcome:
        try:
            mail = await self.write(message, now)
            if not await self.rate.take(now):  # another worker has just taken the last
                self.over = True
                await _ours(message).update(not_before=message.not_before, attempts=message.attempts - 1)
                return SendOutcome.NOT_TRIED
            await self.transport.send(mail)
        except MailObsolete as reason:
            await _drop(message, reason)
            return SendOutcome.UNWANTED
        except MailDeferred as later:
            await _ours(message).update(not_before=later.until, attempts=message.attempts - 1)
            return SendOutcome.NOT_TRIED
        except MailFailed as error:
            self.why = str(error)
            return await self._failed(message, error, now, probe)
        except Exception as error:
            # One message that cannot be written must not hold up the others.
            log.error("mail cannot be written", kind=message.kind.value, error=type(error).__name__)
            await _put_off(message, f"This mail cannot be written ({type(error).__name__}).", now)
            return SendOutcome.NOT_TRIED
        await _sent(message, now)
        return SendOutcome.SENT

    async def _failed(self, message: Message, error: MailFailed, now: datetime, probe: Wave | None) -> SendOutcome:
        down = isinstance(error, ServerDown)
        if message.kind in OF_A_WAVE:
            goes_on = isinstance(error, MailRefused) and probe and same_refusal(probe.mail_paused, str(error))
            if goes_on or isinstance(error, MailUnavailable):
                if goes_on and probe:
                    self.why = str(probe.mail_paused)
                # It was not about this mail: no attempt of its own, and the last in the row from now on.
                await _ours(message).update(not_before=now, attempts=message.attempts - 1)
                await begin_pause(message.wave_id, str(error), now)
                return SendOutcome.SERVER_DOWN if down else SendOutcome.PAUSED
        if not isinstance(error, MailRefused):
            await _put_off(message, str(error), now)
            return SendOutcome.SERVER_DOWN if down else SendOutcome.PUT_OFF
        if isinstance(error, AddressRefused):
            await _address_refused(message, str(error))
        else:
            await _refused(message, str(error))
        if message.kind == MessageKind.INVITATION and (why := await taken_back(message, str(error), now)):
            await begin_pause(message.wave_id, why, now)
            return SendOutcome.PAUSED
        return SendOutcome.REFUSED


async def due(now: datetime, at_most: int) -> list[Message]:
    """Messages that wait and may be tried now."""
    return list(await (await may_go(now)).order_by("not_before").limit(at_most))


async def claim(message: Message, now: datetime) -> bool:
    """Take a message for ourselves for the time of the lease; False where another worker was first.

    The condition and the change are one statement, which both engines carry out whole.
    """
    taken = await Message.filter(
        id=message.id, state=MessageState.WAITING, attempts=message.attempts, not_before__lte=now
    ).update(attempts=message.attempts + 1, not_before=now + LEASE)
    message.attempts += 1
    return taken == 1


async def _sent(message: Message, now: datetime) -> None:
    """Mark or forget what was sent, and count it, in one go."""
    mine = Message.filter(id=message.id)
    if message.kind not in COUNTED:
        await (mine.delete() if message.kind in FORGOTTEN else mine.update(state=MessageState.SENT, error=None))
        return
    async with transaction():
        waiting = mine.filter(state=MessageState.WAITING)
        done = waiting.delete() if message.kind in FORGOTTEN else waiting.update(state=MessageState.SENT, error=None)
        # Not where another worker has had it since our lease ran out: it is the same mail, under the same id.
        if await done:
            await _count(message, now)


async def _count(message: Message, now: datetime) -> None:
    """One mail more of that kind, on that day where the alliance is, to that side; to whom is not kept."""
    found = Invitation.filter(id=message.invitation_id)
    for side, timezone in await found.values_list("participant__side", "wave__alliance__timezone"):
        of_day = {
            "wave_id": message.wave_id,
            "day": now.astimezone(ZoneInfo(timezone)).date(),
            "kind": message.kind,
            "side": side,
        }
        await MailCount.bulk_create([MailCount(**of_day)], ignore_conflicts=True)
        await MailCount.filter(**of_day).update(sent=F("sent") + 1)


async def _drop(message: Message, reason: MailObsolete) -> None:
    """An invitation that came too late is kept with the reason; all else goes."""
    if message.kind == MessageKind.INVITATION and isinstance(reason, TooLate):
        await Message.filter(id=message.id).update(
            state=MessageState.REFUSED, error=str(reason)[:300], may_have_arrived=_doubt(message)
        )
    else:
        await Message.filter(id=message.id).delete()


async def _refused(message: Message, reason: str) -> bool:
    """False where another worker has had the message since our lease ran out."""
    if message.kind in FORGOTTEN:
        return await Message.filter(id=message.id).delete() == 1
    doubt = _doubt(message)
    return await _ours(message).update(state=MessageState.REFUSED, error=reason[:300], may_have_arrived=doubt) == 1


async def _address_refused(message: Message, reason: str) -> None:
    """Mark the address of a first mail, so that no later wave writes to it until somebody has looked.

    Not where an earlier one may have arrived: then somebody may answer, and was there.
    """
    async with transaction():
        marked = await _refused(message, reason)
        if marked and message.kind == MessageKind.INVITATION and not _doubt(message):
            await Participant.filter(invitations__id=message.invitation_id).update(refused=reason[:300])


async def _put_off(message: Message, reason: str, now: datetime) -> None:
    limit = ATTEMPTS.get(message.kind)
    if limit is not None and message.attempts >= limit:
        await _refused(message, f"Given up after {message.attempts} attempts. {reason}")
        return
    error = None if message.kind in FORGOTTEN else reason[:300]
    later = now + pause(message.attempts)
    await _ours(message).update(not_before=later, error=error, may_have_arrived=_doubt(message))


def _doubt(message: Message) -> bool:
    """Whether a first mail may have arrived before this attempt: it was said so, or a worker died while sending it."""
    died = message.attempts > 1 and message.error is None
    return message.kind == MessageKind.INVITATION and (died or message.may_have_arrived)


def _ours(message: Message) -> QuerySet[Message]:
    """The row, unless our lease ran out and another worker has it now."""
    return Message.filter(id=message.id, state=MessageState.WAITING, attempts=message.attempts)
