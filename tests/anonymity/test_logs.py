"""Server and worker as processes, a respondent's whole visit, and everything that both of them printed."""

import asyncio
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from diagnostic.storage import connection
from diagnostic.storage.models import Ballot, Invitation, Message, MessageState, Participant, Wave
from diagnostic.survey.invitations import token
from diagnostic.worker import alive
from tests.conftest import SECRET
from tests.mail.server import MailServer, serving
from tests.web.consultant_server import COMMAND, Serving, environment
from tests.web.consultant_server import serving as web_server

ANN, GONE = "person0@novara.example", "person1@novara.example"
ADDRESS, BROWSER = "203.0.113.77", "Netscape Navigator of Ann"
SAID, LOOKED_FOR = "Nobody ever asks the field force", "is-it-anonymous"
PATIENCE = 120


@pytest.fixture
def mail() -> Iterator[MailServer]:
    yield from serving()


@contextmanager
def working(database_url: str, mail: MailServer, server: Serving, log: Path) -> Iterator[None]:
    """A worker process until the block ends."""
    port = int(server.url.rpartition(":")[2])
    with log.open("w") as written:
        process = subprocess.Popen(
            [COMMAND, "worker"],
            env=environment(database_url, port) | {"DIAGNOSTIC_MAIL_SERVER": mail.url},
            stdout=written,
            stderr=written,
        )
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(timeout=30) == 0


async def until_sent(mail: MailServer, address: str, mails: int) -> None:
    for _ in range(PATIENCE * 10):
        if len(mail.to(address)) == mails and not await Message.filter(state=MessageState.WAITING).exists():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{address} got {len(mail.to(address))} mails")


async def link_of(address: str) -> str:
    return token(await Invitation.get(participant__email=address), SECRET)


async def visit(server: Serving, link: str) -> list[int]:
    """All that a respondent does, and some of what mail programs make of a link; the statuses, in order."""
    headers = {"X-Forwarded-For": ADDRESS, "User-Agent": BROWSER}
    good = {"decisions.stick": "4", "whats_new": SAID, "_consent": "yes"}
    each_its_own = httpx.Limits(max_keepalive_connections=0)  # a body that is too large ends its connection
    async with httpx.AsyncClient(base_url=server.url, headers=headers, limits=each_its_own) as http:
        answers = [
            await http.get(f"/a/{link}", params={"language": "en", "utm_source": LOOKED_FOR}),
            await http.head(f"/a/{link}"),
            await http.post(f"/a/{link}", data={"decisions.stick": "9", "whats_new": SAID}),
            await http.post(f"/a/{link}", content=b"whats_new=" + SAID.encode() * 20_000),
            await http.post(f"/a/{link}", data=good),
            await http.post(f"/a/{link}", data=good),
            await http.get(f"/stop/{link}"),
            await http.post(f"/stop/{link}"),
            await http.get("/lost"),
            *[await http.post("/lost", data={"email": "somebody.else@novara.example"}) for _ in range(4)],
            *[
                await http.get(path)
                for path in (
                    f"/A/{link}", f"/a/{link}/", f"/a/{link}/more", f"/a{link}", f"/a/{link}%0a{ANN}", f"//a/{link}",
                    f"/?link=/a/{link}", f"/mailto:{ANN}", f"/{quote(SAID)}", f"/sign-in?next=/a/{link}",
                    f"/a/{link}%ff%00",
                )
            ],
            await http.request("PROPFIND", f"/a/{link}", headers={"Referer": f"https://mail.example/{ANN}"}),
            await http.post(f"/a/{link}", content=b"{", headers={"Content-Type": ANN, "Content-Encoding": "gzip"}),
        ]  # fmt: skip
    for words in (f"GET /a/{link} HTTP/7.3\r\n", f"GET /a/{link} {ANN} HTTP/1.1\r\n", f"/a/{link}\r\n"):
        await asyncio.to_thread(_shout, server, f"{words}User-Agent: {BROWSER}\r\nX-Forwarded-For: {ADDRESS}\r\n\r\n")
    return [answer.status_code for answer in answers]


def _shout(server: Serving, words: str) -> None:
    """What no browser sends."""
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=10) as wire:
        wire.sendall(words.encode())
        wire.recv(4096)


async def fail_once(server: Serving, link: str) -> int:
    """A submit while the database lacks a table: the one place where a traceback is logged."""
    async with httpx.AsyncClient(base_url=server.url, headers={"X-Forwarded-For": ADDRESS}) as http:
        await connection().execute_script("ALTER TABLE ballot RENAME TO elsewhere")
        answer = await http.post(f"/a/{link}", data={"whats_new": SAID, "_consent": "yes"})
        await connection().execute_script("ALTER TABLE elsewhere RENAME TO ballot")
    return answer.status_code


async def test_nothing_that_server_and_worker_print_tells_who_came_from_where_or_with_which_link(
    open_wave: Wave, database: str, mail: MailServer, tmp_path: Path
) -> None:
    mail.to_recipient[GONE] = ["550 5.1.1 <person1@novara.example> unknown"]
    links = [await link_of(ANN)]
    worker_log = tmp_path / "worker.log"
    with web_server(database, tmp_path) as server:
        with working(database, mail, server, worker_log):
            await until_sent(mail, ANN, 1)
            async with httpx.AsyncClient(base_url=server.url, headers={"X-Forwarded-For": ADDRESS}) as http:
                assert (await http.post("/lost", data={"email": ANN})).status_code == 200
            await until_sent(mail, ANN, 2)
            links.append(await link_of(ANN))
            assert await fail_once(server, links[1]) == 500
            statuses = await visit(server, links[1])
            assert await alive(datetime.now(UTC))
        log = server.log
    assert statuses[:13] == [200, 200, 422, 413, 200, 410, 200, 200, 200, 200, 200, 200, 200]
    assert max(statuses) < 500, str(statuses)
    assert await Ballot.all().count() == 1

    served, worked = log.read_text(), worker_log.read_text()
    assert served.count('"path": "/a/{token}"') > 8, "it is the log of this visit"
    assert served.count("request_failed") == 1
    assert '"outcome": "refused"' in worked
    assert worked.count('"kind": "new_link"') == 1
    ours = {part for link in links for part in (link, link[:8], link[-8:])}
    people = {*await Participant.all().values_list("email", flat=True), "person", "novara", "somebody.else"}
    for private in {*ours, *people, ADDRESS, BROWSER, "Netscape", SAID, "field force", LOOKED_FOR, SECRET}:
        assert str(private) not in served, f"the server printed {private}"
        assert str(private) not in worked, f"the worker printed {private}"
