"""An open wave, and a server process that people answer it on."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Invitation
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.invitations import token
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.conftest import DETAILS, PASSWORD, SECRET
from tests.web.consultant_server import serving


class Served(NamedTuple):
    """A server process, its database, and the links of one open wave: a person each, used in turn."""

    address: str
    database: str
    wave: UUID
    links: Iterator[str]


@contextmanager
def serving_a_wave(migrated_sqlite: Path, folder: Path, asked: Questionnaire | None = None) -> Iterator[Served]:
    """The full instrument, unless something else is ``asked``."""
    shutil.copy(migrated_sqlite, folder / "diagnostic.sqlite3")
    database = f"sqlite:///{folder / 'diagnostic.sqlite3'}"
    wave, tokens = asyncio.run(launched(database, asked=asked))
    with serving(database, folder) as server:
        yield Served(server.url, database, wave, iter([f"{server.url}/a/{token}" for token in tokens]))


async def launched(
    database: str,
    closes: timedelta = timedelta(days=14),
    email: str = "alice@consultancy.example",
    targets: Sequence[str] = (),
    asked: Questionnaire | None = None,
) -> tuple[UUID, list[str]]:
    """A wave that closes so long from now, and the tokens of Helix's people."""
    async with connected(database):
        alliance = await create_alliance(await add_consultant(email, "Alice", PASSWORD), DETAILS)
        lines = [f"person{n}@{c.lower()}.example,{c}" for n in range(40) for c in ("Novara", "Helix")]
        data = "\n".join(["email,company", *lines]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en", "de")))
        launched = datetime.now(UTC) + min(closes - timedelta(days=7), timedelta())
        closes_on = (datetime.now(ZoneInfo(alliance.timezone)) + closes).date()
        library = Library.load()
        asked = asked or library.named("alliance-health")
        library = msgspec.structs.replace(library, questionnaires={**library.questionnaires, asked.id: asked})
        plan = WavePlan(questionnaire=asked.id, languages=["en", "de"], closes_on=closes_on, targets=list(targets))
        wave = await draft_wave(alliance, plan, library, launched)
        await launch(wave, SECRET, launched)
        invitations = await Invitation.filter(wave=wave, participant__side="b")
        return wave.id, [token(invitation, SECRET) for invitation in invitations]
