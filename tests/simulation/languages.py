"""Two languages: how often a shift of what answers mean passes for a gap, and what the caution about it takes away."""

from collections.abc import Callable

import numpy as np

from diagnostic.analysis.languages import said_of
from diagnostic.analysis.report import SAID_GAPS, BySide, Release, leading
from diagnostic.analysis.scale_gaps import Scores, scale_gaps
from diagnostic.disclosure import Withheld
from diagnostic.questionnaire import Statement
from diagnostic.statistics import in_common, offset
from tests.simulation.answers import POINTS, STATEMENTS, Floats
from tests.simulation.people import SCALES, World, nothing, realistic, whole_scales
from tests.simulation.words import RESPONSE, said, scores_of

SIZES = ((8, 8), (12, 12), (25, 25), (100, 100))
SHIFT = 0.25
"""Points by which everybody of side b answers lower, for their language alone."""
OF_ITS_OWN = 0.15
"""The standard deviation of what the wording of a statement adds to that."""
LARGE = 0.7
LARGE_SCALE = 0.35
"""Points: what ought to be found."""
_ASKED = [
    Statement(str(n), str(n), "alliance", str(scale), POINTS, reversed=False, predicted=False)
    for n, scale in enumerate(SCALES.tolist())
]


def _shift(random: np.random.Generator) -> Floats:
    return np.full(STATEMENTS, -SHIFT)


def _by_wording(random: np.random.Generator) -> Floats:
    shift: Floats = -SHIFT + OF_ITS_OWN * random.normal(size=STATEMENTS)
    return shift


Drawn = Callable[[np.random.Generator], Floats]
TRUTHS: dict[str, tuple[Drawn, Drawn]] = {
    "nothing": (nothing, nothing),
    "a shift of ¼ point": (nothing, _shift),
    "one that varies by wording": (nothing, _by_wording),
    "three whole scales": (whole_scales, nothing),
    "realistic": (realistic, nothing),
}
"""What the sides see differently, and what their languages add."""


def alliances(
    random: np.random.Generator, many: int, *, sizes: tuple[int, int], truth: str
) -> tuple[list[float], list[float]]:
    """Of briefings, those that call any statement a gap or very likely one, and those in which one is left without what
    all answers have in common; the same of scales; those whose common offset is clear of 0. Of large gaps, the share
    said, and left; the same of scales' gaps. Of all statements said that truly differ in that direction, the share that
    is not left.
    """
    happened, of = np.zeros(10), np.zeros(10)
    for _ in range(many):
        differently, added = (drawn(random) for drawn in TRUTHS[truth])
        wave = World().answered(random, sizes, differently + added)
        words, _ = said(wave)
        answers = np.where(wave.ratings > 0, wave.ratings, np.nan).astype(np.float64)
        a, b = answers[~wave.is_b], answers[wave.is_b]
        sides = zip((a, b), in_common(a, b), strict=True)
        left = BySide(*(side - common[:, None] for side, common in sides))
        differences = np.nanmean(b, axis=0) - np.nanmean(a, axis=0)
        found = said_of(_ASKED, left, Release())
        today = np.isin(words, SAID_GAPS)
        stays = today & np.array([found.get(each.id, 0.0) * d > 0 for each, d in zip(_ASKED, differences, strict=True)])
        invited = BySide[int | None](*(round(n / RESPONSE) for n in sizes))
        scales_differ = np.array([differently[scale == SCALES].mean() for scale in range(SCALES.max() + 1)])
        whole, rest = (_scales(scores, invited) for scores in (scores_of(a, b), scores_of(left.a, left.b)))
        called = whole != 0
        remains = called & (whole == rest)
        low, high = offset(a, b).interval
        happened[:5] += [today.any(), stays.any(), called.any(), remains.any(), low > 0 or high < 0]
        of[:5] += 1
        large, large_scales = np.abs(differently) >= LARGE, np.abs(scales_differ) >= LARGE_SCALE
        happened[5:7] += [(today & large).sum(), (stays & large).sum()]
        of[5:7] += large.sum()
        happened[7:9] += [(called & large_scales).sum(), (remains & large_scales).sum()]
        of[7:9] += large_scales.sum()
        true = today & (differently * differences > 0)
        happened[9] += (true & ~stays).sum()
        of[9] += true.sum()
    return happened.tolist(), of.tolist()


def _scales(scores: dict[str, Scores], invited: BySide[int | None]) -> Floats:
    """Of each scale called a gap the sign of the difference; 0 of the others."""
    found = scale_gaps(scores, Release(), invited).values()
    return np.array(
        [
            np.sign(gap.mean_difference)
            if leading(gap).verdict == "gap" and not isinstance(gap.mean_difference, Withheld)
            else 0.0
            for gap in found
        ]
    )
