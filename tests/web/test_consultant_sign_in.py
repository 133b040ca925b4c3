"""Who gets in, for how long, and what a stranger learns."""

import hashlib
import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.storage.models import Consultant, Message, MessageKind, StoredValue
from diagnostic.survey.consultants import authenticate
from diagnostic.web.app import create_app
from tests.conftest import PASSWORD
from tests.web.consultant_desk import Desk, settings_for


@pytest.fixture
def desk(database: str) -> Desk:
    return Desk()


async def test_signing_in_leads_to_the_page_that_was_asked_for(desk: Desk, alice: Consultant) -> None:
    await desk.get("/account")
    assert desk.path == "/sign-in"

    await desk.post("/sign-in", email="Alice@Consultancy.example ", password=PASSWORD, next="/account")

    assert desk.path == "/account"
    assert "Alice Arden" in desk.words


async def test_the_page_that_was_asked_for_is_the_whole_of_it_with_its_query(desk: Desk, alice: Consultant) -> None:
    # The edition of a briefing stands in the query: lost on the way, the consultant's would be handed out.
    await desk.get("/account?edition=participants&language=de")
    asked = re.search(r'name="next" value="([^"]*)"', desk.response.text)
    assert asked is not None
    await desk.post("/sign-in", email=alice.email, password=PASSWORD, next=html.unescape(asked[1]))
    assert str(desk.response.url) == "http://diagnostic.example/account?edition=participants&language=de"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"])
async def test_signing_in_never_leads_to_another_site(desk: Desk, alice: Consultant, elsewhere: str) -> None:
    await desk.get("/sign-in")
    await desk.post("/sign-in", email=alice.email, password=PASSWORD, next=elsewhere)
    assert str(desk.response.url) == "http://diagnostic.example/alliances"


async def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(desk: Desk, alice: Consultant) -> None:
    wrong = await desk.sign_in(password="not the password")
    unknown = await desk.sign_in(email="nobody@consultancy.example")
    assert wrong.status_code == unknown.status_code == 422
    assert "The email address or the password is wrong." in wrong.text
    assert wrong.text.replace(alice.email, "") == unknown.text.replace("nobody@consultancy.example", "")


async def test_the_database_holds_only_the_hash_of_a_session(desk: Desk, alice: Consultant) -> None:
    await desk.sign_in()
    session = desk.http.cookies["session"]
    kept = await StoredValue.get(key__startswith="session:")
    assert kept.key == f"session:{hashlib.sha256(session.encode()).hexdigest()}"


async def test_a_session_known_before_signing_in_is_worth_nothing_after(desk: Desk, alice: Consultant) -> None:
    desk.http.cookies.set("session", "planted-by-somebody-else")
    await desk.sign_in()
    assert desk.http.cookies.jar  # signed in, under another id

    desk.http.cookies.clear()
    desk.http.cookies.set("session", "planted-by-somebody-else")
    await desk.get("/alliances")
    assert desk.path == "/sign-in"


async def test_signing_in_again_ends_the_session_before(desk: Desk, alice: Consultant, mallory: Consultant) -> None:
    await desk.sign_in()
    first = desk.http.cookies["session"]
    await desk.post("/sign-out")
    assert "session" not in desk.http.cookies
    await desk.sign_in(mallory.email)
    assert desk.http.cookies["session"] != first
    assert await StoredValue.filter(key__startswith="session:").count() == 1


async def test_signing_out_ends_the_session_on_the_server(desk: Desk, alice: Consultant) -> None:
    await desk.sign_in()
    session = desk.http.cookies["session"]
    await desk.post("/sign-out")
    desk.http.cookies.set("session", session)
    await desk.get("/alliances")
    assert desk.path == "/sign-in"


async def test_a_visitor_who_is_not_signed_in_leaves_no_row_and_no_session(desk: Desk) -> None:
    await desk.get("/sign-in")
    await desk.get("/alliances")
    assert "session" not in desk.http.cookies
    assert await StoredValue.all().count() == 0


async def test_an_expired_session_is_no_session(desk: Desk, alice: Consultant) -> None:
    await desk.sign_in()
    await StoredValue.filter(key__startswith="session:").update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    await desk.get("/alliances")
    assert desk.path == "/sign-in"


