"""What a side predicts that the partner says of it, against what the partner says, and against its own view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.analysis.comparisons import adjust_for_multiplicity, compare, may_judge, moments, withheld_comparison
from diagnostic.analysis.report import BySide, Family, Predicted, Release, as_answered
from diagnostic.analysis.tally import Tally
from diagnostic.analysis.views import paired
from diagnostic.disclosure import PROTECTED, CountTable, Withheld, protect
from diagnostic.questionnaire import Side, other
from diagnostic.questionnaire import Statement as Asked


@dataclass(frozen=True)
class Predictions:
    by_statement: Mapping[str, Predicted]
    families: tuple[Family, ...]


@dataclass(frozen=True)
class _Prediction:
    """A statement about ``by``: its own table of what it predicts, and the partner's of what it says."""

    asked: Asked
    by: Side
    table: CountTable | Withheld
    partner: CountTable | Withheld

    def key(self, side: Side) -> str:
        """What the people of a side bring to the comparison."""
        return self.asked.predicted_key if side == self.by else self.asked.id


def predictions(
    asked: Sequence[Asked],
    tables: Mapping[str, BySide[CountTable] | Withheld],
    tallies: BySide[Tally],
    release: Release,
) -> Predictions:
    made = [
        _prediction(s, s.target, tables[s.id], tallies, release.k)
        for s in asked
        if s.predicted and s.target != "alliance"
    ]
    judged = [p for p in made if may_judge(p.table, p.partner)]
    keys = BySide.of(lambda side: [p.key(side) for p in judged])
    family, p_values = adjust_for_multiplicity(tallies, keys, [p.asked.points for p in judged])
    by_id = dict(zip([p.asked.id for p in judged], p_values, strict=True))
    found = {p.asked.id: _predicted(p, tables[p.asked.id], tallies, release, by_id.get(p.asked.id)) for p in made}
    families = (Family(name="predictions", size=len(judged), procedure=family.procedure),)
    return Predictions(found, families)


def _prediction(
    asked: Asked, by: Side, own: BySide[CountTable] | Withheld, tallies: BySide[Tally], k: int
) -> _Prediction:
    # A table of its own: people's own views and their predictions cannot be worked out from each other.
    tables = protect([tallies[by].ratings(asked.predicted_key, asked.points)], k)
    table = tables if isinstance(tables, Withheld) else tables[0]
    return _Prediction(asked, by, table, own if isinstance(own, Withheld) else own[other(by)])


def _predicted(
    made: _Prediction,
    own: BySide[CountTable] | Withheld,
    tallies: BySide[Tally],
    release: Release,
    p_adjusted: float | None,
) -> Predicted:
    table, partner, by = made.table, made.partner, made.by
    shown = None if isinstance(table, Withheld) else table
    against_partner = (
        withheld_comparison(PROTECTED)
        if isinstance(table, Withheld) or isinstance(partner, Withheld)
        else compare(table, partner, release, p_adjusted)
    )
    return Predicted(
        by=by,
        n=sum(shown.counts) if shown else PROTECTED,
        mean=as_answered(moments(shown).mean, made.asked.lowest) if shown else PROTECTED,
        counts=shown.counts if shown else PROTECTED,
        against_partner=against_partner,
        against_own=paired(
            tallies,
            by,
            (made.asked.id, made.asked.predicted_key),
            shown=shown is not None and not isinstance(own, Withheld),
            alpha=release.alpha,
        ),
    )
