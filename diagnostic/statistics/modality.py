"""Whether a side's answers fall apart into two camps: a test against a single peak."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

FEWEST_DIVIDED = 15
"""Fewer answers are never called divided: hardly any of them could show it."""
RESAMPLES = 4_999
SEED = 19_850_301
_ROWS = 1 << 13
"""Tables fitted at a time: few enough for a processor's cache."""
_ROUNDING = 1e-9


def one_peak(tables: Sequence[Sequence[int]], *, resamples: int = RESAMPLES) -> tuple[float, ...]:
    """Adjusted p-values, for tables judged together, of the hypothesis that a table has one peak and no two camps.

    A table has *two camps* where at least 30 % of the answers lie in the lower 40 % of the range and at least 30 % in
    the upper: category k at (k − 1) / (K − 1) ≤ 0.4, or ≥ 0.6. From four to eleven points that is both outer
    categories of 4 and 5, the outer three of 6 to 8, four of 9 and 10, five of 11. The statistic of a table with two
    camps is the likelihood ratio of the shares observed to the likeliest shares with one peak (`unimodal_fit`),
    2 Σ x log(x / fitted); that of any other table is 0.

    From the one-peaked fit of each table as many answers are drawn anew, ``resamples`` times (a parametric bootstrap).
    The adjusted p of a table is the share of briefings so drawn, the tables independent of each other, in which *any*
    statistic is as large, of this table and those less far out (step-down): 1 − ∏ (1 − share of a table's draws), and
    1 / (resamples + 1) at least. A table far from having two camps adds nothing to it, so a family of clear answers
    costs little.

    Parameters
    ----------
    tables
        (T, K), how many gave each rating, lowest first; K may differ. Each with somebody's answer.

    Returns
    -------
    tuple
        (T,), 1 for a table without two camps. The same whatever the tables' order, and for a table turned round.

    References
    ----------
    Robertson, Wright & Dykstra (1988), Order restricted statistical inference, for the fit and the ratio. Efron &
    Tibshirani (1993), An introduction to the bootstrap, section 16.5, for a bootstrap test of the number of modes.
    Westfall & Young (1993), Resampling-based multiple testing, for the largest statistic. For the simulations see
    docs/simulation.md.
    """
    places = {points: [n for n, table in enumerate(tables) if len(table) == points] for points in {*map(len, tables)}}
    alike = {points: np.array([tables[place] for place in some]) for points, some in places.items()}
    seen = np.zeros(len(tables))
    for points, some in places.items():
        seen[some] = np.where(has_two_camps(alike[points]), _evidence(alike[points]), 0)
    falling = [place for place in np.argsort(-seen, kind="stable") if seen[place]]
    if not falling:
        return (1.0,) * len(tables)
    limits = seen[falling] * (1 - _ROUNDING)
    below = np.ones((len(tables), len(falling)))
    for points, some in places.items():
        drawn = _drawn_camps(alike[points], resamples)
        found = np.split(_evidence(np.vstack(drawn)), np.cumsum([len(draws) for draws in drawn])[:-1])
        for place, one in zip(some, found, strict=True):
            below[place] = 1 - (one[:, None] >= limits).sum(axis=0) / resamples
    for step, place in enumerate(falling):
        # What was more clearly divided than others has no part in their judgement.
        below[place, step + 1 :] = 1
    p = np.ones(len(tables))
    p[falling] = np.maximum.accumulate(np.maximum(1 - below.prod(axis=0), 1 / (resamples + 1)))
    return tuple(p.tolist())


def unimodal_fit(tables: Floats) -> Floats:
    """The likeliest expected counts that rise to a peak and fall after it.

    For each place of the peak the likeliest rising counts before, and falling ones after it, are found by pooling
    adjacent violators; of these the likeliest is taken.

    Parameters
    ----------
    tables
        (T, K), counts, each with a sum above 0.

    Returns
    -------
    array
        (T, K), with the tables' sums.

    References
    ----------
    Robertson, Wright & Dykstra (1988), Order restricted statistical inference. R: ``isotone::gpava``, or
    ``stats::isoreg`` for either side of the peak.
    """
    best, likelihood = np.zeros_like(tables), np.full(len(tables), -np.inf)
    for peak in range(1, tables.shape[1] + 1):
        falling = _rising(tables[:, : peak - 1 : -1])[:, ::-1]
        fit = np.hstack([_rising(tables[:, :peak]), falling])
        found = xlogy(tables, fit).sum(axis=1)
        better = found > likelihood + _ROUNDING
        best[better], likelihood[better] = fit[better], found[better]
    return best


