"""The worker: sends the waiting mail, and does what is due without anybody asking for it.

Any number may run. Each step is guarded: one wave that cannot be closed does not keep the others, or
the mail, waiting. The log names steps and waves, never an address, a token or an answer.
"""

import asyncio
import contextlib
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import structlog
from nacl.exceptions import CryptoError
from tortoise.exceptions import IntegrityError

from diagnostic.errors import NotPossible
from diagnostic.mail.bounce_mailbox import BounceMailbox
from diagnostic.mail.oauth import Tokens
from diagnostic.mail.outbox import deliver
from diagnostic.mail.rate import SendRate
from diagnostic.mail.returned import read_bounces
from diagnostic.mail.transport import open_transport
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import clean_up_if_pending, connected, must_be_migrated, transaction
from diagnostic.storage.models import MessageKind, StoredValue, Wave, WaveState
from diagnostic.survey import closing, failures, mixing, programme, purging, reminders, reports, sending
from diagnostic.survey.waves import REFRESH, refresh_participation
from diagnostic.worker.composing import composer

POLL = 2.0
"""Seconds between two looks into the outbox."""
HOUSEKEEPING = 60.0
"""Seconds between two looks at everything else."""
BATCH = 50
HEARTBEAT = "worker-heartbeat"
SILENCE = timedelta(minutes=5)
"""How long a worker may be busy before it counts as gone."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


def _never() -> bool:
    return False


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Work until ``stop`` is set; what was begun is finished first.

    Raises
    ------
    InvalidSettings, InvalidQuestionnaire, NotPossible
        There is something to fix before a worker can start.
    """
    library = Library.load(settings.content)
    tokens = Tokens.of(settings)
    open_transport(settings.mail_server, tokens)  # a wrong address stops the start, not the first mail
    if settings.bounce_mailbox:
        BounceMailbox(settings.bounce_mailbox, tokens)
    await must_be_migrated(settings.database_url)
    loop, housekeeping_due = asyncio.get_running_loop(), 0.0
    async with connected(settings.database_url):
        log.info("worker starts")
        while not stop.is_set():
            now = datetime.now(UTC)
            if loop.time() >= housekeeping_due:
                handled = await tick(settings, library, now, stopping=stop.is_set)
                housekeeping_due = loop.time() + HOUSEKEEPING
            else:
                handled = await _awaited(settings, library, now, stop.is_set)
            if handled < BATCH:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), POLL)
        await _guarded("last heartbeat", StoredValue.filter(key=HEARTBEAT).delete())
        log.info("worker stops")


async def tick(settings: Settings, library: Library, now: datetime, *, stopping: Callable[[], bool] = _never) -> int:
    """Do everything that is due now, once; returns how many mails were dealt with."""
    handled = await _awaited(settings, library, now, stopping)
    failed: dict[UUID, list[str]] = {}
    await _guarded("bounces", _hear(settings, now))
    stale = Wave.filter(state=WaveState.OPEN, participation_at__lte=now - REFRESH)
    for wave in await _guarded("participation", stale) or []:
        await _for(wave, "count who has answered", refresh_participation(wave, now), failed)
    opened = Wave.filter(state=WaveState.OPEN).prefetch_related("alliance")
    for wave in await _guarded("open waves", opened) or []:
        await _for(wave, "close it", _close(settings, wave, now), failed)
    mixing_now = Wave.filter(state=WaveState.MIXING).prefetch_related("alliance")
    for wave in await _guarded("waves that are mixed", mixing_now) or []:
        await _for(wave, "open it", _open_mixed(settings, wave, now), failed)
    await _publish(failed)
    for key in await _guarded("key-holders to remind", mixing.awaited()) or []:
        await _for(key.wave, "remind its key-holder", mixing.remind(key, now), failed)
    for wave in await _guarded("pulses to announce", programme.coming(now + programme.ANNOUNCED_BEFORE)) or []:
        await _for(wave, "tell you before it opens", programme.announce(wave, now), failed)
    for wave in await _guarded("waves whose mail waits", sending.lasting_pauses(now)) or []:
        await _for(wave, "tell you that its mail waits", sending.tell_of_pause(wave, now), failed)
    for wave in await _guarded("pulses to open", programme.coming(now)) or []:
        await _for(wave, "open it", _open(settings, wave, now), failed)
    for wave in await _guarded("waves to remind of", reminders.with_reminders()) or []:
        if await _for(wave, "remind people of it", reminders.remind_as_planned(wave, now), failed):
            log.info("reminded", wave=str(wave.id))
    for wave in await _guarded("retention", purging.reported()) or []:
        await _for(wave, "delete its answers as promised", purging.delete_responses(wave, now), failed)
    for wave in await _guarded("rosters", purging.last_waves()) or []:
        await _for(wave, "delete the roster as promised", purging.delete_expired_roster(wave, now), failed)
    await _guarded("notes of failures", failures.keep(failed, now))
    await _guarded("cleaning", clean_up_if_pending())
    await _guarded("expired values", StoredValue.filter(expires_at__lte=now).delete())
    return handled


