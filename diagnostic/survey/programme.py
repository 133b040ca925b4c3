"""A programme of pulse checks: drafts with a day on which the worker launches them.

Nothing else is stored of a programme. So each pulse can be looked at, changed, moved or deleted like any
draft, and whatever happens to one leaves the others as they are.
"""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from diagnostic.errors import Fault, NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Message, MessageKind, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.invitations import GRACE
from diagnostic.survey.plans import (
    MOST_REMINDERS,
    MOST_SPENT,
    WavePlan,
    beyond_horizon,
    draft_wave,
    must_be_scheduled,
    shift_to,
    taken_by,
    today,
)
from diagnostic.survey.waves import launch
from diagnostic.working_time import day_off, is_office_time, moment, next_working_day, office_hours

MOST_PULSES = 24
LONGEST = 28
"""Days that a pulse may be open."""
ANNOUNCED_BEFORE = timedelta(days=3)
"""How long before it opens the consultant is told."""


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """When pulses open, and for how long. All of it in the alliance's time zone."""

    opens_on: list[date]
    opens_at: str = "09:00"
    """The time of day at which invitations and reminders go out."""
    days_open: int = 7
    """The last day to answer is so many days after the opening."""
    remind_after: tuple[int, ...] = (3,)
    """Days after the opening; two at most."""

    def closes_on(self, opens_on: date) -> date:
        """The last day to answer of a pulse that opens on a day."""
        return opens_on + timedelta(days=self.days_open)

    def remind_on(self, opens_on: date) -> list[date]:
        """The days on which people are reminded of a pulse that opens on a day."""
        return [opens_on + timedelta(days=days) for days in sorted(self.remind_after)]


def every(first: date, weeks: int, times: int, timezone: str) -> list[date]:
    """A first day and more of them, so many weeks apart; where one of those is a day off, the working day after it."""
    later = (first + timedelta(weeks=weeks * number) for number in range(1, times))
    return [first, *(next_working_day(day, timezone) for day in later)]


def proposed(alliance: Alliance, weeks: int, times: int, now: datetime | None = None) -> Schedule:
    """So many pulses, so many weeks apart, reminded of twice: from the soonest Tuesday or so on which all of it can be.

    Where there is none within a year, as in a country that is off every week, it is what comes first.
    """
    soonest = today(alliance, now) + timedelta(weeks=weeks)
    soonest -= timedelta(days=max(0, soonest.weekday() - 1))  # a Tuesday, or a Monday
    firsts = [next_working_day(soonest + timedelta(weeks=later), alliance.timezone) for later in range(52)]
    schedules = [
        Schedule(opens_on=every(first, weeks, times, alliance.timezone), remind_after=(3, 6)) for first in firsts
    ]
    return next((each for each in schedules if not _faults(alliance, each, now)), schedules[0])


async def draft_programme(
    alliance: Alliance,
    plan: WavePlan,
    schedule: Schedule,
    library: Library,
    *,
    statements: Sequence[str] = (),
    now: datetime | None = None,
) -> list[Wave]:
    """Draft a pulse for each day of a schedule, all or none.

    Parameters
    ----------
    plan
        Of every pulse, but for its dates and over how many alpha is spent. ``plan.questionnaire`` is the pulse.
    statements
        Items of the questionnaire that the pulse borrows from, to ask in place of its own; none for the pulse as it is.

    Raises
    ------
    InvalidDetails
        Each fault naming a field of the schedule or the plan, or ``statements``.
    """
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()
        await check_programme(alliance, plan, schedule, library, statements=statements, now=now)
        if statements:
            library = library.choosing(plan.questionnaire, statements)
        return [
            await draft_wave(
                alliance,
                msgspec.structs.replace(
                    plan,
                    pulses=min(len(schedule.opens_on), MOST_SPENT),
                    opens_on=opens_on,
                    opens_at=schedule.opens_at,
                    closes_on=schedule.closes_on(opens_on),
                    remind_on=schedule.remind_on(opens_on),
                ),
                library,
                now,
            )
            for opens_on in schedule.opens_on
        ]


