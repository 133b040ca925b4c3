"""Exactly once under load: a real server, many submits at once, and clients that are gone before they are answered."""

import asyncio
import json
import ssl
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx

from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, is_sqlite
from diagnostic.storage.models import Ballot, Invitation, Wave
from diagnostic.survey.ballots import open_all
from diagnostic.survey.invitations import fingerprint
from diagnostic.survey.plans import frozen_questionnaire
from tests.anonymity.launching import launched
from tests.answering import tokens
from tests.conftest import SECRET
from tests.web.consultant_server import serving

PEOPLE = 40
CROWD, LOSING = range(24), range(24, 34)
"""Those whose link many use at once, and those who lose the connection; the rest lose it halfway."""
SUBMITS, SUBMITS_AT_NIGHT = 200, 1000
LONGEST_WAIT = 0.05
SEED = 20240301
TITLES = {200: "Thank you", 410: "Answers have already been sent with this link"}


class Link(NamedTuple):
    side: str
    person: int
    token: str


class Sheet(NamedTuple):
    """What one client sends, which no other does."""

    link: Link
    rating: int
    text: str

    def body(self) -> bytes:
        # What is cut off is the end of a text: nothing else would show that half a form was taken for a whole.
        fields = {"_consent": "yes", "decisions.stick": self.rating, "whats_new": self.text}
        return urlencode(fields).encode()


class Crowd:
    """All who answer, what they send, and what they are told."""

    def __init__(self, url: str, links: list[Link], submits: int) -> None:
        self.url = url
        self.submits = submits
        self.links = links
        self.tls = ssl.create_default_context()  # not needed, and slow to make for each client
        self.dice = Random(SEED)
        self.sent_whole: defaultdict[Link, set[Sheet]] = defaultdict(set)
        self.told: defaultdict[Link, list[int]] = defaultdict(list)
        self.thanked: dict[Link, Sheet] = {}
        self.dropped = 0

    def sheet(self, link: Link) -> Sheet:
        mark = self.dice.randbytes(8).hex()
        return Sheet(link, self.dice.randint(1, 5), f"{link.side}{link.person} {mark} " + "so it goes " * 40 + "end")

    async def come(self) -> None:
        crowd = [link for link in self.links if link.person in CROWD]
        losing = [link for link in self.links if link.person in LOSING]
        halfway = [link for link in self.links if link.person >= LOSING.stop]
        work = [self.submit(self.sheet(crowd[n % len(crowd)])) for n in range(self.submits)]
        work += [self.lose(self.sheet(link)) for link in crowd[::4]]
        work += [self.lose_and_retry(self.sheet(link)) for link in [*losing, *losing]]
        work += [self.lose_and_retry(self.sheet(link), halfway=True) for link in [*halfway, *halfway]]
        self.dice.shuffle(work)
        await asyncio.gather(*work)

    async def submit(self, sheet: Sheet) -> None:
        self.sent_whole[sheet.link].add(sheet)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        # A client each, as people have: one that holds hundreds of connections spends its time looking through them.
        async with httpx.AsyncClient(verify=self.tls, timeout=60) as client:
            page = await client.post(f"{self.url}/a/{sheet.link.token}", content=sheet.body(), headers=headers)
        self.told[sheet.link].append(page.status_code)
        assert TITLES[page.status_code] in page.text
        if page.status_code == 200:
            assert sheet.link not in self.thanked, "one link, thanked twice"
            self.thanked[sheet.link] = sheet

    async def lose(self, sheet: Sheet, *, halfway: bool = False) -> None:
        """Send the answers, or half of them, and hang up: at once, or before long."""
        if not halfway:
            self.sent_whole[sheet.link].add(sheet)
        host, body = urlsplit(self.url).netloc, sheet.body()
        head = (
            f"POST /a/{sheet.link.token} HTTP/1.1\r\nHost: {host}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        _, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(head.encode() + (body[: len(body) // 2] if halfway else body))
        await writer.drain()
        await asyncio.sleep(self.dice.choice([0, self.dice.uniform(0, LONGEST_WAIT)]))
        if self.dice.random() < 0.5:
            writer.transport.abort()
        writer.close()
        self.dropped += 1

    async def lose_and_retry(self, sheet: Sheet, *, halfway: bool = False) -> None:
        await self.lose(sheet, halfway=halfway)
        await self.submit(sheet)


async def links_of(database_url: str) -> list[Link]:
    async with connected(database_url):
        wave = await Wave.get()
        return [Link(side, n, token) for side in SIDES for n, token in enumerate(await tokens(wave, side))]


async def check_stored(database_url: str, crowd: Crowd) -> None:
    async with connected(database_url):
        wave = await Wave.get()
        for side in SIDES:
            spent = await Invitation.filter(answered=True, participant__side=side).count()
            assert await Ballot.filter(side=side).count() == spent == PEOPLE
        people, *_ = await open_all(wave, frozen_questionnaire(wave), SECRET)
    stored = Counter(
        (answers.side, answers.values["decisions.stick@alliance"], answers.values["whats_new"]) for answers, _ in people
    )
    assert stored.total() == len(stored) == len(crowd.links)
    for link in crowd.links:
        known = [sheet for sheet in crowd.sent_whole[link] if (link.side, sheet.rating, sheet.text) in stored]
        assert len(known) == 1, "of all that came with a link, one ballot"
        assert crowd.thanked.get(link, known[0]) == known[0], "what was thanked for is what is stored"


def test_every_link_counts_once_under_load_and_when_connections_are_lost(
    database_url: str, library: Library, tmp_path: Path, thorough: bool
) -> None:
    asyncio.run(launched(database_url, library, PEOPLE))
    links = asyncio.run(links_of(database_url))
    # As many processes as the database can take.
    with serving(database_url, tmp_path, workers=1 if is_sqlite(database_url) else 2) as server:
        crowd, started = Crowd(server.url, links, SUBMITS_AT_NIGHT if thorough else SUBMITS), monotonic()
        asyncio.run(crowd.come())
        took = monotonic() - started
    told = Counter(status for statuses in crowd.told.values() for status in statuses)
    print(f"told {dict(told)}, {crowd.dropped} hung up, {took:.1f} s")

    assert set(told) == {200, 410}
    assert 0 < len(crowd.thanked) < len(links), "some were heard and never knew"
    for link in links:
        if link not in crowd.thanked:
            assert link.person < LOSING.stop, "half a form is no answer"
            assert set(crowd.told[link]) == {410}
    asyncio.run(check_stored(database_url, crowd))

    log = server.log.read_text()
    answered = Counter(json.loads(line).get("status") for line in log.splitlines() if line.startswith("{"))
    assert set(answered) <= {200, 400, 410}, "nothing broke, not even for those who were gone"
    assert not any(link.token in log or fingerprint(link.token) in log for link in links)
