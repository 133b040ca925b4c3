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
UNSEEN = 1.0
"""Answers added to each category of a fit: what few people happened not to answer is not impossible."""
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

    From the one-peaked fit of each table, with `UNSEEN` more in each category, as many answers are drawn anew,
    ``resamples`` times (a parametric bootstrap). The adjusted p of a table is the share of briefings so drawn, the
    tables independent of each other, in which *any* statistic is as large: 1 − ∏ (1 − share of a table's draws), and
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
    p = np.ones(len(tables))
    seen = np.array([float(_evidence(np.array([table], dtype=np.float64))[0]) for table in tables])
    limits = seen[seen > 0] * (1 - _ROUNDING)
    if len(limits):
        never = np.ones(len(limits))
        for points in {len(table) for table in tables}:
            alike = np.array([table for table in tables if len(table) == points], dtype=np.float64)
            for found in np.sort(_evidence(_drawn(alike, resamples)).reshape(len(alike), resamples), axis=1):
                never *= np.searchsorted(found, limits) / resamples
        p[seen > 0] = np.maximum(1 - never, 1 / (resamples + 1))
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
    # Each from the same seed, so that no table's draws depend on the tables before it.
    fits = unimodal_fit(np.array([min(table, table[::-1]) for table in tables.tolist()])) + UNSEEN
    numbers = tables.sum(axis=1)
    drawn = [
        np.random.default_rng(SEED).multinomial(int(n), fit / fit.sum(), size=resamples)
        for n, fit in zip(numbers, fits, strict=True)
    ]
    return np.vstack(drawn).astype(np.float64)
