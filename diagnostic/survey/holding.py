"""Key-holders: a person of each company who keeps a key to the ballots of a wave, so that nobody reads one alone.

Chosen before the launch. A holder makes the key in their own browser, which the private key leaves only under another,
made of a key code that is never sent; and opens a test ballot with it before the wave can be launched.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from diagnostic.addresses import check_address, within
from diagnostic.errors import Fault, NotPossible, UnknownLink
from diagnostic.questionnaire import SIDES, Side
from diagnostic.storage import transaction
from diagnostic.storage.models import (
    Alliance,
    CompanyKey,
    Consultant,
    KeyHolder,
    Message,
    MessageKind,
    MessageState,
    Wave,
    WaveState,
)
from diagnostic.survey import sealing
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.ballots import lock_for_update
from diagnostic.survey.invitations import fingerprint
from diagnostic.survey.plans import must_be_draft

LARGEST_WRAPPED = 1_000
"""Bytes of a private key under a key code, at most; what a page makes has about 200."""
_TOKEN_BYTES = 18  # 144 bits


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold one company's key."""

    emails: Sequence[str]
    """The first, and a second or ''."""
    language: str


async def choose(wave: Wave, chosen: Mapping[Side, Chosen], secret: str, now: datetime | None = None) -> None:
    """Settle who holds the keys to a draft, and write to them; where nothing changes, a key that was made stays.

    Raises
    ------
    InvalidDetails
        Each fault naming a field: ``email_a``, ``second_a``, ``email_b``, ``second_b``.
    NotPossible
        Once the wave is launched.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_draft(wave)
        people = await _checked(await Alliance.get(id=wave.alliance_id), chosen)
        for side, emails in people.items():
            language = chosen[side].language
            key = await CompanyKey.get_or_none(wave=wave, side=side).prefetch_related("holders")
            if key is not None:
                if {(one.email, one.language) for one in key.holders} == {(email, language) for email in emails}:
                    continue
                # Whoever held it may still know its code.
                await key.delete()
            key = await CompanyKey.create(wave=wave, side=side, asked_at=now)
            for email in emails:
                nonce = os.urandom(16)
                hashed = fingerprint(_derive(nonce, secret))
                await KeyHolder.create(key=key, email=email, language=language, nonce=nonce, token_hash=hashed)
            await write_to(key, MessageKind.KEY_WANTED, now)


async def _checked(alliance: Alliance, chosen: Mapping[Side, Chosen]) -> dict[Side, list[str]]:
    own = [each for each in (alliance.consultant_id, alliance.second_id) if each]
    consultants = {each.email for each in await Consultant.filter(id__in=own)}
    found: dict[Side, list[str]] = {side: [] for side in SIDES}
    faults: list[Fault] = []
    for side in SIDES:
        company, domains = alliance.company(side), alliance.domains(side)
        first, *_ = given = chosen[side].emails
        if not first:
            faults.append(Fault(f"email_{side}", f"Give the address of somebody at {company}."))
        for field, address in zip((f"email_{side}", f"second_{side}"), given, strict=False):
            if not address:
                continue
            try:
                email = check_address(address)
            except NotPossible as error:
                faults.append(Fault(field, str(error)))
                continue
            if email in consultants:
                faults.append(Fault(field, "A consultant holds no key: choose somebody of the company."))
            elif not within(email.rpartition("@")[2], domains):
                where = " or ".join(domains)
                faults.append(Fault(field, f"Choose somebody at {company}, with an address at {where}."))
            elif email in found[side]:
                faults.append(Fault(field, "Give another person than the first, or leave this empty."))
            elif email in found["a"]:
                faults.append(Fault(field, "Nobody can hold both companies’ keys: choose somebody else."))
            found[side].append(email)
    if faults:
        raise InvalidDetails(faults)
    return found


async def leave_out(wave: Wave) -> None:
    """Plan a draft without key-holders; raises `NotPossible` once it is launched."""
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_draft(wave)
        await CompanyKey.filter(wave=wave).delete()


async def write_to(key: CompanyKey, kind: MessageKind, now: datetime) -> None:
    """Write to everybody who holds a key, unless such a mail to them is waiting already."""
    for holder in await KeyHolder.filter(key=key):
        if not await Message.exists(holder=holder, kind=kind, state=MessageState.WAITING):
            await Message.create(
                kind=kind, wave_id=key.wave_id, holder=holder, language=holder.language, not_before=now
            )


def token(holder: KeyHolder, secret: str) -> str:
    """The token in a key-holder's link; the same in every mail to that person."""
    return _derive(bytes(holder.nonce), secret)


