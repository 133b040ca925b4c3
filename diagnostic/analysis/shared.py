"""Shared strengths and concerns: what both sides surely place above, or below, a reference that is stated.

People agree more often than not, so that the middle of the scale alone is no reference: with ordinary answers most of
what is asked would be a strength. So a person's score on a scale is also set against that person's own mean over all
scales. A *strength* is surely above both on both sides; a *concern* is surely below the own mean on both sides, and
neither side's mean is above the middle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from diagnostic import statistics
from diagnostic.analysis.joint import rounded_up
from diagnostic.analysis.report import BySide, Family, FamilyName, Release, Scale, SharedKind, Statement
from diagnostic.analysis.scales import person_scores, turned
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, Withheld
from diagnostic.questionnaire import SIDES
from diagnostic.statistics import OF_SCALES

Floats = npt.NDArray[np.float64]
MIDDLE = 0.5
"""Of a scale, as a share of its length."""


@dataclass(frozen=True)
class Shared:
    """What both sides surely see alike in height, by scale and by statement."""

    kinds: Mapping[str, SharedKind]
    p_adjusted: Mapping[str, float]
    """Of scales: whether it is a strength or a concern, adjusted."""
    families: tuple[Family, ...]

    def laid_over_statement(self, statement: Statement) -> Statement:
        """What a gap means goes before what both see alike."""
        found = self.kinds.get(statement.id)
        return replace(statement, kind=found) if found and statement.kind == "not_classifiable" else statement

    def laid_over_scale(self, scale: Scale) -> Scale:
        if scale.id not in self.p_adjusted:
            return scale
        kind = self.kinds.get(scale.id, "not_classifiable")
        return replace(scale, kind=kind, kind_p_adjusted=self.p_adjusted[scale.id])


def shared(
    tallies: BySide[Tally], statements: Sequence[Statement], scales: Sequence[Scale], release: Release
) -> Shared:
    """Tests every scale and every statement that is shown; fewer than two scales are no reference.

    Scales are one family and statements another, by Holm, with four fifths of alpha and one fifth.
    """
    by_id = {statement.id: statement for statement in statements}
    asked = {
        scale.id: [by_id[each] for each in scale.statements]
        for scale in scales
        if not isinstance(scale.sides.a.n, Withheld)
    }
    if len(asked) < 2:
        return Shared({}, {}, ())
    shown = {s.id: [s] for s in statements if not isinstance(s.sides.a.counts, Withheld)}
    own = BySide.of(lambda side: _own_means([_heights(tallies[side], entering) for entering in asked.values()]))
    kinds: dict[str, SharedKind] = {}
    families, p_adjusted = [], {}
    of_scales: tuple[FamilyName, dict[str, list[Statement]], float] = "shared_scales", asked, OF_SCALES
    of_statements: tuple[FamilyName, dict[str, list[Statement]], float] = "shared_statements", shown, 1 - OF_SCALES
    for name, subjects, share in (of_scales, of_statements):
        tested = {id: found for id, entering in subjects.items() if (found := _tested(entering, tallies, own))}
        adjusted = statistics.holm([p for p, _ in tested.values()])
        families.append(Family(name=name, size=len(tested), procedure="holm"))
        for (id, (_, kind)), p in zip(tested.items(), adjusted, strict=True):
            spent = rounded_up(min(1.0, p / share))
            if name == "shared_scales":
                p_adjusted[id] = spent
            if spent <= release.alpha:
                kinds[id] = kind
    return Shared(kinds, p_adjusted, tuple(families))


def _heights(tally: Tally, entering: Sequence[Statement]) -> Floats:
    """Each person's score, as a share of the scale's length in its sense; NaN where fewer than half are answered."""
    points = max(statement.points for statement in entering)
    answers = turned(tally, entering, points)
    enough = 2 * (~np.isnan(answers)).sum(axis=1) >= answers.shape[1]
    heights = np.full(len(answers), np.nan)
    heights[enough] = (person_scores(answers) - 1) / (points - 1)
    return heights


def _own_means(scales: Sequence[Floats]) -> Floats:
    """Each person's mean over the scales they answered; NaN where that is none."""
    scores = np.column_stack(scales)
    number = (~np.isnan(scores)).sum(axis=1)
    own: Floats = np.where(number > 0, np.nansum(scores, axis=1) / np.maximum(number, 1), np.nan)
    return own


def _tested(
    entering: Sequence[Statement], tallies: BySide[Tally], own: BySide[Floats]
) -> tuple[float, SharedKind] | None:
    """The p-value of the likelier of the two, twice since there are two; None where fewer than 8 of a side answered.

    Both sides have to be surely so: the larger p of all that has to hold (an intersection–union test).
    """
    points = max(statement.points for statement in entering)
    step = 1 / (points - 1) / len(entering)
    strength, concern = [], []
    for side in SIDES:
        heights = _heights(tallies[side], entering)
        given = ~np.isnan(heights)
        if given.sum() < JOINT:
            return None
        from_own, from_middle = heights[given] - own[side][given], heights[given] - MIDDLE
        strength += [_above(from_own, step), _above(from_middle, step)]
        concern += [_above(-from_own, step), 1.0 if from_middle.mean() > 0 else 0.0]
    if max(strength) <= max(concern):
        return min(1.0, 2 * max(strength)), "shared_strength"
    return min(1.0, 2 * max(concern)), "shared_concern"


def _above(differences: Floats, step: float) -> float:
    """One-sided p-value of the t test that the mean is not above 0."""
    sample = statistics.from_values(differences, bounds=(-1.0, 1.0), step=step)
    found = statistics.contrast([(1, statistics.estimate(sample))])
    return found.p / 2 if found.value > 0 else 1 - found.p / 2
