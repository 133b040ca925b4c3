"""When pulses open, remind and end: working days where the alliance is, proposed so that all of it can be."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from diagnostic.errors import Fault
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.days import Run, first_free, last_day, reminded_on, taken, too_soon
from diagnostic.survey.invitations import GRACE
from diagnostic.survey.plans import MOST_REMINDERS, beyond_horizon, today
from diagnostic.working_time import day_off, is_office_time, next_working_day

MOST_PULSES = 24
LONGEST = 28
"""Days that a pulse may be open."""


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """When pulses open, and for how long. All of it in the alliance's time zone."""

    opens_on: list[date]
    opens_at: str = "09:00"
    """The time of day at which invitations and reminders go out."""
    days_open: int = 7
    """The last day to answer is so many days after the opening."""
    remind_after: tuple[int, ...] = (3,)
    """Days after the opening; two at most."""

    def closes_on(self, opens_on: date, timezone: str) -> date:
        """The last day to answer of a pulse that opens on a day: a working day."""
        return last_day(opens_on, timedelta(days=self.days_open), timezone)

    def remind_on(self, opens_on: date) -> list[date]:
        """The days for which reminders of a pulse are planned that opens on a day."""
        return [opens_on + timedelta(days=days) for days in sorted(self.remind_after)]

    def reminded_on(self, opens_on: date, timezone: str) -> list[date]:
        """The days on which these go out: working days, too."""
        return reminded_on(self.remind_on(opens_on), timezone)


def every(first: date, weeks: int, times: int, timezone: str) -> list[date]:
    """A first day and more of them, so many weeks apart; where one of those is a day off, the working day after it."""
    later = (first + timedelta(weeks=weeks * number) for number in range(1, times))
    return [first, *(next_working_day(day, timezone) for day in later)]


def proposed(
    alliance: Alliance, weeks: int, times: int, others: Sequence[Run] = (), now: datetime | None = None
) -> Schedule:
    """So many pulses, so many weeks apart, reminded of twice: from the soonest Tuesday or so on which all of it can be.

    ``others`` are the alliance's waves: none of these is disturbed, and nobody is asked twice within three weeks. Where
    there is no such day within a year, it is what comes first.
    """
    soonest = today(alliance, now) + timedelta(weeks=weeks)
    soonest -= timedelta(days=max(0, soonest.weekday() - 1))  # a Tuesday, or a Monday
    firsts = (next_working_day(soonest + timedelta(weeks=later), alliance.timezone) for later in range(52))
    schedules = (Schedule(opens_on=every(day, weeks, times, alliance.timezone), remind_after=(3, 6)) for day in firsts)
    first = next(schedules)
    return next((each for each in (first, *schedules) if _is_possible(alliance, each, others, now)), first)


def _is_possible(alliance: Alliance, schedule: Schedule, others: Sequence[Run], now: datetime | None) -> bool:
    days = schedule.opens_on
    return not (
        schedule_faults(alliance, schedule, now)
        or any(taken(day, schedule.closes_on(day, alliance.timezone), others) for day in days)
        or too_soon(days, others)
    )


def proposed_move(wave: Wave, alliance: Alliance, others: Sequence[Run], now: datetime | None = None) -> date:
    """The day to which a pulse might be moved: its own while it still can be, else the first free one after today.

    ``others`` are the alliance's other waves.
    """
    tomorrow = today(alliance, now) + timedelta(days=1)
    opens_on = wave.opens_on or tomorrow
    if opens_on >= tomorrow and not taken(opens_on, wave.closes_on, others):
        return opens_on
    return first_free(max(opens_on, tomorrow), wave.closes_on - opens_on, others, alliance.timezone)


def schedule_faults(alliance: Alliance, schedule: Schedule, now: datetime | None) -> list[Fault]:
    """What of a schedule cannot be, whatever other waves there are; each names a field of it."""
    faults = []
    days = schedule.opens_on
    if not 1 <= len(days) <= MOST_PULSES:
        faults.append(Fault("opens_on", f"Plan 1 to {MOST_PULSES} pulses."))
    if too_far := next(filter(None, (beyond_horizon(alliance, day, now) for day in days)), None):
        # Nothing else is computed with such a day: after the last one there is none.
        return [*faults, Fault("opens_on", too_far)]
    if any(day <= today(alliance, now) for day in days):
        faults.append(Fault("opens_on", "Every pulse opens after today."))
    if idle := next(filter(None, (no_working_day(alliance, day) for day in days)), None):
        faults.append(Fault("opens_on", idle))
    if not is_office_time(schedule.opens_at):
        faults.append(Fault("opens_at", "Choose a time from 08:00 to 17:59: people are written to in office hours."))
    if not 2 <= schedule.days_open <= LONGEST:
        faults.append(Fault("days_open", f"Leave a pulse open for 2 to {LONGEST} days."))
    ordered = sorted(days)
    ends = [schedule.closes_on(day, alliance.timezone) for day in ordered]
    if any(opening <= end + GRACE for end, opening in zip(ends, ordered[1:], strict=False)):
        faults.append(Fault("opens_on", "Each pulse has to end, and one more day to pass, before the next one opens."))
    after = schedule.remind_after
    if len(after) > MOST_REMINDERS or len(set(after)) < len(after):
        faults.append(Fault("remind_after", f"Remind at most {MOST_REMINDERS} times, on different days."))
    if any(not 1 <= days <= schedule.days_open for days in after):
        faults.append(Fault("remind_after", "Remind after the day of the opening, and not after the last day."))
    return faults


def no_working_day(alliance: Alliance, day: date) -> str | None:
    """What is wrong with opening a pulse on a day off, in words; None on a working day."""
    why = day_off(day, alliance.timezone)
    return (
        why and f"{day:%A, %-d %B %Y} is no working day ({why}). Choose another: people are written to in office hours."
    )
