"""Every day that is proposed: a working day, one that is not refused, and one on which people are rested."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import asdict, replace

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.days import RESTED, Run, by_hand, more_time, runs, taken, too_soon
from diagnostic.survey.invitations import GRACE
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.programme import draft_programme, move
from diagnostic.survey.schedule import Schedule, proposed, proposed_move, schedule_faults
from diagnostic.survey.waves import extend, launch, proposed_extension
from diagnostic.web.pages import planned_reminders
from diagnostic.working_time import day_off
from tests.conftest import DETAILS, SECRET

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Riyadh",  # Friday and Saturday are the weekend
    "America/Sao_Paulo",
    "Pacific/Auckland",
)
MORE = ZONES[3:4] + ZONES[5:]
"""Those that go where long proofs do."""
A_YEAR = [datetime(2026, 11, 30, 12, tzinfo=UTC) + timedelta(days=days) for days in range(366)]


def others(first: date) -> Sequence[Run]:
    """What may be there already: a baseline just opened, and two pulses planned, in everybody's way."""
    return (
        Run("baseline", first - timedelta(days=40), first - timedelta(days=30), WaveState.CLOSED),
        Run("baseline", first - timedelta(days=9), first + timedelta(days=5), WaveState.OPEN),
        Run("pulse", first + timedelta(days=33), first + timedelta(days=40), WaveState.DRAFT),
        Run("pulse", first + timedelta(days=90), first + timedelta(days=97), WaveState.DRAFT),
    )


def alliance_in(zone: str) -> Alliance:
    return Alliance(**asdict(replace(DETAILS, timezone=zone)))


def is_free(opens_on: date, closes_on: date, there: Sequence[Run]) -> bool:
    """By their days alone: nothing else runs or is about to, and nobody is asked twice within three weeks."""
    running = [run for run in there if run.state in (WaveState.OPEN, WaveState.DRAFT)]
    apart = [run.opens_on > closes_on + GRACE or run.closes_on < opens_on - GRACE for run in running]
    return all(apart) and all(abs(run.opens_on - opens_on) >= RESTED for run in there)


@pytest.mark.parametrize("busy", [False, True], ids=["nothing else", "other waves"])
@pytest.mark.parametrize(
    "zone", [pytest.param(zone, marks=pytest.mark.part("proofs")) if zone in MORE else zone for zone in ZONES]
)
def test_whatever_day_it_is_no_proposed_day_is_a_day_off_nor_refused_nor_too_soon(zone: str, busy: bool) -> None:
    alliance = alliance_in(zone)
    for now in A_YEAR:
        there = others(today(alliance, now)) if busy else ()
        schedule = proposed(alliance, 4, 6, there, now)
        assert schedule_faults(alliance, schedule, now) == []
        for day in schedule.opens_on:
            closes_on = schedule.closes_on(day, zone)
            days = [day, closes_on, *schedule.reminded_on(day, zone)]
            assert [each for each in days if day_off(each, zone)] == []
            assert is_free(day, closes_on, there)
        assert all(after - before >= RESTED for before, after in pairwise(schedule.opens_on))
        assert schedule.opens_on[0] - today(alliance, now) < timedelta(weeks=20 if busy else 10)
        own = by_hand(today(alliance, now), there, zone)
        assert own.opens_on >= today(alliance, now)
        assert [each for each in (own.closes_on, *own.remind_on) if day_off(each, zone)] == []
        assert all(own.opens_on < each <= own.closes_on for each in own.remind_on)
        assert is_free(own.opens_on, own.closes_on, there)


def test_more_time_ends_on_a_working_day_before_the_next_pulse_where_there_is_room() -> None:
    for alliance in map(alliance_in, ZONES):
        for now in A_YEAR[::9]:
            day = today(alliance, now)
            latest = day + timedelta(days=180)
            for away in (3, 6, 30):
                pulse = Run("pulse", day + timedelta(days=away), day + timedelta(days=away + 7), WaveState.DRAFT)
                found = more_time(day, day, latest, [pulse], alliance.timezone)
                assert day < found <= latest
                assert day_off(found, alliance.timezone) is None
                undisturbed = [day + timedelta(days=days) for days in range(1, away - 1)]
                if any(day_off(each, alliance.timezone) is None for each in undisturbed):
                    assert found < pulse.opens_on - GRACE


async def test_the_days_of_waves_are_theirs_whatever_became_of_them(
    roster: Alliance, draft: Wave, plan: WavePlan, library: Library
) -> None:
    day = today(roster)
    await launch(draft, SECRET, datetime.now(UTC) - timedelta(days=5))
    later = replace(plan, opens_on=day + timedelta(days=30), closes_on=day + timedelta(days=37))
    await draft_wave(roster, later, library)
    await draft_wave(roster, plan, library)  # has no first day yet
    found = [(run.opens_on - day, run.state) for run in await runs(roster)]
    assert found == [(timedelta(days=-5), WaveState.OPEN), (timedelta(days=30), WaveState.DRAFT)]
    assert [run.state for run in await runs(roster, but=draft)] == [WaveState.DRAFT]
    for ended in ("mixing", "destroyed"):
        await Wave.filter(id=draft.id).update(state=ended)
        assert too_soon([day + timedelta(days=15)], await runs(roster)), "they were asked all the same"
        assert taken(day, day + timedelta(days=7), await runs(roster)) is None, "nobody can answer it any more"


def test_where_people_would_be_asked_too_often_is_said_with_the_days_between() -> None:
    first = date(2026, 11, 3)
    there = [Run("baseline", first, first + timedelta(days=7), WaveState.CLOSED)]
    assert too_soon([first + timedelta(days=21)], there) == []
    assert too_soon([first + timedelta(days=20)], there) == [
        "23 November 2026 is 20 days after the baseline of 3 November 2026."
    ]
    planned = [Run("pulse", date(2026, 12, 1), date(2026, 12, 8), WaveState.DRAFT)]
    assert too_soon([date(2026, 11, 30)], planned) == [
        "30 November 2026 is 1 day before the pulse planned for 1 December 2026."
    ]
    assert too_soon([first, first + timedelta(days=14)], []) == [
        "17 November 2026 is 14 days after the pulse of 3 November 2026."
    ]


async def test_what_is_proposed_for_a_wave_that_is_there_can_be_done(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    (pulse,) = await draft_programme(roster, plan, Schedule(opens_on=[date(2026, 12, 22)]), library, now=now)
    assert proposed_move(pulse, roster, [], now) == date(2026, 12, 22), "as it is"
    late = datetime(2026, 12, 23, 9, tzinfo=UTC)
    with pytest.raises(NotPossible):
        await move(pulse, date(2026, 12, 22), late)
    await move(pulse, proposed_move(pulse, roster, [], late), late)
    assert pulse.opens_on == date(2026, 12, 24)
    wave = await draft_wave(roster, replace(plan, closes_on=today(roster) + timedelta(days=5)), library)
    await launch(wave, SECRET)
    await extend(wave, await proposed_extension(wave, roster))
    assert wave.closes_on > today(roster) + timedelta(days=5)


async def test_a_reminder_typed_for_christmas_is_shown_for_the_working_day_after_it(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    now = datetime(2026, 12, 14, 9, tzinfo=UTC)
    christmas = replace(plan, closes_on=date(2026, 12, 30), remind_on=[date(2026, 12, 25), date(2026, 12, 27)])
    assert planned_reminders(await draft_wave(roster, christmas, library, now), roster) == ["Monday, 28 December"]
    with pytest.raises(InvalidDetails, match="after the last day"):
        await draft_wave(roster, replace(christmas, closes_on=date(2026, 12, 27)), library, now)
