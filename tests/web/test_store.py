"""What the site keeps for a while: one namespace knows nothing of another, and what has expired is as good as gone."""

from datetime import timedelta

from diagnostic.storage.models import StoredValue
from diagnostic.web.security.store import DatabaseStore

HOUR, OVER = timedelta(hours=1), timedelta(seconds=-1)


async def test_a_value_is_kept_until_it_is_replaced_or_deleted(database: str) -> None:
    store = DatabaseStore("session")
    assert (await store.get("one"), await store.exists("one"), await store.expires_in("one")) == (None, False, None)
    await store.set("one", "words")
    assert (await store.get("one"), await store.exists("one"), await store.expires_in("one")) == (b"words", True, None)
    await store.set("one", b"\x00bytes", expires_in=60)
    assert await store.get("one") == b"\x00bytes"
    assert await store.expires_in("one") in range(1, 61)
    await store.delete("one")
    assert not await store.exists("one")


async def test_what_has_expired_is_as_good_as_gone_and_is_not_called_back_to_life(database: str) -> None:
    store = DatabaseStore("session")
    await store.set("one", b"words", expires_in=OVER)
    assert await store.get("one", renew_for=HOUR) is None
    assert (await store.exists("one"), await store.expires_in("one")) == (False, None)


async def test_whoever_comes_back_is_given_the_whole_time_again_and_what_lasts_goes_on_lasting(database: str) -> None:
    store = DatabaseStore("session")
    await store.set("one", b"words", expires_in=60)
    await store.set("lasting", b"words")
    assert await store.get("one", renew_for=HOUR) == await store.get("lasting", renew_for=HOUR) == b"words"
    left = await store.expires_in("one")
    assert left is not None
    assert left > 60
    assert await store.expires_in("lasting") is None


async def test_one_namespace_knows_nothing_of_another(database: str) -> None:
    sessions, uploads = DatabaseStore("session"), DatabaseStore("roster")
    await sessions.set("one", b"a session")
    await uploads.set("one", b"a roster")
    assert (await sessions.get("one"), await uploads.get("one")) == (b"a session", b"a roster")
    await sessions.delete_all()
    assert (await sessions.get("one"), await uploads.get("one")) == (None, b"a roster")
    assert await StoredValue.all().count() == 1
