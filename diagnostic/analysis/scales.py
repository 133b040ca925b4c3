"""Every scale about one target: people's scores, from the statements that are shown in full."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.report import BySide, Gap, Release, Scale, ScaleSide, Statement
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import FEW_PEOPLE, JOINT, PROTECTED, Withheld
from diagnostic.questionnaire import CANT_SAY, Questionnaire, Target
from diagnostic.statistics import Moments

TARGETS: tuple[Target, ...] = ("a", "b", "alliance")
DECIMALS = 3
"""Of figures that join one person's answers, so that no set of answers can be solved for."""


def scales(
    tallies: BySide[Tally], statements: Sequence[Statement], questionnaire: Questionnaire, release: Release
) -> Iterator[Scale]:
    """Scales in the questionnaire's order, each about a, b and the alliance, as far as it is asked."""
    for scale in questionnaire.scales:
        for target in TARGETS:
            own = [s for s in statements if s.scale == f"{scale.id}@{target}"]
            if own:
                yield _scale(scale.id, target, own, tallies, release)


def _scale(scale: str, target: Target, own: Sequence[Statement], tallies: BySide[Tally], release: Release) -> Scale:
    entering = [s for s in own if not s.banded and not isinstance(s.sides.a.counts, Withheld)]
    points = max(s.points for s in own)
    # Fewer than half of the statements would be another construct under the scale's name.
    figures = PROTECTED if 2 * len(entering) < len(own) else _figures(entering, points, tallies, release)
    sides, gap = _withheld(figures) if isinstance(figures, Withheld) else figures
    return Scale(
        id=f"{scale}@{target}",
        scale=scale,
        target=target,
        points=points,
        statements=tuple(s.id for s in entering),
        sides=sides,
        gap=gap,
    )


def _figures(
    entering: Sequence[Statement], points: int, tallies: BySide[Tally], release: Release
) -> tuple[BySide[ScaleSide], Gap] | Withheld:
    scores = BySide.of(lambda side: person_scores(tallies[side], entering, points))
    if min(len(scores.a), len(scores.b)) < max(release.k, JOINT):
        # How many took part is known to all; how many of them answered half of the scale is not.
        return FEW_PEOPLE if min(tallies.a.people, tallies.b.people) < JOINT else PROTECTED
    bounds, step = (1.0, float(points)), 1 / len(entering)
    moments = BySide.of(lambda side: statistics.from_values(scores[side], bounds=bounds, step=step))
    gap = statistics.welch(moments.a, moments.b, release.alpha)
    return (
        BySide.of(lambda side: _side(moments[side], release.alpha)),
        Gap(mean_difference=_rounded(gap.difference), interval=_rounded_interval(gap.interval)),
    )


def person_scores(tally: Tally, entering: Sequence[Statement], points: int) -> npt.NDArray[np.float64]:
    """Scores of the people who answered at least half of the statements: the mean of those answered.

    Reversed statements are turned first (K + 1 - answer), and one of fewer points than the scale's is
    stretched to them.
    """
    answers = tally.matrix([s.id for s in entering]).astype(np.float64)
    given = answers != CANT_SAY
    width = np.array([s.points for s in entering], dtype=np.float64)
    turned = np.where([s.reversed for s in entering], width + 1 - answers, answers)
    stretched = 1 + (turned - 1) * (points - 1) / (width - 1)
    number = given.sum(axis=1)
    enough = 2 * number >= len(entering)
    total = np.where(given, stretched, 0.0).sum(axis=1)
    scores: npt.NDArray[np.float64] = total[enough] / number[enough]
    return scores


def _withheld(why: Withheld) -> tuple[BySide[ScaleSide], Gap]:
    side = ScaleSide(n=why, mean=why, sd=why, interval=why)
    return BySide(side, side), Gap(mean_difference=why, interval=why)


def _side(moments: Moments, alpha: float) -> ScaleSide:
    return ScaleSide(
        n=moments.n,
        mean=_rounded(moments.mean),
        sd=_rounded(moments.sd),
        interval=_rounded_interval(statistics.mean_interval(moments, alpha)),
    )


def _rounded(figure: float) -> float:
    # Adding 0 turns -0.0 into 0.0.
    return round(figure, DECIMALS) + 0.0


def _rounded_interval(interval: tuple[float, float]) -> tuple[float, float]:
    return _rounded(interval[0]), _rounded(interval[1])
