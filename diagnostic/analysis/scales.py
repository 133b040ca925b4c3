"""Every scale about one target: people's scores, from the statements that are shown in full."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_interval, rounded_up, too_few
from diagnostic.analysis.reliability import reliability
from diagnostic.analysis.report import BySide, Family, Release, Scale, ScaleGap, ScaleSide, Statement
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, PROTECTED, Withheld
from diagnostic.questionnaire import CANT_SAY, SIDES, Questionnaire, Target
from diagnostic.statistics import Moments

TARGETS: tuple[Target, ...] = ("a", "b", "alliance")


@dataclass(frozen=True)
class _Scored:
    """A scale and, unless it is withheld, its people's scores."""

    id: str
    scale: str
    target: Target
    points: int
    entering: tuple[Statement, ...]
    scores: BySide[npt.NDArray[np.float64]] | Withheld

    def moments(self, side: npt.NDArray[np.float64]) -> Moments:
        return statistics.from_values(side, bounds=(1.0, float(self.points)), step=1 / len(self.entering))


def scales(
    tallies: BySide[Tally], statements: Sequence[Statement], questionnaire: Questionnaire, release: Release
) -> tuple[tuple[Scale, ...], Family]:
    """Scales in the questionnaire's order, each about a, b and the alliance as far as asked; and their family."""
    scored = []
    for scale in questionnaire.scales:
        for target in TARGETS:
            own = [s for s in statements if s.scale == f"{scale.id}@{target}"]
            if own:
                scored.append(_score(scale.id, target, own, tallies, release))
    gaps = {s.id: _gap(s, s.scores, release) for s in scored if not isinstance(s.scores, Withheld)}
    adjusted = statistics.holm([gap.p for gap in gaps.values()])
    judged = {scale: _judged(gap, p, release) for (scale, gap), p in zip(gaps.items(), adjusted, strict=True)}
    made = tuple(_scale(s, judged.get(s.id), tallies, release) for s in scored)
    return made, Family(name="scales", size=len(gaps), procedure="holm")


def _score(scale: str, target: Target, own: Sequence[Statement], tallies: BySide[Tally], release: Release) -> _Scored:
    entering = tuple(s for s in own if not isinstance(s.sides.a.counts, Withheld))
    points = max(s.points for s in own)
    scores: BySide[npt.NDArray[np.float64]] | Withheld
    # Fewer than half of the statements would be another construct under the scale's name.
    if 2 * len(entering) < len(own):
        scores = PROTECTED
    else:
        found = BySide.of(lambda side: person_scores(turned(tallies[side], entering, points)))
        enough = min(len(found.a), len(found.b)) >= max(release.k, JOINT)
        scores = found if enough else too_few(tallies)
    return _Scored(f"{scale}@{target}", scale, target, points, entering, scores)


def turned(tally: Tally, entering: Sequence[Statement], points: int) -> npt.NDArray[np.float64]:
    """Answers (people, statements) in the scale's sense, NaN where there is none.

    Reversed statements are turned (K + 1 - answer), and one of fewer points than the scale's is stretched to them.
    """
    answers = tally.matrix([s.id for s in entering]).astype(np.float64)
    answers[answers == CANT_SAY] = np.nan
    width = np.array([s.points for s in entering], dtype=np.float64)
    in_sense = np.where([s.reversed for s in entering], width + 1 - answers, answers)
    stretched: npt.NDArray[np.float64] = 1 + (in_sense - 1) * (points - 1) / (width - 1)
    return stretched


def person_scores(answers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Scores of the people who answered at least half of the statements: the mean of those answered."""
    given = ~np.isnan(answers)
    number = given.sum(axis=1)
    enough = 2 * number >= answers.shape[1]
    scores: npt.NDArray[np.float64] = np.where(given, answers, 0.0).sum(axis=1)[enough] / number[enough]
    return scores


@dataclass(frozen=True)
class _Gap:
    """A scale's comparison before its family is adjusted."""

    a: Moments
    b: Moments
    points: int
    p: float
    superiority: statistics.Superiority


def _gap(scored: _Scored, scores: BySide[npt.NDArray[np.float64]], release: Release) -> _Gap:
    a, b = scored.moments(scores.a), scored.moments(scores.b)
    # Scores are ranked as they are: their distinct values are the categories.
    values, places = np.unique(np.concatenate([scores.a, scores.b]).round(9), return_inverse=True)
    counts = [
        np.bincount(of_side, minlength=max(len(values), 2)).tolist() for of_side in np.split(places, [len(scores.a)])
    ]
    p = statistics.welch(a, b, release.alpha).p
    return _Gap(a, b, scored.points, p, statistics.superiority(*counts))


def _judged(gap: _Gap, p_adjusted: float, release: Release) -> ScaleGap:
    difference = statistics.welch(gap.a, gap.b, release.alpha)
    inner = statistics.welch(gap.a, gap.b, 2 * release.alpha).interval
    size = statistics.hedges_g(gap.a, gap.b, release.alpha)
    margin = release.scale_margin * (gap.points - 1)
    # Were the means the same, the interval would have this width about 0.
    could = (inner[1] - inner[0]) / 2 < margin
    p_adjusted = rounded_up(p_adjusted)
    verdict = statistics.verdict(
        inner, gap.p, p_adjusted, margin=margin, alpha=release.alpha, could_show_alignment=could
    )
    return ScaleGap(
        mean_difference=rounded(difference.difference),
        interval=rounded_interval(difference.interval),
        interval_90=rounded_interval(inner),
        hedges_g=rounded(size.g),
        hedges_g_interval=rounded_interval(size.interval),
        delta=rounded(gap.superiority.delta),
        delta_interval=rounded_interval(gap.superiority.interval(release.alpha)),
        p=rounded_up(gap.p),
        p_adjusted=p_adjusted,
        verdict=verdict.verdict,
        reason=verdict.reason,
        could_show_alignment=could,
    )


def _scale(scored: _Scored, gap: ScaleGap | None, tallies: BySide[Tally], release: Release) -> Scale:
    scores = scored.scores
    if isinstance(scores, Withheld) or gap is None:
        why = scores if isinstance(scores, Withheld) else PROTECTED
        side = ScaleSide(n=why, mean=why, sd=why, interval=why)
        sides, gap = BySide(side, side), _withheld(why)
    else:
        shown = scores
        sides = BySide.of(lambda side: _side(scored.moments(shown[side]), release.alpha))
    return Scale(
        id=scored.id,
        scale=scored.scale,
        target=scored.target,
        points=scored.points,
        statements=tuple(s.id for s in scored.entering),
        sides=sides,
        gap=gap,
        reliability=reliability(
            [turned(tallies[side], scored.entering, scored.points) for side in SIDES],
            tallies,
            scores if isinstance(scores, Withheld) else None,
            release.alpha,
        ),
    )


def _withheld(why: Withheld) -> ScaleGap:
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
    )


def _side(moments: Moments, alpha: float) -> ScaleSide:
    return ScaleSide(
        n=moments.n,
        mean=rounded(moments.mean),
        sd=rounded(moments.sd),
        interval=rounded_interval(statistics.mean_interval(moments, alpha)),
    )
