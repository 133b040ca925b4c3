"""A server in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.conftest import SECRET
from tests.ports import free_port

COMMAND = Path(sys.executable).with_name("diagnostic")


def environment(database_url: str, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DIAGNOSTIC_DATABASE": database_url,
        "DIAGNOSTIC_SECRET": SECRET,
        "DIAGNOSTIC_BASE_URL": f"http://127.0.0.1:{port}",
        "DIAGNOSTIC_MAIL_SERVER": "maildir:///nowhere",
        "DIAGNOSTIC_MAIL_FROM": "survey@diagnostic.example",
        "DIAGNOSTIC_TRUSTED_PROXIES": "127.0.0.1",
    }


def run(database_url: str, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [COMMAND, *words], env=environment(database_url, 8000), input=typed, capture_output=True, text=True, check=False
    )


class Serving:
    """A running server that trusts a proxy on this machine."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.log = log

    def wait_until_it_answers(self) -> None:
        # One client: each that is made reads all certificates that are trusted, which takes longer than to be answered.
        with httpx.Client(base_url=self.url) as client:
            for _ in range(900):
                assert self.process.poll() is None, self.log.read_text()
                try:
                    if client.get("/health").status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())


@contextmanager
def serving(database_url: str, folder: Path, workers: int = 1, trusted: str = "127.0.0.1") -> Iterator[Serving]:
    """Serve a database until the block ends, behind a proxy that is trusted."""
    port = free_port()
    log = folder / "server.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(port), "--workers", str(workers)],
            env=environment(database_url, port) | {"DIAGNOSTIC_TRUSTED_PROXIES": trusted},
            stdout=written,
            stderr=written,
        )
    server = Serving(process, port, log)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        if process.poll() is None:
            # Killed outright it would leave its worker process behind.
            process.terminate()
            process.wait(timeout=30)
