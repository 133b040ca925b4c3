"""In whatever way a password changes, nothing from before opens the account any more."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant, StoredValue
from diagnostic.survey.consultants import authenticate
from diagnostic.worker import tick
from tests.conftest import PASSWORD
from tests.mail.server import MailServer, serving
from tests.web.consultant_desk import Desk
from tests.web.consultant_server import run

NEW = "a brand new password"


async def by_the_account_page(here: Desk, link: str, settings: Settings) -> None:
    await here.get("/account")
    await here.post("/account", old=PASSWORD, password=NEW, again=NEW)


async def by_a_reset_link(here: Desk, link: str, settings: Settings) -> None:
    elsewhere = Desk()
    await elsewhere.get(link)
    await elsewhere.post(link, password=NEW, again=NEW)
    assert elsewhere.path == "/sign-in"


async def by_the_command_line(here: Desk, link: str, settings: Settings) -> None:
    words = ("user", "password", "Alice@consultancy.example", "--password-stdin")
    done = await asyncio.to_thread(run, settings.database_url, *words, typed=f"{NEW}\n")
    assert done.returncode == 0, done.stderr


WAYS = [
    pytest.param(way, id=way.__name__, marks=pytest.mark.part("run" if way is by_a_reset_link else "proofs"))
    for way in (by_the_account_page, by_a_reset_link, by_the_command_line)
]


@pytest.mark.parametrize("change", WAYS)
async def test_every_credential_from_before_is_dead(
    database: str, alice: Consultant, library: Library, change: Callable[[Desk, str, Settings], Awaitable[None]]
) -> None:
    for server in serving():
        settings = server.settings(database, "http://diagnostic.example")
        here, second = Desk(), Desk()
        await here.sign_in()
        await second.sign_in()
        first_link, used_link = [await reset_link(server, settings, library) for _ in range(2)]
        await ask_for_link()  # its mail is not yet written
        cookies = [desk.http.cookies["session"] for desk in (here, second)]

        await change(here, used_link, settings)

        await tick(settings, library, datetime.now(UTC) + timedelta(seconds=5))
        assert len(server.mails) == 2, "a link that was asked for before is not sent after"
        assert await authenticate(alice.email, NEW)
        assert await authenticate(alice.email, PASSWORD) is None
        for cookie in cookies:
            thief = Desk()
            thief.http.cookies.set("session", cookie)
            await thief.get("/alliances")
            assert thief.path == "/sign-in"
        for link in (first_link, used_link):
            thief = Desk()
            assert (await thief.get(link)).status_code == 404
            await thief.get("/password/forgotten")
            assert (await thief.post(link, password="quite another one", again="quite another one")).status_code == 404
        assert await authenticate(alice.email, NEW), "nor has any of them changed it"
        await here.get("/alliances")
        if change is by_the_account_page:
            assert here.path == "/alliances"
            assert here.http.cookies["session"] not in cookies, "it goes on under a new id"
        else:
            assert here.path == "/sign-in"


async def ask_for_link() -> None:
    await StoredValue.filter(key__startswith="pause:").delete()
    desk = Desk()
    await desk.get("/password/forgotten")
    await desk.post("/password/forgotten", email="alice@consultancy.example")


async def reset_link(server: MailServer, settings: Settings, library: Library) -> str:
    """Asked for and mailed: the path of the link in the last mail."""
    await ask_for_link()
    await tick(settings, library, datetime.now(UTC) + timedelta(seconds=5))
    body = server.mails[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"http://diagnostic.example(/password/reset/\S+)", body.get_content())
    assert found is not None
    return found[1]


async def test_signing_in_again_without_signing_out_renews_the_session(database: str, alice: Consultant) -> None:
    desk = Desk()
    await desk.sign_in()
    known = desk.http.cookies["session"]
    # The page leads on at once where somebody is signed in; a form that is still open does not.
    await desk.get("/account")
    await desk.post("/sign-in", email=alice.email, password=PASSWORD)
    assert desk.http.cookies["session"] != known
    thief = Desk()
    thief.http.cookies.set("session", known)
    await thief.get("/alliances")
    assert thief.path == "/sign-in"


async def test_the_account_page_says_what_is_wrong_with_either_password(database: str, alice: Consultant) -> None:
    desk = Desk()
    await desk.sign_in()
    await desk.get("/account")
    await desk.post("/account", old="wrong", password="alice arden 1", again="alice arden 1")
    assert "This is not your password." in desk.words
    assert "Leave out “Alice Arden”" in desk.words
    await desk.post("/account", old=PASSWORD, password=NEW, again=NEW)
    assert "You stay signed in here" in desk.words
