"""Programmes in which people carry their own changes, drawn many at once: what is said of agreed targets, and rightly.

The judgement is that of `diagnostic.analysis.carried`, many Reports at a time; a test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from diagnostic.analysis.carried import PLANNED, level_of_look
from diagnostic.disclosure import JOINT
from tests.simulation.answers import SKEWED, Floats
from tests.simulation.people import SHARES, World, opinion_for

ALPHA, MARGIN = 0.05, 0.5
TARGETS, PULSES, K = 2, 6, 5
CLOSING, WIDENING, RISEN, FALLEN, STEADY, CANNOT_TELL = range(6)
Words = npt.NDArray[np.int64]


class Differences(NamedTuple):
    """(programmes, targets, sides): how many carried one, their mean, and their variance."""

    n: Floats
    mean: Floats
    variance: Floats


class Changes(NamedTuple):
    """(programmes, targets, 2): of each target's gap and level how far it changed, the error, degrees of freedom."""

    value: Floats
    error: Floats
    freedom: Floats | float


def said(found: Differences, gap: Floats, *, look: int, pulses: int) -> Words:
    """(programmes, targets): the word of each, *turned* being called closing.

    ``gap`` (programmes, targets) is that of the first wave.
    """
    squared = np.maximum(found.variance, 1 / (found.n + 1)) / found.n
    sums = np.array([[-1.0, 1.0], [0.5, 0.5]])
    value = np.einsum("pts,hs->pth", found.mean, sums)
    parts = squared[:, :, None, :] * sums**2
    error = np.sqrt(parts.sum(axis=-1))
    freedom = parts.sum(axis=-1) ** 2 / (parts**2 / (found.n - 1)[:, :, None, :]).sum(axis=-1)
    words = judged(Changes(value, error, freedom), gap, partial(_level, look=look, pulses=pulses))
    return np.where((found.n >= JOINT).all(axis=-1), words, CANNOT_TELL)


def judged(changes: Changes, gap: Floats, level: Callable[[float], float]) -> Words:
    """(programmes, targets): the word of each, where ``level`` says at which level a share of alpha is tested."""
    value, error, freedom = changes
    p = np.asarray(2 * stdtr(freedom, -np.abs(value) / error), dtype=np.float64)
    weights = np.where(np.abs(gap)[..., None] >= MARGIN, [PLANNED, 1 - PLANNED], [1 - PLANNED, PLANNED])
    rejected = _rejected(p.reshape(len(p), -1), weights.reshape(len(p), -1), level).reshape(p.shape)
    half = stdtrit(freedom, 1 - ALPHA) * error
    inside = (np.abs(value) + half) < MARGIN
    moved = rejected & ~inside
    smaller = np.abs(gap + value[..., 0]) < np.abs(gap)
    words = np.where(inside.all(axis=-1), STEADY, CANNOT_TELL)
    words = np.where(moved[..., 1], np.where(value[..., 1] > 0, RISEN, FALLEN), words)
    return np.where(moved[..., 0], np.where(smaller, CLOSING, WIDENING), words)


def _rejected(p: Floats, weights: Floats, level_of: Callable[[float], float]) -> npt.NDArray[np.bool_]:
    """Weighted Holm, many families at once: (families, hypotheses)."""
    rejected = np.zeros(p.shape, dtype=np.bool_)
    going = np.ones(len(p), dtype=np.bool_)
    for _ in range(p.shape[1]):
        left = np.where(rejected, 0.0, weights)
        share = np.round(left / left.sum(axis=1, keepdims=True), 9)
        different, place = np.unique(share, return_inverse=True)
        levels = np.array([level_of(float(each)) if each else 0.0 for each in different])
        level = levels[place.reshape(share.shape)]
        ratio = np.where(rejected, np.inf, p / np.where(level > 0, level, 1))
        first = ratio.argmin(axis=1)
        rows = np.arange(len(p))
        going &= ratio[rows, first] <= 1
        rejected[rows[going], first[going]] = True
    return rejected


@lru_cache(None)
def _level(share: float, look: int, pulses: int) -> float:
    return level_of_look(ALPHA * share, look, pulses)


@dataclass(frozen=True)
class Programme:
    """Two agreed targets, answered in a first wave and in pulses by the same people."""

    people: int
    carried: float = 1.0
    """The share of them who carry their answers."""
    gap: float = -0.8
    """Side b less side a in the first wave, in points."""
    closes: float = 0.0
    rises: float = 0.0
    """By how many points both sides answer higher in every pulse."""
    statements: int = 2
    """Of each target: a scale of several, or a statement by itself."""
    turnover: float = 0.0
    """The share of a side who are replaced between two waves, and carry nothing."""
    at_once: int = 0
    """How many of each side are replaced after the first wave besides."""


