"""The processes that work beside a server: started when needed, started anew, and never left behind."""

import math
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import httpx
import pytest

from diagnostic.process_pool import ProcessPool
from diagnostic.storage.models import Consultant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.reports import publish
from diagnostic.web.vega import VEGA_URL
from tests.answering import after_the_end, answer_all
from tests.conftest import PASSWORD, SECRET
from tests.web.consultant_server import serving


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    pool = ProcessPool()
    yield pool
    pool.shutdown()


def children(of: int) -> list[int]:
    """Processes below a process, its children's too."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == of:
            found += [int(status.parent.name), *children(int(status.parent.name))]
    return found


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def soon(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def test_another_process_does_the_work(pool: ProcessPool) -> None:
    assert pool.submit(math.factorial, 5).result() == 120
    assert pool.submit(os.getpid).result() != os.getpid()


def test_one_that_has_died_is_replaced(pool: ProcessPool) -> None:
    process = pool.submit(os.getpid).result()
    with pytest.raises(BrokenExecutor):
        pool.submit(os._exit, 1).result()
    assert pool.submit(os.getpid).result() != process


def test_closed_they_end_at_once_whatever_they_are_at() -> None:
    pool = ProcessPool()
    process = pool.submit(os.getpid).result()
    unfinished = [pool.submit(time.sleep, 60) for _ in range(3)]
    pool.shutdown()
    assert all(each.exception() for each in unfinished if not each.cancelled())
    assert soon(lambda: not running(process))
    with pytest.raises(RuntimeError, match="stopping"):
        pool.submit(os.getpid)


@pytest.mark.part("proofs")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGKILL])
async def test_a_server_that_ends_while_it_renders_leaves_no_process_and_no_claim(
    sqlite_url: str, told: signal.Signals, open_wave: Wave, alice: Consultant, tmp_path: Path
) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    with serving(sqlite_url, tmp_path) as server:
        browser = httpx.AsyncClient(base_url=server.url, timeout=60)
        key = (await browser.get("/sign-in")).text.partition('name="_csrf_token" value="')[2].partition('"')[0]
        await browser.post("/sign-in", data={"_csrf_token": key, "email": alice.email, "password": PASSWORD})
        (worker, *_) = children(server.process.pid)
        assert (await browser.get(VEGA_URL)).status_code == 200
        below = children(worker)
        assert below, "another process puts the script together"
        answer = await browser.get(f"/waves/{open_wave.id}/briefing?language=de")
        assert answer.status_code in (200, 202)
        await browser.aclose()
        if told == signal.SIGKILL:
            os.kill(worker, told)
        else:
            server.process.send_signal(told)
            assert server.process.wait(timeout=60) == 0
        assert soon(lambda: not any(running(process) for process in below))
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as database:
        states = [state for (state,) in database.execute("SELECT state FROM rendering")]
    database.close()
    assert told == signal.SIGKILL or "in_work" not in states


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is stored of a file is tried on both engines elsewhere."""
    return sqlite_url
