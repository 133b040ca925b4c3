"""What is deleted is gone from the files too, and the order in which things happened with it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.storage import clean_up_if_pending, connection, request_cleanup, transaction
from diagnostic.storage.models import Carried, Comment, Invitation, StoredValue, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import fingerprint
from diagnostic.survey.reports import publish
from tests.answering import after_the_end, answer_all, tokens
from tests.conftest import SECRET
from tests.due import delete_expired_responses


async def test_the_order_of_answering_is_in_no_table_after_the_close(open_wave: Wave) -> None:
    await answer_all(open_wave)
    links = [link for side in "ab" for link in await tokens(open_wave, side)]
    answered_in_order = [str((await Invitation.get(token_hash=fingerprint(link))).id) for link in links]
    await close(open_wave, SECRET, after_the_end(open_wave))
    if connection().capabilities.dialect == "sqlite":
        rows = await connection().execute_query_dict("SELECT id FROM invitation ORDER BY rowid")
    else:
        rows = await connection().execute_query_dict("SELECT id, xmin::text AS written FROM invitation ORDER BY ctid")
        assert len({row["written"] for row in rows}) == 1
    stored = [str(row["id"]) for row in rows]
    assert sorted(stored) == sorted(answered_in_order)
    # Of 16! orders the two are the same by chance once in 20 million million.
    assert stored != answered_in_order


async def test_the_planner_keeps_no_sample_of_comments_answers_or_keys(open_wave: Wave) -> None:
    if connection().capabilities.dialect == "sqlite":
        assert (
            await connection().execute_query_dict("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'") == []
        )
        return
    await answer_all(open_wave, text=lambda side, n: f"telling {n} {side}")
    await connection().execute_script("ANALYZE")
    await close(open_wave, SECRET, after_the_end(open_wave))
    await connection().execute_script("ANALYZE")
    assert await Comment.filter(wave=open_wave).count() == 16
    await publish(open_wave)
    await delete_expired_responses(datetime.now(UTC) + timedelta(days=200))
    rows = await connection().execute_query_dict(
        "SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public' AND attname = ANY"
        " (ARRAY['wrapped_private_key', 'sealed', 'values', 'group', 'text', 'changes', 'perceived'])"
    )
    assert rows == []


async def test_a_cleaning_that_is_held_up_stays_owed(postgres_url: str) -> None:
    import asyncpg

    from diagnostic.storage import connected

    reader = await asyncpg.connect(postgres_url)
    try:
        async with connected(postgres_url):
            async with transaction():
                await request_cleanup()
            async with reader.transaction():
                await reader.fetch("SELECT * FROM ballot")
                assert not await clean_up_if_pending()
            assert await StoredValue.all().count() == 1
            assert await clean_up_if_pending()
            assert await StoredValue.all().count() == 0
    finally:
        await reader.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_no_version_of_a_row_that_was_deleted_is_left_in_the_files(open_wave: Wave) -> None:
    needle = "GONE GONE GONE"
    row = Carried(wave=open_wave, side="a", target="x", changes={needle: 1}, fits=True, perceived=[1, 0, 7])
    await row.save()
    await row.delete()
    assert await has_in_its_file("carried", needle)
    # PostgreSQL keeps what somebody else may still be reading, such as its own statistics' collector.
    for _ in range(20):
        async with transaction():
            await request_cleanup()
        assert await clean_up_if_pending()
        if not await has_in_its_file("carried", needle):
            return
        await asyncio.sleep(0.5)
    pytest.fail("what was deleted is still there")


async def has_in_its_file(table: str, needle: str) -> bool:
    """Whether a text lies in a table's file, in rows that are there or in those that were."""
    await connection().execute_script("CHECKPOINT")
    [row] = await connection().execute_query_dict(
        f"SELECT position('{needle}'::bytea IN pg_read_binary_file(pg_relation_filepath('{table}'))) AS place"
    )
    return bool(row["place"])