async def check_programme(
    alliance: Alliance,
    plan: WavePlan,
    schedule: Schedule,
    library: Library,
    *,
    statements: Sequence[str] = (),
    now: datetime | None = None,
) -> None:
    """Raise what `draft_programme` would, and draft nothing."""
    faults = [*_faults(alliance, schedule, now), *_choice_faults(plan, statements, library)]
    for opens_on in schedule.opens_on if not faults else ():
        if taken := await taken_by(alliance, opens_on, schedule.closes_on(opens_on)):
            faults.append(Fault("opens_on", taken))
            break
    if faults:
        raise InvalidDetails(faults)


def _faults(alliance: Alliance, schedule: Schedule, now: datetime | None) -> list[Fault]:
    faults = []
    days = schedule.opens_on
    if not 1 <= len(days) <= MOST_PULSES:
        faults.append(Fault("opens_on", f"Plan 1 to {MOST_PULSES} pulses."))
    if too_far := next(filter(None, (beyond_horizon(alliance, day, now) for day in days)), None):
        # Nothing else is computed with such a day: after the last one there is none.
        return [*faults, Fault("opens_on", too_far)]
    if any(day <= today(alliance, now) for day in days):
        faults.append(Fault("opens_on", "Every pulse opens after today."))
    if idle := next(filter(None, (_day_off(alliance, day) for day in days)), None):
        faults.append(Fault("opens_on", idle))
    if not is_office_time(schedule.opens_at):
        faults.append(Fault("opens_at", "Choose a time from 08:00 to 17:59: people are written to in office hours."))
    if not 2 <= schedule.days_open <= LONGEST:
        faults.append(Fault("days_open", f"Leave a pulse open for 2 to {LONGEST} days."))
    ordered = sorted(days)
    if any((after - before).days <= schedule.days_open + GRACE.days for before, after in itertools.pairwise(ordered)):
        faults.append(Fault("opens_on", "Each pulse has to end, and one more day to pass, before the next one opens."))
    reminders = schedule.remind_after
    if len(reminders) > MOST_REMINDERS or len(set(reminders)) < len(reminders):
        faults.append(Fault("remind_after", f"Remind at most {MOST_REMINDERS} times, on different days."))
    if any(not 1 <= days <= schedule.days_open for days in reminders):
        faults.append(Fault("remind_after", "Remind after the day of the opening, and not after the last day."))
    elif any(_reminds_in_vain(alliance, schedule.remind_on(day), schedule.closes_on(day)) for day in days):
        faults.append(Fault("remind_after", _IN_VAIN))
    return faults


_IN_VAIN = "A reminder would wait for the next working day, which comes after the last day: nobody would get it."


def _reminds_in_vain(alliance: Alliance, remind_on: Sequence[date], closes_on: date) -> bool:
    return any(next_working_day(day, alliance.timezone) > closes_on for day in remind_on)


def _day_off(alliance: Alliance, day: date) -> str | None:
    """What is wrong with opening a pulse on a day off, in words; None on a working day."""
    why = day_off(day, alliance.timezone)
    return (
        why and f"{day:%A, %-d %B %Y} is no working day ({why}). Choose another: people are written to in office hours."
    )


def _choice_faults(plan: WavePlan, statements: Sequence[str], library: Library) -> list[Fault]:
    pulse = library.questionnaires.get(plan.questionnaire)
    if pulse is None or pulse.kind != "pulse":
        return [Fault("questionnaire", "Choose a pulse.")]
    if not statements:
        return []
    source = library.source_of(pulse.id)
    known = {item.id for item in source.ratings()} if source else set()
    return [Fault("statements", f"There is no statement “{item}”.") for item in statements if item not in known]


async def scheduled(alliance: Alliance) -> list[Wave]:
    """The pulses that are still to be opened, soonest first."""
    return await Wave.filter(alliance=alliance, state=WaveState.DRAFT, opens_on__isnull=False).order_by("opens_on")


