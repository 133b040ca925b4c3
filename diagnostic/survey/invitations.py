"""The right to answer once: links that are derived when needed and stored nowhere."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from diagnostic.errors import AlreadyAnswered, InvitationWithdrawn, UnknownLink, WaveEnded
from diagnostic.storage.models import Alliance, Invitation, Wave, WaveState

_TOKEN_BYTES = 18  # 144 bits
GRACE = timedelta(hours=24)
"""How long after the last day somebody may still send who had begun before it ended."""


def token(invitation: Invitation, secret: str) -> str:
    """The token in an invitation's link; the same in every mail to that person."""
    return derive(bytes(invitation.nonce), invitation.generation, secret)


def derive(nonce: bytes, generation: int, secret: str) -> str:
    """HMAC-SHA256 of the secret over nonce and generation, 144 bits of it, URL-safe."""
    digest = hmac.digest(secret.encode(), b"invitation" + nonce + generation.to_bytes(4, "big"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode()


def fingerprint(token: str) -> str:
    """What the database holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_invitation(wave: Wave, participant: UUID, nonce: bytes, secret: str) -> Invitation:
    """An invitation, not stored yet."""
    return Invitation(
        id=uuid4(),
        wave=wave,
        participant_id=participant,
        nonce=nonce,
        token_hash=fingerprint(derive(nonce, 1, secret)),
    )


def sending_ends(wave: Wave, alliance: Alliance) -> datetime:
    """The moment from which nobody can send any more, so that the wave can be closed."""
    return wave.deadline(alliance) + GRACE


def begun_stamp(wave: Wave, secret: str) -> str:
    """What a form that is opened before the end carries, to be sent during the grace.

    The same for everybody invited to the wave, so that it names nobody and nothing has to be stored.
    """
    digest = hmac.digest(secret.encode(), b"begun" + wave.id.bytes, hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode()


def has_begun(wave: Wave, stamp: str, secret: str) -> bool:
    """Whether a form was opened before the end of the wave."""
    return hmac.compare_digest(stamp.encode(errors="replace"), begun_stamp(wave, secret).encode())


async def look_up(token: str) -> Invitation:
    """The invitation of a link, used or not; raises `UnknownLink`."""
    found = await Invitation.get_or_none(token_hash=fingerprint(token)).prefetch_related(
        "wave__alliance", "participant"
    )
    if found is None:
        raise UnknownLink("This link is not known.")
    return found


def refused(invitation: Invitation, now: datetime, *, begun: bool = False) -> Exception | None:
    """Why an invitation cannot be used now, or None."""
    wave = invitation.wave
    if wave.state == WaveState.DESTROYED:
        return InvitationWithdrawn("This questionnaire was withdrawn.")
    end = sending_ends(wave, wave.alliance) if begun else wave.deadline(wave.alliance)
    if wave.state != WaveState.OPEN or now >= end:
        return WaveEnded("This questionnaire has ended.")
    if invitation.answered:
        return AlreadyAnswered("This link has been used.")
    return None
