"""Answers that were collected elsewhere, as a closed wave of an alliance."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from diagnostic.analysis.report import INFERENCE
from diagnostic.disclosure import merge_groups
from diagnostic.errors import Fault, NotPossible
from diagnostic.questionnaire import SIDES, Questionnaire, Side, Text
from diagnostic.questionnaire.library import Library
from diagnostic.reading.answers import Collected
from diagnostic.storage import transaction
from diagnostic.storage.models import Alliance, Wave, WaveState
from diagnostic.survey.alliances import InvalidDetails, has_open_wave, must_be_published
from diagnostic.survey.closing import store_answers
from diagnostic.survey.plans import LARGEST_COMMENT_K, LARGEST_K, LONGEST_KEPT, MOST_SPENT, SMALLEST_K, today

EARLIEST = date(2000, 1, 1)


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant says of answers that were collected elsewhere."""

    closed_on: date
    """The last day on which they were given."""
    tool: str = ""
    invited_a: int | None = None
    """How many were asked of company a; None where that is not known."""
    invited_b: int | None = None
    k: int = 5
    comment_k: int = 8
    retention_days: int = 90
    few_changed: bool = True
    """Whether fewer than k people of a side may have joined or left since an earlier wave, or nobody knows."""


async def import_answers(
    alliance: Alliance,
    plan: ImportPlan,
    collected: Collected,
    questionnaire: Questionnaire,
    *,
    library: Library,
    now: datetime | None = None,
) -> Wave:
    """Store people's answers as a wave that has ended; its Report is computed like every other.

    In one transaction. What there is of the file besides is not stored.

    Raises
    ------
    InvalidDetails
        Each fault naming a field of the plan.
    NotPossible
        While a wave is open, or a Report is still to be computed: these answers would be set against them.
    """
    now = now or datetime.now(UTC)
    async with transaction():
        await Alliance.filter(id=alliance.id).select_for_update().first()  # no launch meanwhile
        if await has_open_wave(alliance):
            raise NotPossible("A wave is open. Bring answers in from a file once it is closed.")
        await must_be_published(alliance)
        counts = Counter(answers.side for answers, _ in collected.people)
        last = await Wave.filter(alliance=alliance, closed_at__isnull=False).order_by("-closed_at").first()
        if faults := list(_faults(alliance, plan, counts, last, now)):
            raise InvalidDetails(faults)
        asked = collected.asked(questionnaire)
        wave = await Wave.create(
            alliance=alliance,
            kind=asked.kind,
            state=WaveState.OPEN,
            questionnaire=msgspec.to_builtins(asked),
            languages=list(asked.languages),
            k=plan.k,
            comment_k=plan.comment_k,
            inference=INFERENCE,
            pulses=MOST_SPENT,
            imported={"tool": plan.tool, "invited": {"a": plan.invited_a, "b": plan.invited_b}},
            asked_again=list(library.asked_again(asked)),
            attribute=collected.attribute,
            retention_days=plan.retention_days,
            closes_on=plan.closed_on,
            invitation_texts={},
            launched_at=now,
            few_changed=plan.few_changed and last is not None,
            participation={side: counts[side] for side in SIDES},
            participation_at=now,
        )
        groups = merge_groups([(answers.side, group) for answers, group in collected.people], plan.k)
        comments = {key for key, item in asked.keys().items() if isinstance(item, Text)}
        await store_answers(wave, collected.people, groups, comments)
        wave.state = WaveState.CLOSED
        wave.closed_at = _end(alliance, plan.closed_on, now)
        await wave.save()
    return wave


def _end(alliance: Alliance, day: date, now: datetime) -> datetime:
    """The moment at which the last day ended, or now."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(alliance.timezone)).astimezone(UTC)
    return min(midnight - timedelta(seconds=1), now)


def _faults(
    alliance: Alliance, plan: ImportPlan, counts: Counter[Side], last: Wave | None, now: datetime
) -> Iterator[Fault]:
    if not EARLIEST <= plan.closed_on <= today(alliance, now):
        yield Fault("closed_on", "Give the last day on which answers were given: today, or a day before.")
    elif last is not None and last.closed_at is not None and plan.closed_on <= today(alliance, last.closed_at):
        day = today(alliance, last.closed_at)
        yield Fault("closed_on", f"The newest wave ended on {day:%-d %B %Y}; answers from a file follow after it.")
    for side in SIDES:
        asked = plan.invited_a if side == "a" else plan.invited_b
        if asked is not None and asked < counts[side]:
            yield Fault(f"invited_{side}", f"{counts[side]} people answered, so at least as many were asked.")
        if counts[side] < plan.k:
            company = alliance.company(side)
            yield Fault("k", f"{company} has {counts[side]} answers; results of fewer than {plan.k} are not shown.")
    if not SMALLEST_K <= plan.k <= LARGEST_K:
        yield Fault("k", f"Give a threshold from {SMALLEST_K} to {LARGEST_K}.")
    if not plan.k <= plan.comment_k <= LARGEST_COMMENT_K:
        yield Fault("comment_k", f"Give a threshold from that of figures to {LARGEST_COMMENT_K}.")
    if not 1 <= plan.retention_days <= LONGEST_KEPT:
        yield Fault("retention_days", f"Give a number of days from 1 to {LONGEST_KEPT}.")
