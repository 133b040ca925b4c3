"""Programmes of a baseline and pulses, drawn many at once: how often levels and gaps are said to move, and rightly.

A statement is a latent opinion rounded to 1 to 5: the person's attitude and its own chance about the statement's
place. *The same people* answer a statement as they did in the first wave with probability .8, and else anew; *others*
are drawn anew for each wave. The judgement is that of `diagnostic.analysis.trend`, a matrix at a time; a test holds the
two together.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from diagnostic import statistics
from diagnostic.statistics import OF_SCALES, Estimate, contrast
from tests.simulation.answers import Floats

KEPT = 0.8
ALPHA, MARGIN = 0.05, 0.5
ATTITUDE, CHANCE = 0.5, 0.8
SCALES = np.array([0, 0, 1, 1, 2, 3, 4, 5, 6])
"""Of the pulse's nine statements; where the baseline asks more of a scale, it has a short form over these."""
PLACES = np.array([3.9, 4.0, 3.6, 3.4, 3.5, 3.5, 2.7, 2.6, 3.9])
Booleans = npt.NDArray[np.bool_]


class Scores(NamedTuple):
    """(programmes, waves, sides, scales): the mean, its squared error, and degrees of freedom."""

    mean: Floats
    squared_error: Floats
    freedom: Floats


def scores(
    random: np.random.Generator,
    many: int,
    sizes: tuple[int, int],
    shifts: Floats,
    *,
    same: bool,
    spread: tuple[float, float] = (1.0, 1.0),
) -> Scores:
    """Programmes whose sides answer a scale's statements ``shifts`` (waves, sides, scales) higher than usual."""
    waves, count = len(shifts), len(SCALES)
    mean, error, freedom = (np.empty((many, waves, 2, 7)) for _ in range(3))
    for side, (n, wide) in enumerate(zip(sizes, spread, strict=True)):
        first = _opinions(random, many, n, wide)
        for wave in range(waves):
            fresh = _opinions(random, many, n, wide)
            kept = (random.random((many, n, count)) < KEPT) & same & (wave > 0)
            opinions = np.where(kept, first, fresh) if wave else first
            answers = np.clip(np.rint(opinions + shifts[wave, side, SCALES]), 1, 5)
            for scale in range(7):
                own = answers[:, :, scale == SCALES]
                mean[:, wave, side, scale], error[:, wave, side, scale] = _moments(own)
            freedom[:, wave, side, :] = n - 1
    return Scores(mean, error, freedom)


def of_b(gaps: Floats) -> Floats:
    """Shifts where side b answers the first scale so much higher in each wave, and nothing else is shifted."""
    shifts = np.zeros((len(gaps), 2, 7))
    shifts[:, 1, 0] = gaps
    return shifts


def _opinions(random: np.random.Generator, many: int, n: int, wide: float) -> Floats:
    attitude = random.normal(0, ATTITUDE * wide, (many, n, 1))
    opinions: Floats = PLACES + attitude + random.normal(0, CHANCE * wide, (many, n, len(SCALES)))
    return opinions


def _moments(own: Floats) -> tuple[Floats, Floats]:
    """Of people's scores: the mean, and its squared error."""
    n, items = own.shape[1:]
    person = own.mean(axis=2)
    return person.mean(axis=1), np.maximum(person.var(axis=1, ddof=1), (1 / items) ** 2 / (n + 1)) / n


class Judged(NamedTuple):
    """(programmes, steps, scales): for since the previous wave and since the first, which are one in the second."""

    moved: Booleans
    """Of the gap."""
    steady: Booleans
    levels: Booleans
    """(…, 3): side a's level moved, side b's, the mean of both."""
    change: Floats
    """(…, 4): of the levels, in the same order, and of the gap."""
    then: Floats
    now: Floats
    """The gap."""


TESTED = np.array([[1, 0], [0, 1], [0.5, 0.5], [-1, 1]])
"""What is tested of two sides' changes: a's, b's, their mean, the gap."""


