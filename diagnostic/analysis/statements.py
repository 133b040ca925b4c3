"""Every statement: both sides' ratings, the gap between them, its verdict, and what a side predicts of the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.camps import Camps, camps
from diagnostic.analysis.comparisons import adjust_for_multiplicity, compare, may_judge, moments, withheld_comparison
from diagnostic.analysis.joint import rounded, rounded_interval, too_few
from diagnostic.analysis.levels import kind_of
from diagnostic.analysis.predictions import Predictions, predictions
from diagnostic.analysis.report import (
    BySide,
    CantSay,
    Comparison,
    Family,
    Gap,
    Interval,
    Offset,
    Release,
    Statement,
    StatementSide,
)
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, PROTECTED, CountTable, Withheld, protect
from diagnostic.questionnaire import CANT_SAY, SIDES, Questionnaire, Side
from diagnostic.questionnaire import Statement as Asked

Tables = BySide[CountTable] | Withheld
ENOUGH_TO_SHRINK = 3
"""A scale's gaps are shrunken toward each other from so many on; fewer, toward those of all statements."""


@dataclass(frozen=True)
class Rated:
    """The statements, and what was found from all of them together."""

    statements: tuple[Statement, ...]
    offset: Offset
    families: tuple[Family, ...]


def statements(
    tallies: BySide[Tally], questionnaire: Questionnaire, release: Release, invited: BySide[int | None]
) -> Rated:
    asked = questionnaire.statements()
    tables = {s.id: _protected(s, tallies, release.k) for s in asked}
    judged = [s for s in asked if _may_judge(tables[s.id])]
    ids = [s.id for s in judged]
    family, p_values = adjust_for_multiplicity(tallies, BySide(ids, ids), [s.points for s in judged])
    p_adjusted = dict(zip(ids, p_values, strict=True))
    compared = {
        s.id: compare(shown.a, shown.b, release, p_adjusted.get(s.id))
        for s in asked
        if not isinstance(shown := tables[s.id], Withheld)
    }
    offset = _offset(judged, tallies, release)
    predicted = predictions(asked, tables, tallies, release)
    cant_say = _cant_say(asked, tables, tallies)
    in_full = [s for s in asked if not isinstance(tables[s.id], Withheld)]
    divided = camps(tables)
    made = _Maker(
        tables=tables,
        tallies=tallies,
        release=release,
        invited=invited,
        compared=compared,
        offset=offset,
        shrunken=_shrunken(in_full, tables),
        cant_say=cant_say,
        divided=divided,
        predicted=predicted,
    )
    named = [
        Family(name="statements", size=len(judged), procedure=family.procedure),
        *predicted.families,
        Family(name="cant_say", size=len(cant_say), procedure="holm"),
        divided.family,
    ]
    return Rated(tuple(made.statement(s) for s in asked), offset, tuple(f for f in named if f.size))


def _protected(asked: Asked, tallies: BySide[Tally], k: int) -> Tables:
    tables = protect([tallies[side].ratings(asked.id, asked.points) for side in SIDES], k)
    return tables if isinstance(tables, Withheld) else BySide(*tables)


def _may_judge(tables: Tables) -> bool:
    return not isinstance(tables, Withheld) and may_judge(tables.a, tables.b)


def _offset(judged: Sequence[Asked], tallies: BySide[Tally], release: Release) -> Offset:
    points = max((s.points for s in judged), default=5)
    if not judged or min(tallies.a.people, tallies.b.people) < JOINT:
        why = too_few(tallies)
        return Offset(mean_difference=why, interval=why, points=points)
    found = statistics.offset(
        _stretched(tallies.a, judged, points), _stretched(tallies.b, judged, points), release.alpha
    )
    return Offset(mean_difference=rounded(found.difference), interval=rounded_interval(found.interval), points=points)


def _stretched(tally: Tally, judged: Sequence[Asked], points: int) -> npt.NDArray[np.float64]:
    """Answers to all statements, on a scale of ``points``; NaN where there is none."""
    answers = tally.matrix([s.id for s in judged]).astype(np.float64)
    answers[answers == CANT_SAY] = np.nan
    stretched: npt.NDArray[np.float64] = 1 + (answers - 1) * (points - 1) / (np.array([s.points for s in judged]) - 1)
    return stretched


def _shrunken(shown: Sequence[Asked], tables: Mapping[str, Tables]) -> dict[str, float]:
    """By statement, its gap drawn toward those of its scale and target: as shares of the range, then in points."""
    gaps: dict[str, tuple[float, float]] = {}
    for s in shown:
        both = tables[s.id]
        assert not isinstance(both, Withheld)  # noqa: S101 (for the type checker: `shown` says so)
        one, other = moments(both.a), moments(both.b)
        reach = s.points - 1
        gaps[s.id] = (other.mean - one.mean) / reach, (one.squared_error + other.squared_error) / reach**2
    everything = _drawn(gaps, list(gaps))
    found = {}
    for scale in {s.scale: None for s in shown}:
        own = [s.id for s in shown if s.scale == scale]
        found.update(_drawn(gaps, own) if scale and len(own) >= ENOUGH_TO_SHRINK else {i: everything[i] for i in own})
    return {s.id: found[s.id] * (s.points - 1) for s in shown}


