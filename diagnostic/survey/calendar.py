"""When things happen where an alliance is: local times of day, and office hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(8), time(18)
"""Office hours, Monday to Friday: people are written to within them."""
_SATURDAY = 5


def moment(day: date, at: str, timezone: str) -> datetime:
    """The moment of a local day and time of day, ``09:00``, whatever the clocks were put to."""
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(timezone)).astimezone(UTC)


def office_hours(now: datetime, timezone: str) -> datetime:
    """The first moment from now on that lies within office hours: now itself, or the next morning that counts."""
    local = now.astimezone(ZoneInfo(timezone))
    day = local.date()
    if day.weekday() < _SATURDAY and MORNING <= local.time() < EVENING:
        return now
    if local.time() >= MORNING:
        day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(timezone)).astimezone(UTC)


def is_office_time(at: str) -> bool:
    """Whether a time of day, ``09:00``, is one and lies within office hours."""
    try:
        return at[2:3] == ":" and len(at) == 5 and MORNING <= time.fromisoformat(at) < EVENING
    except ValueError:
        return False
