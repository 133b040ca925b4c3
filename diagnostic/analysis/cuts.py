"""Companies against the groups inside them: where the fault line runs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from diagnostic import statistics
from diagnostic.analysis.joint import rounded, rounded_up
from diagnostic.analysis.report import (
    BySide,
    Cut,
    CutStatement,
    Family,
    FamilyName,
    Group,
    GroupEffect,
    NoGroups,
    Release,
    Statement,
    as_answered,
)
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import OTHER, PROTECTED, Withheld, may_show
from diagnostic.questionnaire import CANT_SAY, SIDES

FEWEST_GROUPS = 2


class Cuts(NamedTuple):
    cuts: tuple[Cut, ...]
    families: tuple[Family, ...] = ()
    no_groups: NoGroups | None = None


def cuts(tallies: BySide[Tally], statements: Sequence[Statement], release: Release) -> Cuts:
    """The cut by the attribute that was kept, where both sides kept groups of it; else why there is none."""
    if release.attribute is None:
        return Cuts((), no_groups="no_attribute")
    groups = BySide.of(lambda side: tallies[side].groups())
    fewest = min(len(groups[side]) for side in SIDES)
    if fewest < FEWEST_GROUPS:
        return Cuts((), no_groups="one_group" if fewest else "small_groups")
    made = _adjusted([_statement(statement, tallies, groups, release.k) for statement in statements])
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
        return Cuts((whole,))
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
    tested = sum(len(cut.effects) for cut in made)
    sizes: dict[FamilyName, int] = {"groups": tested, "fault_line": 1}
    return Cuts((whole,), tuple(Family(name=name, size=size, procedure="holm") for name, size in sizes.items()))


def _adjusted(made: Sequence[CutStatement]) -> list[CutStatement]:
    """All effects of all statements as one family."""
    adjusted = iter(statistics.holm([effect.p for cut in made for effect in cut.effects]))
    return [
        replace(cut, effects=tuple(replace(effect, p_adjusted=next(adjusted)) for effect in cut.effects))
        for cut in made
    ]


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
        groups=BySide.of(
            lambda side: tuple(_group(name, table, statement.lowest) for name, table in tables[side].items())
        ),
        between_sides=statistics.variance_share(
            [np.sum(list(tables[side].values()), axis=0).tolist() for side in SIDES]
        ),
        between_groups=statistics.variance_share(together),
        effects=tuple(_effect(name, tables) for name in _compared(groups)),
    )


def _compared(groups: BySide[tuple[str, ...]]) -> list[str]:
    """The groups that both sides have and that have a name; of two that are all, one says what there is to say."""
    both = [name for name in groups.a if name in groups.b and name != OTHER]
    return both[:1] if groups.a == groups.b and len(groups.a) == FEWEST_GROUPS else both


def _effect(name: str, tables: BySide[dict[str, tuple[int, ...]]]) -> GroupEffect:
    group = [tables[side][name] for side in SIDES]
    rest = [np.sum([t for other, t in tables[side].items() if other != name], axis=0).tolist() for side in SIDES]
    means, others = ([statistics.from_counts(each).mean for each in tables_of] for tables_of in (group, rest))
    p = statistics.group_effect(group, rest)
    return GroupEffect(
        group=name,
        differences=BySide(means[0] - others[0], means[1] - others[1]),
        p=p,
        p_adjusted=p,  # until the family is known
    )


def _group(name: str, table: tuple[int, ...], lowest: int) -> Group:
    return Group(group=name, counts=table, mean=as_answered(statistics.from_counts(table).mean, lowest))
