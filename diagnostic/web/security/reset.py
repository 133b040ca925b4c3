"""Password resets: the mail holds a key, the database its hash, and it works once, for the password it was sent for."""

import datetime as dt
import hashlib

from diagnostic.storage.models import Consultant, Message, MessageKind, StoredValue
from diagnostic.survey.consultants import find_consultant
from diagnostic.survey.cooldown import first_within

RESET_COOLDOWN = dt.timedelta(minutes=10)
"""A reset link is sent to an account once in this time: nobody can fill another's mailbox."""


async def ask_for_reset(email: str, secret: str) -> None:
    """Queue a mail with a reset link, where there is such an account and none was sent just now."""
    consultant = await find_consultant(email)
    if consultant is None:
        return
    whose = f"{consultant.id}\0{consultant.password_stamp()}"
    if await first_within(RESET_COOLDOWN, "reset", whose, secret, dt.datetime.now(dt.UTC)):
        await Message.create(kind=MessageKind.PASSWORD_RESET, consultant=consultant)


async def whose_reset(key: str) -> Consultant | None:
    """The consultant a reset link was sent to; None where it is unknown, used, expired, or older than the password."""
    row = await StoredValue.get_or_none(key=_stored_key(key))
    if row is None or row.expires_at is None or row.expires_at <= dt.datetime.now(dt.UTC):
        return None
    whose, _, stamp = bytes(row.value).decode().partition(" ")
    consultant = await Consultant.get_or_none(id=whose)
    return consultant if consultant is not None and consultant.password_stamp() == stamp else None


async def spend_reset(key: str) -> bool:
    """Use the link up; False where somebody else just did."""
    return await StoredValue.filter(key=_stored_key(key)).delete() == 1


def _stored_key(key: str) -> str:
    return f"password-reset:{hashlib.sha256(key.encode()).hexdigest()}"
