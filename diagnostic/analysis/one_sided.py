"""What one side alone was asked to rate: its partner, or itself. There is one view of it, and nothing to compare."""

from collections.abc import Iterator

from diagnostic import statistics
from diagnostic.analysis.comparisons import moments
from diagnostic.analysis.report import (
    BySide,
    OneSided,
    Release,
    StatementSide,
    as_answered,
    interval_as_answered,
)
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Withheld, protect
from diagnostic.questionnaire import Questionnaire, Side, Statement


def one_sided(tallies: BySide[Tally], questionnaire: Questionnaire, release: Release) -> Iterator[OneSided]:
    for asked in questionnaire.one_sided():
        if asked.target != "alliance" and asked.by is not None:
            yield OneSided(
                id=asked.id,
                scale=asked.scale,
                item=asked.item,
                target=asked.target,
                points=asked.points,
                lowest=asked.lowest,
                reversed=asked.reversed,
                by=asked.by,
                answers=_answers(asked, asked.by, tallies, release),
            )


def _answers(asked: Statement, by: Side, tallies: BySide[Tally], release: Release) -> StatementSide:
    # A table of its own: no other people rate it, so nothing can be worked out from it of another's.
    tables = protect([tallies[by].ratings(asked.id, asked.points)], release.k)
    if isinstance(tables, Withheld):
        withheld = dict.fromkeys(("n", "cant_say", "mean", "sd", "counts", "interval", "a_wg"), PROTECTED)
        return StatementSide(**withheld, divided=None)
    (table,) = tables
    found = moments(table)
    interval = statistics.mean_interval(found, release.alpha)
    return StatementSide(
        n=found.n,
        cant_say=tallies[by].cant_say(asked.id),
        mean=as_answered(found.mean, asked.lowest),
        sd=found.sd,
        counts=table.counts,
        interval=interval_as_answered(interval, asked.lowest),
        a_wg=statistics.within_group_agreement(table.counts),
        divided=None,
    )
