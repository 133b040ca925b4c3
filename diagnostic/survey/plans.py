"""A wave before its launch: what is asked, in which languages, under which rules."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from diagnostic.analysis.report import INFERENCE
from diagnostic.errors import Fault, NotPossible
from diagnostic.questionnaire import Item, Questionnaire, Rating
from diagnostic.questionnaire.library import Library
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.days import reminded_on, runs, taken
from diagnostic.survey.firms import MailKind, MailTexts, firm_behind, reminders
from diagnostic.survey.targets import MOST_TARGETS, may_be_followed
from diagnostic.working_time import next_working_day

SMALLEST_K, LARGEST_K, LARGEST_COMMENT_K = 4, 50, 100
LONGEST_KEPT = 365
"""Days that answers may be kept after the close."""
LONGEST_OPEN = timedelta(days=180)
"""How long people may have to answer, from the opening, and from any later day on which it is extended."""
HORIZON = timedelta(days=3 * 365)
"""How far ahead something may be planned."""
MOST_REMINDERS = 2
MOST_SPENT = 6
"""Alpha is spent over so many waves at most: of a longer programme, any six together err as rarely as promised. It is
also what is taken where a wave is planned by itself, since nobody knows how many will follow."""


class WavePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant decides about a wave."""

    questionnaire: str
    languages: list[str]
    closes_on: date
    opens_on: date | None = None
    """The day on which the worker launches it; None where a consultant does."""
    opens_at: str = "09:00"
    remind_on: list[date] = []
    """The days on which the worker reminds, at the same time of day."""
    remind_everybody: bool = False
    """Whether reminders go to those, too, who have answered, so that no mailbox shows who has not."""
    k: int = 5
    comment_k: int = 8
    pulses: int = MOST_SPENT
    """Over how many waves alpha is spent for what moved: as many as a programme plans."""
    targets: list[str] = []
    """The scales, each about one company or the alliance, of which people may carry their changes."""
    keep_attribute: bool = False
    """Whether the roster's attribute is kept with each answer."""
    retention_days: int = 90
    scales_off: list[str] = []
    items_off: list[str] = []
    """Single questions that are not asked, none of them a rating that belongs to a scale; and lines for comments."""


def frozen_questionnaire(wave: Wave) -> Questionnaire:
    """The questionnaire of a wave as it was when the wave was drafted, less what was switched off."""
    return msgspec.convert(wave.questionnaire, Questionnaire)


def whole(kept: Questionnaire, library: Library) -> Questionnaire:
    """What a draft's questionnaire was before anything was switched off.

    It itself where that is not the library's: because other questions were chosen, or worded otherwise.
    """
    own = library.questionnaires.get(kept.id, kept)
    items = {item.id for item in kept.items}
    may_be_off = (item for item in own.items if _is_single(item))
    off = own.without(
        {scale.id for scale in own.scales if scale not in kept.scales},
        {item.id for item in may_be_off if item.id not in items},
    )
    return own if off == kept else kept


def _is_single(item: Item) -> bool:
    return not (isinstance(item, Rating) and item.scale)


