"""The access log: method, path and status. No address, no query, and no path that holds a key."""

import re

import structlog
from litestar.enums import ScopeType
from litestar.types import Message, Scope

_KEYS = re.compile(r"^(/a|/stop|/password/reset)/.+")

logger = structlog.get_logger("diagnostic.access")


def loggable(path: str) -> str:
    """The path with a respondent's or a reset's key left out: ``/a/…``."""
    return _KEYS.sub(r"\1/…", path)


async def log_access(message: Message, scope: Scope) -> None:
    """A hook that writes one line per answer."""
    if message["type"] == "http.response.start" and scope["type"] == ScopeType.HTTP:
        logger.info("request", method=scope["method"], path=loggable(scope["path"]), status=message["status"])
