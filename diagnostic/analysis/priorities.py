"""What each side wants the workshop to address."""

from collections.abc import Iterator, Mapping, Sequence

from diagnostic.analysis.report import BySide, Priorities, Topic, TopicSide
from diagnostic.analysis.tally import Tally
from diagnostic.disclosure import PROTECTED, Withheld, topics_to_show
from diagnostic.questionnaire import SIDES, Choice, Questionnaire

FIRST = 3


def priorities(tallies: BySide[Tally], questionnaire: Questionnaire, k: int) -> Iterator[Priorities]:
    for item in questionnaire.items:
        if isinstance(item, Choice):
            yield _priorities(item, tallies, k)


def _priorities(item: Choice, tallies: BySide[Tally], k: int) -> Priorities:
    picks = BySide.of(lambda side: tallies[side].picks(item))
    answered = BySide.of(lambda side: tallies[side].answered(item))
    shown = topics_to_show(
        [picks[side] for side in SIDES], [answered[side] for side in SIDES], min(item.at_most, len(item.options)), k
    )
    return Priorities(
        question=item.id,
        topics=tuple(
            Topic(
                id=topic,
                sides=BySide(*(_side(picks[side][topic], answered[side], topic in shown) for side in SIDES)),
            )
            for topic in item.options
        ),
        overlap=_overlap([{t: picks[side][t] for t in item.options if t in shown} for side in SIDES]),
    )


def _side(picked: int, answered: int, shown: bool) -> TopicSide:
    if not shown:
        return TopicSide(n=PROTECTED, share=PROTECTED)
    return TopicSide(n=answered, share=picked / answered)


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
