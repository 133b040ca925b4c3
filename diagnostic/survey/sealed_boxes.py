"""Ballots of waves that were launched before pages could seal them: libsodium's sealed box, by the server.

Such a wave goes on as it was promised: its key is of another kind, which its length tells.
"""

import msgspec
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from diagnostic.questionnaire import Answers, Questionnaire, Side, Value
from diagnostic.storage.models import Wave
from diagnostic.survey.sealing import Unreadable, wrapping_key

_KEY = 32
_OVERHEAD = 48
"""Bytes that libsodium adds to a sealed box."""
_BLOCK = 1024


class _Content(msgspec.Struct, frozen=True):
    values: dict[str, Value]
    group: str | None


def has_sealed_boxes(wave: Wave) -> bool:
    """Whether a wave was launched that long ago."""
    return len(bytes(wave.public_key or b"")) == _KEY


def seal(answers: Answers, group: str | None, wave: Wave, questionnaire: Questionnaire) -> bytes:
    """The sealed ballot, as long as every other of its wave."""
    encoded = msgspec.json.encode(_Content(dict(answers.values), group))
    box = SealedBox(PublicKey(bytes(wave.public_key or b"")))
    return box.encrypt(sodium_pad(encoded, _size(questionnaire)))


def private_key(wave: Wave, secret: str) -> PrivateKey:
    """What opens the ballots of a wave; raises nacl's `CryptoError` under another secret."""
    return PrivateKey(SecretBox(wrapping_key(wave.id, secret)).decrypt(bytes(wave.wrapped_private_key or b"")))


def open_box(sealed: bytes, side: Side, key: PrivateKey) -> tuple[Answers, str | None]:
    """Answers and group of a ballot.

    Raises
    ------
    Unreadable
        It was not sealed by a server of this wave.
    """
    try:
        padded = SealedBox(key).decrypt(sealed)
        content = msgspec.json.decode(sodium_unpad(padded, len(padded)), type=_Content)
    except (ValueError, CryptoError):
        raise Unreadable from None
    return Answers(side, content.values), content.group


def ballot_length(questionnaire: Questionnaire) -> int:
    """Bytes of every ballot of such a wave."""
    return _size(questionnaire) + _OVERHEAD


def _size(questionnaire: Questionnaire) -> int:
    most = 512 + sum(len(key.encode()) + 8 + item.most_bytes() for key, item in questionnaire.keys().items())
    return -(-most // _BLOCK) * _BLOCK
