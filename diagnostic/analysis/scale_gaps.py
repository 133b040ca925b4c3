"""The gap on every scale, judged twice: among people like these, and among these people themselves."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.comparisons import SAYS_MORE
from diagnostic.analysis.joint import rounded, rounded_interval, rounded_up
from diagnostic.analysis.report import BySide, Release, ScaleGap, TheseGap
from diagnostic.disclosure import Withheld
from diagnostic.questionnaire import SIDES
from diagnostic.statistics import Contrast, Estimate, Moments, Verdict

Floats = npt.NDArray[np.float64]

_MOST_RELIABLE = 0.95


@dataclass(frozen=True)
class Scores:
    """People's scores on one scale, by side, and how well its statements hang together, where that can be had."""

    points: int
    statements: int
    by_side: BySide[Floats]
    consistency: statistics.Reliability | None

    def moments(self, scores: Floats) -> Moments:
        return statistics.from_values(scores, bounds=(1.0, float(self.points)), step=1 / self.statements)

    @cached_property
    def sides(self) -> BySide[Moments]:
        return BySide.of(lambda side: self.moments(self.by_side[side]))

    @property
    def estimates(self) -> BySide[Estimate]:
        return BySide.of(lambda side: statistics.estimate(self.sides[side]))

    @cached_property
    def superiority(self) -> statistics.Superiority:
        # Scores are ranked as they are: their distinct values are the categories.
        a, b = self.by_side.a, self.by_side.b
        values, places = np.unique(np.concatenate([a, b]).round(9), return_inverse=True)
        counts = [
            np.bincount(of_side, minlength=max(len(values), 2)).tolist() for of_side in np.split(places, [len(a)])
        ]
        return statistics.superiority(*counts)

    def margin(self, release: Release) -> float:
        """The largest gap, in points, that makes none in practice."""
        if release.inference < SAYS_MORE:
            return release.scale_margin * (self.points - 1)
        freedom = BySide.of(lambda side: self.sides[side].n - 1)
        pooled = sum(freedom[side] * self.sides[side].squared_error * self.sides[side].n for side in SIDES)
        return release.scale_margin_sd * math.sqrt(pooled / (freedom.a + freedom.b))


@dataclass(frozen=True)
class _Reading:
    """A gap as one of the two populations has it, judged among all scales."""

    contrast: Contrast
    margin: float
    p_adjusted: float
    verdict: Verdict
    could_show_alignment: bool


def scale_gaps(scores: Mapping[str, Scores], release: Release, invited: BySide[int | None]) -> dict[str, ScaleGap]:
    """By scale, its gap: among people like these, and, where most of those invited answered, among these people."""
    in_general = {key: difference(each.estimates) for key, each in scores.items()}
    readings = _judged(in_general, scores, release)
    everybody = _everybody(invited) if release.inference >= SAYS_MORE else None
    reliable = _reliability(scores)
    if everybody is None or reliable is None:
        return {key: _gap(reading, scores[key], release, None) for key, reading in readings.items()}
    enough = {key: each for key, each in scores.items() if _answered(each, everybody)}
    these = {
        key: difference(
            BySide(
                statistics.finite_population(each.sides.a, everybody.a, reliable[key]),
                statistics.finite_population(each.sides.b, everybody.b, reliable[key]),
            )
        )
        for key, each in enough.items()
    }
    people = {
        key: _these(each, scores[key], everybody, release) for key, each in _judged(these, scores, release).items()
    }
    return {key: _gap(reading, scores[key], release, people.get(key)) for key, reading in readings.items()}


def difference(sides: BySide[Estimate]) -> Contrast:
    """The mean of b less that of a."""
    return statistics.contrast([(1, sides.b), (-1, sides.a)])


def _everybody(invited: BySide[int | None]) -> BySide[int] | None:
    """How many people each side has, where that is known."""
    a, b = invited.a, invited.b
    return None if a is None or b is None else BySide(a, b)