def judge(found: Scores, latest: int, *, pulses: int = 6, levels: bool = True) -> Judged:
    """What is said of the wave at a place: its own changes, all scales together.

    Without ``levels`` it is what was said before levels were tested: Holm over all gaps, and alpha in each wave.
    """
    since = [latest - 1, 0] if latest > 1 else [0]
    shape = (len(found.mean), len(since), 7, len(TESTED))
    change, p, half = (np.empty(shape) for _ in range(3))
    for place, wave in enumerate(since):
        moved = found.mean[:, latest] - found.mean[:, wave]
        change[:, place] = np.einsum("psc,ts->pct", moved, TESTED)
        v = found.squared_error[:, [latest, wave]].transpose(0, 3, 1, 2)[:, :, None] * TESTED[:, None] ** 2
        df = found.freedom[:, [latest, wave]].transpose(0, 3, 1, 2)[:, :, None]
        squared = v.sum(axis=(3, 4))
        freedom = squared**2 / (v**2 / df).sum(axis=(3, 4))
        p[:, place] = 2 * stdtr(freedom, -np.abs(change[:, place]) / np.sqrt(squared))
        half[:, place] = stdtrit(freedom, 1 - ALPHA) * np.sqrt(squared)
    inside = np.abs(change) + half < MARGIN
    if levels:
        times = len(since) * 7 * pulses / OF_SCALES
        adjusted = np.minimum(np.maximum(p, 4 * p.min(axis=-1, keepdims=True)) * times, 1)
    else:
        adjusted = np.ones(shape)
        adjusted[..., 3] = holm(p[..., 3].reshape(len(p), -1)).reshape(shape[:-1])
    called = (adjusted <= ALPHA) & ~inside
    gap = found.mean[:, :, 1] - found.mean[:, :, 0]
    then = np.stack([gap[:, wave] for wave in since], axis=1)
    now = np.broadcast_to(gap[:, None, latest], then.shape)
    return Judged(called[..., 3], inside[..., 3], called[..., :3], change, then, now)


def holm(p: Floats) -> Floats:
    """Holm's adjustment of many families at once, (families, tests)."""
    order = np.argsort(p, axis=1)
    ranked = np.take_along_axis(p, order, axis=1) * np.arange(p.shape[1], 0, -1)
    adjusted = np.minimum(np.maximum.accumulate(ranked, axis=1), 1.0)
    back = np.empty_like(adjusted)
    np.put_along_axis(back, order, adjusted, axis=1)
    return back


def any_false_move(
    random: np.random.Generator, many: int, *, sizes: tuple[int, int], same: bool, spread: tuple[float, float] = (1, 1)
) -> tuple[list[float], list[float]]:
    """How often anything is said to have moved though nothing did.

    Of a gap alone, with alpha in each Report, as it was: in the first pulse's Report, and in any of six. Then of levels
    and gaps, alpha spent over six pulses: the same.
    """
    found = scores(random, many, sizes, of_b(np.full(7, -0.8)), same=same, spread=spread)
    hits = []
    for levels in (False, True):
        ever = np.zeros((6, many), dtype=bool)
        for latest in range(1, 7):
            one = judge(found, latest, levels=levels)
            ever[latest - 1] = one.moved.any(axis=(1, 2)) | one.levels.any(axis=(1, 2, 3))
        hits += [float(ever[0].sum()), float(ever.any(axis=0).sum())]
    return hits, [many] * len(hits)


def raised(
    random: np.random.Generator, many: int, *, sizes: tuple[int, int], same: bool, by: float, scales: int = 7
) -> tuple[list[float], list[float]]:
    """What the first pulse says of a scale on which both sides rose alike, of ``scales`` on which they did.

    Before levels were tested: *steady*, *cannot tell*. Now: *both rose*, *one side rose*, *the level rose*; how often
    the headline says of any scale that both rose, or that anything rose; and how often of any that it fell, or that a
    gap moved. Neither side is higher, so that the end of the scale stops both alike.
    """
    shifts = np.zeros((2, 2, 7))
    shifts[1, :, :scales] += by
    found = scores(random, many, sizes, shifts, same=same)
    before, now = judge(found, 1, levels=False), judge(found, 1)
    last = slice(0, scales) if by else slice(0, 7)
    quiet = ~before.moved[:, -1, last] & ~before.steady[:, -1, last]
    up = now.levels[:, -1] & (now.change[:, -1, :, :3] > 0)
    down = now.levels[:, -1] & (now.change[:, -1, :, :3] < 0)
    both = up[..., 0] & up[..., 1]
    one = (up[..., 0] | up[..., 1]) & ~both
    level = up[..., 2] & ~both & ~one
    of_scales = many * (scales if by else 7)
    wrong = down.any(axis=(1, 2)) | now.moved[:, -1].any(axis=1)
    hits = [before.steady[:, -1, last].sum(), quiet.sum(), *(said[:, last].sum() for said in (both, one, level))]
    hits += [both.any(axis=1).sum(), up.any(axis=(1, 2)).sum(), wrong.sum()]
    return [float(hit) for hit in hits], [float(of_scales)] * 5 + [float(many)] * 3


