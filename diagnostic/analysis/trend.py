"""What moved since earlier waves: worked out from Reports alone, so that it tells nothing that they do not."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from diagnostic import statistics
from diagnostic.analysis.before import with_before
from diagnostic.analysis.change import Judge, Rise, Step, steps_withheld
from diagnostic.analysis.followed import Known, estimates, means, same_wording, scored
from diagnostic.analysis.joint import rounded, rounded_interval
from diagnostic.analysis.report import (
    LEVEL_CERTAIN,
    MOVED_KINDS,
    Change,
    Family,
    FamilyName,
    Finding,
    LevelChange,
    LevelPoint,
    MovedKind,
    Report,
    Scale,
    Slope,
    Statement,
    StatementLevels,
    Trend,
    TrendPoint,
    spoken_of,
)
from diagnostic.disclosure import NOT_ASKED, REWORDED, Withheld
from diagnostic.questionnaire import SIDES, Side
from diagnostic.statistics import FEWEST, OF_SCALES

MONTH = 30.44
"""Days: a twelfth of a year."""


def with_trend(report: Report, earlier: Sequence[Report]) -> Report:
    """The Report of a wave with what moved since those before.

    A scale is followed over the statements that this wave shows of it in full, so that like is compared with like.
    This wave is compared with the latest earlier one that shows the gap, and with the first such; a statement with the
    first that shows it. What earlier waves compared is not tested again.

    Of each scale and earlier wave both levels, their mean and the gap are tested, by Shaffer's procedure; scales and
    statements by Bonferroni's: anything is found wrongly with a probability of at most alpha / ``release.pulses``.

    Parameters
    ----------
    report
        As `analyse` makes it.
    earlier
        The Reports of the alliance's waves that closed before, in that order; consultant's editions.
    """
    report = replace(report, wave=replace(report.wave, number=len(earlier) + 1))
    if not earlier:
        return report
    report = with_before(report, earlier)
    followed = [_Followed(scale, (*earlier, report)) for scale in report.scales]
    rises = {statement.id: rise for statement in report.statements if (rise := _rise(statement, report, earlier))}
    scales, of_scales = _family("changes", [step for each in followed for step in each.steps()], OF_SCALES, report)
    statements, of_statements = _family("levels", list(rises.values()), 1 - OF_SCALES, report)
    trend = tuple(each.trend(scales) for each in followed)
    return replace(
        report,
        trend=trend,
        levels=tuple(_levels(report, earlier, {id: statements.levels(rise) for id, rise in rises.items()})),
        findings=(*report.findings, *_findings(trend)),
        families=(*report.families, *(family for family in (of_scales, of_statements) if family.size)),
    )


def _family(name: FamilyName, rises: Sequence[Rise], share: float, report: Report) -> tuple[Judge, Family]:
    size = sum(rise.fewest >= FEWEST for rise in rises)
    times = max(size, 1) * report.release.pulses / share
    return Judge(times, report.release), Family(name=name, size=size, procedure="shaffer")


class _Followed:
    """A scale over all waves, the latest last."""

    def __init__(self, scale: Scale, waves: Sequence[Report]) -> None:
        self.scale = scale
        self.waves = waves
        self.scored = [scored(wave, scale, waves[-1]) for wave in waves]

    def steps(self) -> list[Step]:
        """From the latest earlier wave that shows the gap to this one; and, if that is another, from the first."""
        now = self.scored[-1].known
        if isinstance(now, Withheld):
            return []
        then = [(place, each.known) for place, each in enumerate(self.scored[:-1]) if isinstance(each.known, Known)]
        return [
            Step(self.scale.id, self.scale.points, place + 1, known.sides, now.sides, self.concern(place), known, now)
            for place, known in dict(reversed(then[:1] + then[-1:])).items()
        ]

    def concern(self, place: int) -> bool:
        found = self.waves[place].findings
        return any(each.kind == "shared_concern" and each.subject == self.scale.id for each in found)

    def trend(self, judge: Judge) -> Trend:
        found = [judge.change(step) for step in self.steps()] or list(self.withheld())
        return Trend(
            scale=self.scale.id,
            target=self.scale.target,
            points=self.scale.points,
            lowest=self.scale.lowest,
            statements=self.scale.statements,
            series=tuple(self.point(place) for place in range(len(self.waves))),
            since_previous=found[0] if found else None,
            since_first=found[1] if len(found) > 1 else None,
            slope=self.slope(),
        )

    def withheld(self) -> Iterator[Change]:
        """Where nothing can be compared though it was asked before: why."""
        asked = [place for place, each in enumerate(self.scored[:-1]) if each.asked]
        if asked:
            here, there = self.scored[-1].known, self.scored[asked[-1]].known
            why = here if isinstance(here, Withheld) else there
            if isinstance(why, Withheld):
                yield steps_withheld(asked[-1] + 1, why)

    def point(self, place: int) -> TrendPoint:
        wave, found = self.waves[place], self.scored[place]
        known = found.known
        return TrendPoint(
            wave=place + 1,
            kind=wave.wave.kind,
            closed=wave.wave.closed,
            participation=wave.participation,
            languages=wave.languages,
            exact=found.exact,
            sides=found.shown,
            gap=known if isinstance(known, Withheld) else known.gap,
            gap_interval=known if isinstance(known, Withheld) else known.gap_interval,
        )

    def slope(self) -> Slope | None:
        shown = [
            (wave.wave.closed, each.known)
            for wave, each in zip(self.waves, self.scored, strict=True)
            if isinstance(each.known, Known)
        ]
        days = [closed for closed, _ in shown if closed is not None]
        if not len(shown) == len(days) == len(set(days)) or len(shown) < 3:
            return None
        times = [(day - days[0]).days / MONTH for day in days]
        errors = [known.sides.a.squared_error + known.sides.b.squared_error for _, known in shown]
        weights = statistics.slope_weights(times, errors)
        terms = [
            (sign * weight, estimate)
            for weight, (_, known) in zip(weights, shown, strict=True)
            for sign, estimate in ((1, known.sides.b), (-1, known.sides.a))
            if weight
        ]
        found = statistics.contrast(terms)
        alpha = self.waves[-1].release.alpha
        return Slope(per_month=rounded(found.value), interval=rounded_interval(found.interval(alpha)), waves=len(shown))


def _rise(statement: Statement, report: Report, earlier: Sequence[Report]) -> Rise | None:
    """A statement in this wave and the first that shows its figures; None where there are no two such."""
    after = estimates(statement)
    for number, wave in enumerate(earlier, start=1):
        asked = next((each for each in wave.statements if each.id == statement.id), None)
        before = estimates(asked) if asked and same_wording(statement.id, wave, report) else None
        if before and after:
            return Rise(statement.id, statement.points, number, before, after, concern=False)
    return None


def _findings(trend: Sequence[Trend]) -> Iterator[Finding]:
    """How the levels of scales moved, each kind by itself, the largest first."""
    changes = {each.scale: spoken_of(each.since_first, each.since_previous) for each in trend}
    moved = [(scale, change) for scale, change in changes.items() if change and change.level in LEVEL_CERTAIN]
    moved.sort(key=lambda one: -_size(one[1]))
    for kind in MOVED_KINDS:
        own = [(scale, side) for scale, change in moved for side in _found(kind, change)]
        for rank, (scale, side) in enumerate(own, start=1):
            yield Finding(kind=kind, subject=scale, side=side, rank=rank, verdict=None)


def _size(change: Change) -> float:
    """How far the mean of both sides moved."""
    return abs(change.both.change) if change.both and isinstance(change.both.change, float) else 0.0


def _found(kind: MovedKind, change: Change) -> Iterator[Side | None]:
    """Whose findings of a kind a change makes; none for both sides'."""
    if change.level == kind:
        yield change.side
    elif change.level == "opposite":
        yield from (side for side in SIDES if kind == f"one_side_{change.sides[side].verdict}")


def _levels(report: Report, earlier: Sequence[Report], changes: Mapping[str, LevelChange]) -> Iterator[StatementLevels]:
    for statement in report.statements:
        series = tuple(
            LevelPoint(wave=number, sides=means(statement.id, wave, report))
            for number, wave in enumerate((*earlier, report), start=1)
        )
        if any(point.sides.a not in (NOT_ASKED, REWORDED) for point in series[:-1]):
            yield StatementLevels(id=statement.id, series=series, since_first=changes.get(statement.id))
