"""What is stored of a wave that has ended, what is not, and whether what was promised holds: for those who ask."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Side
from diagnostic.storage import cleanup_is_pending
from diagnostic.storage.inspection import COLUMNS, columns, in_stored_order, missing_guards
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Carried,
    Comment,
    CompanyKey,
    Invitation,
    Message,
    MessageKind,
    MixedBallot,
    Receipt,
    Rendering,
    RenderingState,
    Response,
    StoredReport,
    Wave,
    WaveState,
)
from diagnostic.survey.ballots import HOLDERS, is_mixed
from diagnostic.survey.mixing import shown, steps_of
from diagnostic.survey.renderings import out_of_date


class Check(NamedTuple):
    """One promise, and whether it holds."""

    promise: str
    holds: bool


class Findings(NamedTuple):
    """``stored`` has a label and a text each; ``controller`` is whom to tell of what fails."""

    stored: list[tuple[str, str]]
    checks: list[Check]
    controller: str


class _Kept(NamedTuple):
    """What is there of a wave's answers."""

    ended: datetime
    responses: Counter[tuple[str, str | None]]
    comments: int
    receipts: int
    reports: int
    files: int

    def of(self, side: Side) -> int:
        return sum(n for (own, _), n in self.responses.items() if own == side)


async def verify(wave: Wave, now: datetime | None = None) -> Findings:
    """Look at what is there, table by table; nothing is changed, and no answer is read.

    Raises
    ------
    NotPossible
        For a wave that has not ended.
    """
    if wave.state not in (WaveState.CLOSED, WaveState.DESTROYED) or wave.closed_at is None:
        raise NotPossible(
            "This wave is a draft. Nobody has been asked anything, and there is nothing to verify yet."
            if wave.state == WaveState.DRAFT
            else "This wave has not ended. Its ballots are sealed, and there is nothing to verify yet."
        )
    kept = _Kept(
        ended=wave.kept_since() or wave.closed_at,
        responses=Counter(await Response.filter(wave=wave).values_list("side", "group")),
        comments=await Comment.filter(wave=wave).count(),
        receipts=await Receipt.filter(wave=wave).count(),
        reports=await StoredReport.filter(wave=wave).count(),
        files=await Rendering.filter(wave=wave, state=RenderingState.READY).count(),
    )
    alliance = await Alliance.get(id=wave.alliance_id)
    return Findings(
        await _stored(wave, alliance, kept), await _checks(wave, kept, now or datetime.now(UTC)), alliance.controller
    )


async def _stored(wave: Wave, alliance: Alliance, kept: _Kept) -> list[tuple[str, str]]:
    answered = wave.participation
    due = _day((kept.ended + timedelta(days=wave.retention_days)).date())
    invitations = await Invitation.filter(wave=wave).count()
    return [
        ("Wave", f"{wave.kind} of {alliance.brand}, {wave.state.value} on {_day(kept.ended.date())}"),
        (
            "Answered",
            ", ".join(f"{alliance.company(side)} {answered.get(side, 0)}" for side in SIDES)
            if answered
            else "not kept",
        ),
        (
            "Responses",
            f"{', '.join(f'{alliance.company(side)} {kept.of(side)}' for side in SIDES)}; to be deleted on {due}"
            if kept.responses
            else "none",
        ),
        ("Kept with a response", f"its company{f' and the {wave.attribute.lower()}' if wave.attribute else ''}"),
        *([("Key-holders", await _locks(wave, alliance))] if is_mixed(wave) else []),
        ("Comments", f"{kept.comments}, with nothing that leads to a response" if kept.comments else "none"),
        ("Receipts", f"{kept.receipts}, with nothing that leads to anything else" if kept.receipts else "none"),
        ("Invitations", _invitations(wave, invitations)),
        ("Reports", f"{kept.reports}, the last one a correction" if kept.reports > 1 else f"{kept.reports or 'none'}"),
        ("Files made of the Report", f"{kept.files}, kept until what they show changes" if kept.files else "none"),
    ]


