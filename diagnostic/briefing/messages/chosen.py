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
from diagnostic.briefing.messages.written import Written, written

MOST = 3
_ALSO = 2
"""So many other things of the same kind are named in a message."""
_PICKED = 0.5
"""A topic is joined where half of a company or more picked it."""
_ACTIVITIES = 2


class Rider(Struct, frozen=True):
    """What else is told with a message, and who says so."""

    point: Point
    counted: Counted


class Message(Struct, frozen=True, kw_only=True):
    """One of at most three things that page one says, with the same subjects and counts in every language."""

    rule: MessageRule
    point: Point
    """What made the rule fire."""
    asks: int = 0
    """Which of the rule's questions: none is asked twice."""
    joined: tuple[Rider, ...] = ()
    """What else is about the same thing: surprises, shared lows, disputed activities."""
    also: tuple[Rider, ...] = ()
    """Other things of which the same may be said."""
    topics: tuple[Counted, ...] = ()
    """That people picked it for the workshop themselves."""
    written: Written | None = None
    """What comments on it are about."""

    @property
    def points(self) -> tuple[Point, ...]:
        """All that it says, what it is about first."""
        return (self.point, *(rider.point for rider in (*self.joined, *self.also)))

    @property
    def scales(self) -> frozenset[str]:
        """What topics and comments that belong to it are about."""
        return frozenset({self.point.scale, *self.rule.topics})


def messages(report: Report, rules: MessageRules) -> tuple[Message, ...]:
    """The messages of the consultant's edition, of a pulse what moved; none of the participants', which reads nothing.

    Certain ones before likely ones before what people said. Within these kinds of things take turns, first those that
    nothing is told of yet, in the order in which the rules' file first names them, and of each kind the most telling.
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
        # A kind of which something is told already waits for those of which nothing is.
        before = [message.point.kind for message in chosen]
        waiting.sort(key=lambda each: (before.count(each[1].kind), places[each[1].kind]))
        while waiting:
            waiting = list(_one_of_each(waiting, chosen))
    return tuple(_with_what_people_want(chosen, report, rules))


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
    """The first of each kind as a message, where there is room and something to ask; what its kind has to wait with."""
    used: set[str] = set()
    for rule, point in waiting:
        if _joined(rule, point, chosen):
            continue
        if point.kind in used:
            yield rule, point
        elif len(chosen) < MOST and (asks := _unasked(rule, chosen)) is not None:
            used.add(point.kind)
            chosen.append(Message(rule=rule, point=point, asks=asks))


def _unasked(rule: MessageRule, chosen: Sequence[Message]) -> int | None:
    """Which of a rule's questions no message asks yet."""
    asked = {message.rule.questions("en")[message.asks] for message in chosen}
    return next((n for n, question in enumerate(rule.questions("en")) if question not in asked), None)


def _joined(rule: MessageRule, point: Point, chosen: list[Message]) -> bool:
    """Whether a message says it already: because it is about the same, or may say the same of this as well."""
    for place, message in enumerate(chosen):
        picked_for_it = point.kind == "priority" and "priorities" in message.rule.join and point.scale in message.scales
        about_it = point.kind != "owner" and _same(point, message.point)
        if picked_for_it or about_it or (point.kind == "owner" and "ownership" in message.rule.join):
            chosen[place] = _with(message, point)
            return True
        if any((rider.point.theme, rider.point.kind) == (point.theme, point.kind) for rider in message.also):
            return True
        if point.counted and _alike(rule, point, message):
            if len(message.also) < _ALSO and point.subject != message.point.subject:
                chosen[place] = replace(message, also=(*message.also, Rider(point, point.counted)))
            return True
    return False


def _same(one: Point, other: Point) -> bool:
    """Whether two are about the same; of what moved, and of a surprise beside something else, about one company."""
    of_one_company = one.kind == other.kind == "moved" or (one.kind == "surprise" and other.kind != "surprise")
    return one.theme == other.theme if of_one_company else one.family == other.family


def _alike(rule: MessageRule, point: Point, message: Message) -> bool:
    """Whether the same may be said of both: by the same rule, as surely, and of the same company."""
    first = message.point
    same = rule.name == message.rule.name and point.occasion == first.occasion and point.company == first.company
    return same and (point.certainty in ("certain", "likely") or point.kind == "owner")


def _with(message: Message, point: Point) -> Message:
    """With what else is about the same thing, where it says more: a surprise, a difference, a low, activities."""
    there = [rider.point for rider in message.joined if rider.point.kind == point.kind]
    match point.kind:
        case "surprise":
            fits = "surprises" in message.rule.join and message.point.kind != "surprise" and not there
        case "difference":
            fits = message.point.kind in ("weakness", "moved") and point.certainty != "answered" and not there
        case "weakness":
            # What both see low beside what they see differently: as surely, and of the same company.
            alike = message.point.certainty == point.certainty and message.point.theme == point.theme
            fits = message.point.kind == "difference" and alike and not there
        case "owner":
            fits = len(there) < _ACTIVITIES and all(each.certainty == point.certainty for each in there)
        case _:
            fits = False
    if not fits or not point.counted:
        return message
    # Activities first: what the workshop can settle.
    joined = sorted((*message.joined, Rider(point, point.counted)), key=lambda rider: rider.point.kind != "owner")
    return replace(message, joined=tuple(joined))


def _with_what_people_want(chosen: Sequence[Message], report: Report, rules: MessageRules) -> Iterator[Message]:
    """Each with topics that belong to it and that half of a company or more picked, and with a theme; none twice."""
    topics = [(topic, asked) for asked in report.priorities for topic in asked.topics]
    told: set[str] = set()
    for message in chosen:
        names = message.scales - told if "priorities" in message.rule.join else frozenset()
        counted = [each for topic, asked in topics if topic.id in names and (each := picked(topic, asked))]
        wanted = [each for each in counted if max(one.share for one in each.people) >= _PICKED]
        theme = written(report, rules.questions_on(message.point.scale, message.point.occasion), told)
        told |= {each.subject for each in wanted} | ({theme.theme} if theme else set())
        yield replace(message, topics=tuple(wanted), written=theme)
