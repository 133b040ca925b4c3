"""The messages of a Report, at most three: certain ones first, and what is about the same thing joined."""

from collections.abc import Iterator, Sequence
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from diagnostic.analysis.report import Report
from diagnostic.briefing.messages.counted import Counted
from diagnostic.briefing.messages.found import found
from diagnostic.briefing.messages.owners import picked
from diagnostic.briefing.messages.point import Certainty, Point
from diagnostic.briefing.messages.rules import MessageRule, MessageRules

MOST = 3
_ALSO = 3
"""So many other things of the same kind are named in a message."""
_PICKED = 0.5
"""A topic is joined where half of a company or more picked it."""
_ACTIVITIES = 2


class Message(Struct, frozen=True, kw_only=True):
    """One of at most three things that page one says, with the same subjects and counts in every language."""

    rule: MessageRule
    point: Point
    """What made the rule fire."""
    also: tuple[str, ...] = ()
    """Ids of other things of which the same may be said."""
    joined: tuple[Point, ...] = ()
    """What else is about the same thing: surprises, disputed activities."""
    topics: tuple[Counted, ...] = ()
    """That people picked it for the workshop themselves."""

    @property
    def counts(self) -> tuple[Counted, ...]:
        """Everything counted in it, in the order it is said."""
        own = (self.point.counted, *(point.counted for point in self.joined))
        return (*(one for one in own if one), *self.topics)


def messages(report: Report, rules: MessageRules) -> tuple[Message, ...]:
    """The messages of the consultant's edition, of a pulse what moved; none of the participants', which reads nothing.

    Certain ones before likely ones before what people said. Within these kinds of things take turns, in the order in
    which the rules' file first names them, and of each kind the most telling comes first.
    """
    if report.edition != "consultant":
        return ()
    chosen: list[Message] = []
    # What moved is all that a pulse is about.
    moved_alone = report.wave.kind == "pulse" and bool(report.trend)
    fired = [each for each in _fired(report, rules) if each[1].kind == "moved" or not moved_alone]
    for certainty in get_args(Certainty):
        waiting = [each for each in fired if each[1].certainty == certainty]
        places = {kind: min(rules.rules.index(r) for r, p in waiting if p.kind == kind) for kind in _kinds(waiting)}
        waiting.sort(key=lambda each: places[each[1].kind])
        while waiting:
            waiting = list(_one_of_each(waiting, chosen))
    return tuple(_with_topics(chosen, report))


def _kinds(some: Sequence[tuple[MessageRule, Point]]) -> set[str]:
    return {point.kind for _, point in some}


def _fired(report: Report, rules: MessageRules) -> Iterator[tuple[MessageRule, Point]]:
    for point in found(report):
        rule = rules.rule_for(
            point.occasion, scale=point.scale, asked=point.asked, about=point.about, share=point.share
        )
        if rule and (point.counted or all("{counts}" not in text for text in rule.say.values())):
            yield rule, point


def _one_of_each(
    waiting: Sequence[tuple[MessageRule, Point]], chosen: list[Message]
) -> Iterator[tuple[MessageRule, Point]]:
    """The first of each kind as a message, where there is room; what its kind has to wait with."""
    used: set[str] = set()
    for rule, point in waiting:
        if _joined(rule, point, chosen):
            continue
        if point.kind in used:
            yield rule, point
        elif len(chosen) < MOST:
            used.add(point.kind)
            chosen.append(Message(rule=rule, point=point))


def _joined(rule: MessageRule, point: Point, chosen: list[Message]) -> bool:
    """Whether a message says it already: because it is about the same, or may say the same of this as well."""
    for place, message in enumerate(chosen):
        about_it = point.kind != "owner" and _same(point, message.point)
        if about_it or (point.kind == "owner" and "ownership" in message.rule.join):
            chosen[place] = _with(message, point)
            return True
        if _alike(rule, point, message):
            if len(message.also) < _ALSO and point.subject not in message.also:
                chosen[place] = replace(message, also=(*message.also, point.subject))
            return True
    return False


def _same(one: Point, other: Point) -> bool:
    """Whether two are about the same thing; what moved is so by itself of each company that a scale is about."""
    return one.theme == other.theme if one.kind == other.kind == "moved" else one.family == other.family


def _alike(rule: MessageRule, point: Point, message: Message) -> bool:
    """Whether the same may be said of both: by the same rule, as surely, and of the same company."""
    first = message.point
    same = rule.name == message.rule.name and point.occasion == first.occasion and point.company == first.company
    return same and (point.certainty in ("certain", "likely") or point.kind == "owner")


def _with(message: Message, point: Point) -> Message:
    """With what else is about the same thing, where it says more: a surprise, a difference, activities as certain."""
    there = [each for each in message.joined if each.kind == point.kind]
    match point.kind:
        case "surprise":
            fits = "surprises" in message.rule.join and message.point.kind != "surprise" and not there
        case "difference":
            fits = message.point.kind in ("weakness", "moved") and point.certainty != "answered" and not there
        case "owner":
            fits = len(there) < _ACTIVITIES and all(each.certainty == point.certainty for each in there)
        case _:
            fits = False
    return replace(message, joined=(*message.joined, point)) if fits and point.counted else message


def _with_topics(chosen: Sequence[Message], report: Report) -> Iterator[Message]:
    """Each with the topics named like its scale, or in its rule, that half of a company picked or more; none twice."""
    topics = [topic for asked in report.priorities for topic in asked.topics]
    told: set[str] = set()
    for message in chosen:
        names = {message.point.scale, *message.rule.topics} - told if "priorities" in message.rule.join else set()
        counted = [each for topic in topics if topic.id in names and (each := picked(topic))]
        wanted = [each for each in counted if max(one.share for one in each.people) >= _PICKED]
        told |= {each.subject for each in wanted}
        yield replace(message, topics=tuple(wanted))
