"""Casting a ballot, exactly once, and opening all of them at the close.

Issuing the right to answer (`invitations`) and accepting a ballot stay apart. What a submit writes is
one flag on the invitation and one sealed ballot that knows its wave and side: no time, no sequence,
no key from one to the other.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from tortoise.queryset import QuerySet

from diagnostic.disclosure import merge_groups
from diagnostic.errors import AlreadyAnswered, NoBallot
from diagnostic.questionnaire import SIDES, Answers, Questionnaire, Side
from diagnostic.storage import connection, transaction
from diagnostic.storage.models import Ballot, Invitation, MixedBallot, MixStep, Wave
from diagnostic.survey import perceived, sealed_boxes, sealing
from diagnostic.survey.carried import OnTarget, earlier_waves, said_on_targets
from diagnostic.survey.invitations import look_up, refused
from diagnostic.survey.plans import frozen_questionnaire

SERVER = "server"
"""The innermost layer of a ballot: the wave's own key, which is opened at the close."""
HOLDERS: tuple[Side, Side] = ("a", "b")
"""The sides in the order in which their key-holders take their layers off: a's is the outermost."""

Form = Mapping[str, Sequence[str]]

Sealed = Sequence[tuple[Side, bytes]]
"""Ballots, each with the side of who cast it."""


async def cast(token: str, ballot: bytes, now: datetime | None = None, *, begun: bool = False) -> None:
    """Spend the invitation and store a ballot that was sealed to the layers of its wave and side, both or neither.

    ``begun``: the form was opened before the end, so that it may be sent during the grace.

    Raises
    ------
    UnknownLink, AlreadyAnswered, WaveEnded, InvitationWithdrawn
        Nothing was stored.
    NoBallot
        What was sent is no ballot of this wave; nothing was stored.
    """
    invitation = await look_up(token)
    wave = invitation.wave
    if refusal := refused(invitation, now or datetime.now(UTC), begun=begun):
        raise refusal
    if len(ballot) != ballot_length(wave):
        raise NoBallot("What was sent is not as long as the ballots of this wave are.")

    async with transaction():
        await lock_shared(wave)
        await wave.refresh_from_db(fields=["state", "closes_on"])
        if refusal := refused(invitation, now or datetime.now(UTC), begun=begun):
            raise refusal
        spent = await Invitation.filter(token_hash=invitation.token_hash, answered=False).update(answered=True)
        if not spent:
            # Used by another submit just now, or gone with its wave.
            await look_up(token)
            raise AlreadyAnswered("This link has been used.")
        await Ballot.create(wave=wave, side=invitation.participant.side, sealed=ballot)


async def seal(invitation: Invitation, form: Form) -> tuple[bytes, str | None]:
    """The answers of a page that could not seal them, as a ballot that looks like every other, and its receipt.

    ``form`` has come through the gate for text, and its answers have been validated.

    Raises
    ------
    NoBallot
        They take more than the questionnaire can.
    """
    wave, person = invitation.wave, invitation.participant
    side, group = person.side, person.attribute if wave.attribute else None
    questionnaire = frozen_questionnaire(wave)
    if sealed_boxes.has_sealed_boxes(wave):
        return sealed_boxes.seal(questionnaire.validate(form, side), group, wave, questionnaire), None
    given = {
        field: [value.strip() for value in form[field] if value.strip()]
        for field, item in questionnaire.fields().items()
        if field in form and questionnaire.answer(field, item, form[field], side)
    }
    given |= perceived.given(form, perceived.asked_about(wave, await earlier_waves(wave)))
    # In the order of the names, as pages have it.
    content = sealing.BallotContent(dict(sorted(given.items())), group, sealing.new_receipt())
    try:
        size = room(wave, questionnaire)
        return sealing.seal(content, layers(wave), wave.id, side, size), content.receipt
    except ValueError as error:
        raise NoBallot("That is more than this questionnaire can be.") from error


