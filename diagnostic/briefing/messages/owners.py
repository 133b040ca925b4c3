"""Who people say owns an activity, and what they picked for the workshop, counted."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import Priorities, Report, Responsibility, Topic
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.messages.counted import Counted, People, What
from diagnostic.briefing.messages.point import Certainty, Point
from diagnostic.briefing.occasions import Occasion
from diagnostic.briefing.owners import DISPUTED, settled, shares_of
from diagnostic.questionnaire.words import SIDES, Side, other


def said_of(report: Report) -> Iterator[Point]:
    """Contested and orphaned activities, the certain ones first; then the topics that most people picked."""
    disputed = [point for asked in report.responsibilities if (point := _disputed(asked))]
    yield from sorted(disputed, key=lambda point: (point.certainty != "certain", -point.share))
    topics = [(topic, asked) for asked in report.priorities for topic in asked.topics]
    for topic, asked in sorted(topics, key=lambda one: -_share(one[0])):
        if told := picked(topic, asked):
            yield Point(
                occasion="picked",
                certainty="answered",
                subject=topic.id,
                # A topic is called like its scale.
                theme=topic.id,
                counted=told,
                share=_share(topic),
            )


def _disputed(asked: Responsibility) -> Point | None:
    """Contested: so many say that they own it. Orphaned: so many name the other company, or nobody."""
    told = claimed(asked)
    if told is None:
        return None
    sure: Certainty = "certain" if settled(asked) else "answered"
    occasions: dict[tuple[str, str], Occasion] = {
        ("contested", "certain"): "contested",
        ("orphaned", "certain"): "orphaned",
        ("contested", "answered"): "said_contested",
        ("orphaned", "answered"): "said_orphaned",
    }
    return Point(
        occasion=occasions["contested" if told.what == "own" else "orphaned", sure],
        certainty=sure,
        subject=asked.activity,
        theme=f"activity:{asked.question}",
        counted=told,
        share=min(one.share for one in told.people),
        asked=asked.question,
    )


def claimed(asked: Responsibility) -> Counted | None:
    """How many of each side say what makes an activity contested or orphaned; None of any other, or where withheld."""
    if asked.ownership not in DISPUTED:
        return None
    what: What = "own" if asked.ownership == "contested" else "not_own"
    people = []
    for side in SIDES:
        n, shares = asked.sides[side].n, shares_of(asked, side)
        if not is_shown(n) or shares is None:
            return None
        share = shares[side] if what == "own" else shares[other(side)] + shares["nobody"]
        people.append(People(side, round(share * n), n))
    return Counted(what=what, subject=asked.activity, people=_ordered(people))


def picked(topic: Topic, asked: Priorities) -> Counted | None:
    """How many of each side picked a topic, and whether it is one of several; None where that is withheld."""
    people = []
    for side in SIDES:
        n, share = topic.sides[side].n, topic.sides[side].share
        if not is_shown(n) or not is_shown(share) or not n:
            return None
        people.append(People(side, round(share * n), n))
    first = _ordered(people)
    others = [each for each in asked.topics if each is not topic]
    among = any(_of(each, first[0].side) >= _of(topic, first[0].side) or _all(each) >= _all(topic) for each in others)
    return Counted(what="pick", subject=topic.id, people=first, among=among)


def _ordered(people: Sequence[People]) -> tuple[People, ...]:
    """Whoever says it more often first."""
    return tuple(sorted(people, key=lambda one: -one.share))


def _of(topic: Topic, side: Side) -> float:
    """A side's share; 0 where it is withheld."""
    found = topic.sides[side].share
    return found if is_shown(found) else 0.0


def _share(topic: Topic) -> float:
    """The smaller of the sides' shares."""
    return min(_of(topic, side) for side in SIDES)


def _all(topic: Topic) -> float:
    return sum(_of(topic, side) for side in SIDES)
