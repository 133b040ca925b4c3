"""The Report of a closed wave: computed once and stored; read, always, with what was decided about its comments."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace
from tortoise.exceptions import IntegrityError

from diagnostic.analysis import Alliance as ReportAlliance
from diagnostic.analysis import (
    BySide,
    CarriedChange,
    Correction,
    MainLanguage,
    Participation,
    Release,
    Report,
    analyse,
    from_json,
    to_json,
)
from diagnostic.analysis import Wave as ReportWave
from diagnostic.analysis.trend import with_trend
from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Answers
from diagnostic.questionnaire.responses import tabulate
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.storage import clean_up_if_pending, request_cleanup, transaction
from diagnostic.storage.models import (
    Alliance,
    Carried,
    Comment,
    Invitation,
    MessageKind,
    Response,
    StoredReport,
    Wave,
    WaveState,
)
from diagnostic.survey import renderings
from diagnostic.survey.actions import with_actions
from diagnostic.survey.carried import carried_into
from diagnostic.survey.comments import with_notes
from diagnostic.survey.names import with_names
from diagnostic.survey.planned import with_planned
from diagnostic.survey.plans import frozen_questionnaire, today
from diagnostic.survey.programme import tell_consultants
from diagnostic.survey.waves import invited, spoken
from diagnostic.text import one_line

LONGEST_REASON = 500
MOST = 3 / 4
"""Of those invited, from what share on it is said that most have a language."""


async def stored_report(wave: Wave, words: SideEffects) -> Report | None:
    """The Report of a wave as it may be shown, if it has been computed: the one way to it, for every page and file.

    ``words`` hold back the comments that somebody has to look at first.
    """
    report = await as_computed(wave)
    if report is None:
        return None
    report = await with_actions(await with_notes(report, wave, words), wave)
    return await with_names(await with_planned(report, wave), wave)


async def as_computed(wave: Wave) -> Report | None:
    """The Report as it was stored, for deciding about its comments and for nothing else."""
    stored = await _newest(wave)
    return from_json(stored.body) if stored else None


async def unpublished() -> list[Wave]:
    """Closed waves whose Report is still to be computed, in the order they closed: each is set against those before."""
    return await Wave.filter(state=WaveState.CLOSED, reports__body__isnull=True).order_by("closed_at")


async def publish(wave: Wave) -> None:
    """Compute and store the Report of a closed wave; once stored, it is what is stored."""
    if await _newest(wave) is not None:
        return
    if wave.state != WaveState.CLOSED:
        raise NotPossible("There is a Report only once a wave is closed.")
    if wave.imported is None:
        counts = await invited(wave)
        people: BySide[int | None] = BySide.of(lambda side: counts[side].people)
    else:
        people = BySide(**wave.imported["invited"])
    await _store(wave, 1, await _computed(wave, people, await main_languages(wave), None))


async def correct(wave: Wave, because: str, now: datetime | None = None) -> None:
    """Compute the Report of a wave again, under the plan it was launched with, because it was computed wrongly.

    The new Report says so, with the reason. What was decided about comments stays.

    Raises
    ------
    NotPossible
        Without a reason, without a Report, once the responses are deleted, or beside another correction.
    """
    because = one_line(because)
    if not 0 < len(because) <= LONGEST_REASON:
        raise NotPossible(
            f"Say what was wrong; everybody who reads the new Report will read it. At most {LONGEST_REASON} characters."
        )
    wrong = await _newest(wave)
    if wrong is None:
        raise NotPossible("This wave has no Report to correct.")
    if not await Response.filter(wave=wave).exists():
        raise NotPossible("The responses of this wave are deleted, so its Report stays as it is.")
    # Not counted anew: the roster may have been deleted since. What was carried is forgotten since, too.
    before = from_json(wrong.body)
    people: BySide[Participation] = before.participation
    correction = Correction(
        corrected=today(await Alliance.get(id=wave.alliance_id), now or datetime.now(UTC)), because=because
    )
    invited_then = BySide.of(lambda side: people[side].invited)
    report = await _computed(wave, invited_then, before.languages, correction, before.carried)
    if not await _store(wave, wrong.number + 1, report):
        raise NotPossible("Somebody else corrected this Report at the same time. Read theirs first.")


async def main_languages(wave: Wave) -> BySide[MainLanguage] | None:
    """In what language most of those on a side were invited, and whether three quarters or more were; by the roster.

    None where a side has nobody on it any more, and of answers from a file.
    """
    invited_in: dict[str, Counter[str]] = {side: Counter() for side in SIDES}
    rows = Invitation.filter(wave=wave).values_list("participant__side", "participant__language")
    for side, language in await rows:
        if language:  # who is forgotten has none
            invited_in[side][spoken(wave, language)] += 1
    if wave.imported is not None or not all(invited_in.values()):
        return None
    return BySide.of(lambda side: _main(invited_in[side], wave.languages))


def _main(invited_in: Counter[str], languages: list[str]) -> MainLanguage:
    # Of two with as many people the one that the wave names first.
    language = max(languages, key=lambda each: invited_in[each])
    return MainLanguage(language, invited_in[language] >= MOST * invited_in.total())


async def closed_after(wave: Wave) -> list[Wave]:
    """The alliance's waves that closed later, in that order: their Reports say what moved since this one."""
    later = Wave.filter(alliance_id=wave.alliance_id, state=WaveState.CLOSED, closed_at__gt=wave.closed_at)
    return await later.order_by("closed_at")


