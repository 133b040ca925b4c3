"""Messages as blocks: each with what to say, what to ask, what not to say, and where it comes from."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from diagnostic.analysis.report import Report
from diagnostic.briefing.document.bars import message_figures
from diagnostic.briefing.document.blocks import Part, Role, Sentence, Text, need
from diagnostic.briefing.document.counted import Sayer
from diagnostic.briefing.document.saying import anchor, said
from diagnostic.briefing.figures import predicted_key, within_language
from diagnostic.briefing.messages import Message, MessageRules, Point, Rider, messages
from diagnostic.briefing.occasions import SECTION_OF
from diagnostic.briefing.playbook import filled, in_language
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.waves import wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.full_stops import in_a_row
from diagnostic.questionnaire.words import SIDES

_ALOUD = 3
"""So many sentences are said with a message; what else there is stands in small, to be looked up."""
_GAP_TOLD = ("headline.scale_gap", "headline.own_higher", "headline.own_lower", "headline.agrees_more")


class OnPage(NamedTuple):
    """Something that page one says."""

    turn: tuple[int, int]
    """First what messages are about, then what is told with them, each in the order of the messages."""
    identifier: str
    """What a finding of it is about."""
    about: str
    name: str
    """What it is about, in quotation marks, and without."""
    point: Point
    tell: Callable[[], Sentence]


class Told(NamedTuple):
    """The messages of a Report, and how they are put into words."""

    messages: tuple[Message, ...]
    teller: "Teller"

    def on_page(self) -> Iterator[OnPage]:
        """All that page one says."""
        for number, message in enumerate(self.messages):
            yield self._on_page((0, number), message.point, partial(self.teller.say, message))
            for rider in (*message.joined, *message.also):
                yield self._on_page((1, number), rider.point, partial(self.teller.rider, rider))

    def _on_page(self, turn: tuple[int, int], point: Point, tell: Callable[[], Sentence]) -> OnPage:
        identifier = f"{point.subject}:{point.asked}" if point.asked else point.subject
        return OnPage(turn, identifier, self.teller.about_whom(point), self.teller.plain(point.subject), point, tell)


def told_of(report: Report, wording: Wording) -> Told:
    """The messages of a Report.

    Raises
    ------
    InvalidContent
        Where the rules of messages have faults.
    """
    return Told(messages(report, MessageRules.load(wording.content)), Teller(report, wording))


def messages_part(told: Told, wording: Wording) -> Part | None:
    """A part for each message, the first first; None where there is none."""
    if not told.messages:
        return None
    parts = tuple(told.teller.part(message, number) for number, message in enumerate(told.messages, start=1))
    return Part(key="summary.messages", title=wording.say("sections.messages"), blocks=parts)


def replaces(told: Part | None, headline: Sentence) -> bool:
    """Whether the first message is said instead of the headline's sentence, which tells of a gap.

    That nothing is shown stays, and so does a gap where messages have only what people said.
    """
    if told is None or headline.key not in _GAP_TOLD:
        return False
    first = need(told.blocks, Text, "message.say").sentences
    return any(one.key in ("messages.certain", "messages.likely") for one in first)


def hedge_of(message: Message, within: Collection[str]) -> str | None:
    """The words for it where what a message tells, or part of it, is among what could be the companies' languages."""
    if not _differences(message.point).isdisjoint(within):
        return "languages.hedge"
    told = {each for point in message.points for each in _differences(point)}
    # A scale's gap is told by the people who are apart on one of its statements.
    counted = message.point.counted
    if counted and message.point.kind == "difference":
        told.add(counted.subject)
    return None if told.isdisjoint(within) else "languages.hedge_part"


def _differences(point: Point) -> set[str]:
    if point.kind == "surprise":
        return {predicted_key(point.subject)}
    return {point.subject} if point.kind == "difference" else set()


