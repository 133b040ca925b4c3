"""What lies in the database of those who answered, as the database itself tells it."""

from diagnostic.storage.connection import connection
from diagnostic.storage.guards import GUARDS, postgres_statements, sqlite_statements

COLUMNS = {
    "ballot": {"id", "wave_id", "side", "sealed"},
    "mixed_ballot": {"id", "wave_id", "holder", "upload", "side", "sealed"},
    "response": {"id", "wave_id", "side", "group", "values"},
    "comment": {"id", "wave_id", "side", "question", "text"},
    "receipt": {"id", "wave_id", "code"},
    "carried": {"id", "wave_id", "side", "target", "changes", "fits", "perceived"},
    "invitation": {"id", "wave_id", "participant_id", "nonce", "generation", "token_hash", "answered"},
}
"""Everything that is stored of an answer, and of the right to give one. Before adding a column here, ask what it tells
somebody who holds two copies of the database."""


async def columns(table: str) -> set[str]:
    """The columns a table has."""
    if connection().capabilities.dialect == "sqlite":
        query = "SELECT name FROM pragma_table_info(?)"
    else:
        query = (
            "SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped"
        )
    rows = await connection().execute_query_dict(query, [table])
    return {row["name"] for row in rows}


async def missing_guards() -> set[str]:
    """The guards that should be in the database and are not, are switched off, or do something else."""
    if connection().capabilities.dialect == "sqlite":
        rows = await connection().execute_query_dict("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        expected = {guard.name: sqlite_statements(guard)[0] for guard in GUARDS}
    else:
        rows = await connection().execute_query_dict(
            "SELECT tgname AS name, prosrc AS sql FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL"
        )
        expected = {guard.name: postgres_statements(guard)[0].split("$$")[1] for guard in GUARDS}
    there = {row["name"]: row["sql"] for row in rows}
    return {name for name, sql in expected.items() if there.get(name) != sql}


async def in_stored_order(table: str, wave: object) -> list[str]:
    """The ids of a wave's rows, in the order in which they lie in the database's file."""
    place = "rowid" if connection().capabilities.dialect == "sqlite" else "ctid"
    rows = await connection().execute_query_dict(
        f"SELECT id FROM {table} WHERE wave_id = '{wave}' ORDER BY {place}"  # noqa: S608 - our own names and a UUID
    )
    return [str(row["id"]) for row in rows]
