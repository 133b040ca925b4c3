"""What the limits on attempts keep: keyed hashes for a quarter of an hour, and no address of anybody."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import StoredValue
from diagnostic.web.security.attempts import WINDOW, Attempts
from diagnostic.worker import HEARTBEAT, tick
from tests.conftest import SECRET
from tests.web.consultant_desk import settings_for

ACCOUNT, ADDRESS = "person0@novara.example", "203.0.113.9"


def attempts(secret: str = SECRET) -> Attempts:
    return Attempts("new-link", secret)


async def keys() -> set[str]:
    return {str(key) for key in await StoredValue.exclude(key=HEARTBEAT).values_list("key", flat=True)}


async def test_neither_who_nor_from_where_is_kept_nor_a_hash_that_could_be_guessed_without_the_secret(
    database: str,
) -> None:
    await attempts().count(account=ACCOUNT, address=ADDRESS)

    rows = await StoredValue.all()
    assert len(rows) == 2
    for row in rows:
        assert re.fullmatch(r"attempt:[0-9a-f]{64}:[0-9a-f]{16}", row.key)
        assert row.value == b""
        assert row.expires_at is not None
        assert row.expires_at <= datetime.now(UTC) + WINDOW
        for name in (ACCOUNT, ADDRESS):
            for hashed in (name, f"new-link\0account\0{name}", f"new-link\0address\0{name}"):
                assert hashlib.sha256(hashed.encode()).hexdigest() not in row.key
    ours = {key.split(":")[1] for key in await keys()}
    await attempts("another-secret-0123456789-abcdefghij").count(account=ACCOUNT, address=ADDRESS)
    assert len({key.split(":")[1] for key in await keys()} - ours) == 2, "with another secret, other hashes"


async def test_nothing_is_kept_beyond_the_window_once_the_worker_looked(database: str, library: Library) -> None:
    await attempts().count(account=ACCOUNT, address=ADDRESS)
    now = datetime.now(UTC)
    await tick(settings_for(database), library, now)
    assert len(await keys()) == 2
    await tick(settings_for(database), library, now + WINDOW + timedelta(seconds=1))
    assert await keys() == set()


async def test_nor_once_anybody_tries_anything_where_no_worker_runs(database: str) -> None:
    await attempts().count(account=ACCOUNT, address=ADDRESS)
    before = await keys()
    await StoredValue.all().update(expires_at=datetime.now(UTC))
    await StoredValue.create(key="session:another", value=b"", expires_at=datetime.now(UTC))

    await Attempts("sign-in", SECRET).count(account="alice@consultancy.example", address="192.0.2.1")

    assert not before & await keys()
    assert await StoredValue.exists(key="session:another"), "what is another's to delete is left alone"
