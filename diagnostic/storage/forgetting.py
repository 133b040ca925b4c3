"""Rewriting what deleted rows leave behind in the database's files.

PostgreSQL keeps the old version of a changed or deleted row, and in the order in which rows were
written; SQLite keeps pages in the write-ahead log until a checkpoint. Either may be held up by somebody
who is reading, such as a running backup. So the cleaning is owed from within the transaction that
deletes, tried at once, and tried again by the worker until it is done.
"""

import os

import asyncpg
from tortoise.exceptions import BaseORMException

from diagnostic.storage.connection import connection, transaction
from diagnostic.storage.models import StoredValue

_OWED = "cleaning-owed"
_TABLES = ("ballot", "wave", "invitation", "response", "comment", "message")


async def owe_cleaning() -> None:
    """Note, within the transaction that deletes, that there will be something to clean."""
    debt = StoredValue(key=_OWED, value=os.urandom(16))
    await StoredValue.bulk_create([debt], on_conflict=["key"], update_fields=["value"])


async def cleaning_is_owed() -> bool:
    """Whether something that was deleted may still lie in the database's files."""
    return await StoredValue.filter(key=_OWED).exists()


async def clean_if_owed() -> bool:
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
        (answer,) = await database.execute_query_dict("PRAGMA wal_checkpoint(TRUNCATE)")
        return not answer["busy"]
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
