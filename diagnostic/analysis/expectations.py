"""What each side expects, as quartiles."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from diagnostic.analysis.report import BySide, Expectation, ExpectationSide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import FEW_PEOPLE, JOINT, PROTECTED, may_show_quartiles
from diagnostic.questionnaire import SIDES, Number, Questionnaire
from diagnostic.statistics import quartiles


def expectations(tallies: BySide[Tally], questionnaire: Questionnaire, k: int) -> Iterator[Expectation]:
    for item in questionnaire.items:
        if isinstance(item, Number):
            yield _expectation(item, tallies, k)


def _expectation(item: Number, tallies: BySide[Tally], k: int) -> Expectation:
    numbers = BySide.of(lambda side: tallies[side].numbers(item.id))
    if not may_show_quartiles([numbers[side].tolist() for side in SIDES], k):
        # How many took part is known to all; how many of them answered this question is not.
        why = FEW_PEOPLE if min(tallies[side].people for side in SIDES) < JOINT else PROTECTED
        withheld = ExpectationSide(n=why, quartiles=why)
        return Expectation(
            id=item.id,
            minimum=item.minimum,
            maximum=item.maximum,
            sides=BySide(withheld, withheld),
            sum_of_medians=why if item.share else None,
        )
    return Expectation(
        id=item.id,
        minimum=item.minimum,
        maximum=item.maximum,
        sides=BySide.of(lambda side: _side(numbers[side])),
        sum_of_medians=sum(quartiles(numbers[side])[1] for side in SIDES) if item.share else None,
    )


def _side(numbers: npt.NDArray[np.float64]) -> ExpectationSide:
    return ExpectationSide(n=len(numbers), quartiles=quartiles(numbers))
