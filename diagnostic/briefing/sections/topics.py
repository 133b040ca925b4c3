"""What people picked for the workshop, and what they wrote."""

import msgspec

from diagnostic.analysis import report as r
from diagnostic.briefing.figures import is_shown, reason_of
from diagnostic.briefing.wording import Wording, clean
from diagnostic.questionnaire.words import SIDES, Side, other

_FIRST = 3


class Picked(msgspec.Struct, frozen=True):
    share: str
    first: bool
    """Among the three that the side picked most."""


class TopicRow(msgspec.Struct, frozen=True):
    topic: str
    a: Picked
    b: Picked


class Priorities(msgspec.Struct, frozen=True):
    sentences: tuple[str, ...]
    """What clearly more people of one company than of the other picked."""
    overlap: str | None
    rows: tuple[TopicRow, ...]
    reasons: tuple[str, ...]


class Remark(msgspec.Struct, frozen=True):
    text: str
    source: str


class Question(msgspec.Struct, frozen=True):
    """An open question with its comments, or why they are withheld."""

    title: str
    remarks: tuple[Remark, ...]
    withheld: str | None


def priorities(report: r.Report, wording: Wording) -> tuple[Priorities, ...]:
    alpha = report.release.alpha
    return tuple(_priorities(asked, report.edition == "consultant", alpha, wording) for asked in report.priorities)


def _priorities(asked: r.Priorities, ranked: bool, alpha: float, wording: Wording) -> Priorities:
    first = {side: _first(asked, side) if ranked else frozenset() for side in SIDES}

    def picked(topic: r.Topic, side: Side) -> Picked:
        share = topic.sides[side].share
        return Picked(
            wording.percent(share) if is_shown(share) else wording.say("withheld_mark"), topic.id in first[side]
        )

    def size(topic: r.Topic) -> float:
        return -sum(share for side in SIDES if is_shown(share := topic.sides[side].share))

    topics = sorted(asked.topics, key=size) if ranked else list(asked.topics)
    reasons = {reason for t in topics if (reason := reason_of(t.sides.a.share, t.sides.b.share))}
    overlap = asked.overlap if ranked and isinstance(asked.overlap, int) else None
    return Priorities(
        sentences=tuple(_apart(asked, side, alpha, wording) for side in SIDES if _more(asked, side, alpha)),
        overlap=None if overlap is None else wording.count("priorities.overlap", overlap),
        rows=tuple(TopicRow(wording.text(f"topic:{t.id}"), picked(t, "a"), picked(t, "b")) for t in topics),
        reasons=tuple(wording.reason(reason) for reason in sorted(reasons)),
    )


def _more(asked: r.Priorities, side: Side, alpha: float) -> list[r.Topic]:
    """The topics that clearly more people of a side picked, by Fisher's test with all topics judged together."""

    def share(topic: r.Topic, of: Side) -> float:
        found = topic.sides[of].share
        return found if is_shown(found) else 0.0

    clear = [t for t in asked.topics if is_shown(t.p_adjusted) and t.p_adjusted <= alpha]
    return [topic for topic in clear if share(topic, side) > share(topic, other(side))]


def _apart(asked: r.Priorities, side: Side, alpha: float, wording: Wording) -> str:
    named = [
        wording.say(
            "priorities.one_topic",
            topic=wording.text(f"topic:{topic.id}"),
            share=wording.percent(share),
            other=wording.percent(theirs),
        )
        for topic in _more(asked, side, alpha)
        if is_shown(share := topic.sides[side].share) and is_shown(theirs := topic.sides[other(side)].share)
    ]
    return wording.say("priorities.apart", company=wording.company(side), topics=wording.listed(named))


def _first(asked: r.Priorities, side: Side) -> frozenset[str]:
    """The three topics picked most; nobody's where ties make them more, or where some are withheld."""
    shares = {t.id: share for t in asked.topics if is_shown(share := t.sides[side].share)}
    if len(shares) < _FIRST:
        return frozenset()
    third = sorted(shares.values(), reverse=True)[_FIRST - 1]
    first = frozenset(topic for topic, share in shares.items() if share >= third and share > 0)
    return first if len(first) <= _FIRST else frozenset()


def comments(report: r.Report, wording: Wording) -> tuple[Question, ...]:
    asked = dict.fromkeys([c.question for c in report.comments] + [c.question for c in report.withheld_comments])
    withheld = {c.question: wording.reason(c.withheld) for c in report.withheld_comments}
    return tuple(
        Question(
            wording.text(f"question:{question}"),
            tuple(_remark(comment, wording) for comment in report.comments if comment.question == question),
            withheld.get(question),
        )
        for question in asked
    )


def _remark(comment: r.Comment, wording: Wording) -> Remark:
    source = (
        wording.say("comments.from", company=wording.company(comment.side))
        if comment.side
        else wording.say("comments.either")
    )
    return Remark(clean(comment.text).strip(), source)
