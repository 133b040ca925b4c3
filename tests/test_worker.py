import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Consultant,
    Message,
    MessageKind,
    MessageState,
    Response,
    StoredReport,
    StoredValue,
    Wave,
    WaveState,
)
from diagnostic.survey.closing import WARNED_FOR
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.waves import extend
from diagnostic.worker import HEARTBEAT, alive, tick
from tests.answering import answer_all
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving

DIAGNOSTIC = Path(sys.executable).with_name("diagnostic")
PATIENCE = 240.0
"""Seconds that a process may take on a busy machine."""


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def settings(database: str, server: MailServer) -> Settings:
    return server.settings(database)


@pytest.fixture
async def end(open_wave: Wave) -> datetime:
    """The moment from which nobody can send any more."""
    return sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id))


def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "DIAGNOSTIC_DATABASE": settings.database_url,
        "DIAGNOSTIC_SECRET": settings.secret,
        "DIAGNOSTIC_BASE_URL": settings.base_url,
        "DIAGNOSTIC_MAIL_SERVER": settings.mail_server,
        "DIAGNOSTIC_MAIL_FROM": settings.mail_from,
    }


def start(settings: Settings, said: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [DIAGNOSTIC, "worker"],
        env=environment(settings),
        stdout=said,
        stderr=subprocess.STDOUT,
        text=True,
    )


