"""Transactions on SQLite: what goes wrong at the start of one does not outlive it."""

import asyncio
import sqlite3

import pytest
from tortoise.exceptions import TransactionManagementError

from diagnostic.storage import connection, sqlite_file
from diagnostic.storage.models import Ballot, Wave
from tests.answering import answer, tokens


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_database_held_too_long_fails_one_submit_and_none_after_it(open_wave: Wave, database: str) -> None:
    link = (await tokens(open_wave, "a"))[0]
    await connection().execute_query("PRAGMA busy_timeout = 50")
    holder = sqlite3.connect(str(sqlite_file(database)), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    # Each in a task of its own, as a server has them: what is left behind in one task shows in the next.
    with pytest.raises(TransactionManagementError):
        await asyncio.create_task(answer(open_wave, link, "a"))
    holder.execute("ROLLBACK")
    holder.close()
    async with asyncio.timeout(10):
        await asyncio.create_task(answer(open_wave, link, "a"))
    assert await Ballot.filter(wave=open_wave).count() == 1