def _answered(scores: Scores, everybody: BySide[int]) -> bool:
    """Whether enough of each side have a score: who took part may have skipped this scale."""
    return all(scores.sides[side].n >= statistics.ENOUGH_ANSWERED * everybody[side] for side in SIDES)


def _reliability(scores: Mapping[str, Scores]) -> dict[str, float] | None:
    """By scale, the share of a score's variance that is people's own: half its alpha, half the mean of all.

    One scale's alpha from a few dozen people is uncertain, and most scales are about as reliable as each other. A scale
    of one statement has none of its own. None where no scale has any.
    """
    consistent = {key: each.consistency for key, each in scores.items() if each.consistency}
    found = {key: each.alpha for key, each in consistent.items() if each.alpha is not None}
    if not found:
        return None
    mean = sum(found.values()) / len(found)
    return {key: min(max((found.get(key, mean) + mean) / 2, 0.0), _MOST_RELIABLE) for key in scores}


def _judged(contrasts: Mapping[str, Contrast], scores: Mapping[str, Scores], release: Release) -> dict[str, _Reading]:
    margins = {key: scores[key].margin(release) for key in contrasts}
    adjusted = statistics.holm([each.p for each in contrasts.values()])
    found = {}
    for (key, each), p_adjusted in zip(contrasts.items(), map(rounded_up, adjusted), strict=True):
        could = each.could_be_within(margins[key], release.alpha)
        verdict = statistics.verdict(
            each.interval(2 * release.alpha),
            each.p,
            p_adjusted,
            margin=margins[key],
            alpha=release.alpha,
            could_show_alignment=could,
            signs_agree=each.value * scores[key].superiority.delta >= 0,
        )
        found[key] = _Reading(each, margins[key], p_adjusted, verdict, could)
    return found


def _these(reading: _Reading, scores: Scores, everybody: BySide[int], release: Release) -> TheseGap:
    worst = statistics.worst_case(scores.sides.a, scores.sides.b, (everybody.a, everybody.b))
    return TheseGap(
        interval=rounded_interval(reading.contrast.interval(release.alpha)),
        interval_90=rounded_interval(reading.contrast.interval(2 * release.alpha)),
        worst_case=rounded_interval(worst),
        p=rounded_up(reading.contrast.p),
        p_adjusted=reading.p_adjusted,
        verdict=reading.verdict.verdict,
        reason=reading.verdict.reason,
        could_show_alignment=reading.could_show_alignment,
    )


def _gap(reading: _Reading, scores: Scores, release: Release, these: TheseGap | None) -> ScaleGap:
    size = statistics.hedges_g(scores.sides.a, scores.sides.b, release.alpha)
    return ScaleGap(
        mean_difference=rounded(reading.contrast.value),
        interval=rounded_interval(reading.contrast.interval(release.alpha)),
        interval_90=rounded_interval(reading.contrast.interval(2 * release.alpha)),
        hedges_g=rounded(size.g),
        hedges_g_interval=rounded_interval(size.interval),
        delta=rounded(scores.superiority.delta),
        delta_interval=rounded_interval(scores.superiority.interval(release.alpha)),
        p=rounded_up(reading.contrast.p),
        p_adjusted=reading.p_adjusted,
        verdict=reading.verdict.verdict,
        reason=reading.verdict.reason,
        could_show_alignment=reading.could_show_alignment,
        margin=rounded(reading.margin),
        these_people=these,
    )


def withheld_gap(why: Withheld) -> ScaleGap:
    return ScaleGap(
        mean_difference=why,
        interval=why,
        interval_90=why,
        hedges_g=why,
        hedges_g_interval=why,
        delta=why,
        delta_interval=why,
        p=why,
        p_adjusted=why,
        verdict="withheld",
        reason="few_people" if why.withheld == "few_people" else "protected",
        could_show_alignment=why,
        margin=why,
    )