def leading(headline: Part, told: Part | None) -> Part:
    """The headline's section, with the first message in place of its own sentence: what is said first is said alike."""
    own, *others = headline.blocks
    if told is None or not isinstance(own, Text) or not replaces(told, own.sentences[0]):
        return headline
    first = replace(need(told.blocks, Text, "message.say"), key="headline")
    return replace(headline, blocks=(first, *others))


class Teller:
    """What a Report's things are called, to put messages into words."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report, self._wording = report, wording
        self._scales = {scale.id for scale in report.scales} | {trend.scale for trend in report.trend}
        self._statements = {statement.id for statement in report.statements}
        self._names = {
            "scale": self._scales,
            "statement": self._statements,
            "activity": {asked.activity for asked in report.responsibilities},
            "topic": {topic.id for asked in report.priorities for topic in asked.topics},
            "expectation": {asked.id for asked in report.expectations},
        }
        self._within = within_language(report)
        self._count = Sayer(wording)

    def part(self, message: Message, number: int) -> Part:
        wording, rule, point = self._wording, message.rule, message.point
        certainty = said(wording, f"messages.{point.certainty}")
        more = tuple(self._more(message))
        questions = rule.questions(wording.language)
        blocks = (
            Text(key="message.say", sentences=(self.say(message), certainty, *self._hedge(message)), role="headline"),
            *((Text(key="message.more", sentences=more[:_ALOUD]),) if more else ()),
            *message_figures(message, self._report, wording),
            self._text("ask", questions[message.asks], point, "question"),
            self._text("do_not_say", in_language(rule.do_not_say, wording.language), point, "fine"),
            *self._rest(more[_ALOUD:]),
            Text(key="message.from", sentences=self._source(message), role="fine", label=wording.say("messages.from")),
        )
        anchored = f"message-{number}"
        return Part(key="message", title="", anchor=anchored, subject=rule.name, role="message", blocks=blocks)

    def _hedge(self, message: Message) -> Iterator[Sentence]:
        """Where what it says of the two companies could be their languages."""
        if hedge := hedge_of(message, self._within):
            yield said(self._wording, hedge, message.point.subject)

    def _rest(self, more: tuple[Sentence, ...]) -> Iterator[Text]:
        if more:
            yield Text(key="message.behind", sentences=more, role="fine", label=self._wording.say("messages.behind"))

    def _text(self, key: str, text: str, point: Point, role: Role) -> Text:
        sentence = Sentence(key=f"message.{key}", text=self._filled(text, point), subject=point.subject)
        label = self._wording.say(f"messages.{key}")
        return Text(key=f"message.{key}", sentences=(sentence,), role=role, label=label)

    def say(self, message: Message) -> Sentence:
        """What is said aloud."""
        point = message.point
        counts = self._count.sentence(point.counted) if point.counted else ""
        text = self._filled(in_language(message.rule.say, self._wording.language), point, counts=counts)
        return Sentence(key="message.say", text=text, subject=point.subject, link=self._link(point))

    def _filled(self, text: str, point: Point, **more: str) -> str:
        one = point.subject not in self._scales or point.certainty == "answered"
        names = {"subject": self.about(point, one=one), "topic": self.about(point, one=one, company=False)}
        if point.counted:
            names |= {"group": point.counted.group, "sum": self._count.total(point.counted)}
        if point.since:
            series = (one for trend in self._report.trend if trend.scale == point.subject for one in trend.series)
            names["since"] = next(wave_name(one, self._wording) for one in series if one.wave == point.since)
        return filled(text, point.company, self._wording, **names, **more)

    def _more(self, message: Message) -> Iterator[Sentence]:
        """What is joined to it, sentence by sentence: first what people chose and wrote, then what else is so."""
        wording = self._wording
        told = {message.point.counted.subject} if message.point.counted else set()
        for topic in message.topics:
            text = self._count.sentence(topic)
            yield Sentence(key="message.picked", text=text, subject=topic.subject, link="priorities")
        if theme := message.written:
            names = {"theme": wording.quoted(clean(theme.theme)), "of": theme.of}
            text = wording.count("messages.written", theme.count, **names)
            yield Sentence(key="message.written", text=text, subject=theme.theme, link="themes")
        for rider in message.also:
            name = self.about(rider.point)
            text = wording.say("messages.also", subject=name, counts=self._count.sentence(rider.counted))
            yield Sentence(key="message.also", text=text, subject=rider.point.subject, link=self._link(rider.point))
        for rider in message.joined:
            yield self.rider(rider, told)

    def rider(self, rider: Rider, told: Collection[str] = ()) -> Sentence:
        """What is told with a message, without the statements told already."""
        wording, point, counted = self._wording, rider.point, rider.counted
        if point.kind == "owner":
            names = {"subject": self._name(point.subject), "people": self._count.bare(counted)}
            text = wording.say(f"messages.joined.{point.occasion}", **names)
        else:
            key = "gap" if point.occasion in ("scale_gap", "gap") else point.occasion
            one = point.certainty == "answered"
            names = {"company": wording.company(point.company), "subject": self.about(point, one=one)}
            opening = wording.say(f"messages.joined.{key}", **names)
            text = in_a_row((opening, self._count.sentence(counted, named=counted.subject not in told)))
        return Sentence(key="message.joined", text=text, subject=point.subject, link=self._link(point))

    def _source(self, message: Message) -> tuple[Sentence, ...]:
        """What it is about, and the rule."""
        wording, point = self._wording, message.point
        scales = [one for one in dict.fromkeys((point.subject, point.theme)) if one in self._scales]
        about = [
            Sentence(key="message.about", text=self._name(one), subject=one, link=self._anchor(one)) for one in scales
        ]
        sentences = (*about, said(wording, "messages.rule", rule=message.rule.name))
        return (sentences[0], *(replace(one, text=f"· {one.text}") for one in sentences[1:]))

    def about(self, point: Point, *, one: bool = False, company: bool = True) -> str:
        """What it is about: of one statement, its scale, since the counts say the statement."""
        theme = point.theme.removeprefix("group:")
        if theme not in self._scales:
            return self._name(point.subject)
        scale = self._name(theme, company=company)
        return self._wording.say("messages.point_of", scale=scale) if one else scale

    def about_whom(self, point: Point) -> str:
        """What it is about; of a group's people, with the group."""
        group = point.counted.group if point.counted else ""
        target = point.theme.partition("@")[2]
        whom = self._wording.strung((*(self._wording.company(side) for side in SIDES if side == target), group))
        about = self.about(point, company=not group)
        return self._wording.say("messages.of_company", scale=about, company=whom) if group else about

    def _name(self, subject: str, *, company: bool = True) -> str:
        """A scale with the company it is about, a statement, activity, topic or expectation, in quotation marks."""
        wording = self._wording
        if subject in self._scales:
            name, _, target = subject.partition("@")
            scale = wording.quoted(wording.text(f"scale:{name}"))
            side = next((side for side in SIDES if side == target), None)
            if side is None or not company:
                return scale
            return wording.say("messages.of_company", scale=scale, company=wording.company(side))
        return wording.quoted(self.plain(subject))

    def plain(self, subject: str) -> str:
        """The name of anything, as it is called everywhere."""
        kind = next((kind for kind, ids in self._names.items() if subject in ids), "")
        return self._wording.statement(subject) if kind == "statement" else self._wording.text(f"{kind}:{subject}")

    def _link(self, point: Point) -> str:
        """The section that tells of such things, which paper has as well as the screen."""
        if point.since:
            # All of a pulse is about it.
            return "" if self._report.wave.kind == "pulse" else "moved"
        return SECTION_OF[point.occasion]

    def _anchor(self, subject: str) -> str:
        return anchor("statement" if subject in self._statements else "scale", subject)
