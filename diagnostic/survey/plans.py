"""A wave before its launch: what is asked, in which languages, under which rules."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from diagnostic.errors import Fault, NotPossible
from diagnostic.questionnaire import Number, Questionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails

SMALLEST_K = 4


class WavePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant decides about a wave."""

    questionnaire: str
    languages: list[str]
    closes_on: date
    k: int = 5
    comment_k: int = 8
    keep_attribute: bool = False
    """Whether the roster's attribute is kept with each answer."""
    retention_days: int = 90
    scales_off: list[str] = []
    items_off: list[str] = []
    """Single expectations that are not asked."""


def frozen_questionnaire(wave: Wave) -> Questionnaire:
    """The questionnaire of a wave as it was when the wave was drafted, less what was switched off."""
    return msgspec.convert(wave.questionnaire, Questionnaire)


def today(alliance: Alliance, now: datetime | None = None) -> date:
    """The date where the alliance is."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(alliance.timezone)).date()


async def draft_wave(alliance: Alliance, plan: WavePlan, library: Library, now: datetime | None = None) -> Wave:
    """Store a draft; raises `InvalidDetails`, each fault naming a field of the plan."""
    return await Wave.create(alliance=alliance, **_columns(alliance, plan, library, now, {}))


async def redraft_wave(
    wave: Wave, alliance: Alliance, plan: WavePlan, library: Library, now: datetime | None = None
) -> None:
    """Change a draft, keeping the invitation texts that were edited.

    Raises
    ------
    InvalidDetails
        Each fault naming a field of the plan.
    NotPossible
        Once the wave is launched.
    """
    must_be_draft(wave)
    await wave.update_from_dict(_columns(alliance, plan, library, now, wave.invitation_texts)).save()


async def delete_draft(wave: Wave) -> None:
    """Forget a draft; raises `NotPossible` once it is launched."""
    must_be_draft(wave)
    await wave.delete()


async def set_invitation_text(wave: Wave, language: str, subject: str, message: str) -> None:
    """Change what a draft's invitation says in one language; raises `NotPossible` once launched."""
    must_be_draft(wave)
    if language not in wave.languages:
        raise NotPossible(f"This wave is not offered in “{language}”.")
    wave.invitation_texts = {**wave.invitation_texts, language: {"subject": subject, "message": message}}
    await wave.save(update_fields=["invitation_texts"])


def must_be_draft(wave: Wave) -> None:
    if wave.state != WaveState.DRAFT:
        raise NotPossible("This wave has been launched; what it promised stays as it is.")


def _columns(
    alliance: Alliance,
    plan: WavePlan,
    library: Library,
    now: datetime | None,
    texts: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    questionnaire = library.questionnaires.get(plan.questionnaire)
    faults = list(_faults(alliance, plan, questionnaire, now))
    if faults or questionnaire is None:
        raise InvalidDetails(faults)
    kept = questionnaire.without(plan.scales_off, plan.items_off)
    if not kept.items:
        raise InvalidDetails([Fault("scales_off", "Everything is switched off; leave something to ask.")])
    return {
        "kind": questionnaire.kind,
        "questionnaire": msgspec.to_builtins(kept),
        "languages": plan.languages,
        "k": plan.k,
        "comment_k": plan.comment_k,
        "attribute": alliance.attribute if plan.keep_attribute else None,
        "retention_days": plan.retention_days,
        "closes_on": plan.closes_on,
        "invitation_texts": {
            language: texts.get(language)
            or {part: library.frame.texts[language][f"mail.invitation.{part}"] for part in ("subject", "message")}
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
    if plan.closes_on <= today(alliance, now):
        faults.append(Fault("closes_on", "Choose a day after today."))
    if plan.k < SMALLEST_K:
        faults.append(Fault("k", f"The threshold is {SMALLEST_K} or more: fewer people could be told apart."))
    if plan.comment_k < plan.k:
        faults.append(Fault("comment_k", "The threshold for comments is at least that for figures."))
    if not 1 <= plan.retention_days <= 365:
        faults.append(Fault("retention_days", "Give a number of days from 1 to 365."))
    if plan.keep_attribute and not alliance.attribute:
        faults.append(Fault("keep_attribute", "This alliance's roster has no attribute to keep."))
    known_scales = {scale.id for scale in questionnaire.scales}
    faults += [Fault("scales_off", f"There is no scale “{s}”.") for s in plan.scales_off if s not in known_scales]
    expectations = {item.id for item in questionnaire.items if isinstance(item, Number)}
    faults += [Fault("items_off", f"There is no expectation “{i}”.") for i in plan.items_off if i not in expectations]
    return faults
