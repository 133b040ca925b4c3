"""What may be shown: count tables are protected here, before any statistic is computed from them.

Everything rests on one argument. A Report is the same whichever person of a side gave which set of
answers: it holds nothing but tables of a side and figures that do not change when its people change
places. So whatever somebody works out from it, knowing their own answers, is what is left over for
the *others of the side together*, and any one of those may be any one of what is left. An answer is
given away exactly where all that is left is the same. Hence the one rule, `_tells`, the rest being
its consequences:

- a table is shown where, one answer taken away, two different ones remain among the others;
- tables that could be worked out from each other, or that are read together, are one secret: all are
  shown or none, and a reader is not told which of them was the reason;
- waves are read together too: where few people joined or left between two, the later one shows levels alone, and
  shows them anew only where they clearly moved, so that no number of waves can be averaged;
- what is withheld enters nothing else, and what is shown (with its "can't say", its joint figures,
  its sums) may be computed from freely: it speaks of tables that already leave two answers;
- the word given for withholding depends on nothing but what everybody may know.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec

from diagnostic.questionnaire.words import SIDES, Side

ComparisonWithheld = Literal["protected", "few_people", "few_changed"]
"""Why a comparison is withheld."""

Reason = Literal[
    ComparisonWithheld,
    "few_for_reliability",
    "few_comments",
    "edition",
    "not_asked",
    "reworded",
]
"""Why a figure is withheld.

``protected``: showing it could tell what somebody answered. One word for too few answers and for
answers too much alike, because which of the two it is would itself tell an answer.
``few_people``: it needs 8 people of each side, and fewer took part.
``few_for_reliability``: it needs 20 people in all, and fewer took part.
``few_comments``: fewer people than the comment threshold took part.
``few_changed``: fewer than k people of a side joined or left since an earlier wave, too few to be hidden.
``edition``: it is in the consultant's edition and not in this one.
``not_asked``, ``reworded``: in a trend, a wave that asked something else, or in other words.
"""


class Withheld(msgspec.Struct, frozen=True):
    """Stands where a figure would."""

    withheld: Reason


PROTECTED = Withheld("protected")
FEW_PEOPLE = Withheld("few_people")
FEW_RELIABLE = Withheld("few_for_reliability")
FEW_COMMENTS = Withheld("few_comments")
FEW_CHANGED = Withheld("few_changed")
NOT_ASKED = Withheld("not_asked")
REWORDED = Withheld("reworded")

JOINT = 8
"""Figures that join one person's answers, and quartiles, need so many people of each side."""

WORDS = 12
"""From so many people of each side on a word is said of what moved by changes they carried: docs/simulation.md."""

SIZES = 20
"""And from so many changes of each side on, how far; with fewer no level is shown anew beside the word."""

STANDS = 3 / 8
"""How far a side moved is said anew where it is so many points from what was said last."""

MOVED = ((50, 3 / 16), (12, 5 / 16))
"""With so many answers a level is shown anew where it lies so far from the one last shown, as a share of the range:
from 50 on .75 of 5 points, from 12 on 1.25, with fewer never. docs/simulation.md says why; pages, a mail and the
command line say the numbers in words."""

OTHER = "other"


class CountTable(msgspec.Struct, frozen=True):
    """How many of one side gave each rating from 1 to K, which may be shown."""

    counts: tuple[int, ...]


def protect(tables: Sequence[Sequence[int]], k: int) -> tuple[CountTable, ...] | Withheld:
    """Rating tables that are one secret: all in full, or all withheld.

    Joining ratings into bands would rescue none of them: a rating that nearly all gave lies in a band that nearly
    all gave.

    Parameters
    ----------
    tables
        For each side (or for the one that was asked), how many gave each rating from 1 to K.
    k
        The fewest answers that are shown.
    """
    return tuple(CountTable(tuple(table)) for table in tables) if may_show(tables, k) else PROTECTED


def may_show(tables: Sequence[Sequence[int]], k: int) -> bool:
    """Whether count tables that are one secret leave everybody two possible answers."""
    return all(sum(table) >= k and not _tells(table) for table in tables)


def _tells(table: Sequence[int]) -> bool:
    """Whether all answers are the same once some one of them, an insider's own, is taken away."""
    return max(table) >= sum(table) - 1


def may_show_quartiles(answers: Sequence[Sequence[float]], k: int) -> bool:
    """Whether the sides' numbers may be shown as quartiles: 8 or more, not all but one the same."""
    return may_show([tuple(Counter(side).values()) or (0,) for side in answers], max(k, JOINT))


def topics_to_show(picks: Sequence[Mapping[str, int]], answered: Sequence[int], at_most: int, k: int) -> frozenset[str]:
    """The topics whose shares may be shown, of a question where people pick up to ``at_most``.

    Each topic is a question of its own, picked or not, so 0, 1, n - 1 or n picks of either side
    withhold it. But the topics of a question also add up: nobody has more than ``at_most`` picks, and
    many use them all. So topics are withheld, the least picked first, until each of those withheld may
    have been picked, or passed over, by anybody.

    Parameters
    ----------
    picks
        For each side, how many picked each topic; the same topics for every side.
    answered
        For each side, how many answered the question.
    """
    topics = list(picks[0])
    if at_most == 1:
        # One pick each: the topics are the categories of one table, and any one follows from the others.
        return frozenset(topics) if may_show([[side[topic] for topic in topics] for side in picks], k) else frozenset()
    sides = list(zip(picks, answered, strict=True))
    shown = [topic for topic in topics if may_show([(side[topic], n - side[topic]) for side, n in sides], k)]
    shown.sort(key=lambda topic: -sum(side[topic] for side in picks))
    while (
        shown
        and at_most < len(topics) > len(shown)
        and not all(
            _leave_open(len(topics), len(shown), at_most * n - sum(side[topic] for topic in shown), n, at_most)
            for side, n in sides
        )
    ):
        shown.pop()
    return frozenset(shown)