def _drawn(gaps: Mapping[str, tuple[float, float]], ids: Sequence[str]) -> dict[str, float]:
    if not ids:
        return {}
    estimates, variances = zip(*(gaps[i] for i in ids), strict=True)
    return dict(zip(ids, statistics.shrink(estimates, variances), strict=True))


def _cant_say(asked: Sequence[Asked], tables: Mapping[str, Tables], tallies: BySide[Tally]) -> dict[str, CantSay]:
    """By statement shown, whether the sides differ in how many cannot say."""
    p_values = {}
    for s in asked:
        shown = tables[s.id]
        if not isinstance(shown, Withheld):
            counts = [(sum(shown[side].counts), tallies[side].cant_say(s.id)) for side in SIDES]
            p_values[s.id] = statistics.freeman_halton(*counts).p
    adjusted_p = statistics.holm(list(p_values.values()))
    return {i: CantSay(p=p, p_adjusted=a) for (i, p), a in zip(p_values.items(), adjusted_p, strict=True)}


@dataclass(frozen=True, kw_only=True)
class _Maker:
    """Puts a statement together from what was found for all of them."""

    tables: Mapping[str, Tables]
    tallies: BySide[Tally]
    release: Release
    invited: BySide[int | None]
    compared: Mapping[str, Comparison]
    offset: Offset
    shrunken: Mapping[str, float]
    cant_say: Mapping[str, CantSay]
    divided: Camps
    predicted: Predictions

    def statement(self, asked: Asked) -> Statement:
        tables = self.tables[asked.id]
        if isinstance(tables, Withheld):
            sides, gap, cant_say = BySide(_WITHHELD_SIDE, _WITHHELD_SIDE), _WITHHELD_GAP, _WITHHELD_CANT_SAY
        else:
            shown = tables
            sides = BySide.of(lambda side: self._side(shown[side], asked.id, side))
            gap, cant_say = self._gap(asked, shown), self.cant_say[asked.id]
        return Statement(
            id=asked.id,
            scale=asked.scale,
            item=asked.item,
            target=asked.target,
            points=asked.points,
            reversed=asked.reversed,
            sides=sides,
            gap=gap,
            cant_say=cant_say,
            predicted=self.predicted.by_statement.get(asked.id),
            kind=kind_of(asked, sides, gap),
        )

    def _side(self, table: CountTable, statement: str, side: Side) -> StatementSide:
        found = moments(table)
        divided_p = self.divided.p_adjusted.get((statement, side))
        return StatementSide(
            n=found.n,
            cant_say=self.tallies[side].cant_say(statement),
            mean=found.mean,
            sd=found.sd,
            counts=table.counts,
            interval=statistics.mean_interval(found, self.release.alpha),
            a_wg=statistics.within_group_agreement(table.counts),
            divided=None if divided_p is None else divided_p <= self.release.alpha,
            divided_p=divided_p,
        )

    def _gap(self, asked: Asked, tables: BySide[CountTable]) -> Gap:
        comparison = self.compared[asked.id]
        population, worst = self._population(tables)
        return Gap(
            **msgspec.structs.asdict(comparison),
            relative=self._relative(asked, comparison),
            shrunken=self.shrunken[asked.id],
            population_interval=population,
            worst_case=worst,
        )

    def _relative(self, asked: Asked, comparison: Comparison) -> float | Withheld:
        offset, gap = self.offset.mean_difference, comparison.mean_difference
        if isinstance(offset, Withheld) or isinstance(gap, Withheld):
            return offset if isinstance(offset, Withheld) else gap
        return gap - offset * (asked.points - 1) / (self.offset.points - 1)

    def _population(self, tables: BySide[CountTable]) -> tuple[Interval | None, Interval | None]:
        a, b = self.invited.a, self.invited.b
        if a is None or b is None:
            return None, None
        found = statistics.finite_population(moments(tables.a), moments(tables.b), (a, b), self.release.alpha)
        return found.interval, found.worst_case


_WITHHELD_SIDE = StatementSide(
    n=PROTECTED,
    cant_say=PROTECTED,
    mean=PROTECTED,
    sd=PROTECTED,
    counts=PROTECTED,
    interval=PROTECTED,
    a_wg=PROTECTED,
    divided=PROTECTED,
    divided_p=PROTECTED,
)
_WITHHELD_GAP = Gap(
    **msgspec.structs.asdict(withheld_comparison(PROTECTED)),
    relative=PROTECTED,
    shrunken=PROTECTED,
    population_interval=PROTECTED,
    worst_case=PROTECTED,
)
_WITHHELD_CANT_SAY = CantSay(p=PROTECTED, p_adjusted=PROTECTED)
