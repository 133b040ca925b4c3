"""What is stored of a wave that has ended, what is not, and whether what was promised holds: for those who ask."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import SIDES, Side
from diagnostic.storage import cleaning_is_owed
from diagnostic.storage.inspection import COLUMNS, columns, in_stored_order, missing_guards
from diagnostic.storage.models import Alliance, Ballot, Comment, Invitation, Response, StoredReport, Wave, WaveState


class Check(NamedTuple):
    """One promise, and whether it holds."""

    promise: str
    holds: bool


class Findings(NamedTuple):
    """``stored`` has a label and a text each."""

    stored: list[tuple[str, str]]
    checks: list[Check]


async def verify(wave: Wave, now: datetime | None = None) -> Findings:
    """Look at what is there, table by table; nothing is changed, and no answer is read.

    Raises
    ------
    NotPossible
        For a wave that has not ended.
    """
    if wave.state not in (WaveState.CLOSED, WaveState.DESTROYED):
        raise NotPossible("This wave has not ended. Its ballots are sealed, and there is nothing to verify yet.")
    responses = Counter(await Response.filter(wave=wave).values_list("side", "group"))
    by_side = {side: sum(n for (own, _), n in responses.items() if own == side) for side in SIDES}
    return Findings(await _stored(wave, by_side), await _checks(wave, responses, by_side, now or datetime.now(UTC)))


async def _stored(wave: Wave, by_side: dict[Side, int]) -> list[tuple[str, str]]:
    alliance = await Alliance.get(id=wave.alliance_id)
    answered = wave.participation or {}
    return [
        ("Wave", f"{wave.kind} of {alliance.brand}, {wave.state.value} on {wave.closed_at:%Y-%m-%d}"),
        ("Answered", ", ".join(f"{alliance.company(side)} {answered.get(side, 'not kept')}" for side in SIDES)),
        ("Responses", ", ".join(f"{alliance.company(side)} {by_side[side]}" for side in SIDES)),
        ("Kept with a response", f"its company{f' and the {wave.attribute.lower()}' if wave.attribute else ''}"),
        ("Comments apart", str(await Comment.filter(wave=wave).count())),
        ("Invitations", str(await Invitation.filter(wave=wave).count())),
        ("Reports", str(await StoredReport.filter(wave=wave).count())),
    ]


async def _checks(
    wave: Wave, responses: Counter[tuple[str, str | None]], by_side: dict[Side, int], now: datetime
) -> list[Check]:
    deleted = not responses
    due = wave.closed_at is not None and now >= wave.closed_at + timedelta(days=wave.retention_days)
    comments = await Comment.filter(wave=wave).exists()
    ids = await in_stored_order("response", wave.id)
    return [
        Check("no ballot is left", not await Ballot.filter(wave=wave).exists()),
        Check("the key that opened them is destroyed", wave.wrapped_private_key is None),
        Check(
            "nothing says who has answered: every link counts as used",
            not await Invitation.filter(wave=wave, answered=False).exists(),
        ),
        Check(f"each company has {wave.k} responses or more, or none", deleted or min(by_side.values()) >= wave.k),
        Check(
            f"each group that is kept has {wave.k} people or more",
            all(n >= wave.k for (_, group), n in responses.items() if group is not None),
        ),
        Check("responses lie in the order of their random numbers, which is nobody's", ids == sorted(ids)),
        Check(f"single answers go {wave.retention_days} days after the close", not due or (deleted and not comments)),
        Check(
            "no column was added to answers, comments, ballots or invitations",
            all([await columns(table) == kept for table, kept in COLUMNS.items()]),
        ),
        Check("the database refuses what was promised to be fixed", not await missing_guards()),
        Check("nothing that was deleted is left in the database's files", not await cleaning_is_owed()),
    ]
