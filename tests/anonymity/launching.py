"""An open wave in a database that nobody has open."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connected
from diagnostic.storage.models import Consultant, Wave
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.conftest import DETAILS, HASHED, SECRET
from tests.holding import Keys, held

COMPANIES = (("Novara", "novara.example"), ("Helix", "helix.example"))


async def launched(
    database_url: str, library: Library, people: int, languages: Sequence[str] = ("en",), keys: Keys | None = None
) -> None:
    """Open the pulse to so many people a side, all of one function; with two key-holders where keys are given."""
    async with connected(database_url):
        alice = await Consultant.create(email="alice@consultancy.example", name="Alice", password_hash=HASHED)
        alliance = await create_alliance(alice, DETAILS)
        rows = [f"person{n:02}@{domain},{company},Marketing" for company, domain in COMPANIES for n in range(people)]
        data = "\n".join(["email,company,function", *rows]).encode()
        await apply_roster(alliance, read_roster(data, "roster.csv", alliance, languages))
        closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
        plan = WavePlan(
            questionnaire="alliance-pulse", languages=[*languages], closes_on=closes_on, keep_attribute=True
        )
        wave: Wave = await draft_wave(alliance, plan, library)
        if keys:
            await held(wave, keys)
        await launch(wave, SECRET)
