"""Those who sign in."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from tortoise.exceptions import IntegrityError

from diagnostic.addresses import check_address
from diagnostic.errors import NotPossible
from diagnostic.storage.models import Consultant

SHORTEST_PASSWORD = 12
_HASHER = PasswordHasher()


async def add_consultant(email: str, name: str, password: str, firm: str | None = None) -> Consultant:
    """Make an account. Colleagues are those of the same firm: the domain of the address, where none is given.

    Raises
    ------
    NotPossible
        Where the address is none or taken, or the password is shorter than 12 characters.
    """
    email = check_address(email)
    firm = email.rpartition("@")[2] if firm is None else firm.strip()
    hashed = await _hash(password)
    try:
        return await Consultant.create(email=email, name=name.strip() or email, firm=firm, password_hash=hashed)
    except IntegrityError:
        raise NotPossible(f"There is an account for {email} already.") from None


async def authenticate(email: str, password: str) -> Consultant | None:
    """The consultant with this address and password, or None; it takes as long either way."""
    consultant = await Consultant.get_or_none(email=email.strip().lower())
    matches = await asyncio.to_thread(_matches, consultant.password_hash if consultant else None, password)
    return consultant if matches else None


async def set_password(consultant: Consultant, password: str) -> None:
    """Give a new password; raises `NotPossible` where it is shorter than 12 characters."""
    consultant.password_hash = await _hash(password)
    await consultant.save(update_fields=["password_hash"])


async def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise NotPossible(f"A password has at least {SHORTEST_PASSWORD} characters; a few words together do well.")
    return await asyncio.to_thread(_HASHER.hash, password)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _matches(known: str | None, password: str) -> bool:
    try:
        # Where there is no account one is checked all the same, so that the time taken does not tell.
        return _HASHER.verify(known or _nobody(), password) and known is not None
    except (VerificationError, InvalidHashError):
        return False
