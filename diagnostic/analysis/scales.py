"""Every scale about one target: people's scores, from the statements that are shown in full; and its short form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_interval, too_few
from diagnostic.analysis.reliability import consistency, reliability, withheld_reliability
from diagnostic.analysis.report import (
    BySide,
    Family,
    Release,
    Scale,
    ScaleDifference,
    ScaleGap,
    ScaleSide,
    ShortForm,
    Statement,
    as_answered,
    interval_as_answered,
)
from diagnostic.analysis.scale_gaps import Scores, difference, scale_gaps, withheld_gap
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import FEW_PEOPLE, JOINT, PROTECTED, Withheld
from diagnostic.questionnaire import Questionnaire, Side, Target

TARGETS: tuple[Target, ...] = ("a", "b", "alliance")


@dataclass(frozen=True)
class _Scored:
    """A scale and, unless it is withheld, its people's scores."""

    id: str
    scale: str
    target: Target
    points: int
    lowest: int
    entering: tuple[Statement, ...]
    scores: Scores | Withheld


def scales(
    tallies: BySide[Tally],
    statements: Sequence[Statement],
    questionnaire: Questionnaire,
    release: Release,
    invited: BySide[int | None],
) -> tuple[tuple[Scale, ...], Family]:
    """Scales in the questionnaire's order, each about a, b and the alliance as far as asked; and their family."""
    asked = _asked(statements, questionnaire)
    scored = [_score(scale, target, own, tallies, release) for scale, target, own in asked]
    shown = {s.id: s.scores for s in scored if not isinstance(s.scores, Withheld)}
    gaps = scale_gaps(shown, release, invited)
    made = tuple(_scale(s, gaps.get(s.id), tallies, release) for s in scored)
    return made, Family(name="scales", size=len(gaps), procedure="holm")


def short_forms(
    tallies: BySide[Tally], statements: Sequence[Statement], questionnaire: Questionnaire, release: Release
) -> Iterator[ShortForm]:
    """The scales of which pulses will ask some statements and not all, over those alone."""
    for scale, target, own in _asked(statements, questionnaire):
        again = [s for s in own if s.id in release.asked_again]
        if 0 < len(again) < len(own):
            yield _short_form(_score(scale, target, again, tallies, release), release)


def _asked(
    statements: Sequence[Statement], questionnaire: Questionnaire
) -> Iterator[tuple[str, Target, list[Statement]]]:
    for scale in questionnaire.scales:
        for target in TARGETS:
            own = [s for s in statements if s.scale == f"{scale.id}@{target}"]
            if own:
                yield scale.id, target, own


def _score(scale: str, target: Target, own: Sequence[Statement], tallies: BySide[Tally], release: Release) -> _Scored:
    entering = tuple(s for s in own if not isinstance(s.sides.a.counts, Withheld))
    points = max(s.points for s in own)
    scores: Scores | Withheld
    # Fewer than half of the statements would be another construct under the scale's name.
    if 2 * len(entering) < len(own):
        scores = PROTECTED
    else:
        answers = BySide.of(lambda side: turned(tallies[side], entering, points))
        found = BySide.of(lambda side: person_scores(answers[side]))
        enough = min(len(found.a), len(found.b)) >= max(release.k, JOINT)
        consistent = consistency(answers, release.alpha)
        scores = Scores(points, len(entering), found, consistent) if enough else too_few(tallies)
    return _Scored(f"{scale}@{target}", scale, target, points, own[0].lowest, entering, scores)


def turned(tally: Tally, entering: Sequence[Statement], points: int) -> npt.NDArray[np.float64]:
    """Answers (people, statements) in the scale's sense, NaN where there is none."""
    return in_sense(tally.answers([s.id for s in entering]), entering, points)


def in_sense(answers: npt.NDArray[np.float64], entering: Sequence[Statement], points: int) -> npt.NDArray[np.float64]:
    """Figures (rows, statements), counted from 1, in the scale's sense.

    Reversed statements are turned (K + 1 - answer), and one of fewer points than the scale's is stretched to them.
    """
    width = np.array([s.points for s in entering], dtype=np.float64)
    turned = np.where([s.reversed for s in entering], width + 1 - answers, answers)
    stretched: npt.NDArray[np.float64] = 1 + (turned - 1) * (points - 1) / (width - 1)
    return stretched


def person_scores(answers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Scores of the people who answered at least half of the statements: the mean of those answered."""
    given = ~np.isnan(answers)
    number = given.sum(axis=1)
    enough = 2 * number >= answers.shape[1]
    scores: npt.NDArray[np.float64] = np.where(given, answers, 0.0).sum(axis=1)[enough] / number[enough]
    return scores


def _scale(scored: _Scored, gap: ScaleGap | None, tallies: BySide[Tally], release: Release) -> Scale:
    scores = scored.scores
    if isinstance(scores, Withheld) or gap is None:
        why = scores if isinstance(scores, Withheld) else PROTECTED
        gap, hang_together = withheld_gap(why), withheld_reliability(why)
    else:
        hang_together = reliability(scores.consistency, scores.statements, tallies)
    return Scale(
        id=scored.id,
        scale=scored.scale,
        target=scored.target,
        points=scored.points,
        lowest=scored.lowest,
        statements=tuple(s.id for s in scored.entering),
        sides=BySide.of(lambda side: _side(scored, side, release)),
        gap=gap,
        reliability=hang_together,
    )


def _short_form(scored: _Scored, release: Release) -> ShortForm:
    scores = scored.scores
    if isinstance(scores, Withheld):
        gap = ScaleDifference(mean_difference=scores, interval=scores)
    else:
        found = difference(scores.estimates)
        gap = ScaleDifference(
            mean_difference=rounded(found.value), interval=rounded_interval(found.interval(release.alpha))
        )
    return ShortForm(
        id=scored.id,
        points=scored.points,
        lowest=scored.lowest,
        statements=tuple(s.id for s in scored.entering),
        sides=BySide.of(lambda side: _side(scored, side, release)),
        gap=gap,
    )


def _level(scored: _Scored, side: Side, why: Withheld) -> float | Withheld:
    """Where too few took part for scores, the mean of the statements' means: these are shown, and it joins nobody."""
    if why != FEW_PEOPLE:
        return why
    means = np.array([[s.sides[side].mean for s in scored.entering]], dtype=np.float64)
    counted = means + [1 - s.lowest for s in scored.entering]
    return rounded(as_answered(float(in_sense(counted, scored.entering, scored.points).mean()), scored.lowest))


def _side(scored: _Scored, side: Side, release: Release) -> ScaleSide:
    scores = scored.scores
    if isinstance(scores, Withheld):
        return ScaleSide(n=scores, mean=_level(scored, side, scores), sd=scores, interval=scores)
    moments = scores.sides[side]
    return ScaleSide(
        n=moments.n,
        mean=rounded(as_answered(moments.mean, scored.lowest)),
        sd=rounded(moments.sd),
        interval=rounded_interval(
            interval_as_answered(statistics.mean_interval(moments, release.alpha), scored.lowest)
        ),
    )