def _rising(tables: Floats) -> Floats:
    """The likeliest counts that never fall: in place k the largest, over i ≤ k, of the smallest mean of i to j ≥ k."""
    points = tables.shape[1]
    sums = np.pad(tables.cumsum(axis=1), ((0, 0), (1, 0)))
    first, last = np.indices((points, points))
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(last >= first, (sums[:, None, 1:] - sums[:, :-1, None]) / (last - first + 1), np.inf)
    smallest = np.minimum.accumulate(means[..., ::-1], axis=2)[..., ::-1]
    fit: Floats = np.where(last >= first, smallest, -np.inf).max(axis=1, initial=-np.inf)
    return fit


def _evidence(tables: Whole) -> Floats:
    """The likelihood ratio of tables, each with two camps: 2 Σ x log(x / fitted), (T,)."""
    # Few of the tables drawn differ.
    distinct, places = np.unique(tables, axis=0, return_inverse=True)
    found = np.zeros(len(distinct))
    for start in range(0, len(distinct), _ROWS):
        some = distinct[start : start + _ROWS].astype(np.float64)
        found[start : start + _ROWS] = 2 * (xlogy(some, some) - xlogy(some, unimodal_fit(some))).sum(axis=1)
    return np.where(found > _ROUNDING, found, 0)[places]


def has_two_camps(tables: Whole) -> npt.NDArray[np.bool_]:
    """Whether at least 30 % of each table's answers lie in the lower 40 % of the range, and 30 % in the upper."""
    lower, upper = (_is_camp(tables[:, end].sum(axis=1), tables.sum(axis=1)) for end in _ends(tables.shape[1]))
    return lower & upper


def _ends(points: int) -> tuple[slice, slice]:
    """The categories of the lower 40 % of the range, and of the upper."""
    many = 2 * (points - 1) // 5 + 1
    return slice(0, many), slice(points - many, points)


def _is_camp(answers: Whole, of_all: Whole | int) -> npt.NDArray[np.bool_]:
    enough: npt.NDArray[np.bool_] = 10 * answers >= 3 * of_all
    return enough


def _drawn_camps(tables: Whole, resamples: int) -> list[Whole]:
    """For each of tables with as many points (≤ resamples, K): draws from its one-peaked fit that have two camps.

    Most draws have none. So first is drawn how many answers fall on the rarer end, then on the other, and only where
    both are camps how they fall within.
    """
    # A table and the same turned round are drawn alike, from a seed that is the answers themselves: so neither the
    # order of the tables nor the direction of a scale changes anything, and what is drawn for each is independent.
    one_way = [min(table, table[::-1]) for table in tables.tolist()]
    fits = unimodal_fit(np.array(one_way, dtype=np.float64))
    ends = _ends(len(one_way[0]))
    drawn = []
    for table, fit in zip(one_way, fits / fits.sum(axis=1, keepdims=True), strict=True):
        random, people = np.random.default_rng([SEED, *table]), sum(table)
        rare, other = sorted(ends, key=lambda end: float(fit[end].sum()))
        on_rare = random.binomial(people, fit[rare].sum(), size=resamples)
        on_rare = on_rare[_is_camp(on_rare, people)]
        on_other = random.binomial(people - on_rare, min(1.0, fit[other].sum() / (1 - fit[rare].sum())))
        both = _is_camp(on_other, people)
        on_rare, on_other = on_rare[both], on_other[both]
        between = slice(ends[0].stop, ends[1].start)
        draws = np.zeros((len(on_rare), len(table)), dtype=np.int64)
        for part, many in ((rare, on_rare), (other, on_other), (between, people - on_rare - on_other)):
            if fit[part].sum() > 0:
                draws[:, part] = random.multinomial(many, fit[part] / fit[part].sum())
        drawn.append(draws)
    return drawn