async def stop(process: subprocess.Popen[str]) -> str:
    """Ask a worker to end, and read what it logged."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    said, _ = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
    return said


async def until(what: str, reached: Callable[[], Awaitable[bool]]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not await reached():
        assert time.monotonic() < give_up, f"waited in vain until {what}"
        await asyncio.sleep(0.1)


@pytest.mark.part("proofs")
async def test_two_workers_send_each_mail_once_and_stop_when_told(
    open_wave: Wave, settings: Settings, server: MailServer, tmp_path: Path
) -> None:
    logs = [tmp_path / "first.log", tmp_path / "second.log"]

    async def both_at_work() -> bool:
        return all("worker starts" in log.read_text() for log in logs)

    with logs[0].open("w") as first, logs[1].open("w") as second:
        workers = [start(settings, first), start(settings, second)]
        try:
            await until("all is marked", _all_sent)
            # One that is told to stop before it has started ends as any process does.
            await until("both are at work", both_at_work)
        finally:
            for worker in workers:
                await stop(worker)
    assert len(server.mails) == 16
    assert set(Counter(server.recipients).values()) == {1}
    for worker, said in zip(workers, (log.read_text() for log in logs), strict=True):
        assert worker.returncode == 0, said
        assert "worker stops" in said
        assert "@" not in said
        assert "/a/" not in said


async def _all_sent() -> bool:
    return await Message.filter(state=MessageState.SENT).count() == 16


@pytest.mark.part("proofs")
async def test_a_worker_killed_between_sending_and_marking_sends_again_under_the_same_id(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer
) -> None:
    worker = start(settings)
    server.kill_after = worker.pid
    await asyncio.to_thread(worker.communicate, timeout=PATIENCE)
    assert worker.returncode == -signal.SIGKILL
    (first,) = server.mails
    assert await Message.filter(state=MessageState.WAITING).count() == 16
    await tick(settings, library, datetime.now(UTC) + timedelta(minutes=6))
    again = [mail for mail in server.mails if mail["To"] == first["To"]]
    assert [mail["Message-ID"] for mail in again] == [first["Message-ID"]] * 2
    assert len(server.mails) == 17
    assert len({mail["Message-ID"] for mail in server.mails}) == 16


@pytest.mark.part("proofs")
async def test_a_worker_proves_that_it_is_alive(open_wave: Wave, settings: Settings) -> None:
    def check() -> int:
        done = subprocess.run(
            [DIAGNOSTIC, "worker", "--check"], env=environment(settings), timeout=PATIENCE, check=False
        )
        return done.returncode

    assert await asyncio.to_thread(check) == 1
    worker = start(settings)
    await until("it has a heartbeat", lambda: alive(datetime.now(UTC)))
    assert await asyncio.to_thread(check) == 0
    await stop(worker)
    assert await asyncio.to_thread(check) == 1


async def test_an_ended_wave_is_closed_and_its_report_published(
    open_wave: Wave, settings: Settings, library: Library, end: datetime
) -> None:
    await Message.all().delete()
    await answer_all(open_wave)
    await tick(settings, library, end - timedelta(seconds=1))
    assert (await Wave.get(id=open_wave.id)).state is WaveState.OPEN
    await tick(settings, library, end)
    assert (await Wave.get(id=open_wave.id)).state is WaveState.CLOSED
    assert await StoredReport.filter(wave=open_wave).count() == 1
    assert await Response.filter(wave=open_wave).count() == 16
    await tick(settings, library, end + timedelta(days=89))
    assert await Response.filter(wave=open_wave).count() == 16
    await tick(settings, library, end + timedelta(days=90))
    assert await Response.filter(wave=open_wave).count() == 0
    assert await StoredReport.filter(wave=open_wave).count() == 1


async def test_a_side_below_k_warns_once_and_is_destroyed_after_a_fortnight(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, end: datetime
) -> None:
    await Message.all().delete()
    await answer_all(open_wave, a=8, b=4)
    for minutes in range(3):
        await tick(settings, library, end + timedelta(minutes=minutes))
    (mail,) = server.mails
    assert mail["To"] == "alice@consultancy.example"
    assert mail["Subject"] == "Cardiva: too few answers from Helix"
    await tick(settings, library, end + WARNED_FOR - timedelta(seconds=1))
    assert await Ballot.all().count() == 12
    await tick(settings, library, end + WARNED_FOR)
    assert (await Wave.get(id=open_wave.id)).state is WaveState.DESTROYED
    assert await Ballot.all().count() == await Response.all().count() == 0
    assert len(server.mails) == 1


async def test_after_weeks_without_a_worker_nothing_is_destroyed_before_anybody_is_warned(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, end: datetime
) -> None:
    bob = await Consultant.create(email="bob@consultancy.example", name="Bob", password_hash="", firm="Arden")
    await Alliance.filter(id=open_wave.alliance_id).update(second=bob)
    await Message.all().delete()
    await answer_all(open_wave, a=8, b=4)
    late = end + WARNED_FOR + timedelta(days=3)
    for minutes in range(3):
        await tick(settings, library, late + timedelta(minutes=minutes))
    assert await Ballot.all().count() == 12
    assert {mail["To"] for mail in server.mails} == {"alice@consultancy.example", bob.email}
    day = (late + WARNED_FOR).astimezone(ZoneInfo("Europe/Berlin"))
    body = server.mails[0].get_body(("plain",))
    assert body is not None
    assert f"{day.day} {day:%B %Y}." in " ".join(body.get_content().split())
    await tick(settings, library, late + WARNED_FOR)
    assert await Ballot.all().count() == 0


@pytest.mark.part("proofs")
async def test_extending_gives_a_small_side_time_and_another_warning(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, end: datetime
) -> None:
    await Message.all().delete()
    await answer_all(open_wave, a=8, b=4)
    await tick(settings, library, end)
    await extend(open_wave, open_wave.closes_on + timedelta(days=30))
    await tick(settings, library, end + timedelta(minutes=2))
    assert server.mails == []  # the warning was overtaken before it left
    await tick(settings, library, end + WARNED_FOR)
    assert await Ballot.all().count() == 12
    longer = sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id))
    await tick(settings, library, longer)
    await tick(settings, library, longer + timedelta(minutes=1))
    assert [mail["To"] for mail in server.mails] == ["alice@consultancy.example"]


@pytest.mark.part("proofs")
async def test_participation_is_refreshed_hourly(open_wave: Wave, settings: Settings, library: Library) -> None:
    assert open_wave.launched_at is not None
    await answer_all(open_wave, a=3, b=2)
    await tick(settings, library, open_wave.launched_at + timedelta(minutes=59))
    assert (await Wave.get(id=open_wave.id)).participation == {"a": 0, "b": 0}
    await tick(settings, library, open_wave.launched_at + timedelta(minutes=61))
    assert (await Wave.get(id=open_wave.id)).participation == {"a": 3, "b": 2}


async def test_a_wave_that_cannot_be_closed_stops_nothing_else(
    open_wave: Wave, settings: Settings, library: Library, server: MailServer, end: datetime
) -> None:
    await answer_all(open_wave)
    await Wave.filter(id=open_wave.id).update(wrapped_private_key=None)  # as after a botched restore
    await StoredValue.create(key="session:old", value=b"x", expires_at=end - timedelta(days=1))
    await StoredValue.create(key="session:new", value=b"x", expires_at=end + timedelta(days=1))
    await Message.all().delete()
    alice = await Consultant.get()
    await Message.create(kind=MessageKind.TEST, wave=open_wave, consultant=alice)
    await tick(settings, library, end)
    assert (await Wave.get(id=open_wave.id)).state is WaveState.OPEN
    assert len(server.mails) == 1
    assert {value.key for value in await StoredValue.all()} == {"session:new", HEARTBEAT}


@pytest.mark.part("proofs")
async def test_a_worker_that_cannot_start_says_what_to_mend(tmp_path: Path) -> None:
    def attempt() -> subprocess.CompletedProcess[str]:
        settings = {"DIAGNOSTIC_DATABASE": f"sqlite:///{tmp_path}/new.sqlite3", "DIAGNOSTIC_SECRET": SECRET}
        return subprocess.run(
            [DIAGNOSTIC, "worker"],
            env=os.environ | settings,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    done = await asyncio.to_thread(attempt)
    assert done.returncode == 1
    assert "Run “diagnostic migrate” first." in done.stderr
