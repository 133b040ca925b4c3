"""Submits a second of one web process: ballots that came sealed, against forms that the server seals, in turns.

    uv run python tests/benchmarks/submits.py

What a phone takes to seal is measured beside it: Chromium slowed down six times, with one, two and three layers.
"""

import argparse
import asyncio
import base64
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, migrate
from diagnostic.storage.models import Invitation, Wave
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.ballots import layers, seal
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.invitations import look_up, token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.sealing import ballot_size, encoded
from diagnostic.survey.waves import launch
from diagnostic.web.respondent import BALLOT
from tests.browsing import PHONE, chromium
from tests.conftest import DETAILS, PASSWORD, SECRET
from tests.web.consultant_server import serving

AT_ONCE = 8
SLOWER = 6
FORM = {
    "_consent": "yes",
    "trust.bad_news:we": "4",
    "trust.bad_news:they": "2",
    "would_help": "A call every Monday. " * 20,
}
SEAL = """async ([size, layers, times]) => {
    const took = [];
    for (let n = 0; n < times; n += 1) {
        const began = performance.now();
        let sealed = crypto.getRandomValues(new Uint8Array(size));
        for (const layer of layers) sealed = await sealing.seal(sealed, sealing.fromBase64(layer), "for a measurement");
        took.push(performance.now() - began);
    }
    return took;
}"""


async def wave_of(database: str, people: int) -> tuple[Wave, list[str]]:
    """An open wave of the full instrument, and the links of one side."""
    async with connected(database):
        alliance = await create_alliance(await add_consultant("alice@consultancy.example", "Alice", PASSWORD), DETAILS)
        lines = [f"person{n}@{c.lower()}.example,{c}" for n in range(people) for c in ("Novara", "Helix")]
        data = "\n".join(["email,company", *lines]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en",)))
        closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
        plan = WavePlan(questionnaire="alliance-health-2", languages=["en"], closes_on=closes_on)
        wave = await draft_wave(alliance, plan, Library.load())
        await launch(wave, SECRET)
        invitations = await Invitation.filter(wave=wave, participant__side="a")
        return wave, [token(invitation, SECRET) for invitation in invitations]


async def sealed_forms(database: str, links: Sequence[str]) -> dict[str, dict[str, str]]:
    """What a page would send with each link."""
    async with connected(database):
        form = {name: [value] for name, value in FORM.items()}
        ballots = {link: (await seal(await look_up(link), form))[0] for link in links}
    return {link: {"_consent": "yes", BALLOT: base64.b64encode(ballot).decode()} for link, ballot in ballots.items()}


async def a_second(address: str, links: Sequence[str], form: Callable[[str], dict[str, str]]) -> float:
    """Submits a second, so many at once, each once."""
    waiting = list(links)

    async def send(client: httpx.AsyncClient) -> None:
        while waiting:
            link = waiting.pop()
            answer = await client.post(f"{address}/a/{link}", data=form(link))
            assert answer.status_code == 200, answer.status_code
            assert "data-stored" in answer.text

    async with httpx.AsyncClient(timeout=60) as client:
        began = time.perf_counter()
        work: list[Awaitable[None]] = [send(client) for _ in range(AT_ONCE)]
        await asyncio.gather(*work)
        return len(links) / (time.perf_counter() - began)


async def submits(folder: Path, rounds: int, each: int) -> None:
    database = f"sqlite:///{folder / 'diagnostic.sqlite3'}"
    await migrate(database)
    _, links = await wave_of(database, 2 * rounds * each)
    rates: dict[str, list[float]] = {"sealed in the browser": [], "sealed by the server": []}
    with serving(database, folder) as server:
        for n in range(rounds):
            mine = links[2 * n * each : 2 * (n + 1) * each]
            forms = await sealed_forms(database, mine[:each])
            rates["sealed in the browser"].append(await a_second(server.url, mine[:each], forms.__getitem__))
            rates["sealed by the server"].append(await a_second(server.url, mine[each:], lambda _: FORM))
    for name, found in rates.items():
        print(f"{name:24} {statistics.median(found):6.0f} submits/s ({min(found):.0f} to {max(found):.0f})")
    ours, rival = (statistics.median(found) for found in rates.values())
    print(f"{'ratio':24} {ours / rival:6.2f}")


async def in_a_browser(folder: Path) -> None:
    database = f"sqlite:///{folder / 'browser.sqlite3'}"
    await migrate(database)
    wave, links = await wave_of(database, 6)
    size, key = ballot_size(frozen_questionnaire(wave)), encoded(layers(wave)).partition(":")[2]
    with serving(database, folder) as server:
        async with chromium() as browser:
            page = await (await browser.new_context(viewport=PHONE)).new_page()
            await page.goto(f"{server.url}/a/{links[0]}")
            session = await page.context.new_cdp_session(page)
            for slower in (1, SLOWER):
                await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
                for number in (1, 2, 3):
                    took = await page.evaluate(SEAL, [size, [key] * number, 30])
                    said = f"{statistics.median(took):5.1f} ms, the first {took[0]:.1f}, at most {max(took):.1f}"
                    print(f"{size} bytes, {number} layers, {slower} times slower: {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--each", type=int, default=200, help="submits a round and way")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(submits(Path(folder), chosen.rounds, chosen.each))
        asyncio.run(in_a_browser(Path(folder)))


if __name__ == "__main__":
    main()
