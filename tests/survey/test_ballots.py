import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import sodium_pad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox

from diagnostic.errors import AlreadyAnswered, NoBallot, UnknownLink, WaveEnded
from diagnostic.storage import connection
from diagnostic.storage.models import Ballot, Comment, Invitation, Message, Receipt, Response, Wave
from diagnostic.survey import sealing
from diagnostic.survey.ballots import ballot_length, cast, layers, open_all, seal
from diagnostic.survey.closing import BelowK, close, destroy
from diagnostic.survey.invitations import fingerprint, look_up, token
from diagnostic.survey.plans import frozen_questionnaire
from tests.answering import after_the_end, answer, answer_all, send, tokens
from tests.conftest import SECRET
from tests.due import find

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


async def test_a_link_is_spent_by_one_ballot_and_by_nothing_else(open_wave: Wave) -> None:
    link = (await tokens(open_wave, "a"))[0]
    for _ in range(3):
        assert not (await find(link)).answered
    await answer(open_wave, link, "a")
    assert await Ballot.filter(wave=open_wave).count() == 1
    with pytest.raises(AlreadyAnswered):
        await answer(open_wave, link, "a")
    assert await Ballot.filter(wave=open_wave).count() == 1


async def test_of_many_submits_with_one_link_exactly_one_counts(open_wave: Wave) -> None:
    link = (await tokens(open_wave, "b"))[0]
    results = await asyncio.gather(*(answer(open_wave, link, "b") for _ in range(12)), return_exceptions=True)
    assert [type(r) for r in results if r is not None] == [AlreadyAnswered] * 11
    assert await Ballot.filter(wave=open_wave).count() == 1


async def test_a_close_in_the_middle_of_submits_loses_none_and_doubles_none(open_wave: Wave) -> None:
    await answer_all(open_wave, a=5, b=5)
    late = [(link, side) for side in ("a", "b") for link in (await tokens(open_wave, side))[5:]]
    results = await asyncio.gather(
        *(answer(open_wave, link, side) for link, side in late),
        close(open_wave, SECRET, after_the_end(open_wave)),
        return_exceptions=True,
    )
    assert results[-1] is None
    taken = sum(result is None for result in results[:-1])
    assert all(isinstance(result, WaveEnded) for result in results[:-1] if result is not None)
    assert await Response.filter(wave=open_wave).count() == 10 + taken
    # Who has answered is no longer recorded once the wave is closed.
    assert await Invitation.filter(wave=open_wave, answered=False).count() == 0


async def test_an_unknown_link_and_a_late_one_are_refused(open_wave: Wave) -> None:
    with pytest.raises(UnknownLink):
        await find("no-such-link")
    link = (await tokens(open_wave, "a"))[0]
    late = datetime.now(UTC) + timedelta(days=20)
    with pytest.raises(WaveEnded):
        await find(link, late)
    with pytest.raises(WaveEnded):
        await send(link, {"decisions.stick": ["4"]}, late)
    assert not (await find(link)).answered


async def test_no_token_lies_in_the_database(open_wave: Wave) -> None:
    links = [*await tokens(open_wave, "a"), *await tokens(open_wave, "b")]
    stored = [*await Invitation.filter(wave=open_wave).values(), *await Message.all().values()]
    text = repr(stored)
    assert all(link not in text for link in links)
    assert {fingerprint(link) for link in links} == {i["token_hash"] for i in stored if "token_hash" in i}


async def test_a_token_hangs_on_the_secret_and_the_generation(open_wave: Wave) -> None:
    invitation = await Invitation.filter(wave=open_wave).first()
    assert invitation is not None
    first = token(invitation, SECRET)
    assert token(invitation, SECRET) == first
    assert token(invitation, SECRET + "x") != first
    invitation.generation += 1
    assert token(invitation, SECRET) != first


async def test_every_ballot_of_a_wave_has_the_same_length(open_wave: Wave) -> None:
    links = await tokens(open_wave, "a")
    await answer(open_wave, links[0], "a")
    await answer(open_wave, links[1], "a", whats_new="😀" * 1000, decisions__stick="2")
    assert len({len(ballot.sealed) for ballot in await Ballot.filter(wave=open_wave)}) == 1


