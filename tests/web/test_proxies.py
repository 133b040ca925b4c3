"""A proxy that the settings do not name is noticed in the log: once, and without an address."""

import httpx
from litestar.types import Receive, Scope, Send
from structlog.testing import capture_logs

from diagnostic.web.security.proxies import noticing_unnamed_proxies
from tests.web.consultant_desk import inside


async def answers(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def test_a_header_of_a_proxy_that_is_not_named_is_said_once_and_without_its_address() -> None:
    transport = inside(noticing_unnamed_proxies(answers))
    async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as client:
        with capture_logs() as log:
            assert (await client.get("/")).status_code == 204
            assert log == []
            for address in ("203.0.113.9", "203.0.113.10"):
                assert (await client.get("/", headers={"X-Forwarded-For": address})).status_code == 204
    (line,) = log
    assert (line["event"], line["log_level"]) == ("proxy_not_trusted", "warning")
    assert "DIAGNOSTIC_TRUSTED_PROXIES" in line["what"]
    assert "203.0.113" not in str(line)
