"""A process of its own that opens a database, begins something, and is killed before it is done.

A point is where it can be killed. Points are counted at the lowest place that sees every statement, BEGIN and COMMIT
included: on SQLite before each statement, those inside triggers too, which is after the one before; on PostgreSQL
before each is sent, and once it is sent and not answered yet.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from threading import Timer
from typing import Any, NamedTuple

from asyncpg.protocol import Protocol
from cryptography.hazmat.primitives.asymmetric import ec
from tortoise.backends.base.client import BaseDBAsyncClient

from diagnostic.questionnaire import Side
from diagnostic.storage import clean_up_if_pending, connected, connection, is_sqlite
from diagnostic.storage.models import Wave
from diagnostic.survey import ballots, closing, mixing
from diagnostic.survey.invitations import sending_ends
from tests.answering import answer, tokens
from tests.conftest import SECRET
from tests.holding import Keys
from tests.holding import mix as let_mix

PATIENCE = 60
"""Seconds after which a process that neither ends nor dies is a fault."""

# What is imported once is there in every process, which then costs a tenth of a second instead of three.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.anonymity.dying"])


class Death(NamedTuple):
    """When to die: at a point, counted from 1, or so many seconds after the first COMMIT has begun."""

    point: int | None = None
    into_commit: float | None = None


async def after_the_end(wave: Wave) -> datetime:
    """A moment at which the wave's last day is over."""
    await wave.fetch_related("alliance")
    return sending_ends(wave, wave.alliance) + timedelta(hours=1)


async def close(wave: Wave, _: int) -> None:
    await closing.close(wave, SECRET, await after_the_end(wave))


async def destroy(wave: Wave, _: int) -> None:
    await closing.destroy(wave, SECRET, await after_the_end(wave))


async def clean(_: Wave, __: int) -> None:
    assert await clean_up_if_pending()


async def submit(wave: Wave, person: int) -> None:
    links = await tokens(wave, "a")
    await answer(wave, links[person], "a", decisions__stick=str(1 + person % 5), whats_new=f"comment {person} of a")


KEYS = Keys(*(ec.derive_private_key(number, ec.SECP256R1()) for number in (1_000_003, 2_000_003)))
"""The key-holders', the same in every process."""


async def mix(wave: Wave, side: Side) -> None:
    """A key-holder's part, in a list of two parts at least; nothing where it is done, as on their page."""
    if await mixing.turn(wave) == side:
        await let_mix(wave, KEYS, side)


async def open_mixed(wave: Wave, _: int) -> None:
    await closing.open_mixed(wave, SECRET)


WORK: dict[str, Callable[[Wave, int], Awaitable[None]]] = {
    "close": close,
    "destroy": destroy,
    "clean": clean,
    "submit": submit,
    "mix_a": lambda wave, _: mix(wave, "a"),
    "mix_b": lambda wave, _: mix(wave, "b"),
    "open": open_mixed,
}


def killed(database_url: str, work: str, death: Death, *, person: int = 0, transactions: bool = True) -> bool:
    """Do the work in a process that dies as told; False where the work was done before it came to that."""
    process = FORKS.Process(target=_live, args=(database_url, work, death, person, transactions))
    process.start()
    process.join(PATIENCE)
    code = process.exitcode
    assert code in (0, -signal.SIGKILL), f"the process ended with {code}"
    process.close()
    return code != 0


def _live(database_url: str, work: str, death: Death, person: int, transactions: bool) -> None:
    if not transactions:
        for module in (closing, ballots):
            vars(module)["transaction"] = _nothing_around
    asyncio.run(_work(database_url, work, death, person))


@asynccontextmanager
async def _nothing_around() -> AsyncIterator[BaseDBAsyncClient]:
    yield connection()


async def _work(database_url: str, work: str, death: Death, person: int) -> None:
    async with connected(database_url):
        wave = await Wave.get()  # opens the connection, which is not counted
        await die_at(database_url, death)
        await WORK[work](wave, person)


async def die_at(database_url: str, death: Death) -> None:
    """From here on this process, whose database is open, dies as told."""
    points = _Points(death)
    if is_sqlite(database_url):
        async with connection().acquire_connection() as raw:
            await raw.set_trace_callback(points.pass_one)
    else:
        for name in ("query", "bind_execute", "bind_execute_many"):
            setattr(Protocol, name, _watched(getattr(Protocol, name), points))


def _watched(send: Callable[..., Awaitable[Any]], points: "_Points") -> Callable[..., Awaitable[Any]]:
    async def sent(protocol: Protocol, *words: Any, **named: Any) -> Any:
        points.pass_one(str(words[0]) if words else "")
        # Sending writes to the socket and then waits; what is due soon comes after the one and before the other.
        asyncio.get_running_loop().call_soon(points.pass_one, "")
        return await send(protocol, *words, **named)

    return sent


class _Points:
    def __init__(self, death: Death) -> None:
        self.death = death
        self.passed = 0
        self.timer: Timer | None = None

    def pass_one(self, statement: str) -> None:
        self.passed += 1
        if self.passed == self.death.point:
            _die()
        if self.timer is None and self.death.into_commit is not None and statement.startswith("COMMIT"):
            self.timer = Timer(self.death.into_commit, _die)
            self.timer.daemon = True
            self.timer.start()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
