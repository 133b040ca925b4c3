"""When people are asked again: laid over a closed wave's Report, and a file that shows another day is made anew."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from diagnostic.analysis import Report
from diagnostic.firm_content.folders import FirmContent
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.plans import WavePlan
from diagnostic.survey.programme import draft_programme, move, skip
from diagnostic.survey.reports import as_computed, stored_report
from diagnostic.survey.schedule import Schedule, every
from diagnostic.survey.verifying import verify
from diagnostic.web.renderings import RenderingRequest, Renderings
from diagnostic.working_time import next_working_day
from tests.answering import closed


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    return await closed(open_wave)


@pytest.fixture
async def pulses(wave: Wave, plan: WavePlan, library: Library) -> list[Wave]:
    alliance = await Alliance.get(id=wave.alliance_id)
    first = next_working_day(wave.closes_on + timedelta(weeks=4), alliance.timezone)
    days = every(first, 4, 3, alliance.timezone)
    return await draft_programme(alliance, plan, Schedule(opens_on=days), library)


async def planned(wave: Wave, library: Library) -> list[date]:
    report = await stored_report(wave, library.side_effects)
    assert report is not None
    return list(report.planned)


async def test_a_wave_says_when_people_are_asked_again_as_the_programme_has_it_now(
    wave: Wave, pulses: list[Wave], library: Library
) -> None:
    days = [pulse.opens_on for pulse in pulses]
    assert await planned(wave, library) == days
    assert days[2] is not None
    later = next_working_day(days[2] + timedelta(weeks=4), "Europe/Berlin")
    await move(pulses[2], later)
    await skip(pulses[0])
    assert await planned(wave, library) == [days[1], later]
    stored = await as_computed(wave)
    assert stored is not None
    assert stored.planned == ()


async def test_without_a_programme_it_says_nothing(wave: Wave, library: Library) -> None:
    assert await planned(wave, library) == []


async def test_a_file_that_shows_another_day_is_made_anew_and_breaks_no_promise(
    wave: Wave, pulses: list[Wave], library: Library
) -> None:
    made: list[tuple[date, ...]] = []
    renderings = Renderings(FirmContent(None), "assets", library.side_effects)
    wanted = RenderingRequest("pdf", "participants", "en")

    def make(report: Report, *, content: Path | None) -> bytes:
        made.append(report.planned)
        return b"%PDF"

    async def ask() -> None:
        await renderings.ask(wave, wanted, make)

    await ask()
    await ask()
    assert len(made) == 1
    await skip(pulses[0])
    assert all(check.holds for check in (await verify(wave)).checks)
    await ask()
    assert [len(days) for days in made] == [3, 2]
    await renderings.close()
