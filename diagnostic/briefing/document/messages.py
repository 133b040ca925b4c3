"""Messages as blocks: each with what to say, what to ask, what not to say, and where it comes from."""

from collections.abc import Iterator

from msgspec.structs import replace

from diagnostic.analysis.report import Report
from diagnostic.briefing.document.bars import message_figures
from diagnostic.briefing.document.blocks import Part, Role, Sentence, Text, need
from diagnostic.briefing.document.counted import Sayer
from diagnostic.briefing.document.saying import anchor, said, section
from diagnostic.briefing.messages import Message, MessageRules, messages
from diagnostic.briefing.messages.point import Kind, Point
from diagnostic.briefing.playbook import Texts, filled, in_language
from diagnostic.briefing.waves import wave_name
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES

_SECTIONS: dict[Kind, str] = {
    "weakness": "levels",
    "strength": "levels",
    "difference": "gaps",
    "function": "inside",
    "owner": "ownership",
    "surprise": "predictions",
    "priority": "priorities",
}
_OTHERS = {"overclaim": "expectations", "divided_side": "inside", "cant_say": "inside"}
"""Where there is more of each."""
_GAP_TOLD = ("headline.scale_gap", "headline.own_higher", "headline.own_lower", "headline.agrees_more")


def messages_part(report: Report, wording: Wording) -> Part | None:
    """A part for each message, the first first; None where there is none.

    Raises
    ------
    InvalidContent
        Where the rules of messages have faults.
    """
    told = messages(report, MessageRules.load(wording.content))
    if not told:
        return None
    teller = _Teller(report, wording)
    parts = tuple(teller.part(message, number) for number, message in enumerate(told, start=1))
    return Part(key="summary.messages", title=wording.say("sections.messages"), blocks=parts)


def of_a_pulse(told: Part | None, wording: Wording) -> Part | None:
    """The messages of a pulse as its first section, since it has no summary."""
    return section(wording, "messages", *told.blocks) if told else None


def replaces(told: Part | None, headline: Sentence) -> bool:
    """Whether the first message is said instead of the headline's sentence, which tells of a gap.

    That nothing is shown stays, and so does a gap where messages have only what people said.
    """
    if told is None or headline.key not in _GAP_TOLD:
        return False
    sources = need(told.blocks, Text, "message.from").sentences
    return any(one.key in ("messages.certain", "messages.likely") for one in sources)


def leading(headline: Part, told: Part | None) -> Part:
    """The headline's section, with the first message in place of its own sentence: what is said first is said alike."""
    own, *others = headline.blocks
    if told is None or not isinstance(own, Text) or not replaces(told, own.sentences[0]):
        return headline
    first = replace(need(told.blocks, Text, "message.say"), key="headline")
    return replace(headline, blocks=(first, *others))