def today(alliance: Alliance, now: datetime | None = None) -> date:
    """The date where the alliance is."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(alliance.timezone)).date()


async def draft_wave(alliance: Alliance, plan: WavePlan, library: Library, now: datetime | None = None) -> Wave:
    """Store a draft; raises `InvalidDetails`, each fault naming a field of the plan."""
    texts = (await firm_behind(alliance.consultant_id)).mail_texts
    columns = _columns(alliance, plan, library, now, {}, texts)
    columns["reminder_texts"] = reminders(texts, plan.languages, {}, everybody=plan.remind_everybody)
    return await Wave.create(alliance=alliance, inference=INFERENCE, pulses=plan.pulses, **columns)


async def redraft_wave(
    wave: Wave,
    alliance: Alliance,
    plan: WavePlan,
    library: Library,
    now: datetime | None = None,
    *,
    anew: bool = False,
) -> None:
    """Change a draft, keeping the texts that were edited, what it asks as it was drafted, and when it opens.

    ``anew``: it asks what the library's questionnaire asks now.

    Raises
    ------
    InvalidDetails
        Each fault naming a field of the plan.
    NotPossible
        Once the wave is launched.
    """
    async with transaction():
        # No launch and no other plan of a pulse meanwhile.
        await Alliance.filter(id=alliance.id).select_for_update().first()
        await wave.refresh_from_db()
        must_be_draft(wave)
        plan = msgspec.structs.replace(plan, opens_on=wave.opens_on, opens_at=wave.opens_at)
        kept = frozen_questionnaire(wave)
        if plan.questionnaire == kept.id and not anew:
            library = library.asking(whole(kept, library))
        texts = (await firm_behind(alliance.consultant_id)).mail_texts
        columns = _columns(alliance, plan, library, now, wave.invitation_texts, texts)
        columns["reminder_texts"] = reminders(
            texts, plan.languages, wave.reminder_texts, everybody=plan.remind_everybody
        )
        others = await runs(alliance, but=wave)
        if plan.opens_on and (why := taken(plan.opens_on, plan.closes_on, others)):
            raise InvalidDetails([Fault("closes_on", why)])
        await wave.update_from_dict(columns).save()


async def delete_draft(wave: Wave) -> None:
    """Forget a draft; raises `NotPossible` once it is launched."""
    must_be_draft(wave)
    await wave.delete()


async def set_invitation_text(wave: Wave, language: str, subject: str, message: str, *, later: bool = False) -> None:
    """Change what a draft's invitation says in one language; raises `NotPossible` once launched.

    ``later``: also what those of the pulses say that open after it.
    """
    must_be_draft(wave)
    await _set_text(wave, "invitation_texts", language, {"subject": subject, "message": message}, later=later)


async def set_reminder_text(wave: Wave, language: str, subject: str, message: str, *, later: bool = False) -> None:
    """Change what reminders say in one language, until they are sent; raises `NotPossible` once the wave has ended.

    ``later``: also what those of the pulses say that open after it.
    """
    if wave.state not in (WaveState.DRAFT, WaveState.OPEN):
        raise NotPossible("This wave has ended; nobody is reminded of it any more.")
    await _set_text(wave, "reminder_texts", language, {"subject": subject, "message": message}, later=later)


async def _set_text(wave: Wave, column: str, language: str, text: dict[str, str], *, later: bool) -> None:
    if language not in wave.languages:
        raise NotPossible(f"This wave is not offered in “{language}”.")
    waves = [wave]
    if later:
        after = Wave.filter(alliance_id=wave.alliance_id, state=WaveState.DRAFT, opens_on__gt=wave.opens_on or date.min)
        waves += [each for each in await after if each.id != wave.id and language in each.languages]
    async with transaction():
        for each in waves:
            setattr(each, column, {**getattr(each, column), language: text})
            await each.save(update_fields=[column])


def shift_to(wave: Wave, opens_on: date, timezone: str) -> None:
    """Give a draft that opens by itself another first day, and as many days as it had. Not stored yet.

    Its last day stays a working day; reminders wait for one.
    """
    days = opens_on - (wave.opens_on or opens_on)
    try:
        wave.closes_on = next_working_day(wave.closes_on + days, timezone)
    except OverflowError:
        raise NotPossible("Its last day would be too far in the future. Change the plan first.") from None
    wave.opens_on = opens_on
    wave.remind_on = [(date.fromisoformat(day) + days).isoformat() for day in wave.remind_on]


def beyond_longest(first: date, closes_on: date) -> str | None:
    """Why a last day will not do that leaves people so long from a first day on, in words; None where it will."""
    if closes_on - first <= LONGEST_OPEN:
        return None
    latest = first + LONGEST_OPEN
    return (
        f"Choose a day up to {latest:%-d %B %Y}: people have at most {LONGEST_OPEN.days} days to answer. "
        "Is the year right?"
    )


def beyond_horizon(alliance: Alliance, day: date, now: datetime | None = None) -> str | None:
    """Why a day is too far ahead to be planned, in words; None where it is not."""
    latest = today(alliance, now) + HORIZON
    return None if day <= latest else f"Choose days up to {latest:%-d %B %Y}. Is the year right?"


def must_be_draft(wave: Wave) -> None:
    if wave.state != WaveState.DRAFT:
        raise NotPossible("This wave has been launched; what it promised stays as it is.")


def must_be_scheduled(wave: Wave) -> None:
    must_be_draft(wave)
    if wave.opens_on is None:
        raise NotPossible("This draft has no day on which it opens by itself. Launch it when you like.")


def _columns(  # noqa: PLR0917 (what a plan is made with)
    alliance: Alliance,
    plan: WavePlan,
    library: Library,
    now: datetime | None,
    texts: Mapping[str, Mapping[str, str]],
    own: MailTexts,
) -> dict[str, Any]:
    questionnaire = library.questionnaires.get(plan.questionnaire)
    faults = list(_faults(alliance, plan, questionnaire, now))
    if faults or questionnaire is None:
        raise InvalidDetails(faults)
    kept = questionnaire.without(plan.scales_off, plan.items_off)
    if not kept.items:
        raise InvalidDetails([Fault("scales_off", "Everything is switched off; leave something to ask.")])
    possible = may_be_followed(kept, library)
    if unknown := set(plan.targets) - {each.id for each in possible}:
        raise InvalidDetails([Fault("targets", f"“{min(unknown)}” is not asked in a way that can be followed.")])
    first: MailKind = "pulse" if questionnaire.kind == "pulse" else "invitation"
    return {
        "kind": questionnaire.kind,
        "questionnaire": msgspec.to_builtins(kept),
        "languages": plan.languages,
        "k": plan.k,
        "comment_k": plan.comment_k,
        "targets": msgspec.to_builtins([each for each in possible if each.id in plan.targets]) or None,
        "asked_again": list(library.asked_again(kept)),
        "attribute": alliance.attribute if plan.keep_attribute else None,
        "retention_days": plan.retention_days,
        "opens_on": plan.opens_on,
        "opens_at": plan.opens_at,
        "closes_on": plan.closes_on,
        "remind_on": [day.isoformat() for day in sorted(plan.remind_on)],
        "remind_everybody": plan.remind_everybody,
        "invitation_texts": {
            language: texts.get(language)
            or own.get(language, {}).get(first)
            or {part: library.frame.texts[language][f"mail.{first}.{part}"] for part in ("subject", "message")}
            for language in plan.languages
        },
    }


def _faults(
    alliance: Alliance, plan: WavePlan, questionnaire: Questionnaire | None, now: datetime | None
) -> list[Fault]:
    if questionnaire is None:
        return [Fault("questionnaire", f"There is no questionnaire “{plan.questionnaire}”.")]
    faults = []
    if not plan.languages:
        faults.append(Fault("languages", "Choose at least one language."))
    unspoken = [language for language in plan.languages if language not in questionnaire.languages]
    if unspoken:
        faults.append(Fault("languages", f"This questionnaire is not there in {', '.join(unspoken)}."))
    faults += [*_date_faults(alliance, plan, now), *_threshold_faults(plan)]
    if len(plan.targets) > MOST_TARGETS:
        faults.append(
            Fault("targets", f"Choose {MOST_TARGETS} at most: everything that is followed makes it harder to tell.")
        )
    if plan.keep_attribute and not alliance.attribute:
        faults.append(Fault("keep_attribute", "This alliance's roster has no attribute to keep."))
    known_scales = {scale.id for scale in questionnaire.scales}
    faults += [Fault("scales_off", f"There is no scale “{s}”.") for s in plan.scales_off if s not in known_scales]
    single = {item.id for item in questionnaire.items if _is_single(item)}
    faults += [Fault("items_off", f"There is no single question “{i}”.") for i in plan.items_off if i not in single]
    return faults


def _date_faults(alliance: Alliance, plan: WavePlan, now: datetime | None) -> list[Fault]:
    faults = []
    first = plan.opens_on or today(alliance, now)
    if plan.opens_on is not None and (too_far := beyond_horizon(alliance, plan.opens_on, now)):
        faults.append(Fault("opens_on", too_far))
    elif too_late := beyond_longest(first, plan.closes_on):
        faults.append(Fault("closes_on", too_late))
    if plan.closes_on <= today(alliance, now):
        faults.append(Fault("closes_on", "Choose a day after today."))
    if plan.opens_on is not None and not plan.opens_on < plan.closes_on:
        faults.append(Fault("closes_on", "Choose a day after the one on which it opens."))
    if len(plan.remind_on) > MOST_REMINDERS or len(set(plan.remind_on)) < len(plan.remind_on):
        faults.append(Fault("remind_on", f"Remind at most {MOST_REMINDERS} times, on different days."))
    if any(not first < day <= plan.closes_on for day in plan.remind_on):
        faults.append(Fault("remind_on", "Remind after the day of the opening, and not after the last day."))
    elif not faults and any(day > plan.closes_on for day in reminded_on(plan.remind_on, alliance.timezone)):
        faults.append(Fault("remind_on", "A reminder would wait for the next working day, after the last day."))
    return faults


def _threshold_faults(plan: WavePlan) -> list[Fault]:
    faults = []
    if plan.k < SMALLEST_K:
        faults.append(Fault("k", f"The threshold is {SMALLEST_K} or more: fewer people could be told apart."))
    if plan.k > LARGEST_K:
        faults.append(Fault("k", f"The threshold is {LARGEST_K} or less."))
    if plan.comment_k < plan.k:
        faults.append(Fault("comment_k", "The threshold for comments is at least that for figures."))
    if plan.comment_k > LARGEST_COMMENT_K:
        faults.append(Fault("comment_k", f"The threshold for comments is {LARGEST_COMMENT_K} or less."))
    if not 1 <= plan.retention_days <= LONGEST_KEPT:
        faults.append(Fault("retention_days", f"Give a number of days from 1 to {LONGEST_KEPT}."))
    return faults
