"""Guessing is slowed down, nobody is locked out, and what is kept of attempts names nobody and does not last."""

import asyncio
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from litestar.exceptions import TooManyRequestsException

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Consultant, StoredValue
from diagnostic.survey.consultants import set_password
from diagnostic.web.security.rate_limit import FROM_ONE_NETWORK, FROM_UNKNOWN_NETWORKS, NETWORK, REMEMBERED, RateLimit
from diagnostic.worker import HEARTBEAT, tick
from tests.conftest import PASSWORD, SECRET
from tests.web.consultant_desk import Desk, settings_for

ACCOUNT, HOME = "alice@consultancy.example", "203.0.113.9"


def rate_limit(secret: str = SECRET) -> RateLimit:
    return RateLimit("sign-in", secret)


async def one(account: str, address: str) -> int:
    """Attempt it; how many seconds there are to wait, 0 where it was taken."""
    try:
        await rate_limit().count_network(address)
        await rate_limit().count_account(account, address)
    except TooManyRequestsException as refusal:
        return int((refusal.headers or {})["Retry-After"])
    return 0


async def later(seconds: float) -> None:
    """As if so much time had passed: what is stored is that much older."""
    for row in await StoredValue.filter(key__startswith="attempt:"):
        level, last = bytes(row.value).decode().split()
        assert row.expires_at is not None
        await StoredValue.filter(key=row.key).update(
            value=f"{level} {float(last) - seconds}".encode(), expires_at=row.expires_at - timedelta(seconds=seconds)
        )


async def hammer(account: str, address: str, times: int) -> list[int]:
    """Attempt it again and again, each time as soon as it is allowed; the waits."""
    waits = []
    for _ in range(times):
        while wait := await one(account, address):
            waits.append(wait)
            await later(wait)
    return waits


async def test_waits_grow_up_to_a_quarter_of_an_hour_and_end(database: str) -> None:
    assert await hammer(ACCOUNT, HOME, FROM_ONE_NETWORK.free) == []
    waits = await hammer(ACCOUNT, HOME, 12)
    assert waits == sorted(waits)
    assert waits[:3] == [5, 10, 20]
    assert max(waits) <= 900
    await later(24 * 60 * 60)
    assert await hammer(ACCOUNT, HOME, FROM_ONE_NETWORK.free) == [], "a day later nothing of it is left"


async def test_whoever_keeps_trying_while_they_have_to_wait_does_not_wait_longer(database: str) -> None:
    await hammer(ACCOUNT, HOME, FROM_ONE_NETWORK.free)
    assert {await one(ACCOUNT, HOME) for _ in range(20)} <= {3, 4, 5}
    await later(5)
    assert await one(ACCOUNT, HOME) == 0


async def test_attempts_made_in_the_same_instant_see_each_other(database: str) -> None:
    waits = await asyncio.gather(*(one(ACCOUNT, HOME) for _ in range(30)))
    assert waits.count(0) == FROM_ONE_NETWORK.free


@pytest.mark.part("proofs")
async def test_nobody_elsewhere_keeps_an_owner_out_of_a_network_they_signed_in_from(
    database: str, alice: Consultant
) -> None:
    await rate_limit().succeeded(ACCOUNT, HOME)
    for number in range(300):
        await one(ACCOUNT, f"198.51.{number}.7" if number < 256 else f"2001:db8:{number}::1")
    assert await one(ACCOUNT, "192.0.2.1") > 0, "a network that is not known waits"
    for address in (HOME, "203.0.113.200", f"::ffff:{HOME}"):
        assert await one(ACCOUNT, address) == 0


@pytest.mark.part("proofs")
async def test_guessing_from_many_networks_goes_no_faster_than_from_a_few(database: str, alice: Consultant) -> None:
    taken = 0
    for hour in range(6):
        taken += [await one(ACCOUNT, f"{10 + hour}.{n}.0.1") for n in range(40)].count(0)
        await later(60 * 60)
    assert taken <= 6 * (FROM_UNKNOWN_NETWORKS.free + 2)


async def test_one_network_cannot_try_many_accounts_and_another_is_not_held_up(database: str) -> None:
    waits = [await one(f"person{n}@example.com", f"2001:db8:0:12{n:02x}::1") for n in range(NETWORK.free + 1)]
    assert [waits[:-1], waits[-1] > 0] == [[0] * NETWORK.free, True], "a /56 is one network"
    assert await one("another@example.com", "2001:db8:0:1300::1") == 0


async def test_a_new_password_lifts_what_was_counted_and_forgets_the_networks(database: str, alice: Consultant) -> None:
    await rate_limit().succeeded(ACCOUNT, HOME)
    for number in range(40):
        await one(ACCOUNT, f"198.51.{number}.7")
    assert await one(ACCOUNT, "192.0.2.1") > 0
    await set_password(alice, "a brand new password")
    assert await one(ACCOUNT, "192.0.2.1") == 0
    for number in range(40):
        await one(ACCOUNT, f"198.51.{number}.7")
    assert await one(ACCOUNT, HOME) > 0, "whoever had the old password comes from a strange network now"