async def test_a_ballot_that_would_stand_out_by_its_length_is_not_stored(open_wave: Wave) -> None:
    link = (await tokens(open_wave, "a"))[0]
    ballot, _ = await seal(await look_up(link), {"decisions.stick": ["4"]})
    for wrong in (ballot + b"0", ballot[:-1], b""):
        with pytest.raises(NoBallot):
            await cast(link, wrong)
    with pytest.raises(NoBallot):
        await seal(await look_up(link), {"whats_new": ["x" * len(ballot)]})
    assert await Ballot.all().count() == 0
    assert not (await find(link)).answered


async def test_a_ballot_opens_for_its_own_wave_side_and_layer_and_as_it_was_sealed(open_wave: Wave) -> None:
    ballot, _ = await seal(await look_up((await tokens(open_wave, "a"))[0]), {"decisions.stick": ["4"]})
    key = sealing.unwrap(bytes(open_wave.wrapped_private_key or b""), open_wave.id, SECRET)
    assert b"decisions.stick" in sealing.unseal(ballot, key, "server", open_wave.id, "a")
    flipped = [bytes(byte ^ (n == at) for n, byte in enumerate(ballot)) for at in (0, 1, 64, 65, len(ballot) - 1)]
    for sealed, name, wave, side in [
        (ballot, "server", open_wave.id, "b"),
        (ballot, "server", uuid4(), "a"),
        (ballot, "a", open_wave.id, "a"),
        *((one, "server", open_wave.id, "a") for one in (*flipped, ballot[:-1], b"")),
    ]:
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(sealed, key, name, wave, "b" if side == "b" else "a")


async def test_what_nobody_could_look_through_loses_single_answers_and_no_ballot(open_wave: Wave) -> None:
    """Whoever seals in the browser can seal anything; of each ballot what the questionnaire allows counts."""
    said: list[object] = [
        {"fields": {"decisions.stick": ["9"], "trust.candour:we": ["4"]}, "group": "Marketing", "receipt": "A" * 16},
        {"fields": {"decisions.stick": ["2", "3"], "whats_new": ["\x00 yes "]}, "group": "Board", "receipt": "short"},
        {"fields": {"decisions.stick": 4, "trust.candour:we": ["1"], "nobody.asked": ["1"]}, "receipt": ["A" * 16]},
        {"fields": {"trust.candour:we": []}, "group": None},
        {"fields": ["4"]},
    ]
    keys, size = layers(open_wave), sealing.ballot_size(frozen_questionnaire(open_wave))
    deep, not_padded = sodium_pad(b"[" * 2000, size), bytes(size)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys[0].public_key)
    info = sealing.bound_to(open_wave.id, "a", "server")
    sheets = [*(sodium_pad(msgspec.json.encode(each), size) for each in said), deep, not_padded]
    sealed = [SUITE.encrypt(sheet, key, info) for sheet in sheets]
    junk = b"\x04" + b"x" * (len(sealed[0]) - 1)
    replayed, other_side = sealed[0], SUITE.encrypt(sodium_pad(b"{}", size), key, info[:-8] + b"b server")
    for link, ballot in zip(await tokens(open_wave, "a"), [*sealed, junk], strict=True):
        await cast(link, ballot)
    for link, ballot in zip(await tokens(open_wave, "b"), [replayed, other_side], strict=False):
        await cast(link, ballot)
    opened = await open_all(open_wave, frozen_questionnaire(open_wave), SECRET)
    assert sorted((sorted(answers.values.items()), group) for answers, group in opened.people) == [
        ([("trust.candour@a", 1)], None),
        ([("trust.candour@a", 4)], None),
        ([("whats_new", "yes")], None),
    ]
    assert opened.receipts == ["A" * 16]


@given(st.one_of(st.binary(), st.recursive(st.none() | st.floats() | st.text(), st.lists).map(msgspec.json.encode)))
def test_whatever_lies_under_a_seal_is_read_or_said_to_be_unreadable(sheet: bytes) -> None:
    for padded in (sheet, sodium_pad(sheet, 1024), b'{"fields": ' + sheet + b"}\x80"):
        try:
            sealing.read(padded)
        except sealing.Unreadable:
            continue


