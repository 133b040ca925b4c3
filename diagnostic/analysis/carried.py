"""What is said of agreed targets, from changes that people carried themselves and nobody joined.

Each person's browser works out how their answers on a target, on average over the pulses so far, differ from their
first, and puts that one number into the sealed sheet. At the close it is split off, and all that is left of it is how
many of a side had each difference. So a verdict needs no two Reports to be set against each other, and nobody who
joined or left is in it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from diagnostic import statistics
from diagnostic.analysis.followed import Known, estimates, same_wording, scored
from diagnostic.analysis.report import (
    BySide,
    CarriedChange,
    CarriedWord,
    Interval,
    PerceivedWord,
    Release,
    Report,
    Statement,
)
from diagnostic.disclosure import (
    FEW_PEOPLE,
    ChangeShown,
    CountTable,
    Withheld,
    change_to_show,
    protect,
    standing_change,
)
from diagnostic.questionnaire import SIDES, Side
from diagnostic.statistics import Contrast, Estimate, Moments

PLANNED = 0.8
"""Of a target's error rate, what is spent on that which is to change, its gap or its level; the rest on the other."""


@dataclass(frozen=True)
class Carried:
    """What was carried into a wave on one target, a statement or a scale.

    ``differences`` has for each side how many carried each difference in points, up being for the better. ``fits`` is
    false where more people had some first answer, by what was carried, than the first wave counted.
    """

    target: str
    differences: BySide[Mapping[float, int]]
    fits: bool = True
    since: int = 1
    """The number of the wave that changes are counted from."""
    perceived: BySide[Sequence[int]] | None = None
    """How many of each side say worse, the same, and better; None where it was not asked."""


@dataclass(frozen=True)
class _Change:
    """A target's gap in the first wave, and how far it and the level have changed."""

    margin: float
    first_gap: float
    first_interval: Interval
    gap: Contrast
    level: Contrast

    @property
    def tested(self) -> tuple[Contrast, Contrast]:
        return self.gap, self.level

    @property
    def weights(self) -> tuple[float, float]:
        """Of the two: where the first wave has a gap that is no small one, it is what is to change, else the level."""
        return (PLANNED, 1 - PLANNED) if abs(self.first_gap) >= self.margin else (1 - PLANNED, PLANNED)

    @property
    def direction(self) -> CarriedWord:
        """Where the gap went. It turned where it was surely there on one side, and is now as surely on the other."""
        low, high = self.first_interval
        ends = [self.first_gap + end for end in self.gap.interval()]
        if (low > 0 > ends[1]) or (high < 0 < ends[0]):
            return "turned"
        return "closing" if abs(self.first_gap + self.gap.value) < abs(self.first_gap) else "widening"


def carried_changes(report: Report, earlier: Sequence[Report], carried: Sequence[Carried]) -> tuple[CarriedChange, ...]:
    """What may be said of each agreed target since the first wave.

    The targets are one family, whether or not enough was carried on each: of any of them, and in any wave of the
    programme, something is said to have changed wrongly with a probability of at most ``release.alpha``. It is spent
    over the looks by `statistics.levels_of_looks`, and over the targets by `statistics.weighted_holm`.

    Parameters
    ----------
    report
        Of this wave, with all its figures.
    earlier
        The Reports of the waves before, in order.
    carried
        On every target that was agreed before the first answer of this wave.
    """
    if not earlier:
        return ()
    answered = [report.participation[side].answered for side in SIDES]
    shown = [change_to_show(answered, [[*each.differences[side].values()] for side in SIDES]) for each in carried]
    changes = {
        each.target: change
        for each, may in zip(carried, shown, strict=True)
        if each.fits and may.judged and (change := _change(report, earlier[each.since - 1], each)) is not None
    }
    look = max((1 + len(earlier) - each.since for each in carried), default=1)
    words = _words(changes, len(carried), look, report.release)
    return tuple(
        _said(each, may, words.get(each.target, "cannot_tell"), report.release.k, earlier)
        for each, may in zip(carried, shown, strict=True)
    )


def _said(carried: Carried, may: ChangeShown, word: CarriedWord, k: int, earlier: Sequence[Report]) -> CarriedChange:
    before = [change for report in earlier for change in report.carried if change.target == carried.target]

    def by(side: Side) -> float | Withheld:
        if not may.size:
            return FEW_PEOPLE
        last = [size for each in before if not isinstance(size := each.by[side], Withheld)]
        return standing_change(_mean(carried.differences[side]), last[-1] if last else None)

    return CarriedChange(
        target=carried.target,
        since=carried.since,
        changes=BySide.of(lambda side: sum(carried.differences[side].values())),
        word=word if may.word else "too_few",
        by=BySide.of(by),
        perceived=_perceived(carried, k),
    )


def _perceived(carried: Carried, k: int) -> BySide[PerceivedWord | Withheld] | None:
    """What most of a side say, from tables that may be shown."""
    if carried.perceived is None:
        return None
    tables = protect([carried.perceived[side] for side in SIDES], k)
    return BySide(tables, tables) if isinstance(tables, Withheld) else BySide(*map(_most, tables))


