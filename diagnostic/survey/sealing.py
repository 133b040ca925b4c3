"""Sealing a ballot, in the respondent's browser or here, so that whoever carries or keeps it cannot read it.

A wave has a key pair. Ballots are sealed to the public key by HPKE (RFC 9180, base mode, one message a key): P-256,
HKDF-SHA256, AES-256-GCM, which every browser can do. ``static/sealing.js`` makes the same as `seal`. The private key
lies in the database only wrapped under a key derived from the server's secret, and is destroyed at the close. All
ballots of a wave have one length, so that a long comment does not show, and nothing on one says where it was sealed.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeGuard, cast
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from diagnostic.questionnaire import Questionnaire, Side

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_BLOCK = 1024
PUBLIC_KEY = 65
"""Bytes of a point of P-256, uncompressed."""
LAYER = PUBLIC_KEY + 16
"""Bytes that sealing adds: a public key made for this one ballot, and the tag that tells a changed one."""
RECEIPT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of Crockford's base 32, none of which is easily taken for another."""
RECEIPT_LENGTH = 16
"""Of five bits each: 80, so that nobody's is guessed or given twice."""


class BallotContent(msgspec.Struct, frozen=True):
    """What a ballot holds. The side stands outside."""

    fields: Mapping[str, Sequence[str]]
    """The answers as the form has them, not looked through: each field with the values that were sent."""
    group: str | None = None
    """The respondent's own value of the attribute, where one is kept."""
    receipt: str | None = None
    """A code by which the respondent, who alone knows it, finds after the close that this ballot was counted."""
    carried: Mapping[str, tuple[float, float]] = {}
    """Of agreed targets: the mean of the respondent's first answers, and how much higher they are since, on average."""


class Layer(NamedTuple):
    """Whom a ballot is sealed to."""

    name: str
    """``server``, or the side whose key-holder opens it; a ballot cannot be opened as another layer than it was sealed
    as."""
    public_key: bytes
    """A point of P-256, uncompressed."""


class Unreadable(Exception):
    """A ballot that was not sealed to this key, wave and side, or was changed since."""


def new_keys(wave: UUID, secret: str) -> tuple[bytes, bytes]:
    """A wave's public key, and its private key wrapped."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    unprotected = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return public, bytes(SecretBox(wrapping_key(wave, secret)).encrypt(unprotected))


def unwrap(wrapped: bytes, wave: UUID, secret: str) -> ec.EllipticCurvePrivateKey:
    """The private key; raises nacl's `CryptoError` under another secret than it was wrapped with."""
    unprotected = SecretBox(wrapping_key(wave, secret)).decrypt(wrapped)
    return cast(ec.EllipticCurvePrivateKey, load_der_private_key(unprotected, None))


def wrapping_key(wave: UUID, secret: str) -> bytes:
    """What a wave's private key is wrapped under."""
    return hmac.digest(secret.encode(), b"wave key" + wave.bytes, hashlib.sha256)


def seal(content: BallotContent, layers: Sequence[Layer], wave: UUID, side: Side, size: int) -> bytes:
    """The sealed ballot, innermost layer first, as long as every other of its wave (``size`` from `ballot_size`)."""
    encoded = msgspec.json.encode(content)
    if len(encoded) >= size:
        raise ValueError("answers larger than its questionnaire allows")
    sealed = sodium_pad(encoded, size)
    for layer in layers:
        sealed = seal_layer(sealed, layer.public_key, bound_to(wave, side, layer.name))
    return sealed


def seal_layer(content: bytes, public_key: bytes, info: bytes) -> bytes:
    """Bytes for whoever has the private key; raises `ValueError` where ``public_key`` is no point of the curve."""
    return _SUITE.encrypt(content, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key), info)


