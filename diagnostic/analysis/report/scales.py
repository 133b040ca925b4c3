"""Scales in a Report."""

from typing import Literal

import msgspec

from diagnostic.analysis.report.basics import BySide, Interval, OnPoints, SharedKind, VerdictName
from diagnostic.analysis.report.rated import ComparisonReason
from diagnostic.disclosure import Withheld
from diagnostic.questionnaire.words import Target


class ScaleSide(msgspec.Struct, frozen=True, kw_only=True):
    """One side's scale scores: the mean of a person's answered items, where at least half are answered.

    Where so few took part that scores are withheld, ``n`` among them, ``mean`` is that of the statements' means.
    """

    n: int | Withheld
    mean: float | Withheld
    sd: float | Withheld
    interval: Interval | Withheld


class TheseGap(msgspec.Struct, frozen=True, kw_only=True):
    """A scale's gap among *these people*: all those invited on both sides; to three decimals.

    What they think on any day, as far as the silent think like those who answered. ``worst_case`` is what the
    difference in answers could be at most, whatever the silent would have said.
    """

    interval: Interval | Withheld
    interval_90: Interval | Withheld
    worst_case: Interval | Withheld
    p: float | Withheld
    p_adjusted: float | Withheld
    verdict: VerdictName
    reason: ComparisonReason
    could_show_alignment: bool | Withheld


class ScaleDifference(msgspec.Struct, frozen=True, kw_only=True):
    """The difference between the sides' scale scores, b minus a, to three decimals."""

    mean_difference: float | Withheld
    interval: Interval | Withheld


class ScaleGap(ScaleDifference, frozen=True, kw_only=True):
    """The difference between the sides' scale scores, judged; all of it to three decimals.

    This is the gap among *people like them*: how the alliance is seen in general. ``p`` is Welch's; the verdict reads
    ``interval_90`` against the margin. ``these_people`` is null where it is not known who was invited, where fewer than
    70 % of a side have a score on it, and under the first version of the rules; where it is not null it is what the
    briefing leads with.
    """

    interval_90: Interval | Withheld
    hedges_g: float | Withheld
    hedges_g_interval: Interval | Withheld
    delta: float | Withheld
    delta_interval: Interval | Withheld
    p: float | Withheld
    p_adjusted: float | Withheld
    verdict: VerdictName
    reason: ComparisonReason
    could_show_alignment: bool | Withheld
    margin: float | Withheld | None = None
    """In points: so large a gap, or a smaller one, makes no difference in practice."""
    these_people: TheseGap | None = None
    beyond_language: bool | Withheld | None = None
    """As in a `Comparison`, of the reading that leads."""


def leading(gap: ScaleGap) -> ScaleGap | TheseGap:
    """The reading that the briefing leads with: that of these people, where there is one."""
    return gap.these_people or gap


class Reliability(msgspec.Struct, frozen=True, kw_only=True):
    """Cronbach's alpha of a scale, the sides' means taken out first, with Feldt's interval.

    ``item_rest`` has, for each of the scale's ``statements``, its correlation with the mean of the others.
    All null where the scale has one statement, or the answers leave them undefined.
    """

    n: int | Withheld | None
    alpha: float | Withheld | None
    alpha_interval: Interval | Withheld | None
    item_rest: tuple[float | None, ...] | Withheld | None


class Scale(OnPoints, frozen=True, kw_only=True):
    """A scale about one target.

    ``statements`` are those that enter it: all that are shown in full. Where those are fewer than
    half of the scale's, it is withheld. Every figure is rounded to three decimals.

    ``kind``: *shared strength*, both sides surely above the middle and above their people's own means over all scales;
    *shared concern*, both surely below these, and neither side's mean above the middle. It is null where it is not
    tested. Where few people joined or left
    since an earlier wave, all that is shown is each side's ``mean``, to half a point, as it was last shown unless it
    clearly moved.
    """

    id: str
    scale: str
    target: Target
    statements: tuple[str, ...]
    sides: BySide[ScaleSide]
    gap: ScaleGap
    reliability: Reliability
    kind: SharedKind | Literal["not_classifiable"] | None = None
    kind_p_adjusted: float | Withheld | None = None
    """Whether it is one of the two, whichever is likelier."""


class ShortForm(OnPoints, frozen=True, kw_only=True):
    """A scale over those of its statements that pulses will ask again, where that is not all of them.

    What a pulse is compared with, once people's own answers are deleted. Shown, rounded and withheld as a `Scale` of
    these ``statements`` alone would be.
    """

    id: str
    """Of the scale."""
    statements: tuple[str, ...]
    sides: BySide[ScaleSide]
    gap: ScaleDifference
