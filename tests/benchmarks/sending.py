"""The first mails of one wave to many people, through the worker: uv run python tests/benchmarks/sending.py

The worker, the mail server (aiosmtpd on this machine, which takes everything) and the rival are processes of their own.
*worker*: `diagnostic.worker.run` from its first look into the outbox until nothing waits, every mail claimed, composed
with its link, sent, marked and counted by day and side. *rival*: the same mails, composed beforehand and held in
memory, through one `smtplib.SMTP`, which nobody could interrupt without sending some mails twice or never. Memory is
the largest of the process, and how much larger it grew after the first hundred mails.
"""

import argparse
import asyncio
import multiprocessing
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import msgspec
import structlog
from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from diagnostic import worker
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connected, migrate
from diagnostic.storage.models import Consultant, MailCount, Message, MessageState, Participant
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.waves import launch
from tests import postgres
from tests.conftest import DETAILS, SECRET
from tests.ports import free_port

PATIENCE = 1_800
"""Seconds a run may take."""


class Taken:
    """Takes every mail, and writes it into a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (its name)
        self.file.write(msgspec.json.encode((envelope.rcpt_tos[0], envelope.content)) + b"\n")
        self.file.flush()
        return "250 OK"


def serve(port: int, taken: Path) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    with taken.open("wb") as file:
        UnthreadedController(Taken(file), hostname="127.0.0.1", port=port, loop=loop).begin()
        loop.run_forever()


@contextmanager
def mail_server(taken: Path) -> Iterator[int]:
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(port, taken))
    process.start()
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.join()


def settings(database: str, port: int) -> Settings:
    return Settings(
        database_url=database,
        secret=SECRET,
        base_url="https://pulse.example.org",
        mail_server=f"smtp://127.0.0.1:{port}?starttls=no",
        mail_from="survey@diagnostic.example",
    )


async def prepare(database: str, people: int) -> float:
    """A wave with so many invited; returns what the launch took, in seconds."""
    await migrate(database)
    async with connected(database):
        consultant = await Consultant.create(email="alice@consultancy.example", name="Alice Arden", password_hash="-")
        alliance = await create_alliance(consultant, DETAILS)
        await Participant.bulk_create(
            [
                Participant(
                    alliance=alliance,
                    email=f"person{n}@{('novara', 'helix')[n % 2]}.example",
                    side="ab"[n % 2],
                    language=("en", "de")[n // 2 % 2],
                )
                for n in range(people)
            ],
            batch_size=500,
        )
        closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
        plan = WavePlan(questionnaire="alliance-health-2", languages=["en", "de"], closes_on=closes_on)
        wave = await draft_wave(alliance, plan, Library.load())
        began = time.perf_counter()
        await launch(wave, SECRET)
        return time.perf_counter() - began


def largest() -> float:
    """The largest memory of this process so far, in MB."""
    # Not `ru_maxrss`, which a process takes over from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


async def by_worker(database: str, port: int) -> tuple[float, float]:
    """Send everything with one worker; returns seconds and the memory after the first hundred mails."""
    stop, early = asyncio.Event(), 0.0
    began = time.perf_counter()
    working = asyncio.create_task(worker.run(settings(database, port), stop))
    await asyncio.sleep(0.5)
    while not working.done():
        waiting = await Message.filter(state=MessageState.WAITING).count()
        early = early or (largest() if await Message.filter(state=MessageState.SENT).count() >= 100 else 0.0)
        if not waiting:
            took = time.perf_counter() - began
            counted = sum([each.sent for each in await MailCount.all()])
            sent = await Message.filter(state=MessageState.SENT).count()
            assert counted == sent, f"{counted} counted, {sent} sent"
            break
        await asyncio.sleep(0.25)
    stop.set()
    await working
    return took, early


def by_rival(taken: Path, port: int) -> float:
    """Send the mails that were taken once more, with nothing around them; returns seconds."""
    with taken.open("rb") as file:
        ready = [msgspec.json.decode(line, type=tuple[str, bytes]) for line in file]
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for to, content in ready:
            server.sendmail("survey@diagnostic.example", [to], content)
    return time.perf_counter() - began


@asynccontextmanager
async def database(engine: str, folder: Path) -> AsyncIterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'sending.sqlite3'}"
    else:
        with postgres.running(folder / "pg") as server:
            # Which the tests switch off.
            on = (f"ALTER SYSTEM RESET {name}" for name in ("fsync", "full_page_writes", "synchronous_commit"))
            await asyncio.to_thread(postgres.execute, server, *on, "SELECT pg_reload_conf()", "CREATE DATABASE sending")
            yield postgres.url(server, "sending")


def measured(*arguments: str) -> list[float]:
    """What a process of its own prints."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=PATIENCE
    )
    return [float(word) for word in done.stdout.split()]


async def compare(people: int) -> None:
    print("| engine | who | seconds | mails a second | largest memory, MB | grown after 100 mails, MB |")
    print("|---|---|--:|--:|--:|--:|")
    # A short path, for PostgreSQL's socket.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for engine in ("sqlite", "postgresql"):
            taken = Path(folder, engine)
            async with database(engine, Path(folder)) as url:
                with mail_server(taken) as port:
                    launched = await prepare(url, people)
                    took, memory, early = measured("--role", "worker", "--database", url, "--port", str(port))
                    row(engine, "worker", f"{took:.1f} | {people / took:.0f} | {memory:.0f} | {memory - early:.0f}")
                    took, memory = measured("--role", "rival", "--taken", str(taken), "--port", str(port))
                    row(engine, "rival", f"{took:.1f} | {people / took:.0f} | {memory:.0f} | –")
            print(f"{engine}: launching {people} took {launched:.1f} s", file=sys.stderr)


def row(engine: str, who: str, figures: str) -> None:
    print(f"| {engine} | {who} | {figures} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--role", choices=("worker", "rival"))
    parser.add_argument("--database")
    parser.add_argument("--taken", type=Path)
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=sys.stderr))
    if options.role == "worker":
        took, early = asyncio.run(by_worker(options.database, options.port))
        print(took, largest(), early)
    elif options.role == "rival":
        print(by_rival(options.taken, options.port), largest())
    else:
        asyncio.run(compare(options.people))


if __name__ == "__main__":
    main()
