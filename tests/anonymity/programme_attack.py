"""Somebody who holds every briefing of a programme, and knows who joined or left, guesses what that one answered.

A baseline and six pulses, all answered by everybody. One person joins after the first wave, or leaves after it, so that
each of the six later Reports is one more look at the same difference. People answer the same again with probability .8:
as they did *at first*, each time anew, so that looks can be averaged; or as they did *last* time, so that they drift.
The attacker knows which, sees the first wave's counts and what is shown of the later ones, and names the likeliest
answer by Bayes' rule. What he gains is measured against somebody who sees the counts of the one wave that the person
answered first (of a leaver: alone), and names the answer given most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

import numpy as np
import numpy.typing as npt

from diagnostic.disclosure import hidden_in_crowd, level, score_level, standing
from tests.simulation.answers import Floats
from tests.simulation.waves import KEPT, POINTS, Counts, everybody

LOOKS = 6
"""Pulses after the baseline."""
PARTICLES = 1_000
RATINGS = np.arange(1, POINTS + 1)
NOBODY = np.zeros(POINTS)
Mask = npt.NDArray[np.bool_]
Memory = Literal["first", "last"]
Round = Callable[[float], float]
Shown = Counts | Mask
"""Of one wave: its table; or which sums of all answers, from the lowest possible on, agree with what is shown."""
Rule = Callable[[Counts, Sequence[Counts]], list[Shown]]
"""Of the first table and the later ones, what is shown of these."""


@dataclass(frozen=True)
class Played:
    """A programme as it went. ``first`` holds a leaver, ``later`` a newcomer; ``answer`` counts from 0."""

    first: Counts
    later: list[Counts]
    answer: int
    joins: bool


def played(random: np.random.Generator, people: int, *, joins: bool, memory: Memory) -> Played:
    """``people`` and one more, who is the last of them."""
    shares = everybody(random)
    first = random.choice(POINTS, size=people + 1, p=shares)
    later, before = [], first
    for number in range(LOOKS):
        again = random.random(people + 1) < KEPT
        answers = np.where(again, before, random.choice(POINTS, size=people + 1, p=shares))
        if joins and number == 0:
            answers[-1] = first[-1]
        before = answers if memory == "last" else first
        later.append(_table(answers if joins else answers[:-1]))
    return Played(_table(first[:-1] if joins else first), later, int(first[-1]), joins)


def _table(answers: npt.NDArray[np.int64]) -> Counts:
    return np.bincount(answers, minlength=POINTS)


def counts(first: Counts, later: Sequence[Counts]) -> list[Shown]:
    """No rule: every wave's table."""
    return list(later)


def rounded(first: Counts, later: Sequence[Counts], *, to: Round) -> list[Shown]:
    """Every wave's mean, rounded: enough for two waves, too much for seven."""
    return [_agreeing(int(table.sum()), None, to, _mean(table)) for table in later]


def ruled(first: Counts, later: Sequence[Counts], *, to: Round) -> list[Shown]:
    """What `diagnostic.analysis.few_changed` shows: tables to a crowd, else the level last shown unless it moved."""
    last, shown, in_full = _mean(first), list[Shown](), 0
    for table in later:
        people, mean = int(table.sum()), _mean(table)
        if hidden_in_crowd(people, in_full):
            shown.append(table)
            in_full += 1
            last = mean
        else:
            shown.append(_agreeing(people, last, to, mean))
            last = standing(mean, last, POINTS, to)
    return shown


def _mean(table: Counts) -> float:
    return float(table @ RATINGS / table.sum())


def _agreeing(people: int, last: float | None, to: Round, mean: float) -> Mask:
    agreeing: Mask = _levels(people, last, to) == standing(mean, last, POINTS, to)
    return agreeing


@lru_cache(100_000)
def _levels(people: int, last: float | None, to: Round) -> Floats:
    """What is shown of every possible sum of answers."""
    return np.array([standing(total / people, last, POINTS, to) for total in range(people, POINTS * people + 1)])


RULES: dict[str, Rule] = {
    "counts": counts,
    "half a point": partial(rounded, to=level),
    "one decimal": partial(rounded, to=score_level),
    "statement": partial(ruled, to=level),
    "scale": partial(ruled, to=score_level),
}


