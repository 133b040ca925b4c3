"""The server as a process: it starts with words, serves, and stops when told to."""

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.web.consultant_server import Serving, run, serving


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Serving]:
    with serving(database_url, tmp_path) as server:
        yield server


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_while_its_database_is_open(server: Serving, told: signal.Signals) -> None:
    with httpx.Client(base_url=server.url) as browser:
        assert browser.get("/sign-in").status_code == 200
        server.process.send_signal(told)
        assert server.process.wait(timeout=60) == 0
    assert "refused to gracefully stop" not in server.log.read_text()


def test_its_log_names_no_address_and_no_token(server: Serving) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(f"{server.url}/a/nobodys-token?x=secret", headers=headers).status_code == 404
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(timeout=60)
    log = server.log.read_text()
    assert "/a/{token}" in log
    for private in ("nobodys-token", "secret", "203.0.113.9"):
        assert private not in log


def test_a_trusted_proxy_says_who_asks(server: Serving) -> None:
    """Many attempts from one forwarded address are enough; another one behind the same proxy goes on."""
    with httpx.Client(base_url=server.url) as browser:
        key = browser.get("/sign-in").text.partition('name="_csrf_token" value="')[2].partition('"')[0]

        def ask(address: str, n: int) -> int:
            form = {"_csrf_token": key, "email": f"person{n}@example.com"}
            return browser.post("/password/forgotten", data=form, headers={"X-Forwarded-For": address}).status_code

        assert {ask("203.0.113.9", n) for n in range(40)} == {200}
        assert 429 in {ask("203.0.113.9", n) for n in range(40, 60)}
        assert ask("198.51.100.10", 60) == 200


def test_the_log_says_once_and_without_addresses_that_a_proxy_is_not_named(sqlite_url: str, tmp_path: Path) -> None:
    with serving(sqlite_url, tmp_path, trusted="") as server:
        for _ in range(3):
            httpx.get(f"{server.url}/sign-in")
        assert "DIAGNOSTIC_TRUSTED_PROXIES" not in server.log.read_text()
        for _ in range(3):
            httpx.get(f"{server.url}/sign-in", headers={"X-Forwarded-For": "203.0.113.9"})
        log = server.log.read_text()
    assert log.count("DIAGNOSTIC_TRUSTED_PROXIES") == 1
    assert "203.0.113.9" not in log


def test_it_does_not_start_on_a_database_that_lacks_migrations(tmp_path: Path) -> None:
    answer = run(f"sqlite:///{tmp_path / 'empty.sqlite3'}", "serve")
    assert answer.returncode == 1
    assert "Run “diagnostic migrate” first." in answer.stderr
    assert "Traceback" not in answer.stderr


def test_several_workers_need_postgresql(sqlite_url: str) -> None:
    answer = run(sqlite_url, "serve", "--workers", "2")
    assert answer.returncode == 1
    assert "use --workers 1, or PostgreSQL" in answer.stderr


def test_an_account_is_made_once_with_a_long_password(sqlite_url: str) -> None:
    add = ("user", "add", "alice@consultancy.example", "--name", "Alice Arden", "--password-stdin")
    short = run(sqlite_url, *add, typed="short\n")
    assert (short.returncode, "at least 12 characters" in short.stderr) == (1, True)
    made = run(sqlite_url, *add, typed=PASSWORD + "\n")
    assert (made.returncode, made.stderr) == (0, "")
    assert "alice@consultancy.example can sign in at http://127.0.0.1:8000/sign-in" in made.stdout
    again = run(sqlite_url, *add, typed=PASSWORD + "\n")
    assert (again.returncode, "There is an account for" in again.stderr) == (1, True)
