"""The way out: an SMTP server, or a folder of mails for the demonstration.

``smtp://USER:PASSWORD@HOST:587?starttls=yes|no|auto&ca=FILE``, ``smtps://USER:PASSWORD@HOST:465``,
``maildir:///FOLDER``; ``smtp://USER@HOST`` where access tokens stand in for the password. Certificates are always
checked, against ``ca`` where the server's own authority signed it. ``auto`` encrypts where the server can, and insists
on it where there is a user.
"""

import asyncio
import contextlib
import mailbox
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import aiosmtplib

from diagnostic.errors import AddressRefused, Fault, InvalidSettings, MailFailed, MailRefused, MailUnavailable
from diagnostic.mail.oauth import TokenRefused, Tokens
from diagnostic.mail.replies import ReplyCause, Stage, sort_reply
from diagnostic.mail.wording import plain_words

TIMEOUT = 30.0
"""Seconds for one step of the conversation."""
WHOLE = 90.0
"""Seconds for one mail, the connection included."""


class ServerDown(MailUnavailable):
    """The server cannot be reached, or refuses us or so much mail."""


class Transport(Protocol):
    """Takes mails, one after the other."""

    async def send(self, mail: EmailMessage) -> None:
        """Hand over one mail. Raises `MailRefused` (for good), `ServerDown`, or `MailFailed` (for now)."""

    async def check(self) -> str:
        """Go as far as one can without a mail, and say how it went. Raises `MailFailed`."""

    async def close(self) -> None:
        """End the conversation; a later `send` begins a new one."""


def open_transport(url: str, tokens: Tokens | None = None) -> Transport:
    """The transport of a mail server's address. Connects when the first mail is sent.

    Where the address names a user and no password, and there are tokens, it signs in with those.

    Raises
    ------
    InvalidSettings
        The address cannot be read.
    """
    parts = urlsplit(url)
    if parts.scheme == "maildir" and parts.path.strip("/"):
        return Maildir(Path(unquote(parts.path)))
    if parts.scheme in ("smtp", "smtps") and parts.hostname:
        tokens = tokens if parts.username and not parts.password else None
        return Smtp(_client(parts, tokens), parts.hostname, tokens)
    raise _fault("give smtp://USER:PASSWORD@HOST:587, smtps://USER:PASSWORD@HOST or maildir:///FOLDER")


async def check_server(url: str, tokens: Tokens | None = None) -> str:
    """Greet the server and sign in, sending nothing; says how it went. Raises `MailFailed`."""
    transport = open_transport(url, tokens)
    try:
        return await transport.check()
    finally:
        await transport.close()


def _client(parts: SplitResult, tokens: Tokens | None) -> aiosmtplib.SMTP:
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    start_tls = options.pop("starttls", "auto")
    ca = options.pop("ca", None)
    if options:
        raise _fault(f"{', '.join(sorted(options))}: no such option; there are starttls and ca")
    if start_tls not in ("yes", "no", "auto"):
        raise _fault("starttls is yes, no or auto")
    if ca is not None and not Path(ca).is_file():
        raise _fault(f"ca names {ca}, which is not a file")
    try:
        port = parts.port
    except ValueError:
        raise _fault("the port is not a number") from None
    user = unquote(parts.username) if parts.username else None
    tls = parts.scheme == "smtps"
    wanted: dict[str, bool | None] = {"yes": True, "no": False, "auto": True if user else None}
    return aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=port or (465 if tls else 587 if user else 25),
        username=user,
        password=unquote(parts.password) if parts.password else None,
        oauth_token_generator=tokens.access if tokens else None,
        use_tls=tls,
        start_tls=False if tls else wanted[start_tls],
        cert_bundle=ca,
        timeout=TIMEOUT,
    )


def _fault(what: str) -> InvalidSettings:
    return InvalidSettings([Fault("DIAGNOSTIC_MAIL_SERVER", what)])


