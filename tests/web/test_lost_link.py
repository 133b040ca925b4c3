"""Somebody lost their link: it is sent again, and nobody learns from that who is invited or who has answered."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.types import Message as Sent
from litestar.types import Receive, Scope, Send
from playwright.async_api import expect

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    StoredValue,
    Wave,
    WaveState,
)
from diagnostic.survey.invitations import token
from diagnostic.survey.waves import NEW_LINK_COOLDOWN, do_not_contact, refused_addresses, send_link_again
from diagnostic.worker import tick
from tests.answering import answer
from tests.browsing import PHONE, begin, chromium, needs_browser
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving
from tests.stored import everything
from tests.web.consultant_desk import Desk, address_of, app_for_all, consultant_routes, inside
from tests.web.consultant_server import serving as serving_pages

ANN, BOB, QUIET = "person0@novara.example", "person1@novara.example", "person2@novara.example"
STRANGER = "nobody@elsewhere.example"
GOOD = {"decisions.stick": "4", "_consent": "yes"}


@pytest.fixture
def server() -> Iterator[MailServer]:
    yield from serving()


@pytest.fixture
def settings(database: str, server: MailServer) -> Settings:
    return server.settings(database, "http://diagnostic.example")


@pytest.fixture
def app(database: str) -> Litestar:
    return app_for_all()


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=inside(app), base_url="http://diagnostic.example") as it:
        yield it


@pytest.fixture
async def invited(open_wave: Wave, settings: Settings, library: Library, server: MailServer) -> Wave:
    """The wave, its first mails sent; Bob has answered, and one person wants no more mail."""
    await tick(settings, library, soon())
    await answer(open_wave, await path_of(BOB), "a")
    await do_not_contact(await Invitation.get(participant__email=QUIET))
    server.mails.clear()
    return open_wave


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)


async def path_of(address: str) -> str:
    """The token of the link that somebody has now."""
    return token(await Invitation.get(participant__email=address), SECRET)


def link_in(server: MailServer, address: str) -> str:
    """The path of the link in the one mail that somebody got."""
    (mail,) = server.to(address)
    body = mail.get_body(("plain",))
    assert body is not None
    (line,) = [line for line in body.get_content().splitlines() if "/a/" in line]
    return str(line).removeprefix("http://diagnostic.example")


async def test_whoever_asks_gets_the_same_link_again(
    invited: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    first = f"/a/{await path_of(ANN)}"
    assert (await client.post("/lost", data={"email": " Person0@Novara.example "})).status_code == 200
    assert await tick(settings, library, soon()) == 1

    assert [mail["To"] for mail in server.mails] == [ANN]
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0, "sent, it leaves no trace"
    assert link_in(server, ANN) == first
    assert (await client.post(first, data=GOOD)).status_code == 200
    assert await Ballot.all().count() == 2


@pytest.mark.part("proofs")
@needs_browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what a browser sees depends on no engine
async def test_who_is_answering_goes_on_while_somebody_else_asks_for_their_link(
    invited: Wave, database_url: str, settings: Settings, library: Library, tmp_path: Path
) -> None:
    with serving_pages(database_url, tmp_path) as site:
        async with chromium() as browser:
            page = await browser.new_page(viewport=PHONE, locale="en-GB", base_url=site.url)
            link = f"/a/{await path_of(ANN)}"
            await begin(page, link)
            chosen = page.locator("input[type=radio][value='4']").first
            await chosen.check()
            kept = await page.evaluate("Object.keys(localStorage)")

            async with httpx.AsyncClient(base_url=site.url) as somebody_else:
                for _ in range(3):
                    assert (await somebody_else.post("/lost", data={"email": ANN})).status_code == 200
            await tick(settings, library, soon())

            await page.goto(link)
            await page.locator(".stepped").wait_for()
            await expect(chosen, "the draft is where it was").to_be_checked()
            assert await page.evaluate("Object.keys(localStorage)") == kept
            while not await page.locator("#send button").is_visible():
                await page.click("button.next")
            await page.click("#send button")
            await page.get_by_text("Your answers have arrived.").wait_for()
    assert await Ballot.all().count() == 2


async def test_the_answer_is_the_same_whoever_is_asked_about(invited: Wave, client: httpx.AsyncClient) -> None:
    answers = [await client.post("/lost", data={"email": address}) for address in (ANN, BOB, QUIET, STRANGER, "", "x")]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert '<a href="/lost?language=en">Try another address</a>' in answers[0].text
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)
    asked = await Message.filter(kind=MessageKind.NEW_LINK).prefetch_related("invitation__participant")
    assert {m.invitation.participant.email for m in asked if m.invitation} == {ANN, BOB}


async def test_nothing_is_looked_up_before_the_answer_has_left(invited: Wave, app: Litestar) -> None:
    """Or the time it takes would tell who is invited."""
    seen: list[int] = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def noting(message: Sent) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message["more_body"]:
                seen.append(await Message.filter(kind=MessageKind.NEW_LINK).count())

        await app(scope, receive, noting)

    transport = inside(watched)
    async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as client:
        await client.post("/lost", data={"email": ANN})
    assert (seen, await Message.filter(kind=MessageKind.NEW_LINK).count()) == ([0], 1)


async def test_who_has_answered_gets_a_link_too_and_it_does_not_answer_twice(
    invited: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    for address in (ANN, BOB):
        await client.post("/lost", data={"email": address})
    await tick(settings, library, soon())

    bodies = [server.to(address)[0].get_body(("plain",)) for address in (ANN, BOB)]
    ann, bob = (body.get_content() if body else "" for body in bodies)
    assert ann.replace(link_in(server, ANN)[3:], "…") == bob.replace(link_in(server, BOB)[3:], "…"), "the same mail"
    link = link_in(server, BOB)
    answer_ = await client.post(link, data=GOOD)
    assert answer_.status_code == 410
    assert "Answers have already been sent with this link" in answer_.text
    assert await Ballot.all().count() == 1
    assert await Invitation.filter(answered=True).count() == 1


async def test_whoever_sees_that_a_first_mail_was_refused_does_not_see_who_asks_for_their_link(
    open_wave: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    server.to_recipient[ANN] = ["550 5.1.1 No such mailbox yet"]
    await tick(settings, library, soon())
    before = await path_of(ANN)

    await client.post("/lost", data={"email": ANN})

    await tick(settings, library, soon())
    assert link_in(server, ANN) == f"/a/{before}"
    assert [mail.state for mail in await refused_addresses(open_wave)] == [MessageState.REFUSED]


async def test_however_often_and_whoever_asks_one_mail_an_hour_is_sent_to_an_address(
    invited: Wave, app: Litestar, settings: Settings, library: Library, server: MailServer
) -> None:
    for network in range(5):
        transport = inside(app, client=(f"203.0.{network}.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as client:
            answers = [await client.post("/lost", data={"email": spelt}) for spelt in (ANN, f" {ANN.upper()}")]
            assert [answer.status_code for answer in answers] == [200, 200]
        await tick(settings, library, soon())
    assert link_in(server, ANN) == f"/a/{await path_of(ANN)}"
    assert not [row for row in await StoredValue.all() if ANN in f"{row.key}{row.value!r}"], "a keyed hash is kept"

    await send_link_again(ANN, SECRET, datetime.now(UTC) + NEW_LINK_COOLDOWN - timedelta(minutes=1))
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0
    await send_link_again(ANN, SECRET, datetime.now(UTC) + NEW_LINK_COOLDOWN)
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 1


@pytest.mark.part("proofs")
async def test_a_link_sent_again_that_cannot_be_delivered_leaves_no_trace(
    invited: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    server.to_recipient |= {ANN: ["550 5.1.1 Gone"], BOB: ["450 4.2.0 Bob is full"]}
    for address in (ANN, BOB):
        await client.post("/lost", data={"email": address})
    await tick(settings, library, soon())
    (waiting,) = await Message.filter(kind=MessageKind.NEW_LINK)
    assert waiting.error is None
    assert await refused_addresses(invited) == []
    await tick(settings, library, soon() + timedelta(minutes=3))
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0


@pytest.mark.part("proofs")
async def test_who_wants_no_mail_is_sent_none_not_even_one_that_waits(
    invited: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    quiet = await path_of(QUIET)
    await client.post("/lost", data={"email": QUIET})
    await client.post("/lost", data={"email": ANN})
    await do_not_contact(await Invitation.get(participant__email=ANN))
    await tick(settings, library, soon())
    assert server.mails == []
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0
    assert (await client.get(f"/a/{quiet}")).status_code == 200, "the link they have stays good"


@pytest.mark.part("proofs")
async def test_a_wave_that_is_over_sends_no_links(invited: Wave, roster: Alliance) -> None:
    stored = await everything()
    await send_link_again(ANN, SECRET, invited.deadline(roster))
    await send_link_again(STRANGER, SECRET)
    assert await everything() == stored
    await Wave.filter(id=invited.id).update(state=WaveState.CLOSED)
    await send_link_again(ANN, SECRET)
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0


@pytest.mark.part("proofs")
async def test_nobody_holds_up_another_network_by_asking_without_end(
    invited: Wave, client: httpx.AsyncClient, app: Litestar
) -> None:
    for _ in range(100):
        refused = await client.post("/lost", data={"email": ANN}, headers={"Accept-Language": "de"})
        if refused.status_code == 429:
            break
    assert refused.status_code == 429
    assert "Bitte versuchen Sie es in einer Minute noch einmal." in refused.text
    assert "bleibt in diesem Browser" not in refused.text
    assert "Bitte warten Sie etwas" in refused.text
    assert ANN not in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    transport = inside(app, client=("198.51.100.7", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as other:
        assert (await other.post("/lost", data={"email": ANN})).status_code == 200


@pytest.mark.part("proofs")
async def test_whatever_is_sent_instead_of_an_address_is_answered_alike(
    invited: Wave, client: httpx.AsyncClient
) -> None:
    proper = await client.post("/lost", data={"email": STRANGER})
    for sent in (b"email=%00", b"email=a%00b%40novara.example", b"email=%ff%fe", b"\xff", b"", b"email=" + b"x" * 9999):
        answer_ = await client.post("/lost", content=sent)
        assert (answer_.status_code, answer_.text) == (200, proper.text)


@pytest.mark.part("proofs")
async def test_the_consultants_pages_do_not_show_that_somebody_asked(
    invited: Wave, app: Litestar, settings: Settings, library: Library, server: MailServer
) -> None:
    """Neither while the mail waits, nor once it is sent or refused; whoever asked, and whether they had answered."""
    desk = Desk(app)
    await desk.sign_in()
    before = await shown(desk, app, invited)
    server.to_recipient[BOB] = ["450 4.2.0 Later", "550 5.1.1 Gone"]
    for address in (ANN, BOB, QUIET, STRANGER):
        await desk.http.post("/lost", data={"email": address})
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 2
    assert await shown(desk, app, invited) == before
    await tick(settings, library, soon())
    assert await shown(desk, app, invited) == before
    await tick(settings, library, soon() + timedelta(minutes=3))
    assert len(server.mails) == 1
    assert await shown(desk, app, invited) == before


async def shown(desk: Desk, app: Litestar, wave: Wave) -> dict[str, tuple[int, str]]:
    """All that a consultant can open of a wave and its alliance."""
    paths = [
        address_of(route, alliance_id=wave.alliance_id, wave_id=wave.id)
        for method, route in consultant_routes(app)
        if method == "GET"
    ]
    pages: dict[str, tuple[int, str]] = {}
    for path in ["/alliances", *paths]:
        answer_ = await desk.http.get(path)
        key = answer_.text.partition('name="_csrf_token" value="')[2].partition('"')[0]
        pages[path] = answer_.status_code, answer_.text.replace(key or "\0", "")
    assert pages[f"/waves/{wave.id}"][0] == pages[f"/alliances/{wave.alliance_id}/roster"][0] == 200
    return pages
