"""Password resets: the mail holds a key, the database its hash, and it works once."""

import datetime as dt
import hashlib

from diagnostic.storage.models import Consultant, Message, MessageKind, StoredValue


async def ask_for_reset(email: str) -> None:
    """Queue a mail with a reset link, where there is such an account."""
    consultant = await Consultant.get_or_none(email=email.strip().casefold())
    if consultant is not None:
        await Message.create(kind=MessageKind.PASSWORD_RESET, consultant=consultant)


async def whose_reset(key: str) -> Consultant | None:
    """The consultant a reset link was sent to; None where it is unknown, used or expired."""
    row = await StoredValue.get_or_none(key=_stored_key(key))
    if row is None or row.expires_at is None or row.expires_at <= dt.datetime.now(dt.UTC):
        return None
    return await Consultant.get_or_none(id=bytes(row.value).decode())


async def spend_reset(key: str) -> bool:
    """Use the link up; False where somebody else just did."""
    return await StoredValue.filter(key=_stored_key(key)).delete() == 1


def _stored_key(key: str) -> str:
    return f"password-reset:{hashlib.sha256(key.encode()).hexdigest()}"