@pytest.mark.part("proofs")
async def test_an_owner_away_from_home_gets_in_by_a_reset_while_others_guess(database: str, alice: Consultant) -> None:
    for number in range(60):
        await one(ACCOUNT, f"198.51.{number}.7")
    desk = Desk(address="192.0.2.1")
    waiting = await desk.sign_in()
    assert waiting.status_code == 429
    assert "Too many attempts came from your network or at this account." in desk.words
    assert {"/sign-in", "/password/forgotten"} <= {link.get("href") for link in desk.page.all("a")}
    assert re.search(r"wait (\d+) (seconds|minutes), go back", desk.words)
    assert 1 <= int(waiting.headers["Retry-After"]) <= FROM_UNKNOWN_NETWORKS.longest

    value = f"{alice.id} {alice.password_stamp()}".encode()
    key = f"password-reset:{hashlib.sha256(b'mailed').hexdigest()}"
    await StoredValue.create(key=key, value=value, expires_at=datetime.now(UTC) + timedelta(hours=1))
    await desk.get("/password/reset/mailed")
    await desk.post("/password/reset/mailed", password="a brand new password", again="a brand new password")
    for number in range(60):
        await one(ACCOUNT, f"198.51.{number}.7")
    await desk.sign_in(password="a brand new password")
    assert desk.path == "/alliances"


async def test_signing_in_makes_the_network_known_and_clears_its_count(database: str, alice: Consultant) -> None:
    desk = Desk(address=HOME)
    for _ in range(FROM_ONE_NETWORK.free - 1):
        assert (await desk.sign_in(password="guess")).status_code == 422
    await desk.sign_in(password=PASSWORD)
    assert desk.path == "/alliances"
    assert await hammer(ACCOUNT, HOME, FROM_ONE_NETWORK.free) == []


async def keys() -> set[str]:
    return {str(key) for key in await StoredValue.exclude(key=HEARTBEAT).values_list("key", flat=True)}


async def test_neither_who_nor_from_where_is_kept_nor_a_hash_that_could_be_guessed_without_the_secret(
    database: str,
) -> None:
    await one(ACCOUNT, HOME)
    await rate_limit().succeeded("bob@consultancy.example", HOME)

    rows = await StoredValue.all()
    assert len(rows) == 4
    for row in rows:
        assert re.fullmatch(r"(attempt|network)(:[0-9a-f]{64}){1,2}", row.key)
        assert row.expires_at is not None
        assert row.expires_at <= datetime.now(UTC) + REMEMBERED
        for name in (ACCOUNT, HOME, "203.0.113.0/24"):
            assert name not in f"{row.key}{row.value!r}"
            for hashed in (
                name,
                f"sign-in\0account\0{name}",
                f"sign-in\0account\0{name}\0",
                f"sign-in\0network\0{name}",
            ):
                assert hashlib.sha256(hashed.encode()).hexdigest() not in row.key
    ours = {part for key in await keys() for part in key.split(":")[1:]}
    await rate_limit("another-secret-0123456789-abcdefghij").count_account(ACCOUNT, HOME)
    assert len({part for key in await keys() for part in key.split(":")[1:]} - ours) == 2, (
        "another secret, other hashes"
    )


async def test_nothing_is_kept_beyond_its_time_once_the_worker_looked(database: str, library: Library) -> None:
    await one(ACCOUNT, HOME)
    await rate_limit().succeeded(ACCOUNT, "192.0.2.1")
    now = datetime.now(UTC)
    await tick(settings_for(database), library, now)
    assert len(await keys()) == 4
    await tick(settings_for(database), library, now + timedelta(hours=1))
    assert len(await keys()) == 1
    await tick(settings_for(database), library, now + REMEMBERED + timedelta(seconds=1))
    assert await keys() == set()


async def test_nor_once_anybody_tries_anything_where_no_worker_runs(database: str) -> None:
    await one(ACCOUNT, HOME)
    before = await keys()
    await StoredValue.all().update(expires_at=datetime.now(UTC))
    await StoredValue.create(key="session:another", value=b"", expires_at=datetime.now(UTC))

    await one("bob@consultancy.example", "192.0.2.1")

    assert not before & await keys()
    assert await StoredValue.exists(key="session:another"), "what is another's to delete is left alone"


@pytest.mark.parametrize("account", ["", "x" * 5000, "a\0b@c.example", "ä@ö.example", "\ud800", "jo@\ud800.example"])
async def test_whatever_is_given_for_an_account_is_counted(database: str, account: str) -> None:
    assert await one(account, "") == 0


async def test_an_account_is_the_same_account_however_its_address_is_spelt(database: str, alice: Consultant) -> None:
    for spelt in ("jo@straße.example", "ALICE@consultancy.example"):
        await hammer(spelt, HOME, FROM_ONE_NETWORK.free)
    assert await one(" Jo@XN--STRAE-OQA.example", HOME) > 0
    assert await one("alice@consultancy.example\u200a", HOME) > 0