def _most(table: CountTable) -> PerceivedWord:
    words: tuple[PerceivedWord, ...] = ("worse", "same", "better")
    by_word = zip(words, table.counts, strict=True)
    return next((word for word, many in by_word if 2 * many > sum(table.counts)), "mixed")


def may_be_first(first: Report, statements: Sequence[str], carried: BySide[Sequence[float]]) -> bool:
    """Whether first answers that were carried may be some of those that the first wave counted.

    Held against its tables, never against anybody's answers. Of a single statement, no more people may have given a
    rating than are counted with it; of several, whose mean was carried, their sum may be no lower and no higher than
    that of so many answers to each.

    Parameters
    ----------
    statements
        Those of the target.
    carried
        The means of people's first answers, up being for the better.
    """
    tables = [each for each in first.statements if each.id in statements]
    return len(tables) == len(statements) and all(_fits(tables, side, carried[side]) for side in SIDES)


def _fits(statements: Sequence[Statement], side: Side, carried: Sequence[float]) -> bool:
    answers = []
    for statement in statements:
        counts = statement.sides[side].counts
        if isinstance(counts, Withheld) or sum(counts) < len(carried):
            return False
        turned = counts[::-1] if statement.reversed else counts
        answers.append([rating for rating, many in enumerate(turned, start=1) for _ in range(many)])
    if len(answers) == 1:
        return not Counter(carried) - Counter(answers[0])
    n, total = len(carried), sum(carried) * len(answers)
    lowest, highest = sum(sum(each[:n]) for each in answers), sum(sum(each[len(each) - n :]) for each in answers)
    return lowest - 1e-6 <= total <= highest + 1e-6


def _change(report: Report, first: Report, carried: Carried) -> _Change | None:
    """None where the first wave does not show the target, or asked something else."""
    scale = next((each for each in report.scales if each.id == carried.target), None)
    if scale is not None:
        known = scored(first, scale, report).known
        if not isinstance(known, Known):
            return None
        points, step, gap, interval = scale.points, 1 / len(scale.statements), known.gap, known.gap_interval
    else:
        asked = next((each for each in first.statements if each.id == carried.target), None)
        before = estimates(asked) if asked and same_wording(asked.id, first, report) else None
        if asked is None or before is None:
            return None
        contrast = statistics.contrast([(1, before.b), (-1, before.a)])
        points, step, gap, interval = asked.points, 1.0, contrast.value, contrast.interval()
    a, b = (_estimate(carried.differences[side], points, step) for side in SIDES)
    return _Change(
        report.release.scale_margin * (points - 1),
        gap,
        interval,
        gap=statistics.contrast([(1, b), (-1, a)]),
        level=statistics.contrast([(0.5, a), (0.5, b)]),
    )


def _mean(differences: Mapping[float, int]) -> float:
    return sum(each * many for each, many in differences.items()) / sum(differences.values())


def _estimate(differences: Mapping[float, int], points: int, step: float) -> Estimate:
    n, mean = sum(differences.values()), _mean(differences)
    variance = sum(many * (each - mean) ** 2 for each, many in differences.items()) / (n - 1)
    bounds = (1.0 - points, points - 1.0)
    return statistics.estimate(Moments(n=n, mean=mean, variance=variance, bounds=bounds, step=step))


def _words(changes: Mapping[str, _Change], targets: int, look: int, release: Release) -> dict[str, CarriedWord]:
    # A target of which too little was carried to be tested keeps its share all the same.
    untested = targets - len(changes)
    p_values = [each.p for change in changes.values() for each in change.tested] + [1.0, 1.0] * untested
    weights = [each for change in changes.values() for each in change.weights] + [PLANNED, 1 - PLANNED] * untested
    level = partial(level_of_look, look=look, pulses=release.pulses)
    adjusted = iter(statistics.weighted_holm(p_values, weights, release.alpha, level))
    return {target: _word(change, (next(adjusted), next(adjusted)), release) for target, change in changes.items()}


def _word(change: _Change, adjusted: tuple[float, float], release: Release) -> CarriedWord:
    alpha = release.alpha
    gap, level = (
        statistics.verdict(each.interval(2 * alpha), each.p, p_adjusted, margin=change.margin, alpha=alpha).verdict
        for each, p_adjusted in zip(change.tested, adjusted, strict=True)
    )
    if gap == "gap":
        return change.direction
    if level == "gap":
        return "risen" if change.level.value > 0 else "fallen"
    return "steady" if gap == level == "aligned" else "cannot_tell"


@cache
def level_of_look(alpha: float, look: int, pulses: int) -> float:
    """The two-sided level at which a pulse may test where so much is spent over the programme.

    Parameters
    ----------
    look
        The pulse's number, from 1 on; one after those that were planned is tested as the last of so many.
    """
    planned = max(look, pulses)
    return 2 * statistics.levels_of_looks(statistics.information_of_means(planned), alpha / 2)[look - 1]
