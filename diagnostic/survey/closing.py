"""The end of a wave: opened and shuffled in one transaction, or destroyed unread."""

import random
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from nacl.exceptions import CryptoError

from diagnostic.disclosure import merge_groups
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Answers, Text
from diagnostic.storage import clean_up_if_pending, request_cleanup, transaction
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Comment,
    CompanyKey,
    Invitation,
    Message,
    MessageKind,
    MixedBallot,
    Receipt,
    Response,
    Wave,
    WaveState,
)
from diagnostic.survey import carried, mixing, perceived
from diagnostic.survey.ballots import count_ballots, is_mixed, lock_for_update, open_all
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.programme import tell_consultants
from diagnostic.survey.waves import invited, must_be_open, refresh_participation

WARNED_FOR = timedelta(days=14)
"""How long a wave that ended below k waits, once its consultants were told, before its ballots are destroyed."""
BATCH = 500


class BelowK(NotPossible):
    """A side has fewer than k ballots, so the wave cannot be opened."""


def is_over(wave: Wave, now: datetime) -> bool:
    """Whether nobody can send to a wave any more."""
    return now >= sending_ends(wave, wave.alliance)


async def close(wave: Wave, secret: str, now: datetime | None = None) -> None:
    """Open and shuffle the ballots, write responses and comments apart, destroy ballots and key.

    Where a wave has key-holders, its ballots go to the first of them instead, and `open_mixed` follows. It is one
    transaction: interrupted anywhere, nothing has happened.

    Raises
    ------
    NotPossible
        While somebody can still answer: the day that was promised stands, unless all have answered.
    BelowK
        Where a side has fewer than k ballots; nothing was opened.
    """
    now = now or datetime.now(UTC)
    await refresh_participation(wave, now)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_open(wave)
        alliance = await Alliance.get(id=wave.alliance_id)
        if not await can_be_closed(wave, alliance, now):
            raise NotPossible(f"{still_open(wave, alliance, now)} By the last hourly count not everybody has answered.")
        counts = await count_ballots(wave)
        _must_reach_k(wave, alliance, counts)
        if is_mixed(wave):
            wave.participation, wave.participation_at = counts, now
            wave.failed_step = wave.failed_at = None
            # One that is still waiting would name somebody who has not answered.
            await Message.filter(wave=wave, kind=MessageKind.REMINDER).delete()
            await mixing.begin(wave, now)
        else:
            await _open(wave, alliance, secret, now)
    await clean_up_if_pending()


async def open_mixed(wave: Wave, secret: str, now: datetime | None = None) -> None:
    """Open the ballots that every key-holder has had, as `close` does; destroyed where too few of them can be read.

    Nobody can be asked again, so there is no time to be given. One transaction, too.

    Raises
    ------
    NotPossible
        Where the ballots are not being mixed, or a holder has not done their part.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        if wave.state != WaveState.MIXING or await mixing.turn(wave) is not None:
            raise NotPossible("The key-holders have not done their part yet.")
        try:
            await _open(wave, await Alliance.get(id=wave.alliance_id), secret, now)
        except BelowK:
            await _give_up(wave, now)
    await clean_up_if_pending()


async def destroy_unmixed(wave: Wave, now: datetime | None = None) -> None:
    """Destroy the ballots of a wave unread, because a key-holder has not done their part in time.

    Or because all have, and what they passed on could not be opened in as much time again.

    Raises
    ------
    NotPossible
        While there is time, where the ballots are not being mixed, or before the holder was asked.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        until = await mixing.destroyed_at(wave)
        if until is None or now < until:
            raise NotPossible("The key-holder still has time.")
        if not await mixing.was_asked(wave):
            raise NotPossible("The mails that ask the key-holder still wait to be sent.")
        await _give_up(wave, now)
    await clean_up_if_pending()


async def _give_up(wave: Wave, now: datetime) -> None:
    wave.participation = None
    await _end(wave, WaveState.DESTROYED, now)
    await tell_consultants(MessageKind.MIX_FAILED, wave, now)


async def _open(wave: Wave, alliance: Alliance, secret: str, now: datetime) -> None:
    questionnaire = frozen_questionnaire(wave)
    people, receipts, changes, seen = await open_all(wave, questionnaire, secret)
    counts = _answered(people)
    _must_reach_k(wave, alliance, counts, "sent a ballot that can be read")
    groups = merge_groups([(answers.side, group) for answers, group in people], wave.k)
    comments = [key for key, item in questionnaire.keys().items() if isinstance(item, Text)]
    await store_answers(wave, people, groups, comments)
    asked = perceived.asked_about(wave, await carried.earlier_waves(wave))
    await carried.store(wave, changes, perceived.counted(seen, asked))
    # By their own order, which tells nothing, and apart from all else.
    await Receipt.bulk_create(
        [Receipt(id=uuid4(), wave=wave, code=code) for code in sorted(receipts)], batch_size=BATCH
    )
    wave.participation, wave.participation_at = counts, now
    await _end(wave, WaveState.CLOSED, now)


