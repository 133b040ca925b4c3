"""What is amiss where a proxy stands in front that the settings do not name."""

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

logger = structlog.get_logger("diagnostic.web")

UNNAMED = (
    "A proxy in front is not named in DIAGNOSTIC_TRUSTED_PROXIES, so everybody who comes through it counts as one "
    "visitor: whoever guesses passwords slows down all others. Name the proxy's own address there."
)


def noticing_unnamed_proxies(app: ASGIApp) -> ASGIApp:
    """Say so in the log, once, when a request brings the header of a proxy that is not believed.

    Wrapped around an application of which no proxy is trusted. The line holds no address.
    """
    said = False

    async def noticing(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal said
        if (
            not said
            and scope["type"] == ScopeType.HTTP
            and any(name == b"x-forwarded-for" for name, _ in scope["headers"])
        ):
            said = True
            logger.warning("proxy_not_trusted", what=UNNAMED)
        await app(scope, receive, send)

    return noticing
