"""What each side expects, as quartiles, and how far apart that is."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.joint import too_few
from diagnostic.analysis.report import BySide, Expectation, ExpectationSide, Release
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import may_show_quartiles
from diagnostic.questionnaire import SIDES, Number, Questionnaire


def expectations(tallies: BySide[Tally], questionnaire: Questionnaire, release: Release) -> Iterator[Expectation]:
    for item in questionnaire.items:
        if isinstance(item, Number):
            yield _expectation(item, tallies, release)


def _expectation(item: Number, tallies: BySide[Tally], release: Release) -> Expectation:
    numbers = BySide.of(lambda side: tallies[side].numbers(item))
    if not may_show_quartiles([numbers[side].tolist() for side in SIDES], release.k):
        why = too_few(tallies)
        withheld = ExpectationSide(n=why, quartiles=why)
        return Expectation(
            id=item.id,
            minimum=item.minimum,
            maximum=item.maximum,
            sides=BySide(withheld, withheld),
            shift=why,
            shift_interval=why,
            sum_of_medians=why if item.share else None,
            sum_interval=why if item.share else None,
        )
    shift = statistics.hodges_lehmann(numbers.a, numbers.b, alpha=release.alpha, bounds=(item.minimum, item.maximum))
    total = statistics.sum_of_medians(numbers.a, numbers.b, release.alpha) if item.share else None
    return Expectation(
        id=item.id,
        minimum=item.minimum,
        maximum=item.maximum,
        sides=BySide.of(lambda side: _side(numbers[side])),
        shift=shift.shift,
        shift_interval=shift.interval,
        sum_of_medians=total.sum if total else None,
        sum_interval=total.interval if total else None,
    )


def _side(numbers: npt.NDArray[np.float64]) -> ExpectationSide:
    return ExpectationSide(n=len(numbers), quartiles=statistics.quartiles(numbers))
