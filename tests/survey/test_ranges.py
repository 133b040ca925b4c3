"""Every date and number that is stored has a range, and what was stored before there was one harms nobody."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.alliances import AllianceDetails, InvalidDetails, create_alliance
from diagnostic.survey.closing import close
from diagnostic.survey.consultants import add_consultant
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.programme import draft_programme
from diagnostic.survey.schedule import Schedule, every
from diagnostic.survey.waves import extend, launch
from tests.answering import answer_all, tokens
from tests.conftest import DETAILS, PASSWORD, SECRET
from tests.due import ended, find
from tests.stored import stored_without_a_limit

EXTREME = [date.min, date(1970, 1, 1), date(2062, 6, 1), date.max - timedelta(days=1), date.max]


@pytest.mark.parametrize("closes_on", EXTREME)
async def test_a_wave_is_extended_by_half_a_year_at_most(open_wave: Wave, closes_on: date) -> None:
    before = open_wave.closes_on
    with pytest.raises(NotPossible, match=r"later day|at most 180 days"):
        await extend(open_wave, closes_on)
    assert (await Wave.get(id=open_wave.id)).closes_on == before
    day = today(await Alliance.get(id=open_wave.alliance_id))
    with pytest.raises(NotPossible, match="at most 180 days"):
        await extend(open_wave, day + timedelta(days=181))
    await extend(open_wave, day + timedelta(days=180))


async def test_however_often_it_is_extended_a_wave_ends_within_a_year_of_its_launch(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    begun = datetime.now(UTC) - timedelta(days=300)
    wave = await draft_wave(
        roster, msgspec.structs.replace(plan, closes_on=(begun + timedelta(9)).date()), library, begun
    )
    await launch(wave, SECRET, begun)
    with pytest.raises(NotPossible, match="within a year of its launch"):
        await extend(wave, today(roster) + timedelta(days=70))
    await extend(wave, today(roster) + timedelta(days=60))


@pytest.mark.parametrize("day", EXTREME)
async def test_no_plan_takes_a_day_that_cannot_be_meant(
    roster: Alliance, plan: WavePlan, library: Library, day: date
) -> None:
    for wrong in ({"closes_on": day}, {"opens_on": day, "closes_on": day}, {"remind_on": [day]}):
        with pytest.raises(InvalidDetails):
            await draft_wave(roster, msgspec.structs.replace(plan, **wrong), library)
    with pytest.raises(InvalidDetails):
        await draft_programme(roster, plan, Schedule(opens_on=[day]), library)
    assert not await Wave.exists()


@pytest.mark.parametrize(
    "wrong", [{"k": 3}, {"k": 51, "comment_k": 60}, {"comment_k": 101}, {"retention_days": 0}, {"retention_days": 366}]
)
async def test_no_plan_takes_a_number_out_of_its_range(
    roster: Alliance, plan: WavePlan, library: Library, wrong: dict[str, int]
) -> None:
    with pytest.raises(InvalidDetails):
        await draft_wave(roster, msgspec.structs.replace(plan, **wrong), library)


async def test_pulses_are_planned_three_years_ahead_at_most(roster: Alliance, plan: WavePlan, library: Library) -> None:
    monday = today(roster) + timedelta(days=7 - today(roster).weekday())
    with pytest.raises(InvalidDetails, match="Is the year right"):
        await draft_programme(roster, plan, Schedule(opens_on=every(monday, 52, 5, roster.timezone)), library)
    assert (
        len(await draft_programme(roster, plan, Schedule(opens_on=every(monday, 52, 3, roster.timezone)), library)) == 3
    )


@pytest.mark.parametrize("agreed_on", [date.min, date(1026, 11, 29), date.max])
async def test_what_was_agreed_was_agreed_within_the_last_ten_years(alliance: Alliance, agreed_on: date) -> None:
    with pytest.raises(InvalidDetails):
        await add_action(alliance, ActionDetails(text="Meet monthly", owner="Both", agreed_on=agreed_on))


@pytest.mark.parametrize("field", ["brand", "company_a", "company_b", "controller", "contact", "timezone", "attribute"])
async def test_no_text_of_an_alliance_is_longer_than_its_column(alliance: Alliance, field: str) -> None:
    too_long = "long " * 200
    with pytest.raises(InvalidDetails) as refused:
        await create_alliance(await alliance.consultant, msgspec.structs.replace(DETAILS, **{field: too_long}))
    assert [fault.where for fault in refused.value.faults] == [field]


@pytest.mark.parametrize("domains", [["x" * 300 + ".example"], [f"d{n}.example" for n in range(51)]])
def test_mail_domains_are_few_and_short(domains: list[str]) -> None:
    details: AllianceDetails = msgspec.structs.replace(DETAILS, domains_a=domains)
    with pytest.raises(InvalidDetails):
        details.checked()


async def test_no_name_of_a_consultant_is_longer_than_its_column(database: str) -> None:
    for name, firm in (("n" * 121, None), ("Ada", "f" * 255)):
        with pytest.raises(NotPossible, match="at most 120"):
            await add_consultant("ada@consultancy.example", name, PASSWORD, firm)


async def test_a_wave_that_was_stored_without_an_end_can_be_answered_and_ends_a_year_after_its_launch(
    open_wave: Wave,
) -> None:
    await stored_without_a_limit(open_wave, date.max)
    assert await find((await tokens(open_wave, "a"))[0])
    await answer_all(open_wave)
    assert open_wave.launched_at is not None
    after = open_wave.launched_at + timedelta(days=368)
    assert open_wave.deadline(await Alliance.get(id=open_wave.alliance_id)) < after
    assert await ended(open_wave.launched_at + timedelta(days=360)) == []
    assert [wave.id for wave in await ended(after)] == [open_wave.id]
    await close(open_wave, SECRET, after)
    assert (await Wave.get(id=open_wave.id)).state is WaveState.CLOSED
