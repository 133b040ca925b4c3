"""Whether a side's answers fall apart into two camps: a test against a single peak."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

Floats = npt.NDArray[np.float64]

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
    seen = np.array([float(_evidence(np.array([table], dtype=np.float64))[0]) for table in tables])
    apart = np.flatnonzero(seen)
    falling = apart[np.argsort(-seen[apart], kind="stable")]
    if len(falling) == 0:
        return (1.0,) * len(tables)
    limits = seen[falling] * (1 - _ROUNDING)
    below = np.ones((len(tables), len(falling)))
    for points in {len(table) for table in tables}:
        alike = [place for place, table in enumerate(tables) if len(table) == points]
        drawn = _drawn(np.array([tables[place] for place in alike], dtype=np.float64), resamples)
        for place, found in zip(alike, np.sort(_evidence(drawn).reshape(-1, resamples), axis=1), strict=True):
            below[place] = np.searchsorted(found, limits) / resamples
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


def _evidence(tables: Floats) -> Floats:
    """The statistic of each table (T,)."""
    found = np.zeros(len(tables))
    camps = np.flatnonzero(has_two_camps(tables))
    for start in range(0, len(camps), _ROWS):
        some = camps[start : start + _ROWS]
        apart = tables[some]
        found[some] = 2 * (xlogy(apart, apart) - xlogy(apart, unimodal_fit(apart))).sum(axis=1)
    return np.where(found > _ROUNDING, found, 0)


def has_two_camps(tables: Floats) -> npt.NDArray[np.bool_]:
    """Whether at least 30 % of each table's answers lie in the lower 40 % of the range, and 30 % in the upper."""
    place = np.arange(tables.shape[1])
    ends = 5 * place <= 2 * place[-1], 5 * place >= 3 * place[-1]
    fewer = np.minimum(*(tables[:, end].sum(axis=1) for end in ends))
    enough: npt.NDArray[np.bool_] = 10 * fewer >= 3 * tables.sum(axis=1)
    return enough


def _drawn(tables: Floats, resamples: int) -> Floats:
    """(T × resamples, K): answers drawn from each table's one-peaked fit, a table and the same turned round alike."""
    # A table's own answers are its seed: so the order of the tables changes nothing, and their draws are independent.
    one_way = np.array([min(table, table[::-1]) for table in tables.tolist()])
    drawn = [
        np.random.default_rng([SEED, *table.astype(int)]).multinomial(int(table.sum()), fit / fit.sum(), size=resamples)
        for table, fit in zip(one_way, unimodal_fit(one_way), strict=True)
    ]
    return np.vstack(drawn).astype(np.float64)
