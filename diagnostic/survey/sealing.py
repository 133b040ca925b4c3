"""Sealing a ballot so that the process that took it cannot read it again.

A wave has a key pair. Ballots are sealed to the public key (libsodium's sealed box). The private key
lies in the database only wrapped under a key derived from the server's secret, and is destroyed at the
close. All ballots of a wave have one length, so that a long comment does not show.
"""

import hashlib
import hmac
from uuid import UUID

import msgspec
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from diagnostic.questionnaire import Questionnaire, Value

_BLOCK = 1024


class BallotContent(msgspec.Struct, frozen=True):
    """What a ballot holds: the answers, and the group if an attribute is kept. The side stands outside."""

    values: dict[str, Value]
    group: str | None


def new_keys(wave: UUID, secret: str) -> tuple[bytes, bytes]:
    """A wave's public key, and its private key wrapped."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(SecretBox(_wrapping_key(wave, secret)).encrypt(bytes(private)))


def unwrap(wrapped: bytes, wave: UUID, secret: str) -> PrivateKey:
    """The private key; raises nacl's `CryptoError` under another secret than it was wrapped with."""
    return PrivateKey(SecretBox(_wrapping_key(wave, secret)).decrypt(wrapped))


def _wrapping_key(wave: UUID, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"wave key" + wave.bytes, hashlib.sha256)


def seal(content: BallotContent, public_key: bytes, size: int) -> bytes:
    """The sealed ballot, as long as every other of its wave (``size`` from `ballot_size`)."""
    encoded = msgspec.json.encode(content)
    if len(encoded) >= size:
        raise ValueError("answers larger than its questionnaire allows")
    return SealedBox(PublicKey(public_key)).encrypt(sodium_pad(encoded, size))


def unseal(sealed: bytes, private_key: PrivateKey, size: int) -> BallotContent:
    """What `seal` sealed."""
    return msgspec.json.decode(sodium_unpad(SealedBox(private_key).decrypt(sealed), size), type=BallotContent)


def ballot_size(questionnaire: Questionnaire) -> int:
    """Bytes that hold the fullest answers this questionnaire allows, in whole kibibytes."""
    most = 512  # the group and the frame around the answers
    for key, item in questionnaire.keys().items():
        most += len(key.encode()) + 8 + item.most_bytes()
    return -(-most // _BLOCK) * _BLOCK
