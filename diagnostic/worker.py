"""The worker: sends the waiting mail, and does what is due without anybody asking for it.

Any number may run. Each step is guarded: one wave that cannot be closed does not keep the others, or
the mail, waiting. The log names steps and waves, never an address, a token or an answer.
"""

import asyncio
import contextlib
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import structlog
from nacl.exceptions import CryptoError
from tortoise.exceptions import IntegrityError

from diagnostic.briefing.document.trend_headline import what_moved
from diagnostic.briefing.signs import early_signs
from diagnostic.errors import MailUnavailable, NotPossible
from diagnostic.mail.bounce_mailbox import BounceMailbox
from diagnostic.mail.compose import MailComposer
from diagnostic.mail.envelope import Sender
from diagnostic.mail.holders import Errand
from diagnostic.mail.notices import Ahead
from diagnostic.mail.oauth import Tokens
from diagnostic.mail.outbox import deliver
from diagnostic.mail.rate import SendRate
from diagnostic.mail.returned import read_bounces
from diagnostic.mail.transport import open_transport
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire import SIDES, other
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import clean_up_if_pending, connected, must_be_migrated, transaction
from diagnostic.storage.models import (
    Invitation,
    KeyHolder,
    Message,
    MessageKind,
    Participant,
    StoredValue,
    Wave,
    WaveState,
)
from diagnostic.survey import closing, failures, holding, mixing, programme, purging, reminders, reports, sending, waves
from diagnostic.survey.ballots import count_ballots
from diagnostic.survey.invitations import fingerprint, sending_ends, token
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.survey.waves import REFRESH, refresh_participation

POLL = 2.0
"""Seconds between two looks into the outbox."""
HOUSEKEEPING = 60.0
"""Seconds between two looks at everything else."""
BATCH = 50
HEARTBEAT = "worker-heartbeat"
SILENCE = timedelta(minutes=5)
"""How long a worker may be busy before it counts as gone."""

_DEAD_LINKS = (
    "The server’s DIAGNOSTIC_SECRET is not the one that this wave was launched with, so its links would not "
    "open. Bring back the secret that belongs to this database, and restart the worker and the site."
)

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
    composer = MailComposer(
        frame=library.frame,
        sender=Sender.parse(settings.mail_from),
        base_url=settings.base_url,
        token=lambda invitation: _token(invitation, settings.secret),
        below_k=_below_k,
        ahead=_ahead,
        errand=partial(_errand, secret=settings.secret),
        awaited=_awaited_holders,
        ready=lambda wave: _ready(wave, settings, library),
    )
    transport = open_transport(settings.mail_server, Tokens.of(settings))
    rate = SendRate(settings.mail_rate)
    return await deliver(transport, composer.write, now, at_most=BATCH, stopping=stopping, rate=rate)


def _token(invitation: Invitation, secret: str) -> str:
    made = token(invitation, secret)
    if fingerprint(made) != invitation.token_hash:
        # As after a restore beside another secret: every link of the wave would be dead, and its answers unreadable.
        raise MailUnavailable(_DEAD_LINKS)
    return made


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


async def _errand(message: Message, base_url: str, secret: str) -> Errand | None:
    holder = await KeyHolder.get(id=message.holder_id).prefetch_related("key__wave__alliance")
    key, wave, alliance = holder.key, holder.key.wave, holder.key.wave.alliance
    about = Errand(
        kind=message.kind.value,
        brand=alliance.brand,
        company=alliance.company(key.side),
        partner=alliance.company(other(mixing.side_of(key))),
        companies=(alliance.company_a, alliance.company_b),
        contact=alliance.contact,
        link=f"{base_url}/key/{_holder_token(holder, secret)}",
        simulated=alliance.simulated,
    )
    if message.kind == MessageKind.HOLDERS_DONE:
        return about
    if not await mixing.is_awaited(key, wave):
        return None
    if wave.state == WaveState.DRAFT:
        return about if message.kind == MessageKind.KEY_WANTED else None
    came = await mixing.incoming(wave, mixing.side_of(key))
    counts = mixing.counted(came)
    until = mixing.awaited_until(key.asked_at, alliance.timezone) - timedelta(minutes=1)
    last = until.astimezone(ZoneInfo(alliance.timezone)).date()
    mark = mixing.shown(mixing.digest(came))
    return msgspec.structs.replace(about, counts=(counts["a"], counts["b"]), mark=mark, until=last)


def _holder_token(holder: KeyHolder, secret: str) -> str:
    made = holding.token(holder, secret)
    if fingerprint(made) != holder.token_hash:
        raise MailUnavailable(_DEAD_LINKS)
    return made


async def _awaited_holders(wave: Wave) -> tuple[list[str], datetime | None]:
    keys = [key for key in await holding.keys_of(wave) if await mixing.is_awaited(key, wave)]
    return [wave.alliance.company(key.side) for key in keys], await mixing.destroyed_at(wave)


async def _warn(wave: Wave, now: datetime) -> None:
    async with transaction():
        # Not where somebody has just given it more time.
        same = Wave.filter(id=wave.id, state=WaveState.OPEN, warned_at__isnull=True, closes_on=wave.closes_on)
        if await same.update(warned_at=now):
            await programme.tell_consultants(MessageKind.BELOW_K, wave, now)


async def _below_k(wave: Wave) -> tuple[list[str], datetime]:
    counts = await count_ballots(wave)
    warned_at = wave.warned_at or sending_ends(wave, wave.alliance)
    below: list[str] = [side for side in SIDES if counts[side] < wave.k]
    # Enough were sent, and too few of them could be read: of which side, only opening them tells.
    return below or [*SIDES], warned_at + closing.WARNED_FOR


async def _ahead(wave: Wave) -> Ahead:
    people = await waves.invited(wave)
    return Ahead(
        invited=(people["a"].people, people["b"].people),
        refused=await Participant.filter(alliance_id=wave.alliance_id, refused__isnull=False).count(),
        levels_alone=await few_joined_or_left(wave, wave.alliance),
    )


async def _ready(wave: Wave, settings: Settings, library: Library) -> tuple[str, list[str]]:
    """What moved by a briefing, and its early signs."""
    report = await reports.stored_report(wave, library.side_effects)
    if report is None:
        return "", []
    return what_moved(report, settings.content), early_signs(report, settings.content)


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
