"""Opening and migrating the database: the one place that knows which engine it is."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tortoise import connections
from tortoise.backends.base import executor
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.context import TortoiseContext, set_global_context
from tortoise.migrations.executor import MigrationExecutor
from tortoise.transactions import in_transaction

from diagnostic.errors import NotPossible

_APPS = {
    "models": {
        "models": ["diagnostic.storage.models"],
        "migrations": "diagnostic.storage.migrations",
        "default_connection": "default",
    }
}

TORTOISE = {"connections": {"default": "sqlite://:memory:"}, "apps": _APPS}
"""What ``tortoise -c diagnostic.storage.connection.TORTOISE makemigrations`` reads; nothing else does."""


def _configuration(database_url: str, *, foreign_keys: bool) -> dict[str, Any]:
    if (path := sqlite_file(database_url)) is not None:
        credentials: dict[str, Any] = {
            "file_path": str(path),
            "journal_mode": "WAL",
            "journal_size_limit": 64 * 1024 * 1024,
            "busy_timeout": 10_000,
            # An answer that was thanked for must survive a power cut.
            "synchronous": "FULL",
            "foreign_keys": "ON" if foreign_keys else "OFF",
            # Deleted ballots and keys are overwritten, not only unlinked.
            "secure_delete": "ON",
            # Rewriting the file needs no folder for temporary ones, and leaves none behind.
            "temp_store": "MEMORY",
        }
        connection: dict[str, Any] = {"engine": "diagnostic.storage.sqlite_immediate", "credentials": credentials}
    else:
        connection = expand_db_url(database_url)
    return {"connections": {"default": connection}, "apps": _APPS}


def sqlite_file(database_url: str) -> Path | None:
    """The file of an SQLite address; None for PostgreSQL."""
    if not database_url.startswith("sqlite:"):
        return None
    path = database_url.removeprefix("sqlite://").partition("?")[0]
    # sqlite:///relative and sqlite:////absolute, as SQLAlchemy made customary.
    return Path(path.removeprefix("/"))


def is_sqlite(database_url: str) -> bool:
    return sqlite_file(database_url) is not None


@asynccontextmanager
async def connected(database_url: str, *, foreign_keys: bool = True) -> AsyncIterator[None]:
    """Open the database for this process, and close it at the end whatever happens.

    Left open, aiosqlite's thread keeps a stopping process alive. The connection is the process's
    fallback, not the task's: a web server runs start-up and requests in different tasks.
    """
    context = TortoiseContext()
    # Prepared statements are cached by table, not by engine: a process that opens both must forget them.
    executor.EXECUTOR_CACHE.clear()
    set_global_context(context)
    try:
        await context.init(_configuration(database_url, foreign_keys=foreign_keys))
        yield
    finally:
        await context.close_connections()


def transaction() -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    """One transaction; on SQLite it holds the only connection, so keep it short."""
    return in_transaction("default")


def connection() -> BaseDBAsyncClient:
    """The connection to run SQL on: inside a transaction, the transaction's."""
    database: BaseDBAsyncClient = connections.get("default")
    return database


async def pending_migrations(database_url: str) -> list[str]:
    """The names of the migrations that the database still lacks."""
    async with connected(database_url):
        return await _pending()


async def must_be_migrated(database_url: str) -> None:
    """Raises `NotPossible` where the database is not there or not current."""
    if pending := await pending_migrations(database_url):
        raise NotPossible(f"The database lacks {', '.join(pending)}. Run “diagnostic migrate” first.")


async def _pending() -> list[str]:
    runner = MigrationExecutor(connection(), _APPS)
    await runner.recorder.ensure_schema(runner._schema_editor(atomic=False))
    return [step.migration.name for step in await runner.plan()]


async def migrate(database_url: str) -> tuple[list[str], Path | None]:
    """Bring the database to the newest schema.

    Returns the migrations applied, and the copy that was made of an SQLite file first. Altering a
    table in SQLite rebuilds it, and with foreign keys on that empties the tables below it: so they are
    off here, and here only.
    """
    file = sqlite_file(database_url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    existed = file is not None and file.exists() and file.stat().st_size > 0
    if file is not None and not existed:
        file.touch(mode=0o600)  # the log and the copies beside it take after it
    async with connected(database_url, foreign_keys=False):
        pending = await _pending()
        backup = None
        if pending and existed and file is not None:
            await connection().execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
            backup = file.with_name(f"{file.name}.{datetime.now(UTC):%Y%m%dT%H%M%S}.backup")
            shutil.copy2(file, backup)
        if pending:
            await MigrationExecutor(connection(), _APPS).migrate()
    return pending, backup
