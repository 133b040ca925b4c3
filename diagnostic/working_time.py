"""When people are at work where an alliance is: the working days of its country, and office hours.

Everything that writes to people by itself asks here. The country is that of the time zone, so it is known without
asking: docs/decisions/working-days.md.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

MORNING, EVENING = time(8), time(18)
"""Office hours, on working days: people are written to within them."""
_ONE_DAY = timedelta(days=1)


def moment(day: date, at: str, timezone: str) -> datetime:
    """The moment of a local day and time of day, ``09:00``, whatever the clocks were put to."""
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(timezone)).astimezone(UTC)


def office_hours(now: datetime, timezone: str) -> datetime:
    """The first moment from now on that lies within office hours: now itself, or the next morning that counts."""
    local = now.astimezone(ZoneInfo(timezone))
    day = local.date()
    if day_off(day, timezone) is None and MORNING <= local.time() < EVENING:
        return now
    if local.time() >= MORNING:
        day += _ONE_DAY
    return datetime.combine(next_working_day(day, timezone), MORNING, ZoneInfo(timezone)).astimezone(UTC)


def is_office_time(at: str) -> bool:
    """Whether a time of day, ``09:00``, is one and lies within office hours."""
    try:
        return at[2:3] == ":" and len(at) == 5 and MORNING <= time.fromisoformat(at) < EVENING
    except ValueError:
        return False


def next_working_day(day: date, timezone: str) -> date:
    """The day itself where people work on it, else the first one after it on which they do."""
    while day_off(day, timezone) is not None:
        day += _ONE_DAY
    return day


@lru_cache(8192)
def day_off(day: date, timezone: str) -> str | None:
    """Why people do not work on a day: ``a weekend``, or the public holiday's English name; None on a working day.

    A public holiday counts where it holds in the whole country: in which part of it people work, nobody has said.
    Those that hang on the moon's being seen are expected dates.
    """
    calendar = _calendar(timezone)
    return None if calendar.is_working_day(day) else calendar.get(day, "a weekend")


@cache
def _calendar(timezone: str) -> holidays.HolidayBase:
    """The calendar of a time zone's country; where it has none, as UTC, that of weekends alone."""
    countries = get_global("zone_territories")
    country = countries.get(get_global("zone_aliases").get(timezone, timezone))
    if country not in holidays.list_supported_countries(include_aliases=False):
        return holidays.HolidayBase()
    return holidays.country_holidays(country, language="en_US")