class _Teller:
    """What a Report's things are called, to put messages into words."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report, self._wording = report, wording
        self._scales = {scale.id for scale in report.scales} | {trend.scale for trend in report.trend}
        self._statements = {statement.id for statement in report.statements}
        self._others = {
            "activity": {asked.activity for asked in report.responsibilities},
            "topic": {topic.id for asked in report.priorities for topic in asked.topics},
            "expectation": {asked.id for asked in report.expectations},
        }
        self._count = Sayer(wording)

    def part(self, message: Message, number: int) -> Part:
        wording, rule, point = self._wording, message.rule, message.point
        own = Sentence(key="message.say", text=self._say(message), subject=point.subject, link=self._link(point))
        more = tuple(self._more(message))
        blocks = (
            Text(key="message.say", sentences=(own,), role="headline"),
            *((Text(key="message.more", sentences=more),) if more else ()),
            *message_figures(message, self._report, wording),
            self._text("ask", rule.ask, point, "question"),
            self._text("do_not_say", rule.do_not_say, point, "fine"),
            Text(key="message.from", sentences=self._source(message), role="fine", label=wording.say("messages.from")),
        )
        anchored = f"message-{number}"
        return Part(key="message", title="", anchor=anchored, subject=rule.name, role="message", blocks=blocks)

    def _text(self, key: str, texts: Texts, point: Point, role: Role) -> Text:
        sentence = Sentence(key=f"message.{key}", text=self._filled(texts, point), subject=point.subject)
        label = self._wording.say(f"messages.{key}")
        return Text(key=f"message.{key}", sentences=(sentence,), role=role, label=label)

    def _say(self, message: Message) -> str:
        point = message.point
        counts = self._count.sentence(point.counted) if point.counted else ""
        return self._filled(message.rule.say, point, counts=counts)

    def _filled(self, texts: Texts, point: Point, **more: str) -> str:
        one = point.subject not in self._scales or point.certainty == "answered"
        names = {"subject": self._subject(point, one=one), "topic": self._subject(point, one=one, company=False)}
        if point.counted:
            names |= {"group": point.counted.group, "sum": self._count.total(point.counted)}
        if point.since:
            series = (one for trend in self._report.trend if trend.scale == point.subject for one in trend.series)
            names["since"] = next(wave_name(one, self._wording) for one in series if one.wave == point.since)
        return filled(in_language(texts, self._wording.language), point.company, self._wording, **names, **more)

    def _more(self, message: Message) -> Iterator[Sentence]:
        """What is joined to it, sentence by sentence."""
        wording = self._wording
        told = {message.point.counted.subject} if message.point.counted else set()
        for point in message.joined:
            yield Sentence(
                key="message.joined", text=self._joined(point, told), subject=point.subject, link=self._link(point)
            )
        if message.also:
            names = [self._name(one) for one in message.also]
            yield said(wording, "messages.also", message.also[0], subjects=wording.listed(names))
        for topic in message.topics:
            text = self._count.sentence(topic)
            yield Sentence(key="message.picked", text=text, subject=topic.subject, link="priorities")

    def _joined(self, point: Point, told: set[str]) -> str:
        wording, counted = self._wording, point.counted
        if counted is None:
            return ""
        if point.kind == "owner":
            names = {"subject": self._name(point.subject), "people": self._count.bare(counted)}
            return wording.say(f"messages.joined.{point.occasion}", **names)
        key = "gap" if point.kind == "difference" else point.occasion
        opening = wording.say(f"messages.joined.{key}", company=wording.company(point.company))
        return f"{opening} {self._count.sentence(counted, named=counted.subject not in told)}"

    def _source(self, message: Message) -> tuple[Sentence, ...]:
        """What it is about, how far it can be relied on, and the rule."""
        wording, point = self._wording, message.point
        scales = [one for one in dict.fromkeys((point.subject, point.theme)) if one in self._scales]
        about = [
            Sentence(key="message.about", text=self._name(one), subject=one, link=self._anchor(one)) for one in scales
        ]
        certainty = said(wording, f"messages.{point.certainty}")
        sentences = (*about, certainty, said(wording, "messages.rule", rule=message.rule.name))
        return (sentences[0], *(replace(one, text=f"· {one.text}") for one in sentences[1:]))

    def _subject(self, point: Point, *, one: bool, company: bool = True) -> str:
        """What it is about: of one statement, its scale, since the counts say the statement."""
        theme = point.theme.removeprefix("group:")
        if theme not in self._scales:
            return self._name(point.subject)
        scale = self._name(theme, company=company)
        return self._wording.say("messages.point_of", scale=scale) if one else scale

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
        if subject in self._statements:
            return wording.quoted(wording.statement(subject))
        kind = next((kind for kind, ids in self._others.items() if subject in ids), "")
        return wording.quoted(wording.text(f"{kind}:{subject}"))

    def _link(self, point: Point) -> str:
        """The section that tells of such things, which paper has as well as the screen."""
        if point.since:
            # All of a pulse is about it.
            return "" if self._report.wave.kind == "pulse" else "moved"
        return _SECTIONS.get(point.kind) or _OTHERS.get(point.occasion, "")

    def _anchor(self, subject: str) -> str:
        return anchor("statement" if subject in self._statements else "scale", subject)