async def move(wave: Wave, opens_on: date, now: datetime | None = None) -> None:
    """Let a pulse open on another day; its last day and reminders move along.

    Raises
    ------
    NotPossible
        Saying which day will not do, and why.
    """
    async with transaction():
        alliance = await Alliance.filter(id=wave.alliance_id).select_for_update().get()
        await wave.refresh_from_db()
        must_be_scheduled(wave)
        if opens_on <= today(alliance, now):
            raise NotPossible("Choose a day after today.")
        if too_far := beyond_horizon(alliance, opens_on, now):
            raise NotPossible(too_far)
        if idle := _day_off(alliance, opens_on):
            raise NotPossible(idle)
        shift_to(wave, opens_on)
        if _reminds_in_vain(alliance, [date.fromisoformat(day) for day in wave.remind_on], wave.closes_on):
            raise NotPossible(f"{_IN_VAIN} Choose another day.")
        if taken := await taken_by(alliance, opens_on, wave.closes_on, but=wave):
            raise NotPossible(taken)
        # What waits to be said of the old day is not said.
        await Message.filter(wave=wave, kind__in=[MessageKind.OPENS_SOON, MessageKind.HELD_UP]).delete()
        wave.announced, wave.held_up = False, None
        await wave.save(update_fields=["opens_on", "closes_on", "remind_on", "announced", "held_up"])


async def skip(wave: Wave) -> None:
    """Leave a pulse out; raises `NotPossible` once it is open."""
    async with transaction():
        await Alliance.filter(id=wave.alliance_id).select_for_update().first()
        await wave.refresh_from_db()
        must_be_scheduled(wave)
        await wave.delete()


async def stop(alliance: Alliance) -> int:
    """Leave out every pulse that is not open yet; returns how many."""
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()
        return await Wave.filter(alliance=alliance, state=WaveState.DRAFT, opens_on__isnull=False).delete()


async def announce(wave: Wave, now: datetime) -> None:
    """Tell the consultants of a pulse if it is about to open, and they were not told."""
    alliance = wave.alliance
    opening = opens(wave, alliance)
    if wave.announced or not opening - ANNOUNCED_BEFORE <= now < opening:
        return
    async with transaction():
        same = Wave.filter(id=wave.id, state=WaveState.DRAFT, announced=False, opens_on=wave.opens_on)
        if await same.update(announced=True):
            await tell_consultants(MessageKind.OPENS_SOON, wave, office_hours(now, alliance.timezone))


def is_due(wave: Wave, now: datetime) -> bool:
    """Whether it is time for a pulse to open; one that is late waits for office hours."""
    return now >= opens(wave, wave.alliance) and office_hours(now, wave.alliance.timezone) == now


def coming(until: datetime) -> QuerySet[Wave]:
    """The pulses that open by a day, wherever on earth it is that day: a pulse is large, and most are far off."""
    day = until.date() + timedelta(days=1)
    return Wave.filter(state=WaveState.DRAFT, opens_on__lte=day).prefetch_related("alliance")


async def open_as_planned(wave: Wave, secret: str, now: datetime) -> bool:
    """Launch a pulse for which it is time; returns whether that could be done.

    Where it cannot, its consultants are told why, once for each reason, and it is tried again until what would have
    been its last day is over. From then on it is a draft like any other.
    """
    if today(wave.alliance, now) > wave.closes_on:
        await Wave.filter(id=wave.id, state=WaveState.DRAFT, opens_on=wave.opens_on).update(opens_on=None)
        return False
    day = wave.opens_on
    try:
        await launch(wave, secret, now, as_scheduled=True)
    except NotPossible as why:
        reason = str(why)[:300]
        async with transaction():
            # Not where another worker has launched it, or somebody has just moved it.
            same = Wave.filter(
                Q(held_up__isnull=True) | ~Q(held_up=reason), id=wave.id, state=WaveState.DRAFT, opens_on=day
            )
            if await same.update(held_up=reason):
                await Message.filter(wave=wave, kind=MessageKind.HELD_UP).delete()
                await tell_consultants(MessageKind.HELD_UP, wave, office_hours(now, wave.alliance.timezone))
        return False
    return True


def opens(wave: Wave, alliance: Alliance) -> datetime:
    """The moment at which a pulse opens by itself; raises `NotPossible` where it does not."""
    must_be_scheduled(wave)
    return moment(wave.opens_on or date.max, wave.opens_at, alliance.timezone)


async def tell_consultants(kind: MessageKind, wave: Wave, not_before: datetime) -> None:
    """Write to the consultant of a wave, and to the colleague who works on the alliance too."""
    alliance = await Alliance.get(id=wave.alliance_id)
    for consultant in (alliance.consultant_id, alliance.second_id):
        if consultant is not None:
            await Message.create(kind=kind, wave=wave, consultant_id=consultant, not_before=not_before)
