"""Findings other than gaps: how often a briefing has any false one, and how many of the true ones are found."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from diagnostic.analysis.findings import LEAST_OVERCLAIM, WHOLE
from diagnostic.analysis.report import LEAST_SHARE
from diagnostic.statistics import FEWEST_DIVIDED, freeman_halton, holm, named_most, one_peak, sum_of_medians
from diagnostic.statistics.modality import unimodal_fit
from tests.simulation.answers import CORRELATION, MISSING, STATEMENTS, Floats

Shares = tuple[list[float], list[float]]
ALPHA = 0.05
RESAMPLES = 299
PLACES = 0.5
"""The standard deviation of statements' places, so that they are answered at different heights."""
SPLIT = 5
"""Of the statements of side a, those on which it is divided."""
SKEWED = {5: (-1.8, -1.2, -0.5, 0.4), 7: (-2.0, -1.5, -1.1, -0.7, -0.1, 0.6)}
SIZES = ((8, 8), (15, 15), (25, 22), (40, 40), (400, 380))
HALVES = (0.25, 0.25, 0.0, 0.25, 0.25)
SOME_BETWEEN = (0.225, 0.225, 0.1, 0.225, 0.225)
ENDS = (0.4, 0.1, 0.0, 0.1, 0.4)
EXTREMES = (0.5, 0.0, 0.0, 0.0, 0.5)


def _correlated(random: np.random.Generator, people: int, questions: int) -> Floats:
    """Normal deviates (people, questions): a person's answers hang together."""
    person, own = random.normal(size=(people, 1)), random.normal(size=(people, questions))
    both: Floats = np.sqrt(CORRELATION) * person + np.sqrt(1 - CORRELATION) * own
    return both


def one_peaked(random: np.random.Generator, people: int, points: int, spread: float | None) -> list[list[int]]:
    """Counts (S, K) of one side: skewed answers, statements at different heights; spread evenly where it is None.

    Wide answers pile up at the ends of the scale; of such a shape the nearest with one peak is the truth.
    """
    places = random.normal(scale=PLACES, size=(STATEMENTS, 1))
    shares = np.full((STATEMENTS, points), 1 / points)
    if spread is not None:
        below = ndtr((np.array(SKEWED[points]) - places) / spread)
        shares = unimodal_fit(np.diff(below, axis=1, prepend=0, append=1))
    ranks = ndtr(_correlated(random, people, STATEMENTS))[..., None]
    return _counts(random, (ranks > shares.cumsum(axis=1)[:, :-1]).sum(axis=-1), points)


def split(random: np.random.Generator, people: int, shares: Sequence[float]) -> list[list[int]]:
    """Counts of the divided statements, which all of them answered."""
    ranks = ndtr(_correlated(random, people, SPLIT))
    places = (ranks[..., None] > np.cumsum(shares)[:-1]).sum(axis=-1)
    counts: list[list[int]] = (places[..., None] == np.arange(len(shares))).sum(axis=0).tolist()
    return counts


def _counts(random: np.random.Generator, places: npt.NDArray[np.int64], points: int) -> list[list[int]]:
    given = (random.random(places.shape) >= MISSING)[..., None]
    counts: list[list[int]] = ((places[..., None] == np.arange(points)) & given).sum(axis=0).tolist()
    return counts


def called(tables: Sequence[Sequence[int]]) -> npt.NDArray[np.bool_]:
    """Which tables of a briefing are called divided."""
    enough = np.array([sum(table) >= FEWEST_DIVIDED for table in tables])
    found = np.zeros(len(tables), dtype=np.bool_)
    judged = [table for table, one in zip(tables, enough, strict=True) if one]
    found[enough] = np.array(one_peak(judged, resamples=RESAMPLES)) <= ALPHA
    return found


def any_false_division(
    random: np.random.Generator, many: int, *, sizes: tuple[int, int], points: int, spread: float | None
) -> Shares:
    """How many briefings without a divided side have one; a spread of None is an even one."""
    briefings = ([t for n in sizes for t in one_peaked(random, n, points, spread)] for _ in range(many))
    return [float(sum(called(tables).any() for tables in briefings))], [many]


def divisions_found(random: np.random.Generator, many: int, *, people: int, shares: Sequence[float]) -> Shares:
    """How many of the divided statements are called so, among one-peaked ones."""
    found = 0
    for _ in range(many):
        rest = one_peaked(random, people, 5, 1)[SPLIT:] + one_peaked(random, people, 5, 1)
        found += int(called(split(random, people, shares) + rest)[:SPLIT].sum())
    return [float(found)], [SPLIT * many]


ACTIVITIES = 16
"""Eight activities, now and better placed."""


def owners(random: np.random.Generator, many: int, *, people: int, a: Floats, b: Floats) -> Shares:
    """How often any activity of a briefing is told as contested, and how many are.

    ``a`` and ``b`` are what each side names: itself and the other, in the same order of owners.
    """
    any_one = every = 0
    for _ in range(many):
        rows = zip(random.multinomial(people, a, ACTIVITIES), random.multinomial(people, b, ACTIVITIES), strict=True)
        p_values = [_contested(x.tolist(), y.tolist()) for x, y in rows]
        found = sum(p <= ALPHA for p in holm(p_values))
        any_one, every = any_one + (found > 0), every + found
    return [float(any_one), float(every)], [many, many * ACTIVITIES]


def _contested(a: Sequence[int], b: Sequence[int]) -> float:
    if 2 * a[0] <= sum(a) or 2 * b[1] <= sum(b):
        return 1.0
    return max(named_most(a, [0]), named_most(b, [1]))


def overclaimed(random: np.random.Generator, many: int, *, people: int, claims: float) -> Shares:
    """How often two companies' shares of one effort are said to be too much; each names ``claims`` per cent."""
    found = 0
    for _ in range(many):
        a, b = (np.clip(5 * np.rint(random.normal(claims, 12, people) / 5), 0, 100) for _ in range(2))
        total = sum_of_medians(a, b, resamples=999)
        found += total.interval[0] > WHOLE and total.sum >= WHOLE + LEAST_OVERCLAIM
    return [float(found)], [many]


def shares_apart(
    random: np.random.Generator, many: int, *, people: int, questions: int, share: float, apart: float
) -> Shares:
    """How often any of the equal shares is told apart, and how often the first, where b's is higher by so much."""
    false = true = 0
    for _ in range(many):
        higher = np.where(np.arange(questions) == 0, share + apart, share)
        a, b = ((ndtr(_correlated(random, people, questions)) < s).sum(axis=0) for s in (share, higher))
        p = holm(
            [freeman_halton((x, people - x), (y, people - y)).p for x, y in zip(a.tolist(), b.tolist(), strict=True)]
        )
        told = (np.array(p) <= ALPHA) & (np.abs(b - a) >= LEAST_SHARE * people)
        false, true = false + bool(told[1:].any()), true + bool(told[0])
    return [float(false), float(true)], [many, many]
