"""``diagnostic doctor`` names what is wrong and what to do."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click.testing
import pytest
from click.testing import CliRunner

from diagnostic.cli import main
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Wave, WaveState
from tests.anonymity.launching import launched
from tests.conftest import SECRET
from tests.ports import free_port

SOUND_SECRET = "mX2vQ8rT5yWz0aBcD3eFgH6iJkL9nOpU"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path, tmp_path: Path) -> pytest.MonkeyPatch:
    """A deployment without fault."""
    file = tmp_path / "diagnostic.sqlite3"
    shutil.copy(migrated_sqlite, file)
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", f"sqlite:///{file}")
    monkeypatch.setenv("DIAGNOSTIC_SECRET", SOUND_SECRET)
    monkeypatch.setenv("DIAGNOSTIC_BASE_URL", "https://pulse.example.org")
    monkeypatch.setenv("DIAGNOSTIC_TRUSTED_PROXIES", "127.0.0.1")
    monkeypatch.setenv("DIAGNOSTIC_MAIL_SERVER", f"maildir://{tmp_path / 'mails'}")
    monkeypatch.setenv("DIAGNOSTIC_MAIL_FROM", "Survey <survey@consultancy.org>")
    return monkeypatch


def examined() -> click.testing.Result:
    return CliRunner().invoke(main, ["doctor"])


def line(result: click.testing.Result, title: str) -> str:
    return next(found for found in result.output.splitlines() if found[2:].startswith(f"{title}:"))


def test_a_sound_deployment_passes(environment: pytest.MonkeyPatch) -> None:
    result = examined()
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert "All is well" in result.output


@pytest.mark.part("proofs")
@pytest.mark.parametrize(
    ("name", "value", "title", "says"),
    [
        ("DIAGNOSTIC_SECRET", "too short", "DIAGNOSTIC_SECRET", "32 random characters"),
        ("DIAGNOSTIC_SECRET", "a" * 40, "Secret", "can be guessed"),
        ("DIAGNOSTIC_SECRET", "please-change-me-0123456789-abcdefg", "Secret", "can be guessed"),
        ("DIAGNOSTIC_BASE_URL", "http://pulse.example.org", "Base URL", "https://"),
        ("DIAGNOSTIC_BASE_URL", "https://example.org/pulse", "DIAGNOSTIC_BASE_URL", "address of a site"),
        ("DIAGNOSTIC_TRUSTED_PROXIES", "", "Proxies", "DIAGNOSTIC_TRUSTED_PROXIES=127.0.0.1"),
        ("DIAGNOSTIC_MAIL_FROM", "survey@localhost", "Sender", "DIAGNOSTIC_MAIL_FROM"),
        ("DIAGNOSTIC_MAIL_FROM", "Survey <sürvey@consultancy.org>", "Sender", "cannot be sent to"),
        ("DIAGNOSTIC_CONTENT", "/nowhere", "DIAGNOSTIC_CONTENT", "questionnaires"),
        ("DIAGNOSTIC_DATABASE", "sqlite:////nowhere/at/all.sqlite3", "Database", "diagnostic migrate"),
        ("DIAGNOSTIC_DATABASE", "mysql://x", "DIAGNOSTIC_DATABASE", "postgresql://"),
    ],
)
def test_each_fault_is_named_with_what_to_mend(
    environment: pytest.MonkeyPatch, name: str, value: str, title: str, says: str
) -> None:
    environment.setenv(name, value)
    result = examined()
    assert result.exit_code == 1
    assert line(result, title).startswith("✗")
    assert says in line(result, title)


def test_the_secret_itself_is_not_printed(environment: pytest.MonkeyPatch) -> None:
    assert SOUND_SECRET not in examined().output


def test_one_fault_does_not_hide_the_others(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DIAGNOSTIC_SECRET", "short")
    environment.setenv("DIAGNOSTIC_BASE_URL", "http://pulse.example.org")
    assert examined().output.count("✗") == 3  # the two, and the sum at the end


def test_a_mail_server_that_does_not_answer_is_named(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DIAGNOSTIC_MAIL_SERVER", f"smtp://127.0.0.1:{free_port()}")
    result = examined()
    assert result.exit_code == 1
    assert line(result, "Mail server").startswith("✗")


def test_an_empty_database_says_which_command_to_run(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite3").touch()
    environment.setenv("DIAGNOSTIC_DATABASE", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    result = examined()
    assert "Run: diagnostic migrate" in line(result, "Database")


@pytest.fixture
def database_url(environment: pytest.MonkeyPatch, library: Library, tmp_path: Path) -> str:
    """A deployment with an open wave, and the secret it was launched with."""
    database = f"sqlite:///{tmp_path / 'diagnostic.sqlite3'}"
    asyncio.run(launched(database, library, people=5))
    environment.setenv("DIAGNOSTIC_SECRET", SECRET)
    return database


def test_a_secret_that_is_not_the_open_waves_own_is_noticed(environment: pytest.MonkeyPatch, database_url: str) -> None:
    assert line(examined(), "Open waves").startswith("✓")
    environment.setenv("DIAGNOSTIC_SECRET", SOUND_SECRET)
    result = examined()
    assert result.exit_code == 1
    assert "not the one they were launched with" in line(result, "Open waves")


def test_waves_whose_mails_wait_are_named_with_the_reason(database_url: str) -> None:
    sound = examined()
    assert sound.exit_code == 0, sound.output
    assert line(sound, "Sending").startswith("✓")
    asyncio.run(_pause(database_url))
    result = examined()
    assert result.exit_code == 1
    said = line(result, "Sending")
    assert "Relay access denied" in said
    assert "wait since 2026-11-24 08:05 UTC, and are tried again at 2026-11-24 12:20 UTC" in said


async def _pause(database_url: str) -> None:
    async with connected(database_url):
        await Wave.filter(state=WaveState.OPEN).update(
            mail_paused="The mail server refused to take mail from us: 554 5.7.1 Relay access denied",
            mail_paused_at=datetime(2026, 11, 24, 8, 5, tzinfo=UTC),
            mail_resumes_at=datetime(2026, 11, 24, 12, 20, tzinfo=UTC),
        )
