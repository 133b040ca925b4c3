"""Mixing: after the last day each key-holder takes a layer off all ballots, in their browser, and shuffles them.

Nobody but the holder knows which ballot became which, and the holder cannot read one. A list is sent in parts and
counts once it is whole, in one transaction; a part that comes twice is there once, and what was done is done once.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.queryset import QuerySet

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Side
from diagnostic.storage import transaction
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    CompanyKey,
    Message,
    MessageKind,
    MessageState,
    MixedBallot,
    MixStep,
    Wave,
    WaveState,
)
from diagnostic.survey import sealing
from diagnostic.survey.ballots import (
    HOLDERS,
    Sealed,
    ballot_length,
    cast_ballots,
    lock_for_update,
    lock_shared,
    passed_on,
)
from diagnostic.survey.holding import write_to
from diagnostic.survey.programme import tell_consultants
from diagnostic.working_time import office_hours

AWAITED_FOR = timedelta(days=14)
"""How long a key-holder is waited for, from the beginning of their turn, before the ballots are destroyed unread."""
REMINDED_AFTER = (3, 7, 12)
"""Days after which a key-holder is reminded."""
BATCH = 500
MOST_UPLOADS = 5
"""Lists kept at once of those that a holder began to send, in so many tabs or after so many failures."""


def digest(ballots: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over the sorted SHA-256 of every ballot with its side before it: of one list always the same."""
    each = sorted(hashlib.sha256(side.encode() + sealed).digest() for side, sealed in ballots)
    return hashlib.sha256(b"".join(each)).hexdigest()


def shown(digest: str) -> str:
    """A digest as two people compare it."""
    return sealing.in_letters(bytes.fromhex(digest))


def counted(ballots: Iterable[tuple[str, bytes]]) -> dict[str, int]:
    """How many there are, by side."""
    counts = Counter(side for side, _ in ballots)
    return {side: counts[side] for side in SIDES}


async def begin(wave: Wave, now: datetime) -> None:
    """Let the first holder do their part; within the transaction that has found the wave to be over."""
    wave.state = WaveState.MIXING
    await wave.save()
    await _ask(wave, HOLDERS[0], now)


async def _ask(wave: Wave, side: Side, now: datetime) -> None:
    key = await CompanyKey.get(wave=wave, side=side)
    key.asked_at, key.reminded = now, 0
    await key.save(update_fields=["asked_at", "reminded"])
    await write_to(key, MessageKind.TURN, now)


async def turn(wave: Wave) -> Side | None:
    """Whose part of the mixing is to be done; None where all is."""
    done = {step.holder for step in await MixStep.filter(wave=wave)}
    return next((side for side in HOLDERS if side not in done), None)


async def incoming(wave: Wave, holder: Side, first: int = 0, at_most: int | None = None) -> Sealed:
    """The ballots that a holder takes a layer off: as they were cast, or as the holder before passed them on.

    All of them, or so many from the first one wanted on.
    """
    if place := HOLDERS.index(holder):
        return await passed_on(wave, HOLDERS[place - 1], first, at_most)
    return await cast_ballots(wave, first, at_most)


async def take_part(key: CompanyKey, upload: UUID, ballots: Sealed) -> None:
    """Keep some of the ballots that a holder passes on; they count once the list is whole.

    Raises
    ------
    NotPossible
        Where it is not this holder's turn, or these are no ballots of the wave.
    """
    async with transaction():
        wave = await Wave.get(id=key.wave_id)
        await lock_shared(wave)
        await wave.refresh_from_db()
        await _must_be_turn(wave, key)
        length = ballot_length(wave) - sealing.LAYER * (HOLDERS.index(key.side) + 1)
        if any(side not in SIDES or len(sealed) != length for side, sealed in ballots):
            raise NotPossible("These are no ballots of this wave.")
        sent = [
            MixedBallot(
                id=_named(upload, side, sealed), wave=wave, holder=key.side, upload=upload, side=side, sealed=sealed
            )
            for side, sealed in ballots
        ]
        await MixedBallot.bulk_create(sent, batch_size=BATCH, ignore_conflicts=True)
        arrived, ballots_cast = MixedBallot.filter(wave=wave, holder=key.side), await Ballot.filter(wave=wave).count()
        if await arrived.filter(upload=upload).count() > ballots_cast:
            raise NotPossible("There are more ballots than there were.")
        if await arrived.count() > MOST_UPLOADS * ballots_cast:
            await arrived.exclude(upload=upload).delete()


def _named(upload: UUID, side: str, sealed: bytes) -> UUID:
    return UUID(bytes=hashlib.sha256(upload.bytes + side.encode() + sealed).digest()[:16])


