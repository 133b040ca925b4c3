"""Files that are kept beside a Report: made by one, and gone as soon as they show something else than it does."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.storage import clean_up_if_pending, cleanup_is_pending
from diagnostic.storage.models import Rendering, RenderingState, Wave
from diagnostic.survey import renderings
from diagnostic.survey.closing import close
from diagnostic.survey.comments import decide
from diagnostic.survey.renderings import (
    STALE,
    Key,
    RenderingProgress,
    claim,
    failed,
    keep,
    seen_at_work,
    shown_by,
    standing,
)
from diagnostic.survey.reports import as_computed, correct, publish
from diagnostic.survey.verifying import verify
from tests.anonymity.copies import copier
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    await answer_all(open_wave, text=lambda side, n: f"Person {n} of {side} wants less.")
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    await open_wave.refresh_from_db()
    await clean_up_if_pending()
    return open_wave


async def key_of(wave: Wave, form: str = "pdf", maker: str = "this version") -> Key:
    shown = await shown_by(wave)
    assert shown is not None
    return Key(form, "consultant", "en", shown, maker)


async def claimed(wave: Wave, key: Key, now: datetime | None = None) -> RenderingProgress:
    mine = await claim(wave, key, now or datetime.now(UTC))
    assert mine is not None
    return mine


async def kept(wave: Wave, body: bytes = b"%PDF", form: str = "pdf", maker: str = "this version") -> RenderingProgress:
    key = await key_of(wave, form, maker)
    mine = await claimed(wave, key)
    assert await keep(wave, key, mine, body)
    return mine


async def take_out_one(wave: Wave) -> None:
    report = await as_computed(wave)
    assert report is not None
    await decide(wave, report.comments[:1], "out")


@pytest.mark.part("proofs")
async def test_of_many_who_ask_at_once_one_makes_it(wave: Wave) -> None:
    key = await key_of(wave)
    claims = await asyncio.gather(*(claim(wave, key, NOW) for _ in range(8)))
    assert sum(each is not None for each in claims) == 1
    assert await Rendering.all().count() == 1


async def test_what_is_kept_is_there_and_made_no_second_time(wave: Wave) -> None:
    mine = await kept(wave, b"%PDF-1.7")
    found = await standing(wave, await key_of(wave))
    assert found is not None
    assert found.state is RenderingState.READY
    assert await renderings.body(found) == b"%PDF-1.7"
    assert await claim(wave, await key_of(wave), mine.heartbeat_at + 10 * STALE) is None


@pytest.mark.part("proofs")
async def test_who_has_stopped_is_replaced_and_keeps_nothing(wave: Wave) -> None:
    key = await key_of(wave)
    first = await claimed(wave, key, NOW)
    assert await claim(wave, key, NOW + STALE) is None
    second = await claimed(wave, key, NOW + STALE + timedelta(seconds=1))
    assert not await seen_at_work(first)
    assert not await keep(wave, key, first, b"late")
    assert await keep(wave, key, second, b"good")
    assert (await Rendering.get()).body == b"good"


@pytest.mark.part("proofs")
async def test_who_is_seen_at_work_is_left_in_peace(wave: Wave) -> None:
    key = await key_of(wave)
    mine = await claimed(wave, key, NOW)
    assert await seen_at_work(mine)
    assert await claim(wave, key, datetime.now(UTC)) is None


@pytest.mark.part("proofs")
async def test_what_failed_is_tried_again_only_when_asked_for(wave: Wave) -> None:
    key = await key_of(wave)
    await failed(await claimed(wave, key, NOW))
    assert await claim(wave, key, NOW + 10 * STALE) is None
    assert await claim(wave, key, NOW, again=True) is not None


async def test_a_decision_about_a_comment_forgets_every_file_of_its_wave(wave: Wave) -> None:
    for form in ("pdf", "pptx"):
        await kept(wave, form=form)
    await take_out_one(wave)
    assert not await Rendering.exists()


async def test_a_file_begun_before_a_decision_is_not_kept_after_it(wave: Wave) -> None:
    key = await key_of(wave)
    mine = await claimed(wave, key)
    await take_out_one(wave)
    assert not await keep(wave, key, mine, b"with the comment")
    # Nor one that was claimed with what was read just before.
    late = await claimed(wave, key)
    assert not await keep(wave, key, late, b"with the comment")
    assert not await Rendering.exists()
    await kept(wave, b"without it")


async def test_a_correction_forgets_them_too(wave: Wave) -> None:
    await kept(wave)
    before = await shown_by(wave)
    await correct(wave, "A fault.")
    assert not await Rendering.exists()
    assert await shown_by(wave) != before


@pytest.mark.part("proofs")
async def test_a_new_version_makes_its_own_and_forgets_the_olds(wave: Wave) -> None:
    await kept(wave, b"old", form="pdf", maker="an older version")
    await kept(wave, b"old", form="pptx", maker="an older version")
    await kept(wave, b"new", form="pdf")
    assert [bytes(each.body or b"") for each in await Rendering.all()] == [b"new"]


async def test_they_go_with_their_wave(wave: Wave) -> None:
    await kept(wave)
    await wave.delete()
    assert not await Rendering.exists()


async def test_what_was_forgotten_is_in_no_byte_of_the_databases_files(wave: Wave, database: str) -> None:
    # So many random bytes after each mark that PostgreSQL finds nothing to compress.
    mark = random.randbytes(8)
    async with copier(database) as copies:
        await kept(wave, b"".join(mark + random.randbytes(40) for _ in range(1000)))
        assert (await copies.everything()).count(mark) > 950, "some are torn between two pages"
        await take_out_one(wave)
        assert await cleanup_is_pending()
        assert await clean_up_if_pending()
        assert mark not in await copies.everything()


async def test_where_nothing_is_forgotten_there_is_nothing_to_clean(wave: Wave) -> None:
    await take_out_one(wave)
    assert not await cleanup_is_pending()


async def test_a_file_that_shows_what_was_decided_otherwise_is_found(wave: Wave) -> None:
    async def holds() -> bool:
        (check,) = [each for each in (await verify(wave)).checks if "Every file that is kept" in each.promise]
        return check.holds

    await kept(wave)
    assert await holds()
    await Rendering.all().update(shown="0" * 64)
    assert not await holds()