def as_at_first(shown: Sequence[Shown], game: Played, answer: int, shares: Floats) -> float:
    """The log likelihood of everything shown, had the person given this answer, where looks are independent."""
    known = game.first if game.joins else game.first - _one(answer)
    after = KEPT * np.eye(POINTS) + (1 - KEPT) * shares
    sums = _sums(known, after)
    total = 0.0
    for number, seen in enumerate(shown):
        own = NOBODY if not game.joins else after[answer] if number else np.eye(POINTS)[answer]
        if seen.dtype == np.bool_:
            everybody_ = np.convolve(sums, own) if game.joins else sums
            total += np.log(max(float(everybody_[seen].sum()), 1e-300))
        else:
            total += _normal(seen.astype(np.int64), known, after, own)
    return total


def _sums(known: Counts, after: Floats) -> Floats:
    """How the sum of all answers is distributed, of people whose first answers are known, each counted from 0."""
    sums = np.ones(1)
    for before, many in enumerate(known):
        for _ in range(many):
            sums = np.convolve(sums, after[before])
    return sums


def _normal(table: Counts, known: Counts, after: Floats, own: Floats) -> float:
    """The log density of a table: multinomials are added, one for each first answer, and near enough normal."""
    mean = known @ after + own
    spread = np.diag(mean) - (after.T * known) @ after - np.outer(own, own)
    spread = spread[:-1, :-1] + 1e-6 * np.eye(POINTS - 1)
    off = (table - mean)[:-1]
    return float(-(np.linalg.slogdet(spread)[1] + off @ np.linalg.solve(spread, off)) / 2)


def as_last_time(shown: Sequence[Shown], game: Played, answer: int, shares: Floats) -> float:
    """The same where people drift: tables are followed by a particle filter, as sums alone forget who said what.

    Once a table is shown all that follows depends on it alone, whoever gave which of its answers.
    """
    if shown[0].dtype != np.bool_:
        return as_at_first(shown[:1], game, answer, shares)
    random = np.random.default_rng(0)  # the same for every answer, so that chance favours none
    tables = np.tile(game.first if game.joins else game.first - _one(answer), (PARTICLES, 1))
    total = 0.0
    for number, seen in enumerate(shown):
        kept = random.binomial(tables, KEPT)
        tables = kept + random.multinomial(tables.sum(axis=1) - kept.sum(axis=1), shares)
        if game.joins and number == 0:
            tables += _one(answer)
        agree = np.flatnonzero(seen[tables @ np.arange(POINTS)])
        if not len(agree):
            return total + (len(shown) - number) * float(np.log(1 / PARTICLES))
        total += float(np.log(len(agree) / PARTICLES))
        tables = tables[random.choice(agree, PARTICLES)]
    return total


def _one(answer: int) -> Counts:
    one: Counts = np.eye(POINTS, dtype=np.int64)[answer]
    return one


def guessed(game: Played, rule: Rule, memory: Memory) -> int:
    """The answer that the attacker names."""
    known = game.first + game.later[0] + 0.5 if game.joins else game.first + 0.5
    shares = known / known.sum()
    before = np.log(shares) if game.joins else np.log(np.maximum(game.first, 1e-300))
    shown = rule(game.first, game.later)
    likelihood = as_at_first if memory == "first" else as_last_time
    possible = [n for n in range(POINTS) if game.joins or game.first[n]]
    return max(possible, key=lambda answer: before[answer] + likelihood(shown, game, answer, shares))


def advantage(
    random: np.random.Generator, many: int, *, people: int, joins: bool, rule: str, memory: Memory = "first"
) -> tuple[list[float], list[float]]:
    """How much oftener the attacker is right than whoever guesses from one wave, and out of how often."""
    gained = 0.0
    for _ in range(many):
        game = played(random, people, joins=joins, memory=memory)
        alone = int((game.later[0] if joins else game.first).argmax())
        gained += float(guessed(game, RULES[rule], memory) == game.answer) - float(alone == game.answer)
    return [gained], [many]
