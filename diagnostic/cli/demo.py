"""``diagnostic demo``: an invented alliance to try everything on, on this computer alone."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from diagnostic.demo.folder import DemoFolder, SignIn
from diagnostic.demo.prepare import Places, keep_open, places, prepare
from diagnostic.errors import NotPossible
from diagnostic.settings import Settings

READY_WITHIN = 90.0
STOP_WITHIN = 10.0


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("diagnostic-demo"),
    show_default=True,
    help="Where the demonstration keeps its database, secret and mails.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the pages.")
@click.option("--fresh", is_flag=True, help="Delete what an earlier demonstration left in the folder, and begin again.")
def demo(folder: Path, port: int, fresh: bool) -> None:
    """Try everything on an invented alliance with simulated answers.

    Everything stays in one folder on this computer; mails go to a mailbox page. Ctrl-C ends it, and the
    next start finds it as it was left.
    """
    # SIGTERM ends it the same way as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = DemoFolder(folder)
    try:
        _must_be_free(port)
        sign_in = None if fresh else place.sign_in()
        if sign_in is None:
            sign_in = _prepare(place, port)
        settings = place.settings(port)
        asyncio.run(keep_open(settings))
        with _children(place, port) as children:
            children.start("site")
            children.wait_until_ready(settings)
            children.start("worker")
            click.echo(_welcome(settings, sign_in, asyncio.run(places(settings)), place))
            children.watch()
    except KeyboardInterrupt:
        click.echo("\nStopped. The next start finds everything as it is now.")


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise NotPossible(f"Port {port} is reserved. Give another, such as --port 8000.") from None
        except OSError:
            raise NotPossible(
                f"Port {port} is in use, perhaps by another demonstration. End that, or give this one a port "
                f"and a folder of its own: --port {port + 1} --folder another-demo"
            ) from None


def _prepare(place: DemoFolder, port: int) -> SignIn:
    click.echo("Preparing an invented alliance. This happens once and takes a few seconds.")
    sign_in = place.begin()
    asyncio.run(prepare(place.settings(port), sign_in, lambda line: click.echo(f"  {line}")))
    place.finish(sign_in)
    return sign_in


class _Children:
    """Site and worker, as processes of their own that end with this one."""

    def __init__(self, place: DemoFolder, port: int, log: IO[bytes]) -> None:
        self._place = place
        self._port = port
        self._log = log
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, role: str) -> None:
        command = [sys.executable, "-m", "diagnostic.cli.demo_processes", role, str(self._place.path), str(self._port)]
        self._running.append(
            # A group of its own: Ctrl-C reaches this process only, which then ends the others in order.
            subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, stdin=subprocess.PIPE, stdout=self._log, stderr=self._log, process_group=0
            )
        )

    def wait_until_ready(self, settings: Settings) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            self._must_be_alive()
            with (
                contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                urllib.request.urlopen(f"{settings.base_url}/health", timeout=2) as answer,  # noqa: S310 - our own http://
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise NotPossible(f"The site did not answer within {READY_WITHIN:.0f} seconds; {self._place.log} says more.")

    def watch(self) -> None:
        """Wait for Ctrl-C."""
        while True:
            self._must_be_alive()
            time.sleep(0.5)

    def _must_be_alive(self) -> None:
        if any(child.poll() is not None for child in self._running):
            raise NotPossible(f"A part of the demonstration ended by itself; {self._place.log} says why.")

    def stop(self) -> None:
        """Ask each to end; whoever has not in time is ended, and so is everyone on a second Ctrl-C."""
        try:
            for child in self._running:
                child.terminate()
            deadline = time.monotonic() + STOP_WITHIN
            for child in self._running:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            for child in self._running:
                # The whole group: the site is two processes.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()


@contextlib.contextmanager
def _children(place: DemoFolder, port: int) -> Iterator[_Children]:
    with place.log.open("ab") as log:
        children = _Children(place, port, log)
        try:
            yield children
        finally:
            children.stop()


def _welcome(settings: Settings, sign_in: SignIn, found: Places, place: DemoFolder) -> str:
    base = settings.base_url
    lines = [
        "",
        "Ready. The people and their answers are invented; nothing leaves this computer.",
        "",
        f"  Consultant   {base}{found.alliance}",
        f"               sign in as {sign_in.email}, password {sign_in.password}",
    ]
    if found.briefing:
        lines.append(f"  Briefing     {base}{found.briefing}")
    if found.respondent:
        lines.append(f"  Respondent   {base}{found.respondent}")
        lines.append("               answer the questionnaire yourself")
    lines += [
        f"  Mailbox      {base}/mailbox",
        "               every mail that was sent",
        "",
        f"Everything is kept in {place.path}. Ctrl-C ends it; --fresh begins again.",
    ]
    return "\n".join(lines)