async def finish(key: CompanyKey, upload: UUID, taken: str, given: str, now: datetime | None = None) -> MixStep:
    """Let a list that was sent count, once: from now on it is what the next holder, or the server, goes on with.

    ``taken`` and ``given`` are the digests of what the holder worked on and of what they made of it. Done already, it
    is left as it is, whatever is sent.

    Raises
    ------
    NotPossible
        Where it is not this holder's turn, the list is not whole, or it was not made of the ballots that are here.
    """
    now, side = now or datetime.now(UTC), key.side
    async with transaction():
        wave = await Wave.get(id=key.wave_id)
        await lock_for_update(wave)
        await wave.refresh_from_db()
        if done := await MixStep.get_or_none(wave=wave, holder=side):
            return done
        await _must_be_turn(wave, key)
        came = await incoming(wave, side)
        arrived = await MixedBallot.filter(wave=wave, holder=side, upload=upload)
        sent = [(each.side, bytes(each.sealed)) for each in arrived]
        if digest(came) != taken:
            raise NotPossible("This was made of other ballots than those of this wave.")
        if digest(sent) != given:
            raise NotPossible("Not all of it has arrived. Send it again.")
        before, after = counted(came), counted(sent)
        if not sent:
            raise NotPossible("There is no ballot in it.")
        if any(after[each] > before[each] for each in SIDES):
            raise NotPossible("There are more ballots than there were.")
        step = await MixStep.create(
            wave=wave,
            holder=side,
            upload=upload,
            taken=before,
            given=after,
            taken_digest=taken,
            given_digest=given,
            done_at=now,
        )
        await MixedBallot.filter(wave=wave, holder=side).exclude(upload=upload).delete()
        if following := await turn(wave):
            await _ask(wave, following, now)
    return step


async def _must_be_turn(wave: Wave, key: CompanyKey) -> None:
    if wave.state != WaveState.MIXING or await turn(wave) != key.side:
        raise NotPossible("There is nothing for this key-holder to do just now.")


async def is_awaited(key: CompanyKey, wave: Wave) -> bool:
    """Whether it is for the holders of a key to do something: to make it, or to do their part of the mixing."""
    if wave.state == WaveState.DRAFT:
        return key.rehearsed_at is None
    return wave.state == WaveState.MIXING and await turn(wave) == key.side


async def write_again(wave: Wave, side: Side, now: datetime | None = None) -> None:
    """Mail the link once more to those who hold a company's key; raises `NotPossible` where nothing is to be done."""
    key = await CompanyKey.get_or_none(wave=wave, side=side)
    if key is None or not await is_awaited(key, wave):
        raise NotPossible("There is nothing for this key-holder to do just now.")
    await write_to(key, _asking(wave), now or datetime.now(UTC))


def _asking(wave: Wave) -> MessageKind:
    return MessageKind.KEY_WANTED if wave.state == WaveState.DRAFT else MessageKind.TURN


async def steps_of(wave: Wave) -> list[MixStep]:
    """What the holders of a wave have done, in order."""
    return await MixStep.filter(wave=wave).order_by("done_at")


def awaited() -> QuerySet[CompanyKey]:
    """The keys whose holders may have to be reminded: of drafts, and of waves that are being mixed."""
    keys = CompanyKey.filter(wave__state__in=[WaveState.DRAFT, WaveState.MIXING])
    return keys.prefetch_related("wave__alliance")


async def remind(key: CompanyKey, now: datetime) -> bool:
    """Remind who is waited for, if it is time to, and tell the consultants; returns whether it was."""
    due = sum(now >= key.asked_at + timedelta(days=days) for days in REMINDED_AFTER)
    if due <= key.reminded or not await is_awaited(key, key.wave):
        return False
    async with transaction():
        same = CompanyKey.filter(id=key.id, asked_at=key.asked_at, reminded=key.reminded)
        if not await same.update(reminded=due):
            return False
        when = office_hours(now, key.wave.alliance.timezone)
        await write_to(key, _asking(key.wave), when)
        await tell_consultants(MessageKind.HOLDER_AWAITED, key.wave, when)
    return True


async def destroyed_at(wave: Wave) -> datetime | None:
    """When the ballots of a wave that is being mixed are destroyed, if whoever's turn it is does nothing.

    Where all have done their part, if they cannot be opened until then, as after the secret was lost.
    """
    if wave.state != WaveState.MIXING:
        return None
    side, alliance = await turn(wave), await Alliance.get(id=wave.alliance_id)
    if side is not None:
        return awaited_until((await CompanyKey.get(wave=wave, side=side)).asked_at, alliance.timezone)
    return awaited_until((await steps_of(wave))[-1].done_at, alliance.timezone)


def awaited_until(since: datetime, timezone: str) -> datetime:
    """When the last of the days is over, where the alliance is, that are waited."""
    last = (since + AWAITED_FOR).astimezone(ZoneInfo(timezone)).date()
    return datetime.combine(last + timedelta(days=1), time.min, ZoneInfo(timezone)).astimezone(UTC)


async def was_asked(wave: Wave) -> bool:
    """Whether a mail has gone out to, or was refused by, whoever's turn it is: not while all of them still wait."""
    side = await turn(wave)
    asked = Message.filter(wave=wave, kind=MessageKind.TURN, holder__key__side=side)
    return side is None or not await asked.exists() or await asked.exclude(state=MessageState.WAITING).exists()


async def tell_holders(wave: Wave, now: datetime) -> None:
    """Tell every key-holder that a wave has ended."""
    for key in await CompanyKey.filter(wave=wave):
        await write_to(key, MessageKind.HOLDERS_DONE, now)