def unseal(sealed: bytes, key: ec.EllipticCurvePrivateKey, name: str, wave: UUID, side: Side) -> bytes:
    """What is under the outermost layer, which was sealed to this key.

    Raises
    ------
    Unreadable
        It was sealed to another key, wave, side or layer, or was changed since.
    """
    try:
        return _SUITE.decrypt(sealed, key, bound_to(wave, side, name))
    except (InvalidTag, ValueError):
        raise Unreadable from None


def bound_to(wave: UUID, side: Side, name: str) -> bytes:
    """HPKE's ``info``: a ballot opens for this wave, side and layer alone."""
    return f"alliance-diagnostic ballot {wave} {side} {name}".encode()


def read(padded: bytes) -> BallotContent:
    """What the innermost layer holds, as far as it has the form of a ballot: nobody has looked at it before.

    However long it is: a later release may have other lengths than the one that sealed it.

    Raises
    ------
    Unreadable
        Where nothing of it can be read.
    """
    try:
        raw = msgspec.json.decode(sodium_unpad(padded, len(padded)))
    except (ValueError, CryptoError, RecursionError):  # CryptoError: no padding; RecursionError: thousands of brackets
        raise Unreadable from None
    if not isinstance(raw, dict) or not isinstance(raw.get("fields"), dict):
        raise Unreadable
    fields = {
        name: values
        for name, values in raw["fields"].items()
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }
    group, receipt, carried = raw.get("group"), raw.get("receipt"), raw.get("carried")
    return BallotContent(
        fields,
        group if isinstance(group, str) else None,
        receipt if isinstance(receipt, str) and is_receipt(receipt) else None,
        {target: (pair[0], pair[1]) for target, pair in carried.items() if _is_pair(pair)}
        if isinstance(carried, dict)
        else {},
    )


def _is_pair(pair: object) -> TypeGuard[tuple[float, float]]:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(type(each) in (int, float) and abs(each) < 100 for each in pair)
    )


def new_receipt() -> str:
    """A code for a ballot that is sealed here; pages make their own."""
    return "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH))


def is_receipt(code: str) -> bool:
    """Whether a code is one that `new_receipt` could have made."""
    return len(code) == RECEIPT_LENGTH and set(code) <= set(RECEIPT_LETTERS)


def in_fours(code: str) -> str:
    """A code as people read it."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def fingerprint(layers: Sequence[Layer]) -> str:
    """What two people compare to know that they see the same keys: six groups of five digits, 99 bits of SHA-256.

    Digits, so that nobody takes it for a receipt.
    """
    digest = hashlib.sha256(b"".join(layer.name.encode() + b"\0" + layer.public_key for layer in layers)).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**30:030}"
    return " ".join(digits[n : n + 5] for n in range(0, 30, 5))


def in_letters(digest: bytes) -> str:
    """The first 100 bits of a digest of 256 as people compare them, in fours."""
    number = int.from_bytes(digest, "big") >> 156
    return in_fours("".join(RECEIPT_LETTERS[number >> 5 * n & 31] for n in reversed(range(20))))


def encoded(layers: Sequence[Layer]) -> str:
    """The layers as a page carries them: ``server:<base 64>``, innermost first."""
    return " ".join(f"{layer.name}:{base64.b64encode(layer.public_key).decode()}" for layer in layers)


def decoded(layers: str) -> list[Layer]:
    """What `encoded` made.

    Raises
    ------
    ValueError
        Something else stands there.
    """
    pairs = [layer.split(":") for layer in layers.split()]
    return [Layer(name, base64.b64decode(key, validate=True)) for name, key in pairs]


def ballot_size(questionnaire: Questionnaire, targets: int = 0) -> int:
    """Bytes that hold the fullest sheet of this questionnaire, in whole kibibytes, before it is sealed."""
    most = 512 + 192 * targets  # group, receipt, and the frame around the answers; and what is carried
    for field, item in questionnaire.fields().items():
        most += len(field.encode()) + 16 + item.most_bytes()
    return -(-most // _BLOCK) * _BLOCK
