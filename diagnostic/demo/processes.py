"""The demonstration's two processes, site and mail worker: ``python -m diagnostic.demo.processes ROLE FOLDER PORT``.

Each ends on SIGTERM, and by itself when the process that started it is gone.
"""

import asyncio
import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from diagnostic.demo.folder import DemoFolder
from diagnostic.settings import Settings


def serve(settings: Settings, port: int) -> None:
    """Serve the site until SIGTERM."""
    server = Server("diagnostic", address="127.0.0.1", port=port, interface=Interfaces.ASGI, workers=1)
    server.serve(target_loader=partial(_site, settings), wrap_loader=False)


def _site(settings: Settings) -> Any:
    # Imported here so that only the process that serves loads it, not granian's that watches over that one.
    from diagnostic.web.app import create_app

    return create_app(settings)


async def work(settings: Settings) -> None:
    """Send mails and close waves until SIGTERM."""
    # Imported here because the site's processes have no use for it.
    from diagnostic.worker import run

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await run(settings, stop=stop)


def end_with_parent() -> None:
    """The parent holds the other end of standard input: when that closes, it is gone."""

    def wait() -> None:
        # Not through sys.stdin, whose lock a forked child would inherit and wait for in vain.
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def main(role: str, folder: str, port: str) -> None:
    end_with_parent()
    settings = DemoFolder(Path(folder)).settings(int(port))
    if role == "site":
        serve(settings, int(port))
    else:
        asyncio.run(work(settings))


if __name__ == "__main__":
    main(*sys.argv[1:])
