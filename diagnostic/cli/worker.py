"""``diagnostic worker``: send the mail and close the waves, until told to stop."""

import asyncio
import signal
import sys
from datetime import UTC, datetime

import click
from tortoise.exceptions import BaseORMException

from diagnostic.logs import configure_logs
from diagnostic.settings import Settings
from diagnostic.storage import connected
from diagnostic.worker import alive, run


@click.command()
@click.option("--check", is_flag=True, help="Only say whether a worker is at work; exit code 1 where none is.")
def worker(check: bool) -> None:
    """Send waiting mail, close waves whose last day is over, publish their reports, delete what has expired.

    Runs until it is stopped (Ctrl-C or SIGTERM), and finishes the mail it is sending. Several may run.
    """
    settings = Settings.from_environment()
    if check:
        sound = asyncio.run(_check(settings))
        click.echo("A worker is at work." if sound else "No worker has been at work for some minutes.")
        sys.exit(0 if sound else 1)
    configure_logs()
    asyncio.run(_run(settings))


async def _check(settings: Settings) -> bool:
    try:
        async with connected(settings.database_url):
            return await alive(datetime.now(UTC))
    except (BaseORMException, OSError):
        return False


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(settings, stop)