async def _newest(wave: Wave) -> StoredReport | None:
    return await StoredReport.filter(wave=wave).order_by("-number").first()


async def _store(wave: Wave, number: int, report: Report) -> bool:
    """False where another process was faster; its Report is the one."""
    try:
        async with transaction():
            await renderings.forget(wave)
            if await Carried.filter(wave=wave).delete():
                await request_cleanup()
            await StoredReport.create(wave=wave, number=number, body=to_json(report).decode())
            if number == 1:
                await tell_consultants(MessageKind.REPORTED, wave, datetime.now(UTC))
    except IntegrityError:
        return False
    await clean_up_if_pending()
    return True


async def _computed(
    wave: Wave,
    people: BySide[int | None],
    languages: BySide[MainLanguage] | None,
    correction: Correction | None,
    said: tuple[CarriedChange, ...] | None = None,
) -> Report:
    alliance = await Alliance.get(id=wave.alliance_id)
    questionnaire = frozen_questionnaire(wave)
    before = await _closed_before(wave)
    earlier = list(before.values())
    carried = await carried_into(wave, list(before))
    unopened = [today(alliance, each.closed_at) for each in await _before(wave, WaveState.DESTROYED)]
    answers = [(Answers(row.side, row.values), row.group) for row in await Response.filter(wave=wave)]
    comments = [(c.question, c.side, c.text) for c in await Comment.filter(wave=wave)]

    def compute() -> Report:
        report = analyse(
            tabulate(questionnaire, answers),
            comments,
            questionnaire,
            Release(
                k=wave.k,
                comment_k=wave.comment_k,
                statement_margin=wave.statement_margin,
                scale_margin=wave.scale_margin,
                inference=wave.inference,
                pulses=wave.pulses,
                attribute=wave.attribute,
                asked_again=tuple(wave.asked_again or ()),
                few_changed=wave.few_changed,
            ),
            alliance=_named(alliance),
            wave=ReportWave(
                "pulse" if wave.kind == "pulse" else "baseline",
                today(alliance, wave.closed_at),
                offered=tuple(wave.languages) if wave.imported is None else None,
            ),
            invited=people,
            languages=languages,
            simulated=alliance.simulated,
            imported=wave.imported["tool"] if wave.imported else None,
            correction=correction,
            earlier=earlier,
            carried=carried,
            said=said,
        )
        return replace(with_trend(report, earlier), unopened=tuple(unopened))

    return await asyncio.to_thread(compute)


def _named(alliance: Alliance) -> ReportAlliance:
    short = BySide.of(alliance.short)
    return ReportAlliance(alliance.brand, BySide.of(alliance.company), short if short.a and short.b else None)


async def _closed_before(wave: Wave) -> dict[UUID, Report]:
    """The Reports of the alliance's waves that closed earlier, in that order, by the wave."""
    found = {each.id: await _newest(each) for each in await _before(wave, WaveState.CLOSED)}
    return {of: from_json(stored.body) for of, stored in found.items() if stored is not None}


async def _before(wave: Wave, state: WaveState) -> list[Wave]:
    before = Wave.filter(alliance_id=wave.alliance_id, state=state, closed_at__lt=wave.closed_at)
    return await before.order_by("closed_at").only("id", "closed_at")
