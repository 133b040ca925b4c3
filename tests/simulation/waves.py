"""Somebody who holds the briefings of two waves, and knows who joined in between, guesses what the newcomer answered.

Everybody answers both times, the one case in which he knows whose answers he compares; people answer the same
again with probability .8, and else as if for the first time. He knows all of that, sees what the two Reports show of
a statement, and names the newcomer's likeliest answer by Bayes' rule. What he gains is measured against somebody who
sees the second wave's counts alone and names the answer given most.
"""

from collections.abc import Callable
from functools import partial
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from diagnostic.disclosure import level
from tests.simulation.answers import Floats

KEPT = 0.8
POINTS = 5
Counts = npt.NDArray[np.int64]
Likelihood = Callable[[Counts, Counts, Floats, int], Floats]
"""Of the first table, what is shown of the second, how people answer, and how many joined: by the newcomer's answer."""


def everybody(random: np.random.Generator) -> Floats:
    """How a statement is answered: round a middle somewhere on the scale, most within a point of it."""
    middle, answers = random.uniform(1.8, 4.2), np.arange(1, POINTS + 1)
    weights = np.exp(-((answers - middle) ** 2) / 2)
    shares: Floats = weights / weights.sum()
    return shares


def from_counts(first: Counts, second: Counts, shares: Floats, joined: int) -> Floats:
    """The likelihood of the second wave's table, summed over how many of each answer were answered anew."""
    anew = np.array(list(product(*(range(count + 1) for count in first))))
    chosen = gammaln(first + 1) - gammaln(anew + 1) - gammaln(first - anew + 1)
    weight = (chosen + anew * np.log(1 - KEPT) + (first - anew) * np.log(KEPT)).sum(axis=1)
    found = np.zeros(POINTS)
    for answer in range(POINTS):
        fresh = second - np.eye(POINTS, dtype=np.int64)[answer] - (first - anew)
        possible = (fresh >= 0).all(axis=1)
        rest = fresh[possible]
        log = gammaln(rest.sum(axis=1) + 1) - gammaln(rest + 1).sum(axis=1) + (rest * np.log(shares)).sum(axis=1)
        found[answer] = np.exp(weight[possible] + log).sum()
    return found


def from_moments(first: Counts, second: Counts, shares: Floats, joined: int, *, shown: Callable[..., object]) -> Floats:
    """The likelihood of what is ``shown`` of the number of answers, their sum and the sum of their squares."""
    people = int(first.sum()) + joined
    seen = shown(people, *(int(second @ np.arange(1, POINTS + 1) ** power) for power in (1, 2)))
    ways = {(0, 0): 1.0}
    for answer, count in enumerate(first):
        for _ in range(count):
            ways = _one_more(ways, (1 - KEPT) * shares + KEPT * (np.arange(POINTS) == answer))
    for _ in range(joined - 1):
        ways = _one_more(ways, shares)
    found = np.zeros(POINTS)
    for (total, squares), chance in ways.items():
        for answer in range(1, POINTS + 1):
            if shown(people, total + answer, squares + answer**2) == seen:
                found[answer - 1] += chance
    return found


def _one_more(ways: dict[tuple[int, int], float], shares: Floats) -> dict[tuple[int, int], float]:
    more: dict[tuple[int, int], float] = {}
    for (total, squares), chance in ways.items():
        for answer, share in enumerate(shares, start=1):
            key = total + answer, squares + answer**2
            more[key] = more.get(key, 0.0) + chance * float(share)
    return more


def level_only(people: int, total: int, squares: int) -> object:
    """What is shown, were these the only two waves: over more a level stands, see `programme_attack`."""
    return level(total / people)


def score(people: int, total: int, squares: int) -> object:
    """The mean to one decimal: more than is shown."""
    return round(total / people, 1)


def with_spread(people: int, total: int, squares: int) -> object:
    """A scale's mean and interval, both to one decimal: what the rule does not show, and why."""
    mean = total / people
    error = np.sqrt(max(squares / people - mean**2, 0.0) / (people - 1))
    return round(mean, 1), round(mean - 2 * error, 1), round(mean + 2 * error, 1)


ATTACKS: dict[str, Likelihood] = {
    "counts": from_counts,
    "mean and interval, one decimal": partial(from_moments, shown=with_spread),
    "mean, one decimal": partial(from_moments, shown=score),
    "mean, half a point": partial(from_moments, shown=level_only),
}


def advantage(
    random: np.random.Generator, many: int, *, people: int, joined: int, attack: Likelihood
) -> tuple[list[float], list[float]]:
    """How much oftener the attacker is right than whoever guesses from one wave, and out of how often."""
    gained = 0.0
    for _ in range(many):
        shares = everybody(random)
        before = random.choice(POINTS, size=people, p=shares)
        stays = random.random(people) < KEPT
        after = np.where(stays, before, random.choice(POINTS, size=people, p=shares))
        newcomers = random.choice(POINTS, size=joined, p=shares)
        first = np.bincount(before, minlength=POINTS)
        second = np.bincount(np.concatenate([after, newcomers]), minlength=POINTS)
        estimate = (first + second + 0.5) / (first + second + 0.5).sum()
        guess = (attack(first, second, estimate, joined) * estimate).argmax()
        gained += float(guess == newcomers[0]) - float(second.argmax() == newcomers[0])
    return [gained], [many]
