"""Invented answers with a known truth: how they are drawn, and how large the difference between the sides is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr

Floats = npt.NDArray[np.float64]
Ratings = npt.NDArray[np.int8]

POINTS = 5
STATEMENTS = 45
CORRELATION = 0.35
"""Between any two statements of one person, before they become categories."""
MISSING = 0.05
SIZES = ((8, 8), (15, 15), (30, 30), (40, 10), (40, 8), (60, 60))


@dataclass(frozen=True)
class Shape:
    """How a statement is answered: a normal opinion, cut into categories.

    ``cuts`` has K − 1 numbers, ascending; ``spread`` the standard deviations of side a and side b.
    """

    name: str
    cuts: tuple[float, ...]
    spread: tuple[float, float] = (1.0, 1.0)

    def probabilities(self, lowered: float = 0.0) -> tuple[Floats, Floats]:
        """(K,) of each side, where side b's opinion is ``lowered`` by so much."""
        means = (0.0, -lowered)
        a, b = (
            np.diff(np.r_[0.0, ndtr((np.array(self.cuts) - mean) / sd), 1.0])
            for mean, sd in zip(means, self.spread, strict=True)
        )
        return a, b

    def lowered(self, delta: float) -> float:
        """By how much to lower side b's opinion (below 0: to raise it) for a true Cliff's delta of −``delta``."""
        return float(brentq(lambda by: true_delta(*self.probabilities(by)) + delta, -20, 20, xtol=1e-12))


_AROUND_THE_MIDDLE = (-1.5, -0.5, 0.5, 1.5)
MIDDLE = Shape("middle", _AROUND_THE_MIDDLE)
SKEWED = Shape("skewed", (-1.8, -1.2, -0.5, 0.4))
CEILING = Shape("ceiling", (-2.3, -1.7, -1.1, -0.25))
# Cuts on both sides of 0 alike: whatever the spreads, neither side tends higher.
B_WIDE = Shape("b wide", _AROUND_THE_MIDDLE, (1.0, 2.0))
A_WIDE = Shape("a wide", _AROUND_THE_MIDDLE, (2.0, 1.0))
SKEWED_B_WIDE = Shape("skewed, b wide", SKEWED.cuts, (1.0, 2.0))


def shapes(sizes: tuple[int, int]) -> tuple[tuple[str, Shape], ...]:
    """The shapes to try with so many people on side a and side b, and what to call them there."""
    alike = tuple((shape.name, shape) for shape in (MIDDLE, SKEWED, CEILING))
    if sizes[0] == sizes[1]:
        return (*alike, ("unequal spread", B_WIDE), ("unequal spread, skewed", SKEWED_B_WIDE))
    wide = (("small side wide", B_WIDE), ("small side wide, skewed", SKEWED_B_WIDE))
    return (*alike, *wide, ("small side narrow", A_WIDE))


CELLS = tuple((sizes, name, shape) for sizes in SIZES for name, shape in shapes(sizes))
Cell = tuple[tuple[int, int], str, Shape]


def true_delta(a: Floats, b: Floats) -> float:
    """P(A < B) − P(A > B) for one answer of each side, from the probabilities (K,) of the categories."""
    return float((np.cumsum(a) - a) @ b - (np.cumsum(b) - b) @ a)


def true_points(a: Floats, b: Floats) -> float:
    """The difference in mean, b minus a, in scale points."""
    return float(np.arange(1, POINTS + 1) @ (b - a))


def draw(
    random: np.random.Generator,
    sizes: tuple[int, int],
    cuts: npt.ArrayLike,
    spread: tuple[float, float] = (1.0, 1.0),
    lowered: float | Floats = 0.0,
) -> tuple[Ratings, npt.NDArray[np.bool_]]:
    """Ratings (people, S) of one questionnaire, 0 where there is none, and which people are of side b.

    ``cuts`` are those of a shape, (K − 1,), or each statement's, (S, K − 1); ``lowered`` is by how much side b's
    opinion is, one number or (S,).
    """
    is_b = np.arange(sum(sizes)) >= sizes[0]
    person, own = random.normal(size=(len(is_b), 1)), random.normal(size=(len(is_b), STATEMENTS))
    opinion = np.sqrt(CORRELATION) * person + np.sqrt(1 - CORRELATION) * own
    opinion *= np.where(is_b, spread[1], spread[0])[:, None]
    opinion -= is_b[:, None] * lowered
    ratings = 1 + (opinion[..., None] > np.asarray(cuts)).sum(axis=-1)
    return np.where(random.random(ratings.shape) < MISSING, 0, ratings).astype(np.int8), is_b


def counted(ratings: Ratings, is_b: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Counts (S, K) of each side."""
    one_hot = ratings[..., None] == np.arange(1, POINTS + 1)
    a, b = (one_hot[side].sum(axis=0).astype(np.float64) for side in (~is_b, is_b))
    return a, b
