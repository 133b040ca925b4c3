"""A programme of pulses: planned, moved, skipped, stopped; and what the worker does of it, once, at local times."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Consultant, Message, MessageKind, Participant, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire, redraft_wave, set_reminder_text
from diagnostic.survey.programme import draft_programme, move, open_as_planned, scheduled, skip, stop
from diagnostic.survey.reminders import remind, remind_as_planned, with_reminders
from diagnostic.survey.roster import try_again
from diagnostic.survey.schedule import Schedule, every
from diagnostic.survey.waves import launch
from diagnostic.web.pages import planned_reminders
from diagnostic.working_time import day_off, moment, office_hours
from tests.answering import answer_all
from tests.conftest import SECRET
from tests.due import announce_due, due_to_open

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
FIRST = date(2026, 10, 6)
"""A Tuesday in summer time; four weeks on it is winter."""
DAYS = every(FIRST, 4, 3, "Europe/Berlin")


@pytest.fixture
def pulse(plan: WavePlan) -> WavePlan:
    return plan


async def planned(alliance: Alliance, plan: WavePlan, library: Library, **more: Any) -> list[Wave]:
    schedule = Schedule(**{"opens_on": DAYS, "remind_after": (3, 6), **more})
    return await draft_programme(alliance, plan, schedule, library, now=NOW)


def berlin(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


async def test_every_pulse_is_a_draft_with_its_own_dates(roster: Alliance, pulse: WavePlan, library: Library) -> None:
    await planned(roster, pulse, library)
    assert [(w.opens_on, w.closes_on, w.remind_on) for w in await scheduled(roster)] == [
        (date(2026, 10, 6), date(2026, 10, 13), ["2026-10-09", "2026-10-12"]),
        (date(2026, 11, 3), date(2026, 11, 10), ["2026-11-06", "2026-11-09"]),
        (date(2026, 12, 1), date(2026, 12, 8), ["2026-12-04", "2026-12-07"]),
    ]
    assert {wave.kind for wave in await Wave.all()} == {"pulse"}
    assert await Message.all().count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"opens_on": []}, "opens_on"),
        ({"opens_on": [date(2026, 10, 10)]}, "opens_on"),  # a Saturday
        ({"opens_on": [date(2026, 12, 25)]}, "opens_on"),  # a public holiday
        ({"opens_on": [date(2026, 9, 1)]}, "opens_on"),  # today
        ({"opens_on": [date(2026, 10, 6), date(2026, 10, 13)]}, "opens_on"),  # the first still open
        ({"opens_at": "07:30"}, "opens_at"),
        ({"opens_at": "nine"}, "opens_at"),
        ({"opens_at": "25:00"}, "opens_at"),
        ({"opens_at": "0900Z"}, "opens_at"),  # a time to Python, and one that cannot be compared
        ({"days_open": 1, "remind_after": ()}, "days_open"),
        ({"remind_after": (2, 4, 6)}, "remind_after"),
        ({"remind_after": (8,)}, "remind_after"),
    ],
)
async def test_a_schedule_that_cannot_be_kept_names_its_field_and_stores_nothing(
    roster: Alliance, pulse: WavePlan, library: Library, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidDetails) as wrong:
        await planned(roster, pulse, library, **change)
    assert {fault.where for fault in wrong.value.faults} == {field}
    assert not await Wave.all().exists()


async def test_chosen_statements_stand_in_place_of_the_pulses_own_and_outlive_a_change_of_plan(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    schedule = Schedule(opens_on=DAYS[:1])
    chosen = ["joint_value.credit", "trust.goodwill"]
    (wave,) = await draft_programme(roster, pulse, schedule, library, questions=chosen, now=NOW)
    asked = frozen_questionnaire(wave)
    assert [statement.id for statement in asked.statements()] == [
        "trust.goodwill@a",
        "trust.goodwill@b",
        "joint_value.credit@alliance",
    ]
    assert not any(statement.predicted for statement in asked.statements())
    assert list(asked.fields())[-1] == "whats_new"
    await redraft_wave(wave, roster, replace(pulse, closes_on=wave.closes_on, k=6), library, NOW)
    assert (await Wave.get()).k == 6
    assert frozen_questionnaire(await Wave.get()).statements() == asked.statements()
    with pytest.raises(InvalidDetails, match="no question"):
        await draft_programme(roster, pulse, schedule, library, questions=["trust.nothing"], now=NOW)


async def test_a_moved_pulse_takes_its_last_day_and_reminders_along(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, second, _ = await planned(roster, pulse, library)
    await move(first, date(2026, 10, 8), NOW)
    kept = await Wave.get(id=first.id)
    assert (kept.closes_on, kept.remind_on) == (date(2026, 10, 15), ["2026-10-11", "2026-10-14"])
    with pytest.raises(NotPossible, match="runs until 10 November"):
        await move(first, date(2026, 10, 28), NOW)
    with pytest.raises(NotPossible, match="is no working day"):
        await move(first, date(2026, 10, 10), NOW)
    with pytest.raises(NotPossible, match="Choose a day after today"):
        await move(first, NOW.date(), NOW)
    with pytest.raises(NotPossible, match="Is the year right"):
        await move(first, date(2062, 10, 10), NOW)
    assert (await Wave.get(id=first.id)).opens_on == date(2026, 10, 8)
    assert (await Wave.get(id=second.id)).opens_on == date(2026, 11, 3)


async def test_a_pulse_that_is_no_pulse_or_runs_into_another_is_not_planned(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library)
    for change, field in ((pulse, "opens_on"), (replace(pulse, questionnaire="alliance-health"), "questionnaire")):
        with pytest.raises(InvalidDetails) as wrong:
            await planned(roster, change, library)
        assert {fault.where for fault in wrong.value.faults} == {field}
    assert await Wave.all().count() == 3


async def test_a_draft_without_a_day_is_not_moved(draft: Wave) -> None:
    with pytest.raises(NotPossible, match="no day on which it opens by itself"):
        await move(draft, FIRST, NOW)


async def test_a_text_in_a_language_that_is_not_offered_is_refused(draft: Wave) -> None:
    with pytest.raises(NotPossible, match="not offered in “fr”"):
        await set_reminder_text(draft, "fr", "Rappel", "…")


async def test_nobody_is_reminded_where_no_office_hours_come_before_the_last_day_is_over(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    today = datetime.now(BERLIN).date()
    sunday = today + timedelta(days=13 - today.weekday())
    wave = await draft_wave(roster, replace(plan, closes_on=sunday), library)
    await launch(wave, SECRET)
    friday = datetime.combine(sunday - timedelta(days=2), time(19), BERLIN)
    with pytest.raises(NotPossible, match="no office hours before the last day"):
        await remind(wave, friday)


async def test_a_reminder_that_is_due_within_a_day_of_the_last_mail_waits(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, *_ = await planned(roster, pulse, library)
    opened = berlin(2026, 10, 6, 9)
    assert await open_as_planned(first, SECRET, opened)
    await Wave.filter(id=first.id).update(remind_on=["2026-10-06"])
    assert not await remind_as_planned(first, opened + timedelta(hours=3))
    assert (await Wave.get(id=first.id)).remind_on == ["2026-10-06"]
    assert await remind_as_planned(first, opened + timedelta(hours=25))
    assert (await Wave.get(id=first.id)).remind_on == []


async def test_the_last_day_of_a_pulse_is_a_working_day_also_once_it_is_moved_and_nobody_is_reminded_after_it(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, *_ = await planned(roster, pulse, library, days_open=4, remind_after=(3,))  # Tuesday; Saturday; Friday
    assert (first.closes_on, first.remind_on) == (date(2026, 10, 12), ["2026-10-09"])
    await move(first, date(2026, 10, 7), NOW)
    # The reminder is planned for a Saturday, and goes out on the Monday after it.
    assert (first.closes_on, first.remind_on) == (date(2026, 10, 13), ["2026-10-10"])
    assert planned_reminders(first, roster) == ["Monday, 12 October"]


async def test_what_waits_to_be_said_of_the_old_day_is_not_said_once_it_is_moved(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, *_ = await planned(roster, pulse, library)
    await announce_due(berlin(2026, 10, 4, 9))  # a Sunday: it waits for Monday
    await move(first, date(2026, 10, 7), berlin(2026, 10, 4, 10))
    await announce_due(berlin(2026, 10, 5, 8))
    assert await Message.filter(kind=MessageKind.OPENS_SOON).count() == 1


async def test_a_longer_plan_may_not_run_into_the_next_pulse(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, second, _ = await planned(roster, pulse, library)
    longer = msgspec.structs.replace(pulse, closes_on=second.opens_on)
    with pytest.raises(InvalidDetails) as caught:
        await redraft_wave(first, roster, longer, library, NOW)
    assert [(fault.where, fault.what) for fault in caught.value.faults] == [
        (
            "closes_on",
            "Another pulse runs until 10 November 2026, a day more for whoever has begun by then, "
            "and there is one at a time. Choose other days.",
        )
    ]
    assert (await Wave.get(id=first.id)).closes_on == date(2026, 10, 13)


async def test_skipping_leaves_one_out_and_stopping_all_that_are_not_open(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, second, _ = await planned(roster, pulse, library)
    await skip(second)
    await open_as_planned(await _with_alliance(first), SECRET, moment(FIRST, "09:00", "Europe/Berlin"))
    assert await stop(roster) == 1
    assert [wave.id for wave in await Wave.all()] == [first.id]
    assert (await Wave.get()).state is WaveState.OPEN
    with pytest.raises(NotPossible, match="launched"):
        await skip(first)


async def _with_alliance(wave: Wave) -> Wave:
    return await Wave.get(id=wave.id).prefetch_related("alliance")


async def due(now: datetime) -> list[date | None]:
    return [wave.opens_on for wave in await due_to_open(now)]


async def test_a_pulse_opens_at_nine_by_the_clocks_there_in_summer_as_in_winter(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library)
    assert await due(datetime(2026, 10, 6, 6, 59, tzinfo=UTC)) == []
    assert await due(datetime(2026, 10, 6, 7, 0, tzinfo=UTC)) == [date(2026, 10, 6)]
    await Wave.filter(opens_on=date(2026, 10, 6)).delete()
    assert await due(datetime(2026, 11, 3, 7, 59, tzinfo=UTC)) == []
    assert await due(datetime(2026, 11, 3, 8, 0, tzinfo=UTC)) == [date(2026, 11, 3)]


async def test_one_that_opens_late_does_so_in_office_hours_and_for_as_many_days(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library)
    assert await due(berlin(2026, 10, 8, 3)) == []
    (wave,) = await due_to_open(berlin(2026, 10, 8, 8, 30))
    assert await open_as_planned(wave, SECRET, berlin(2026, 10, 8, 8, 30))
    opened = await Wave.get(state=WaveState.OPEN)
    assert (opened.opens_on, opened.closes_on) == (date(2026, 10, 8), date(2026, 10, 15))
    assert opened.remind_on == ["2026-10-11", "2026-10-14"]


async def test_of_several_workers_one_opens_it(roster: Alliance, pulse: WavePlan, library: Library) -> None:
    await planned(roster, pulse, library)
    now = berlin(2026, 10, 6, 9, 1)
    same = [(await due_to_open(now))[0] for _ in range(4)]
    assert sum(await asyncio.gather(*(open_as_planned(wave, SECRET, now) for wave in same))) == 1
    assert await Message.filter(kind=MessageKind.INVITATION).count() == 16
    assert not await Message.filter(kind=MessageKind.HELD_UP).exists()


async def test_what_holds_it_up_is_told_once_and_tried_again_until_its_last_day_is_over(
    roster: Alliance, alice: Consultant, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library)
    await Participant.filter(side="b").delete()
    for hour in (9, 10, 11):
        (wave,) = await due_to_open(berlin(2026, 10, 6, hour))
        assert not await open_as_planned(wave, SECRET, berlin(2026, 10, 6, hour))
    assert (await Wave.get(opens_on=FIRST)).held_up == (
        "Helix has 0 people on the roster, and results need answers of at least 5. Upload a roster with more people."
    )
    (told,) = await Message.filter(kind=MessageKind.HELD_UP)
    assert told.consultant_id == alice.id
    await Participant.filter(side="a").delete()
    (wave,) = await due_to_open(berlin(2026, 10, 7, 9))
    assert not await open_as_planned(wave, SECRET, berlin(2026, 10, 7, 9))
    (again,) = await Message.filter(kind=MessageKind.HELD_UP)
    assert again.id != told.id, "another reason is told, and the old one no more"
    assert "Novara has 0 people" in str((await Wave.get(id=wave.id)).held_up)
    (wave,) = await due_to_open(berlin(2026, 10, 14, 9))
    assert not await open_as_planned(wave, SECRET, berlin(2026, 10, 14, 9))
    assert (await Wave.get(id=wave.id)).opens_on is None, "a draft like any other"


async def test_the_consultant_and_a_colleague_are_told_three_days_before_and_once(
    roster: Alliance, alice: Consultant, mallory: Consultant, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library)
    await Alliance.filter(id=roster.id).update(second_id=mallory.id)
    await announce_due(berlin(2026, 10, 3, 8, 59))
    assert not await Message.all().exists()
    await asyncio.gather(*(announce_due(berlin(2026, 10, 3, 9)) for _ in range(3)))
    told = await Message.filter(kind=MessageKind.OPENS_SOON)
    assert sorted(str(m.consultant_id) for m in told) == sorted([str(alice.id), str(mallory.id)])
    # The third of October is a Saturday.
    assert {message.not_before for message in told} == {berlin(2026, 10, 5, 8)}


async def test_reminders_go_when_planned_in_office_hours_and_once(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library, remind_after=(4, 5))  # Saturday and Sunday
    (wave,) = await due_to_open(berlin(2026, 10, 6, 9))
    await open_as_planned(wave, SECRET, berlin(2026, 10, 6, 9))
    await Message.all().update(state="sent")
    await answer_all(wave, a=3, b=8, now=berlin(2026, 10, 7, 9))

    async def reminded(now: datetime) -> int:
        waves = await with_reminders()
        tried = await asyncio.gather(*(remind_as_planned(each, now) for each in waves * 3))
        return sum(tried)

    assert await reminded(berlin(2026, 10, 10, 9)) == 0
    assert await reminded(berlin(2026, 10, 12, 7, 59)) == 0
    assert not await Message.filter(kind=MessageKind.REMINDER).exists(), "until then nothing says who has not answered"
    assert await reminded(berlin(2026, 10, 12, 8)) == 1
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 5
    assert await reminded(berlin(2026, 10, 13, 9)) == 0, "two days that have passed make one reminder"
    assert (await Wave.get(id=wave.id)).reminders_sent == 1


async def test_a_reminder_planned_for_easter_goes_out_on_the_tuesday_after_it(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library, opens_on=[date(2027, 3, 23)], remind_after=(3,))  # Good Friday
    opening = datetime(2027, 3, 23, 9, tzinfo=BERLIN)
    (wave,) = await due_to_open(opening)
    await open_as_planned(wave, SECRET, opening)
    for early in (berlin(2027, 3, 26, 9), berlin(2027, 3, 29, 9), berlin(2027, 3, 30, 7, 59)):
        assert not await remind_as_planned(wave, early)
    assert await remind_as_planned(wave, berlin(2027, 3, 30, 8))


async def test_launched_by_hand_it_keeps_the_dates_that_the_page_showed(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, *_ = await planned(roster, pulse, library)
    await launch(first, SECRET, berlin(2026, 10, 1, 10))
    opened = await Wave.get(state=WaveState.OPEN)
    assert (opened.opens_on, opened.closes_on) == (None, date(2026, 10, 13))


async def test_launched_by_hand_late_it_sends_no_reminder_that_was_for_earlier(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, *_ = await planned(roster, pulse, library)
    await launch(first, SECRET, berlin(2026, 10, 9, 10))
    assert (await Wave.get(id=first.id)).remind_on == ["2026-10-12"]


async def test_a_second_reminder_passes_by_whom_the_first_has_not_reached_yet(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    await planned(roster, pulse, library)
    (wave,) = await due_to_open(berlin(2026, 10, 6, 9))
    await open_as_planned(wave, SECRET, berlin(2026, 10, 6, 9))
    await Message.all().update(state="sent")
    assert await remind_as_planned(wave, berlin(2026, 10, 9, 9))
    waiting = await Message.filter(kind=MessageKind.REMINDER)
    assert len(waiting) == 16
    await Message.filter(id__in=[message.id for message in waiting[:6]]).delete()  # sent, and leaving no trace
    assert await remind_as_planned(wave, berlin(2026, 10, 12, 9))
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 10 + 6


async def test_a_text_may_be_meant_for_the_later_pulses_too(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    first, second, third = await planned(roster, pulse, library)
    await set_reminder_text(second, "en", "Still open", "Two minutes.", later=True)
    texts = [(await Wave.get(id=wave.id)).reminder_texts for wave in (first, second, third)]
    assert texts == [{}, *[{"en": {"subject": "Still open", "message": "Two minutes."}}] * 2]


async def test_an_address_refused_for_good_is_left_out_until_somebody_has_looked(
    roster: Alliance, pulse: WavePlan, library: Library
) -> None:
    person = await Participant.filter(side="a").first()
    assert person is not None
    await Participant.filter(id=person.id).update(refused="550 No such user")
    first, *_ = await planned(roster, pulse, library)
    await launch(first, SECRET, NOW)
    assert await Message.filter(kind=MessageKind.INVITATION).count() == 15
    await try_again(person)
    assert (await Participant.get(id=person.id)).refused is None


@given(
    st.integers(int(NOW.timestamp()), int(NOW.timestamp()) + 4 * 365 * 24 * 3600),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_office_hours_are_from_eight_to_six_on_working_days_wherever_it_is(seconds: int, zone: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    found = office_hours(now, zone)
    local = found.astimezone(ZoneInfo(zone))
    assert day_off(local.date(), zone) is None
    assert 8 <= local.hour < 18
    assert found >= now
    passed = ((now + timedelta(days=n)).astimezone(ZoneInfo(zone)).date() for n in range(1, (found - now).days + 1))
    assert all(day_off(day, zone) for day in passed if day < local.date()), "no working day is left out"
    assert office_hours(found, zone) == found
    assert found == now or (local.hour, local.minute) == (8, 0)
