"""Request limits: what one request may cost, whatever its route: looked at before anything of it is parsed.

A route takes a form of `LARGEST_FORM` bytes and no file, unless it says otherwise: by ``request_max_body_size``, and
where it takes files by `FILES`.
"""

import asyncio
from collections import Counter
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from litestar import Request
from litestar.datastructures import Headers
from litestar.enums import RequestEncodingType, ScopeType
from litestar.exceptions import ClientException, HTTPException, NotFoundException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send

from diagnostic.text import clean, storable
from diagnostic.web.security.rate_limit import address_of, network

LARGEST_FORM = 131_072
LARGEST_FILE = 5_000_000
TAKES_FILES = "takes_files"
FILES: Final[dict[str, Any]] = {"request_max_body_size": LARGEST_FILE + LARGEST_FORM, "opt": {TAKES_FILES: True}}
"""For the handler of a route that takes files: ``@post(..., **FILES)``."""

MOST_FIELDS = 2_000
LONGEST_PATH, LONGEST_QUERY, LONGEST_HEADERS = 2_000, 8_000, 32_000
MOST_LARGE, MOST_LARGE_OF_ONE = 48, 8
"""How many bodies larger than a form one process holds at a time, and how many of one network."""

BODY_SECONDS, BYTES_PER_SECOND, LONGEST_BODY_SECONDS = 20.0, 8_000, 120.0
"""A body has so many seconds, and one more for each so many bytes that have come; but never more than the last."""

_WITHOUT_BODY = {"GET", "HEAD", "OPTIONS"}


class RequestLimits(ASGIMiddleware):
    """Reads the body of every request, within its limits, and hands on what is decent.

    Stands before every other middleware: the one that looks for a form's key parses the whole form.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self) -> None:
        self._large: Counter[str] = Counter()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        _check_head(scope, request.headers)
        scope["query_string"] = _decent(scope["query_string"])
        if request.method in _WITHOUT_BODY:
            await next_app(scope, _replayed(b"", receive), send)
            return
        body, where = bytearray(), network(address_of(request))
        try:
            await self._read(body, where, request.route_handler.resolve_request_max_body_size(), receive)
            _check_fields(body, request.headers, files=TAKES_FILES in request.route_handler.opt)
            await next_app(scope, _replayed(bytes(body), receive), send)
        finally:
            if len(body) > LARGEST_FORM:
                self._large[where] -= 1
                self._large += Counter()  # forgets whoever holds none any more

    async def _read(self, body: bytearray, where: str, most: int | None, receive: Receive) -> None:
        now = asyncio.get_running_loop().time
        begun, more = now(), True
        while more:
            ends = begun + min(BODY_SECONDS + len(body) / BYTES_PER_SECOND, LONGEST_BODY_SECONDS)
            try:
                async with asyncio.timeout(ends - now()):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(status_code=408, headers={"Connection": "close"}) from None
            if message["type"] != "http.request":
                # Whoever was sending has lost the connection: no fault of ours, and not to be logged as one.
                raise ClientException("client disconnected prematurely")
            chunk, more = message.get("body", b""), message.get("more_body", False)
            if most is not None and len(body) + len(chunk) > most:
                raise HTTPException(status_code=413)
            if len(body) <= LARGEST_FORM < len(body) + len(chunk):
                if self._large.total() >= MOST_LARGE or self._large[where] >= MOST_LARGE_OF_ONE:
                    raise HTTPException(status_code=503, headers={"Retry-After": "10"})
                self._large[where] += 1
            body += chunk


def _check_head(scope: Scope, headers: Headers) -> None:
    if len(scope["path"]) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
        raise HTTPException(status_code=414)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
        raise HTTPException(status_code=431)
    if not storable(scope["path"]):
        raise NotFoundException
    if headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        # Nothing here would unpack it, and nothing should: a few bytes can hold a great many.
        raise HTTPException(status_code=415)


def _check_fields(body: bytearray, headers: Headers, *, files: bool) -> None:
    """Counted on the raw bytes, which takes no time; to take a field apart does."""
    kind, _, options = headers.get("Content-Type", "").partition(";")
    boundary = options.partition("boundary=")[2].partition(";")[0].strip().strip('"')
    parts = body.count(b"--" + boundary.encode("latin-1", "replace"))
    # Some routes read a form whatever it says it is; in a file it means nothing.
    several = 0 if files and kind.strip().lower() == RequestEncodingType.MULTI_PART else body.count(b"&")
    if (boundary and parts > MOST_FIELDS) or several >= MOST_FIELDS:
        raise HTTPException(status_code=413)


def _decent(query: bytes) -> bytes:
    """A query string whose names and values have come through the gate."""
    if b"%" not in query and query.isascii():
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(clean(name), clean(value)) for name, value in pairs]).encode()


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was received, once more; then whatever else comes."""
    told = False

    async def again() -> ReceiveMessage:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
