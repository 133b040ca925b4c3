"""An operator who logs which ballot came with which link, and has the secret and every copy, tells nobody's answers.

Not with the key of one holder either. With both keys he wins, and where a holder does not shuffle, or passes on what is
there twice: so he is good enough to be believed.
"""

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest

from diagnostic.questionnaire import Side
from diagnostic.storage.models import Ballot, Invitation, Wave
from diagnostic.survey import closing, sealing
from diagnostic.survey.ballots import HOLDERS, SERVER, Sealed, cast_ballots, passed_on
from diagnostic.survey.invitations import token
from diagnostic.survey.waves import launch
from tests.anonymity.forensics import chance_of
from tests.answering import after_the_end, answer
from tests.conftest import SECRET
from tests.holding import Keys, Private, held, peeled, send_and_finish

RUNS = 12
"""Waves in which he is to fail: 192 guesses, of which 24 are right by chance."""
FALSE_ALARM = 1e-6
CHANCE = random.SystemRandom()


class Log(NamedTuple):
    """What the operator has of a wave: every list that passed through his server, and his own key."""

    wave: Wave
    server: Private
    cast: Mapping[str, tuple[Side, bytes]]
    """By invitation, what was posted with its link."""
    lists: Mapping[str, Sealed]
    """By holder, what they passed on, in the order in which it was sent."""
    said: Mapping[str, str]
    """By invitation, the truth: the comment that its owner wrote."""


async def play(draft: Wave, keys: Keys, *, shuffled: bool = True) -> Log:
    """A wave from launch to the last holder, watched by whoever runs the server."""
    await launch(draft, SECRET)
    cast: dict[str, tuple[Side, bytes]] = {}
    said, known = {}, set()
    invitations = await Invitation.filter(wave=draft).prefetch_related("participant")
    CHANCE.shuffle(invitations)
    for invitation in invitations:
        said[str(invitation.id)] = CHANCE.randbytes(8).hex()
        await answer(draft, token(invitation, SECRET), invitation.participant.side, whats_new=said[str(invitation.id)])
        (ballot,) = [each for each in await Ballot.filter(wave=draft) if each.id not in known]
        known.add(ballot.id)
        cast[str(invitation.id)] = (ballot.side, bytes(ballot.sealed))
    server = sealing.unwrap(bytes(draft.wrapped_private_key or b""), draft.id, SECRET)
    await closing.close(draft, SECRET, after_the_end(draft))
    lists: dict[str, Sealed] = {}
    for side in HOLDERS:
        # In the order of casting, which is the best that an operator can hope for where nobody shuffles.
        came = lists[HOLDERS[0]] if lists else list(cast.values())
        lists[side] = peeled(came, keys.of(side), draft.id, side, shuffled=shuffled)
        stored = await passed_on(draft, HOLDERS[0]) if side == "b" else await cast_ballots(draft)
        await send_and_finish(draft, side, stored, lists[side])
    return Log(draft, server, cast, lists, said)


def one_layer(ballot: tuple[Side, bytes], private: Private, layer: str, log: Log) -> tuple[Side, bytes]:
    side = ballot[0]
    return side, sealing.unseal(ballot[1], private, layer, log.wave.id, side)


def comment(ballot: tuple[Side, bytes], log: Log) -> str:
    """What stands in a ballot that the server can open."""
    opened = one_layer(ballot, log.server, SERVER, log)[1]
    return sealing.read(opened).fields["whats_new"][0]


def guessed(log: Log, keys: Mapping[str, Private]) -> dict[str, str]:
    """Whose he says each comment is: followed through the lists of which he has the key, and by its place in others."""
    at: dict[str, tuple[Side, bytes]] = dict(log.cast)
    order: Sequence[tuple[Side, bytes]] = list(log.cast.values())
    for holder in HOLDERS:
        if holder in keys:
            at = {person: one_layer(ballot, keys[holder], holder, log) for person, ballot in at.items()}
            assert set(at.values()) == set(log.lists[holder])
        else:
            at = _by_place(at, order, log.lists[holder])
        order = log.lists[holder]
    return {person: comment(ballot, log) for person, ballot in at.items()}


def _by_place(
    at: Mapping[str, tuple[Side, bytes]], before: Sequence[tuple[Side, bytes]], after: Sequence[tuple[Side, bytes]]
) -> dict[str, tuple[Side, bytes]]:
    """The first of a side is taken for the first of that side, and so on."""
    found: dict[str, tuple[Side, bytes]] = {}
    for side in "ab":
        own, theirs = ([each for each in ballots if each[0] == side] for ballots in (before, after))
        found |= {person: theirs[own.index(ballot)] for person, ballot in at.items() if ballot[0] == side}
    return found


def hits(log: Log, keys: Mapping[str, Private]) -> int:
    found = guessed(log, keys)
    return sum(found[person] == log.said[person] for person in log.said)


@pytest.mark.parametrize("stolen", ["", "a", "b"])
async def test_with_the_secret_every_list_and_the_key_of_one_holder_he_guesses_blindly(
    stolen: str, draft: Wave
) -> None:
    keys = await held(draft)
    log, right = await play(draft, keys), 0
    own = {side: keys.of("a" if side == "a" else "b") for side in stolen}
    for _ in range(RUNS):
        # Another wave would be shuffled anew, and so is this one: the lists of a holder whose key he has not.
        fresh = {side: CHANCE.sample(list(ballots), len(ballots)) for side, ballots in log.lists.items()}
        right += hits(log._replace(lists=fresh), own)
    assert chance_of(right, groups=2 * RUNS) > FALSE_ALARM
    assert hits(log, own) < len(log.said)


async def test_with_both_keys_he_wins(draft: Wave) -> None:
    keys = await held(draft)
    log = await play(draft, keys)
    assert hits(log, {"a": keys.a, "b": keys.b}) == len(log.said) == 16


async def test_without_the_shuffle_he_wins_without_any_key(draft: Wave) -> None:
    log = await play(draft, await held(draft), shuffled=False)
    assert hits(log, {}) == len(log.said)


async def test_a_ballot_that_he_casts_twice_tells_its_owner_only_where_twins_are_not_left_out(draft: Wave) -> None:
    keys = await held(draft)
    log = await play(draft, keys)
    victim = CHANCE.choice(list(log.cast))
    twice = [*log.cast.values(), log.cast[victim]]

    def mixed(*, twins: bool) -> list[str]:
        ballots: Sealed = twice
        for side in HOLDERS:
            seen = list(ballots) if twins else list(dict.fromkeys(ballots))
            ballots = [one_layer(each, keys.of(side), side, log) for each in seen]
        return [comment(each, log) for each in ballots]

    assert mixed(twins=True).count(log.said[victim]) == 2
    assert mixed(twins=False).count(log.said[victim]) == 1
    assert len(peeled(twice, keys.a, log.wave.id, "a")) == 16, "as a holder's page does"
