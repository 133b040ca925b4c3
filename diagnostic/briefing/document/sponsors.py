"""One page for two executives, one at each company: the message, how sure, what is asked of them, what happens next.

Both get the same page. So it names no company as the better or the worse one: of a difference it says what it is
about, and not which way it goes. And it tells nothing that the participants' edition keeps back.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from diagnostic.analysis.report import Report
from diagnostic.briefing.document import Document
from diagnostic.briefing.document.blocks import Block, Callout, Part, Sentence, Table, Text, need, pick, pick_all
from diagnostic.briefing.document.counted import capital
from diagnostic.briefing.document.messages import hedge_of
from diagnostic.briefing.document.participation import cautions, who_answered, withheld_in_short
from diagnostic.briefing.document.reliance import two_languages
from diagnostic.briefing.document.saying import alone, listed, said
from diagnostic.briefing.figures import within_language
from diagnostic.briefing.messages import Message, MessageRules, messages
from diagnostic.briefing.occasions import Occasion
from diagnostic.briefing.owners import DISPUTED, State, settled, state_of
from diagnostic.briefing.waves import date, wave_name
from diagnostic.briefing.wording import Wording

ALIKE: Mapping[Occasion, str] = {
    "gap": "scale_gap",
    "likely_gap": "scale_gap",
    "shared_concern_improved": "both_rose",
}
"""What reads alike; the certainty, which is said beside it, tells them apart. What people merely said never reads as
what is shown: of that a sentence says how they answered, and not what their company sees."""
KEPT_BACK: frozenset[Occasion] = frozenset(
    {
        "rated_better_than_expected",
        "rated_worse_than_expected",
        "divided_side",
        "group_difference",
        "said_group",
        "worth_asking",
    }
)
"""What the participants' edition has not: what a company expects to hear, what runs inside one, what is to be asked."""


def sponsors(said_in_full: Document, report: Report, wording: Wording) -> Document:
    """The page, from the consultant's document, whose messages and tools it has."""
    asked = said_in_full.part("plan")
    parts = (
        _part("message", "", *_message(report, wording)),
        *_overview(said_in_full),
        _part("ask", wording.say("sponsors.titles.ask"), listed("sponsors.ask", _asked(asked, report, wording))),
        _part("next", wording.say("sponsors.titles.next"), listed("sponsors.next", _next(report, wording))),
        _part("who", wording.say("sponsors.titles.who"), *_who(report, wording)),
    )
    names = {"title": wording.say("sponsors.title"), "edition_name": wording.say("sponsors.edition")}
    return replace(said_in_full, **names, edition_why=wording.say("sponsors.why"), parts=parts)


def _part(key: str, title: str, *blocks: Block) -> Part:
    return Part(key=f"sponsors.{key}", title=title, blocks=blocks)


def _message(report: Report, wording: Wording) -> Iterator[Text]:
    """The first message in a sentence, and what else there is; each with how sure it is."""
    chosen = messages(report, MessageRules.load(wording.content))
    told = [message for message in chosen if message.point.occasion not in KEPT_BACK]
    if not told:
        key = "headline.levels_alone" if report.levels_alone else "sponsors.nothing"
        yield alone(said(wording, key), "headline")
        return
    teller = _Teller(report, wording)
    first, *others = [teller.sentence(message) for message in told]
    yield alone(first, "headline")
    hedges = {hedge_of(message, within_language(report)) for message in told}
    whole = hedges == {"languages.hedge"}
    hedge = [said(wording, "languages.hedge" if whole else "languages.hedge_part")] if hedges != {None} else []
    yield Text(key="sponsors.sure", sentences=(_sure(told[0], wording), *hedge), label=wording.say("sponsors.how_sure"))
    if others:
        # How sure is said of what is surer, or less sure, than the first.
        own = [[_sure(each, wording)] if each.point.certainty != told[0].point.certainty else [] for each in told[1:]]
        sentences = tuple(one for each, sure in zip(others, own, strict=True) for one in (each, *sure))
        yield Text(key="sponsors.besides", sentences=sentences, label=wording.say("sponsors.besides"))


def _sure(message: Message, wording: Wording) -> Sentence:
    return said(wording, f"sponsors.sure.{message.point.certainty}", message.point.subject)


