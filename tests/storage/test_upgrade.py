"""A database of the first release, with an open wave in it, comes through every migration since.

``populated/0001.*.sql`` were dumped on both engines from the code as it was before the second migration: one alliance,
ten people, one of whom has answered, one first mail that was refused, one reminder planned.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tortoise.exceptions import BaseORMException

from diagnostic.storage import connected, connection, migrate
from diagnostic.storage.inspection import missing_guards
from diagnostic.storage.models import Alliance, Ballot, Invitation, Message, MessageState, Participant, Wave
from tests import postgres
from tests.conftest import ENGINES
from tests.storage.test_schema import _schema

POPULATED = Path(__file__).parent / "populated"

IN_DOUBT = """
UPDATE message SET error = 'It may have arrived all the same.'
    WHERE id = (SELECT id FROM message WHERE state = 'waiting' LIMIT 1);
UPDATE message SET error = 'It may have arrived all the same. 550' WHERE state = 'refused';
UPDATE participant SET refused = 'It may have arrived all the same. 550' WHERE email = 'person0@novara.example';
"""
"""A first mail that counts as refused, and one sent anew, that somebody may have read: as they were before 0003."""


@pytest.fixture(params=ENGINES)
def old_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a populated old database, and that of a fresh one on the same engine."""
    if request.param == "sqlite":
        file = tmp_path / "old.sqlite3"
        with sqlite3.connect(file) as database:
            database.executescript((POPULATED / "0001.sqlite.sql").read_text())
        database.close()
        yield f"sqlite:///{file}", request.getfixturevalue("sqlite_url")
        return
    folder: str = request.getfixturevalue("postgres_folder")
    fresh: str = request.getfixturevalue("postgres_url")
    with postgres.database(folder) as url:
        asyncio.run(_restore(url))
        yield url, fresh


async def _restore(url: str) -> None:
    async with connected(url):
        await connection().execute_script((POPULATED / "0001.postgresql.sql").read_text())


async def test_a_populated_database_comes_through(old_database: tuple[str, str]) -> None:
    old, fresh = old_database
    async with connected(old):
        await connection().execute_script(IN_DOUBT)
    applied, _ = await migrate(old)
    assert applied[0] == "0002_paused_mail"
    async with connected(fresh):
        expected = await _schema()
    async with connected(old):
        assert [sorted(part) for part in await _schema()] == [sorted(part) for part in expected]
        assert not await missing_guards()
        assert await _guards() == _known(), "what a newer guard replaces is gone"
        assert await Participant.all().count() == 10
        assert await Invitation.filter(answered=True).count() == await Ballot.all().count() == 1
        doubtful = await Message.filter(may_have_arrived=True).order_by("state")
        assert [(each.state, each.error) for each in doubtful] == [("refused", "550"), ("waiting", None)]
        assert await Message.filter(state=MessageState.REFUSED).count() == 1
        assert (await Participant.get(email="person0@novara.example")).refused == "550"
        wave = await Wave.get()
        assert (wave.remind_on, wave.remind_everybody, wave.mail_paused, wave.mail_pauses) == (
            ["2026-12-10"], False, None, 0,
        )  # fmt: skip
        alliance = await Alliance.get()
        assert (alliance.short("a"), alliance.short("b")) == ("", ""), "short names were not asked then"
        assert wave.inference == 1, "it is read by the rules it was planned under"
        with pytest.raises(BaseORMException, match="within a year"):
            await Wave.filter(id=wave.id).update(closes_on="9999-12-31")


def _known() -> set[str]:
    from diagnostic.storage.guards import GUARDS

    return {guard.name for guard in GUARDS}


async def _guards() -> set[str]:
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgres = "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal"
    query = sqlite if connection().capabilities.dialect == "sqlite" else postgres
    return {row["name"] for row in await connection().execute_query_dict(query)}
