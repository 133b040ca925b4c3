"""Sessions of signed-in consultants: the browser holds a random id, the database only that id's hash."""

import hashlib
import secrets
import time
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.stores.base import Store
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant

LIFETIME = 12 * 60 * 60
"""Seconds without a request after which a session ends."""
RENEWAL = 10 * 60
"""A session in use is written again after this many seconds, not on every request."""

Session = dict[str, Any]
Connection = ASGIConnection[Any, Any, Any, Any]


class Sessions(ASGIMiddleware):
    """Loads the session before a handler and stores it after, where it has changed.

    Whenever somebody signs in, or changes the password, the session gets a new id, so that an id known beforehand is
    worth nothing; and a visitor who is not signed in leaves no row.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.secure = settings.base_url.startswith("https://")
        self.cookie = "__Host-session" if self.secure else "session"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        session_id: str | None = Connection(scope).cookies.get(self.cookie)
        stored = await self.store.get(_hashed(session_id)) if session_id else None
        session: Session = msgspec.json.decode(stored) if stored else {}
        before: Session = msgspec.json.decode(stored) if stored else {}
        known = session_id if stored else None
        scope["session"] = session

        async def send_and_store(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = await self._store(known, before, session)
                if cookie is not None:
                    MutableScopeHeaders.from_message(message).add("Set-Cookie", cookie)
            await send(message)

        await next_app(scope, receive, send_and_store)

    async def _store(self, session_id: str | None, before: Session, session: Session) -> str | None:
        """Write what changed; give the cookie to send, if any."""
        if not session.keys() - {"written"}:
            if session_id is None:
                return None
            await self.store.delete(_hashed(session_id))
            return self._header("", max_age=0)
        now = int(time.time())
        if session == before and now - int(session.get("written", 0)) < RENEWAL:
            return None
        if session_id is not None and session.get("opening") != before.get("opening"):
            await self.store.delete(_hashed(session_id))
            session_id = None
        session_id = session_id or secrets.token_urlsafe(32)
        session["written"] = now
        await self.store.set(_hashed(session_id), msgspec.json.encode(session), expires_in=LIFETIME)
        return self._header(session_id, max_age=LIFETIME)

    def _header(self, value: str, max_age: int) -> str:
        cookie = Cookie(
            key=self.cookie, value=value, path="/", max_age=max_age, secure=self.secure, httponly=True, samesite="lax"
        )
        return cookie.to_header(header="")


def sign_in(session: Session, consultant: Consultant) -> None:
    """Make the session this consultant's, under a new id; nothing of what it held before stays."""
    session.clear()
    opening = secrets.token_hex(8)
    session.update(consultant=str(consultant.id), password=consultant.password_stamp(), opening=opening)


async def signed_in_consultant(session: Session) -> Consultant | None:
    """Whose session it is. A changed password ends every session opened with the old one."""
    if (consultant_id := session.get("consultant")) is None:
        return None
    consultant = await Consultant.get_or_none(id=consultant_id)
    if consultant is None or not secrets.compare_digest(consultant.password_stamp(), str(session.get("password"))):
        # What is to be told on the next page stays: that the password was changed, for one.
        for name in ("consultant", "password", "opening"):
            session.pop(name, None)
        return None
    return consultant


def _hashed(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
