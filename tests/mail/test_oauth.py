"""Signing in with access tokens (XOAUTH2): at a real mail server and a real IMAP server that take nothing else."""

import dataclasses
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.errors import InvalidSettings
from diagnostic.mail.bounce_mailbox import BounceMailbox, MailboxFailed
from diagnostic.mail.oauth import OAuth, TokenRefused, Tokens
from diagnostic.mail.transport import ServerDown, check_server
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connected, is_outage
from diagnostic.storage.models import Message, MessageState, StoredValue, Wave
from diagnostic.worker import tick
from tests.conftest import SECRET
from tests.mail.imap_server import ImapServer
from tests.mail.oauth_servers import CLIENT, CLIENT_SECRET, FIRST_REFRESH, USER, TokenMailServer, TokenServer
from tests.mail.server import certificate


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


@pytest.fixture
def mail(tokens: TokenServer, tmp_path: Path) -> Iterator[TokenMailServer]:
    _, context = certificate(tmp_path)
    with TokenMailServer(tokens, context) as server:
        yield server


@pytest.fixture
def settings(database: str, tokens: TokenServer, mail: TokenMailServer, tmp_path: Path) -> Settings:
    return dataclasses.replace(
        mail.settings(database),
        mail_server=f"smtp://{quote(USER)}@127.0.0.1:{mail.port}?ca={tmp_path / 'certificate.pem'}",
        oauth_token_url=f"{tokens.url}/token",
        oauth_client_id=CLIENT,
        oauth_client_secret=CLIENT_SECRET,
        oauth_refresh_token=FIRST_REFRESH,
        oauth_scope="https://outlook.office365.com/SMTP.Send offline_access",
    )


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here depends on the engine, but where it is said."""
    return sqlite_url


def of(settings: Settings) -> Tokens:
    found = Tokens.of(settings)
    assert found is not None
    return found


async def test_a_wave_is_sent_with_tokens_and_each_is_used_until_shortly_before_its_end(
    open_wave: Wave, settings: Settings, library: Library, mail: TokenMailServer, tokens: TokenServer
) -> None:
    assert await tick(settings, library, datetime.now(UTC) + timedelta(seconds=5)) == 16
    assert (len(mail.mails), mail.sign_ins, set(mail.encrypted)) == (16, 1, {True})
    assert await check_server(settings.mail_server, Tokens.of(settings)) == "127.0.0.1 answers, encrypted"
    (asked,) = tokens.asked
    assert asked == {
        "client_id": CLIENT, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token",
        "refresh_token": FIRST_REFRESH, "scope": "https://outlook.office365.com/SMTP.Send offline_access",
    }  # fmt: skip


async def test_a_token_that_ends_soon_is_renewed_with_the_newest_refresh_token(
    settings: Settings, tokens: TokenServer
) -> None:
    tokens.lasts = 100
    for _ in range(3):  # a process each
        await check_server(settings.mail_server, Tokens.of(settings))
    used = [asked["refresh_token"] for asked in tokens.asked]
    assert used[0] == FIRST_REFRESH
    assert len(set(used)) == 3


async def test_a_token_server_that_never_rotates_is_asked_with_the_one_that_was_given(
    settings: Settings, tokens: TokenServer
) -> None:
    tokens.lasts, tokens.rotates = 100, False
    for _ in range(2):
        await check_server(settings.mail_server, Tokens.of(settings))
    assert [asked["refresh_token"] for asked in tokens.asked] == [FIRST_REFRESH] * 2


async def test_a_refresh_token_given_later_wins_over_the_one_that_is_kept(
    settings: Settings, tokens: TokenServer
) -> None:
    await of(settings).access()
    tokens.refresh = {"given later"}
    await of(dataclasses.replace(settings, oauth_refresh_token="given later")).access()
    assert tokens.asked[-1]["refresh_token"] == "given later"


async def test_without_a_refresh_token_the_application_asks_in_its_own_right(
    settings: Settings, tokens: TokenServer
) -> None:
    settings = dataclasses.replace(
        settings, oauth_refresh_token="", oauth_scope="https://outlook.office365.com/.default"
    )
    await check_server(settings.mail_server, Tokens.of(settings))
    assert tokens.asked[0] == {
        "client_id": CLIENT, "client_secret": CLIENT_SECRET, "grant_type": "client_credentials",
        "scope": "https://outlook.office365.com/.default",
    }  # fmt: skip


async def test_a_token_that_is_refused_is_not_tried_again(settings: Settings, tokens: TokenServer) -> None:
    await of(settings).access()
    tokens.access.clear()  # withdrawn
    with pytest.raises(ServerDown, match="535"):
        await check_server(settings.mail_server, Tokens.of(settings))
    await check_server(settings.mail_server, Tokens.of(settings))
    assert len(tokens.asked) == 2


async def test_one_that_comes_too_late_with_a_refresh_token_takes_what_the_other_has(
    settings: Settings, tokens: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, kept = of(settings), Tokens._kept

    async def overtaken(self: Tokens, what: str, now: datetime) -> str:
        found = await kept(self, what, now)
        if self is late and what == "refresh":  # another process renews just now
            monkeypatch.setattr(Tokens, "_kept", kept)
            await of(settings).access()
        return found

    monkeypatch.setattr(Tokens, "_kept", overtaken)
    assert await late.access() in tokens.access
    assert len(tokens.asked) == 2


async def test_what_is_kept_is_sealed_and_another_secret_begins_anew(settings: Settings, tokens: TokenServer) -> None:
    access = await of(settings).access()
    rows = await StoredValue.filter(key__startswith="oauth-")
    assert len(rows) == 2
    for row in rows:
        assert row.expires_at is not None
        for told in (access, FIRST_REFRESH, CLIENT_SECRET, *tokens.refresh):
            assert told.encode() not in bytes(row.value)
    tokens.refresh = {FIRST_REFRESH}
    await of(dataclasses.replace(settings, secret="another secret of at least 32 letters")).access()
    assert tokens.asked[-1]["refresh_token"] == FIRST_REFRESH


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ((400, b'{"error": "invalid_grant", "error_description": "AADSTS700082: expired"}'), "AADSTS700082: expired"),
        ((503, b"<html>Busy</html>"), "gave no token: 503"),
        ((200, b"[]"), "gave no token"),
        ((200, b'{"access_token": ""}'), "gave no token"),
    ],
)
async def test_what_the_token_server_says_is_said(
    settings: Settings, tokens: TokenServer, refusal: tuple[int, bytes], words: str
) -> None:
    tokens.refuses = refusal
    with pytest.raises(TokenRefused, match=words):
        await of(settings).access()


async def test_without_a_token_the_mail_waits(
    open_wave: Wave, settings: Settings, library: Library, tokens: TokenServer
) -> None:
    tokens.refuses = 400, b'{"error": "invalid_grant"}'
    await tick(settings, library, datetime.now(UTC) + timedelta(seconds=5))
    assert await Message.filter(state=MessageState.WAITING).count() == 16


async def test_no_secret_is_repeated_although_the_token_server_does(settings: Settings, tokens: TokenServer) -> None:
    wrong = dataclasses.replace(settings, oauth_client_secret="wrong, though secret")
    with pytest.raises(TokenRefused, match="invalid_client No such client with …") as refused:
        await of(wrong).access()
    assert "wrong, though secret" not in str(refused.value)
    assert "wrong, though secret" not in repr(wrong)
    assert FIRST_REFRESH not in repr(wrong)
    tokens._server.server_close()
    with pytest.raises(TokenRefused, match="cannot be reached"):
        await of(wrong).access()


@pytest.fixture
def imap(tokens: TokenServer) -> Iterator[ImapServer]:
    with tempfile.TemporaryDirectory(prefix="imap-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        with ImapServer(Path(name), tokens=f"{tokens.url}/info?access_token=") as server:
            yield server


async def test_the_bounce_mailbox_is_read_with_tokens(
    settings: Settings, tokens: TokenServer, imap: ImapServer
) -> None:
    box = BounceMailbox(imap.url(password=None), Tokens.of(settings))
    assert await box.check() == "127.0.0.1 answers, 0 mails in INBOX"
    tokens.access.clear()
    await of(settings).forget()
    tokens.refuses = 400, b'{"error": "invalid_grant"}'
    with pytest.raises(MailboxFailed, match="invalid_grant"):
        await box.check()
    tokens.refuses = None
    assert await box.check() == "127.0.0.1 answers, 0 mails in INBOX", "with another token"


async def test_a_mailbox_that_takes_no_token_says_so(settings: Settings, tokens: TokenServer, imap: ImapServer) -> None:
    await of(settings).access()
    tokens.access.clear()  # withdrawn
    box = BounceMailbox(imap.url(password=None), Tokens.of(settings))
    with pytest.raises(MailboxFailed, match="Authentication failed"):
        await box.check()
    assert await box.check() == "127.0.0.1 answers, 0 mails in INBOX", "with another token"


def test_the_doctor_signs_in_with_tokens(
    sqlite_url: str, tokens: TokenServer, mail: TokenMailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "DATABASE": sqlite_url,
        "SECRET": "only-for-tests-0123456789-abcdefghij",
        "MAIL_SERVER": f"smtp://{quote(USER)}@127.0.0.1:{mail.port}?ca={tmp_path / 'certificate.pem'}",
        "OAUTH_TOKEN_URL": f"{tokens.url}/token",
        "OAUTH_CLIENT_ID": CLIENT,
        "OAUTH_CLIENT_SECRET": CLIENT_SECRET,
        "OAUTH_REFRESH_TOKEN": FIRST_REFRESH,
    }.items():
        monkeypatch.setenv(f"DIAGNOSTIC_{name}", value)
    assert "✓ Mail server: 127.0.0.1 answers, encrypted" in CliRunner().invoke(main, ["doctor"]).output
    for name, value, says in (
        ("OAUTH_TOKEN_URL", "http://login.example", "✗ DIAGNOSTIC_OAUTH_TOKEN_URL: give the address"),
        ("OAUTH_CLIENT_ID", "", "✗ Mail server: DIAGNOSTIC_OAUTH_CLIENT_ID: give it"),
        ("OAUTH_CLIENT_SECRET", "wrong, though secret", "✗ Mail server: The token server at 127.0.0.1 gave no token"),
    ):
        with monkeypatch.context() as one:
            one.setenv(f"DIAGNOSTIC_{name}", value)
            output = CliRunner().invoke(main, ["doctor"]).output
            assert says in output, output
            assert "wrong, though secret" not in output
    # The access token lies in the database.
    monkeypatch.setenv("DIAGNOSTIC_BOUNCE_MAILBOX", f"imap://{quote(USER)}@127.0.0.1:1")
    for url in (f"sqlite:///{tmp_path / 'empty.sqlite3'}", "postgresql://nobody@127.0.0.1:1/none"):
        monkeypatch.setenv("DIAGNOSTIC_DATABASE", url)
        result = CliRunner().invoke(main, ["doctor"])
        assert isinstance(result.exception, SystemExit), result.exception
        assert "✗ Database" in result.output
        assert "Mail server" not in result.output
        assert "Bounce mailbox" not in result.output


async def test_a_database_that_is_away_is_not_taken_for_the_mailbox() -> None:
    oauth = OAuth(token_url="http://127.0.0.1:1", client_id="c", client_secret="s", refresh_token="", scope="")
    box = BounceMailbox(f"imap://{quote(USER)}@127.0.0.1:1", Tokens(oauth, SECRET))
    with pytest.raises(Exception) as failed:  # noqa: PT011 - whatever the driver says
        async with connected("postgresql://nobody@127.0.0.1:1/none"):
            await box.check()
    assert is_outage(failed.value)


def test_what_is_missing_is_named(settings: Settings) -> None:
    missing: list[dict[str, Any]] = [{"oauth_client_id": ""}, {"oauth_client_secret": "", "oauth_refresh_token": ""}]
    for changes in missing:
        with pytest.raises(InvalidSettings, match="DIAGNOSTIC_OAUTH_CLIENT_"):
            Tokens.of(dataclasses.replace(settings, **changes))
    assert Tokens.of(dataclasses.replace(settings, oauth_token_url="")) is None
