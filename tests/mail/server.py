"""A real SMTP server for tests: takes mail, or answers as it is told to."""
# ruff: noqa: N802 - the methods' names and parameters are aiosmtpd's

import email
import email.policy
import os
import signal
import ssl
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from diagnostic.settings import Settings
from tests.conftest import SECRET
from tests.ports import free_port

USER, PASSWORD = "mailer", "p@ss:wörd/?#"


class Played(NamedTuple):
    """What the server answers at a stage, again and again, once it has taken so many mails."""

    at: str
    """CONNECT, MAIL, RCPT or DATA."""
    reply: str
    after: int = 0
    only: str | None = None
    """The one address that is answered so, at RCPT; everybody's where none is named."""


class MailServer:
    """Runs on a port of its own while in its ``with`` block."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        implicit: ssl.SSLContext | None = None,
        auth: bool = False,
        without: tuple[str, ...] = (),
    ) -> None:
        """``without``: ways of signing in that are not offered."""
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.to_recipient: dict[str, list[str]] = {}
        """Replies to RCPT by address, used up one by one; then "250 OK"."""
        self.to_sender: list[str] = []
        self.to_data: list[str] = []
        self.played: list[Played] = []
        """Replies that stay until they are taken out, tried after those above."""
        self.conversations = 0
        self.asked = 0
        """How many mails were begun."""
        self.encrypted: list[bool] = []
        self.kill_after: int | None = None
        """A process to kill (SIGKILL) once its mail is taken, before it hears so."""
        self.port = free_port()
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=implicit,
            tls_context=tls,
            require_starttls=tls is not None,
            auth_required=auth,
            authenticator=_authenticate if auth else None,
            auth_exclude_mechanism=without,
            decode_data=False,
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def settings(self, database_url: str, base_url: str = "https://pulse.example.org") -> Settings:
        """What a server and a worker are told that send through this one."""
        return Settings(
            database_url=database_url,
            secret=SECRET,
            base_url=base_url,
            mail_server=self.url,
            mail_from="Alliance diagnostic <survey@diagnostic.example>",
        )

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]

    def plays(self, at: str, address: str = "") -> str | None:
        """The reply to be played now, if any."""
        for played in self.played:
            if played.at == at and len(self.mails) >= played.after and played.only in (None, address):
                return played.reply
        return None

    async def handle_EHLO(
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.conversations += 1
        return responses

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        if self.to_sender:
            return self.to_sender.pop(0)
        if reply := self.plays("MAIL"):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if replies := self.to_recipient.get(address):
            own = replies.pop(0)
            if not own.startswith("250"):
                return own
        if reply := self.plays("RCPT", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.to_data:
            return self.to_data.pop(0)
        if reply := self.plays("DATA"):
            return reply
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        if self.kill_after is not None:
            os.kill(self.kill_after, signal.SIGKILL)
            self.kill_after = None
        return "250 OK"


class _Greeting(SMTP):
    """Greets as it is told to."""

    async def push(self, status: Any) -> None:
        if isinstance(status, str) and status.startswith("220 ") and (reply := self.event_handler.plays("CONNECT")):
            await super().push(reply)
            assert self.transport is not None
            self.transport.close()
        else:
            await super().push(status)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Greeting(self.handler, **self.SMTP_kwargs)


def _authenticate(server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data.login == USER.encode() and data.password == PASSWORD.encode(), handled=False)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself: its file, and a server's context with it."""
    key, file = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", file],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context


def plain(mail: EmailMessage) -> str:
    """A mail's text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def serving(**options: Any) -> Iterator[MailServer]:
    """For fixtures: ``yield from serving()``."""
    with MailServer(**options) as server:
        yield server
