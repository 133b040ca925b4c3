"""Those who sign in."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from tortoise.exceptions import IntegrityError

from diagnostic.addresses import check_address
from diagnostic.errors import NotPossible
from diagnostic.storage.models import Consultant, Message, MessageKind
from diagnostic.survey.passwords import why_refused
from diagnostic.text import clean, one_line

LONGEST_PASSWORD = 1000
LONGEST_NAME, LONGEST_FIRM = 120, 254
_HASHER = PasswordHasher()


async def add_consultant(email: str, name: str, password: str, firm: str | None = None) -> Consultant:
    """Make an account. Colleagues are those of the same firm: the domain of the address, where none is given.

    Raises
    ------
    NotPossible
        Where the address is none or taken, or the password can be guessed.
    """
    email, name = check_address(email), one_line(name)
    firm = email.rpartition("@")[2] if firm is None else one_line(firm)
    if len(name) > LONGEST_NAME or len(firm) > LONGEST_FIRM:
        raise NotPossible(f"A name has at most {LONGEST_NAME} characters, that of a firm at most {LONGEST_FIRM}.")
    consultant = Consultant(email=email, name=name or email[:LONGEST_NAME], firm=firm)
    consultant.password_hash = await _hash(consultant, password)
    try:
        await consultant.save(force_create=True)
        return consultant
    except IntegrityError:
        raise NotPossible(f"There is an account for {email} already.") from None


async def find_consultant(email: str) -> Consultant | None:
    """Whose account this is, whatever was typed for an address."""
    # Accounts made before addresses were checked as they are now are found as they were then.
    spellings = {account_address(email), one_line(email).lower()} - {None}
    return await Consultant.filter(email__in=spellings).first()


def account_address(email: str) -> str | None:
    """The address that an account is stored by, however it was typed; None where it is no address."""
    try:
        return check_address(email)
    except NotPossible:
        return None


async def authenticate(email: str, password: str) -> Consultant | None:
    """The consultant with this address and password, or None; it takes as long either way."""
    consultant = await find_consultant(email)
    matches = await asyncio.to_thread(_matches, consultant.password_hash if consultant else None, password)
    return consultant if matches else None


async def set_password(consultant: Consultant, password: str) -> None:
    """Give a new password, which ends every session and reset link from before.

    Raises
    ------
    NotPossible
        Where the password can be guessed; says why.
    """
    consultant.password_hash = await _hash(consultant, password)
    await consultant.save(update_fields=["password_hash"])
    # A reset link is made as its mail is written: one that was asked for before would be good.
    await Message.filter(consultant=consultant, kind=MessageKind.PASSWORD_RESET).delete()


async def must_be_hard_to_guess(consultant: Consultant, password: str) -> None:
    """Raise `NotPossible` where a password is too short, common, or made of what is known of the consultant."""
    plain = _plain(password)
    if len(plain) > LONGEST_PASSWORD:
        raise NotPossible(f"A password has at most {LONGEST_PASSWORD} characters.")
    own = (consultant.email, consultant.name, consultant.firm)
    if fault := await asyncio.to_thread(why_refused, plain, own):
        raise NotPossible(fault)


async def _hash(consultant: Consultant, password: str) -> str:
    await must_be_hard_to_guess(consultant, password)
    return await asyncio.to_thread(_HASHER.hash, _plain(password))


def _plain(password: str) -> str:
    """A password as it is judged and compared: without blanks at the ends, which are easily copied along."""
    return clean(password).strip()


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _matches(known: str | None, password: str) -> bool:
    try:
        # Where there is no account one is checked all the same, so that the time taken does not tell.
        return _HASHER.verify(known or _nobody(), _plain(password)) and known is not None
    except (VerificationError, InvalidHashError):
        return False
