"""Every statement: both sides' ratings, the gap between them, and what a side predicts of the other."""

from diagnostic import statistics
from diagnostic.analysis.report import BySide, Gap, Predicted, Release, Statement, StatementSide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Table, Withheld, protect
from diagnostic.questionnaire import SIDES, Questionnaire, Side
from diagnostic.questionnaire import Statement as Asked
from diagnostic.statistics import Moments


def statements(tallies: BySide[Tally], questionnaire: Questionnaire, release: Release) -> tuple[Statement, ...]:
    return tuple(_statement(asked, tallies, release) for asked in questionnaire.statements())


def _statement(asked: Asked, tallies: BySide[Tally], release: Release) -> Statement:
    tables = protect([tallies[side].ratings(asked.id, asked.points) for side in SIDES], release.k)
    if isinstance(tables, Withheld):
        sides, gap = BySide.of(lambda _: WITHHELD_SIDE), WITHHELD_GAP
    else:
        shown = BySide(*tables)
        moments = BySide.of(lambda side: statistics.from_counts(shown[side].counts, shown[side].values))
        sides = BySide.of(
            lambda side: _side(shown[side], moments[side], tallies[side].cant_say(asked.id), release.alpha),
        )
        gap = _gap(moments, release.alpha)
    return Statement(
        id=asked.id,
        scale=asked.scale,
        item=asked.item,
        target=asked.target,
        points=asked.points,
        reversed=asked.reversed,
        banded=not isinstance(tables, Withheld) and tables[0].banded,
        sides=sides,
        gap=gap,
        predicted=_predicted(asked, tallies, release.k),
    )


WITHHELD_SIDE = StatementSide(
    n=PROTECTED, cant_say=PROTECTED, mean=PROTECTED, sd=PROTECTED, counts=PROTECTED, interval=PROTECTED
)
WITHHELD_GAP = Gap(mean_difference=PROTECTED, interval=PROTECTED)


def _side(table: Table, moments: Moments, cant_say: int, alpha: float) -> StatementSide:
    return StatementSide(
        n=moments.n,
        cant_say=cant_say,
        mean=moments.mean,
        sd=moments.sd,
        counts=table.counts,
        interval=statistics.mean_interval(moments, alpha),
    )


def _gap(moments: BySide[Moments], alpha: float) -> Gap:
    gap = statistics.welch(moments.a, moments.b, alpha)
    return Gap(mean_difference=gap.difference, interval=gap.interval)


def _predicted(asked: Asked, tallies: BySide[Tally], k: int) -> Predicted | None:
    """A table of its own: people's own views and their predictions cannot be worked out from each other."""
    if not asked.predicted or asked.target == "alliance":
        return None
    by: Side = asked.target
    tables = protect([tallies[by].ratings(asked.predicted_key, asked.points)], k)
    if isinstance(tables, Withheld):
        return Predicted(by=by, n=tables, mean=tables, counts=tables)
    moments = statistics.from_counts(tables[0].counts, tables[0].values)
    return Predicted(by=by, n=moments.n, mean=moments.mean, counts=tables[0].counts)
