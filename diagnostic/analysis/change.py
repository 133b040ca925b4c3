"""How far a gap moved between two waves, and what may be said of it."""

from dataclasses import dataclass
from functools import cached_property

from diagnostic import statistics
from diagnostic.analysis.followed import Known
from diagnostic.analysis.joint import rounded, rounded_interval, rounded_up
from diagnostic.analysis.report import (
    BySide,
    Change,
    ChangeReason,
    ChangeVerdict,
    Release,
    SideChange,
)
from diagnostic.disclosure import Withheld
from diagnostic.questionnaire import Side
from diagnostic.statistics import Contrast


@dataclass(frozen=True)
class Step:
    """A scale in two waves that both show its gap."""

    scale: str
    points: int
    since: int
    """The number of the earlier wave."""
    then: Known
    now: Known

    @cached_property
    def gap(self) -> Contrast:
        """The gap now less the gap then: of four independent samples."""
        then, now = self.then.sides, self.now.sides
        return statistics.contrast([(1, now.b), (-1, now.a), (-1, then.b), (1, then.a)])

    def side(self, side: Side) -> Contrast:
        """One side's own mean now less then."""
        return statistics.contrast([(1, self.now.sides[side]), (-1, self.then.sides[side])])

    @property
    def fewest(self) -> int:
        """The smallest number of answers behind it."""
        return min(self.then.fewest, self.now.fewest)


REASONS: dict[statistics.VerdictReason, ChangeReason] = {
    "difference_shown": "change_shown",
    "within_margin": "within_margin",
    "small_difference_within_margin": "small_change_within_margin",
    "lost_in_adjustment": "lost_in_adjustment",
    "interval_too_wide": "interval_too_wide",
    "could_not_show_alignment": "could_not_show_steadiness",
    "few_answers": "few_answers",
}


def judged(step: Step, p_adjusted: float | None, comparisons: int, release: Release) -> Change:
    """The change between two waves; without an adjusted p-value it is shown, and not judged."""
    gap, alpha = step.gap, release.alpha
    margin = release.scale_margin * (step.points - 1)
    could = gap.could_be_within(margin, alpha)
    inner = gap.interval(2 * alpha)
    found = statistics.TOO_FEW
    if p_adjusted is not None:
        p_adjusted = rounded_up(p_adjusted)
        found = statistics.verdict(inner, gap.p, p_adjusted, margin=margin, alpha=alpha, could_show_alignment=could)
    names: dict[str, ChangeVerdict] = {
        "gap": _direction(step),
        "aligned": "steady",
        "undetermined": "cannot_tell",
        "too_few": "too_few",
    }
    return Change(
        since=step.since,
        change=rounded(gap.value),
        interval=rounded_interval(gap.interval(alpha)),
        interval_90=rounded_interval(inner),
        p=rounded_up(gap.p),
        p_adjusted=p_adjusted,
        verdict=names[found.verdict],
        reason=REASONS[found.reason],
        could_show_steadiness=could,
        detectable=rounded(gap.detectable(max(comparisons, 1), alpha)),
        sides=BySide.of(
            lambda side: SideChange(
                change=rounded(step.side(side).value), interval=rounded_interval(step.side(side).interval(alpha))
            )
        ),
    )


def _direction(step: Step) -> ChangeVerdict:
    """Where a gap that surely changed went. It turned only where it was surely there on one side, and now the other."""
    then, now = step.then, step.now
    clear = all(low > 0 or high < 0 for low, high in (then.gap_interval, now.gap_interval))
    if clear and then.gap * now.gap < 0:
        return "turned"
    return "closing" if abs(now.gap) < abs(then.gap) else "widening"


def steps_withheld(since: int, why: Withheld) -> Change:
    """Where one of the two waves does not show the gap."""
    side = SideChange(change=why, interval=why)
    reason: ChangeReason = "protected"
    if why.withheld in ("few_people", "few_changed"):
        reason = "few_people" if why.withheld == "few_people" else "few_changed"
    return Change(
        since=since,
        change=why,
        interval=why,
        interval_90=why,
        p=why,
        p_adjusted=why,
        verdict="withheld",
        reason=reason,
        could_show_steadiness=why,
        detectable=why,
        sides=BySide(side, side),
    )
