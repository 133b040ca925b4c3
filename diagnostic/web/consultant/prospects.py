"""On a draft's page: what the wave will be able to tell, at several rates of response."""

import asyncio
from collections import Counter
from collections.abc import Mapping

import msgspec

from diagnostic import planning
from diagnostic.questionnaire import SIDES, Side
from diagnostic.storage.models import Wave, WaveState
from diagnostic.survey.plans import frozen_questionnaire
from diagnostic.survey.roster import Headcount, to_be_invited

RATES = (0.5, 0.7, 0.9)
USUAL = 0.7
"""The rate that is put in words."""


class ResponseRate(msgspec.Struct, frozen=True):
    """A row of the table; '–' where there is nothing to say."""

    response: str
    answers: str
    gap: str
    alignment: str
    withheld: str


class Prospects(msgspec.Struct, frozen=True):
    rates: tuple[ResponseRate, ...]
    response: str
    sentences: tuple[str, ...]
    groups: tuple[str, ...]


async def prospects(wave: Wave, people: Mapping[Side, Headcount]) -> Prospects | None:
    """None where a side has nobody on the roster, or nothing is rated."""
    statements = frozen_questionnaire(wave).statements()
    invited = people["a"].people, people["b"].people
    if not statements or min(invited) == 0:
        return None
    points = max(statement.points for statement in statements)

    def looked() -> list[planning.Outlook]:
        return [
            planning.outlook(invited, rate, len(statements), points=points, k=wave.k, margin=wave.statement_margin)
            for rate in RATES
        ]

    found = await asyncio.to_thread(looked)
    usual = found[RATES.index(USUAL)]
    scales = Counter(statement.scale for statement in statements if statement.scale)
    on_scales = planning.scale_outlook(invited, usual.answered, scales, points=points)
    companies: dict[Side, str] = {"a": wave.alliance.company_a, "b": wave.alliance.company_b}
    return Prospects(
        rates=tuple(_rate(rate, outlook) for rate, outlook in zip(RATES, found, strict=True)),
        response=f"{USUAL:.0%}",
        sentences=(
            *planning.scale_sentences(on_scales),
            *planning.sentences(usual, companies, wave.k),
            *await _change(wave, usual.answered, points),
        ),
        groups=await _groups(wave, companies) if wave.attribute else (),
    )


async def _change(wave: Wave, answered: tuple[int, int], points: int) -> list[str]:
    """What could be told of what moved, where there is an earlier wave."""
    if not await Wave.filter(alliance_id=wave.alliance_id, state=WaveState.CLOSED).exists():
        return []
    scales = Counter(f"{each.scale}@{each.target}" for each in frozen_questionnaire(wave).statements())
    return [planning.change_sentence(planning.smallest_changes(answered, scales, points=points, pulses=wave.pulses))]


def _rate(rate: float, found: planning.Outlook) -> ResponseRate:
    return ResponseRate(
        response=f"{rate:.0%}",
        answers=f"{found.answered[0]} + {found.answered[1]}",
        gap="–" if found.smallest_gap is None else f"{found.smallest_gap:.1f} points",
        alignment=f"{found.alignment:.0%}",
        withheld=f"{found.withheld:.0f} of {found.statements}",
    )


async def _groups(wave: Wave, companies: Mapping[Side, str]) -> tuple[str, ...]:
    on_roster = to_be_invited(wave.alliance)
    each = Counter([(person.side, person.attribute) for person in await on_roster])
    invited: dict[Side, dict[str, int]] = {
        side: {group: many for (of_side, group), many in each.items() if of_side == side and group} for side in SIDES
    }
    return tuple(planning.fates(planning.groups(invited, USUAL, wave.k), companies, wave.k))