def _answered(people: Sequence[tuple[Answers, str | None]]) -> dict[str, int]:
    return {side: sum(answers.side == side for answers, _ in people) for side in SIDES}


async def can_be_closed(wave: Wave, alliance: Alliance, now: datetime) -> bool:
    """Whether nobody can answer any more, or by the last hourly count all have: what is shown decides."""
    if now >= sending_ends(wave, alliance):
        return True
    people, counted = await invited(wave), wave.participation or {"a": 0, "b": 0}
    return all(counted[side] >= people[side].people for side in SIDES)


def still_open(wave: Wave, alliance: Alliance, now: datetime) -> str:
    """Until when people can answer, in a sentence."""
    if now < wave.deadline(alliance):
        return f"People can answer until the end of {wave.last_day():%-d %B %Y}, as they were told."
    end = sending_ends(wave, alliance).astimezone(ZoneInfo(alliance.timezone))
    return f"Whoever had begun before the last day ended can still send until {end:%-d %B %Y, %H:%M}."


def _must_reach_k(wave: Wave, alliance: Alliance, counts: dict[str, int], what: str = "answered") -> None:
    below = [alliance.company(side) for side in SIDES if counts[side] < wave.k]
    if below:
        raise BelowK(
            f"Fewer than {wave.k} people of {' and of '.join(below)} have {what}, so nothing is opened. "
            "Extend the closing date, or have the answers destroyed unread."
        )


async def store_answers(
    wave: Wave, people: Sequence[tuple[Answers, str | None]], groups: Sequence[str | None], comments: Collection[str]
) -> None:
    """Write down people's answers, comments apart, in an order that tells nothing.

    ``groups``: the merged ones, a value for each person; ``comments``: the keys of what is answered in words.
    """
    responses, texts = [], []
    for (answers, _), group in zip(people, groups, strict=True):
        values = {key: value for key, value in answers.values.items() if key not in comments}
        responses.append(Response(id=uuid4(), wave=wave, side=answers.side, group=group, values=values))
        texts += [
            Comment(id=uuid4(), wave=wave, side=answers.side, question=key, text=answers.values[key])
            for key in comments
            if key in answers.values
        ]
    # The order of the rows tells nothing: neither who answered first, nor which comment is whose.
    responses.sort(key=lambda response: response.id.bytes)
    random.SystemRandom().shuffle(texts)
    await Response.bulk_create(responses, batch_size=BATCH)
    await Comment.bulk_create(texts, batch_size=BATCH)


async def destroy(wave: Wave, secret: str, now: datetime | None = None) -> None:
    """Destroy the ballots of a wave unread, because a side ended below k.

    Only where enough were sent are they opened, to see that too few of them can be read. The other side's go too: a
    Report compares two sides, and one side alone is not shown to the other.

    Raises
    ------
    NotPossible
        While somebody can still send, where both sides have reached k, or where enough were sent and the secret is not
        the one that opens them.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_open(wave)
        if now < sending_ends(wave, await Alliance.get(id=wave.alliance_id)):
            raise NotPossible("People can still answer. Whether a side stays below the threshold is known at the end.")
        if min((await count_ballots(wave)).values()) >= wave.k and await _enough_can_be_read(wave, secret):
            raise NotPossible("Both sides have answered in sufficient number. Close the wave instead.")
        wave.participation = None
        await _end(wave, WaveState.DESTROYED, now)
    await clean_up_if_pending()


async def _enough_can_be_read(wave: Wave, secret: str) -> bool:
    if is_mixed(wave):  # which nobody can open yet
        return True
    try:
        opened = await open_all(wave, frozen_questionnaire(wave), secret)
    except CryptoError:
        raise NotPossible(
            "Enough people have answered, and their ballots cannot be opened with this server’s DIAGNOSTIC_SECRET. "
            "Bring back the one that the wave was launched with."
        ) from None
    return min(_answered(opened.people).values()) >= wave.k


async def _end(wave: Wave, state: WaveState, now: datetime) -> None:
    """What a wave leaves behind whichever way it ends: no ballot, no key, and no word on who has answered."""
    wave.wrapped_private_key = None
    wave.state = state
    wave.closed_at = now
    wave.failed_step = wave.failed_at = None
    await wave.save()
    # Not before: the database keeps the ballots of an open wave.
    await Ballot.filter(wave=wave).delete()
    await MixedBallot.filter(wave=wave).delete()
    await CompanyKey.filter(wave=wave).update(wrapped_key=None)
    await mixing.tell_holders(wave, now)
    await Invitation.filter(wave=wave).update(answered=True)
    # One that is still waiting would name somebody who has not answered.
    await Message.filter(wave=wave, kind=MessageKind.REMINDER).delete()
    await request_cleanup()