def seen(
    random: np.random.Generator, many: int, *, sizes: tuple[int, int], same: bool, drift: bool, size: float = 0.5
) -> tuple[list[float], list[float]]:
    """How often a gap of .8 points that closes by ``size`` is said to close, alpha being spent over six pulses.

    At the sixth pulse, since the first wave and since the one before; at any of the six; and how often that it widens.
    """
    way = np.r_[0.0, np.arange(1, 7) / 6 if drift else np.ones(6)]
    found = scores(random, many, sizes, of_b(-0.8 + size * way), same=same)
    last = judge(found, 6)
    closing = last.moved[:, :, 0] & (np.abs(last.now[:, :, 0]) < np.abs(last.then[:, :, 0]))
    ever = np.zeros(many, dtype=bool)
    for latest in range(1, 7):
        one = judge(found, latest)
        ever |= (one.moved[:, :, 0] & (np.abs(one.now[:, :, 0]) < np.abs(one.then[:, :, 0]))).any(axis=1)
    widening = last.moved[:, :, 0] & (np.abs(last.now[:, :, 0]) > np.abs(last.then[:, :, 0]))
    hits = [closing[:, 1].sum(), closing[:, 0].sum(), ever.sum(), widening.any(axis=1).sum()]
    return [float(hit) for hit in hits], [many] * 4


def short_form(
    random: np.random.Generator, many: int, *, people: int, correlation: float
) -> tuple[list[float], list[float]]:
    """How two statements' answers correlate, and how large errors are with a short form, as a share of without.

    Of a side's mean in the baseline, and of the change of the gap since; ``correlation`` is that of opinions, before
    they become answers.
    """
    found = np.zeros(3)
    for _ in range(many):
        opinions = random.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], (4, people))
        sides = np.clip(np.rint(3.6 + 0.95 * opinions), 1, 5)
        scores = [_estimate(each.mean(axis=1), 1 / 2) for each in sides]
        means = [statistics.average([_estimate(column, 1) for column in each.T]) for each in sides[:2]]
        of_one = math.sqrt(scores[0].squared_error / means[0].squared_error)
        surer, less_sure = (
            contrast([*zip((-1, 1), then, strict=True), *zip((1, -1), scores[2:], strict=True)]).standard_error
            for then in (scores[:2], means)
        )
        found += np.corrcoef(sides.reshape(-1, 2).T)[0, 1], of_one, surer / less_sure
    return found.tolist(), [many] * 3


def _estimate(values: Floats, step: float) -> Estimate:
    return statistics.estimate(statistics.from_values(values, bounds=(1.0, 5.0), step=step))


def signs(
    random: np.random.Generator, many: int, *, sizes: tuple[int, int], same: bool
) -> tuple[list[float], list[float]]:
    """How often the early warnings of the playbook come up at the third pulse though nothing has changed."""
    found = scores(random, many, sizes, of_b(np.full(4, -0.8)), same=same)
    v = found.squared_error[:, 3] + found.squared_error[:, 2]
    freedom = v**2 / (found.squared_error[:, 3] ** 2 + found.squared_error[:, 2] ** 2) * found.freedom[:, 3]
    moved = found.mean[:, 3] - found.mean[:, 2]
    fell = (moved <= -0.3) & (moved + stdtrit(freedom, 1 - ALPHA / 2) * np.sqrt(v) < 0)
    # What each company says of the other's trust: side b of the first scale, side a of the second.
    trust = fell[:, 1, 0] | fell[:, 0, 1]
    gap = np.abs(found.mean[:, :, 1] - found.mean[:, :, 0])
    widens = (gap[:, 3] > gap[:, 2]) & (gap[:, 2] > gap[:, 1]) & (gap[:, 3] - gap[:, 1] >= 0.75)
    return [float(trust.sum()), float(widens.any(axis=1).sum())], [many] * 2
