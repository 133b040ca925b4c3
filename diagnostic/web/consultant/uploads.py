"""Tables that are looked through: sealed, with a key that stands in the page's address and nowhere else.

What came in a file may say more than what is stored of it in the end, and for whom. So a copy of the database tells
nothing of what waits here.
"""

import hashlib
import secrets
from typing import TypeVar

import msgspec
from litestar.exceptions import NotFoundException
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from diagnostic.storage.models import Alliance, Instrument
from diagnostic.web.security.store import DatabaseStore

WAITS = 60 * 60
"""Seconds after the last look, at most."""
T = TypeVar("T", bound=msgspec.Struct)


class Uploads:
    """What waits for its confirmation, of one kind."""

    def __init__(self, kind: str) -> None:
        self._store = DatabaseStore(kind)

    async def keep(self, subject: Alliance | Instrument, upload: str, value: msgspec.Struct) -> None:
        """Keep it, or another in its place."""
        sealed = SecretBox(_key(upload)).encrypt(msgspec.json.encode(value))
        await self._store.set(_place(subject, upload), bytes(sealed), expires_in=WAITS)

    async def waiting(self, subject: Alliance | Instrument, upload: str, kind: type[T]) -> T:
        """What was kept; there is no such page where nothing was, or it has waited too long."""
        sealed = await self._store.get(_place(subject, upload))
        if sealed is None:
            raise NotFoundException
        try:
            return msgspec.json.decode(SecretBox(_key(upload)).decrypt(sealed), type=kind)
        except CryptoError:
            raise NotFoundException from None

    async def forget(self, subject: Alliance | Instrument, upload: str) -> None:
        """It is stored, or given up."""
        await self._store.delete(_place(subject, upload))


def new_upload() -> str:
    """What an upload is called in addresses."""
    return secrets.token_urlsafe(24)


def _key(upload: str) -> bytes:
    return hashlib.sha256(b"upload key\0" + upload.encode()).digest()


def _place(subject: Alliance | Instrument, upload: str) -> str:
    return f"{subject.id}:{hashlib.sha256(b'upload place' + bytes(1) + upload.encode()).hexdigest()}"
