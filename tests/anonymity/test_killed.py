"""The end of a wave and a submit, killed at every statement: nothing has happened, or all of it, and it can go on.

One database lives through all the deaths, each a statement later: so every attempt is also the one after a death.
How many deaths it took is printed; `pytest -rP` shows it.
"""

import asyncio
from itertools import count
from random import Random
from typing import NamedTuple

import pytest

from diagnostic.errors import AlreadyAnswered, NotPossible
from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire.library import Library
from diagnostic.storage import cleanup_is_pending, connected, connection, is_sqlite, request_cleanup
from diagnostic.storage.models import Ballot, Comment, Invitation, Receipt, Response, Wave
from diagnostic.survey.ballots import open_all
from diagnostic.survey.plans import frozen_questionnaire
from tests.anonymity.dying import WORK, Death, killed
from tests.anonymity.launching import launched
from tests.answering import answer_all
from tests.conftest import SECRET

K = 5
ANSWERED = {"close": {"a": K, "b": K}, "destroy": {"a": K - 2, "b": K}}
REWRITTEN = ("ballot", "comment", "invitation", "message", "response", "wave")
SEED = 20240229


class Found(NamedTuple):
    """What a wave consists of, whatever its order in the database."""

    state: str
    key: bool
    answered: list[str]
    ballots: list[tuple[object, ...]]
    responses: list[tuple[object, ...]]
    comments: list[tuple[object, ...]]
    receipts: int
    owed: bool


async def look() -> Found:
    wave = await Wave.get()
    key = wave.wrapped_private_key is not None
    people = (await open_all(wave, frozen_questionnaire(wave), SECRET)).people if key else []
    opened = [(answers.side, *sorted(answers.values.items())) for answers, _ in people]
    answered = await Invitation.filter(answered=True).prefetch_related("participant")
    return Found(
        state=str(wave.state),
        key=key,
        answered=sorted(each.participant.email for each in answered),
        ballots=sorted(opened) if key else [("sealed",)] * await Ballot.all().count(),
        responses=sorted((r.side, r.group, *sorted(r.values.items())) for r in await Response.all()),
        comments=sorted((c.side, c.question, c.text) for c in await Comment.all()),
        receipts=await Receipt.all().count(),
        owed=await cleanup_is_pending(),
    )


async def the_dead_are_gone() -> None:
    """PostgreSQL finishes the statement of a dead client, and only then ends what it had begun."""
    others = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    if connection().capabilities.dialect == "postgres":
        async with asyncio.timeout(30):
            while await connection().execute_query_dict(others):  # noqa: ASYNC110, nothing here tells when
                await asyncio.sleep(0.005)


def found_in(database_url: str) -> Found:
    async def opened() -> Found:
        async with connected(database_url):
            await the_dead_are_gone()
            return await look()

    return asyncio.run(opened())


def done(database_url: str, work: str, person: int = 0) -> Found:
    """What is there once the work was done undisturbed."""

    async def undisturbed() -> Found:
        async with connected(database_url):
            await WORK[work](await Wave.get(), person)
            return await look()

    return asyncio.run(undisturbed())


def files(database_url: str) -> dict[str, int]:
    """On PostgreSQL the file each table lies in, which a cleaning replaces; SQLite has one, and no name for it."""

    async def asked() -> dict[str, int]:
        async with connected(database_url):
            if connection().capabilities.dialect != "postgres":
                return {}
            rows = await connection().execute_query_dict("SELECT relname, relfilenode FROM pg_class")
            return {row["relname"]: row["relfilenode"] for row in rows if row["relname"] in REWRITTEN}

    return asyncio.run(asked())


async def closed_and_to_be_cleaned(database_url: str) -> None:
    async with connected(database_url):
        await WORK["close"](await Wave.get(), 0)
        await request_cleanup()


async def answered_wave(database_url: str, library: Library, people: int, a: int, b: int) -> None:
    await launched(database_url, library, people)
    async with connected(database_url):
        await answer_all(await Wave.get(), a, b, text=lambda side, n: f"comment {n} of {side}")


def as_ended(work: str, before: Found) -> Found:
    """What has to be there once a wave is closed or destroyed, written down from what was answered."""
    everybody = sorted(f"person{n:02}@{domain}.example" for domain in ("helix", "novara") for n in range(K))
    ended = before._replace(key=False, answered=everybody, ballots=[], owed=True)
    if work == "destroy":
        return ended._replace(state="destroyed")
    return ended._replace(
        state="closed",
        responses=[(side, "Marketing", ("decisions.stick@alliance", 1 + n % 5)) for side in SIDES for n in range(K)],
        comments=[(side, "whats_new", f"comment {n} of {side}") for side in SIDES for n in range(K)],
        receipts=2 * K,
    )


def until_changed(
    database_url: str, work: str, before: Found, *, step: int = 1, transactions: bool = True
) -> tuple[Found, int]:
    """Kill the work, ``step`` points later each time, until something has changed; and at which point that was."""
    for point in count(1, step):
        dead = killed(database_url, work, Death(point), transactions=transactions)
        found = found_in(database_url)
        if found != before:
            return found, point
        assert dead, "the work was done, and nothing has changed"
    raise AssertionError


