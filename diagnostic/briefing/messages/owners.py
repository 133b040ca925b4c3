"""Who people say owns an activity, and what they picked for the workshop, counted."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import Report, Responsibility, Topic
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.messages.counted import Counted, People, What
from diagnostic.briefing.messages.point import Certainty, Point
from diagnostic.briefing.messages.rules import Occasion
from diagnostic.briefing.owners import DISPUTED, settled, shares_of
from diagnostic.questionnaire.words import SIDES, other


def said_of(report: Report) -> Iterator[Point]:
    """Contested and orphaned activities, the certain ones first; then the topics that most people picked."""
    disputed = [point for asked in report.responsibilities if (point := _disputed(asked))]
    yield from sorted(disputed, key=lambda point: (point.certainty != "certain", -point.share))
    for topic in sorted((t for asked in report.priorities for t in asked.topics), key=lambda t: -_share(t)):
        if told := picked(topic):
            yield Point(
                occasion="picked",
                certainty="answered",
                subject=topic.id,
                theme=f"topic:{topic.id}",
                counted=told,
                share=_share(topic),
            )


def _disputed(asked: Responsibility) -> Point | None:
    """Contested: so many say that they own it. Orphaned: so many name the other company, or nobody."""
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
    sure: Certainty = "certain" if settled(asked) else "answered"
    occasions: dict[tuple[str, str], Occasion] = {
        ("contested", "certain"): "contested",
        ("orphaned", "certain"): "orphaned",
        ("contested", "answered"): "said_contested",
        ("orphaned", "answered"): "said_orphaned",
    }
    return Point(
        occasion=occasions[asked.ownership, sure],
        certainty=sure,
        subject=asked.activity,
        theme=f"activity:{asked.question}",
        counted=Counted(what=what, subject=asked.activity, people=_ordered(people)),
        share=min(one.share for one in people),
        asked=asked.question,
    )


def picked(topic: Topic) -> Counted | None:
    """How many of each side picked a topic; None where that is withheld."""
    people = []
    for side in SIDES:
        n, share = topic.sides[side].n, topic.sides[side].share
        if not is_shown(n) or not is_shown(share) or not n:
            return None
        people.append(People(side, round(share * n), n))
    return Counted(what="pick", subject=topic.id, people=_ordered(people))


def _ordered(people: Sequence[People]) -> tuple[People, ...]:
    """Whoever says it more often first."""
    return tuple(sorted(people, key=lambda one: -one.share))


def _share(topic: Topic) -> float:
    """The smaller of the sides' shares."""
    shares = [found for side in SIDES if is_shown(found := topic.sides[side].share)]
    return min(shares) if len(shares) == len(SIDES) else 0.0
