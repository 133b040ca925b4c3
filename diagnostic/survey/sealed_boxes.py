"""Ballots of waves that were launched before pages could seal them: libsodium's sealed box, by the server.

Such a wave goes on as it was promised: its key is of another kind, which its length tells.
"""

import msgspec
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from diagnostic.questionnaire import Answers, Questionnaire, Side, Value
from diagnostic.storage.models import Wave
from diagnostic.survey.sealing import wrapping_key

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


def open_box(
    sealed: bytes, side: Side, wave: Wave, questionnaire: Questionnaire, secret: str
) -> tuple[Answers, str | None]:
    """Answers and group of a ballot; raises nacl's `CryptoError` under another secret."""
    private = SecretBox(wrapping_key(wave.id, secret)).decrypt(bytes(wave.wrapped_private_key or b""))
    padded = SealedBox(PrivateKey(private)).decrypt(sealed)
    content = msgspec.json.decode(sodium_unpad(padded, _size(questionnaire)), type=_Content)
    return Answers(side, content.values), content.group


def ballot_length(questionnaire: Questionnaire) -> int:
    """Bytes of every ballot of such a wave."""
    return _size(questionnaire) + _OVERHEAD


def _size(questionnaire: Questionnaire) -> int:
    most = 512 + sum(len(key.encode()) + 8 + item.most_bytes() for key, item in questionnaire.keys().items())
    return -(-most // _BLOCK) * _BLOCK
