"""Reminders: to those who have not answered, or to everybody; in office hours, two at most, by hand or as planned."""

from datetime import UTC, date, datetime, timedelta

from tortoise.expressions import Q

from diagnostic.errors import NotPossible
from diagnostic.storage import transaction
from diagnostic.storage.models import (
    Alliance,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    Wave,
    WaveState,
)
from diagnostic.survey.ballots import lock_for_update
from diagnostic.survey.plans import MOST_REMINDERS, today
from diagnostic.survey.waves import BATCH, must_be_open, must_take_answers, spoken
from diagnostic.working_time import moment, office_hours

MIN_REMINDER_INTERVAL = timedelta(days=1)
"""Between two mails to the same people."""


async def remind(wave: Wave, now: datetime | None = None, *, everybody: bool | None = None) -> datetime:
    """Write once more to those who have not answered, or to everybody, in office hours; returns when.

    ``everybody`` decides it for all of the wave's reminders; None leaves it as it was planned. After the first reminder
    it stays: a second one to some would tell in a mailbox who has not answered.

    Nobody learns who they are. Outside office hours the worker does it on the next morning that counts: until then
    nothing says who has not answered.

    Raises
    ------
    NotPossible
        After two reminders, within a day of the last mail, when it is planned for that day already, or when the wave
        is not open or its last day is over.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        alliance = await Alliance.get(id=wave.alliance_id)
        _may_remind(wave, alliance, now)
        if everybody is not None and not wave.reminders_sent:
            wave.remind_everybody = everybody
            await wave.save(update_fields=["remind_everybody"])
        if office_hours(now, alliance.timezone) == now:
            await _write_again(wave, now)
            return now
        day = today(alliance, office_hours(now, alliance.timezone))
        if day > wave.last_day():
            raise NotPossible("There are no office hours before the last day is over. Extend the date first.")
        # What is planned for a day off goes out on the morning after it.
        if any(planned <= day.isoformat() for planned in wave.remind_on):
            raise NotPossible(
                f"A reminder goes out on {day:%A, %-d %B} already, as planned. "
                "To change whom it goes to, take it back on the wave's page first."
            )
        wave.remind_on = sorted([*wave.remind_on, day.isoformat()])
        await wave.save(update_fields=["remind_on"])
        return max(moment(day, wave.opens_at, alliance.timezone), now)


async def take_back(wave: Wave) -> None:
    """Send none of the reminders that are planned; one can still be sent by hand.

    Raises
    ------
    NotPossible
        When none is planned any more, or the wave is not open.
    """
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        must_be_open(wave)
        if not wave.remind_on:
            raise NotPossible("No reminder is planned any more: it was taken back, or has just been sent.")
        wave.remind_on = []
        await wave.save(update_fields=["remind_on"])


async def with_reminders() -> list[Wave]:
    """Open waves with a reminder planned."""
    return [wave for wave in await Wave.filter(state=WaveState.OPEN) if wave.remind_on]


async def remind_as_planned(wave: Wave, now: datetime) -> bool:
    """Remind if it is time to, once for all the days that have come; returns whether it did."""
    async with transaction():
        await lock_for_update(wave)
        await wave.refresh_from_db()
        alliance = await Alliance.get(id=wave.alliance_id)
        due = reminders_due(wave, alliance, now)
        if not due or office_hours(now, alliance.timezone) != now:
            return False
        over = wave.reminders_sent >= MOST_REMINDERS or now >= wave.deadline(alliance)
        if not over and _paused(wave, now):
            return False
        wave.remind_on = [day for day in wave.remind_on if day not in due]
        await wave.save(update_fields=["remind_on"])
        if not over:
            await _write_again(wave, now)
        return not over


def reminders_due(wave: Wave, alliance: Alliance, now: datetime) -> list[str]:
    """The days planned for a reminder that have come, of an open wave."""
    if wave.state != WaveState.OPEN:
        return []
    days = wave.remind_on
    return [day for day in days if moment(date.fromisoformat(day), wave.opens_at, alliance.timezone) <= now]


def _may_remind(wave: Wave, alliance: Alliance, now: datetime) -> None:
    must_take_answers(wave, alliance, now)
    if wave.reminders_sent >= MOST_REMINDERS:
        raise NotPossible(f"{MOST_REMINDERS} reminders were sent; more would only annoy people.")
    if _paused(wave, now):
        raise NotPossible("The last mail went out less than a day ago. Give people time to answer.")


def _paused(wave: Wave, now: datetime) -> bool:
    last = wave.reminded_at or wave.launched_at
    return last is not None and now - last < MIN_REMINDER_INTERVAL


async def _write_again(wave: Wave, now: datetime) -> None:
    invited = Invitation.filter(wave=wave, participant__do_not_contact=False)
    written_to = invited if wave.remind_everybody else invited.filter(answered=False)
    unreached = set(
        await Message.filter(
            Q(kind=MessageKind.INVITATION, state__in=[MessageState.REFUSED, MessageState.WAITING])
            | Q(kind=MessageKind.REMINDER, state=MessageState.WAITING),
            wave=wave,
        ).values_list("invitation_id", flat=True)
    )
    await Message.bulk_create(
        [
            Message(
                kind=MessageKind.REMINDER,
                invitation_id=invitation.id,
                wave=wave,
                language=spoken(wave, invitation.participant.language),
                not_before=now,
            )
            for invitation in await written_to.prefetch_related("participant")
            if invitation.id not in unreached
        ],
        batch_size=BATCH,
    )
    wave.reminders_sent += 1
    wave.reminded_at = now
    await wave.save(update_fields=["reminders_sent", "reminded_at"])
