"""A Litestar store in the database, so that every process sees the same sessions."""

import datetime as dt

from litestar.stores.base import Store

from diagnostic.storage.models import StoredValue


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class DatabaseStore(Store):
    """Keeps values under ``<namespace>:<key>`` in `StoredValue`; what has expired is as good as gone."""

    __slots__ = ("_prefix",)

    def __init__(self, namespace: str) -> None:
        self._prefix = f"{namespace}:"

    async def set(self, key: str, value: str | bytes, expires_in: int | dt.timedelta | None = None) -> None:
        data = value.encode() if isinstance(value, str) else value
        row = StoredValue(key=self._prefix + key, value=data, expires_at=_later(expires_in))
        # One upsert statement: two requests of one session may arrive at once.
        await StoredValue.bulk_create([row], on_conflict=["key"], update_fields=["value", "expires_at"])

    async def get(self, key: str, renew_for: int | dt.timedelta | None = None) -> bytes | None:
        row = await StoredValue.get_or_none(key=self._prefix + key)
        if row is None or (row.expires_at is not None and row.expires_at <= _now()):
            return None
        if renew_for is not None and row.expires_at is not None:
            await StoredValue.filter(key=row.key).update(expires_at=_later(renew_for))
        return bytes(row.value)

    async def delete(self, key: str) -> None:
        await StoredValue.filter(key=self._prefix + key).delete()

    async def delete_all(self) -> None:
        await StoredValue.filter(key__startswith=self._prefix).delete()

    async def exists(self, key: str) -> bool:
        return await self.get(key) is not None

    async def expires_in(self, key: str) -> int | None:
        row = await StoredValue.get_or_none(key=self._prefix + key)
        if row is None or row.expires_at is None or row.expires_at <= _now():
            return None
        return int((row.expires_at - _now()).total_seconds())


def _later(expires_in: int | dt.timedelta | None) -> dt.datetime | None:
    if expires_in is None:
        return None
    return _now() + (expires_in if isinstance(expires_in, dt.timedelta) else dt.timedelta(seconds=expires_in))
