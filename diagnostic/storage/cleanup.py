"""Rewriting what deleted rows leave behind in the database's files.

PostgreSQL keeps the old version of a changed or deleted row, and in the order in which rows were
written; SQLite keeps pages in the write-ahead log until a checkpoint, and copies of rows that have moved
to another page. Either may be held up by somebody who is reading, such as a running backup. So the
cleaning is owed from within the transaction that deletes, tried at once, and tried again by the worker
until it is done.
"""

import os
import sqlite3

import asyncpg
from tortoise.exceptions import BaseORMException

from diagnostic.storage.connection import connection, transaction
from diagnostic.storage.inspection import COLUMNS
from diagnostic.storage.models import StoredValue

_OWED = "cleaning-owed"
_TABLES = (*COLUMNS.keys() - {"receipt"}, "wave", "message", "rendering", "company_key")
"""Receipts lie in their own order, which tells nothing, and whoever has a link may read them all."""


async def request_cleanup() -> None:
    """Note, within the transaction that deletes, that there will be something to clean."""
    debt = StoredValue(key=_OWED, value=os.urandom(16))
    await StoredValue.bulk_create([debt], on_conflict=["key"], update_fields=["value"])


async def cleanup_is_pending() -> bool:
    """Whether something that was deleted may still lie in the database's files."""
    return await StoredValue.filter(key=_OWED).exists()


async def clean_up_if_pending() -> bool:
    """Clean up after what was deleted; False where somebody is reading and it has to be tried again."""
    debt = await StoredValue.get_or_none(key=_OWED)
    if debt is None:
        return True
    if not await _clean():
        return False
    # What was deleted meanwhile has renewed the debt, and this does not pay it.
    await StoredValue.filter(key=_OWED, value=debt.value).delete()
    return True


async def _clean() -> bool:
    database = connection()
    if database.capabilities.dialect == "sqlite":
        return await _clean_sqlite()
    try:
        for table in _TABLES:
            async with transaction() as alone:
                # A respondent waits behind this lock, so it is asked for briefly.
                await alone.execute_query("SET LOCAL lock_timeout = '2s'")
                # Written anew in the order of its random ids, which is nobody's order.
                await alone.execute_query(f"CLUSTER {table} USING {table}_pkey")
    except (BaseORMException, asyncpg.PostgresError):
        return False
    return True


async def _clean_sqlite() -> bool:
    if not await _empty_log():
        return False  # and the log does not grow by a whole database at every attempt
    try:
        # secure_delete overwrites a row that is deleted, but not what its page still held of rows that had moved to
        # another page as their neighbours went.
        await connection().execute_query("VACUUM")
    except (BaseORMException, sqlite3.Error):
        return False
    return await _empty_log()


async def _empty_log() -> bool:
    (answer,) = await connection().execute_query_dict("PRAGMA wal_checkpoint(TRUNCATE)")
    return not answer["busy"]
