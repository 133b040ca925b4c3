"""Somebody lost their link: another one is sent, and nobody learns from that who is invited or who has answered."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.types import Message as Sent
from litestar.types import Receive, Scope, Send

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    Wave,
    WaveState,
)
from diagnostic.survey.invitations import deadline, token
from diagnostic.survey.waves import do_not_contact, refused_addresses, send_new_link
from diagnostic.worker import tick
from tests.answering import answer
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving
from tests.stored import everything
from tests.web.consultant_desk import FREE, Desk, app_for_all, consultant_routes

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
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://diagnostic.example") as it:
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


async def test_whoever_asks_gets_a_new_link_and_the_old_one_ends(
    invited: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    old = f"/a/{await path_of(ANN)}"
    assert (await client.post("/lost", data={"email": " Person0@Novara.example "})).status_code == 200
    assert await tick(settings, library, soon()) == 1

    new = link_in(server, ANN)
    assert [mail["To"] for mail in server.mails] == [ANN]
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0, "sent, it leaves no trace"
    assert new != old
    assert [(await client.request(method, old)).status_code for method in ("GET", "HEAD", "POST")] == [404] * 3
    assert (await client.post(new, data=GOOD)).status_code == 200
    assert await Ballot.all().count() == 2


async def test_the_answer_is_the_same_whoever_is_asked_about(invited: Wave, client: httpx.AsyncClient) -> None:
    answers = [await client.post("/lost", data={"email": address}) for address in (ANN, BOB, QUIET, STRANGER, "", "x")]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
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

    transport = httpx.ASGITransport(app=watched)
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
    for answer_ in (await client.get(link), await client.post(link, data=GOOD)):
        assert answer_.status_code == 410
        assert "Answers have already been sent with this link" in answer_.text
    assert await Ballot.all().count() == 1
    assert await Invitation.filter(answered=True).count() == 1


async def test_a_first_mail_that_was_refused_goes_again_and_no_other_beside_it(
    open_wave: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    """Or somebody could answer whose address can still be corrected."""
    server.to_recipient[ANN] = ["550 5.1.1 No such mailbox yet"]
    await tick(settings, library, soon())
    before = await path_of(ANN)

    await client.post("/lost", data={"email": ANN})

    mails = await Message.filter(invitation__participant__email=ANN)
    assert [(m.kind, m.state, m.attempts, m.error) for m in mails] == [
        (MessageKind.INVITATION, MessageState.WAITING, 0, None)
    ]
    await tick(settings, library, soon())
    assert link_in(server, ANN) == f"/a/{before}"
    assert await refused_addresses(open_wave) == []


async def test_while_a_mail_waits_asking_again_sends_no_second_one(
    invited: Wave, client: httpx.AsyncClient, settings: Settings, library: Library, server: MailServer
) -> None:
    for _ in range(3):
        await client.post("/lost", data={"email": ANN})
    await tick(settings, library, soon())
    assert link_in(server, ANN) == f"/a/{await path_of(ANN)}"


async def test_a_new_link_that_cannot_be_delivered_leaves_no_trace(
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


async def test_a_wave_that_is_over_sends_no_links(invited: Wave, roster: Alliance) -> None:
    stored = await everything()
    await send_new_link(ANN, SECRET, deadline(invited, roster))
    await send_new_link(STRANGER, SECRET)
    assert await everything() == stored
    await Wave.filter(id=invited.id).update(state=WaveState.CLOSED)
    await send_new_link(ANN, SECRET)
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 0


async def test_an_address_is_asked_about_three_times_in_a_quarter_of_an_hour(
    invited: Wave, client: httpx.AsyncClient
) -> None:
    for address in (ANN, STRANGER):
        for spelling in (address, address.upper(), f" {address}"):
            assert (await client.post("/lost", data={"email": spelling})).status_code == 200
        refused = await client.post("/lost", data={"email": address}, headers={"Accept-Language": "de"})
        assert refused.status_code == 429
        assert "Bitte warten Sie etwas" in refused.text
        assert address not in refused.text
    assert (await client.post("/lost", data={"email": BOB})).status_code == 200, "another address is not held up"


async def test_whatever_is_sent_instead_of_an_address_is_answered_alike(
    invited: Wave, client: httpx.AsyncClient
) -> None:
    proper = await client.post("/lost", data={"email": STRANGER})
    for sent in (b"email=%00", b"email=a%00b%40novara.example", b"email=%ff%fe", b"\xff", b"", b"email=" + b"x" * 9999):
        answer_ = await client.post("/lost", content=sent)
        assert (answer_.status_code, answer_.text) == (200, proper.text)


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


NOTHING = uuid4()


async def shown(desk: Desk, app: Litestar, wave: Wave) -> dict[str, tuple[int, str]]:
    """All that a consultant can open of a wave and its alliance."""
    paths = [
        route.format(**FREE, alliance_id=wave.alliance_id, wave_id=wave.id, action_id=NOTHING, upload="none")
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
