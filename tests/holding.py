"""Key-holders as their pages play them, in Python: what a page sends, an implementation of its own makes here."""

import random
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from diagnostic.questionnaire import Side
from diagnostic.storage.models import CompanyKey, Wave
from diagnostic.survey import holding, mixing, sealing
from diagnostic.survey.ballots import HOLDERS as IN_TURN
from diagnostic.survey.ballots import Sealed
from tests.conftest import SECRET

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
HOLDERS: dict[Side, holding.Chosen] = {
    "a": holding.Chosen(emails=["works.council@novara.example", "deputy@novara.example"], language="en"),
    "b": holding.Chosen(emails=["datenschutz@helix.example", ""], language="de"),
}

Private = ec.EllipticCurvePrivateKey


class Keys(NamedTuple):
    """The private keys that the two holders have."""

    a: Private
    b: Private

    def of(self, side: Side) -> Private:
        return self.a if side == "a" else self.b


def new_private() -> Private:
    return ec.generate_private_key(ec.SECP256R1())


def public(private: Private) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


async def key_of(wave: Wave, side: Side) -> CompanyKey:
    return await CompanyKey.get(wave=wave, side=side)


async def proof(wave: Wave, side: Side, private: Private) -> bytes:
    """What a holder reads in the server's challenge."""
    await wave.refresh_from_db()
    sealed = holding.challenge(await key_of(wave, side), wave.state, SECRET)
    return SUITE.decrypt(sealed, private, f"alliance-diagnostic key {wave.id} {side}".encode())


async def held(draft: Wave, keys: Keys | None = None) -> Keys:
    """Give a draft two key-holders, who have made their keys and tried them out."""
    await holding.choose(draft, HOLDERS, SECRET)
    keys = keys or Keys(new_private(), new_private())
    for side in IN_TURN:
        await holding.keep_key(await key_of(draft, side), public(keys.of(side)), b"locked away")
        await holding.rehearse(await key_of(draft, side), await proof(draft, side, keys.of(side)), SECRET)
    return keys


def peeled(ballots: Sealed, private: Private, wave: UUID, layer: Side, *, shuffled: bool = True) -> Sealed:
    """Every ballot less a layer; what is there twice, or does not open, is left out."""
    opened = []
    for side, sealed in dict.fromkeys(ballots):
        try:
            opened.append((side, sealing.unseal(sealed, private, layer, wave, side)))
        except sealing.Unreadable:
            continue
    if shuffled:
        random.SystemRandom().shuffle(opened)
    return opened


async def send_and_finish(wave: Wave, side: Side, taken: Sealed, given: Sealed, now: datetime | None = None) -> None:
    """Send a list as a page does: in parts, and then the end of it."""
    upload, key = uuid4(), await key_of(wave, side)
    for first in range(0, len(given), 5):
        await mixing.take_part(key, upload, given[first : first + 5])
    await mixing.finish(key, upload, mixing.digest(taken), mixing.digest(given), now)


async def mix(wave: Wave, keys: Keys, *sides: Side, now: datetime | None = None) -> None:
    """Let holders do their parts, in turn; both unless some are named."""
    for side in sides or IN_TURN:
        came = await mixing.incoming(wave, side)
        await send_and_finish(wave, side, came, peeled(came, keys.of(side), wave.id, side), now)
