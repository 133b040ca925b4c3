"""All alliances side by side, and what their waves take to store: uv run python tests/benchmarks/portfolio.py

200 alliances of eight closed waves each, their Reports copied from eight that were published: a baseline and seven
pulses with their trends. *page*: the whole page through the app, search and sorting included. *rival*: the figures
alone, every newest Report decoded in full with `from_json`.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from diagnostic.analysis import from_json
from diagnostic.demo.planted import BASELINE
from diagnostic.demo.simulation import Respondent, simulate
from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected, connection, migrate
from diagnostic.storage.models import Alliance, Consultant, Invitation, StoredReport, Wave, WaveState
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.answering import send
from tests.conftest import DETAILS, HASHED, SECRET
from tests.web.consultant_desk import Desk

ALLIANCES, WAVES, PEOPLE = 200, 8, 20
REQUESTS = 20


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "diagnostic.sqlite3"
        url = f"sqlite:///{file}"
        await migrate(url)
        async with connected(url):
            alice = await Consultant.create(email="alice@consultancy.example", name="Alice", password_hash=HASHED)
            waves = await _one(await create_alliance(alice, DETAILS))
            await _others(alice, waves)
            desk = Desk()
            await desk.sign_in()
            await _timed("page", lambda: _page(desk, "/alliances?sort=gap&order=down"))
            await _timed("page, searched", lambda: _page(desk, "/alliances?q=cardiva+199"))
            await _timed("rival", _rival)
            await connection().execute_script("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
            print(f"{ALLIANCES} alliances x {WAVES} waves: {file.stat().st_size / 1e6:.1f} MB of SQLite")
            for table in ("report", "wave"):
                _, rows = await connection().execute_query(
                    f"SELECT sum(pgsize) AS size FROM dbstat WHERE name = '{table}'"  # noqa: S608 (a constant)
                )
                print(f"  {table}: {rows[0]['size'] / 1e6:.1f} MB")


async def _one(alliance: Alliance) -> list[Wave]:
    """The first alliance's waves, played through the real rules."""
    library = Library.load()
    rows = ["email,company", *(f"p{n}@{c.lower()}.example,{c}" for c in ("Novara", "Helix") for n in range(PEOPLE))]
    await apply_roster(alliance, read_roster("\n".join(rows).encode(), "r.csv", alliance, ("en",)))
    found = []
    for number in range(WAVES):
        at = datetime.now(UTC) - timedelta(days=30 * (WAVES - number))
        name = "alliance-pulse-2" if number else "alliance-health-2"
        plan = WavePlan(questionnaire=name, languages=["en"], closes_on=(at + timedelta(days=10)).date())
        wave = await draft_wave(alliance, plan, library, at)
        await launch(wave, SECRET, at)
        questionnaire = frozen_questionnaire(wave)
        for side in SIDES:
            invitations = await Invitation.filter(wave=wave, participant__side=side)
            forms = simulate(questionnaire, [Respondent(side)] * len(invitations), BASELINE, number)
            for invitation, form in zip(invitations, forms, strict=True):
                await send(token(invitation, SECRET), form, at)
        await close(wave, SECRET, at + timedelta(days=12))
        await publish(wave)
        found.append(await Wave.get(id=wave.id))
    return found


async def _others(alice: Consultant, waves: list[Wave]) -> None:
    bodies = [(await StoredReport.get(wave=wave)).body for wave in waves]
    for number in range(2, ALLIANCES + 1):
        alliance = await create_alliance(alice, replace(DETAILS, brand=f"Cardiva {number}"))
        copies = []
        for wave in waves:
            columns = {name: getattr(wave, name) for name in wave._meta.db_fields if name not in ("id", "alliance_id")}
            copies.append(Wave(id=uuid4(), alliance_id=alliance.id, **{**columns, "state": WaveState.CLOSED}))
        await Wave.bulk_create(copies)
        await StoredReport.bulk_create(
            [StoredReport(wave_id=wave.id, body=body) for wave, body in zip(copies, bodies, strict=True)]
        )


async def _page(desk: Desk, path: str) -> None:
    assert (await desk.get(path)).status_code == 200


async def _rival() -> None:
    newest: dict[object, tuple[datetime, object]] = {}
    for wave in await Wave.filter(state=WaveState.CLOSED).only("id", "alliance_id", "closed_at"):
        if wave.closed_at and (wave.alliance_id not in newest or newest[wave.alliance_id][0] < wave.closed_at):
            newest[wave.alliance_id] = (wave.closed_at, wave.id)
    reports = await StoredReport.filter(wave_id__in=[wave for _, wave in newest.values()])
    assert len([from_json(report.body) for report in reports]) == ALLIANCES


async def _timed(what: str, work: Callable[[], Awaitable[None]]) -> None:
    await work()
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        await work()
        took.append(1000 * (time.perf_counter() - began))
    print(f"{what}: median {statistics.median(took):.0f} ms, largest {max(took):.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
