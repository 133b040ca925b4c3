"""How many mails of a wave went out, by day and side: never to whom, nor so that it could be told."""

from datetime import date, datetime
from typing import NamedTuple

from diagnostic.questionnaire import SIDES
from diagnostic.storage.models import Alliance, MailCount, MessageKind, Wave
from diagnostic.survey.plans import today


class Mails(NamedTuple):
    """How many mails of a kind went out on a day, by side."""

    day: date
    what: str
    a: int
    b: int


async def mails_by_day(wave: Wave, alliance: Alliance, now: datetime | None = None) -> list[Mails]:
    """The days that are over: within one the numbers would tell who has just answered.

    Reminders only where they go to everybody. Otherwise their number is a count of those who have not answered, and
    a consultant who can have single people left out of it, by reporting that their mail came back, reads in two such
    numbers whether one of them has.
    """
    kinds = [MessageKind.INVITATION, *([MessageKind.REMINDER] if wave.remind_everybody else [])]
    found: dict[tuple[date, MessageKind], dict[str, int]] = {}
    counts = MailCount.filter(wave=wave, day__lt=today(alliance, now), kind__in=kinds)
    for each in await counts.order_by("day", "kind"):
        found.setdefault((each.day, each.kind), {})[each.side] = each.sent
    return [
        Mails(day, f"{kind.value}s".capitalize(), *(sides.get(side, 0) for side in SIDES))
        for (day, kind), sides in found.items()
    ]
