"""Where the sides were invited in different languages: which gaps would be left without what all answers share.

Words and labels of one language may be agreed to more readily than those of another, and then all that a side answers
lies higher. Side and language cannot be told apart, so nor can that from a side that sees everything better; but it is
common to all statements answered in the same words, and a gap beyond it is none of language's making.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from diagnostic import statistics
from diagnostic.analysis.comparisons import SAYS_MORE, in_direction, matters
from diagnostic.analysis.joint import rounded, rounded_interval, too_few
from diagnostic.analysis.reliability import consistency
from diagnostic.analysis.report import (
    SAID_GAPS,
    BySide,
    MainLanguage,
    Offset,
    Release,
    Scale,
    Statement,
    leading,
)
from diagnostic.analysis.scale_gaps import Scores, scale_gaps
from diagnostic.analysis.scales import in_sense, person_scores
from diagnostic.analysis.sizes import likely_sizes
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import JOINT, Withheld
from diagnostic.questionnaire import SIDES, Questionnaire, other
from diagnostic.questionnaire import Statement as Asked
from diagnostic.questionnaire.language_codes import base
from diagnostic.statistics import Contrast, Moments, Verdict

Floats = npt.NDArray[np.float64]
Words = tuple[str, int]
"""What a statement is answered in: a list of labels, and how many points it has."""

_UNSETTLED = Verdict("undetermined", "interval_too_wide")


def differ(languages: BySide[MainLanguage] | None) -> bool:
    """Whether the sides were mainly invited in different languages; those of two countries are one, as in pt, pt-BR."""
    return languages is not None and len({base(languages[side].language) for side in SIDES}) > 1


@dataclass(frozen=True)
class Beyond:
    """The common offset, and by statement, prediction and scale called a gap whether it would be one without it."""

    offset: Offset | None = None
    gaps: Mapping[str, bool] = field(default_factory=dict)
    surprises: Mapping[str, bool] = field(default_factory=dict)
    scales: Mapping[str, bool] = field(default_factory=dict)

    def laid_over_statement(self, statement: Statement) -> Statement:
        gap = replace(statement.gap, beyond_language=self.gaps.get(statement.id))
        predicted = statement.predicted
        if predicted is not None:
            against = replace(predicted.against_partner, beyond_language=self.surprises.get(statement.id))
            predicted = replace(predicted, against_partner=against)
        return replace(statement, gap=gap, predicted=predicted)

    def laid_over_scale(self, scale: Scale) -> Scale:
        return replace(scale, gap=replace(scale.gap, beyond_language=self.scales.get(scale.id)))


def beyond_language(  # noqa: PLR0917 (what a Report is judged by)
    tallies: BySide[Tally],
    statements: Sequence[Statement],
    scales: Sequence[Scale],
    questionnaire: Questionnaire,
    release: Release,
    invited: BySide[int | None],
) -> Beyond:
    """What is left of everything called a gap: judged anew, each person's answers less what they have in common."""
    shown = {s.id for s in statements if not isinstance(s.sides.a.counts, Withheld)}
    common = _Common(tallies, [s for s in questionnaire.statements() if s.id in shown], questionnaire)
    offset = common.offset(release)
    if isinstance(offset.mean_difference, Withheld):
        return Beyond(offset)
    return Beyond(
        offset,
        dict(_gaps(statements, common, release)),
        dict(_surprises(statements, common, release)),
        dict(_scales(scales, {s.id: s for s in statements}, common, release, invited)),
    )


class _Common:
    """What each person's answers have in common, among those given in the same words."""

    def __init__(self, tallies: BySide[Tally], asked: Sequence[Asked], questionnaire: Questionnaire) -> None:
        labels = {item.id: item.labels for item in questionnaire.ratings()}
        self.tallies, self.asked = tallies, {s.id: s for s in asked}
        self.words: dict[str, Words] = {s.id: (labels[s.item], s.points) for s in asked}
        self._of: dict[Words, BySide[Floats]] = {}
        for words in dict.fromkeys(self.words.values()):
            a, b = self._answers(words)
            self._of[words] = BySide(*statistics.in_common(a, b))

    def _answers(self, words: Words) -> tuple[Floats, Floats]:
        keys = [key for key, own in self.words.items() if own == words]
        return self.tallies.a.answers(keys), self.tallies.b.answers(keys)

    def offset(self, release: Release) -> Offset:
        """Over the statements answered in the words in which most are."""
        used = list(self.words.values())
        words = max(dict.fromkeys(used), key=used.count, default=("", 5))
        if not used or min(self.tallies.a.people, self.tallies.b.people) < JOINT:
            why = too_few(self.tallies)
            return Offset(mean_difference=why, interval=why, points=words[1])
        found = statistics.offset(*self._answers(words), release.alpha)
        interval = rounded_interval(found.interval)
        return Offset(mean_difference=rounded(found.difference), interval=interval, points=words[1])

    def without(self, keys: Sequence[str], suffix: str = "") -> BySide[Floats]:
        """Answers (people, statements) less that, NaN where there is none; or predictions, by their ``suffix``."""
        own = BySide.of(lambda side: self.tallies[side].answers([key + suffix for key in keys]))
        taken = BySide.of(lambda side: np.column_stack([self._of[self.words[key]][side] for key in keys]))
        return BySide.of(lambda side: own[side] - taken[side])