def answered(random: np.random.Generator, many: int, plan: Programme, waves: int) -> tuple[Floats, Floats]:
    """Scores (programmes, waves, targets, sides, people), and since which wave each person answers, as from 0 on.

    A person, a statement and a day have each their part in an answer, as `tests.simulation.people` has it.
    """
    side_b = np.array([0.0, plan.gap])
    closer = np.array([0.0, plan.closes]) + plan.rises
    since = np.zeros((many, waves, 1, 2, plan.people))
    scores = np.empty((many, waves, TARGETS, 2, plan.people))
    stable = _stable(random, many, plan)
    for wave in range(waves):
        if wave:
            new = random.random((many, 1, 2, plan.people)) < plan.turnover
            new |= (np.arange(plan.people) < plan.at_once) & (wave == 1)
            since[:, wave] = np.where(new, wave, since[:, wave - 1])
            stable = np.where(new[..., None], _stable(random, many, plan), stable)
        higher = side_b + (closer if wave else 0.0)
        level = np.array([opinion_for(World(), round(float(each), 2)) for each in higher])[:, None, None]
        opinions = level + stable + np.sqrt(SHARES[3]) * random.normal(size=stable.shape)
        scores[:, wave] = 1 + np.mean([(opinions > cut) for cut in SKEWED.cuts], axis=-1).sum(axis=0)
    return scores, since


def _stable(random: np.random.Generator, many: int, plan: Programme) -> Floats:
    """(programmes, targets, sides, people, statements): what a person thinks on any day."""
    person, scale, statement, _ = np.sqrt(SHARES)
    stable: Floats = (
        person * random.normal(size=(many, 1, 2, plan.people, 1))
        + scale * random.normal(size=(many, TARGETS, 2, plan.people, 1))
        + statement * random.normal(size=(many, TARGETS, 2, plan.people, plan.statements))
    )
    return stable


def differences(scores: Floats, since: Floats, pulse: int, carried: float) -> Differences:
    """What is carried into a pulse: each person's mean over the pulses so far, less their first score."""
    change = scores[:, 1 : pulse + 1].mean(axis=1) - scores[:, 0]
    carries = np.arange(scores.shape[-1]) < round(carried * scores.shape[-1])
    own = np.broadcast_to((since[:, pulse] == 0) & carries, change.shape)
    n = own.sum(axis=-1).astype(np.float64)
    mean = np.where(own, change, 0).sum(axis=-1) / np.maximum(n, 1)
    squares = np.where(own, (change - mean[..., None]) ** 2, 0).sum(axis=-1)
    return Differences(np.maximum(n, 2), mean, squares / np.maximum(n - 1, 1))


def _words(random: np.random.Generator, many: int, plan: Programme) -> Words:
    """(pulses, programmes, targets): what is said in each."""
    scores, since = answered(random, many, plan, 1 + PULSES)
    gap = scores[:, 0, :, 1].mean(axis=-1) - scores[:, 0, :, 0].mean(axis=-1)
    return np.array(
        [
            said(differences(scores, since, pulse, plan.carried), gap, look=pulse, pulses=PULSES)
            for pulse in range(1, PULSES + 1)
        ]
    )


def found(random: np.random.Generator, many: int, *, plan: Programme) -> tuple[list[float], list[float]]:
    """How often a target is said to close, at the first pulse, at the third and at the sixth; then, to have risen."""
    words = _words(random, many, plan)
    hits = [float((words[pulse - 1] == word).sum()) for word in (CLOSING, RISEN) for pulse in (1, 3, 6)]
    return hits, [float(many * TARGETS)] * 6


def nothing(random: np.random.Generator, many: int, *, plan: Programme) -> tuple[list[float], list[float]]:
    """How often a target is called steady, at the same pulses, and how often of any it is said that anything moved."""
    words = _words(random, many, plan)
    hits = [float((words[pulse - 1] == STEADY).sum()) for pulse in (1, 3, 6)]
    moved = np.isin(words, (CLOSING, WIDENING, RISEN, FALLEN)).any(axis=(0, 2))
    return [*hits, float(moved.sum())], [float(many * TARGETS)] * 3 + [float(many)]


def may_be_said(
    random: np.random.Generator, many: int, *, people: int, carried: float, a_year: float
) -> tuple[list[float], list[float]]:
    """In how many first, third and sixth pulses, two months apart, something may be said of what moved.

    First where it rests on two Reports, so that nobody or k of a side have to be replaced since each wave before; then
    where it rests on 8 changes of each side.
    """
    shape = (many, 2, people)
    replaced = np.zeros((1 + PULSES, *shape), dtype=np.int64)
    for wave in range(1, 1 + PULSES):
        new = random.random(shape) < a_year / 6
        replaced[wave] = np.where(new, wave, replaced[wave - 1])
    hits = []
    carries = np.arange(people) < round(carried * people)
    for pulse in (1, 3, 6):
        since = np.array([(replaced[pulse] > wave).sum(axis=-1) for wave in range(pulse)])
        hits.append(float(((since == 0) | (since >= K)).all(axis=(0, 2)).sum()))
        hits.append(float((((replaced[pulse] == 0) & carries).sum(axis=-1) >= JOINT).all(axis=-1).sum()))
    return hits, [float(many)] * 6
