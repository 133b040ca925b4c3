"""That one has to sign in, and what every answer carries. Whose it is stands in test_consultant_tenants.py."""

import pytest
from litestar import Litestar

from diagnostic.storage.models import Alliance, Consultant, Wave
from diagnostic.web.app import create_app
from tests.web.consultant_desk import Desk, address_of, app_for_all, consultant_routes, settings_for

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.fixture
def app(database: str) -> Litestar:
    return app_for_all()


async def visit(desk: Desk, method: str, path: str) -> int:
    if method == "GET":
        return (await desk.http.get(path)).status_code
    return (await desk.http.request(method, path, data={"_csrf_token": desk.key()})).status_code


async def test_nobody_gets_past_the_sign_in(app: Litestar, open_wave: Wave, roster: Alliance) -> None:
    desk = Desk(app)
    await desk.get("/sign-in")
    for method, route in [
        *consultant_routes(app),
        ("GET", "/alliances"),
        ("GET", "/alliances/new"),
        ("GET", "/account"),
        ("GET", "/firm"),
        ("GET", "/firm/logo.png"),
        ("GET", "/firm/content.zip"),
        ("GET", "/firm/mail"),
        ("GET", "/firm/mail/framed.html"),
        ("GET", "/firm/playbook"),
        ("GET", "/firm/playbook/playbook.toml"),
        ("POST", "/firm/name"),
        ("POST", "/firm/logo"),
        ("POST", "/firm/playbook"),
    ]:
        path = address_of(route, alliance_id=roster.id, wave_id=open_wave.id)
        assert await visit(desk, method, path) == 303, f"{method} {path}"


async def test_every_status_carries_the_headers(app: Litestar, alice: Consultant, alliance: Alliance) -> None:
    desk = Desk(app)
    await desk.get("/sign-in")

    answers = {
        200: await desk.http.get("/sign-in"),
        303: await desk.http.get("/alliances"),
        403: await desk.http.post("/sign-in", data={"email": "x"}),
        404: await desk.http.get("/nothing/of/the/sort"),
        405: await desk.http.delete("/sign-in"),
        413: await desk.http.post("/sign-in", content=b"x" * 200_000),
        422: await desk.sign_in(password="wrong"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status, f"{status}: {answer.status_code} {answer.text}"
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, f"{status}: {name}"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Traceback" not in answer.text
        if status >= 400:
            assert "<h1>" in answer.text, f"{status} is no page"


async def test_a_fault_of_ours_shows_words_and_no_traceback(
    database: str, alice: Consultant, alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("private detail")

    desk = Desk()
    await desk.sign_in()
    monkeypatch.setattr("diagnostic.web.consultant.alliances._recency", broken)
    monkeypatch.setattr("diagnostic.web.consultant.alliances.roster_by_side", broken)
    answer = await desk.http.get(f"/alliances/{alliance.id}")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "private detail" not in answer.text
    assert HEADERS.items() <= {name: answer.headers.get(name) for name in HEADERS}.items()


@pytest.mark.part("proofs")
async def test_strict_transport_is_asked_for_over_https_only(database: str) -> None:
    for base, expected in (("http://diagnostic.example", False), ("https://diagnostic.example", True)):
        desk = Desk(create_app(settings_for(database, base)), base)
        answer = await desk.http.get("/sign-in")
        assert ("Strict-Transport-Security" in answer.headers) is expected


async def test_style_sheets_are_kept_for_good_under_the_address_of_their_content(app: Litestar) -> None:
    desk = Desk(app)
    await desk.get("/sign-in")
    for link in desk.page.all("link", rel="stylesheet"):
        answer = await desk.http.get(link.get("href"))
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Set-Cookie" not in answer.headers
    assert (await desk.http.get("/static/app.css")).headers["Cache-Control"] == "public, max-age=300"
    assert (await desk.http.get("/static/nothing.css")).status_code == 404


async def test_pages_with_a_form_key_are_not_compressed(app: Litestar, alice: Consultant) -> None:
    desk = Desk(app)
    await desk.sign_in()
    answer = await desk.http.get("/alliances/new", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


async def test_health_says_whether_the_database_answers(app: Litestar) -> None:
    answer = await Desk(app).http.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_respondents_page_has_no_session_and_no_key_in_the_log(
    app: Litestar, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await Desk(app).http.get("/a/not-a-token-anybody-has")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "not-a-token" not in capsys.readouterr().out


async def test_there_is_no_mailbox_outside_the_demonstration(app: Litestar) -> None:
    assert (await Desk(app).http.get("/mailbox")).status_code == 404
