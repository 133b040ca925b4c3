"""``diagnostic doctor``: what stands in the way of real use, and how to fix it."""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from itertools import chain
from urllib.parse import urlsplit

import click

from diagnostic.addresses import check_address
from diagnostic.briefing.languages import check_words, unprintable
from diagnostic.briefing.messages import MessageRules
from diagnostic.briefing.playbook import Playbook
from diagnostic.content import content_layers
from diagnostic.errors import DiagnosticError, InvalidSettings, MailFailed, NotPossible
from diagnostic.mail.bounce_mailbox import BounceMailbox, MailboxFailed
from diagnostic.mail.oauth import Tokens
from diagnostic.mail.pauses import paused
from diagnostic.mail.transport import check_server
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connected, is_sqlite, pending_migrations, sqlite_file
from diagnostic.storage.models import Invitation, WaveState
from diagnostic.survey.invitations import fingerprint, token
from diagnostic.web.security.proxies import UNNAMED
from diagnostic.worker import alive

LOCAL = {"localhost", "127.0.0.1", "::1"}
SECONDS = 20
_NO_SECRET = "only-to-read-the-other-settings-0123456789"  # noqa: S105 - never used for anything else
_PLACEHOLDER = re.compile(
    r"change.?me|change.?this|example|placeholder|your.?secret|insert|password|default", re.IGNORECASE
)


class CheckFailed(Exception):
    """What is wrong and what to do about it."""


@click.command()
def doctor() -> None:
    """Check database, migrations, mail server, addresses, secret and content. Sends no mail.

    Ends with exit code 1 where something needs fixing.
    """
    sound = asyncio.run(_examine(os.environ))
    click.echo("\nAll is well." if sound else "\nPlease fix what is marked ✗, then run this again.")
    sys.exit(0 if sound else 1)


async def _examine(environment: Mapping[str, str]) -> bool:
    settings, unreadable = _readable(environment)
    for name, what in unreadable.items():
        click.echo(f"✗ {name}: {what}")
    faulty = set(unreadable)
    for title, needed, check in CHECKS:
        if needed & faulty or (settings.oauth_token_url and title in WITH_TOKENS and "Database" in faulty):
            continue
        try:
            async with asyncio.timeout(SECONDS):
                click.echo(f"✓ {title}: {await check(settings)}")
        except CheckFailed as fault:
            faulty.add(title)
            click.echo(f"✗ {title}: {fault}")
        except TimeoutError:
            faulty.add(title)
            click.echo(f"✗ {title}: no answer within {SECONDS} seconds. Is the address right, and the way to it open?")
    return not faulty


