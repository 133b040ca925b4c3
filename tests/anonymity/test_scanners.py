"""The link in the hands of those who scan mails: whatever they do, it is not used up, and the person can still answer.

A real server process, real mails, a real browser. On SQLite alone: what a scanner does meets the same code on both.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Response

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage import connected
from diagnostic.storage.models import Ballot, Consultant, Invitation, Participant, StoredValue
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.invitations import fingerprint
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from diagnostic.worker import tick
from tests.anonymity.scanners import (
    CONSENT,
    FORM,
    LOOKS,
    SENDS,
    Look,
    Send,
    at_random,
    follow_everything,
    press_everything,
)
from tests.browsing import chromium, needs_browser
from tests.conftest import DETAILS, HASHED, SECRET
from tests.mail.server import MailServer
from tests.stored import everything
from tests.web.consultant_server import serving
from tests.web.markup import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = 20
GOOD = {"trust.candour:we": "4", "_consent": "yes"}


class Invited(NamedTuple):
    """What somebody found in their mail: the link, and where their mail program can stop more of them."""

    email: str
    link: str
    stop: str
    one_click: str


class Served(NamedTuple):
    """A server process, its database, and people who have not opened their mail yet."""

    database: str
    people: Iterator[Invited]


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("scanned")
    shutil.copy(migrated_sqlite, folder / "diagnostic.sqlite3")
    database = f"sqlite:///{folder / 'diagnostic.sqlite3'}"
    with serving(database, folder) as server, MailServer() as mail:
        asyncio.run(invite(mail.settings(database, server.url), library))
        yield Served(database, iter([read(sent, server.url) for sent in mail.mails]))


async def invite(settings: Settings, library: Library) -> None:
    """Open the whole instrument, with every kind of question, and send the mails."""
    async with connected(settings.database_url):
        alice = await Consultant.create(email="alice@consultancy.example", name="Alice", password_hash=HASHED)
        alliance = await create_alliance(alice, DETAILS)
        rows = [f"person{n}@{c.lower()}.example,{c}" for c in ("Novara", "Helix") for n in range(PEOPLE)]
        data = "\n".join(["email,company", *rows]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en",)))
        closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
        plan = WavePlan(questionnaire="alliance-health", languages=["en", "de"], closes_on=closes_on)
        await launch(await draft_wave(alliance, plan, library), SECRET)
        assert await tick(settings, library, datetime.now(UTC) + timedelta(seconds=5)) == 2 * PEOPLE
        await StoredValue.all().delete()  # the worker's heartbeat


def read(mail: EmailMessage, url: str) -> Invited:
    plain = mail.get_body(("plain",))
    assert plain is not None
    link, stop = (
        next(w for w in plain.get_content().split() if w.startswith(f"{url}/{path}/")) for path in ("a", "stop")
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return Invited(mail["To"], link, stop, mail["List-Unsubscribe"].strip("<>"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=30) as client:
        yield client


async def answers(served: Served, person: Invited) -> None:
    """The person comes to it at last, and exactly one ballot is stored."""
    async with connected(served.database):
        before = await Ballot.all().count()
    async with httpx.AsyncClient(timeout=30) as http:
        answer = await http.post(person.link, data=GOOD)
    assert answer.status_code == 200
    assert "Your answers have arrived." in answer.text
    async with connected(served.database):
        assert await Ballot.all().count() == before + 1
        spent = await Invitation.get(token_hash=fingerprint(person.link.rpartition("/")[2]))
        assert spent.answered


@asynccontextmanager
async def untouched(served: Served) -> AsyncIterator[Invited]:
    """Somebody's mail, scanned: not a byte of the database changes, and then the person answers."""
    person = next(served.people)
    async with connected(served.database):
        before = await everything()
    yield person
    async with connected(served.database):
        assert await everything() == before
    await answers(served, person)


async def stopped(served: Served, person: Invited) -> bool:
    async with connected(served.database):
        return (await Participant.get(email=person.email)).do_not_contact


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
async def test_looking_leaves_everything_as_it_was(served: Served, http: httpx.AsyncClient, look: Look) -> None:
    async with untouched(served) as person:
        for address in (person.link, person.stop, person.one_click):
            await look(http, address)


