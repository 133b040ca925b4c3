"""Files made of a Report, kept beside it: made once, by whoever asks first, and forgotten as soon as they show
something else than the Report and its comments do.

A file is claimed in the database before it is made, so that of several servers one makes it. Whoever makes it is seen
at work; whoever is not seen for a while has stopped, and another takes over.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from diagnostic.storage import request_cleanup, transaction
from diagnostic.storage.models import CommentNote, Rendering, RenderingState, StoredReport, Theme, Wave
from diagnostic.survey.actions import agreed_before_the_close
from diagnostic.survey.names import names_until

STALE = timedelta(seconds=20)
"""Whoever was not seen at work for so long has stopped."""


class Key(NamedTuple):
    """Which file of a wave, and what it shows: as the columns of `Rendering` have it."""

    format: str
    edition: str
    language: str
    shown: str
    maker: str


class RenderingProgress(NamedTuple):
    """How far a file is."""

    id: UUID
    state: RenderingState
    claim: UUID
    heartbeat_at: datetime


async def shown_by(wave: Wave) -> str | None:
    """A digest of the wave's Report, and of what lies over it: notes on comments, themes, what was agreed, names.

    None where there is no Report.
    """
    stored = await StoredReport.filter(wave=wave).order_by("-number").first()
    if stored is None:
        return None
    notes = CommentNote.filter(wave=wave).order_by("comment")
    decided = json.dumps(await notes.values_list("comment", "taken_out", "text", "translation", "released", "decided"))
    themes = Theme.filter(wave=wave).order_by("name")
    named = json.dumps(await themes.values_list("name", "text", "released", "comments"))
    logged = await agreed_before_the_close(wave)
    agreed = json.dumps([[str(each.agreed_on), each.text, each.owner, each.statement] for each in logged])
    called = json.dumps(sorted((await names_until(wave)).items()))
    return hashlib.sha256(
        f"{stored.number}\0{decided}\0{named}\0{agreed}\0{called}\0{stored.body}".encode()
    ).hexdigest()


async def standing(wave: Wave, key: Key) -> RenderingProgress | None:
    """How far a file is; None where nobody has asked for it."""
    rows = await Rendering.filter(wave=wave, **key._asdict()).limit(1).values_list(*RenderingProgress._fields)
    return RenderingProgress(*rows[0]) if rows else None


async def claim(wave: Wave, key: Key, now: datetime, *, again: bool = False) -> RenderingProgress | None:
    """Claim a file that nobody is making; None where it is there already, or was claimed by somebody else.

    One that failed is claimed only if it is to be tried ``again``.
    """
    mine: dict[str, Any] = {
        "claim": uuid4(),
        "state": RenderingState.IN_WORK,
        "heartbeat_at": now,
    }
    found = await standing(wave, key)
    if found is None:
        try:
            await Rendering.create(wave=wave, **key._asdict(), **mine)
        except IntegrityError:
            return None  # somebody was faster, or the wave is gone
    else:
        stopped = found.state == RenderingState.IN_WORK and found.heartbeat_at < now - STALE
        if not stopped and not (again and found.state == RenderingState.FAILED):
            return None
        if not await Rendering.filter(id=found.id, claim=found.claim, state=found.state).update(**mine):
            return None
    claimed = await standing(wave, key)
    return claimed if claimed and claimed.claim == mine["claim"] else None


async def seen_at_work(mine: RenderingProgress) -> bool:
    """Say that one is at it; False where the file is no longer wanted, or another has taken over."""
    at_work = _mine(mine).update(heartbeat_at=datetime.now(UTC))
    return bool(await at_work)


async def keep(wave: Wave, key: Key, mine: RenderingProgress, body: bytes) -> bool:
    """Keep a file, and forget those that show something else; False where meanwhile it does so itself."""
    async with transaction():
        await hold(wave)
        if await shown_by(wave) != key.shown:
            await _mine(mine).delete()
            return False
        if not await _mine(mine).update(state=RenderingState.READY, body=body):
            return False
        await _forget(Q(wave_id=wave.id) & ~Q(shown=key.shown, maker=key.maker))
    return True


async def failed(mine: RenderingProgress) -> None:
    """Say that a file could not be made."""
    await _mine(mine).update(state=RenderingState.FAILED)


async def give_up(mine: RenderingProgress) -> None:
    """Leave a file to whoever asks for it next."""
    await _mine(mine).delete()


async def body(found: RenderingProgress) -> bytes | None:
    """A file that is ready; None where it was forgotten meanwhile."""
    row = await Rendering.get_or_none(id=found.id, state=RenderingState.READY)
    return None if row is None or row.body is None else bytes(row.body)


async def forget(wave: Wave) -> None:
    """Forget all files of a wave, within the transaction that changes what they show.

    What they showed is cleaned out of the database's files when cleaning is next done.
    """
    await hold(wave)
    await _forget(Q(wave_id=wave.id))


async def out_of_date(wave: Wave) -> int:
    """How many files there are that show something else than the Report and its comments do now."""
    return (
        await Rendering.filter(wave=wave, state=RenderingState.READY).exclude(shown=await shown_by(wave) or "").count()
    )


async def hold(wave: Wave) -> None:
    """Nobody else keeps or forgets files of the wave until the transaction ends."""
    await Wave.filter(id=wave.id).select_for_update().first().values("id")


async def _forget(which: Q) -> None:
    shown = await Rendering.filter(which, body__isnull=False).exists()
    await Rendering.filter(which).delete()
    # A claim that nothing was made of yet leaves nothing to clean.
    if shown:
        await request_cleanup()


def _mine(mine: RenderingProgress) -> Any:
    return Rendering.filter(id=mine.id, claim=mine.claim, state=RenderingState.IN_WORK)