def _readable(environment: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings that can be read, the others at their defaults; and what is wrong with those."""
    try:
        return Settings.from_environment(environment), {}
    except InvalidSettings as error:
        unreadable = {fault.where: fault.what for fault in error.faults}
        rest = {name: value for name, value in environment.items() if name.removesuffix("_FILE") not in unreadable}
        if "DIAGNOSTIC_SECRET" in unreadable:
            rest["DIAGNOSTIC_SECRET"] = _NO_SECRET
        return Settings.from_environment(rest), unreadable


async def _database(settings: Settings) -> str:
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        raise CheckFailed(f"there is no file {file} yet. Run: diagnostic migrate")
    try:
        async with connected(settings.database_url):
            pass
        pending = await pending_migrations(settings.database_url)
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise CheckFailed(
            f"it cannot be opened ({reason}). Check DIAGNOSTIC_DATABASE, and that the server runs."
        ) from None
    if pending:
        raise CheckFailed(f"it answers, but lacks {', '.join(pending)}. Run: diagnostic migrate")
    return f"{'SQLite' if is_sqlite(settings.database_url) else 'PostgreSQL'} answers, its tables are up to date"


@contextlib.asynccontextmanager
async def _tokens(settings: Settings) -> AsyncIterator[Tokens | None]:
    """What mail servers are signed in to with, where it is no password; the newest lies in the database."""
    tokens = Tokens.of(settings)
    if tokens is None:
        yield None
        return
    async with connected(settings.database_url):
        yield tokens


async def _mail_server(settings: Settings) -> str:
    try:
        async with _tokens(settings) as tokens:
            return await check_server(settings.mail_server, tokens)
    except (MailFailed, InvalidSettings) as error:
        raise CheckFailed(f"{error}. Check DIAGNOSTIC_MAIL_SERVER.") from None


async def _bounces(settings: Settings) -> str:
    if not settings.bounce_mailbox:
        return "none is read; mails that come back can be uploaded on a wave's page"
    try:
        async with _tokens(settings) as tokens:
            return await BounceMailbox(settings.bounce_mailbox, tokens).check()
    except (MailboxFailed, InvalidSettings) as error:
        raise CheckFailed(f"{error}. Check DIAGNOSTIC_BOUNCE_MAILBOX.") from None


async def _sender(settings: Settings) -> str:
    address = parseaddr(settings.mail_from)[1]
    try:
        check_address(address)
    except NotPossible as error:
        if _is_local(settings):
            return f"{address} (enough to try things out)"
        raise CheckFailed(f"{error} Set DIAGNOSTIC_MAIL_FROM to an address your mail server may send from.") from None
    return address


async def _base_url(settings: Settings) -> str:
    if _is_local(settings):
        return f"{settings.base_url} (links in mails work on this computer alone)"
    if not settings.base_url.startswith("https://"):
        raise CheckFailed(
            f"{settings.base_url} is not encrypted, and a respondent's link is a key. "
            "Put a proxy with TLS in front and give DIAGNOSTIC_BASE_URL its https:// address."
        )
    return settings.base_url


async def _proxies(settings: Settings) -> str:
    """Pages by HTTPS come through a proxy, as the site itself speaks none."""
    if settings.trusted_proxies:
        return f"{', '.join(settings.trusted_proxies)} may say who a request came from"
    if _is_local(settings):
        return "none is named, and none is needed on this computer alone"
    raise CheckFailed(f"{UNNAMED} With nginx on the same machine that is: DIAGNOSTIC_TRUSTED_PROXIES=127.0.0.1")


async def _secret(settings: Settings) -> str:
    if len(set(settings.secret)) < 12 or _PLACEHOLDER.search(settings.secret):
        raise CheckFailed(
            "DIAGNOSTIC_SECRET can be guessed. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return f"{len(settings.secret)} characters"


async def _open_waves(settings: Settings) -> str:
    """A database restored beside another secret looks sound until a respondent opens a link."""
    async with connected(settings.database_url):
        invitation = await Invitation.filter(wave__state=WaveState.OPEN).first()
    if invitation is None:
        return "none is open"
    if fingerprint(token(invitation, settings.secret)) != invitation.token_hash:
        raise CheckFailed(
            "DIAGNOSTIC_SECRET is not the one they were launched with: links in mails sent so far will not open, and "
            "their answers cannot be read. Bring back the secret that belongs to this database."
        )
    return "DIAGNOSTIC_SECRET is the one they were launched with"


async def _sending(settings: Settings) -> str:
    """The waves whose mails wait, each with what the mail server, or the worker, said."""
    async with connected(settings.database_url):
        waves = await paused().order_by("mail_paused_at").prefetch_related("alliance")
    if not waves:
        return "no wave’s mails are held up"
    raise CheckFailed(
        "; ".join(
            f"the mails of {wave.alliance.brand} ({wave.kind}) wait since {wave.mail_paused_at:%Y-%m-%d %H:%M} UTC, "
            f"and are tried again at {wave.mail_resumes_at:%Y-%m-%d %H:%M} UTC: {wave.mail_paused}"
            for wave in waves
        )
    )


async def _worker(settings: Settings) -> str:
    async with connected(settings.database_url):
        at_work = await alive(datetime.now(UTC))
    return "one is at work" if at_work else "none is at work now; no mail goes out until you start: diagnostic worker"


async def _content(settings: Settings) -> str:
    try:
        library = Library.load(settings.content)
        for check in (check_words, Playbook.load, MessageRules.load):
            check(settings.content)
    except DiagnosticError as error:
        raise CheckFailed(str(error)) from None
    return f"questionnaires {', '.join(library.questionnaires)} in {', '.join(library.frame.languages)}"


async def _letters(settings: Settings) -> str:
    layers = (content_layers(settings.content, part) for part in ("questionnaires", "reports"))
    if lacking := list(unprintable(*chain(*layers), content=settings.content)):
        raise CheckFailed("; ".join(lacking))
    return "a PDF has a font for every letter of these languages"


def _is_local(settings: Settings) -> bool:
    return urlsplit(settings.base_url).hostname in LOCAL


Check = Callable[[Settings], Awaitable[str]]
CHECKS: tuple[tuple[str, frozenset[str], Check], ...] = (
    ("Secret", frozenset({"DIAGNOSTIC_SECRET"}), _secret),
    ("Database", frozenset({"DIAGNOSTIC_DATABASE"}), _database),
    ("Open waves", frozenset({"DIAGNOSTIC_DATABASE", "Database", "DIAGNOSTIC_SECRET"}), _open_waves),
    ("Sending", frozenset({"DIAGNOSTIC_DATABASE", "Database"}), _sending),
    ("Worker", frozenset({"DIAGNOSTIC_DATABASE", "Database"}), _worker),
    ("Mail server", frozenset({"DIAGNOSTIC_MAIL_SERVER"}), _mail_server),
    ("Bounce mailbox", frozenset({"DIAGNOSTIC_BOUNCE_MAILBOX"}), _bounces),
    ("Sender", frozenset({"DIAGNOSTIC_MAIL_FROM", "DIAGNOSTIC_BASE_URL"}), _sender),
    ("Base URL", frozenset({"DIAGNOSTIC_BASE_URL"}), _base_url),
    ("Proxies", frozenset({"DIAGNOSTIC_BASE_URL", "DIAGNOSTIC_TRUSTED_PROXIES"}), _proxies),
    ("Content", frozenset({"DIAGNOSTIC_CONTENT"}), _content),
    ("Fonts", frozenset({"DIAGNOSTIC_CONTENT", "Content"}), _letters),
)
"""What is looked at, and the settings and earlier checks without which it cannot be."""
WITH_TOKENS = {"Mail server", "Bounce mailbox"}
"""What needs the database as well where there is a token server: the access token lies there."""
