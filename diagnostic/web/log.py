"""The access log: method, route and status. No address, no query, and nothing of a path that a client chose."""

import structlog
from litestar.enums import ScopeType
from litestar.types import Message, Scope

logger = structlog.get_logger("diagnostic.access")


def loggable(scope: Scope) -> str:
    """The route that was matched, its parameters in braces: ``/a/{token}``; ``…`` where none was.

    Never the path itself: a link that a mail program mangled matches no route and still holds its key.
    """
    return scope.get("path_template") or "…"


async def log_access(message: Message, scope: Scope) -> None:
    """A hook that writes one line per answer."""
    if message["type"] == "http.response.start" and scope["type"] == ScopeType.HTTP:
        logger.info("request", method=scope["method"], path=loggable(scope), status=message["status"])
