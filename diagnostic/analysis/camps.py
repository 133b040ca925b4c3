"""Which sides are divided on a statement: all sides of all statements judged together, from their shown tables."""

from collections.abc import Mapping
from typing import NamedTuple

from diagnostic import statistics
from diagnostic.analysis.report import BySide, Family
from diagnostic.disclosure import CountTable, Withheld
from diagnostic.questionnaire import SIDES, Side


class Camps(NamedTuple):
    """By statement and side the adjusted p-value of a single peak, where enough answered; and the family."""

    p_adjusted: dict[tuple[str, Side], float]
    family: Family


def camps(tables: Mapping[str, BySide[CountTable] | Withheld]) -> Camps:
    judged = {
        (statement, side): shown[side].counts
        for statement, shown in tables.items()
        if not isinstance(shown, Withheld)
        for side in SIDES
        if sum(shown[side].counts) >= statistics.FEWEST_DIVIDED
    }
    p_adjusted = dict(zip(judged, statistics.one_peak(list(judged.values())), strict=True))
    return Camps(p_adjusted, Family(name="divided", size=len(judged), procedure="bootstrap"))
