"""Agreed targets, and the changes of them that people carry from wave to wave in their own browsers.

A wave names up to three targets in its plan, fixed at launch. Whoever wants to keeps their answers on them in the
browser; the page of a later wave with the same targets puts into the sealed sheet, of each, how much higher its
answers are, on average over the waves so far, than the first one. What is stored of that at the close is how many of a
side had each change, until the Report is stored: no row of anybody's, nothing that joins two targets, and no first
answer, which is held against the first wave's counts as the ballots are opened, and forgotten.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import isclose, isfinite
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec

from diagnostic.analysis import BySide, from_json
from diagnostic.analysis.carried import Carried, may_be_first
from diagnostic.questionnaire import SIDES, Questionnaire, Rating, Side
from diagnostic.storage.models import Carried as Stored
from diagnostic.storage.models import StoredReport, Wave, WaveState
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.targets import Target

DECIMALS = 3
"""Of a change: enough for the mean of six waves of a scale of two statements."""


Earlier = Sequence[tuple[Wave, list[Target]]]
"""Waves, each with its targets."""


class OnTarget(NamedTuple):
    """What one sheet says of one target."""

    side: Side
    target: str
    first: float
    """The mean of the first answers, up being for the better."""
    change: float
    """How much higher they are since, on average over the waves so far."""


class Field(NamedTuple):
    """Where the form asks a statement of a target."""

    name: str
    sign: int
    more: int
    """``sign`` times the answer, and so much more, is the level: counted from 1, up being for the better."""
    read: int
    """And a level with so much more is what people read."""

    @classmethod
    def of(cls, name: str, item: Rating) -> "Field":
        sign, more = (-1, item.points + item.lowest) if item.reversed else (1, 1 - item.lowest)
        return cls(name, sign, more, item.lowest - 1)


class Followed(msgspec.Struct, frozen=True):
    """Targets whose changes are counted from one and the same wave, as a page needs them."""

    key: str
    """Under which a browser keeps the answers: the same in every wave that counts from that one, and for everybody of a
    side."""
    first: bool
    """Whether this is that wave, whose answers may be kept."""
    noted: list[str]
    """All targets of that wave: the letters of a note, in this order."""
    targets: dict[str, list[Field]]


def targets(wave: Wave) -> list[Target]:
    """Those of a wave's plan."""
    return msgspec.convert(wave.targets or [], list[Target])


def fields_of(target: Target, questionnaire: Questionnaire, side: Side) -> list[Field]:
    """In which fields people of a side answer a target's statements."""
    found = {item.key(name, side): Field.of(name, item) for item in questionnaire.ratings() for name in item.fields()}
    return [found[statement] for statement in target.statements]


async def earlier_waves(wave: Wave) -> Earlier:
    """Those that were closed before a wave, in order, each with its targets; none where the wave has none."""
    if not wave.targets:
        return []
    before = Wave.filter(alliance_id=wave.alliance_id, state=WaveState.CLOSED).exclude(id=wave.id)
    if wave.closed_at:
        before = before.filter(closed_at__lt=wave.closed_at)
    return [(each, targets(each)) for each in await before.order_by("closed_at")]


def first_waves(wave: Wave, earlier: Earlier) -> dict[str, Wave]:
    """For each target the wave whose answers people keep: the first that was closed with the same one, else itself."""
    return {target.id: next((each for each, theirs in earlier if target in theirs), wave) for target in targets(wave)}


def followed(wave: Wave, side: Side, earlier: Earlier) -> tuple[Followed, ...]:
    """What the page of somebody of a side needs to know of a wave's targets."""
    questionnaire, first = frozen_questionnaire(wave), first_waves(wave, earlier)
    return tuple(
        Followed(
            key=hashlib.sha256(f"carried since {since.id} {side}".encode()).hexdigest()[:16],
            first=since.id == wave.id,
            noted=[target.id for target in targets(since)],
            targets={
                target.id: fields_of(target, questionnaire, side)
                for target in targets(wave)
                if first[target.id].id == since.id
            },
        )
        for since in {each.id: each for each in first.values()}.values()
    )


def said_on_targets(
    said: Mapping[str, tuple[float, float]], side: Side, wave: Wave, questionnaire: Questionnaire
) -> Iterator[OnTarget]:
    """What a sheet says of the wave's targets, as far as it can be so."""
    points_of = {statement.id: statement.points for statement in questionnaire.statements()}
    for target in targets(wave):
        if target.id in said:
            first, change = said[target.id]
            asked = target.statements
            points, whole = points_of[asked[0]], first * len(asked)
            possible = isfinite(whole) and 1 <= first <= points and isclose(whole, round(whole), abs_tol=0.01)
            if possible and abs(change) <= points - 1:
                yield OnTarget(side, target.id, round(whole) / len(asked), round(change, DECIMALS) + 0.0)


async def store(wave: Wave, said: Sequence[OnTarget], perceived: Mapping[tuple[str, Side], Sequence[int]]) -> None:
    """Count at the close what was carried into a wave; of what it is the first wave of, nothing can be.

    Beside it, of each target and side, how many see it worse, the same, and better, where that was asked.
    """
    first = first_waves(wave, await earlier_waves(wave))
    for target in targets(wave):
        if first[target.id].id != wave.id:
            own = {side: [each for each in said if (each.target, each.side) == (target.id, side)] for side in SIDES}
            report = await StoredReport.filter(wave=first[target.id]).order_by("-number").first()
            firsts = BySide[Sequence[float]](*([each.first for each in own[side]] for side in SIDES))
            fits = report is not None and may_be_first(from_json(report.body), target.statements, firsts)
            await Stored.bulk_create(
                [
                    Stored(
                        id=uuid4(),
                        wave=wave,
                        side=side,
                        target=target.id,
                        changes=_counted(own[side]),
                        fits=fits,
                        perceived=perceived.get((target.id, side)),
                    )
                    for side in SIDES
                ]
            )


def _counted(said: Sequence[OnTarget]) -> dict[str, int]:
    counts = Counter(each.change for each in said)
    return {str(change): counts[change] for change in sorted(counts)}


async def carried_into(wave: Wave, earlier: Sequence[UUID]) -> list[Carried]:
    """What was carried into a closed wave; ``earlier`` are the waves before that have a Report, in order."""
    stored = {(row.target, row.side): row for row in await Stored.filter(wave=wave)}
    first = first_waves(wave, await earlier_waves(wave))
    return [
        Carried(
            target,
            BySide[Mapping[float, int]](*(_changes(stored[target, side]) for side in SIDES)),
            fits=stored[target, "a"].fits,
            since=1 + earlier.index(since.id),
            perceived=_perceived(*(stored[target, side] for side in SIDES)),
        )
        for target, since in first.items()
        if (target, "a") in stored and since.id in earlier
    ]


def _perceived(a: Stored, b: Stored) -> BySide[Sequence[int]] | None:
    return None if a.perceived is None or b.perceived is None else BySide(a.perceived, b.perceived)


def _changes(row: Stored) -> dict[float, int]:
    return {float(change): many for change, many in row.changes.items()}
