"""How far levels and their gap moved between two waves, and what may be said of it."""

from collections.abc import Mapping
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
    LevelChange,
    LevelVerdict,
    Release,
    SideChange,
    SideVerdict,
)
from diagnostic.disclosure import Withheld
from diagnostic.statistics import FEWEST, Contrast, Estimate


@dataclass(frozen=True)
class Rise:
    """Both sides' means in two waves; up is for the better."""

    subject: str
    """Id of a scale or a statement."""
    points: int
    since: int
    """The number of the earlier wave."""
    before: BySide[Estimate]
    after: BySide[Estimate]
    concern: bool
    """Whether the earlier wave calls it a shared concern."""

    @cached_property
    def gap(self) -> Contrast:
        """The gap now less the gap then: of four independent samples."""
        return statistics.contrast([(1, self.after.b), (-1, self.after.a), (-1, self.before.b), (1, self.before.a)])

    @cached_property
    def sides(self) -> BySide[Contrast]:
        """Each side's own mean now less then."""
        return BySide.of(lambda side: statistics.contrast([(1, self.after[side]), (-1, self.before[side])]))

    @cached_property
    def both(self) -> Contrast:
        """The mean of both sides' means now less then."""
        return statistics.contrast(
            [(0.5, self.after.a), (0.5, self.after.b), (-0.5, self.before.a), (-0.5, self.before.b)]
        )

    @cached_property
    def adjusted(self) -> dict[Contrast, float]:
        """Of everything that is tested its p-value, adjusted for the others: any two being 0, all are."""
        tested = (self.sides.a, self.sides.b, self.both, self.gap)
        return dict(zip(tested, statistics.shaffer([each.p for each in tested]), strict=True))

    @property
    def fewest(self) -> int:
        """The smallest number of answers behind it."""
        known = (self.before.a, self.before.b, self.after.a, self.after.b)
        return 1 + int(min(each.freedom for each in known))


@dataclass(frozen=True)
class Step(Rise):
    """A scale in two waves that both show its gap."""

    then: Known
    now: Known


@dataclass(frozen=True)
class Judge:
    """Judges what moved, all of a family together, as far as enough people answered for a verdict."""

    times: float
    """What a p-value is multiplied by, as Bonferroni has it."""
    release: Release

    def p_adjusted(self, rise: Rise, contrast: Contrast) -> float | None:
        """Of one thing that may have moved; None where too few answered to judge it."""
        if rise.fewest < FEWEST:
            return None
        return rounded_up(min(1.0, self.times * rise.adjusted[contrast]))

    def verdict(self, rise: Rise, contrast: Contrast) -> statistics.Verdict:
        p_adjusted, alpha = self.p_adjusted(rise, contrast), self.release.alpha
        if p_adjusted is None:
            return statistics.TOO_FEW
        margin = self.release.scale_margin * (rise.points - 1)
        could = contrast.could_be_within(margin, alpha)
        inner = contrast.interval(2 * alpha)
        return statistics.verdict(inner, contrast.p, p_adjusted, margin=margin, alpha=alpha, could_show_alignment=could)

    def side(self, rise: Rise, contrast: Contrast) -> SideChange:
        """How far one level moved."""
        names: dict[str, SideVerdict] = {
            "gap": "rose" if contrast.value > 0 else "fell",
            "aligned": "steady",
            "undetermined": "cannot_tell",
            "too_few": "too_few",
        }
        return SideChange(
            change=rounded(contrast.value),
            interval=rounded_interval(contrast.interval(self.release.alpha)),
            p=rounded_up(contrast.p),
            p_adjusted=self.p_adjusted(rise, contrast),
            verdict=names[self.verdict(rise, contrast).verdict],
        )

    def levels(self, rise: Rise) -> LevelChange:
        """How far both levels moved, and what may be said of them together."""
        sides, both = BySide.of(lambda side: self.side(rise, rise.sides[side])), self.side(rise, rise.both)
        level = _level(sides, both.verdict)
        if level == "both_rose" and rise.concern:
            level = "shared_concern_improved"
        return LevelChange(since=rise.since, sides=sides, both=both, level=level)

    def change(self, step: Step) -> Change:
        """How far a scale's gap moved, and its levels."""
        alpha, levels, found = self.release.alpha, self.levels(step), self.verdict(step, step.gap)
        names: dict[str, ChangeVerdict] = {
            "gap": _direction(step),
            "aligned": "steady",
            "undetermined": "cannot_tell",
            "too_few": "too_few",
        }
        return Change(
            since=levels.since,
            sides=levels.sides,
            both=levels.both,
            level=levels.level,
            change=rounded(step.gap.value),
            interval=rounded_interval(step.gap.interval(alpha)),
            interval_90=rounded_interval(step.gap.interval(2 * alpha)),
            p=rounded_up(step.gap.p),
            p_adjusted=self.p_adjusted(step, step.gap),
            verdict=names[found.verdict],
            reason=REASONS[found.reason],
            could_show_steadiness=step.gap.could_be_within(self.release.scale_margin * (step.points - 1), alpha),
            detectable=rounded(step.gap.detectable(self.times, alpha)),
        )


REASONS: dict[statistics.VerdictReason, ChangeReason] = {
    "difference_shown": "change_shown",
    "within_margin": "within_margin",
    "small_difference_within_margin": "small_change_within_margin",
    "lost_in_adjustment": "lost_in_adjustment",
    "interval_too_wide": "interval_too_wide",
    "could_not_show_alignment": "could_not_show_steadiness",
    "few_answers": "few_answers",
}

_TOGETHER: Mapping[tuple[SideVerdict, SideVerdict], LevelVerdict] = {
    ("rose", "rose"): "both_rose",
    ("fell", "fell"): "both_fell",
    ("rose", "fell"): "opposite",
    ("fell", "rose"): "opposite",
    ("steady", "steady"): "steady",
    ("too_few", "too_few"): "too_few",
}


def _level(sides: BySide[SideChange], both: SideVerdict) -> LevelVerdict:
    """What may be said of both sides: the most that is shown of either, else of their mean."""
    own = sides.a.verdict, sides.b.verdict
    if own in _TOGETHER:
        return _TOGETHER[own]
    if "rose" in own:
        return "one_side_rose"
    if "fell" in own:
        return "one_side_fell"
    if both in ("rose", "fell"):
        return "level_rose" if both == "rose" else "level_fell"
    return "cannot_tell"


def _direction(step: Step) -> ChangeVerdict:
    """Where a gap that surely changed went. It turned only where it was surely there on one side, and now the other."""
    then, now = step.then, step.now
    clear = all(low > 0 or high < 0 for low, high in (then.gap_interval, now.gap_interval))
    if clear and then.gap * now.gap < 0:
        return "turned"
    return "closing" if abs(now.gap) < abs(then.gap) else "widening"


def steps_withheld(since: int, why: Withheld) -> Change:
    """Where one of the two waves does not show the gap."""
    side = SideChange(change=why, interval=why, p=why, p_adjusted=why, verdict="withheld")
    reason: ChangeReason = "protected"
    if why.withheld in ("few_people", "few_changed"):
        reason = "few_people" if why.withheld == "few_people" else "few_changed"
    return Change(
        since=since,
        sides=BySide(side, side),
        both=side,
        level="withheld",
        change=why,
        interval=why,
        interval_90=why,
        p=why,
        p_adjusted=why,
        verdict="withheld",
        reason=reason,
        could_show_steadiness=why,
        detectable=why,
    )
