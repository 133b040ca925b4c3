"""People whose answers hang together as real ones do, two invented companies of them, and what truly differs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr

from tests.simulation.answers import MISSING, SKEWED, STATEMENTS, Floats, Ratings

SCALES = np.repeat(np.arange(12), [4] * 9 + [3] * 3)
"""(STATEMENTS,) which scale each statement is of: twelve of three or four."""
SHARES = (0.25, 0.15, 0.25, 0.35)
"""Of the variance of one answer: the person's, the person's on a scale, on a statement, and the day's."""
SIZES = ((8, 8), (10, 10), (12, 12), (15, 15), (20, 20), (25, 22), (40, 10), (12, 30))


@dataclass(frozen=True)
class Answered:
    """One wave: ratings (people, S), 0 where there is none; who is of side b; what people would say on average."""

    ratings: Ratings
    is_b: npt.NDArray[np.bool_]
    thought: Floats
    """(people, S), a person's mean rating over all days on which they might have been asked."""


@dataclass(frozen=True)
class World:
    """How people answer: a shape's cuts, and the spread of each side's opinions."""

    cuts: tuple[float, ...] = SKEWED.cuts
    spread: tuple[float, float] = (1.0, 1.0)

    def mean(self, opinion: float, spread: float) -> float:
        """The mean rating of people whose opinions are so on average, and so far apart."""
        return 1 + float(ndtr((opinion - np.array(self.cuts)) / spread).sum())

    def answered(self, random: np.random.Generator, sizes: tuple[int, int], gaps: Floats) -> Answered:
        """Both sides' answers where the true differences in mean, b less a, are ``gaps`` (S,), in points."""
        is_b = np.arange(sum(sizes)) >= sizes[0]
        person, scale, statement, day = (np.sqrt(share) for share in SHARES)
        stable = (
            person * random.normal(size=(len(is_b), 1))
            + scale * random.normal(size=(len(is_b), SCALES.max() + 1))[:, SCALES]
            + statement * random.normal(size=(len(is_b), STATEMENTS))
        )
        spread = np.where(is_b, self.spread[1], self.spread[0])[:, None]
        level = np.where(is_b[:, None], np.array([opinion_for(self, round(float(gap), 2)) for gap in gaps]), 0.0)
        cuts = np.array(self.cuts)
        opinion = level + spread * stable
        ratings = 1 + ((opinion + spread * day * random.normal(size=stable.shape))[..., None] > cuts).sum(axis=-1)
        ratings = np.where(random.random(ratings.shape) < MISSING, 0, ratings).astype(np.int8)
        return Answered(ratings, is_b, 1 + ndtr((opinion[..., None] - cuts) / (spread * day)[..., None]).sum(axis=-1))


@lru_cache(maxsize=4096)
def opinion_for(world: World, gap: float) -> float:
    """Where side b's opinions lie for a true difference of ``gap`` points, as far as the scale reaches."""
    lowest, highest = world.mean(0, world.spread[0]) - 1.05, 4.95 - world.mean(0, world.spread[0])
    wanted = world.mean(0, world.spread[0]) + min(max(gap, -lowest), highest)
    return float(brentq(lambda opinion: world.mean(opinion, world.spread[1]) - wanted, -12, 12, xtol=1e-9))


def nothing(random: np.random.Generator) -> Floats:
    return np.zeros(STATEMENTS)


def whole_scales(random: np.random.Generator) -> Floats:
    return np.where(np.isin(SCALES, [0, 4, 8]), -0.9, 0.0)


def half_scales(random: np.random.Generator) -> Floats:
    gaps = np.zeros(STATEMENTS)
    for scale in (0, 2, 4, 6, 8):
        gaps[np.flatnonzero(scale == SCALES)[:2]] = -0.9
    return gaps


def lone(random: np.random.Generator) -> Floats:
    return np.where(np.isin(np.arange(STATEMENTS), [1, 9, 17, 25, 33]), -0.9, 0.0)


def realistic(random: np.random.Generator) -> Floats:
    """Everything differs a little, scales more, a few much."""
    scales = random.normal(size=SCALES.max() + 1) * 0.4
    gaps: Floats = random.normal() * 0.15 + scales[SCALES] + random.normal(size=STATEMENTS) * 0.25
    return gaps


TRUTHS: dict[str, Callable[[np.random.Generator], Floats]] = {
    "nothing": nothing,
    "three whole scales": whole_scales,
    "halves of five scales": half_scales,
    "five lone statements": lone,
    "realistic": realistic,
}


@dataclass(frozen=True)
class Case:
    """So many people of each side, what truly differs between them, and how they answer."""

    sizes: tuple[int, int]
    truth: str
    world: World = World()

    def gaps(self, random: np.random.Generator) -> Floats:
        return TRUTHS[self.truth](random)
