"""The schema: what is stored of a respondent, and that migrations arrive where the models are."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from diagnostic.storage import connected, connection, migrate, migrations, pending_migrations, transaction
from diagnostic.storage.connection import _APPS
from diagnostic.storage.inspection import COLUMNS, columns
from diagnostic.storage.models import Wave
from diagnostic.survey.closing import close
from diagnostic.survey.verifying import verify
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET

MIGRATIONS = sorted(file.stem for file in Path(migrations.__path__[0]).glob("0*.py"))

STORED = {
    "ballot": {"id", "wave_id", "side", "sealed"},
    "mixed_ballot": {"id", "wave_id", "holder", "upload", "side", "sealed"},
    "response": {"id", "wave_id", "side", "group", "values"},
    "comment": {"id", "wave_id", "side", "question", "text"},
    "receipt": {"id", "wave_id", "code"},
    "carried": {"id", "wave_id", "side", "target", "changes", "fits", "perceived"},
    "invitation": {"id", "wave_id", "participant_id", "nonce", "generation", "token_hash", "answered"},
}
"""Before adding a column here, ask what it tells somebody who holds two copies of the database."""


async def test_nothing_more_is_stored_of_a_respondent_than_this(database: str) -> None:
    assert {table: await columns(table) for table in STORED} == STORED
    assert COLUMNS == STORED, "what a wave is verified by"


async def test_nothing_points_at_an_answer_and_only_mails_at_an_invitation(database: str) -> None:
    keys = (await _schema())[2]
    assert {(table, to) for table, to, *_ in keys if to in STORED} == {("message", "invitation")}


async def test_a_column_that_was_added_is_found(open_wave: Wave) -> None:
    await answer_all(open_wave, a=5, b=5)
    await close(open_wave, SECRET, after_the_end(open_wave))
    for table, known in STORED.items():
        assert await _columns_are_those_promised(open_wave)
        with pytest.raises(_Undo):
            await _found_in(table, known, open_wave)


class _Undo(Exception):
    """Ends a transaction without a trace."""


async def _found_in(table: str, known: set[str], wave: Wave) -> None:
    async with transaction():
        await connection().execute_query(f"ALTER TABLE {table} ADD COLUMN answered_at TEXT")
        assert await columns(table) == known | {"answered_at"}
        assert not await _columns_are_those_promised(wave)
        raise _Undo


async def _columns_are_those_promised(wave: Wave) -> bool:
    (check,) = [each for each in (await verify(wave)).checks if "column was added" in each.promise]
    return check.holds


async def test_the_migrations_leave_nothing_to_be_made(database: str) -> None:
    from tortoise.context import get_current_context

    context = get_current_context()
    assert isinstance(context, TortoiseContext)
    assert context.apps is not None
    assert await MigrationAutodetector(context.apps, _APPS).changes() == []


SQLITE_SCHEMA = """
    SELECT m.name, c.name, lower(c.type), c."notnull", c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'tortoise_migrations' ORDER BY 1, 2"""
SQLITE_INDEXES = """
    SELECT m.name, l."unique", (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i)
    FROM sqlite_master m JOIN pragma_index_list(m.name) l
    WHERE m.type = 'table' AND m.name <> 'tortoise_migrations' ORDER BY 1, 2, 3"""
SQLITE_KEYS = """
    SELECT m.name, f."table", f."from", f."to", f.on_delete FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' ORDER BY 1, 2, 3"""
POSTGRES_SCHEMA = """
    SELECT table_name, column_name, data_type, is_nullable, character_maximum_length FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'tortoise_migrations' ORDER BY 1, 2"""
POSTGRES_INDEXES = """
    SELECT c.relname, i.indisunique, (SELECT array_agg(a.attname::text ORDER BY k.place)::text FROM pg_attribute a
        JOIN unnest(i.indkey) WITH ORDINALITY k(number, place) ON a.attnum = k.number AND a.attrelid = i.indrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relname <> 'tortoise_migrations' ORDER BY 1, 2, 3"""
POSTGRES_KEYS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text, regexp_replace(pg_get_constraintdef(oid), ' REF.*', ''),
        confdeltype::text
    FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2, 3"""
QUERIES = {
    "sqlite": (SQLITE_SCHEMA, SQLITE_INDEXES, SQLITE_KEYS),
    "postgres": (POSTGRES_SCHEMA, POSTGRES_INDEXES, POSTGRES_KEYS),
}


async def _schema() -> list[list[tuple[Any, ...]]]:
    queries = QUERIES[connection().capabilities.dialect]
    return [[tuple(row.values()) for row in await connection().execute_query_dict(query)] for query in queries]


async def _made_from_the_models() -> None:
    from tortoise.context import get_current_context

    context = get_current_context()
    assert isinstance(context, TortoiseContext)
    await context.generate_schemas(safe=False)


async def test_a_migrated_schema_is_that_of_the_models_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    async with connected(sqlite_url):
        migrated = await _schema()
    async with connected(f"sqlite:///{tmp_path}/models.sqlite3"):
        await _made_from_the_models()
        assert await _schema() == migrated
    assert len(migrated[0]) > 80


async def test_a_migrated_schema_is_that_of_the_models_on_postgresql(postgres_url: str) -> None:
    async with connected(postgres_url):
        migrated = await _schema()
        await connection().execute_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await _made_from_the_models()
        assert await _schema() == migrated
    assert len(migrated[0]) > 80


@pytest.mark.part("proofs")
async def test_an_sqlite_file_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE before (x)")
    old.close()
    url = f"sqlite:///{file}"
    assert await pending_migrations(url) == MIGRATIONS
    applied, backup = await migrate(url)
    assert applied == MIGRATIONS
    assert backup is not None
    copy = sqlite3.connect(backup)
    assert [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE name = 'before'")] == ["before"]
    copy.close()
    assert await migrate(url) == ([], None)
