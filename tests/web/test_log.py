"""What the access log says of a request, and that no key of a link is ever in it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import structlog
from litestar import Litestar

from diagnostic.logs import configure_logs
from diagnostic.storage.models import Alliance, Consultant
from diagnostic.web.app import create_app
from tests.web.consultant_desk import Desk, settings_for

KEY = "Zk3-_x9QpLm2Rt7VbNc4Yd8W"
PATHS = [
    (f"/a/{KEY}", "/a/{token}", 404),
    (f"/a/{KEY}/", "/a/{token}", 404),
    (f"/a//{KEY}", "/a/{token}", 404),
    (f"/a/x%0a{KEY}", "/a/{token}", 308),
    (f"/a/{KEY}%3E", "/a/{token}", 308),
    (f"/stop/=3D{KEY}", "/stop/{token}", 308),
    (f"/stop/{KEY}", "/stop/{token}", 404),
    (f"/password/reset/{KEY}", "/password/reset/{key}", 404),
    (f"/static/{KEY}", "/static/{name}", 404),
    (f"/A/{KEY}", "…", 308),
    (f"/%20/a/{KEY}", "…", 308),
    (f"/a;/{KEY}", "…", 404),
    (f"/.%2fa/{KEY}", "…", 404),
    (f"/{KEY}", "…", 404),
    (f"/a{KEY}", "…", 404),
    (f"/x/a/{KEY}", "…", 404),
    (f"/a/{KEY}/more", "…", 308),
    (f"/alliances/{KEY}", "…", 404),
    (f"/sign-in?next=/a/{KEY}", "/sign-in", 200),
]


@pytest.fixture
def app(database: str) -> Iterator[Litestar]:
    before = structlog.get_config()
    configure_logs()
    yield create_app(settings_for(database))
    structlog.configure(**before)


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_a_request_is_logged_by_its_route_and_never_by_its_path(
    app: Litestar, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(app)
    for path, route, status in PATHS:
        answer = await desk.http.get(path)
        assert KEY in unquote(str(answer.request.url))
        output = capsys.readouterr()
        assert KEY not in output.out + output.err, path
        [line] = [json.loads(line) for line in output.out.splitlines()]
        assert (line["method"], line["path"], line["status"]) == ("GET", route, status), path


async def test_a_method_that_a_route_does_not_have_leaves_no_key_either(
    app: Litestar, capsys: pytest.CaptureFixture[str]
) -> None:
    await Desk(app).http.delete(f"/a/{KEY}")
    [line] = logged(capsys)
    assert (line["path"], line["status"]) == ("…", 405)


async def test_a_fault_of_ours_is_logged_by_its_route(
    app: Litestar,
    alice: Consultant,
    alliance: Alliance,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    desk = Desk(app)
    await desk.sign_in()
    monkeypatch.setattr("diagnostic.web.consultant.alliances._recency", broken)
    monkeypatch.setattr("diagnostic.web.consultant.alliances.roster_by_side", broken)
    capsys.readouterr()
    await desk.http.get(f"/alliances/{alliance.id}")
    lines = logged(capsys)
    assert {line["path"] for line in lines} == {"/alliances/{alliance_id}"}
    assert [line["event"] for line in lines] == ["request_failed", "request"]
