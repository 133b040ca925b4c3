"""Questionnaires that consultants make themselves: whose they are, how they change, and what waves may ask of them.

A wave keeps what it asked, so nothing that happens to an instrument touches a wave that is there already.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from tortoise.expressions import Q

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.editing import offered
from diagnostic.questionnaire.identity import told_apart
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.names import slug
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Consultant, Instrument, InstrumentVersion, Wave, WaveState
from diagnostic.survey.plans import WavePlan, frozen_questionnaire, redraft_wave
from diagnostic.survey.sharing import of_firm
from diagnostic.survey.targets import may_be_followed

MOST_VERSIONS = 200
"""So many are kept, besides the one it was made from: more than anybody goes back."""


class Change(msgspec.Struct, frozen=True):
    """What came of a change."""

    questionnaire: Questionnaire
    renamed: dict[str, str]
    """The old id of whatever has another, since it is no longer what was asked under that one: see `told_apart`."""


def may_edit(consultant: Consultant) -> Q:
    """Whose instrument it is, and everybody's of the same firm."""
    return of_firm(consultant, "consultant")


async def begin(consultant: Consultant, made_from: Questionnaire, title: str, library: Library) -> Instrument:
    """Make an instrument of a questionnaire, of which every language gets the title until it is translated."""
    name = f"{slug(title).replace('_', '-') or made_from.id}-{secrets.token_hex(2)}"
    texts = {language: {**said, "title": title} for language, said in made_from.texts.items()}
    first, _ = told_apart(
        msgspec.structs.replace(made_from, id=name, version="1", texts=texts), [*library.questionnaires.values()]
    )
    async with transaction():
        instrument = await Instrument.create(consultant=consultant)
        await _store(instrument, consultant, first, 1)
    return instrument


async def newest(instrument: Instrument) -> InstrumentVersion:
    """What an instrument is now; raises `NotPossible` where it was deleted meanwhile."""
    version = await InstrumentVersion.filter(instrument=instrument).order_by("-number").first()
    if version is None:
        raise NotPossible("This questionnaire was deleted meanwhile.")
    return version


def of_version(version: InstrumentVersion) -> Questionnaire:
    """The questionnaire of a version, whole or half-made."""
    return msgspec.convert(version.questionnaire, Questionnaire)


async def change(
    instrument: Instrument, consultant: Consultant, changed: Callable[[Questionnaire], Questionnaire], library: Library
) -> Change:
    """Store what an instrument is after a change of what it is now.

    Whatever then says something else than the product's questionnaires and the waves that asked it gets another id.

    Raises
    ------
    NotPossible
        Where it was deleted meanwhile.
    """
    async with transaction():
        if await Instrument.filter(id=instrument.id).select_for_update().first() is None:
            raise NotPossible("This questionnaire was deleted meanwhile.")
        last = await newest(instrument)
        before = of_version(last)
        made, renamed = told_apart(
            changed(before), [*library.questionnaires.values(), *await asked_before(instrument, before)]
        )
        if made != before:
            made = msgspec.structs.replace(made, version=str(last.number + 1))
            await _store(instrument, consultant, made, last.number + 1)
        return Change(made, renamed)


async def go_back(instrument: Instrument, consultant: Consultant, number: int, library: Library) -> None:
    """Make an earlier version the newest one; raises `NotPossible` where it is not kept."""
    version = await InstrumentVersion.get_or_none(instrument=instrument, number=number)
    if version is None:
        raise NotPossible("This version is not kept any more.")
    await change(instrument, consultant, lambda _: of_version(version), library)


async def library_of(consultant: Consultant, product: Library) -> Library:
    """What a consultant may ask: the product's questionnaires, and their firm's own as far as they are complete."""
    instruments = await Instrument.filter(may_edit(consultant)).order_by("created_at")
    found = [
        offered(of_version(each), product.frame.languages) for each in await newest_of([one.id for one in instruments])
    ]
    own = {each.id: each for each in found if each is not None}
    return msgspec.structs.replace(product, questionnaires={**product.questionnaires, **own})


def changed_since(wave: Wave, library: Library) -> bool:
    """Whether a draft asks an instrument of one's own as it was before its last change."""
    own = library.questionnaires.get(wave.questionnaire["id"])
    return own is not None and own.version != wave.questionnaire["version"]


async def take_over(wave: Wave, alliance: Alliance, library: Library) -> None:
    """Let a draft ask all that its instrument asks now, in those of its languages in which that is complete.

    Raises
    ------
    NotPossible
        Where the wave is launched, the instrument is gone, or it is complete in none of the draft's languages.
    """
    own = library.named(wave.questionnaire["id"])
    languages = [language for language in wave.languages if language in own.languages]
    if not languages:
        raise NotPossible("The questionnaire is complete in none of this draft’s languages. Complete it first.")
    possible = {target.id for target in may_be_followed(own, library)}
    plan = WavePlan(
        questionnaire=own.id,
        languages=languages,
        closes_on=wave.closes_on,
        remind_on=[date.fromisoformat(day) for day in wave.remind_on],
        remind_everybody=wave.remind_everybody,
        k=wave.k,
        comment_k=wave.comment_k,
        pulses=wave.pulses,
        targets=[target["id"] for target in wave.targets or [] if target["id"] in possible],
        keep_attribute=wave.attribute is not None,
        retention_days=wave.retention_days,
    )
    await redraft_wave(wave, alliance, plan, library, anew=True)


async def newest_of(instruments: Sequence[UUID]) -> list[InstrumentVersion]:
    """What each of some instruments is now, in their order."""
    kept = InstrumentVersion.filter(instrument_id__in=instruments)
    newest = dict(await kept.order_by("number").values_list("instrument_id", "id"))
    versions = {each.instrument_id: each for each in await InstrumentVersion.filter(id__in=list(newest.values()))}
    return [versions[instrument] for instrument in instruments if instrument in versions]


async def _store(instrument: Instrument, consultant: Consultant, made: Questionnaire, number: int) -> None:
    await InstrumentVersion.create(
        instrument=instrument, number=number, questionnaire=msgspec.to_builtins(made), changed_by=consultant.name
    )
    await InstrumentVersion.filter(instrument=instrument, number__gt=1, number__lte=number - MOST_VERSIONS).delete()


async def asked_before(instrument: Instrument, questionnaire: Questionnaire) -> list[Questionnaire]:
    """What waves asked of an instrument in its earlier versions."""
    owner = await Consultant.get(id=instrument.consultant_id)
    waves = (
        await Wave.filter(of_firm(owner, "alliance__consultant"))
        .exclude(state=WaveState.DRAFT)
        .only("id", "questionnaire")
    )
    found: list[Questionnaire] = []
    seen: set[tuple[str, str]] = set()
    for asked in (frozen_questionnaire(wave) for wave in waves if wave.questionnaire["id"] == questionnaire.id):
        # Waves that asked one version differ by what was switched off alone.
        items = {(asked.version, item.id) for item in asked.items}
        if items - seen:
            found.append(asked)
            seen |= items
    return found
