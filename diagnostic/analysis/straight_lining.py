"""How many answer a whole section with one and the same point, as whoever does not read what is asked would.

Non-differentiation in its strictest form: all ratings of a battery alike (Krosnick 1991, Response strategies for coping
with the cognitive demands of attitude measures in surveys, Applied Cognitive Psychology 5(3); "simple
nondifferentiation" in Kim, Dykema, Stevenson, Black & Moberg 2019, Straightlining: overview of measurement, comparison
of indicators, and effects in mail-web mixed-mode surveys, Social Science Computer Review 37(2)). Somebody may well see
one section so; hence half of the sections, and of those short of six ratings only such as are keyed both ways.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from diagnostic.analysis.joint import too_few
from diagnostic.analysis.report import BySide, OneSided, Release, Statement, StraightLining
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, Withheld, band_to_show
from diagnostic.questionnaire import CANT_SAY, SIDES, Questionnaire, Rating, Side

FEWEST_RATINGS = 6
FEWEST_BOTH_WAYS = 4
"""Of some with reversed ones among them: who answers those all alike contradicts themselves."""


def straight_lining(
    tallies: BySide[Tally],
    statements: Sequence[Statement],
    one_sided: Sequence[OneSided],
    questionnaire: Questionnaire,
    release: Release,
) -> StraightLining | None:
    """How many of both sides do so, from the ratings whose tables are shown in full; None where no section shows it."""
    shown = {s.id for s in statements if not isinstance(s.sides.a.counts, Withheld)}
    shown |= {one.id for one in one_sided if not isinstance(one.answers.counts, Withheld)}
    shown |= {f"{s.id}:predicted" for s in statements if s.predicted and not isinstance(s.predicted.counts, Withheld)}
    sections = BySide.of(lambda side: list(_sections(questionnaire, side, shown)))
    number = max(len(sections[side]) for side in SIDES)
    if not number:
        return None
    people = [tallies[side].people for side in SIDES]
    if min(people) < max(JOINT, release.k):
        return StraightLining(too_few(tallies), number)
    count = sum(int(_throughout(tallies[side], sections[side]).sum()) for side in SIDES)
    return StraightLining(band_to_show(count, sum(people), release.k), number)


def _sections(questionnaire: Questionnaire, side: Side, shown: set[str]) -> Iterator[list[tuple[str, bool]]]:
    """What a side rates in each section on the same points, as far as it is shown, and whether that is reversed."""
    ratings = sorted(questionnaire.ratings(), key=_place)
    for _, items in groupby(ratings, key=_place):
        keys = [(item.key(field, side), item.reversed) for item in items for field in item.fields()]
        own = [each for each in keys if each[0] in shown]
        if _can_show(own):
            yield own


def _place(item: Rating) -> tuple[str, str, int]:
    return item.section, item.labels, item.points


def _can_show(rated: Sequence[tuple[str, bool]]) -> bool:
    both_ways = len({is_reversed for _, is_reversed in rated}) == len((True, False))
    return len(rated) >= (FEWEST_BOTH_WAYS if both_ways else FEWEST_RATINGS)


def _throughout(tally: Tally, sections: Sequence[Sequence[tuple[str, bool]]]) -> npt.NDArray[np.bool_]:
    """(people,), who answers at least half of the sections so, and at least one."""
    alike = np.array([_alike(tally, section) for section in sections]).reshape(len(sections), tally.people)
    result: npt.NDArray[np.bool_] = 2 * alike.sum(axis=0) >= max(1, len(sections))
    return result


def _alike(tally: Tally, section: Sequence[tuple[str, bool]]) -> npt.NDArray[np.bool_]:
    """(people,), whose ratings of a section are all the same, of whoever rated enough of it."""
    ratings = tally.matrix([key for key, _ in section])
    given = ratings != CANT_SAY
    same = (np.where(given, ratings, ratings.max(axis=1, keepdims=True)) == ratings.max(axis=1, keepdims=True)).all(
        axis=1
    )
    turned = np.array([is_reversed for _, is_reversed in section])
    number = given.sum(axis=1)
    both_ways = (given & turned).any(axis=1) & (given & ~turned).any(axis=1)
    enough = number >= np.where(both_ways, FEWEST_BOTH_WAYS, FEWEST_RATINGS)
    result: npt.NDArray[np.bool_] = same & enough
    return result
