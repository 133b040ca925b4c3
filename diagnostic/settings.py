"""Settings, declared once, read in one place, passed down."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from diagnostic.errors import Fault, InvalidSettings


@dataclasses.dataclass(frozen=True)
class Setting:
    """One environment variable: its name, default ('' where it must be given), and what it is for."""

    name: str
    field: str
    default: str
    help: str
    read: Callable[[str], Any]
    hidden: bool = False
    """Whether the value must not be shown."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """What a deployment decides. `from_environment` reads it; nothing else looks at the environment."""

    database_url: str
    secret: str = dataclasses.field(repr=False)
    base_url: str
    mail_server: str = dataclasses.field(repr=False)
    mail_from: str
    mail_rate: int | None = None
    bounce_mailbox: str = dataclasses.field(default="", repr=False)
    oauth_token_url: str = ""
    oauth_client_id: str = ""
    oauth_client_secret: str = dataclasses.field(default="", repr=False)
    oauth_refresh_token: str = dataclasses.field(default="", repr=False)
    oauth_scope: str = ""
    content: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    demo: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read every setting, each also from a file named by ``<NAME>_FILE``.

        Raises
        ------
        InvalidSettings
            Naming every variable that is missing or cannot be read.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for setting in SETTINGS:
            try:
                raw = _raw(setting.name, environment) or setting.default
                values[setting.field] = setting.read(raw)
            except ValueError as error:
                faults.append(Fault(setting.name, str(error)))
        if faults:
            raise InvalidSettings(faults)
        return cls(**values)


def _raw(name: str, environment: Mapping[str, str]) -> str:
    if path := environment.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ValueError(f"{name}_FILE names {path}, which cannot be read ({error.strerror})") from None
    return environment.get(name, "").strip()


def _database(value: str) -> str:
    scheme = value.partition("://")[0]
    if scheme in ("postgres", "postgresql"):
        return value
    if scheme == "sqlite" and value.removeprefix("sqlite://"):
        return value
    raise ValueError("give sqlite:///FILE (relative), sqlite:////ABSOLUTE/FILE or postgresql://USER:PASSWORD@HOST/NAME")


def _secret(value: str) -> str:
    if len(value) < 32:
        raise ValueError(
            "give at least 32 random characters, for instance from: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.path.strip("/"):
        raise ValueError(
            f"{value!r} is not the address of a site; give scheme and host, such as https://pulse.example.org"
        )
    return value.rstrip("/")


def _mail_server(value: str) -> str:
    parts = urlsplit(value)
    if (parts.scheme in ("smtp", "smtps") and parts.hostname) or (parts.scheme == "maildir" and parts.path):
        return value
    raise ValueError("give smtp://USER:PASSWORD@HOST:587, smtps://USER:PASSWORD@HOST or maildir:///FOLDER")


def _mail_from(value: str) -> str:
    name, address = parseaddr(value)
    if "@" not in address or not address.partition("@")[2]:
        raise ValueError(f"{value!r} is no sender; give an address, or: Alliance diagnostic <survey@example.org>")
    return f"{name} <{address}>" if name else address


def _mail_rate(value: str) -> int | None:
    if not value.isascii() or not value.isdigit() or int(value) > 100_000:
        raise ValueError(f"{value!r} is no number of mails a minute; give one, such as 30, or 0 for no limit")
    return int(value) or None


def _bounce_mailbox(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username):
        raise ValueError("give imaps://USER:PASSWORD@HOST/FOLDER, or imap:// for STARTTLS")
    return value


def _token_url(value: str) -> str:
    parts = urlsplit(value)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if value and (not parts.hostname or (parts.scheme != "https" and not (local and parts.scheme == "http"))):
        raise ValueError("give the address of the token server, beginning with https://")
    return value


def _content(value: str) -> Path | None:
    if not value:
        return None
    path = Path(value)
    if not any((path / folder).is_dir() for folder in ("questionnaires", "reports")):
        raise ValueError(f"{value} holds neither a folder questionnaires nor a folder reports")
    return path


def _proxies(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


SETTINGS = (
    Setting(
        "DIAGNOSTIC_DATABASE",
        "database_url",
        "sqlite:///diagnostic.sqlite3",
        "Where everything is stored: `sqlite:///FILE`, or `postgresql://USER:PASSWORD@HOST/NAME`.",
        _database,
        hidden=True,
    ),
    Setting(
        "DIAGNOSTIC_SECRET",
        "secret",
        "",
        "At least 32 random characters. Respondents' links and sealed ballots depend on it: "
        "keep it, and keep it apart from the database's backups.",
        _secret,
        hidden=True,
    ),
    Setting(
        "DIAGNOSTIC_BASE_URL",
        "base_url",
        "http://127.0.0.1:8000",
        "The address people reach the site at; the links in mails begin with it.",
        _base_url,
    ),
    Setting(
        "DIAGNOSTIC_MAIL_SERVER",
        "mail_server",
        "smtp://127.0.0.1:25",
        "`smtp://USER:PASSWORD@HOST:587` (STARTTLS), `smtps://USER:PASSWORD@HOST`, "
        "or `maildir:///FOLDER` to write mails into a folder.",
        _mail_server,
        hidden=True,
    ),
    Setting(
        "DIAGNOSTIC_MAIL_FROM",
        "mail_from",
        "Alliance diagnostic <diagnostic@localhost>",
        "The sender of every mail.",
        _mail_from,
    ),
    Setting(
        "DIAGNOSTIC_MAIL_RATE",
        "mail_rate",
        "0",
        "How many mails may leave in a minute, by all workers together (Microsoft 365 takes 30 from an account); "
        "0 for no limit.",
        _mail_rate,
    ),
    Setting(
        "DIAGNOSTIC_BOUNCE_MAILBOX",
        "bounce_mailbox",
        "",
        "Where mails come back to that could not be delivered, which is the sender's mailbox: "
        "`imaps://USER:PASSWORD@HOST/INBOX`, or `imap://` for STARTTLS. Empty: none is read.",
        _bounce_mailbox,
        hidden=True,
    ),
    Setting(
        "DIAGNOSTIC_OAUTH_TOKEN_URL",
        "oauth_token_url",
        "",
        "For mail servers that want OAuth: where access tokens come from. Mail server and bounce mailbox are then "
        "named with a user and without a password.",
        _token_url,
    ),
    Setting("DIAGNOSTIC_OAUTH_CLIENT_ID", "oauth_client_id", "", "The application's name at the token server.", str),
    Setting("DIAGNOSTIC_OAUTH_CLIENT_SECRET", "oauth_client_secret", "", "Its secret.", str, hidden=True),
    Setting(
        "DIAGNOSTIC_OAUTH_REFRESH_TOKEN",
        "oauth_refresh_token",
        "",
        "What the mailbox's owner has allowed; newer ones are kept. Empty: the application's own right is used.",
        str,
        hidden=True,
    ),
    Setting("DIAGNOSTIC_OAUTH_SCOPE", "oauth_scope", "", "What the token is for, in the token server's words.", str),
    Setting(
        "DIAGNOSTIC_CONTENT",
        "content",
        "",
        "A folder with what you have of your own in `questionnaires` and `reports`; the rest is as installed.",
        _content,
    ),
    Setting(
        "DIAGNOSTIC_TRUSTED_PROXIES",
        "trusted_proxies",
        "",
        "Addresses of the reverse proxies whose `X-Forwarded-For` and `-Proto` are believed, with commas between.",
        _proxies,
    ),
)
"""Every setting, in the order the README prints them."""
