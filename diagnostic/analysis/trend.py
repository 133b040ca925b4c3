"""What moved since earlier waves: worked out from Reports alone, so that it tells nothing that they do not."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from diagnostic import statistics
from diagnostic.analysis.change import Step, judged, steps_withheld
from diagnostic.analysis.followed import Known, means, scored
from diagnostic.analysis.joint import rounded, rounded_interval
from diagnostic.analysis.report import (
    Change,
    Family,
    LevelPoint,
    Report,
    Scale,
    Slope,
    StatementLevels,
    Trend,
    TrendPoint,
)
from diagnostic.disclosure import NOT_ASKED, REWORDED, Withheld
from diagnostic.statistics import FEWEST

MONTH = 30.44
"""Days: a twelfth of a year."""


def with_trend(report: Report, earlier: Sequence[Report]) -> Report:
    """The Report of a wave with what moved since those before.

    A scale is followed over the statements that this wave shows of it in full, so that like is compared with like.
    This wave is compared with the latest earlier one that shows the gap, and with the first such: all of it one
    family, by Holm. What earlier waves compared is not tested again.

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
    followed = [_Followed(scale, (*earlier, report)) for scale in report.scales]
    steps = [step for each in followed for step in each.steps()]
    family = [step for step in steps if step.fewest >= FEWEST]
    adjusted = dict(zip(family, statistics.holm([step.gap.p for step in family]), strict=True))
    changes = {step: judged(step, adjusted.get(step), len(family), report.release) for step in steps}
    named = (Family(name="changes", size=len(family), procedure="holm"),) if family else ()
    return replace(
        report,
        trend=tuple(each.trend(changes) for each in followed),
        levels=tuple(_levels(report, earlier)),
        families=(*report.families, *named),
    )


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
            Step(self.scale.id, self.scale.points, place + 1, known, now)
            for place, known in dict(reversed(then[:1] + then[-1:])).items()
        ]

    def trend(self, changes: dict[Step, Change]) -> Trend:
        found = [changes[step] for step in self.steps()] or list(self.withheld())
        return Trend(
            scale=self.scale.id,
            target=self.scale.target,
            points=self.scale.points,
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


def _levels(report: Report, earlier: Sequence[Report]) -> Iterator[StatementLevels]:
    for statement in report.statements:
        series = tuple(
            LevelPoint(wave=number, sides=means(statement.id, wave, report))
            for number, wave in enumerate((*earlier, report), start=1)
        )
        if any(point.sides.a not in (NOT_ASKED, REWORDED) for point in series[:-1]):
            yield StatementLevels(id=statement.id, series=series)
