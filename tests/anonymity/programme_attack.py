"""Somebody who holds every briefing of a programme, and knows who joined or left, guesses what they answered.

A baseline and six pulses, all answered by everybody; some join after the first wave, or leave after it, so that each of
the six later Reports is one more look at the same difference. The attacker knows how people answer: the shares of each
answer, who of them rises by a point, and how often they repeat themselves. People answer the same again, or a point
higher, as they did *at first*, each time anew, so that looks can be averaged. He sees the first wave's counts and what
is shown of the later ones, and names the likeliest answer by Bayes' rule. Nothing of him is drawn: how the sums of all
answers are distributed is convolved, so what he gains is exact for a first table, and never below 0. It is measured
against somebody who has the first table and knows all the same, and sees no later Report.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from diagnostic.disclosure import standing
from tests.simulation.answers import Floats
from tests.simulation.waves import POINTS, Counts, everybody

LOOKS = 6
"""Pulses after the baseline."""
RATINGS = np.arange(1, POINTS + 1)
ONE = np.eye(POINTS, dtype=np.int64)
RISEN = np.eye(POINTS, k=1)
RISEN[-1, -1] = 1
RARE = 1e-6
"""What is shown so seldom is left out, which costs the attacker as much at most."""
Show = Callable[[float, float | None, int], float]
"""Of a mean, the level last shown, and how many answered: what is shown."""


@dataclass(frozen=True)
class Assumed:
    """How a programme goes: ``people`` answer every wave, others the first alone, or all but the first."""

    people: int
    left: int = 0
    joined: int = 0
    divided: bool = False
    """Whether they fall into two camps instead of answering round one middle."""
    moved: float = 0.0
    """The share of them who rise by a point between the first wave and the second."""
    repeat: float = 0.8

    def shares(self, random: np.random.Generator) -> Floats:
        """How often each answer is given in the first wave."""
        if not self.divided:
            return everybody(random)
        low = random.uniform(0.35, 0.65)
        shares: Floats = low * _camp(1.5) + (1 - low) * _camp(4.5)
        return shares

    def after(self, shares: Floats) -> Floats:
        """(first answer, later answer): how often."""
        rise = (1 - self.moved) * np.eye(POINTS) + self.moved * RISEN
        later: Floats = (self.repeat * np.eye(POINTS) + (1 - self.repeat) * shares) @ rise
        return later

    def anew(self, shares: Floats) -> Floats:
        """How who joins answers the second wave."""
        rise = (1 - self.moved) * np.eye(POINTS) + self.moved * RISEN
        fresh: Floats = shares @ rise
        return fresh


def _camp(middle: float) -> Floats:
    weights = np.exp(-((RATINGS - middle) ** 2))
    camp: Floats = weights / weights.sum()
    return camp


def ruled(mean: float, last: float | None, answers: int) -> float:
    """What `diagnostic.analysis.few_changed` shows of a statement, and of a scale of one statement."""
    return standing(mean, last, POINTS, answers)


def rounded(mean: float, last: float | None, answers: int) -> float:
    """To half a point, anew in every wave: enough for two waves, too much for seven."""
    return round(2 * mean) / 2


def too_soon(mean: float, last: float | None, answers: int) -> float:
    """A level that stands until .75 of a point away, however few answered."""
    return standing(mean, last, POINTS, 1_000)


def advantage(
    random: np.random.Generator, many: int, *, assumed: Assumed, show: Show, of: str = "left"
) -> tuple[list[float], list[float]]:
    """What is gained over so many first tables, all in all, and of how many; of one who left, or who joined."""
    gained = 0.0
    for _ in range(many):
        shares = assumed.shares(random)
        first = random.multinomial(assumed.people + assumed.left, shares)
        gained += gain(first, shares, assumed, show, of)
    return [gained], [many]


def gain(first: Counts, shares: Floats, assumed: Assumed, show: Show, of: str) -> float:
    """How much oftener he is right with everything that is shown than without, given the first table."""
    after, fresh = assumed.after(shares), assumed.anew(shares)
    again = assumed.repeat * np.eye(POINTS) + (1 - assumed.repeat) * fresh
    supposed = list(_suppositions(first, fresh, assumed))
    chances = np.array([chance for _, _, chance in supposed])
    looks: list[tuple[Floats, ...]] = []
    for left, joined, _ in supposed:
        stayed = _sums(first - left, after)
        own = np.bincount([int(joined @ np.arange(POINTS))], minlength=(POINTS - 1) * assumed.joined + 1)
        looks.append((np.convolve(stayed, own), np.convolve(stayed, _sums(joined, again))))
    second, later = (np.array(each) for each in zip(*looks, strict=True))
    histories = [(_mean(first), chances)]
    for number in range(LOOKS):
        histories = list(_one_more(histories, later if number else second, assumed, show))
    whose = np.array([left / assumed.left if of == "left" else joined / assumed.joined for left, joined, _ in supposed])
    seen = np.array([likely for _, likely in histories])
    return max(0.0, float((seen @ whose).max(axis=1).sum() - (chances @ whose).max()))


def _suppositions(first: Counts, fresh: Floats, assumed: Assumed) -> Iterator[tuple[Counts, Counts, float]]:
    """What those who left, and those who joined, may have answered, with the chance of it before anything is shown."""
    of = math.comb(int(first.sum()), assumed.left)
    for left in _multisets(assumed.left):
        ways = math.prod(math.comb(int(there), int(gone)) for there, gone in zip(first, left, strict=True))
        for joined in _multisets(assumed.joined) if ways else ():
            orders = math.factorial(assumed.joined) / math.prod(math.factorial(int(many)) for many in joined)
            yield left, joined, ways / of * orders * float(np.prod(fresh**joined))


def _multisets(many: int) -> Iterator[Counts]:
    for answers in combinations_with_replacement(range(POINTS), many):
        yield np.bincount(np.array(answers, dtype=np.int64), minlength=POINTS)


def _sums(known: Counts, after: Floats) -> Floats:
    """How the sum of all answers is distributed, of people whose first answers are known, each counted from 0."""
    sums = np.ones(1)
    for before, many in enumerate(known):
        for _ in range(many):
            sums = np.convolve(sums, after[before])
    return sums


def _mean(table: Counts) -> float:
    return float(table @ RATINGS / table.sum())


def _one_more(
    histories: list[tuple[float, Floats]], look: Floats, assumed: Assumed, show: Show
) -> Iterator[tuple[float, Floats]]:
    """Every history of what was shown, one wave longer: the level last shown, and how likely on each supposition."""
    answers = assumed.people + assumed.joined
    shown: dict[float, tuple[Floats, Floats]] = {}
    for last, likely in histories:
        if last not in shown:
            levels = [show(total / answers, last, answers) for total in range(answers, POINTS * answers + 1)]
            different, place = np.unique(levels, return_inverse=True)
            shown[last] = different, np.array([np.bincount(place, row, len(different)) for row in look])
        different, chances = shown[last]
        for level, chance in zip(different, chances.T, strict=True):
            longer = likely * chance
            if longer.sum() > RARE:
                yield float(level), longer


def counts_gain(
    random: np.random.Generator, many: int, *, assumed: Assumed, side: int = 20
) -> tuple[list[float], list[float]]:
    """What is gained of one who left by the counts of a single later wave: why they are not shown to any crowd.

    The law of a table is exact, too: its characteristic function on a torus, ``side`` answers wide each way.
    """
    gained = 0.0
    for _ in range(many):
        shares = assumed.shares(random)
        first = random.multinomial(assumed.people + 1, shares)
        likely = first / first.sum()
        laws = [
            chance * _law(first - one, assumed.after(shares), side)
            for chance, one in zip(likely, ONE, strict=True)
            if chance
        ]
        gained += float(np.max(laws, axis=0).sum() - likely.max())
    return [gained], [many]


def _law(known: Counts, after: Floats, side: int) -> Floats:
    """How likely each table is, by its first counts, all modulo ``side``."""
    turn = np.exp(-2j * np.pi * np.arange(side) / side)
    axes = [turn.reshape([-1 if axis == place else 1 for axis in range(POINTS - 1)]) for place in range(POINTS - 1)]
    whole = np.ones((side,) * (POINTS - 1), dtype=np.complex128)
    for chances, people in zip(after, known, strict=True):
        if people:
            whole *= (chances[-1] + sum(chance * axis for chance, axis in zip(chances, axes, strict=False))) ** int(
                people
            )
    law: Floats = np.fft.ifftn(whole).real.clip(0).ravel()
    return law