def layers(wave: Wave) -> tuple[sealing.Layer, ...]:
    """Whom the ballots of a wave are sealed to, innermost first; none in a draft, and where pages cannot seal them."""
    if not wave.public_key or sealed_boxes.has_sealed_boxes(wave):
        return ()
    keys, each = bytes(wave.public_key), sealing.PUBLIC_KEY
    names = (SERVER, *reversed(HOLDERS))[: len(keys) // each]
    return tuple(sealing.Layer(name, keys[each * n : each * (n + 1)]) for n, name in enumerate(names))


def is_mixed(wave: Wave) -> bool:
    """Whether a wave was launched with key-holders."""
    return len(layers(wave)) > 1


def ballot_length(wave: Wave) -> int:
    """Bytes of every ballot of a wave."""
    questionnaire = frozen_questionnaire(wave)
    if sealed_boxes.has_sealed_boxes(wave):
        return sealed_boxes.ballot_length(questionnaire)
    return room(wave, questionnaire) + sealing.LAYER * len(layers(wave))


def room(wave: Wave, questionnaire: Questionnaire) -> int:
    """Bytes of every ballot of a wave before it is sealed."""
    return sealing.ballot_size(questionnaire, len(wave.targets or []))


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


class Opened(NamedTuple):
    """What the ballots of a wave held, shuffled: linked to nobody, and receipts to no answers."""

    people: list[tuple[Answers, str | None]]
    """Answers, and the group where an attribute is kept."""
    receipts: list[str]
    carried: list[OnTarget]
    perceived: list[perceived.Perceived]


async def open_all(wave: Wave, questionnaire: Questionnaire, secret: str) -> Opened:
    """Every ballot of a wave that can be opened and answers something.

    What stands in a ballot was looked at by nobody before: an answer that the questionnaire does not allow counts as
    not given. Ballots that are the same byte for byte count once: whoever seals makes a new key each time.

    Raises
    ------
    CryptoError
        nacl's, where the secret is not the one that the wave was launched with.
    """
    ballots = dict.fromkeys(await passed_on(wave, HOLDERS[-1]) if is_mixed(wave) else await cast_ballots(wave))
    opened, compared = Opened([], [], [], []), perceived.asked_about(wave, await earlier_waves(wave))
    opens = _opens_boxes(wave, secret) if sealed_boxes.has_sealed_boxes(wave) else _opens(wave, questionnaire, secret)
    for side, sealed in ballots:
        try:
            answers, content = opens(sealed, side)
        except sealing.Unreadable:
            continue
        if answers.values or perceived.given(content.fields, compared):
            opened.people.append((answers, content.group))
            opened.receipts.extend([content.receipt] if content.receipt else [])
            opened.carried.extend(said_on_targets(content.carried, answers.side, wave, questionnaire))
            opened.perceived.extend(perceived.said(content.fields, answers.side, compared))
    opened.people[:] = await _with_possible_groups(wave, opened.people)
    for each in opened:
        random.SystemRandom().shuffle(each)
    return opened


async def cast_ballots(wave: Wave, first: int = 0, at_most: int | None = None) -> Sealed:
    """The ballots of a wave as they were cast, in no order: all of them, or so many from the first one wanted on."""
    return await _some_of(Ballot.filter(wave=wave), first, at_most)


async def passed_on(wave: Wave, holder: Side, first: int = 0, at_most: int | None = None) -> Sealed:
    """The ballots that a key-holder has taken their layer off, in no order, as above; none before that is done."""
    step = await MixStep.get_or_none(wave=wave, holder=holder)
    if step is None:
        return []
    return await _some_of(MixedBallot.filter(wave=wave, holder=holder, upload=step.upload), first, at_most)


async def _some_of(ballots: QuerySet[Ballot] | QuerySet[MixedBallot], first: int, at_most: int | None) -> Sealed:
    # In the order of what they are called, which is chance.
    in_order = ballots.order_by("id")
    some = in_order if at_most is None else in_order.offset(first).limit(at_most)
    return [(ballot.side, bytes(ballot.sealed)) for ballot in await some]


_Open = Callable[[bytes, Side], tuple[Answers, sealing.BallotContent]]


def _opens(wave: Wave, questionnaire: Questionnaire, secret: str) -> _Open:
    key = sealing.unwrap(bytes(wave.wrapped_private_key or b""), wave.id, secret)

    def one(sealed: bytes, side: Side) -> tuple[Answers, sealing.BallotContent]:
        content = sealing.read(sealing.unseal(sealed, key, SERVER, wave.id, side))
        return questionnaire.valid(content.fields, side), content

    return one


def _opens_boxes(wave: Wave, secret: str) -> _Open:
    key = sealed_boxes.private_key(wave, secret)

    def one(sealed: bytes, side: Side) -> tuple[Answers, sealing.BallotContent]:
        answers, group = sealed_boxes.open_box(sealed, side, key)
        return answers, sealing.BallotContent({}, group)

    return one


async def _with_possible_groups(
    wave: Wave, people: Sequence[tuple[Answers, str | None]]
) -> list[tuple[Answers, str | None]]:
    """The same people without the groups that cannot be theirs, or that could not be kept if all told the truth.

    Whoever seals can name any group. So a group counts only where, of those who have answered, enough are in it, and no
    more claim to be. Otherwise two colleagues could make a group of three look like one of five, or one who names none
    fill up what is left over, and subtract themselves.
    """
    invited = Invitation.filter(wave=wave, answered=True).order_by("id")
    true: list[tuple[Side, str | None]] = await invited.values_list("participant__side", "participant__attribute")
    answered, claimed = Counter(true), Counter((answers.side, group) for answers, group in people)
    kept = {(side, group) for (side, _), group in zip(true, merge_groups(true, wave.k), strict=True) if wave.attribute}
    possible = {which for which, number in claimed.items() if which in kept and number <= answered[which]}
    return [(answers, group if (answers.side, group) in possible else None) for answers, group in people]