class _Teller:
    """Messages in words that fit both companies."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self._wording, self._report = wording, report
        kinds = {
            "scale": (*(scale.id for scale in report.scales), *(trend.scale for trend in report.trend)),
            "activity": (asked.activity for asked in report.responsibilities),
            "topic": (topic.id for asked in report.priorities for topic in asked.topics),
            "expectation": (asked.id for asked in report.expectations),
        }
        self._texts = {one: wording.text(f"{kind}:{one}") for kind, ids in kinds.items() for one in ids}

    def sentence(self, message: Message) -> Sentence:
        point = message.point
        names = {
            "subject": self._wording.listed(
                [self._name(one) for one in (point.subject, *(rider.point.subject for rider in message.also))]
            )
        }
        if point.since:
            series = (one for trend in self._report.trend if trend.scale == point.subject for one in trend.series)
            names["since"] = next(wave_name(one, self._wording) for one in series if one.wave == point.since)
        text = self._wording.say(f"sponsors.say.{ALIKE.get(point.occasion, point.occasion)}", **names)
        return Sentence(key="sponsors.say", text=capital(text), subject=point.subject)

    def _name(self, subject: str) -> str:
        return self._wording.quoted(self._texts.get(subject) or self._wording.statement(subject))


def _overview(said_in_full: Document) -> Iterator[Part]:
    """Levels of every scale, and the gap; in a pulse what moved in place of it."""
    found = pick(said_in_full.parts, Part, "overview")
    if found is None:
        return
    more = ("by", "moved") if said_in_full.of_a_pulse else () if said_in_full.levels_alone else ("gap",)
    table, reading = (
        need(found.blocks, Table, "scales_at_a_glance"),
        need(found.blocks, Text, "scales_at_a_glance.read"),
    )
    read = tuple(one for one in reading.sentences if "gap" in more or one.key != "overview.gaps")
    table = _with_columns(table, ("scale", "mean_a", "mean_b", *more))
    yield replace(found, blocks=(table, replace(reading, sentences=read)), link="")


def _with_columns(whole: Table, wanted: Sequence[str]) -> Table:
    places = [n for n, column in enumerate(whole.columns) if column.key in wanted]
    groups = tuple(
        replace(group, rows=tuple(replace(row, cells=tuple(row.cells[n] for n in places)) for row in group.rows))
        for group in whole.groups
    )
    return replace(whole, columns=tuple(whole.columns[n] for n in places), groups=groups)


def _asked(plan: Part | None, report: Report, wording: Wording) -> Iterator[Sentence]:
    """Protection, time, what to decide together, and what to leave alone until there is trust."""
    yield said(wording, "sponsors.ask.protect")
    if report.wave.kind == "pulse":
        yield said(wording, "sponsors.ask.keep")
        return
    tool = next(iter(pick_all(plan.blocks, Part, "tool")), None) if plan else None
    if tool:
        # Not what it serves here, which may be said of a group.
        purpose = need(tool.blocks, Text, "tool.purpose").sentences[0].text
        yield said(wording, "sponsors.ask.open_with", tool.subject, tool=tool.title, purpose=purpose)
    else:
        yield said(wording, "sponsors.ask.open")
    for state in DISPUTED:
        if names := _disputed(state, report, wording):
            yield said(wording, f"sponsors.ask.{state}", activities=wording.listed(names))
    if plan and any(one.tone == "wait" for one in pick_all(plan.blocks, Callout)):
        yield said(wording, "sponsors.ask.wait")


def _disputed(state: State, report: Report, wording: Wording) -> list[str]:
    """The activities that are contested or orphaned now, with a mark where that is not certain."""
    found = [asked for asked in report.responsibilities if asked.question == "now" and state_of(asked) == state]
    names = [wording.quoted(wording.text(f"activity:{asked.activity}")) for asked in found]
    sure = map(settled, found)
    return [
        name if certain else wording.say("sponsors.perhaps", activity=name)
        for name, certain in zip(names, sure, strict=True)
    ]


def _next(report: Report, wording: Wording) -> Iterator[Sentence]:
    yield said(wording, f"sponsors.next.{'pulse' if report.wave.kind == 'pulse' else 'workshop'}")
    if days := [date(day, wording) for day in report.planned]:
        yield said(wording, "sponsors.next.planned", days=wording.listed(days))
    else:
        yield said(wording, "sponsors.next.unplanned")


def _who(report: Report, wording: Wording) -> Iterator[Text]:
    """Who answered, how far so few can be relied on, and what protects them."""
    yield Text(key="sponsors.answered", sentences=who_answered(report, wording))
    yield alone(said(wording, "sponsors.anonymous", k=report.release.k))
    fine = (*cautions(report, wording), *two_languages(report, wording), *withheld_in_short(report, wording).sentences)
    yield Text(key="sponsors.withheld", sentences=fine, role="fine")
