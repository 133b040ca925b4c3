"""Every statement: both sides' ratings, the gap between them, its verdict, and what a side predicts of the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.camps import Camps, camps
from diagnostic.analysis.comparisons import (
    adjust_for_multiplicity,
    compare,
    in_direction,
    may_judge,
    moments,
    withheld_comparison,
)
from diagnostic.analysis.joint import rounded, rounded_interval, too_few
from diagnostic.analysis.levels import kind_of
from diagnostic.analysis.predictions import Predictions, predictions
from diagnostic.analysis.report import (
    BySide,
    CantSay,
    Comparison,
    Family,
    Gap,
    Offset,
    Release,
    Statement,
    StatementSide,
    as_answered,
    interval_as_answered,
)
from diagnostic.analysis.sizes import sizes
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, PROTECTED, CountTable, Withheld, protect
from diagnostic.questionnaire import SIDES, Questionnaire, Side
from diagnostic.questionnaire import Statement as Asked
from diagnostic.statistics import Posterior

Tables = BySide[CountTable] | Withheld


@dataclass(frozen=True)
class Rated:
    """The statements, and what was found from all of them together."""

    statements: tuple[Statement, ...]
    offset: Offset
    families: tuple[Family, ...]


def statements(tallies: BySide[Tally], questionnaire: Questionnaire, release: Release) -> Rated:
    asked = questionnaire.statements()
    tables = {s.id: _protected(s, tallies, release.k) for s in asked}
    judged = [s for s in asked if _may_judge(tables[s.id])]
    ids = [s.id for s in judged]
    family, p_values = adjust_for_multiplicity(tallies, BySide(ids, ids), [s.points for s in judged])
    p_adjusted = dict(zip(ids, p_values, strict=True))
    in_full = {s.id: shown for s in asked if not isinstance(shown := tables[s.id], Withheld)}
    likely = sizes(judged, in_full, tallies)
    compared = {
        key: compare(shown.a, shown.b, release, p_adjusted.get(key), likely.get(key)) for key, shown in in_full.items()
    }
    offset = _offset(judged, tallies, release)
    predicted = predictions(asked, tables, tallies, release)
    cant_say = _cant_say(asked, tables, tallies)
    divided = camps(tables)
    made = _Maker(
        tables=tables,
        tallies=tallies,
        release=release,
        compared=compared,
        offset=offset,
        sizes=likely,
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
    answers = tally.answers([s.id for s in judged])
    stretched: npt.NDArray[np.float64] = 1 + (answers - 1) * (points - 1) / (np.array([s.points for s in judged]) - 1)
    return stretched


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
    compared: Mapping[str, Comparison]
    offset: Offset
    sizes: Mapping[str, Posterior]
    cant_say: Mapping[str, CantSay]
    divided: Camps
    predicted: Predictions

    def statement(self, asked: Asked) -> Statement:
        tables = self.tables[asked.id]
        if isinstance(tables, Withheld):
            sides, gap, cant_say = BySide(_WITHHELD_SIDE, _WITHHELD_SIDE), _WITHHELD_GAP, _WITHHELD_CANT_SAY
        else:
            shown = tables
            sides = BySide.of(lambda side: self._side(shown[side], asked, side))
            gap, cant_say = self._gap(asked), self.cant_say[asked.id]
        return Statement(
            id=asked.id,
            scale=asked.scale,
            item=asked.item,
            target=asked.target,
            points=asked.points,
            lowest=asked.lowest,
            reversed=asked.reversed,
            sides=sides,
            gap=gap,
            cant_say=cant_say,
            predicted=self.predicted.by_statement.get(asked.id),
            kind=kind_of(asked, sides, gap),
        )

    def _side(self, table: CountTable, asked: Asked, side: Side) -> StatementSide:
        found = moments(table)
        divided_p = self.divided.p_adjusted.get((asked.id, side))
        return StatementSide(
            n=found.n,
            cant_say=self.tallies[side].cant_say(asked.id),
            mean=as_answered(found.mean, asked.lowest),
            sd=found.sd,
            counts=table.counts,
            interval=interval_as_answered(statistics.mean_interval(found, self.release.alpha), asked.lowest),
            a_wg=statistics.within_group_agreement(table.counts),
            divided=None if divided_p is None else divided_p <= self.release.alpha,
            divided_p=divided_p,
        )

    def _gap(self, asked: Asked) -> Gap:
        comparison = self.compared[asked.id]
        size = self.sizes.get(asked.id)
        return Gap(
            **msgspec.structs.asdict(comparison),
            relative=self._relative(asked, comparison),
            size=None if size is None else rounded(size.mean),
            size_interval=None if size is None else rounded_interval(size.interval),
            likely=None if size is None else rounded(in_direction(size, comparison.mean_difference)),
        )

    def _relative(self, asked: Asked, comparison: Comparison) -> float | Withheld:
        offset, gap = self.offset.mean_difference, comparison.mean_difference
        if isinstance(offset, Withheld) or isinstance(gap, Withheld):
            return offset if isinstance(offset, Withheld) else gap
        return gap - offset * (asked.points - 1) / (self.offset.points - 1)


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
    size=PROTECTED,
    size_interval=PROTECTED,
    likely=PROTECTED,
)
_WITHHELD_CANT_SAY = CantSay(p=PROTECTED, p_adjusted=PROTECTED)
