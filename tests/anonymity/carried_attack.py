"""Somebody who holds every briefing of a programme guesses what one who left answered, from what is said of changes.

As `tests.anonymity.programme_attack`, but everybody who stays carries their changes, and the briefings say of a target
what `diagnostic.analysis.carried` lets them: a word, and from 20 changes a side on how far the side moved and a new
level. Each look is at the mean of a person's answers so far, so looks hang together, and no table of them can be
convolved. The attacker therefore counts: he plays the programme many times over with the first table that he knows,
each time without one of those who may have left, and knows how often each history of what was shown came of it. The
other side's every change he is told. Judged by the very programmes that he counted he gains too much; by others too
little, as what he never saw tells him nothing. What he can gain lies between the two.

Who joins carries nothing: of what is said of changes alone nothing depends on their answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic.disclosure import MOVED, SIZES, STANDS
from tests.anonymity.programme_attack import LOOKS, Assumed
from tests.simulation.answers import Floats
from tests.simulation.carried import PULSES, Differences, said
from tests.simulation.waves import POINTS

PLAYED = 20_000
Symbols = npt.NDArray[np.int64]
Show = Callable[["Played"], list[Symbols]]
"""(programmes,) of each look, all that is shown of it, as numbers."""


@dataclass(frozen=True)
class Played:
    """One side without one who left, and what is known of the other: (looks, programmes) and (looks,)."""

    people: int
    first: Floats
    """(programmes,), the mean of all who answered the first wave: the same in each."""
    now: Floats
    """The mean of the wave's answers."""
    change: Floats
    """The mean of people's changes since the first wave, on average over the pulses so far."""
    variance: Floats
    other_first: float
    other_change: Floats
    other_variance: Floats


def words(played: Played) -> list[Symbols]:
    """The word, and nothing beside it."""
    shown = []
    for look in range(LOOKS):
        other = (
            np.full(played.first.shape, played.other_change[look]),
            np.full(played.first.shape, played.other_variance[look]),
        )
        found = Differences(
            n=np.full((len(played.first), 1, 2), float(played.people)),
            mean=np.stack([played.change[look], other[0]], axis=-1)[:, None],
            variance=np.stack([played.variance[look], other[1]], axis=-1)[:, None],
        )
        gap = (played.other_first - played.first)[:, None]
        shown.append(said(found, gap, look=look + 1, pulses=PULSES)[:, 0])
    return shown


def ruled(played: Played) -> list[Symbols]:
    """All that is shown: from 20 changes on the change to a quarter point, and a level."""
    if played.people < SIZES:
        return words(played)
    return [*words(played), *_sizes(played), *_levels(played)]


def _sizes(played: Played) -> list[Symbols]:
    size, shown = np.full(played.first.shape, np.inf), []
    for change in played.change:
        size = np.where(np.abs(change - size) < STANDS, size, np.rint(4 * change) / 4)
        shown.append(np.rint(4 * size).astype(np.int64))
    return shown


def fresh(played: Played) -> list[Symbols]:
    """Not shown: the change to a quarter point anew in every wave."""
    sizes = [np.rint(4 * change).astype(np.int64) for change in played.change]
    return [*words(played), *sizes, *_levels(played)]


def _levels(played: Played) -> list[Symbols]:
    moved = next(share for fewest, share in MOVED if played.people >= fewest) * (POINTS - 1)
    level, shown = np.rint(2 * played.first), []
    for now in played.now:
        level = np.where(np.abs(now - level / 2) >= moved, np.rint(2 * now), level)
        shown.append(level.astype(np.int64))
    return shown


def exact(played: Played) -> list[Symbols]:
    """Not shown: the exact change beside the exact mean of one wave."""
    return [np.rint(1e6 * each[0]).astype(np.int64) for each in (played.now, played.change)]


def unlinked(played: Played) -> list[Symbols]:
    """Not shown: whether the wave's mean lies over half a point from the first."""
    return [np.rint(np.clip((now - played.first) / 0.5, -2, 2)).astype(np.int64) for now in played.now]


def between(
    random: np.random.Generator, many: int, *, assumed: Assumed, show: Show, played: int = PLAYED
) -> tuple[list[float], list[float]]:
    """What is gained at least and at most, all in all, over a fifth as many first tables, and over how many."""
    tables = max(1, many // 5)
    gained = np.zeros(2)
    for _ in range(tables):
        gained += _gain(random, assumed, show, played)
    return gained.tolist(), [tables, tables]


def _gain(random: np.random.Generator, assumed: Assumed, show: Show, played: int) -> tuple[float, float]:
    shares = assumed.shares(random)
    first = np.sort(random.choice(POINTS, size=assumed.people + 1, p=shares))
    other = _course(random, random.choice(POINTS, size=assumed.people, p=shares), assumed.after(shares), 1)
    side = _course(random, first, assumed.after(shares), played)
    gone, many = np.unique(first, return_index=True)[1], np.unique(first, return_counts=True)[1]
    likely = many / many.sum()
    histories = np.array([_history(show(_without(side, int(place), other))) for place in gone])
    _, found = np.unique(histories, return_inverse=True)
    rows = found.reshape(histories.shape)
    counted = [_counted(half, int(found.max()) + 1) for half in (rows, rows[:, ::2], rows[:, 1::2])]
    most = (likely[:, None] * counted[0]).max(axis=0).sum()
    least = 0.0
    for learnt, judged in (counted[1:], counted[:0:-1]):
        guess = (likely[:, None] * (learnt + 1e-9)).argmax(axis=0)
        least += float((likely[guess] * judged[guess, np.arange(judged.shape[1])]).sum()) / 2
    return least - float(likely.max()), float(most - likely.max())


def _counted(rows: Symbols, many: int) -> Floats:
    """(suppositions, histories): how often each came of each."""
    return np.array([np.bincount(row, minlength=many) / len(row) for row in rows])


def _course(random: np.random.Generator, first: Symbols, after: Floats, played: int) -> tuple[Symbols, Floats, Floats]:
    """Everybody's first answer; (programmes, looks, people) their answers, and their changes on average so far."""
    chance = random.random((played, LOOKS, len(first)))
    later = 1.0 + (chance[..., None] > after[first].cumsum(axis=1)[:, :-1]).sum(axis=-1)
    so_far = later.cumsum(axis=1) / np.arange(1, LOOKS + 1)[:, None]
    return first, later, so_far - (1 + first)


def _without(side: tuple[Symbols, Floats, Floats], place: int, other: tuple[Symbols, Floats, Floats]) -> Played:
    first, later, change = side
    people = len(first) - 1
    own = change[:, :, place]
    mean = (change.sum(axis=-1) - own) / people
    variance = ((change**2).sum(axis=-1) - own**2 - people * mean**2) / (people - 1)
    return Played(
        people=people,
        first=np.full(len(later), 1 + first.mean()),
        now=((later.sum(axis=-1) - later[:, :, place]) / people).T,
        change=mean.T,
        variance=variance.T,
        other_first=1 + float(other[0].mean()),
        other_change=other[2][0].mean(axis=-1),
        other_variance=other[2][0].var(axis=-1, ddof=1),
    )


def _history(shown: list[Symbols]) -> Symbols:
    """One number for all that was shown; two histories that share one are as good as none."""
    number = np.zeros(len(shown[0]), dtype=np.uint64)
    for each in shown:
        number = number * np.uint64(6_364_136_223_846_793_005) + each.astype(np.uint64) + np.uint64(1)
    return number.view(np.int64)
