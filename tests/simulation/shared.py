"""Shared strengths and concerns of alliances whose truth is known, drawn many at once.

A person's opinion of a statement is what they think in general (a quarter of its variance), of the scale (.15) and of
the statement (.6, chance included); five points, cut so that people agree more often than not: 3.7 on average. The
judgement is that of `diagnostic.analysis.shared`, a matrix at a time; a test holds the two together.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtr

from diagnostic.statistics import OF_SCALES
from tests.simulation.answers import Floats
from tests.simulation.moved import Booleans, holm

ALPHA = 0.05
Places = npt.NDArray[np.int64]
SCALES = np.repeat(np.arange(12), [4, 4, 4, 4, 3, 3, 4, 4, 4, 4, 4, 3])
"""Of the full diagnostic's 46 statements about one target or the alliance."""
CUTS = ndtri(np.cumsum([0.04, 0.10, 0.22, 0.38]))
POINT_LOWER = -0.908
"""Of the latent opinion: the mean then is a scale point lower."""
NOTHING = np.zeros(len(SCALES))
LOW = np.where(SCALES == 0, POINT_LOWER, 0.0)


def drawn(random: np.random.Generator, many: int, people: int, shift: Floats, places: Places = SCALES) -> Floats:
    """Answers (alliances, people, statements); ``places`` is the scale of each statement, from 0."""
    opinions = random.normal(0, np.sqrt(0.25), (many, people, 1))
    opinions = opinions + random.normal(0, np.sqrt(0.15), (many, people, places.max() + 1))[:, :, places]
    opinions = opinions + random.normal(0, np.sqrt(0.6), (many, people, len(places)))
    answers: Floats = 1.0 + ((opinions + shift)[..., None] > CUTS).sum(axis=-1)
    return answers


def judged(a: Floats, b: Floats, places: Places = SCALES) -> tuple[Booleans, Booleans, Booleans, Booleans]:
    """Shared strengths and concerns among scales, and among statements."""
    found = []
    for subjects, share in ((_scales, OF_SCALES), (_statements, 1 - OF_SCALES)):
        parts = [_one_sided(*subjects(side, places)) for side in (a, b)]
        strength, concern = (np.maximum(parts[0][n], parts[1][n]) for n in (0, 1))
        called = holm(np.minimum(2 * np.minimum(strength, concern), 1)) / share <= ALPHA
        found += [called & (strength <= concern), called & (strength > concern)]
    return found[0], found[1], found[2], found[3]


def _scales(answers: Floats, places: Places) -> tuple[Floats, Floats, Floats]:
    """Scores, each person's own mean, and by how much two scores differ at least."""
    scores = np.stack([answers[:, :, places == scale].mean(axis=2) for scale in range(places.max() + 1)], axis=2)
    return scores, scores.mean(axis=2, keepdims=True), 1 / np.bincount(places)


def _statements(answers: Floats, places: Places) -> tuple[Floats, Floats, Floats]:
    return answers, _scales(answers, places)[1], np.ones(len(places))


def _one_sided(scores: Floats, own: Floats, step: Floats) -> tuple[Floats, Floats]:
    """Of one side, that it is a strength and that it is a concern: the largest p-value of what has to hold."""
    n = scores.shape[1]
    p_above = [
        stdtr(n - 1, -x.mean(axis=1) / np.sqrt(np.maximum(x.var(axis=1, ddof=1), step**2 / (n + 1)) / n))
        for x in (scores - own, scores - 3)
    ]
    concern = np.where(scores.mean(axis=1) > 3, 1.0, 1 - p_above[0])
    return np.maximum(*p_above), concern


def shared(random: np.random.Generator, many: int, *, sizes: tuple[int, int]) -> tuple[list[float], list[float]]:
    """How often anything is called though nothing is special; and where a scale is a point lower on both sides.

    Any false scale, any false statement; then whether that scale is called a concern, how many of its statements are,
    and whether any other is; last, where it is so low on side a alone, whether any concern is called.
    """

    def called(a: Floats, b: Floats) -> tuple[Booleans, Booleans, Booleans, Booleans]:
        return judged(drawn(random, many, sizes[0], a), drawn(random, many, sizes[1], b))

    strengths, concerns, high, low = called(NOTHING, NOTHING)
    hits = [(strengths | concerns).any(axis=1).sum(), (high | low).any(axis=1).sum()]
    _, concerns, _, low = called(LOW, LOW)
    hits += [concerns[:, 0].sum(), low[:, SCALES == 0].mean(axis=1).sum()]
    hits += [(concerns[:, 1:].any(axis=1) | low[:, SCALES > 0].any(axis=1)).sum()]
    _, concerns, _, low = called(LOW, NOTHING)
    hits += [(concerns.any(axis=1) | low.any(axis=1)).sum()]
    return [float(hit) for hit in hits], [float(many)] * len(hits)
