"""All alliances of a consultant side by side, from their newest Reports."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from diagnostic.analysis import BySide, ChangeVerdict, Interval, Participation, Withheld
from diagnostic.analysis.report import LEVEL_CERTAIN, LevelVerdict, spoken_of
from diagnostic.questionnaire import SIDES, Side, other
from diagnostic.storage.models import Alliance, Consultant, StoredReport, Wave, WaveState
from diagnostic.survey.sharing import may_work_on

SUMMARY = (
    *("id", "alliance_id", "kind", "name", "state", "k", "opens_on", "closes_on", "launched_at", "closed_at"),
    "imported",
)
"""What a list says of a wave: not its questionnaire, which is large."""
TRUST = "trust"
Direction = ChangeVerdict | LevelVerdict


class _Change(msgspec.Struct, frozen=True):
    since: int
    verdict: ChangeVerdict
    level: LevelVerdict = "untested"


class _Trend(msgspec.Struct, frozen=True):
    scale: str
    since_previous: _Change | None
    since_first: _Change | None


class _Side(msgspec.Struct, frozen=True):
    mean: float | Withheld


class _Gap(msgspec.Struct, frozen=True):
    mean_difference: float | Withheld
    interval: Interval | Withheld


class _Scale(msgspec.Struct, frozen=True):
    id: str
    sides: BySide[_Side]
    gap: _Gap


class _Brief(msgspec.Struct, frozen=True):
    """What a portfolio needs of a Report; the rest is passed over as it is read."""

    participation: BySide[Participation]
    scales: tuple[_Scale, ...]
    trend: tuple[_Trend, ...] = ()


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """How one company's partner rates it on trust, beside how it rates itself.

    ``gap`` is b minus a on the scale about the company. None where the scale was not asked.
    """

    about: Side
    level: float | None
    """What the partner says; None where it is withheld."""
    gap: float | None
    direction: Direction | None
    """What the briefing says of that scale's levels, where they surely moved, else of its gap; None in a first wave."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One alliance in the portfolio."""

    alliance: Alliance
    owner: str | None
    """Whose it is, where it is shared with whoever looks."""
    latest: Wave | None
    """The newest closed wave."""
    open: Wave | None
    next: Wave | None
    """The next pulse to open by itself."""
    participation: BySide[Participation] | None
    trust: tuple[Trust, ...]

    @property
    def next_date(self) -> date | None:
        """What comes next: the last day to answer of the open wave, or the day a pulse opens."""
        return self.open.closes_on if self.open else self.next.opens_on if self.next else None

    @property
    def answered(self) -> float | None:
        """The smaller of the two sides' response rates; None before the first wave has closed."""
        if self.participation is None:
            return None
        rates = [took.answered / took.invited for took in (self.participation.a, self.participation.b) if took.invited]
        return min(rates, default=None)

    @property
    def lowest_trust(self) -> float | None:
        return min((each.level for each in self.trust if each.level is not None), default=None)

    @property
    def largest_gap(self) -> float | None:
        return max((abs(each.gap) for each in self.trust if each.gap is not None), default=None)

    @property
    def directions(self) -> tuple[Direction, ...]:
        return tuple(each.direction for each in self.trust if each.direction is not None)


async def portfolio(consultant: Consultant) -> list[Line]:
    """Every alliance that a consultant works on; a handful of queries, however many there are."""
    alliances = await Alliance.filter(may_work_on(consultant)).prefetch_related("consultant")
    waves = await Wave.filter(alliance_id__in=[alliance.id for alliance in alliances]).only(*SUMMARY)
    of: dict[UUID, list[Wave]] = {}
    for wave in waves:
        of.setdefault(wave.alliance_id, []).append(wave)
    latest = {alliance: closed for alliance, own in of.items() if (closed := _latest(own))}
    briefs = await _briefs([wave.id for wave in latest.values()])
    return [
        _line(alliance, of.get(alliance.id, []), latest.get(alliance.id), briefs, consultant) for alliance in alliances
    ]


