"""Statements, views and cuts in a Report."""

from typing import Literal

import msgspec

from diagnostic.analysis.report.basics import BySide, GapKind, Interval, OnPoints, SharedKind, VerdictName
from diagnostic.disclosure import ComparisonWithheld, Withheld
from diagnostic.questionnaire.words import Side, Target
from diagnostic.statistics import VerdictReason

ComparisonReason = Literal[VerdictReason, ComparisonWithheld]
"""Why a verdict is what it is; the last three where a comparison is withheld."""

Kind = Literal[GapKind, SharedKind, "not_classifiable"]


class StatementSide(msgspec.Struct, frozen=True, kw_only=True):
    """One side's ratings of one statement.

    ``counts`` has a number for each of the K categories, lowest first. ``interval`` is of the mean. ``a_wg`` is
    the agreement inside the side, 1 where all say the same, 0 as with evenly spread answers, lower where they
    are at odds; null where the mean is too near an end to tell. ``divided``: whether the answers surely fall apart
    into a low and a high camp, that is ``divided_p`` is at most alpha: the p-value of a single peak, adjusted for all
    sides of all statements; both null where fewer than 15 answered.
    """

    n: int | Withheld
    cant_say: int | Withheld
    mean: float | Withheld
    sd: float | Withheld
    counts: tuple[int, ...] | Withheld
    interval: Interval | Withheld
    a_wg: float | Withheld | None
    divided: bool | Withheld | None
    divided_p: float | Withheld | None = None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two groups of different people compared on one scale: the second less the first.

    ``mean_difference`` and ``interval`` are in scale points; ``delta`` is Cliff's, with intervals at 95 and
    90 %; ``p`` is the exact studentised permutation p-value, or one from drawn assignments, and then
    with its standard error. ``p_adjusted``, rounded up to three decimals, is null where the comparison is
    in no family, because it is not judged. ``beyond_language``, of what is called a gap or very likely one where the
    sides' main languages differ: whether it would be without what the answers to all statements have in common; else
    null.
    """

    mean_difference: float | Withheld
    interval: Interval | Withheld
    delta: float | Withheld
    delta_interval: Interval | Withheld
    delta_interval_90: Interval | Withheld
    p: float | Withheld
    p_standard_error: float | Withheld | None
    p_adjusted: float | Withheld | None
    verdict: VerdictName
    reason: ComparisonReason
    could_show_alignment: bool | Withheld
    beyond_language: bool | Withheld | None = None


class Gap(Comparison, frozen=True, kw_only=True):
    """The difference between the sides on a statement, b minus a.

    ``relative`` is what is left of ``mean_difference`` without the overall offset. ``size`` is how large the gap is
    likely to be, all gaps taken together, with the interval that holds it with probability .95, and ``likely`` the
    probability that it is more than ¼ point of five in the direction in which the answers differ: what is said beside a
    gap that was picked from many, where ``mean_difference`` is what was answered. All three are null where the gap is
    not judged, and to three decimals.

    Beside the verdicts of `Comparison`: ``very_likely`` where ``likely`` is .95 or more, ``worth_asking`` where it is
    .90 or more and 12 or more answered on each side; neither where one side has more than 1.5 times the answers of the
    other.
    """

    relative: float | Withheld
    size: float | Withheld | None = None
    size_interval: Interval | Withheld | None = None
    likely: float | Withheld | None = None


class Paired(msgspec.Struct, frozen=True, kw_only=True):
    """Two ratings by the same people, the second less the first; all of it to three decimals.

    ``delta`` is the share of people with a higher second rating less that with a lower one; ``p`` is
    of the exact Wilcoxon signed-rank test with Pratt's rule.
    """

    n: int | Withheld
    mean_difference: float | Withheld
    delta: float | Withheld
    interval: Interval | Withheld
    p: float | Withheld


class Predicted(msgspec.Struct, frozen=True, kw_only=True):
    """What side ``by`` thinks that the partner would say about it.

    ``against_partner``: what the partner does say less what was predicted. ``against_own``, by the same
    people: what was predicted less what they say themselves.
    """

    by: Side
    n: int | Withheld
    mean: float | Withheld
    counts: tuple[int, ...] | Withheld
    against_partner: Comparison
    against_own: Paired


class CantSay(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the sides differ in how many cannot say: Fisher's exact test."""

    p: float | Withheld
    p_adjusted: float | Withheld


class Statement(OnPoints, frozen=True, kw_only=True):
    """One statement, rated by both sides.

    ``kind`` reads the gap and the levels together: *blind spot* (a company rates itself more favourably
    than the partner does, verdict ``gap``), *hidden strength* (less, and the
    partner's mean is surely in the favourable half), *a-only* or *b-only concern* (a gap,
    and only one side is surely in the unfavourable half), else *shared strength* and *shared concern* (as of a
    `Scale`), else *not classifiable*; null where withheld.

    Where few people joined or left since an earlier wave, all that is shown is each side's ``mean``, to half a
    point, as it was last shown unless it clearly moved.
    """

    id: str
    scale: str | None
    item: str
    target: Target
    reversed: bool
    sides: BySide[StatementSide]
    gap: Gap
    cant_say: CantSay
    predicted: Predicted | None
    kind: Kind | None


class OneSided(OnPoints, frozen=True, kw_only=True):
    """A statement that one side alone was asked to rate, ``by`` itself or of its partner: one view, and no gap.

    It is protected on its own, enters no scale and no family, and is neither tested nor set against anything.
    ``divided`` is null.
    """

    id: str
    scale: str | None
    item: str
    target: Side
    by: Side
    reversed: bool
    answers: StatementSide


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What the people of a side say of the partner, less what they say of their own company, item by item."""

    item: str
    side: Side
    partner_less_own: Paired


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The ratings of one group of a side."""

    group: str
    counts: tuple[int, ...]
    mean: float


class GroupEffect(msgspec.Struct, frozen=True, kw_only=True):
    """A group that both companies have, against everybody else of its own company.

    ``differences`` are in scale points: the group's mean less that of the others of its side. ``p`` is of the exact
    stratified permutation test that inside the companies it does not matter who is in the group; ``p_adjusted`` by
    Holm over all groups and statements.
    """

    group: str
    differences: BySide[float]
    p: float
    p_adjusted: float


class CutStatement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement by group; shown only where every group's ratings may be.

    The shares are omega squared: how much of the ratings' variance lies between the companies, and
    between the groups, people of one group name taken together across the companies.
    """

    id: str
    groups: BySide[tuple[Group, ...]] | None
    """null where withheld, as the shares then say."""
    between_sides: float | Withheld
    between_groups: float | Withheld
    effects: tuple[GroupEffect, ...] = ()
    """Of the groups that both companies have; of two that are all there are, the first stands for both."""


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Companies against the groups of the attribute that was kept.

    ``groups`` are the groups' names by side. The shares are means over the statements shown; ``p`` tests
    whether groups differ inside the companies, by permuting people within their company.
    """

    attribute: str
    groups: BySide[tuple[str, ...]]
    statements: tuple[CutStatement, ...]
    between_sides: float | Withheld
    between_groups: float | Withheld
    p: float | Withheld