@pytest.mark.parametrize("send", SENDS.values(), ids=SENDS)
async def test_sending_the_form_without_the_box_stores_nothing(
    served: Served, http: httpx.AsyncClient, send: Send
) -> None:
    async with untouched(served) as person:
        page = Page((await http.get(person.link)).text)
        assert len(page.controls()) > 100
        answer = await send(http, person.link, page)
        assert answer.status_code == 422
        assert "Please tick this box" in answer.text


async def test_the_box_is_all_that_random_answers_lack(served: Served, http: httpx.AsyncClient) -> None:
    """Whoever ticks that too has answered: no page can tell such a program from a person."""
    person = next(served.people)
    fields = at_random(Page((await http.get(person.link)).text))
    answer = await http.post(person.link, content=urlencode([*fields, (CONSENT, "yes")]), headers=FORM)
    assert answer.status_code == 200
    assert (
        await http.post(person.link, content=urlencode([*fields, (CONSENT, "yes")]), headers=FORM)
    ).status_code == 410


@needs_browser
async def test_a_browser_with_scripts_that_follows_every_link_changes_nothing(served: Served, browser: Browser) -> None:
    async with untouched(served) as person, await browser.new_context() as context:
        await follow_everything(context, person.link)
        seen = await follow_everything(context, person.stop)
        assert {f"{person.stop}?language=en", f"{person.stop}?language=de"} <= seen


@needs_browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("fill", [False, True], ids=["untouched form", "random answers"])
async def test_a_browser_that_presses_every_button_and_sends_every_form_without_the_box_changes_nothing(
    served: Served, browser: Browser, fill: bool, scripts: bool
) -> None:
    async with untouched(served) as person:
        async with await browser.new_context(java_script_enabled=scripts) as context:
            posts: list[int] = []

            def note(answer: Response) -> None:
                if answer.request.method == "POST":
                    posts.append(answer.status)

            context.on("response", note)
            await press_everything(context, person.link, fill=fill, scripts=scripts)
        assert 422 in posts, "forms were sent, and refused"
        # Asking for another language, and whether the link can be used, stores nothing.
        assert set(posts) <= {200, 204, 422}


@needs_browser
async def test_a_browser_that_fills_in_a_mangled_links_page_asks_for_nothing_that_exists(
    served: Served, browser: Browser
) -> None:
    """Some write the address in small letters. The page that they find offers a new link, for an address."""
    person = next(served.people)
    async with connected(served.database):
        before = await everything(but={StoredValue})
    async with await browser.new_context() as context:
        seen = await follow_everything(context, person.link.lower())
        (lost,) = {address for address in seen if "/lost" in address and "language" in address and "=en" in address}
        await press_everything(context, lost, fill=True)
    async with connected(served.database):
        assert await everything(but={StoredValue}) == before
        await StoredValue.all().delete()
    await answers(served, person)


@needs_browser
async def test_a_browser_that_presses_the_button_to_stop_mails_stops_them_and_the_link_stays_good(
    served: Served, browser: Browser
) -> None:
    """That much a scanner can do: one press is what mail programs demand. It costs reminders, not the answer."""
    person = next(served.people)
    async with await browser.new_context() as context:
        await press_everything(context, person.stop, fill=True)
    assert await stopped(served, person)
    await answers(served, person)


@pytest.mark.parametrize("encoded", ["as a form", "in parts"])
async def test_one_click_stops_mails_by_the_address_in_the_mail_without_cookies_and_redirects(
    served: Served, http: httpx.AsyncClient, encoded: str
) -> None:
    """RFC 8058, section 3.1; both ways of writing the body are allowed there."""
    person = next(served.people)
    for method in ("GET", "HEAD"):
        assert (await http.request(method, person.one_click)).status_code == 200
    assert not await stopped(served, person)

    said = {"List-Unsubscribe": "One-Click"}
    if encoded == "as a form":
        answer = await http.post(person.one_click, data=said)
        assert answer.request.content == b"List-Unsubscribe=One-Click"
    else:
        answer = await http.post(person.one_click, files={name: (None, value) for name, value in said.items()})

    assert (answer.status_code, answer.history) == (200, [])
    assert "set-cookie" not in answer.headers
    assert not http.cookies
    assert await stopped(served, person)
    await answers(served, person)