def _invitations(wave: Wave, invitations: int) -> str:
    if wave.imported is not None:
        return "none: the answers were collected elsewhere and came from a file"
    return f"{invitations}, all marked as used" if invitations else "none: the roster was deleted"


async def _checks(wave: Wave, kept: _Kept, now: datetime) -> list[Check]:
    due = now >= kept.ended + timedelta(days=wave.retention_days)
    nothing_left = not kept.responses and not kept.comments and not kept.receipts
    ids = await in_stored_order("response", wave.id)
    code_of = {str(receipt.id): receipt.code for receipt in await Receipt.filter(wave=wave)}
    codes = [code_of[each] for each in await in_stored_order("receipt", wave.id)]
    return [
        Check(
            "No ballot is left.",
            not await Ballot.filter(wave=wave).exists() and not await MixedBallot.filter(wave=wave).exists(),
        ),
        Check("The key that opens ballots is destroyed.", wave.wrapped_private_key is None),
        *await _mixed(wave),
        Check(
            "Nothing says who has answered: every link counts as used, and no reminder is kept.",
            not await Invitation.filter(wave=wave, answered=False).exists()
            and not await Message.filter(wave=wave, kind=MessageKind.REMINDER).exists(),
        ),
        _opened(wave, kept),
        Check(
            f"Groups are kept only where that was promised, and each has {wave.k} people or more.",
            all(n >= wave.k and wave.attribute for (_, group), n in kept.responses.items() if group is not None),
        ),
        Check("Responses lie in the order of their random numbers, which is nobody's.", ids == sorted(ids)),
        Check(
            "Receipts lie in the order of the alphabet, which is nobody's.",
            codes == sorted(codes),
        ),
        Check(
            "Changes that people carried are gone, counted into the Report.",
            not kept.reports or not await Carried.filter(wave=wave).exists(),
        ),
        Check(
            f"Responses, comments and receipts are gone {wave.retention_days} days after the end.",
            not due or nothing_left,
        ),
        Check(
            "No column was added to responses, comments, receipts, carried changes, ballots or invitations.",
            all([await columns(table) == listed for table, listed in COLUMNS.items()]),
        ),
        Check("The database itself refuses to change what was promised to be fixed.", not await missing_guards()),
        Check("Every file that is kept shows the comments as was decided.", not await out_of_date(wave)),
        Check("After every deletion the database's files were cleaned of it.", not await cleanup_is_pending()),
    ]


async def _mixed(wave: Wave) -> list[Check]:
    """Of a wave with key-holders: what is kept of their keys; where it was opened, that each had it from the other."""
    if not is_mixed(wave):
        return []
    kept = CompanyKey.filter(wave=wave, wrapped_key__isnull=False)
    steps = await steps_of(wave)
    whole = [step.holder for step in steps] == list(HOLDERS)
    chained = all(after.taken_digest == before.given_digest for before, after in pairwise(steps))
    fewer = all(n <= step.taken[side] for step in steps for side, n in step.given.items())
    return [
        Check("What was kept of the companies’ keys is destroyed.", not await kept.exists()),
        Check(
            "Before they were opened both key-holders took their locks off the ballots, the second from the list that "
            "the first passed on.",
            wave.state == WaveState.DESTROYED or (whole and chained and fewer),
        ),
    ]


async def _locks(wave: Wave, alliance: Alliance) -> str:
    steps = await steps_of(wave)
    if not steps:
        return "neither took a lock off"
    cast = f"{sum(steps[0].taken.values())} ballots, mark {shown(steps[0].taken_digest)}"
    passed = [
        f"{alliance.company(step.holder)} passed on {sum(step.given.values())}, mark {shown(step.given_digest)}"
        for step in steps
    ]
    return "; ".join([cast, *passed])


def _opened(wave: Wave, kept: _Kept) -> Check:
    if wave.state == WaveState.DESTROYED:
        return Check(
            "Nothing was opened: there is no response, no comment and no Report.",
            not kept.responses and not kept.comments and not kept.reports,
        )
    return Check(
        f"Each company has {wave.k} responses or more, or all are deleted.",
        not kept.responses or min(kept.of(side) for side in SIDES) >= wave.k,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
