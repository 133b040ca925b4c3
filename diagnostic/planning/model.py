"""What a wave will be able to tell, before anybody has answered.

People are supposed to answer as they usually do: an opinion of their own on every statement, and something
they think of the alliance in general, so that their answers hang together; cut into the categories of the
scale; a few skipped. Everything is drawn with fixed seeds. How well it came true stands in docs/planning.md.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, expit, logit, ndtr, ndtri, stdtr

from diagnostic.disclosure import may_show
from diagnostic.statistics import FEWEST, multiplicity, placements, superiority
from diagnostic.statistics.moments import t_quantile

Floats = npt.NDArray[np.float64]

OPINION = 0.925 / 4
"""Standard deviation of an opinion, as a share of the range."""
CORRELATION = 0.34
MISSING = 0.07
LEVEL, LEVELS = 0.6, 0.15
"""Where statements lie on average, and their standard deviation around it, as shares of the range."""
SURE = 0.8

_QUESTIONNAIRES = 1_000
_TABLES = 2_000
_SEED = 19_690_720
_ENOUGH = 60
"""Of larger sides the largest of many |z| hardly changes any more."""
_GAPS = np.arange(0.05, 0.75, 0.025)
"""Differences in mean that are tried, as shares of the range."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What so many invitations may be expected to show.

    Attributes
    ----------
    answered
        How many are expected to answer on side a and on side b.
    statements
        How many are judged together.
    smallest_gap, smallest_delta
        The difference in mean, in scale points, that would be called a gap four times in five, and the delta
        that goes with it; None where none would, or nothing is judged.
    alignment
        The chance that sides which see a statement exactly alike are called aligned on it, 0 to 1.
    withheld
        How many statements are expected to be withheld.
    below_k, below_fewest
        The chance that a side ends with fewer than k people, and with fewer than a verdict takes.
    """

    answered: tuple[int, int]
    statements: int
    smallest_gap: float | None
    smallest_delta: float | None
    alignment: float
    withheld: float
    below_k: float
    below_fewest: float


@lru_cache(maxsize=64)
def outlook(
    invited: tuple[int, int],
    response: float,
    statements: int,
    *,
    points: int = 5,
    k: int = 5,
    alpha: float = 0.05,
    margin: float = 0.33,
) -> Outlook:
    """What to expect of a wave.

    Parameters
    ----------
    invited
        How many on side a and on side b, 1 or more each.
    response
        The share of them who answer, above 0 and up to 1.
    statements
        How many statements both sides rate.
    points
        How many categories the scale has, 2 to 11.
    k, alpha, margin
        As in the release plan.

    Raises
    ------
    ValueError
        Where a number is outside its range.
    """
    if min(invited) < 1 or not 0 < response <= 1 or not 2 <= points <= 11 or statements < 1:
        raise ValueError("invite one person or more on each side, and expect a share above 0 and up to 1 to answer")
    answered = answering(invited[0], response), answering(invited[1], response)
    sizes = _rating(answered[0]), _rating(answered[1])
    found = _smallest(sizes, statements, points, alpha, margin)
    return Outlook(
        answered=answered,
        statements=statements,
        smallest_gap=found and found[0],
        smallest_delta=found and found[1],
        alignment=_alignment(sizes, points, alpha, margin),
        withheld=statements * _withheld(answered, points, k),
        below_k=_below(invited, response, k),
        below_fewest=_below(invited, response, FEWEST),
    )


def chance_to_find(
    means: tuple[float, float],
    answered: tuple[int, int],
    statements: int,
    *,
    points: int = 5,
    alpha: float = 0.05,
    margin: float = 0.33,
) -> float:
    """The chance that a true difference between the sides' means, in scale points, is called a gap.

    Parameters are as of `outlook`; ``answered`` is how many people take part on each side.
    """
    sizes = _rating(answered[0]), _rating(answered[1])
    if min(sizes) < FEWEST:
        return 0.0
    a, b = (probabilities((mean - 1) / (points - 1), points) for mean in means)
    critical = _critical(sizes, statements, points, alpha)
    return _found(sizes, (a, b), critical, statements=statements, alpha=alpha, margin=margin)


def probabilities(level: float, points: int) -> Floats:
    """(K,) the chance of each category, for a mean opinion at ``level``, a share of the range from 0 to 1.

    The opinion is placed so that the mean *rating* lies there: where the scale ends, opinions go on.
    """
    cuts = (np.arange(1, points) - 0.5) / (points - 1)
    low, high = -4.0, 5.0
    for _ in range(60):
        middle = (low + high) / 2
        if ndtr((middle - cuts) / OPINION).sum() / (points - 1) < level:
            low = middle
        else:
            high = middle
    found: Floats = -np.diff(np.r_[1.0, ndtr((middle - cuts) / OPINION), 0.0])
    return found


def answering(invited: int, response: float) -> int:
    """How many answer, of so many who are invited."""
    return int(invited * response + 0.5)


def _rating(people: int) -> int:
    """How many of them rate any one statement."""
    return answering(people, 1 - MISSING)


def _below(invited: tuple[int, int], response: float, threshold: int) -> float:
    """The chance that either side has fewer people answering than the threshold."""
    enough = [1 - float(bdtr(threshold - 1, n, response)) if n >= threshold else 0.0 for n in invited]
    return 1 - enough[0] * enough[1]


def _withheld(answered: tuple[int, int], points: int, k: int) -> float:
    """The chance that a statement is withheld, over the levels at which statements lie."""
    if min(answered) < k:
        return 1.0
    random = np.random.default_rng(_SEED)
    levels = np.clip(LEVEL + LEVELS * ndtri((np.arange(9) + 0.5) / 9), 0.2, 0.9)
    shown = []
    for level in levels:
        both = 1.0
        for people in answered:
            chances = probabilities(float(level), points) * (1 - MISSING)
            tables = random.multinomial(people, np.append(chances, MISSING), size=_TABLES // 5)[:, :-1]
            both *= float(np.mean([may_show([table], k) for table in tables.tolist()]))
        shown.append(both)
    return 1 - float(np.mean(shown))


def _alignment(sizes: tuple[int, int], points: int, alpha: float, margin: float) -> float:
    if min(sizes) < FEWEST:
        return 0.0
    alike = probabilities(LEVEL, points)
    low, high = _intervals(*_tables(sizes, (alike, alike)), 2 * alpha)
    return float(((-margin < low) & (high < margin)).mean())


def _smallest(
    sizes: tuple[int, int], statements: int, points: int, alpha: float, margin: float
) -> tuple[float, float] | None:
    """The difference in points, and the delta, that is found with the chance `SURE`."""
    if min(sizes) < FEWEST:
        return None
    critical = _critical(sizes, statements, points, alpha)
    before = 0.0, 0.0
    for gap in _GAPS:
        sides = probabilities(LEVEL + gap / 2, points), probabilities(LEVEL - gap / 2, points)
        chance = _found(sizes, sides, critical, statements=statements, alpha=alpha, margin=margin)
        if chance >= SURE:
            exact = before[0] + (gap - before[0]) * (SURE - before[1]) / (chance - before[1])
            return float(exact) * (points - 1), _delta(float(exact), points)
        before = float(gap), chance
    return None


def _delta(gap: float, points: int) -> float:
    a, b = probabilities(LEVEL + gap / 2, points), probabilities(LEVEL - gap / 2, points)
    return float(abs(2 * placements(a, b).probability - 1))


def _critical(sizes: tuple[int, int], statements: int, points: int, alpha: float) -> float:
    """What the largest |z| of questionnaires without any true difference exceeds with the chance alpha."""
    if sum(sizes) > multiplicity.MOST_PEOPLE:
        return 0.0  # Holm alone decides
    a, b = (min(size, _ENOUGH) for size in sizes)
    random = np.random.default_rng(_SEED)
    largest = []
    for start in range(0, _QUESTIONNAIRES, 50):
        many = min(50, _QUESTIONNAIRES - start)
        general = random.normal(size=(many, a + b, 1)).astype(np.float32)
        own = random.normal(size=(many, a + b, statements)).astype(np.float32)
        levels = np.clip(LEVEL + LEVELS * random.normal(size=(many, 1, statements)), 0.2, 0.9)
        opinion = levels + OPINION * (np.sqrt(CORRELATION) * general + np.sqrt(1 - CORRELATION) * own)
        ratings = np.clip(np.rint(opinion * (points - 1)), 0, points - 1)
        counts = [
            np.stack([(side == k).sum(axis=1) for k in range(points)]) for side in (ratings[:, :a], ratings[:, a:])
        ]
        tables = [np.moveaxis(count.astype(np.float64), 0, -1) for count in counts]
        largest.append(np.abs(multiplicity.deviates(placements(tables[0], tables[1]))).max(axis=1))
    return float(np.quantile(np.concatenate(largest), 1 - alpha))


def _found(
    sizes: tuple[int, int],
    sides: tuple[Floats, Floats],
    critical: float,
    *,
    statements: int,
    alpha: float,
    margin: float,
) -> float:
    """How often tables of these sides are called a gap."""
    a, b = _tables(sizes, sides)
    found = placements(a, b)
    gap = np.abs(multiplicity.deviates(found)) >= critical
    if max(sizes) > multiplicity.UNEQUAL * min(sizes) or sum(sizes) > multiplicity.MOST_PEOPLE:
        t = np.abs(multiplicity.logit_t(found))
        p = np.where(np.isinf(t), _separated_p(sizes), 2 * stdtr(found.freedom, -np.minimum(t, 1e6)))
        gap &= p <= alpha / statements
    low, high = _intervals(a, b, 2 * alpha)
    return float((gap & ~((-margin < low) & (high < margin))).mean())


def _separated_p(sizes: tuple[int, int]) -> float:
    """What completely separated sides have at best: all of each on one answer."""
    return superiority((sizes[0], 0), (0, sizes[1])).p


def _tables(sizes: tuple[int, int], sides: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    random = np.random.default_rng(_SEED)
    a, b = (random.multinomial(n, p, size=_TABLES).astype(np.float64) for n, p in zip(sizes, sides, strict=True))
    return a, b


def _intervals(a: Floats, b: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Limits of delta of many tables; separated sides have no limit inside any margin."""
    found = placements(a, b)
    spread = found.variance > 0
    inner = np.where(spread, found.probability, 0.5)
    quantiles = np.array([t_quantile(1 - alpha / 2, freedom) for freedom in np.maximum(found.freedom, 1).tolist()])
    half = quantiles * np.sqrt(found.variance) / (inner * (1 - inner))
    low, high = (2 * expit(logit(inner) + sign * half) - 1 for sign in (-1, 1))
    return np.where(spread, low, -1.0), np.where(spread, high, 1.0)