class Smtp:
    """One conversation with an SMTP server, kept open from mail to mail."""

    def __init__(self, client: aiosmtplib.SMTP, hostname: str, tokens: Tokens | None) -> None:
        self._client = client
        self._hostname = hostname
        self._tokens = tokens

    async def send(self, mail: EmailMessage) -> None:
        sender, to = _address(mail, "From"), _address(mail, "To")
        try:
            async with asyncio.timeout(WHOLE):
                await self.connect()
                await self._client.sendmail(sender, [to], mail.as_bytes())
        except aiosmtplib.SMTPRecipientsRefused as error:
            reply = error.recipients[0]
            raise _refusal(Stage.RCPT, reply.code, reply.message, to) from None
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(Stage.DATA, error.code, error.message, to) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refusal(Stage.MAIL, error.code, error.message, to) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await self.close()
            raise ServerDown(f"The mail server at {self._hostname} closed the connection: {_reason(error)}") from None

    async def connect(self) -> None:
        """Greet, encrypt, sign in, unless that is done. Raises `ServerDown`."""
        if self._client.is_connected:
            return
        try:
            await self._client.connect()
        except TokenRefused as error:
            await self.close()
            raise ServerDown(str(error)) from None
        except aiosmtplib.SMTPAuthenticationError as error:
            if self._tokens:
                await self._tokens.forget()
            raise _refusal(Stage.SIGN_IN, error.code, error.message) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refusal(Stage.CONNECT, error.code, error.message) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
            raise ServerDown(f"The mail server at {self._hostname} cannot be used: {_reason(error)}") from None

    async def close(self) -> None:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            if self._client.is_connected:
                await self._client.quit(timeout=5)
        self._client.close()
        await asyncio.sleep(0)  # the socket closes in the loop's next round

    async def check(self) -> str:
        await self.connect()
        secure = self._client.get_transport_info("sslcontext") is not None
        return f"{self._hostname} answers, {'encrypted' if secure else 'NOT encrypted'}"


class Maildir:
    """A folder that mails are written into, for the demonstration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def send(self, mail: EmailMessage) -> None:
        try:
            await asyncio.to_thread(self._add, mail.as_bytes(policy=mail.policy.clone(linesep="\n")))
        except OSError as error:
            raise ServerDown(f"{self.folder} cannot be written to: {error.strerror}") from None

    def _add(self, content: bytes) -> None:
        with contextlib.closing(self._open()) as box:
            box.add(content)

    def _open(self) -> mailbox.Maildir:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        return mailbox.Maildir(self.folder, create=True)

    async def check(self) -> str:
        try:
            await asyncio.to_thread(self._open)
        except OSError as error:
            raise ServerDown(f"{self.folder} cannot be written to: {error.strerror}") from None
        return f"mails are written to {self.folder}"

    async def close(self) -> None:
        """Nothing is held open."""


def _address(mail: EmailMessage, header: str) -> str:
    return str(mail[header].addresses[0].addr_spec)


def _refusal(stage: Stage, code: int, reply: str, to: str = "") -> MailFailed:
    words = plain_words(reply)
    about, for_good = sort_reply(stage, code, words)
    if about in (ReplyCause.US, ReplyCause.RATE):
        words = f"{code} {_without(to, words)}"
        if about is ReplyCause.RATE:
            return ServerDown(f"The mail server takes no more mail for now: {words}")
        return ServerDown(f"The mail server refused {_REFUSED_OF_US.get(stage, 'to take mail from us')}: {words}")
    what = "this address" if about is ReplyCause.ADDRESS else "this mail"
    if not for_good:
        return MailFailed(f"The mail server put {what} off: {code} {words}")
    kind = AddressRefused if about is ReplyCause.ADDRESS else MailRefused
    return kind(f"The mail server refused {what}: {code} {words}")


_REFUSED_OF_US = {Stage.SIGN_IN: "our sign-in", Stage.MAIL: "our sender"}


def _without(address: str, words: str) -> str:
    """Words that name nobody: what a wave says of its sending is no word about a person."""
    name = address.partition("@")[0]
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", words, flags=re.IGNORECASE) if name else words


def _reason(error: BaseException) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not trusted (name its authority's file with ?ca=FILE)"
    return " ".join(str(error).split()) or "no answer in time"