@pytest.mark.parametrize("work", ["close", "destroy"])
def test_a_wave_whose_end_is_killed_anywhere_is_as_it_was_or_ended_whole(
    work: str, database_url: str, library: Library, thorough: bool
) -> None:
    asyncio.run(answered_wave(database_url, library, K, **ANSWERED[work]))
    before = found_in(database_url)
    # On PostgreSQL points lie in pairs, before a statement and before its answer: every third is either in turn.
    step = 1 if thorough or is_sqlite(database_url) else 3
    assert (before.state, before.key, len(before.ballots)) == ("open", True, sum(ANSWERED[work].values()))
    after, point = until_changed(database_url, work, before, step=step)
    print(f"{work}: done at point {point}")
    assert after == as_ended(work, before)
    assert point > 20, "both outcomes were seen, and the first often"
    with pytest.raises(NotPossible):
        done(database_url, work)
    assert found_in(database_url) == after
    assert done(database_url, "clean") == after._replace(owed=False)


def test_a_cleaning_killed_anywhere_is_owed_until_it_is_done(database_url: str, library: Library) -> None:
    asyncio.run(answered_wave(database_url, library, K, **ANSWERED["close"]))
    before = found_in(database_url)
    asyncio.run(closed_and_to_be_cleaned(database_url))
    after, unclean = found_in(database_url), files(database_url)
    assert after == as_ended("close", before)
    deaths = 0
    # PostgreSQL does the same for every table, so every third point finds each step of it in some table.
    for point in count(1, step=1 if is_sqlite(database_url) else 3):
        dead = killed(database_url, "clean", Death(point))
        deaths += dead
        found = found_in(database_url)
        assert found == after._replace(owed=found.owed)
        if not found.owed:
            break
        assert dead, "it ended, and cleaning is still owed"
    print(f"cleaning: {deaths} deaths")
    assert deaths >= 3
    cleaned = files(database_url)
    assert all(cleaned[table] != unclean[table] for table in unclean), "what is no longer owed was done"


def test_a_submit_killed_anywhere_leaves_nothing_or_one_ballot_and_can_be_sent_again(
    database_url: str, library: Library
) -> None:
    asyncio.run(answered_wave(database_url, library, people=60, a=0, b=0))
    before, outcomes = found_in(database_url), []
    for person in count():
        after = with_ballot(before, person)
        dead = killed(database_url, "submit", Death(person + 1), person=person)
        found = found_in(database_url)
        assert found in (before, after)
        outcomes.append(found == after)
        if found == after:
            with pytest.raises(AlreadyAnswered):
                done(database_url, "submit", person)
            before = found_in(database_url)
        else:
            assert dead, "whoever is thanked has answered"
            before = done(database_url, "submit", person)
        assert before == after
        if not dead:
            break
    print(f"submit: {len(outcomes) - 1} deaths")
    assert outcomes == sorted(outcomes), "once it has happened, a later death changes nothing"
    assert outcomes.count(False) >= 5
    assert len(outcomes) >= 7


def with_ballot(before: Found, person: int) -> Found:
    values = (("decisions.stick@alliance", 1 + person % 5), ("whats_new", f"comment {person} of a"))
    return before._replace(
        answered=sorted([*before.answered, f"person{person:02}@novara.example"]),
        ballots=sorted([*before.ballots, ("a", *values)]),
    )


def test_a_death_in_the_middle_of_a_commit_is_no_middle_way(database_url: str, library: Library) -> None:
    moments = sorted(Random(SEED).uniform(0, 0.003) for _ in range(8))
    asyncio.run(answered_wave(database_url, library, K, a=0, b=K))
    deaths = 0
    for person in range(K):
        before = found_in(database_url)
        for moment in moments[person::2]:
            deaths += killed(database_url, "submit", Death(into_commit=moment), person=person)
            found = found_in(database_url)
            assert found in (before, with_ballot(before, person))
            if found != before:
                break
        else:
            done(database_url, "submit", person)
    before = found_in(database_url)
    after = as_ended("close", before)
    assert len(before.ballots) == 2 * K
    for moment in moments:
        deaths += killed(database_url, "close", Death(into_commit=moment))
        found = found_in(database_url)
        if found != before:
            break
    else:
        done(database_url, "close")
    assert found_in(database_url) in (after, after._replace(owed=False))
    print(f"in a COMMIT: {deaths} deaths")
    assert deaths >= 3


@pytest.mark.parametrize("work", ["close", "submit"])
def test_without_transactions_a_death_is_found_to_leave_half_the_work(
    work: str, database_url: str, library: Library
) -> None:
    asyncio.run(answered_wave(database_url, library, K, **ANSWERED.get(work, {"a": 0, "b": 0})))
    before = found_in(database_url)
    # Half a close lies open for many statements, half a submit for one.
    torn, _ = until_changed(database_url, work, before, step=5 if work == "close" else 1, transactions=False)
    assert torn != (with_ballot(before, 0) if work == "submit" else as_ended(work, before))
