"""Casting a ballot, exactly once, and opening all of them at the close.

Issuing the right to answer (`invitations`) and accepting a ballot stay apart. What a submit writes is
one flag on the invitation and one sealed ballot that knows its wave and side: no time, no sequence,
no key from one to the other.
"""

import random
from datetime import UTC, datetime

from diagnostic.errors import AlreadyAnswered
from diagnostic.questionnaire import SIDES, Answers, Questionnaire
from diagnostic.storage import connection, transaction
from diagnostic.storage.models import Ballot, Invitation, Wave
from diagnostic.survey import sealing
from diagnostic.survey.invitations import look_up, refused
from diagnostic.survey.plans import frozen_questionnaire


async def cast(token: str, answers: Answers, now: datetime | None = None, *, begun: bool = False) -> None:
    """Spend the invitation and store the sealed answers, both or neither.

    ``begun``: the form was opened before the end, so that it may be sent during the grace.

    Raises
    ------
    UnknownLink, AlreadyAnswered, WaveEnded, InvitationWithdrawn
        Nothing was stored.
    """
    invitation = await look_up(token)
    person = invitation.participant
    if answers.side != person.side:
        raise ValueError("answers validated for the other side")
    group = person.attribute if invitation.wave.attribute else None
    size = sealing.ballot_size(frozen_questionnaire(invitation.wave))
    if refusal := refused(invitation, now or datetime.now(UTC), begun=begun):
        raise refusal
    sealed = sealing.seal(sealing.BallotContent(answers.values, group), bytes(invitation.wave.public_key or b""), size)

    async with transaction():
        await lock_shared(invitation.wave)
        await invitation.wave.refresh_from_db(fields=["state", "closes_on"])
        if refusal := refused(invitation, now or datetime.now(UTC), begun=begun):
            raise refusal
        spent = await Invitation.filter(token_hash=invitation.token_hash, answered=False).update(answered=True)
        if not spent:
            # Used by another submit just now, or gone with its wave.
            await look_up(token)
            raise AlreadyAnswered("This link has been used.")
        await Ballot.create(wave=invitation.wave, side=answers.side, sealed=sealed)


async def lock_shared(wave: Wave) -> None:
    """Keep a wave from closing under a ballot: many may cast at once, closing waits for them.

    On SQLite the transaction itself holds everybody else off.
    """
    database = connection()
    if database.capabilities.dialect == "postgres":
        await database.execute_query("SELECT 1 FROM wave WHERE id = $1 FOR SHARE", [wave.id])


async def lock_for_update(wave: Wave) -> None:
    """Wait for the ballots being cast, and let no other in until the transaction ends."""
    await Wave.filter(id=wave.id).select_for_update().first()


async def count_ballots(wave: Wave) -> dict[str, int]:
    """How many have answered, by side."""
    return {side: await Ballot.filter(wave=wave, side=side).count() for side in SIDES}


async def open_all(wave: Wave, questionnaire: Questionnaire, secret: str) -> list[tuple[Answers, str | None]]:
    """Every ballot of a wave, read and shuffled: answers and group, linked to nobody."""
    size = sealing.ballot_size(questionnaire)
    private_key = sealing.unwrap(bytes(wave.wrapped_private_key or b""), wave.id, secret)
    opened: list[tuple[Answers, str | None]] = []
    for ballot in await Ballot.filter(wave=wave):
        content = sealing.unseal(bytes(ballot.sealed), private_key, size)
        opened.append((Answers("a" if ballot.side == "a" else "b", content.values), content.group))
    random.SystemRandom().shuffle(opened)
    return opened
