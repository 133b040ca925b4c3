"""On which days the people of an alliance are asked, and which are free: whatever proposes a day asks here.

A proposed day is a working day where the alliance is, on which no other wave runs, and not within three weeks of the
day on which another opens.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.invitations import GRACE
from diagnostic.working_time import next_working_day

RESTED = timedelta(days=21)
"""From one opening to the next: asked more often, people answer less."""
USUAL = timedelta(days=14)
"""How long a wave that is planned by hand is usually open."""
A_WEEK = timedelta(days=7)
_SOUGHT = 366
"""Days ahead within which a free one is sought."""
_ONE_DAY = timedelta(days=1)


class Run(NamedTuple):
    """A wave by its days, where the alliance is."""

    kind: str
    opens_on: date
    closes_on: date
    state: WaveState


class Free(NamedTuple):
    """Days for a wave that somebody launches by hand."""

    opens_on: date
    """Today, or from when on it disturbs nothing."""
    closes_on: date
    remind_on: list[date]


async def runs(alliance: Alliance, but: Wave | None = None) -> list[Run]:
    """Every wave with a first day, the earliest first: planned, or launched, whatever became of it.

    Not those whose answers came from a file: when people were asked, nobody has said.
    """
    zone, found = ZoneInfo(alliance.timezone), []
    of_it = Wave.filter(alliance=alliance, imported__isnull=True)
    for wave in await of_it.only("id", "kind", "state", "opens_on", "closes_on", "launched_at"):
        opened = wave.launched_at.astimezone(zone).date() if wave.launched_at else wave.opens_on
        if opened is not None and (but is None or wave.id != but.id):
            found.append(Run(wave.kind, opened, wave.last_day(), wave.state))
    return sorted(found, key=lambda run: run.opens_on)


def taken(opens_on: date, closes_on: date, others: Iterable[Run]) -> str | None:
    """Which other wave runs on those days, in words; None where none does."""
    for other in others:
        opened = other.state == WaveState.OPEN
        if not opened and other.state != WaveState.DRAFT:
            continue
        since = date.min if opened else other.opens_on
        if since <= closes_on + GRACE and other.closes_on >= opens_on - GRACE:
            which = "The open wave" if opened else "Another pulse"
            until = f"{other.closes_on:%-d %B %Y}, a day more for whoever has begun by then"
            return f"{which} runs until {until}, and there is one at a time. Choose other days."
    return None


def too_soon(days: Sequence[date], others: Sequence[Run]) -> list[str]:
    """Where people would be asked more than once in three weeks, were pulses to open on some days; usually nowhere."""
    return [_too_often(day, then, name) for day in sorted(days) for then, name in _near(day, others)] + [
        _too_often(after, before, f"the pulse of {before:%-d %B %Y}")
        for before, after in pairwise(sorted(days))
        if after - before < RESTED
    ]


def _near(day: date, others: Sequence[Run]) -> Iterator[tuple[date, str]]:
    for kind, opens_on, _, state in others:
        if abs(day - opens_on) < RESTED:
            planned = "planned for" if state == WaveState.DRAFT else "of"
            yield opens_on, f"the {'pulse' if kind == 'pulse' else 'baseline'} {planned} {opens_on:%-d %B %Y}"


def _too_often(day: date, then: date, name: str) -> str:
    apart = abs((day - then).days)
    days = f"{apart} day{'' if apart == 1 else 's'}"
    when = f"{days} after" if then < day else f"{days} before" if then > day else "the day of"
    return f"{day:%-d %B %Y} is {when} {name}."


def last_day(opens_on: date, days: timedelta, timezone: str) -> date:
    """The last day to answer of a wave that is to be open so long: a working day."""
    return next_working_day(opens_on + days, timezone)


def reminded_on(planned: Iterable[date], timezone: str) -> list[date]:
    """The days on which reminders go out that are planned for some days: working days, each once."""
    return sorted({next_working_day(day, timezone) for day in planned})


def first_free(first: date, length: timedelta, others: Sequence[Run], timezone: str) -> date:
    """The first working day from one on, on which a wave so long disturbs no other, and finds people rested.

    Where there is none within a year, the first working day.
    """
    for days in range(_SOUGHT):
        day = first + timedelta(days=days)
        if next_working_day(day, timezone) == day and _is_free(day, last_day(day, length, timezone), others):
            return day
    return next_working_day(first, timezone)


def _is_free(opens_on: date, closes_on: date, others: Sequence[Run]) -> bool:
    return not taken(opens_on, closes_on, others) and not too_soon([opens_on], others)


def by_hand(today: date, others: Sequence[Run], timezone: str) -> Free:
    """Days for a wave that is launched today, or once it disturbs nothing: two weeks, and two reminders."""
    # Whoever launches it may do so on any day; only what is proposed is a working day.
    rests = _is_free(today, last_day(today, USUAL, timezone), others)
    opens_on = today if rests else first_free(today, USUAL, others, timezone)
    planned = (opens_on + timedelta(days=after) for after in (5, 10))
    return Free(opens_on, last_day(opens_on, USUAL, timezone), reminded_on(planned, timezone))


def more_time(closes_on: date, today: date, latest: date, others: Sequence[Run], timezone: str) -> date:
    """A later last day for an open wave: in about a week, and before the next planned pulse, where there is room.

    ``others`` without the wave itself; ``latest`` is the last day that would do.
    """
    soonest = max(closes_on + _ONE_DAY, today)
    usual = next_working_day(max(closes_on, today) + A_WEEK, timezone)
    days = [soonest + timedelta(days=days) for days in range((usual - soonest).days + 1)]
    possible = [day for day in days if day <= latest and next_working_day(day, timezone) == day]
    undisturbed = [day for day in possible if not taken(closes_on, day, others)]
    return (undisturbed or possible or [min(usual, latest)])[-1]
