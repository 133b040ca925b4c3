"""A programme of pulse checks: drafts with a day on which the worker launches them.

Nothing else is stored of a programme. So each pulse can be looked at, changed, moved or deleted like any
draft, and whatever happens to one leaves the others as they are.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from diagnostic.errors import Fault, NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Message, MessageKind, Wave, WaveState
from diagnostic.survey.again import source_for
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.days import runs, taken
from diagnostic.survey.plans import (
    MOST_SPENT,
    WavePlan,
    beyond_horizon,
    draft_wave,
    must_be_scheduled,
    shift_to,
    today,
)
from diagnostic.survey.schedule import Schedule, no_working_day, schedule_faults
from diagnostic.survey.waves import launch
from diagnostic.working_time import moment, office_hours

ANNOUNCED_BEFORE = timedelta(days=3)
"""How long before it opens the consultant is told."""


async def draft_programme(
    alliance: Alliance,
    plan: WavePlan,
    schedule: Schedule,
    library: Library,
    *,
    questions: Sequence[str] = (),
    now: datetime | None = None,
) -> list[Wave]:
    """Draft a pulse for each day of a schedule, all or none.

    Parameters
    ----------
    plan
        Of every pulse, but for its dates and over how many alpha is spent. ``plan.questionnaire`` is the pulse.
    questions
        What to ask of `source_for` in place of its own, by keys of `Questionnaire.again`; none for the pulse as it is.

    Raises
    ------
    InvalidDetails
        Each fault naming a field of the schedule or the plan, or ``questions``.
    """
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()
        await check_programme(alliance, plan, schedule, library, questions=questions, now=now)
        if questions:
            source = await source_for(alliance, library.named(plan.questionnaire), library)
            library = library.choosing(plan.questionnaire, questions, source)
        return [
            await draft_wave(
                alliance,
                msgspec.structs.replace(
                    plan,
                    pulses=min(len(schedule.opens_on), MOST_SPENT),
                    opens_on=opens_on,
                    opens_at=schedule.opens_at,
                    closes_on=schedule.closes_on(opens_on, alliance.timezone),
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
    questions: Sequence[str] = (),
    now: datetime | None = None,
) -> None:
    """Raise what `draft_programme` would, and draft nothing."""
    faults = [*schedule_faults(alliance, schedule, now), *await _choice_faults(alliance, plan, questions, library)]
    others = await runs(alliance)
    for opens_on in schedule.opens_on if not faults else ():
        if why := taken(opens_on, schedule.closes_on(opens_on, alliance.timezone), others):
            faults.append(Fault("opens_on", why))
            break
    if faults:
        raise InvalidDetails(faults)


async def _choice_faults(alliance: Alliance, plan: WavePlan, questions: Sequence[str], library: Library) -> list[Fault]:
    pulse = library.questionnaires.get(plan.questionnaire)
    if pulse is None or pulse.kind != "pulse":
        return [Fault("questionnaire", "Choose a pulse.")]
    if not questions:
        return []
    source = await source_for(alliance, pulse, library)
    known = source.again() if source else {}
    return [Fault("questions", f"There is no question “{key}”.") for key in questions if key not in known]


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
        if idle := no_working_day(alliance, opens_on):
            raise NotPossible(idle)
        shift_to(wave, opens_on, alliance.timezone)
        if why := taken(opens_on, wave.closes_on, await runs(alliance, but=wave)):
            raise NotPossible(why)
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
