"""Programmes whose waves are compared as wholes: what could be said of agreed targets of which too little is carried.

The change is the mean of the pulses so far less the first wave, and its error comes from how much the pulses' means
themselves vary. Nothing of it is said in a Report: docs/simulation.md says why.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr

from diagnostic.analysis.carried import level_of_look
from tests.simulation.answers import Floats
from tests.simulation.carried import (
    ALPHA,
    CLOSING,
    FALLEN,
    PULSES,
    RISEN,
    STEADY,
    TARGETS,
    WIDENING,
    Changes,
    Programme,
    Words,
    answered,
    judged,
)

FIRST_LOOK = 3
"""The pulse from which on the pulses' means have a variance worth the name."""

NEVER = 1e-12
"""The level of a look at which nothing is judged."""


class Means(NamedTuple):
    """(programmes, waves, targets, 2): of gap and level the mean, and its squared error by a wave's own answers."""

    mean: Floats
    squared_error: Floats
    people: int
    """How many of each side answered."""

    def until(self, wave: int) -> "Means":
        return Means(self.mean[:, :wave], self.squared_error[:, :wave], self.people)


def since_first(first: Means, later: Means) -> Changes:
    """By how much the later means themselves vary: s² (1 + 1/m), m − 1 degrees of freedom.

    Student's test of one value against m: R, ``t.test(later, first, var.equal = TRUE)``.
    """
    return _by_variance(first, later, 1.0)


def as_spread(first: Means, later: Means) -> Changes:
    """The same, but of the first wave s² times the ratio of squared errors where its answers are spread more."""
    ratio = first.squared_error[:, 0] / later.squared_error.mean(axis=1)
    return _by_variance(first, later, np.maximum(1.0, ratio))


def by_answers(first: Means, later: Means) -> Changes:
    """As though others answered every time: each wave's own squared error."""
    many = later.mean.shape[1]
    squared = first.squared_error[:, 0] + later.squared_error.sum(axis=1) / many**2
    return Changes(later.mean.mean(axis=1) - first.mean[:, 0], np.sqrt(squared), 2.0 * later.people - 2)


def _by_variance(first: Means, later: Means, of_first: Floats | float) -> Changes:
    many = later.mean.shape[1]
    spread = np.maximum(later.mean.std(axis=1, ddof=1), 1e-9)
    value = later.mean.mean(axis=1) - first.mean[:, 0]
    return Changes(value, spread * np.sqrt(of_first + 1 / many), many - 1.0)


class Rule(NamedTuple):
    """By which error a change is judged, and at which level: of a share of alpha, at one look of so many pulses."""

    change: Callable[[Means, Means], Changes]
    level: Callable[[float, int, int], float]


def _planned(share: float, look: int, pulses: int) -> float:
    return level_of_look(ALPHA * share, look, pulses)


def _alike(share: float, look: int, pulses: int) -> float:
    return ALPHA * share / (pulses + 1 - FIRST_LOOK) if look >= FIRST_LOOK else NEVER


def _last(part: int = 1) -> Callable[[float, int, int], float]:
    return lambda share, look, pulses: ALPHA * share / part if look == pulses else NEVER


RULES = {
    "as planned": Rule(since_first, _planned),
    "in equal parts": Rule(since_first, _alike),
    "at the last": Rule(since_first, _last()),
    "a half": Rule(as_spread, _last(2)),
    "an eighth": Rule(as_spread, _last(8)),
    "by answers": Rule(by_answers, _last()),
}
"""Those by `as_spread` have a part of alpha, at the last planned pulse."""


def waves(
    random: np.random.Generator, many: int, plan: Programme, pulses: int, answer: float = 1.0
) -> tuple[Means, Means]:
    """The first wave, which everybody answers, and the pulses, which always the same share of a side do."""
    scores, _ = answered(random, many, plan, 1 + pulses)
    return _means(scores[:, :1]), _means(scores[:, 1:, ..., : round(answer * plan.people)])


def _means(scores: Floats) -> Means:
    mean, squared = scores.mean(axis=-1), scores.var(axis=-1, ddof=1).sum(axis=-1) / scores.shape[-1]
    both = [mean[..., 1] - mean[..., 0], mean.mean(axis=-1)]
    return Means(np.stack(both, axis=-1), squared[..., None] * np.array([1.0, 0.25]), scores.shape[-1])


def wrong(
    random: np.random.Generator,
    many: int,
    *,
    plan: Programme,
    rules: Sequence[str],
    pulses: int = PULSES,
    answer: float = 1.0,
) -> tuple[list[float], list[float]]:
    """In how many programmes, by each rule, anything is wrongly said of two targets whose gap stays as it is."""
    moved = (CLOSING, WIDENING, FALLEN) if plan.rises else (CLOSING, WIDENING, RISEN, FALLEN)
    words = _words(waves(random, many, plan, pulses, answer), rules)
    return [float(np.isin(each, moved).any(axis=(0, 2)).sum()) for each in words], [float(many)] * len(rules)


def closing(
    random: np.random.Generator,
    many: int,
    *,
    plan: Programme,
    rules: Sequence[str],
    pulses: int = PULSES,
    answer: float = 1.0,
) -> tuple[list[float], list[float]]:
    """Of how many targets, by each rule, it is said in any of the pulses that the gap is closing."""
    words = _words(waves(random, many, plan, pulses, answer), rules)
    return [float((each == CLOSING).any(axis=0).sum()) for each in words], [float(many * TARGETS)] * len(rules)


def steady(
    random: np.random.Generator, many: int, *, plan: Programme, pulses: int = PULSES, answer: float = 1.0
) -> tuple[list[float], list[float]]:
    """How many targets are called steady at the last pulse, whatever the share of alpha."""
    (words,) = _words(waves(random, many, plan, pulses, answer), ("a half",))
    return [float((words[-1] == STEADY).sum())], [float(many * TARGETS)]


def _words(found: tuple[Means, Means], rules: Sequence[str]) -> list[Words]:
    """For each rule (looks, programmes, targets): what is said."""
    first, later = found
    gap, pulses = first.mean[:, 0, :, 0], later.mean.shape[1]
    said = []
    for rule in (RULES[name] for name in rules):
        said.append(
            np.array(
                [
                    judged(rule.change(first, later.until(look)), gap, partial(_level, rule, look, pulses))
                    for look in range(FIRST_LOOK, pulses + 1)
                ]
            )
        )
    return said


def _level(rule: Rule, look: int, pulses: int, share: float) -> float:
    return rule.level(share, look, pulses)


def by_means(random: np.random.Generator, many: int, *, plan: Programme) -> tuple[list[float], list[float]]:
    """How often a gap is said to have changed, at the third pulse and the sixth, each by itself at alpha over two.

    Their error is from each wave's own answers; then from how much the pulses' means themselves vary.
    """
    first, later = waves(random, many, plan, PULSES)
    hits = []
    for pulses in (3, 6):
        for change in (by_answers, since_first):
            value, error, freedom = change(first, later.until(pulses))
            p = 2 * stdtr(freedom, -np.abs(value) / error)[..., 0]
            hits.append(float((p <= ALPHA / TARGETS).sum()))
    return hits, [float(many * TARGETS)] * 4