def _latest(waves: Sequence[Wave]) -> Wave | None:
    closed = [wave for wave in waves if wave.state is WaveState.CLOSED and wave.closed_at]
    return max(closed, key=lambda wave: wave.closed_at or 0, default=None)


async def _briefs(waves: Sequence[UUID]) -> dict[UUID, _Brief]:
    rows = await StoredReport.filter(wave_id__in=list(waves)).order_by("number").values_list("wave_id", "body")
    return {wave: msgspec.json.decode(body, type=_Brief) for wave, body in dict(rows).items()}


def _line(
    alliance: Alliance, waves: Sequence[Wave], latest: Wave | None, briefs: dict[UUID, _Brief], reader: Consultant
) -> Line:
    brief = briefs.get(latest.id) if latest else None
    planned = [wave for wave in waves if wave.state is WaveState.DRAFT and wave.opens_on]
    return Line(
        alliance=alliance,
        owner=alliance.consultant.name if alliance.consultant_id != reader.id else None,
        latest=latest,
        open=next((wave for wave in waves if wave.state in (WaveState.OPEN, WaveState.MIXING)), None),
        next=min(planned, key=lambda wave: wave.opens_on or date.max, default=None),
        participation=brief.participation if brief else None,
        trust=tuple(_trust(brief)) if brief else (),
    )


def _trust(brief: _Brief) -> list[Trust]:
    trends = {trend.scale: trend for trend in brief.trend}
    found = []
    for company in SIDES:
        scale = next((scale for scale in brief.scales if scale.id == f"{TRUST}@{company}"), None)
        if scale is None:
            continue
        level, gap = scale.sides[other(company)].mean, scale.gap.mean_difference
        trend = trends.get(scale.id)
        change = spoken_of(trend.since_first, trend.since_previous) if trend else None
        found.append(
            Trust(
                about=company,
                level=None if isinstance(level, Withheld) else level,
                gap=None if isinstance(gap, Withheld) else gap,
                direction=_direction(change) if change else None,
            )
        )
    return found


def _direction(change: _Change) -> Direction:
    return change.level if change.level in LEVEL_CERTAIN else change.verdict


def matching(lines: Sequence[Line], sought: str) -> list[Line]:
    """The alliances whose brand or companies have the words sought, capitals and accents aside."""
    words = _plain(sought).split()
    return [
        line
        for line in lines
        if all(
            word in _plain(f"{line.alliance.brand} {line.alliance.company_a} {line.alliance.company_b}")
            for word in words
        )
    ]


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


DIRECTIONS: tuple[Direction, ...] = (
    "both_fell",
    "level_fell",
    "one_side_fell",
    "opposite",
    "widening",
    "turned",
    "cannot_tell",
    "too_few",
    "withheld",
    "steady",
    "closing",
    "one_side_rose",
    "level_rose",
    "both_rose",
    "shared_concern_improved",
)
_KEYS: dict[str, Callable[[Line], Any]] = {
    "next": lambda line: line.next_date,
    "name": lambda line: _plain(line.alliance.brand),
    "answered": lambda line: line.answered,
    "trust": lambda line: line.lowest_trust,
    "gap": lambda line: line.largest_gap,
    "direction": lambda line: min((DIRECTIONS.index(each) for each in line.directions), default=None),
}
ORDERS = tuple(_KEYS)


def ordered(lines: Sequence[Line], by: str, *, descending: bool = False) -> list[Line]:
    """Alliances in an order, then by name; those that have nothing to sort by come last either way."""
    key = _KEYS.get(by, _KEYS["next"])
    by_name = sorted(lines, key=_KEYS["name"])
    there = sorted((line for line in by_name if key(line) is not None), key=key, reverse=descending)
    return [*there, *(line for line in by_name if key(line) is None)]