def _leave_open(topics: int, shown: int, spare: int, n: int, at_most: int) -> bool:
    """Whether the topics withheld got neither too few of the ``spare`` picks nor, were all used, too many.

    That is, more picks and more passes than a single insider can account for with their own sheet.
    """
    return spare > at_most and (topics - shown) * n - spare > topics - at_most


def how_to_show_comments(
    respondents: Sequence[int], k: int, comment_k: int
) -> Literal["withheld", "without_side", "with_side"]:
    """How comments may be shown, which depends on how many people took part and on nothing they wrote.

    Withheld where both sides together are fewer than ``comment_k``, or a side is below k; without the
    side, for every comment, where a side is below ``comment_k`` (were one side's still signed, the
    unsigned would be known to be the other's).
    """
    if sum(respondents) < comment_k or min(respondents) < k:
        return "withheld"
    return "with_side" if min(respondents) >= comment_k else "without_side"


def level(mean: float) -> float:
    """A mean to the nearest half point: what is shown of a statement or scale where few people joined or left."""
    return round(2 * mean) / 2


def standing(mean: float, last: float | None, points: int, answers: int) -> float:
    """The level to show of a mean of so many answers: the ``last`` one shown, unless there is none or it clearly moved.

    Rounding alone hides nobody over many waves: what varies from one to the next takes the rounded level now this way,
    now that, and the average of enough of them is the mean. Nor does a level that stands tell how many answered.
    """
    if last is None:
        return level(mean)
    moved = next((share for fewest, share in MOVED if answers >= fewest), None)
    anew = moved is not None and abs(mean - level(last)) >= moved * (points - 1)
    return level(mean if anew else last)


Band = Literal["few", "some", "many"]
"""Of all people: ``few``, fewer than k or than one in ten; ``many``, k or more and one in four or more; ``some``,
anything between."""


def fewest_of(band: Literal["some", "many"], people: int, k: int) -> int:
    """From how many people on a band is said."""
    return max(k, math.ceil(people / (10 if band == "some" else 4)))


def band_to_show(count: int, people: int, k: int) -> Band:
    """What is said of how many answered in a way that could be held against them: never a number, and never that it is
    nobody or one.

    What is counted joins a person's answers, so it needs `JOINT` people of each side, and counts both sides together;
    and it is to follow from tables shown in full alone. Then whoever knows all answers but one's could work out that
    one from the tables, and learns no more from the band.
    """
    if count >= fewest_of("many", people, k):
        return "many"
    return "some" if count >= fewest_of("some", people, k) else "few"


class ChangeShown(msgspec.Struct, frozen=True):
    """What may be shown of changes that people carried."""

    word: bool
    """Whether they are spoken of at all."""
    judged: bool
    """Whether the word may be another than that the answers cannot tell."""
    size: bool
    """Whether it may be said to a quarter of a point how far each side moved, and levels shown anew beside it."""


def change_to_show(answered: Sequence[int], carried: Sequence[Sequence[int]]) -> ChangeShown:
    """What may be shown of changes that people carried from an earlier wave, each side's.

    A word needs 12 people of each side, and 8 changes; how far a side moved, 20 changes. Of changes that are all the
    same but one, nothing is told.

    Parameters
    ----------
    answered
        How many of each side answered the wave.
    carried
        For each side, how many carried each difference.
    """
    fewest = min(sum(side) for side in carried)
    word = min(answered) >= WORDS and fewest >= JOINT
    return ChangeShown(word, word and not any(_tells(side) for side in carried), fewest >= SIZES)


def standing_change(change: float, last: float | None) -> float:
    """How far a side moved, to a quarter of a point: as ``last`` said, unless that was never, or it is 3/8 away."""
    return last if last is not None and abs(change - last) < STANDS else round(4 * change) / 4 + 0.0


def merge_groups(people: Sequence[tuple[Side, str | None]], k: int) -> list[str | None]:
    """The groups to store with people's answers, so that each (side, group) holds k people or more.

    Groups smaller than k, and people of none, merge into "other"; where that is still too small, so do the smallest of
    the others, as long as two are left; else no group is kept for the side. The same order as ``people``.
    """
    kept = {side: _large_enough([group for own, group in people if own == side], k) for side in SIDES}
    return [(group if group in kept[side] else OTHER) if kept[side] else None for side, group in people]


def _large_enough(groups: Collection[str | None], k: int) -> frozenset[str]:
    """The groups one side keeps, "other" among them where it is needed; none where that is too small."""
    sizes = Counter(groups)
    kept = {group: size for group, size in sizes.items() if group and size >= k}
    rest = len(groups) - sum(kept.values())
    if rest:
        kept[OTHER] = kept.get(OTHER, 0) + rest
        # So that one person of no group takes away one, and not all.
        while kept[OTHER] < k and len(kept) > 2:
            smallest = min((group for group in kept if group != OTHER), key=lambda group: (kept[group], group))
            kept[OTHER] += kept.pop(smallest)
    return frozenset(kept) if any(groups) and min(kept.values()) >= k else frozenset()
