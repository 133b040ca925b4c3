import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from nacl.exceptions import CryptoError

from diagnostic.errors import AlreadyAnswered, UnknownLink, WaveEnded
from diagnostic.questionnaire import Answers
from diagnostic.storage.models import Ballot, Comment, Invitation, Message, Response, Wave
from diagnostic.survey import sealing
from diagnostic.survey.ballots import cast
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import fingerprint, token
from diagnostic.survey.plans import frozen_questionnaire
from tests.answering import after_the_end, answer, answer_all, tokens
from tests.conftest import SECRET
from tests.due import find


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
    answers = frozen_questionnaire(open_wave).validate({"decisions.stick": ["4"]}, "a")
    with pytest.raises(WaveEnded):
        await cast(link, answers, late)
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


async def test_answers_of_the_other_side_and_a_sheet_that_would_stand_out_by_its_length_are_not_stored(
    open_wave: Wave,
) -> None:
    link = (await tokens(open_wave, "a"))[0]
    questionnaire = frozen_questionnaire(open_wave)
    with pytest.raises(ValueError, match="the other side"):
        await cast(link, questionnaire.validate({"decisions.stick": ["4"]}, "b"))
    with pytest.raises(ValueError, match="larger than its questionnaire allows"):
        await cast(link, Answers("a", {"whats_new": "x" * sealing.ballot_size(questionnaire)}))
    assert await Ballot.all().count() == 0
    assert not (await find(link)).answered


async def test_ballots_cannot_be_read_without_the_secret(open_wave: Wave) -> None:
    await answer(open_wave, (await tokens(open_wave, "a"))[0], "a", whats_new="a very telling comment")
    ballot = await Ballot.get(wave=open_wave)
    assert b"telling" not in bytes(ballot.sealed)
    wrapped = bytes((await Wave.get(id=open_wave.id)).wrapped_private_key or b"")
    with pytest.raises(CryptoError):
        sealing.unwrap(wrapped, open_wave.id, SECRET + "!")
    size = sealing.ballot_size(frozen_questionnaire(open_wave))
    sheet = sealing.unseal(bytes(ballot.sealed), sealing.unwrap(wrapped, open_wave.id, SECRET), size)
    assert sheet.values["whats_new"] == "a very telling comment"
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
