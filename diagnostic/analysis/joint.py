"""Figures that join one person's answers, rounded so that no set of answers can be solved for."""

import math

from diagnostic.analysis.report import BySide, Interval
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import FEW_PEOPLE, JOINT, PROTECTED, Withheld

DECIMALS = 3
_STEPS = 1000


def too_few(tallies: BySide[Tally]) -> Withheld:
    """Why a joint figure is withheld for want of answers.

    How many took part is known to all; how many of them answered what is joined is not.
    """
    return FEW_PEOPLE if min(tallies.a.people, tallies.b.people) < JOINT else PROTECTED


def rounded(figure: float) -> float:
    # Adding 0 turns -0.0 into 0.0.
    return round(figure, DECIMALS) + 0.0


def rounded_interval(interval: Interval) -> Interval:
    return rounded(interval[0]), rounded(interval[1])


def rounded_up(p: float) -> float:
    """A p-value rounded so that it is never 0, and never smaller than it is."""
    return min(1.0, math.ceil(p * _STEPS - 1e-9) / _STEPS)