async def test_cookies_are_kept_from_scripts_and_over_https_from_the_clear(database: str, alice: Consultant) -> None:
    base = "https://diagnostic.example"
    desk = Desk(create_app(settings_for(database, base)), base)
    await desk.get("/sign-in")
    answer = await desk.http.post(
        "/sign-in", data={"_csrf_token": desk.key(), "email": alice.email, "password": PASSWORD}
    )
    (session,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-session=")]
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in session
    assert "Domain" not in session


async def test_a_form_without_its_key_is_refused(desk: Desk, alice: Consultant) -> None:
    await desk.sign_in()
    for path in ("/sign-in", "/sign-out", "/alliances/new", "/account", "/password/forgotten"):
        answer = await desk.http.post(path, data={"email": alice.email})
        assert answer.status_code == 403, path
        assert "That form is no longer valid" in answer.text


async def test_a_form_key_of_another_server_is_replaced(desk: Desk, alice: Consultant) -> None:
    desk.http.cookies.set("csrf", "0" * 128, domain="diagnostic.example", path="/")
    await desk.get("/sign-in")
    assert (await desk.post("/sign-in", email=alice.email, password=PASSWORD)).status_code == 403
    await desk.sign_in()
    assert desk.path == "/alliances"


async def test_what_is_counted_names_nobody(desk: Desk, alice: Consultant) -> None:
    await desk.sign_in(password="guess")
    keys = " ".join([kept.key for kept in await StoredValue.all()])
    assert "alice" not in keys
    assert "192.0.2.1" not in keys
    assert hashlib.sha256(alice.email.encode()).hexdigest() not in keys


async def test_asking_for_a_reset_says_the_same_whether_the_account_exists(desk: Desk, alice: Consultant) -> None:
    await desk.get("/password/forgotten")
    known = await desk.post("/password/forgotten", email=alice.email)
    await desk.get("/password/forgotten")
    unknown = await desk.post("/password/forgotten", email="nobody@consultancy.example")
    assert known.text.replace(alice.email, "") == unknown.text.replace("nobody@consultancy.example", "")
    (message,) = await Message.all()
    assert message.kind is MessageKind.PASSWORD_RESET


async def test_nobody_fills_a_mailbox_with_reset_links(desk: Desk, alice: Consultant) -> None:
    for _ in range(5):
        await desk.get("/password/forgotten")
        assert (await desk.post("/password/forgotten", email=alice.email)).status_code == 200
    assert await Message.filter(kind=MessageKind.PASSWORD_RESET).count() == 1
    await StoredValue.filter(key__startswith="pause:").update(expires_at=datetime.now(UTC))
    await desk.get("/password/forgotten")
    await desk.post("/password/forgotten", email=alice.email)
    assert await Message.filter(kind=MessageKind.PASSWORD_RESET).count() == 2


async def reset_key(consultant: Consultant, key: str, lasts: timedelta = timedelta(hours=1)) -> None:
    """What the worker stores as it sends the mail."""
    await StoredValue.create(
        key=f"password-reset:{hashlib.sha256(key.encode()).hexdigest()}",
        value=f"{consultant.id} {consultant.password_stamp()}".encode(),
        expires_at=datetime.now(UTC) + lasts,
    )


async def test_a_reset_link_sets_a_password_once_and_ends_every_session(desk: Desk, alice: Consultant) -> None:
    await desk.sign_in()
    session = desk.http.cookies["session"]
    await reset_key(alice, "the-key")
    await desk.get("/password/reset/the-key")
    await desk.post("/password/reset/the-key", password="a brand new password", again="a brand new password")
    assert desk.path == "/sign-in"
    assert "Your new password is set" in desk.words
    desk.http.cookies.set("session", session)
    await desk.get("/alliances")
    assert desk.path == "/sign-in"
    assert await authenticate(alice.email, "a brand new password")
    assert (await desk.get("/password/reset/the-key")).status_code == 404


async def test_a_reset_link_is_not_spent_by_looking_nor_by_a_short_password(desk: Desk, alice: Consultant) -> None:
    await reset_key(alice, "the-key")
    await desk.get("/password/reset/the-key")
    for password, again in (("short", "short"), ("a brand new password", "another one")):
        assert (await desk.post("/password/reset/the-key", password=password, again=again)).status_code == 422
    assert (await desk.get("/password/reset/the-key")).status_code == 200


async def test_an_expired_reset_link_is_refused(desk: Desk, alice: Consultant) -> None:
    await reset_key(alice, "the-key", lasts=timedelta(seconds=-1))
    await desk.get("/password/forgotten")
    answer = await desk.post("/password/reset/the-key", password="a brand new password", again="a brand new password")
    assert answer.status_code == 404
    assert await authenticate(alice.email, PASSWORD)
