"""Companies against the groups inside them: where the fault line runs."""

from collections.abc import Sequence

import numpy as np

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_up
from diagnostic.analysis.report import BySide, Cut, CutStatement, Family, Group, Release, Statement
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Withheld, may_show
from diagnostic.questionnaire import CANT_SAY, SIDES

FEWEST_GROUPS = 2


def cuts(
    tallies: BySide[Tally], statements: Sequence[Statement], release: Release
) -> tuple[tuple[Cut, ...], tuple[Family, ...]]:
    """The cut by the attribute that was kept, where both sides kept groups of it."""
    groups = BySide.of(lambda side: tallies[side].groups())
    if release.attribute is None or any(len(groups[side]) < FEWEST_GROUPS for side in SIDES):
        return (), ()
    made = [_statement(statement, tallies, groups, release.k) for statement in statements]
    shown = [cut.id for cut in made if cut.groups is not None]
    if not shown:
        whole = Cut(
            attribute=release.attribute,
            groups=groups,
            statements=tuple(made),
            between_sides=PROTECTED,
            between_groups=PROTECTED,
            p=PROTECTED,
        )
        return (whole,), ()
    answers = np.vstack([tallies[side].matrix(shown) for side in SIDES]).astype(np.float64)
    answers[answers == CANT_SAY] = np.nan
    sides = np.repeat([0, 1], [tallies[side].people for side in SIDES])
    names = np.concatenate([tallies[side].group_of_each() for side in SIDES])
    found = statistics.fault_line(answers, sides, names)
    whole = Cut(
        attribute=release.attribute,
        groups=groups,
        statements=tuple(made),
        between_sides=rounded(found.share_between_sides),
        between_groups=rounded(found.share_between_groups),
        p=rounded_up(found.p),
    )
    return (whole,), (Family(name="fault_line", size=1, procedure="holm"),)


def _statement(statement: Statement, tallies: BySide[Tally], groups: BySide[tuple[str, ...]], k: int) -> CutStatement:
    """One statement by group: all groups of both sides are one secret with the sides' own tables."""
    tables = BySide.of(
        lambda side: {g: tallies[side].ratings_of(statement.id, statement.points, g) for g in groups[side]}
    )
    every = [table for side in SIDES for table in tables[side].values()]
    if isinstance(statement.gap.delta, Withheld) or not may_show(every, k):
        return CutStatement(id=statement.id, groups=None, between_sides=PROTECTED, between_groups=PROTECTED)
    together = [
        np.sum([tables[side][name] for side in SIDES if name in tables[side]], axis=0).tolist()
        for name in sorted({*groups.a, *groups.b})
    ]
    return CutStatement(
        id=statement.id,
        groups=BySide.of(lambda side: tuple(_group(name, table) for name, table in tables[side].items())),
        between_sides=statistics.variance_share(
            [np.sum(list(tables[side].values()), axis=0).tolist() for side in SIDES]
        ),
        between_groups=statistics.variance_share(together),
    )


def _group(name: str, table: tuple[int, ...]) -> Group:
    return Group(group=name, counts=table, mean=statistics.from_counts(table).mean)
