"""Where the fault line runs: how much of the ratings' variance lies between companies, and how much between groups."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.generic]
Places = npt.NDArray[np.intp]

RESAMPLES = 4_999
FEWEST_RESAMPLES = 199
SEED = 19_350_501
_WORK = 1_000_000_000
"""Answers handled in all draws together, about: a few seconds' worth."""
_CELLS = 1 << 19
"""Of the membership held at a time."""
_ROUNDING = 1e-9


def variance_share(tables: Sequence[Sequence[int]]) -> float:
    """Omega squared: the share of the ratings' variance that lies between groups, rid of chance.

    One-way analysis of variance of N ratings in G groups: with the sums of squares between and within,
    and MSW = SSW / (N − G), (SSB − (G − 1) MSW) / (SSB + SSW + MSW), and 0 where that is negative.

    Parameters
    ----------
    tables
        (G, K), how many of each group gave each rating, lowest first. Groups of nobody do not count.

    Returns
    -------
    float
        0 to 1. 0 where nothing can be told: a single group, all ratings the same, nobody with company in their group.

    Raises
    ------
    ValueError
        Where there is no table.

    References
    ----------
    Hays (1963), Statistics for psychologists. R: ``effectsize::omega_squared(aov(rating ~ group))``.
    """
    if not tables:
        raise ValueError("without a group there is no variance to share out")
    counts = np.array(tables, dtype=np.float64)
    ratings = np.arange(counts.shape[1]) - counts.shape[1] / 2
    n, sums, squares = (counts @ ratings**power for power in (0, 1, 2))
    return float(_omega_squared(n[:, None], sums[:, None], squares.sum(keepdims=True))[0])


@dataclass(frozen=True)
class FaultLine:
    """Companies against the groups inside them.

    Attributes
    ----------
    share_between_sides, share_between_groups
        Means over statements of omega squared (`variance_share`): of the sides, and of the groups, a group being the
        people of one label on both sides. Where the sides have different groups, a gap between the sides
        enters into both.
    p
        Of the hypothesis that inside the sides the groups do not differ. Never 0; 1 where nobody could change groups.
    standard_error
        Of ``p``, which comes from assignments drawn.
    """

    share_between_sides: float
    share_between_groups: float
    p: float
    standard_error: float


