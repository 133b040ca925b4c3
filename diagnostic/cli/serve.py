"""``diagnostic serve``: the web server."""

import asyncio
from functools import partial
from typing import Any

import click
from granian.constants import Interfaces
from granian.http import HTTP1Settings, HTTP2Settings
from granian.server import Server
from granian.utils.proxies import wrap_asgi_with_proxy_headers
from litestar.types import ASGIApp

from diagnostic.errors import NotPossible
from diagnostic.logs import configure_logs
from diagnostic.settings import Settings
from diagnostic.storage import is_sqlite, must_be_migrated

LARGEST_HEAD = 65_536
"""Bytes of a request's line and headers; the application takes fewer."""
STOPS_WITHIN = 20
"""Seconds a worker gets to finish its requests before it is ended."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; 1 on SQLite.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages of consultants and respondents."""
    settings = Settings.from_environment()
    if workers > 1 and is_sqlite(settings.database_url):
        raise NotPossible("SQLite is written to by one process at a time: use --workers 1, or PostgreSQL.")
    asyncio.run(must_be_migrated(settings.database_url))
    click.echo(f"Serving {settings.base_url} on http://{host}:{port} (Ctrl-C stops)")
    run_server(settings, host, port, workers)


def run_server(settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Serve until SIGTERM or SIGINT."""
    server = Server(
        "diagnostic",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        workers_kill_timeout=STOPS_WITHIN,
        log_access=False,
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEAD),
        http2_settings=HTTP2Settings(max_headers_size=LARGEST_HEAD),
    )
    server.serve(target_loader=partial(application, settings), wrap_loader=False)


def application(settings: Settings) -> ASGIApp:
    """The application of one process; only proxies that are trusted may say who a request came from."""
    # Loaded by the processes that serve: the one that watches over them starts sooner and stays small.
    from diagnostic.web.app import create_app  # noqa: PLC0415
    from diagnostic.web.security.proxies import noticing_unnamed_proxies  # noqa: PLC0415

    configure_logs()
    app: Any = create_app(settings)
    if not settings.trusted_proxies:
        return noticing_unnamed_proxies(app)
    wrapped: ASGIApp = wrap_asgi_with_proxy_headers(app, trusted_hosts=list(settings.trusted_proxies))
    return wrapped
