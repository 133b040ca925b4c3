"""What each side wants the workshop to address, and what else its people chose."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from diagnostic import statistics
from diagnostic.analysis.report import BySide, Family, Priorities, Release, Topic, TopicSide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Withheld, topics_to_show
from diagnostic.questionnaire import SIDES, Choice, Questionnaire

FIRST = 3


class Picks(NamedTuple):
    of_workshop: tuple[Priorities, ...]
    others: tuple[Priorities, ...]
    family: Family
    """Of the tests of all their topics."""


def priorities(tallies: BySide[Tally], questionnaire: Questionnaire, release: Release) -> Picks:
    items = [item for item in questionnaire.items if isinstance(item, Choice)]
    asked = [_priorities(item, tallies, release) for item in items]
    p_values = [topic.p for question in asked for topic in question.topics if not isinstance(topic.p, Withheld)]
    adjusted = iter(statistics.holm(p_values))
    made = [
        replace(question, topics=tuple(_adjusted(topic, adjusted) for topic in question.topics)) for question in asked
    ]
    workshop, others = (
        tuple(question for item, question in zip(items, made, strict=True) if item.of_workshop is which)
        for which in (True, False)
    )
    return Picks(workshop, others, Family(name="priorities", size=len(p_values), procedure="holm"))


def _adjusted(topic: Topic, adjusted: Iterator[float]) -> Topic:
    return topic if isinstance(topic.p, Withheld) else replace(topic, p_adjusted=next(adjusted))


def _priorities(item: Choice, tallies: BySide[Tally], release: Release) -> Priorities:
    picks = BySide.of(lambda side: tallies[side].picks(item))
    answered = BySide.of(lambda side: tallies[side].answered(item))
    shown = topics_to_show(
        [picks[side] for side in SIDES],
        [answered[side] for side in SIDES],
        item.at_most,
        release.k,
    )
    p_values = {
        topic: statistics.freeman_halton(
            *((picks[side][topic], answered[side] - picks[side][topic]) for side in SIDES)
        ).p
        for topic in item.offered
        if topic in shown
    }
    return Priorities(
        question=item.id,
        topics=tuple(
            Topic(
                id=item.topic(topic),
                sides=BySide(*(_side(picks[s][topic], answered[s], topic in shown, release.alpha) for s in SIDES)),
                p=p_values.get(topic, PROTECTED),
                p_adjusted=p_values.get(topic, PROTECTED),  # until the family is known
            )
            for topic in item.offered
        ),
        overlap=_overlap([{t: picks[side][t] for t in item.offered if t in shown} for side in SIDES])
        if item.of_workshop
        else None,
    )


def _side(picked: int, answered: int, shown: bool, alpha: float) -> TopicSide:
    if not shown:
        return TopicSide(n=PROTECTED, share=PROTECTED, interval=PROTECTED)
    return TopicSide(n=answered, share=picked / answered, interval=statistics.wilson(picked, answered, alpha))


def _overlap(picks: Sequence[Mapping[str, int]]) -> int | Withheld | None:
    if len(picks[0]) < FIRST:
        return PROTECTED
    firsts = [_first(side) for side in picks]
    if any(len(first) > FIRST for first in firsts):
        return None
    return len(firsts[0] & firsts[1])


def _first(picks: Mapping[str, int]) -> frozenset[str]:
    """The three topics picked most, and those that tie with the third."""
    third = sorted(picks.values(), reverse=True)[FIRST - 1]
    return frozenset(topic for topic, count in picks.items() if count >= third)
