"""The headers of every answer, whatever its status."""

from collections.abc import Callable, Coroutine
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from diagnostic.settings import Settings

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WITH_FRAME = f"{CONTENT_POLICY}; frame-src 'self'"
"""For the pages that show a mail in a frame."""
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
"""A handler may set any of these itself, as the static files do with Cache-Control."""
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def security_headers(settings: Settings) -> Callable[[Message, Scope], Coroutine[Any, Any, None]]:
    """A hook that completes the headers just before they leave, on error pages too."""
    headers = dict(ALWAYS)
    if settings.base_url.startswith("https://"):
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT

    async def complete(message: Message, scope: Scope) -> None:  # noqa: ARG001 - the hook's form
        if message["type"] != "http.response.start":
            return
        sent = MutableScopeHeaders.from_message(message)
        for name, value in headers.items():
            if name not in sent:
                sent[name] = value

    return complete
