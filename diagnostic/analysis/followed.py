"""One scale in an earlier wave, over the statements that the latest wave shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_interval
from diagnostic.analysis.report import (
    BySide,
    Interval,
    OnPoints,
    Report,
    Scale,
    ScaleSide,
    ShortForm,
    Statement,
    StatementSide,
    TrendSide,
)
from diagnostic.disclosure import FEW_CHANGED, FEW_PEOPLE, JOINT, NOT_ASKED, REWORDED, Withheld
from diagnostic.questionnaire import SIDES, Side
from diagnostic.statistics import Estimate, Moments


@dataclass(frozen=True)
class Known:
    """What of a wave can be computed with: both sides' means, their gap, and the smaller number of answers."""

    sides: BySide[Estimate]
    gap: float
    gap_interval: Interval
    fewest: int


@dataclass(frozen=True)
class Scored:
    """A scale in one wave. ``exact``: from people's own scores; else from the statements' means."""

    exact: bool
    shown: BySide[TrendSide]
    known: Known | Withheld

    @property
    def asked(self) -> bool:
        """Whether the wave asked the same, be it shown or not."""
        return self.known not in (NOT_ASKED, REWORDED)

    def means(self) -> BySide[float | Withheld]:
        return BySide.of(lambda side: self.shown[side].mean)


def scored(wave: Report, scale: Scale, latest: Report) -> Scored:
    """The scale of the latest wave as an earlier wave, or it itself, shows it."""
    there = {statement.id: statement for statement in wave.statements}
    if not scale.statements:  # none is shown in full
        return _missing(_why(scale))
    if not there.keys() >= set(scale.statements):
        return _missing(NOT_ASKED)
    if not all(same_wording(statement, wave, latest) for statement in scale.statements):
        return _missing(REWORDED)
    asked = sum(statement.scale == scale.id for statement in wave.statements)
    forms: Sequence[Scale | ShortForm] = (*wave.scales, *wave.short_forms)
    for own in (each for each in forms if each.id == scale.id and set(each.statements) == set(scale.statements)):
        # A wave that asked more may show too little of the scale to call it so, and yet all that is compared.
        if asked == len(scale.statements) or not isinstance(own.sides.a.mean, Withheld):
            return _from_scores(own)
    if wave.levels_alone:  # the mean of levels would be no level
        return _missing(FEW_CHANGED)
    took_part = min(wave.participation[side].answered for side in SIDES)
    return _from_statements([there[statement] for statement in scale.statements], scale, took_part)


def means(statement: str, wave: Report, latest: Report) -> BySide[float | Withheld]:
    """Both sides' mean or level of a statement of the latest wave, as an earlier wave, or it itself, shows it."""
    own = next((each for each in wave.statements if each.id == statement), None)
    if own is None:
        return BySide(NOT_ASKED, NOT_ASKED)
    if not same_wording(statement, wave, latest):
        return BySide(REWORDED, REWORDED)
    return BySide.of(lambda side: own.sides[side].mean)


def estimates(statement: Statement) -> BySide[Estimate] | None:
    """Both sides' means of a statement in its sense, up being for the better; None where they are not shown in full."""
    found = [_average([statement], side, statement) for side in SIDES]
    match found:
        case [Estimate() as a, Estimate() as b]:
            return BySide(a, b)
        case _:
            return None


def same_wording(statement: str, one: Report, other: Report) -> bool:
    """Whether respondents read the same, in every language in which both waves could be answered."""
    key = f"wording:{statement}"
    both = answered_in(one) & answered_in(other)
    return bool(both) and all(one.texts[tongue].get(key) == other.texts[tongue].get(key) for tongue in both)


def answered_in(report: Report) -> set[str]:
    """The languages in which a wave could be answered; all that its Report speaks where nobody knows."""
    return report.texts.keys() & set(report.wave.offered or report.texts)


def _why(scale: Scale) -> Withheld:
    return scale.sides.a.mean if isinstance(scale.sides.a.mean, Withheld) else NOT_ASKED


def _missing(why: Withheld) -> Scored:
    side = TrendSide(n=why, mean=why, interval=why)
    return Scored(False, BySide(side, side), why)


def _from_scores(scale: Scale | ShortForm) -> Scored:
    shown = BySide.of(
        lambda side: TrendSide(n=scale.sides[side].n, mean=scale.sides[side].mean, interval=scale.sides[side].interval)
    )
    return Scored(scale.sides.a.n != FEW_PEOPLE, shown, _known_scores(scale))


def _known_scores(scale: Scale | ShortForm) -> Known | Withheld:
    found = [_estimate_of_scores(scale, side) for side in SIDES]
    match (*found, scale.gap.mean_difference, scale.gap.interval):
        case (Estimate() as a, Estimate() as b, float() as gap, (low, high)):
            return Known(BySide(a, b), gap, (low, high), 1 + int(min(a.freedom, b.freedom)))
        case figures:
            return next(figure for figure in figures if isinstance(figure, Withheld))


def _estimate_of_scores(scale: Scale | ShortForm, side: Side) -> Estimate | Withheld:
    match scale.sides[side]:
        case ScaleSide(n=int() as n, mean=float() as mean, sd=float() as sd):
            # Two scores differ by no less than one answer one step off does.
            step = 1 / len(scale.statements)
            return _estimate(n, mean, sd, scale, step)
        case own:
            return next(figure for figure in (own.sd, own.n, own.mean) if isinstance(figure, Withheld))


def _from_statements(statements: Sequence[Statement], scale: OnPoints, took_part: int) -> Scored:
    """The mean of the statements' means: the wave asked more of the scale, and has no short form over these.

    Where so few took part that a scale has no scores, it is a level, and no more is known of it.
    """
    found = [_average(statements, side, scale) for side in SIDES]
    match found:
        case [Estimate() as a, Estimate() as b]:
            shown = BySide(_side(a), _side(b))
            if took_part < JOINT:
                levels = BySide.of(lambda side: TrendSide(n=FEW_PEOPLE, mean=shown[side].mean, interval=FEW_PEOPLE))
                return Scored(False, levels, FEW_PEOPLE)
            gap = statistics.contrast([(1, b), (-1, a)])
            fewest = 1 + int(min(a.freedom, b.freedom))
            known = Known(BySide(a, b), rounded(gap.value), rounded_interval(gap.interval()), fewest)
            return Scored(False, shown, known)
        case _:
            return _missing(next(figure for figure in found if isinstance(figure, Withheld)))


def _average(statements: Sequence[Statement], side: Side, scale: OnPoints) -> Estimate | Withheld:
    estimates = []
    for statement in statements:
        match statement.sides[side]:
            case StatementSide(n=int() as n, mean=float() as mean, sd=float() as sd):
                turned = statement.turned(mean) if statement.reversed else mean
                stretch = (scale.points - 1) / (statement.points - 1)
                stretched = scale.lowest + (turned - statement.lowest) * stretch
                estimates.append(_estimate(n, stretched, sd * stretch, scale, stretch))
            case own:
                return next(figure for figure in (own.mean, own.sd, own.n) if isinstance(figure, Withheld))
    return statistics.average(estimates)


def _estimate(n: int, mean: float, sd: float, on: OnPoints, step: float) -> Estimate:
    bounds = float(on.lowest), float(on.highest)
    return statistics.estimate(Moments(n=n, mean=mean, variance=sd**2, bounds=bounds, step=step))


def _side(of: Estimate) -> TrendSide:
    interval = statistics.contrast([(1, of)]).interval()
    return TrendSide(n=1 + int(of.freedom), mean=rounded(of.mean), interval=rounded_interval(interval))
