"""``diagnostic demo`` as a person starts it: real processes, a real port, Ctrl-C."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

READY = 600
PATIENCE = 90
"""Seconds for one page: the first briefing of a process draws its charts, beside everything else that runs."""
STOPPED = 120


class Demonstration:
    """A running ``diagnostic demo``, and what it printed until it was ready."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        command = [sys.executable, "-c", "from diagnostic.cli import main; main()", "demo"]
        self.process = subprocess.Popen(
            [*command, "--folder", str(folder), "--port", str(port), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            process_group=0,
        )
        self.printed = ""

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        deadline = time.monotonic() + READY
        for line in self.process.stdout:
            self.printed += line
            if "Ctrl-C ends it" in line or time.monotonic() > deadline:
                break
        assert "Ready." in self.printed, self.printed

    def address(self, what: str) -> str:
        found = re.search(rf"^\s+{what}\s+(http\S+)$", self.printed, re.MULTILINE)
        assert found is not None, self.printed
        return found.group(1)

    def sign_in(self) -> tuple[str, str]:
        found = re.search(r"sign in as (\S+), password (\S+)", self.printed)
        assert found is not None, self.printed
        return found.group(1), found.group(2)

    def interrupt(self, times: int = 1) -> int:
        for _ in range(times):
            self.process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        return self.process.wait(timeout=STOPPED)


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "diagnostic-demo"


@contextlib.contextmanager
def running(folder: Path, port: int, *options: str) -> Iterator[Demonstration]:
    demonstration = Demonstration(folder, port, *options)
    try:
        demonstration.wait_until_ready()
        yield demonstration
    finally:
        if demonstration.process.poll() is None:
            os.killpg(demonstration.process.pid, signal.SIGKILL)
        demonstration.process.wait()
        if demonstration.process.stdout is not None:
            demonstration.process.stdout.close()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def sign_in(client: httpx.Client, demonstration: Demonstration) -> None:
    page = client.get(demonstration.address("Consultant"))
    action = str(page.url.copy_with(query=None))
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    email, password = demonstration.sign_in()
    entered = client.post(action, data={**hidden, "email": email, "password": password})
    assert entered.status_code == 200
    assert "Novara" in entered.text


def mails_arrive(address: str) -> bool:
    """Whether the worker has sent something: the mailbox page then links to mails of its own."""
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        if 'href="/mailbox/' in httpx.get(address, timeout=PATIENCE).text:
            return True
        time.sleep(0.5)
    return False


def test_it_starts_serves_stops_resumes_and_begins_again(folder: Path, port: int) -> None:
    with running(folder, port) as first:
        assert "Preparing" in first.printed
        with httpx.Client(follow_redirects=True, timeout=PATIENCE) as consultant:
            sign_in(consultant, first)
            while (briefing := consultant.get(first.address("Briefing"))).status_code == 202:
                time.sleep(0.5)
            assert briefing.status_code == 200
            assert "simulated" in briefing.text.lower()
        form = httpx.get(first.address("Respondent"), timeout=PATIENCE)
        assert form.status_code == 200
        assert 'name="trust.bad_news:we"' in form.text
        assert mails_arrive(first.address("Mailbox"))
        assert first.interrupt() == 0
        assert not answers(port)

    with running(folder, port) as second:
        assert "Preparing" not in second.printed
        assert second.sign_in() == first.sign_in()
        assert second.address("Briefing") == first.address("Briefing")
        assert httpx.get(first.address("Respondent"), timeout=PATIENCE).status_code == 200
        # Twice in a row, as impatient people press it.
        assert second.interrupt(times=2) == 0
        assert not answers(port)

    with running(folder, port, "--fresh") as third:
        assert third.sign_in() != first.sign_in()
        assert third.address("Briefing") != first.address("Briefing")
        assert httpx.get(first.address("Respondent"), timeout=PATIENCE).status_code == 404
        third.process.send_signal(signal.SIGTERM)
        assert third.process.wait(timeout=STOPPED) == 0
        assert not answers(port)