@pytest.mark.parametrize("claims", [["Marketing"] * 3 + ["Medical"] * 5, ["Marketing"] * 4 + [None] + ["Medical"] * 3])
async def test_a_group_is_kept_only_where_it_would_be_if_all_told_the_truth(
    claims: list[str | None], open_wave: Wave
) -> None:
    """Of eight a side five are in Marketing and three in Medical, too few to be kept.

    Two more could claim to be in it, to make it five; or one of the five to be in no group, to fill up what is left.
    """
    key, info = layers(open_wave)[0].public_key, sealing.bound_to(open_wave.id, "a", "server")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    size = sealing.ballot_size(frozen_questionnaire(open_wave))
    for link, group in zip(await tokens(open_wave, "a"), claims, strict=True):
        sheet = msgspec.json.encode({"fields": {"decisions.stick": ["4"]}, "group": group})
        await cast(link, SUITE.encrypt(sodium_pad(sheet, size), public, info))
    opened = await open_all(open_wave, frozen_questionnaire(open_wave), SECRET)
    assert [group for _, group in opened.people] == [None] * 8


async def test_the_same_ballot_twice_counts_once(open_wave: Wave) -> None:
    links = await tokens(open_wave, "a")
    ballot, _ = await seal(await look_up(links[0]), {"decisions.stick": ["4"]})
    for link in links[:2]:
        await cast(link, ballot)
    assert len((await open_all(open_wave, frozen_questionnaire(open_wave), SECRET)).people) == 1


async def test_a_wave_whose_ballots_cannot_be_read_waits_and_can_be_destroyed(open_wave: Wave) -> None:
    await answer_all(open_wave, a=8, b=4)
    for link in (await tokens(open_wave, "b"))[4:]:
        await cast(link, b"\x04" + b"x" * (ballot_length(open_wave) - 1))
    over = after_the_end(open_wave)
    with pytest.raises(BelowK):
        await close(open_wave, SECRET, over)
    assert await Ballot.filter(wave=open_wave).count() == 16
    await destroy(open_wave, SECRET, over)
    assert await Response.all().count() == await Ballot.all().count() == 0


async def test_what_is_destroyed_unread_is_read_by_nobody_and_needs_no_secret(open_wave: Wave) -> None:
    await answer_all(open_wave, a=8, b=4)
    await destroy(open_wave, SECRET + "!", after_the_end(open_wave))
    assert await Ballot.all().count() == 0


async def test_after_the_close_every_receipt_is_listed_once_beside_nothing(open_wave: Wave) -> None:
    links = [link for side in ("a", "b") for link in await tokens(open_wave, side)]
    given = [await send(link, {"decisions.stick": ["4"]}) for link in links]
    assert await Receipt.all().count() == 0
    await close(open_wave, SECRET, after_the_end(open_wave))
    assert [receipt.code for receipt in await Receipt.filter(wave=open_wave)] == sorted(str(code) for code in given)
    assert all(code and sealing.is_receipt(code) for code in given)


async def test_a_wave_launched_before_pages_could_seal_goes_on_as_it_was_promised(open_wave: Wave) -> None:
    """Its key is of libsodium's kind. The database keeps a launched wave's key, so the guard is gone for this test."""
    await _sealed_to_a_box(open_wave)
    assert layers(open_wave) == ()
    await answer_all(open_wave, text=lambda side, n: f"comment {n} of {side}")
    assert {len(ballot.sealed) for ballot in await Ballot.all()} == {ballot_length(open_wave)}
    await close(open_wave, SECRET, after_the_end(open_wave))
    assert await Response.filter(wave=open_wave).count() == await Comment.filter(wave=open_wave).count() == 16
    assert await Receipt.all().count() == 0