async def alive(now: datetime) -> bool:
    """Whether a worker has been at work within the last minutes. Needs an open database."""
    return await StoredValue.filter(key=HEARTBEAT, expires_at__gt=now).exists()


async def _awaited(settings: Settings, library: Library, now: datetime, stopping: Callable[[], bool]) -> int:
    """What somebody may be waiting for: a mail, or the briefing of a wave just closed."""
    await _guarded("heartbeat", _beat(now))
    await _publish({})
    return await _guarded("mail", _send(settings, library, now, stopping)) or 0


async def _publish(failed: dict[UUID, list[str]]) -> None:
    for wave in await _guarded("unpublished waves", reports.unpublished()) or []:
        await _for(wave, "prepare its briefing", reports.publish(wave), failed)


async def _open(settings: Settings, wave: Wave, now: datetime) -> None:
    if programme.is_due(wave, now) and await programme.open_as_planned(wave, settings.secret, now):
        log.info("pulse opened", wave=str(wave.id))


async def _send(settings: Settings, library: Library, now: datetime, stopping: Callable[[], bool]) -> int:
    transport = open_transport(settings.mail_server, Tokens.of(settings))
    rate = SendRate(settings.mail_rate)
    return await deliver(transport, composer(settings, library).write, now, at_most=BATCH, stopping=stopping, rate=rate)


async def _hear(settings: Settings, now: datetime) -> None:
    if settings.bounce_mailbox:
        box = BounceMailbox(settings.bounce_mailbox, Tokens.of(settings))
        readers = ProcessPool()  # its process starts with the first mail, if there is any
        try:
            heard = await read_bounces(box, readers, now)
        finally:
            readers.shutdown(wait=False)
        if heard:
            log.info("bounces read", **{outcome.value: number for outcome, number in heard.items()})


async def _close(settings: Settings, wave: Wave, now: datetime) -> None:
    """Close a wave that has ended; or, with a side below k, warn once and, a fortnight after that, destroy."""
    if not closing.is_over(wave, now):
        return
    try:
        await closing.close(wave, settings.secret, now)
        log.info("wave closed", wave=str(wave.id))
    except closing.BelowK:
        if wave.warned_at is not None and now >= wave.warned_at + closing.WARNED_FOR:
            await closing.destroy(wave, settings.secret, now)
            log.info("wave destroyed unread", wave=str(wave.id))
        else:
            await _warn(wave, now)


async def _open_mixed(settings: Settings, wave: Wave, now: datetime) -> None:
    """Open a wave whose ballots every key-holder has had; or destroy it, a fortnight after one was asked in vain."""
    until = await mixing.destroyed_at(wave)
    if await mixing.turn(wave) is None:
        try:
            await closing.open_mixed(wave, settings.secret, now)
            log.info("mixed wave opened", wave=str(wave.id))
            return
        except CryptoError:
            if until is None or now < until:
                raise
    if until is not None and now >= until:
        await closing.destroy_unmixed(wave, now)
        log.info("wave destroyed unread", wave=str(wave.id))


async def _warn(wave: Wave, now: datetime) -> None:
    async with transaction():
        # Not where somebody has just given it more time.
        same = Wave.filter(id=wave.id, state=WaveState.OPEN, warned_at__isnull=True, closes_on=wave.closes_on)
        if await same.update(warned_at=now):
            await programme.tell_consultants(MessageKind.BELOW_K, wave, now)


async def _beat(now: datetime) -> None:
    value, until = now.isoformat().encode(), now + SILENCE
    if not await StoredValue.filter(key=HEARTBEAT).update(value=value, expires_at=until):
        with contextlib.suppress(IntegrityError):  # another worker was faster
            await StoredValue.create(key=HEARTBEAT, value=value, expires_at=until)


async def _for(wave: Wave, step: str, work: Awaitable[T], failed: dict[UUID, list[str]]) -> T | None:
    """Do one step for one wave. What fails is added to what is noted on the wave, and stops nobody else's."""

    async def noted() -> T:
        try:
            return await work
        except NotPossible:
            raise
        except Exception:
            failed.setdefault(wave.id, []).append(step)
            raise

    return await _guarded(step, noted(), wave)


async def _guarded(step: str, work: Awaitable[T], wave: Wave | None = None) -> T | None:
    """Do one step. What fails is logged by its kind and place; its words may quote an address."""
    about = {"wave": str(wave.id)} if wave else {}
    try:
        return await work
    except NotPossible:
        log.info("nothing to do: another worker was faster", step=step, **about)
    except Exception as error:
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        log.error("step failed", step=step, error=type(error).__name__, where=" ".join(places[-4:]), **about)
    return None