def _derive(nonce: bytes, secret: str) -> str:
    digest = hmac.digest(secret.encode(), b"key-holder" + nonce, hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode()


async def look_up(token: str) -> KeyHolder:
    """The key-holder of a link, with key, wave and alliance; raises `UnknownLink`."""
    found = await KeyHolder.get_or_none(token_hash=fingerprint(token)).prefetch_related("key__wave__alliance")
    if found is None:
        raise UnknownLink("This link is not known.")
    return found


async def keep_key(key: CompanyKey, public_key: bytes, wrapped: bytes) -> None:
    """Keep a key that a holder has just made, in place of one that was not tried out. It is still to be tried out.

    Raises
    ------
    NotPossible
        Once the wave is launched, or the key has been tried out: nobody with a link alone takes its place. Or where
        this is no key.
    """
    if len(public_key) != sealing.PUBLIC_KEY or not 0 < len(wrapped) <= LARGEST_WRAPPED:
        raise NotPossible("This is no key.")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError:
        raise NotPossible("This is no key.") from None
    async with transaction():
        must_be_draft(await _locked(key))
        if key.rehearsed_at is not None:
            raise NotPossible("This key has been tried out already.")
        key.public_key, key.wrapped_key = public_key, wrapped
        await key.save(update_fields=["public_key", "wrapped_key"])


async def ask_anew(wave: Wave, side: Side, now: datetime | None = None) -> None:
    """Discard a company's key to a draft, whose code was lost, and ask its holders for another.

    Raises
    ------
    NotPossible
        Once the wave is launched, or where it has no key-holders.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_draft(wave)
        key = await CompanyKey.get_or_none(wave=wave, side=side)
        if key is None:
            raise NotPossible("This wave has no key-holders.")
        key.public_key = key.wrapped_key = key.rehearsed_at = None
        key.asked_at, key.reminded = now, 0
        await key.save()
        await write_to(key, MessageKind.KEY_WANTED, now)


def challenge(key: CompanyKey, state: WaveState, secret: str) -> bytes:
    """What only who has the key can read: sealed to it, and as nothing that a ballot is sealed as."""
    info = f"alliance-diagnostic key {key.wave_id} {key.side}".encode()
    return sealing.seal_layer(_proof(key, state, secret), bytes(key.public_key or b""), info)


def proves(key: CompanyKey, state: WaveState, found: bytes, secret: str) -> bool:
    """Whether this was read in a challenge."""
    return key.public_key is not None and hmac.compare_digest(found, _proof(key, state, secret))


def _proof(key: CompanyKey, state: WaveState, secret: str) -> bytes:
    # Of another state it is another: what was read before the launch proves nothing after the last day.
    about = key.wave_id.bytes + f"{key.side} {state.value}".encode() + bytes(key.public_key or b"")
    return hmac.digest(secret.encode(), b"key-holder's proof" + about, hashlib.sha256)


async def rehearse(key: CompanyKey, found: bytes, secret: str, now: datetime | None = None) -> None:
    """Note that somebody has opened a test ballot with a key; of a launched wave nothing is noted.

    Raises
    ------
    NotPossible
        It was not opened, or another key was made meanwhile.
    """
    async with transaction():
        wave = await _locked(key)
        if not proves(key, wave.state, found, secret):
            raise NotPossible("The test ballot was not opened.")
        if wave.state == WaveState.DRAFT:
            key.rehearsed_at = now or datetime.now(UTC)
            await key.save(update_fields=["rehearsed_at"])


async def _locked(key: CompanyKey) -> Wave:
    wave = await Wave.get(id=key.wave_id)
    await lock_for_update(wave)
    await wave.refresh_from_db()
    await key.refresh_from_db()
    return wave


async def keys_of(wave: Wave) -> list[CompanyKey]:
    """The companies' keys to a wave with their holders, a's first; none where a wave has no holders."""
    return await CompanyKey.filter(wave=wave).order_by("side").prefetch_related("holders")


async def is_held(wave: Wave) -> bool:
    """Whether a wave has key-holders, or will have."""
    return await CompanyKey.exists(wave=wave)


async def sealed_to(wave: Wave, alliance: Alliance) -> bytes:
    """What the ballots of a draft will be sealed to after the server's key: the others, as layers lie.

    Raises
    ------
    NotPossible
        Where a key is still to be made or tried out.
    """
    keys = await keys_of(wave)
    if missing := [alliance.company(key.side) for key in keys if key.rehearsed_at is None]:
        raise NotPossible(
            f"The key-holder of {' and the one of '.join(missing)} has not made and tried out the key yet. "
            "Ask them to, mail the link again, or plan the wave without key-holders."
        )
    return b"".join(bytes(key.public_key or b"") for key in reversed(keys))
