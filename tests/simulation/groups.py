"""Groups against the rest of their company: any false one of a briefing, and how many of the true ones are found."""

import numpy as np
import numpy.typing as npt

from diagnostic.analysis.findings import LEAST_GROUP
from diagnostic.statistics import group_effect, holm
from tests.simulation.answers import POINTS, SKEWED, STATEMENTS, Ratings, draw

Booleans = npt.NDArray[np.bool_]
ALPHA = 0.05
GROUPS = 3
TRUE = 3
"""Statements on which the first group answers lower."""


def found(
    random: np.random.Generator, many: int, *, people: int, lowered: float, in_both: bool = True
) -> tuple[list[float], list[float]]:
    """How often any group is named on a statement on which none differs, and how many of the true ones are.

    Both companies have so many people in three groups of about the same size; side b answers half a point lower, which
    is nobody's group. ``lowered`` is in standard deviations of an opinion; in one company alone unless ``in_both``.
    """
    any_false = true = 0
    for _ in range(many):
        ratings, is_b = draw(random, (people, people), SKEWED.cuts, lowered=0.5)
        group = np.tile(np.arange(people) % GROUPS, 2)
        lower, _ = draw(random, (people, people), [cut + lowered for cut in SKEWED.cuts], lowered=0.5)
        apart = (group == 0) & (in_both | ~is_b)
        ratings[apart, :TRUE] = lower[apart, :TRUE]
        named = _named(ratings, is_b, group)
        any_false += bool(named[TRUE:].any())
        true += int(named[:TRUE, 0].sum())
    return [float(any_false), float(true)], [many, TRUE * many]


def _named(ratings: Ratings, is_b: Booleans, group: npt.NDArray[np.int64]) -> Booleans:
    """(S, G): the clearest group of each statement, where it is a finding."""
    p, size = np.ones((STATEMENTS, GROUPS)), np.zeros((STATEMENTS, GROUPS))
    one_hot = ratings[..., None] == np.arange(1, POINTS + 1)
    for place in range(GROUPS):
        own, rest = (
            np.array([one_hot[side & members].sum(axis=0) for side in (~is_b, is_b)])
            for members in (group == place, group != place)
        )
        means = [tables @ np.arange(POINTS) / tables.sum(axis=-1) for tables in (own, rest)]
        a, b = means[0] - means[1]
        size[:, place] = np.sign(a * b) * np.minimum(np.abs(a), np.abs(b)) / (POINTS - 1)
        p[:, place] = [group_effect(own[:, s].tolist(), rest[:, s].tolist()) for s in range(STATEMENTS)]
    shown = (np.array(holm(p.ravel().tolist())).reshape(p.shape) <= ALPHA) & (size >= LEAST_GROUP)
    clearest: Booleans = shown & (size == np.where(shown, size, -1).max(axis=1, keepdims=True))
    return clearest
