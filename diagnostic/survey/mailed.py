"""How many mails of a wave went out, by day and side: never to whom, nor so that it could be told."""

from datetime import date, datetime
from typing import NamedTuple

from diagnostic.questionnaire import SIDES
from diagnostic.storage.models import Alliance, MailCount, MessageKind, Participant, Wave
from diagnostic.survey.plans import today


class Mails(NamedTuple):
    """How many mails of a kind went out on a day, by side; None where that is not shown."""

    day: date
    what: str
    a: int | None
    b: int | None


async def mails_by_day(wave: Wave, alliance: Alliance, now: datetime | None = None) -> list[Mails]:
    """The days that are over: within one the numbers would tell who has just answered.

    Reminders pass by those who asked not to be written to, whom the roster names. Where a side has any, its reminders
    and the number of answers together would tell whether these have answered; so they are not shown.
    """
    spared = {person.side for person in await Participant.filter(invitations__wave=wave, do_not_contact=True)}
    found: dict[tuple[date, MessageKind], dict[str, int]] = {}
    for each in await MailCount.filter(wave=wave, day__lt=today(alliance, now)).order_by("day", "kind"):
        found.setdefault((each.day, each.kind), {})[each.side] = each.sent

    def shown(kind: MessageKind, side: str, sent: int) -> int | None:
        return None if kind == MessageKind.REMINDER and side in spared else sent

    return [
        Mails(day, f"{kind.value}s".capitalize(), *(shown(kind, side, sides.get(side, 0)) for side in SIDES))
        for (day, kind), sides in found.items()
    ]