def fault_line(answers: Floats, sides: Labels, groups: Labels, *, resamples: int = RESAMPLES) -> FaultLine:
    """Whether groups answer differently *within* the sides, over all statements at once.

    From each answer the mean of its side is taken; what is left has the sum of squares SSW_s on statement s, of
    which SSB_s = ∑_g n_gs × (mean of group g)² lies between the groups, both sides' people of a label together. The
    statistic is the mean over statements of SSB_s / SSW_s. It is compared with that of ``resamples`` assignments,
    drawn with a fixed seed, of the group labels to the people of the same side; people stay whole, so the
    correlation of their answers is kept. p = (1 + number as large) / (1 + resamples): exact whatever the answers'
    distribution, if labels are without meaning.

    Parameters
    ----------
    answers
        (people, S), ratings; NaN where there is none. A statement that nobody answered does not count; one on
        which all answer the same has shares of 0.
    sides, groups
        (people,), labels of any type. Groups of one are groups like others.
    resamples
        Fewer are drawn, down to `FEWEST_RESAMPLES`, where people × S × resamples is over a thousand million.

    Returns
    -------
    FaultLine
        The same whatever the people's order and however sides and groups are called.

    Raises
    ------
    ValueError
        Where there is not one label of each kind to each row of answers.

    References
    ----------
    Anderson (2001), A new method for non-parametric multivariate analysis of variance, Austral Ecology 26(1), for
    permutation within strata. Lau & Murnighan (1998), Demographic diversity and faultlines, Academy of Management
    Review 23(2), for the name.
    """
    if answers.ndim != 2 or not len(answers) == len(sides) == len(groups):
        raise ValueError("each person needs a row of answers, a side and a group")
    asked = answers[:, ~np.isnan(answers).all(axis=0)]
    if asked.size == 0:
        return FaultLine(0.0, 0.0, 1.0, 0.0)
    side, group = (np.unique(labels, return_inverse=True)[1] for labels in (sides, groups))
    drawn = min(resamples, max(FEWEST_RESAMPLES, _WORK // asked.size))
    p = _permuted(_within(asked, side), side, group, drawn)
    between_sides, between_groups = (float(_shares(asked, labels).mean()) for labels in (side, group))
    return FaultLine(between_sides, between_groups, p, math.sqrt(p * (1 - p) / drawn))


def _omega_squared(n: Floats, sums: Floats, squares: Floats) -> Floats:
    """Of numbers and sums (G, S) by group, and sums of squares (S,) over all groups."""
    people, groups = n.sum(axis=0), (n > 0).sum(axis=0)
    correction = sums.sum(axis=0) ** 2 / np.maximum(people, 1)
    between = (sums**2 / np.maximum(n, 1)).sum(axis=0) - correction
    total = squares - correction
    error = np.maximum(total - between, 0) / np.maximum(people - groups, 1)
    told = (groups > 1) & (people > groups) & (total > _ROUNDING * squares)
    share: Floats = np.where(told, (between - (groups - 1) * error) / np.where(told, total + error, 1), 0)
    return np.clip(share, 0, 1)


def _shares(answers: Floats, labels: Places) -> Floats:
    """Omega squared of each statement (S,)."""
    centred = answers - np.nanmean(answers, axis=0)
    values = np.nan_to_num(centred)
    members = (labels == np.arange(labels.max() + 1)[:, None]).astype(np.float64)
    return _omega_squared(members @ ~np.isnan(answers), members @ values, (values**2).sum(axis=0))


def _within(answers: Floats, side: Places) -> Floats:
    """Answers less the mean of their side; NaN where there is none."""
    given = ~np.isnan(answers)
    members = (side == np.arange(side.max() + 1)[:, None]).astype(np.float64)
    means = (members @ np.where(given, answers, 0)) / np.maximum(members @ given, 1)
    left: Floats = answers - means[side]
    return left


def _permuted(left: Floats, side: Places, group: Places, resamples: int) -> float:
    people, labels = _canonical(left, side, group)
    values = np.nan_to_num(left)
    squares = (values**2).sum(axis=0)
    # Of a statement on which each side is of one mind there may be left what rounding left.
    varied = squares > _ROUNDING
    values, given = values[:, varied], (~np.isnan(left[:, varied])).astype(np.float64)
    columns, squares = np.hstack([values, given]), squares[varied]
    names = np.arange(group.max() + 1)[:, None]

    def statistic(assigned: Places, of_people: Floats) -> Floats:
        members = (assigned[:, None, :] == names).astype(np.float64)
        # One product of two matrices: many of thin ones would be slow.
        every = members.reshape(-1, len(of_people)) @ of_people
        sums, n = np.split(every.reshape(*members.shape[:2], -1), 2, axis=2)
        found: Floats = ((sums**2 / np.maximum(n, 1)).sum(axis=1) / squares).sum(axis=1)
        return found

    limit = statistic(group[None, :], columns)[0] * (1 - _ROUNDING)
    ordered = columns[np.concatenate(people)]
    random = np.random.default_rng(SEED)
    chunk = max(1, _CELLS // (len(names) * len(group)))
    as_large = 0
    for start in range(0, resamples, chunk):
        rows = min(chunk, resamples - start)
        assigned = [random.permuted(np.tile(of_side, (rows, 1)), axis=1) for of_side in labels]
        as_large += int((statistic(np.hstack(assigned), ordered) >= limit).sum())
    return (1 + as_large) / (1 + resamples)


def _canonical(left: Floats, side: Places, group: Places) -> tuple[list[Places], list[Places]]:
    """The people of each side, and the group labels to be dealt to them, in an order that no name has a part in.

    People are ordered by their answers, which tells all that matters of them; sides by number, answers and sizes of
    their groups; labels by the sizes of their groups in the sides so ordered.
    """
    rounded = np.nan_to_num(left.round(9), nan=-np.inf) + 0.0
    sizes = np.zeros((side.max() + 1, group.max() + 1), dtype=np.intp)
    np.add.at(sizes, (side, group), 1)
    people = []
    for one in range(len(sizes)):
        own = np.flatnonzero(side == one)
        people.append(own[np.lexsort(rounded[own].T)])
    of_sides = sorted(
        range(len(sizes)), key=lambda one: (len(people[one]), rounded[people[one]].tolist(), sorted(sizes[one]))
    )
    by_size = np.lexsort(sizes[of_sides])
    labels = [np.repeat(by_size, sizes[one][by_size]) for one in of_sides]
    return [people[one] for one in of_sides], labels
