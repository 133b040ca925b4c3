"""SQLite whose transactions take the write lock when they begin.

A deferred transaction that reads and then writes fails with "database is locked" as soon as a second
process does the same, however long the busy timeout. Begun IMMEDIATE, it waits its turn.
"""

import sqlite3
from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import TransactionManagementError


class _Transaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.commit()
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error


class ImmediateSqliteClient(SqliteClient):
    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(_Transaction(self), self._lock)


client_class = ImmediateSqliteClient


def get_client_class(_: dict[str, Any]) -> type[ImmediateSqliteClient]:
    return client_class
