"""A worker that lives at a moment one chooses, in a process of its own, and may be killed at any statement or mail."""

import asyncio
import signal
from datetime import datetime
from multiprocessing.process import BaseProcess

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connected
from diagnostic.storage.models import Wave
from diagnostic.worker import tick
from tests.anonymity.dying import FORKS, PATIENCE, Death, die_at

FORKS.set_forkserver_preload(["tests.anonymity.dying", "tests.programme_play", "holidays.countries"])
LIBRARY = Library.load()
"""Read once, as a worker does at its start: those that look at a moment are forked from a process that has it."""


def begin(settings: Settings, now: datetime, point: int | None = None) -> BaseProcess:
    """Let a worker do what is due at a moment; it dies at its ``point``th statement, if it comes to that."""
    process = FORKS.Process(target=_live, args=(settings, now, point))
    process.start()
    return process


def ended(process: BaseProcess) -> bool:
    """Whether a worker came to its end, waited for; False where it was killed."""
    process.join(PATIENCE)
    code = process.exitcode
    assert code in (0, -signal.SIGKILL), f"the worker ended with {code}"
    return code == 0


def _live(settings: Settings, now: datetime, point: int | None) -> None:
    asyncio.run(_tick(settings, now, point))


async def _tick(settings: Settings, now: datetime, point: int | None) -> None:
    async with connected(settings.database_url):
        await Wave.all().count()  # opens the connection, which is not counted
        if point is not None:
            await die_at(settings.database_url, Death(point))
        await tick(settings, LIBRARY, now)
