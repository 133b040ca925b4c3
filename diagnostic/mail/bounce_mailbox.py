"""The mailbox that undeliverable mails come back to, by IMAP: ``imaps://USER:PASSWORD@HOST/FOLDER?ca=FILE``.

``imap://`` begins in the clear and is encrypted (STARTTLS) before anything is said. Other people's mail may lie in the
same folder: nothing is moved or deleted, and only what was understood is marked as read.
"""

import asyncio
import contextlib
import imaplib
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from diagnostic.errors import DiagnosticError, Fault, InvalidSettings
from diagnostic.mail.bounces import LARGEST
from diagnostic.mail.oauth import TokenRefused, Tokens
from diagnostic.mail.wording import plain_words

TIMEOUT = 10.0
"""Seconds for one step of the conversation."""
FETCHING = 20.0
"""Seconds after which no further mail is fetched; the rest is for the next look."""
WHOLE = 35.0
"""Seconds for one conversation."""
AT_MOST = 200
"""Mails at one look."""
LOOKS_BACK = timedelta(days=30)

T = TypeVar("T")


class MailboxFailed(DiagnosticError):
    """The bounce mailbox cannot be read now; it will be tried again."""


class Place(NamedTuple):
    """How far a folder was read: the mail with this number, as long as the server counts as it did."""

    validity: int = 0
    uid: int = 0


class Found(NamedTuple):
    """One mail of the folder."""

    place: Place
    raw: bytes


class BounceMailbox:
    """Reads a folder; connects anew for each look."""

    def __init__(self, url: str, tokens: Tokens | None = None) -> None:
        """Where the address names no password, and there are tokens, it signs in with those.

        Raises
        ------
        InvalidSettings
            The address cannot be read.
        """
        parts = urlsplit(url)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self._ca = options.pop("ca", None)
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise _fault("give imaps://USER:PASSWORD@HOST/FOLDER, or imap:// for STARTTLS")
        if options:
            raise _fault(f"{', '.join(sorted(options))}: no such option; there is ca")
        if self._ca is not None and not Path(self._ca).is_file():
            raise _fault(f"ca names {self._ca}, which is not a file")
        try:
            port = parts.port
        except ValueError:
            raise _fault("the port is not a number") from None
        self._encrypted = parts.scheme == "imaps"
        self.host, self._port = parts.hostname, port or (993 if self._encrypted else 143)
        self._user, self._password = unquote(parts.username), unquote(parts.password or "")
        self._tokens, self._token = None if self._password else tokens, ""
        self._folder = unquote(parts.path).strip("/") or "INBOX"
        if not self._folder.isascii():
            raise _fault("the folder's name has to be in plain letters")
        self.name = f"{self._user}@{self.host}/{self._folder}"
        """Tells it from every other."""

    async def check(self) -> str:
        """Open the folder, changing nothing, and say how it went. Raises `MailboxFailed`."""
        total = await self._apart(self._count)
        return f"{self.host} answers, {total} in {self._folder}"

    async def after(self, place: Place, now: datetime) -> list[Found]:
        """The mails that came since, oldest first; marks nothing. Raises `MailboxFailed`."""
        return await self._apart(lambda: self._after(place, now))

    async def mark_read(self, places: list[Place]) -> None:
        """Mark these as read. Raises `MailboxFailed`."""
        if places:
            await self._apart(lambda: self._mark_read(places))

    async def _apart(self, work: Callable[[], T]) -> T:
        """In a thread, as Python's client waits for each answer."""
        try:
            self._token = await self._tokens.access() if self._tokens else ""
        except TokenRefused as error:
            raise MailboxFailed(str(error)) from None
        try:
            async with asyncio.timeout(WHOLE):
                return await asyncio.to_thread(work)
        except (imaplib.IMAP4.error, OSError, TimeoutError, ValueError) as error:
            if self._tokens and isinstance(error, imaplib.IMAP4.error):  # perhaps it was the token
                await self._tokens.forget()
            raise MailboxFailed(f"The bounce mailbox at {self.host} cannot be read: {_reason(error)}") from None

    def _count(self) -> str:
        with self._opened(readonly=True) as client:
            return f"{int(client.response('EXISTS')[1][-1] or 0)} mails"

    def _after(self, place: Place, now: datetime) -> list[Found]:
        with self._opened(readonly=True) as client:
            validity = _validity(client)
            first = place.uid + 1 if place.validity == validity else 1
            since = (now - LOOKS_BACK).strftime("%d-%b-%Y")
            lines = _said(client.uid("SEARCH", f"UID {first}:*", "SMALLER", str(LARGEST), "SINCE", since))
            # Servers name the last mail even where it comes before the first that was asked for.
            uids = sorted(uid for uid in map(int, (lines[0] or b"").split()) if uid >= first)[:AT_MOST]
            until = time.monotonic() + FETCHING
            in_time = takewhile(lambda _: time.monotonic() < until, uids)
            return [Found(Place(validity, uid), raw) for uid in in_time if (raw := _body(client, uid)) is not None]

    def _mark_read(self, places: list[Place]) -> None:
        with self._opened(readonly=False) as client:
            validity = _validity(client)
            uids = [str(place.uid) for place in places if place.validity == validity]
            if uids:
                _said(client.uid("STORE", ",".join(uids), "+FLAGS.SILENT", r"(\Seen)"))

    @contextlib.contextmanager
    def _opened(self, *, readonly: bool) -> Iterator[imaplib.IMAP4]:
        context = ssl.create_default_context(cafile=self._ca)
        if self._encrypted:
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL(self.host, self._port, ssl_context=context, timeout=TIMEOUT)
        else:
            client = imaplib.IMAP4(self.host, self._port, timeout=TIMEOUT)
        try:
            if not self._encrypted:
                _said(client.starttls(context))
            self._sign_in(client)
            _said(client.select(f'"{self._folder}"', readonly=readonly))
            yield client
        finally:
            # Never CLOSE: it would remove what somebody has only marked for deletion.
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                client.logout()

    def _sign_in(self, client: imaplib.IMAP4) -> None:
        if self._token:
            first = [f"user={self._user}\1auth=Bearer {self._token}\1\1".encode()]
            # A server that refuses asks once more, to be answered with nothing, and then says so.
            _said(client.authenticate("XOAUTH2", lambda _: first.pop() if first else b""))
        elif "AUTH=PLAIN" in client.capabilities:
            _said(client.authenticate("PLAIN", lambda _: f"\0{self._user}\0{self._password}".encode()))
        else:
            _said(client.login(self._user, self._password))


def _body(client: imaplib.IMAP4, uid: int) -> bytes | None:
    for part in _said(client.uid("FETCH", str(uid), "(BODY.PEEK[])")):
        if isinstance(part, tuple):
            return bytes(part[1])
    return None  # gone meanwhile


def _validity(client: imaplib.IMAP4) -> int:
    """Python's client tells it once for each folder that was opened."""
    return int(client.response("UIDVALIDITY")[1][-1] or 0)


def _said(answer: tuple[str, Any]) -> Any:
    """What a server answered; raises its words where it refused."""
    status, lines = answer
    if status != "OK":
        raise imaplib.IMAP4.error(b" ".join(line for line in lines if isinstance(line, bytes)))
    return lines


def _reason(error: BaseException) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not trusted (name its authority's file with ?ca=FILE)"
    words = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error).encode()
    return plain_words(words.decode("utf-8", "replace")) or "no answer in time"


def _fault(what: str) -> InvalidSettings:
    return InvalidSettings([Fault("DIAGNOSTIC_BOUNCE_MAILBOX", what)])