async def _sealed_to_a_box(wave: Wave) -> None:
    private = PrivateKey.generate()
    wrapped = SecretBox(sealing.wrapping_key(wave.id, SECRET)).encrypt(bytes(private))
    on = "" if connection().capabilities.dialect == "sqlite" else " ON wave"
    for guard in ("wave_plan_frozen", "wave_key_destroyed_only"):
        await connection().execute_query(f"DROP TRIGGER {guard}{on}")
    await Wave.filter(id=wave.id).update(public_key=bytes(private.public_key), wrapped_private_key=bytes(wrapped))
    await wave.refresh_from_db()


async def test_ballots_cannot_be_read_without_the_secret(open_wave: Wave) -> None:
    await answer(open_wave, (await tokens(open_wave, "a"))[0], "a", whats_new="a very telling comment")
    ballot = await Ballot.get(wave=open_wave)
    assert b"telling" not in bytes(ballot.sealed)
    wrapped = bytes((await Wave.get(id=open_wave.id)).wrapped_private_key or b"")
    with pytest.raises(CryptoError):
        sealing.unwrap(wrapped, open_wave.id, SECRET + "!")
    key = sealing.unwrap(wrapped, open_wave.id, SECRET)
    sheet = sealing.read(sealing.unseal(bytes(ballot.sealed), key, "server", open_wave.id, "a"))
    assert sheet.fields["whats_new"] == ["a very telling comment"]
    assert sheet.group == "Marketing"


async def test_closing_leaves_shuffled_responses_and_nothing_to_read_ballots_with(open_wave: Wave) -> None:
    await answer_all(open_wave, text=lambda side, n: f"comment {n} of {side}")
    await close(open_wave, SECRET, after_the_end(open_wave))
    wave = await Wave.get(id=open_wave.id)
    assert wave.wrapped_private_key is None
    assert await Ballot.filter(wave=wave).count() == 0
    responses = await Response.filter(wave=wave)
    assert len(responses) == 16
    assert all("whats_new" not in response.values for response in responses)
    assert sorted(c.text for c in await Comment.filter(wave=wave)) == sorted(
        f"comment {n} of {side}" for side in "ab" for n in range(8)
    )


async def test_only_groups_of_at_least_k_are_stored(open_wave: Wave) -> None:
    # 5 in marketing and 3 in medical a side: the 3 would be known apart, and an "other" of 3 as well.
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    for side in "ab":
        groups = [r.group for r in await Response.filter(wave=open_wave, side=side)]
        assert all(groups.count(group) >= open_wave.k for group in groups)


async def test_closing_overwrites_what_was_deleted(sqlite_url: str, request: pytest.FixtureRequest) -> None:
    """On SQLite the pages and the log hold no sealed ballot any more, as bytes."""
    from diagnostic.storage import connected, sqlite_file
    from diagnostic.survey.alliances import create_alliance
    from diagnostic.survey.consultants import add_consultant
    from diagnostic.survey.plans import WavePlan, draft_wave
    from diagnostic.survey.roster import apply_roster, read_roster
    from diagnostic.survey.waves import launch
    from tests.conftest import DETAILS, PASSWORD

    library = request.getfixturevalue("library")
    file = sqlite_file(sqlite_url)
    assert file is not None
    async with connected(sqlite_url):
        alliance = await create_alliance(await add_consultant("a@b.example", "A", PASSWORD), DETAILS)
        rows = [f"p{n}@{c}.example,{c}" for c in ("novara", "helix") for n in range(5)]
        roster = read_roster("\n".join(["email,company", *rows]).encode(), "r.csv", alliance, ("en",))
        await apply_roster(alliance, roster)
        closes_on = (datetime.now(UTC) + timedelta(days=5)).date()
        plan = WavePlan(questionnaire="alliance-pulse", languages=["en"], closes_on=closes_on)
        wave = await draft_wave(alliance, plan, library)
        await launch(wave, SECRET)
        await answer_all(wave, a=5, b=5)
        sealed = [bytes(ballot.sealed)[100:200] for ballot in await Ballot.filter(wave=wave)]
        key = bytes(wave.wrapped_private_key or b"")
        assert len(key) > 32
        before = file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()
        assert all(part in before for part in [*sealed, key])
        await close(wave, SECRET, after_the_end(wave))
        after = file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()
        assert not any(part in after for part in [*sealed, key])
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)
