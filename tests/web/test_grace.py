"""The day after the last one: whoever had begun can send, and nobody else."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Consultant,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Wave,
)
from diagnostic.survey.invitations import begun_stamp, has_begun, token
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.waves import launch
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk, app_for_all, inside
from tests.web.markup import Page

SOME_ANSWERS = {"trust.candour:we": "4", "_consent": "yes"}
ANN, BOB = "person0@helix.example", "person1@helix.example"


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url")
    return url


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = inside(app_for_all())
    async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as client:
        yield client


async def ended(roster: Alliance, plan: WavePlan, library: Library, days: int) -> Wave:
    """A wave that is not closed yet, its last day so many days ago."""
    now = datetime.now(UTC)
    launched = now - timedelta(days=9)
    plan = msgspec.structs.replace(plan, closes_on=today(roster, now) - timedelta(days=days))
    wave = await draft_wave(roster, plan, library, launched)
    await launch(wave, SECRET, launched)
    return wave


@pytest.fixture
async def over(roster: Alliance, plan: WavePlan, library: Library) -> Wave:
    """Its last day was yesterday."""
    return await ended(roster, plan, library, 1)


async def link_of(email: str) -> str:
    return f"/a/{token(await Invitation.get(participant__email=email), SECRET)}"


async def test_a_form_carries_a_stamp_that_is_the_same_for_everybody(
    client: httpx.AsyncClient, open_wave: Wave
) -> None:
    forms = [Page((await client.get(await link_of(email))).text) for email in (ANN, BOB, "person0@novara.example")]
    stamps = {form.all("input", type="hidden", name="_begun")[0].get("value") for form in forms}
    assert len(stamps) == 1
    assert has_begun(open_wave, stamps.copy().pop(), SECRET)
    refused = Page((await client.post(await link_of(ANN), data={"_consent": "yes"})).text)
    assert {field.get("value") for field in refused.all("input", name="_begun")} == stamps


async def test_whoever_had_begun_reads_until_when_and_can_send(client: httpx.AsyncClient, over: Wave) -> None:
    link, stamp = await link_of(ANN), begun_stamp(over, SECRET)
    await Participant.filter(email=ANN).update(language="de")

    page = Page((await client.get(link, params={"begun": stamp})).text)

    day = today(await Alliance.get())
    note = page.all("p", role="note")[0].words
    assert f"noch bis {day.day}. " in note
    assert re.search(r", 23:59 Uhr \(Mitteleuropäische (Normal|Sommer)zeit\) abschicken", note)
    assert page.all("input", name="_begun")[0].get("value") == stamp
    assert (await client.head(link, params={"begun": stamp})).status_code == 200
    assert (await client.post(link, data={"_step": "open", "_begun": stamp})).status_code == 204
    switched = await client.post(link, data={**SOME_ANSWERS, "_begun": stamp, "_language": "en"})
    assert (switched.status_code, f'value="{stamp}"' in switched.text) == (200, True)
    sent = await client.post(link, data={**SOME_ANSWERS, "_begun": stamp})
    assert sent.status_code == 200
    assert "Die Befragung ist bis" not in sent.text, "which is over"
    assert await Ballot.all().count() == 1
    assert (await client.post(link, data={**SOME_ANSWERS, "_begun": stamp})).status_code == 410
    assert (await client.get(link, params={"begun": stamp})).status_code == 200, (
        "and a look tells nobody that it was used"
    )


async def test_whoever_had_not_begun_finds_it_ended_and_is_not_given_a_stamp(
    client: httpx.AsyncClient, over: Wave
) -> None:
    link, stamp = await link_of(ANN), begun_stamp(over, SECRET)
    for answer in (
        await client.get(link),
        await client.get(link, params={"begun": "x"}),
        await client.get(link, params={"begun": "\N{SNOWMAN}"}),
        await client.post(link, data=SOME_ANSWERS),
        await client.post(link, data={**SOME_ANSWERS, "_begun": stamp[:-1]}),
        await client.post(link, data={**SOME_ANSWERS, "_language": "de"}),
        await client.post(link, data={"_step": "open"}),
    ):
        page = Page(answer.text)
        assert (answer.status_code, page.all("h1")[0].words) == (410, "This survey has ended")
        assert stamp not in answer.text
        assert "data-stored" not in answer.text
        (offer,) = page.all("template", id="grace")
        (go_on,) = [a for a in page.all("a", **{"class": "primary"}) if offer in a.parents]
        assert go_on.get("href") == "?begun="
    assert await Ballot.all().count() == 0


async def test_after_the_day_of_grace_nobody_can_send(
    client: httpx.AsyncClient, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    wave = await ended(roster, plan, library, 2)
    link, stamp = await link_of(ANN), begun_stamp(wave, SECRET)
    for answer in (
        await client.get(link, params={"begun": stamp}),
        await client.post(link, data={**SOME_ANSWERS, "_begun": stamp}),
    ):
        assert answer.status_code == 410
        assert not Page(answer.text).all("template", id="grace")
    assert await Ballot.all().count() == 0


async def test_no_mail_is_promised_that_would_lead_to_a_closed_door(alice: Consultant, over: Wave) -> None:
    """Only an extension lets people be invited, corrected or reminded again."""
    await Message.all().update(state=MessageState.SENT)
    refused = await Message.get(invitation__participant__email=ANN)
    await Message.filter(id=refused.id).update(state=MessageState.REFUSED, error="550 Unknown")
    path, desk = f"/waves/{over.id}", Desk()
    await desk.sign_in()
    await desk.get(path)
    assert f"{path}/extend" in desk.response.text
    assert ANN in desk.words
    ways = [f"{path}/addresses/{refused.id}", f"{path}/mail/again", f"{path}/remind"]
    assert [way for way in ways if way in desk.response.text] == []
    for way in ways:
        await desk.get(path)
        await desk.post(way, email="right@helix.example")
        assert "The last day is over. Extend the date first." in desk.words
    await desk.get(path)
    assert not await Message.filter(state=MessageState.WAITING).exists()
    assert not await Message.filter(kind=MessageKind.REMINDER).exists()
    await over.refresh_from_db()
    assert (over.reminders_sent, over.remind_on) == (0, [])

    await desk.post(f"{path}/returned/by-hand", email=BOB)
    assert f"{BOB} is marked. Extend the last day" in desk.words
    await desk.post(f"{path}/extend", closes_on=(datetime.now(UTC) + timedelta(days=5)).date().isoformat())
    assert [way for way in ways if way in desk.response.text] == ways
