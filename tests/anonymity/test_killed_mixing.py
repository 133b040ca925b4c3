"""The mixing of a wave's ballots, killed at every statement: nothing is lost, nothing doubled, and it can go on.

One database lives through all the deaths of all the steps, each a statement later than the one before.
"""

import asyncio
from itertools import count
from typing import NamedTuple

from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, is_sqlite
from diagnostic.storage.models import (
    Ballot,
    Comment,
    CompanyKey,
    Message,
    MessageKind,
    MixStep,
    Receipt,
    Response,
    Wave,
)
from diagnostic.survey import mixing
from diagnostic.survey.ballots import HOLDERS, passed_on
from tests.anonymity.dying import KEYS, Death, killed
from tests.anonymity.launching import launched
from tests.anonymity.test_killed import the_dead_are_gone
from tests.answering import answer_all

K = 5
EVERYBODY = {"a": K, "b": K}
STEPS = ("close", "mix_a", "mix_b", "open")


class Found(NamedTuple):
    """Where a wave stands, but for lists that were begun to be sent and do not count."""

    state: str
    ballots: int
    steps: list[tuple[str, dict[str, int], dict[str, int]]]
    passed_on: list[dict[str, int]]
    chained: bool
    asked: dict[str, int]
    """Mails to each company's holders that it is their turn."""
    keys: int
    """Of the companies, that are kept."""
    responses: list[tuple[object, ...]]
    comments: list[tuple[str, str]]
    receipts: int
    told: int
    """Mails that it is over."""


async def look() -> Found:
    wave = await Wave.get()
    steps = await MixStep.filter(wave=wave).order_by("done_at")
    lists = [await passed_on(wave, side) for side in HOLDERS]
    digests = [mixing.digest(each) for each in lists]
    given = {step.holder: step.given_digest for step in steps}
    turns = Message.filter(kind=MessageKind.TURN)
    over = wave.state.value == "closed"
    return Found(
        state=wave.state.value,
        ballots=await Ballot.all().count(),
        steps=[(step.holder, step.taken, step.given) for step in steps],
        passed_on=[mixing.counted(each) for each in lists if each],
        chained=over or all(given.get(side, digests[n]) == digests[n] for n, side in enumerate(HOLDERS)),
        asked={side: await turns.filter(holder__key__side=side).count() for side in SIDES},
        keys=await CompanyKey.filter(wrapped_key__isnull=False).count(),
        responses=sorted((r.side, *sorted(r.values.items())) for r in await Response.all()),
        comments=sorted((c.side, c.text) for c in await Comment.all()),
        receipts=await Receipt.all().count(),
        told=await Message.filter(kind=MessageKind.HOLDERS_DONE).count(),
    )


def found_in(database_url: str) -> Found:
    async def opened() -> Found:
        async with connected(database_url):
            await the_dead_are_gone()
            return await look()

    return asyncio.run(opened())


async def answered(database_url: str, library: Library) -> None:
    await launched(database_url, library, K, keys=KEYS)
    async with connected(database_url):
        await answer_all(await Wave.get(), K, K, text=lambda side, n: f"comment {n} of {side}")


def after(step: str, before: Found) -> Found:
    """What has to be there once a step is done, written down from what was answered."""
    match step:
        case "close":
            return before._replace(state="mixing", asked={"a": 2, "b": 0})
        case "mix_a":
            passed = [*before.passed_on, EVERYBODY]
            return before._replace(steps=[("a", EVERYBODY, EVERYBODY)], passed_on=passed, asked={"a": 2, "b": 1})
        case "mix_b":
            steps = [*before.steps, ("b", EVERYBODY, EVERYBODY)]
            return before._replace(steps=steps, passed_on=[EVERYBODY, EVERYBODY])
        case _:
            return before._replace(
                state="closed",
                ballots=0,
                passed_on=[],
                keys=0,
                responses=[(side, ("decisions.stick@alliance", 1 + n % 5)) for side in SIDES for n in range(K)],
                comments=[(side, f"comment {n} of {side}") for side in SIDES for n in range(K)],
                receipts=2 * K,
                told=3,
            )


def test_mixing_killed_anywhere_loses_nothing_and_doubles_nothing(
    database_url: str, library: Library, thorough: bool
) -> None:
    asyncio.run(answered(database_url, library))
    # On PostgreSQL points lie in pairs, before a statement and before its answer: every third is either in turn.
    stride = 1 if thorough or is_sqlite(database_url) else 3
    before = found_in(database_url)
    assert (before.state, before.ballots, before.keys) == ("open", 2 * K, 2)
    for step in STEPS:
        for point in count(1, stride):
            dead = killed(database_url, step, Death(point))
            found = found_in(database_url)
            if found != before:
                break
            assert dead, "the work was done, and nothing has changed"
        print(f"{step}: done at point {point}")
        assert found == after(step, before)
        assert point > 5, "it died often before it was done"
        if step.startswith("mix"):
            # Whoever has not heard that it was done does it once more.
            killed(database_url, step, Death(10_000))
            assert found_in(database_url) == found
        before = found
