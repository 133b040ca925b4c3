"""The demonstration's two processes: ``python -m diagnostic.cli.demo_processes site|worker FOLDER PORT``.

They are what ``diagnostic serve`` and ``diagnostic worker`` run, with the demonstration's settings. Each
ends on SIGTERM, and by itself when the process that started it is gone.
"""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from diagnostic.cli.serve import run_server
from diagnostic.demo.folder import DemoFolder
from diagnostic.logs import configure_logs
from diagnostic.settings import Settings
from diagnostic.worker import run


def main(role: str, folder: str, port: str) -> None:
    """Run one of the two until SIGTERM."""
    _end_with_parent()
    configure_logs()
    settings = DemoFolder(Path(folder)).settings(int(port))
    if role == "site":
        run_server(settings, "127.0.0.1", int(port))
    else:
        asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await run(settings, stop)


def _end_with_parent() -> None:
    """The parent holds the other end of standard input: when that closes, it is gone."""

    def wait() -> None:
        # Not through sys.stdin, whose lock a forked child would inherit and wait for in vain.
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