def _gaps(statements: Sequence[Statement], common: _Common, release: Release) -> Iterator[tuple[str, bool]]:
    """Each statement called a gap, or very likely one."""
    judged = [s for s in statements if isinstance(s.gap.p_adjusted, float)]
    called = [s for s in judged if s.gap.verdict in SAID_GAPS]
    if called:
        found = said_of([common.asked[s.id] for s in judged], common.without([s.id for s in judged]), release)
        for s in called:
            yield s.id, s.id in found and _same_way(found[s.id], s.gap.mean_difference)


def said_of(asked: Sequence[Asked], left: BySide[Floats], release: Release) -> dict[str, float]:
    """The differences, b less a, that may be said of answers (people, statements) on no whole points: by Welch's test,
    adjusted by Holm, or as very likely, given all of them."""
    moments = [BySide(_moments(left.a[:, n]), _moments(left.b[:, n])) for n in range(len(asked))]
    compared = [_compared(each) for each in moments]
    adjusted = statistics.holm([each.p for each in compared])
    likely = likely_sizes(asked, compared, left) if release.inference >= SAYS_MORE else {}
    found = {}
    for s, each, of, p in zip(asked, compared, moments, adjusted, strict=True):
        several = of.a.n, of.b.n
        verdict = statistics.with_probability(
            _UNSETTLED,
            in_direction(likely[s.id], each.value) if likely else 0.0,
            min(several),
            unequal=max(several) > statistics.UNEQUAL * min(several),
            own=abs(each.value) >= matters((1.0, float(s.points))),
        )
        if p <= release.alpha or verdict.verdict in SAID_GAPS:
            found[s.id] = each.value
    return found


def _surprises(statements: Sequence[Statement], common: _Common, release: Release) -> Iterator[tuple[str, bool]]:
    """What the partner says less what was predicted, each less what its people's own views have in common."""
    predicted = {s.id: s.predicted for s in statements if s.predicted and s.id in common.asked}
    judged = {key: each for key, each in predicted.items() if isinstance(each.against_partner.p_adjusted, float)}
    compared = {}
    for key, made in judged.items():
        said, expected = common.without([key]), common.without([key], ":predicted")
        compared[key] = _compared(BySide(_moments(expected[made.by].ravel()), _moments(said[other(made.by)].ravel())))
    adjusted = statistics.holm([each.p for each in compared.values()])
    for (key, each), p in zip(compared.items(), adjusted, strict=True):
        against = judged[key].against_partner
        if against.verdict == "gap":
            yield key, p <= release.alpha and _same_way(each.value, against.mean_difference)


def _scales(
    scales: Sequence[Scale],
    statements: Mapping[str, Statement],
    common: _Common,
    release: Release,
    invited: BySide[int | None],
) -> Iterator[tuple[str, bool]]:
    """Each scale called a gap by the reading that leads."""
    called = [scale for scale in scales if leading(scale.gap).verdict == "gap"]
    scores = {}
    for scale in scales if called else ():
        if not isinstance(scale.gap.mean_difference, Withheld):
            entering, left = [statements[key] for key in scale.statements], common.without(scale.statements)
            turned = BySide(*(in_sense(left[side], entering, scale.points) for side in SIDES))
            by_side = BySide(*(person_scores(turned[side]) for side in SIDES))
            scores[scale.id] = Scores(scale.points, len(entering), by_side, consistency(turned, release.alpha))
    found = scale_gaps(scores, release, invited)
    for scale in called:
        stays = leading(found[scale.id]).verdict == "gap"
        yield scale.id, stays and _same_way(found[scale.id].mean_difference, scale.gap.mean_difference)


def _moments(answers: Floats) -> Moments:
    given = answers[~np.isnan(answers)]
    return statistics.from_values(given, bounds=(float(given.min()), float(given.max())), step=1.0)


def _compared(of: BySide[Moments]) -> Contrast:
    a, b = (statistics.estimate(of[side]) for side in SIDES)
    return statistics.contrast([(1, b), (-1, a)])


def _same_way(left: float | Withheld, difference: float | Withheld) -> bool:
    return not isinstance(left, Withheld) and not isinstance(difference, Withheld) and left * difference > 0
