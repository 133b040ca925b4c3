"""Waves with two key-holders: opened with both, and with nobody less; what is no ballot of theirs is refused."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tortoise.exceptions import BaseORMException

from diagnostic.errors import NotPossible, UnknownLink, WaveEnded
from diagnostic.questionnaire import SIDES, Side
from diagnostic.storage.models import (
    Ballot,
    CompanyKey,
    KeyHolder,
    Message,
    MessageKind,
    MessageState,
    MixedBallot,
    MixStep,
    Receipt,
    Response,
    Wave,
    WaveState,
)
from diagnostic.survey import closing, holding, mixing, sealing
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.ballots import Sealed, ballot_length, layers, open_all
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.purging import delete_roster
from diagnostic.survey.reports import publish
from diagnostic.survey.verifying import verify
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer, answer_all, tokens
from tests.conftest import SECRET
from tests.holding import HOLDERS, Keys, held, key_of, mix, new_private, peeled, proof, public, send_and_finish


async def is_now(wave: Wave, state: WaveState) -> None:
    assert (await Wave.get(id=wave.id)).state == wave.state == state


@pytest.fixture
async def keys(draft: Wave) -> Keys:
    return await held(draft)


@pytest.fixture
async def mixing_wave(draft: Wave, keys: Keys) -> Wave:
    """Eight people of a and seven of b have answered, and the last day is over."""
    await launch(draft, SECRET)
    await answer_all(draft, a=8, b=7)
    await closing.close(draft, SECRET, after_the_end(draft))
    return draft


async def test_a_wave_with_two_holders_is_opened_once_both_have_done_their_part(mixing_wave: Wave, keys: Keys) -> None:
    wave = mixing_wave
    await is_now(wave, WaveState.MIXING)
    assert [layer.name for layer in layers(wave)] == ["server", "b", "a"]
    with pytest.raises(NotPossible, match="have not done their part"):
        await closing.open_mixed(wave, SECRET)
    await mix(wave, keys, "a")
    with pytest.raises(NotPossible, match="have not done their part"):
        await closing.open_mixed(wave, SECRET)
    await mix(wave, keys, "b")
    await closing.open_mixed(wave, SECRET)
    await is_now(wave, WaveState.CLOSED)
    assert {side: await Response.filter(wave=wave, side=side).count() for side in SIDES} == {"a": 8, "b": 7}
    assert sorted(r.values["decisions.stick@alliance"] for r in await Response.filter(wave=wave, side="b")) == [
        1, 1, 2, 2, 3, 4, 5,
    ]  # fmt: skip
    assert await Receipt.filter(wave=wave).count() == 15
    assert not await Ballot.filter(wave=wave).exists()
    assert not await MixedBallot.filter(wave=wave).exists()
    assert not await CompanyKey.filter(wrapped_key__isnull=False).exists()
    await publish(wave)
    assert [check.promise for check in (await verify(wave)).checks if not check.holds] == []
    assert await Message.filter(kind=MessageKind.HOLDERS_DONE).count() == 3


async def test_the_server_alone_opens_nothing_and_neither_does_one_holder(mixing_wave: Wave, keys: Keys) -> None:
    server = sealing.unwrap(bytes(mixing_wave.wrapped_private_key or b""), mixing_wave.id, SECRET)
    for ballot in await Ballot.filter(wave=mixing_wave):
        for private, name in ((server, "server"), (keys.b, "b"), (server, "a"), (keys.b, "a")):
            with pytest.raises(sealing.Unreadable):
                sealing.unseal(bytes(ballot.sealed), private, name, mixing_wave.id, ballot.side)
    assert (await open_all(mixing_wave, frozen_questionnaire(mixing_wave), SECRET)).people == []


async def test_a_wave_waits_for_its_keys_before_it_is_launched(draft: Wave) -> None:
    await holding.choose(draft, HOLDERS, SECRET)
    with pytest.raises(NotPossible, match="Novara and the one of Helix"):
        await launch(draft, SECRET)
    private = new_private()
    await holding.keep_key(await key_of(draft, "a"), public(private), b"locked away")
    with pytest.raises(NotPossible, match="was not opened"):
        await holding.rehearse(await key_of(draft, "a"), b"guessed", SECRET)
    right = await proof(draft, "a", private)
    await holding.rehearse(await key_of(draft, "a"), right, SECRET)
    with pytest.raises(NotPossible, match="key-holder of Helix has not"):
        await launch(draft, SECRET)
    # Nobody with a link alone puts another key in the place of one that was tried out. Where the consultant asks for
    # another, it is to be tried out anew, and what proved the old one proves nothing of it.
    with pytest.raises(NotPossible, match="tried out already"):
        await holding.keep_key(await key_of(draft, "a"), public(new_private()), b"locked away")
    await holding.ask_anew(draft, "a")
    await holding.keep_key(await key_of(draft, "a"), public(new_private()), b"locked away")
    with pytest.raises(NotPossible, match="was not opened"):
        await holding.rehearse(await key_of(draft, "a"), right, SECRET)
    with pytest.raises(BaseORMException, match="both keys were made and tried out"):
        await Wave.filter(id=draft.id).update(state=WaveState.OPEN)
    await holding.leave_out(draft)
    await launch(draft, SECRET)
    assert [layer.name for layer in layers(draft)] == ["server"]


async def test_what_is_no_point_of_the_curve_is_no_key(draft: Wave) -> None:
    await holding.choose(draft, HOLDERS, SECRET)
    key = await key_of(draft, "a")
    for wrong in (b"", b"\x04" + bytes(64), public(new_private())[:-1], b"\x00"):
        with pytest.raises(NotPossible, match="no key"):
            await holding.keep_key(key, wrong, b"locked away")
    with pytest.raises(NotPossible, match="no key"):
        await holding.keep_key(key, public(new_private()), bytes(holding.LARGEST_WRAPPED + 1))


async def test_holders_are_of_their_company_and_no_consultants(draft: Wave) -> None:
    def chosen(a: str, b: str, second: str = "") -> dict[Side, holding.Chosen]:
        return {
            "a": holding.Chosen(emails=[a, second], language="en"),
            "b": holding.Chosen(emails=[b, ""], language="en"),
        }

    for wrong, field in (
        (chosen("x@helix.example", "y@helix.example"), "email_a"),
        (chosen("x@novara.example", "alice@consultancy.example"), "email_b"),
        (chosen("x@novara.example", ""), "email_b"),
        (chosen("x@novara.example", "y@helix.example", "x@novara.example"), "second_a"),
        (chosen("x@novara.example", "nobody"), "email_b"),
    ):
        with pytest.raises(InvalidDetails) as found:
            await holding.choose(draft, wrong, SECRET)
        assert [fault.where for fault in found.value.faults] == [field]
    assert not await CompanyKey.exists()


@pytest.mark.part("proofs")
async def test_who_stays_a_holder_keeps_the_key_and_who_is_changed_needs_a_new_one(draft: Wave, keys: Keys) -> None:
    other = HOLDERS | {"b": holding.Chosen(emails=["somebody.else@helix.example", ""], language="de")}
    await holding.choose(draft, other, SECRET)
    assert (await key_of(draft, "a")).public_key == public(keys.a)
    assert (await key_of(draft, "b")).public_key is None
    await holding.choose(draft, other, SECRET)
    assert await Message.filter(kind=MessageKind.KEY_WANTED).count() == 3


async def test_what_was_done_stays_done(mixing_wave: Wave, keys: Keys) -> None:
    came = await mixing.incoming(mixing_wave, "a")
    given = peeled(came, keys.a, mixing_wave.id, "a")
    await send_and_finish(mixing_wave, "a", came, given)
    first = await MixStep.get(holder="a")
    key = await key_of(mixing_wave, "a")
    assert (await mixing.finish(key, uuid4(), "other", "other")).id == first.id
    with pytest.raises(NotPossible, match="nothing for this key-holder"):
        await mixing.take_part(key, uuid4(), given)
    assert mixing.digest(await mixing.incoming(mixing_wave, "b")) == mixing.digest(given) == first.given_digest
    assert await MixStep.all().count() == 1


async def test_a_list_counts_once_it_is_whole_and_made_of_these_ballots(mixing_wave: Wave, keys: Keys) -> None:
    wave, key, upload = mixing_wave, await key_of(mixing_wave, "a"), uuid4()
    came = await mixing.incoming(wave, "a")
    given = peeled(came, keys.a, wave.id, "a")
    await mixing.take_part(key, upload, given[:9])
    await mixing.take_part(key, upload, given[:9])
    assert await MixedBallot.all().count() == 9
    with pytest.raises(NotPossible, match="Not all of it"):
        await mixing.finish(key, upload, mixing.digest(came), mixing.digest(given))
    with pytest.raises(NotPossible, match="other ballots"):
        await mixing.finish(key, upload, mixing.digest(came[1:]), mixing.digest(given[:9]))
    with pytest.raises(NotPossible, match="no ballots of this wave"):
        await mixing.take_part(key, upload, [("a", b"short")])
    with pytest.raises(NotPossible, match="more ballots than there were"):
        await mixing.take_part(key, uuid4(), [*given, ("a", bytes(len(given[0][1])))])
    again = uuid4()
    relabelled: Sealed = [("a", sealed) for _, sealed in given]
    await mixing.take_part(key, again, relabelled)
    with pytest.raises(NotPossible, match="more ballots than there were"):
        await mixing.finish(key, again, mixing.digest(came), mixing.digest(relabelled))
    with pytest.raises(NotPossible, match="no ballot in it"):
        await mixing.finish(key, uuid4(), mixing.digest(came), mixing.digest([]))
    await mixing.take_part(key, upload, given)
    await mixing.finish(key, upload, mixing.digest(came), mixing.digest(given))
    assert await MixedBallot.all().count() == len(given), "what was sent in vain is gone"


@pytest.mark.part("proofs")
async def test_two_who_do_the_same_part_at_once_do_not_hinder_each_other(mixing_wave: Wave, keys: Keys) -> None:
    wave, key, (one, two) = mixing_wave, await key_of(mixing_wave, "a"), (uuid4(), uuid4())
    came = await mixing.incoming(wave, "a")
    ours, theirs = (peeled(came, keys.a, wave.id, "a") for _ in range(2))
    for first in range(0, len(came), 5):
        await mixing.take_part(key, one, ours[first : first + 5])
        await mixing.take_part(key, two, theirs[first : first + 5])
    step = await mixing.finish(key, one, mixing.digest(came), mixing.digest(ours))
    assert await mixing.finish(key, two, mixing.digest(came), mixing.digest(theirs)) == step
    assert await MixedBallot.all().count() == len(ours), "of two lists one counts, and the other is gone"


@pytest.mark.part("proofs")
async def test_lists_that_were_begun_and_never_finished_make_way(mixing_wave: Wave, keys: Keys) -> None:
    wave, key = mixing_wave, await key_of(mixing_wave, "a")
    came = await mixing.incoming(wave, "a")
    given = peeled(came, keys.a, wave.id, "a")
    for n in range(1, 12):
        await mixing.take_part(key, uuid4(), given)
        assert await MixedBallot.all().count() <= min(n, mixing.MOST_UPLOADS) * len(came)
    await send_and_finish(wave, "a", came, given)


async def test_holders_come_in_turn(mixing_wave: Wave, keys: Keys) -> None:
    with pytest.raises(NotPossible, match="nothing for this key-holder"):
        await mixing.take_part(await key_of(mixing_wave, "b"), uuid4(), [])
    with pytest.raises(NotPossible, match="nothing for this key-holder"):
        await mixing.finish(await key_of(mixing_wave, "b"), uuid4(), "", "")


async def test_duplicates_other_waves_other_sides_and_flipped_bits_are_left_out(draft: Wave, keys: Keys) -> None:
    await launch(draft, SECRET)
    await answer_all(draft, a=6, b=6)
    first, second, *_ = await Ballot.filter(wave=draft, side="a")
    size, content = sealing.ballot_size(frozen_questionnaire(draft)), sealing.BallotContent({"decisions.stick": ["5"]})
    flipped = bytearray(second.sealed)
    flipped[-1] ^= 1
    wrong = [
        bytes(first.sealed),
        bytes(flipped),
        sealing.seal(content, layers(draft), uuid4(), "a", size),
        sealing.seal(content, layers(draft), draft.id, "b", size),
        sealing.seal(content, layers(draft)[::-1], draft.id, "a", size),
        bytes(ballot_length(draft)),
    ]
    for sealed in wrong:
        await Ballot.create(wave=draft, side="a", sealed=sealed)
    await closing.close(draft, SECRET, after_the_end(draft))
    await mix(draft, keys)
    step = await MixStep.get(holder="a")
    assert (step.taken, step.given) == ({"a": 12, "b": 6}, {"a": 6, "b": 6})
    await closing.open_mixed(draft, SECRET)
    assert await Response.filter(wave=draft).count() == 12


async def test_ballots_that_a_dishonest_first_holder_doubles_are_left_out_by_the_second(
    mixing_wave: Wave, keys: Keys
) -> None:
    wave = mixing_wave
    came = await mixing.incoming(wave, "a")
    given = list(peeled(came, keys.a, wave.id, "a"))
    with pytest.raises(NotPossible, match="Not all"):
        # The same twice is there once.
        await send_and_finish(wave, "a", came, [*given[:-1], given[0]])


async def test_a_holder_who_is_waited_for_in_vain_lets_all_be_destroyed_unread(mixing_wave: Wave, keys: Keys) -> None:
    wave = mixing_wave
    asked = (await key_of(wave, "a")).asked_at
    until = await mixing.destroyed_at(wave)
    assert until is not None
    assert asked + timedelta(days=14) <= until
    with pytest.raises(NotPossible, match="still has time"):
        await closing.destroy_unmixed(wave, until - timedelta(seconds=1))
    with pytest.raises(NotPossible, match="still wait to be sent"):
        await closing.destroy_unmixed(wave, until)
    await Message.filter(kind=MessageKind.TURN).update(state=MessageState.SENT)
    await closing.destroy_unmixed(wave, until)
    await is_now(wave, WaveState.DESTROYED)
    assert not await Ballot.exists()
    assert not await Response.exists()
    assert await Message.filter(kind=MessageKind.MIX_FAILED).count() == 1
    assert [check.promise for check in (await verify(wave)).checks if not check.holds] == []


async def test_the_second_holder_has_a_fortnight_of_their_own(mixing_wave: Wave, keys: Keys) -> None:
    await mix(mixing_wave, keys, "a")
    asked = (await key_of(mixing_wave, "b")).asked_at
    until = await mixing.destroyed_at(mixing_wave)
    assert until is not None
    assert timedelta() < until - (asked + mixing.AWAITED_FOR) <= timedelta(days=1)
    assert until.astimezone(ZoneInfo("Europe/Berlin")).time() == time.min, "at the end of a day there"
    assert abs(asked - datetime.now(UTC)) < timedelta(minutes=5)


async def test_too_few_that_can_be_read_are_destroyed_at_once(mixing_wave: Wave, keys: Keys) -> None:
    wave = mixing_wave
    await mix(wave, keys, "a")
    came = await mixing.incoming(wave, "b")
    some = [each for each in peeled(came, keys.b, wave.id, "b") if each[0] == "a"][:4]
    await send_and_finish(wave, "b", came, some)
    await closing.open_mixed(wave, SECRET)
    await is_now(wave, WaveState.DESTROYED)
    assert not await Response.exists()


async def test_below_k_nothing_is_mixed(draft: Wave, keys: Keys) -> None:
    await launch(draft, SECRET)
    await answer_all(draft, a=8, b=4)
    late = after_the_end(draft)
    with pytest.raises(closing.BelowK):
        await closing.close(draft, SECRET, late)
    await is_now(draft, WaveState.OPEN)
    await closing.destroy(draft, SECRET, late)
    await is_now(draft, WaveState.DESTROYED)
    assert await Message.filter(kind=MessageKind.HOLDERS_DONE).count() == 3


@pytest.mark.part("proofs")
async def test_holders_are_reminded_after_three_seven_and_twelve_days(mixing_wave: Wave, keys: Keys) -> None:
    await Message.all().delete()
    begun, reminded = (await key_of(mixing_wave, "a")).asked_at, []
    for day in range(1, 14):
        for key in await mixing.awaited():
            if await mixing.remind(key, begun + timedelta(days=day, minutes=1)):
                reminded.append((key.side, day))
                await Message.filter(kind=MessageKind.TURN).update(state="sent")
    assert reminded == [("a", 3), ("a", 7), ("a", 12)]
    assert await Message.filter(kind=MessageKind.TURN).count() == 6
    assert await Message.filter(kind=MessageKind.HOLDER_AWAITED).count() == 3


async def test_a_wave_with_holders_is_not_opened_past_them_by_anybody(mixing_wave: Wave, keys: Keys) -> None:
    with pytest.raises(BaseORMException, match="once both have done their part"):
        await Wave.filter(id=mixing_wave.id).update(state=WaveState.CLOSED)
    with pytest.raises(BaseORMException, match="cannot go back"):
        await Wave.filter(id=mixing_wave.id).update(state=WaveState.OPEN)


async def test_nobody_answers_while_ballots_are_mixed(mixing_wave: Wave) -> None:
    last = (await tokens(mixing_wave, "b"))[-1]
    with pytest.raises(WaveEnded):
        await answer(mixing_wave, last, "b")


@pytest.mark.part("proofs")
async def test_addresses_of_holders_go_with_the_roster(mixing_wave: Wave, keys: Keys) -> None:
    with pytest.raises(NotPossible, match="open"):
        await delete_roster(mixing_wave.alliance)
    await mix(mixing_wave, keys)
    await closing.open_mixed(mixing_wave, SECRET)
    await publish(mixing_wave)
    await delete_roster(mixing_wave.alliance)
    assert not await KeyHolder.exists()
    assert [check.promise for check in (await verify(mixing_wave)).checks if not check.holds] == []


async def test_the_link_is_mailed_again_as_long_as_there_is_something_to_do(draft: Wave) -> None:
    with pytest.raises(NotPossible, match="nothing for this key-holder"):
        await mixing.write_again(draft, "a")
    await holding.choose(draft, HOLDERS, SECRET)
    await mixing.write_again(draft, "a")
    assert await Message.filter(kind=MessageKind.KEY_WANTED).count() == 3, "one that waits is enough"
    await Message.all().update(state="sent")
    await mixing.write_again(draft, "a")
    assert await Message.filter(kind=MessageKind.KEY_WANTED, state="waiting").count() == 2
    keys = await held(draft)
    with pytest.raises(NotPossible, match="nothing for this key-holder"):
        await mixing.write_again(draft, "a")
    await launch(draft, SECRET)
    await answer_all(draft, a=5, b=5)
    await closing.close(draft, SECRET, after_the_end(draft))
    await mix(draft, keys, "a")
    await mixing.write_again(draft, "b")
    with pytest.raises(NotPossible, match="nothing for this key-holder"):
        await mixing.write_again(draft, "a")


async def test_a_link_that_nobody_has_is_unknown(draft: Wave) -> None:
    with pytest.raises(UnknownLink):
        await holding.look_up("not-a-token-anybody-has")
