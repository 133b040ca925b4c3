"""What to do: the workshop's tools in their order, each with the rule that fired, and the interview guide."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from diagnostic.analysis.report import Finding, FindingKind, Report
from diagnostic.briefing.document.blocks import Block, Callout, Item, List, Part, Sentence, Text
from diagnostic.briefing.document.findings import Findings
from diagnostic.briefing.document.saying import counted, paragraph, said
from diagnostic.briefing.figures import MEANINGS, is_shown
from diagnostic.briefing.playbook import STAGES, Playbook, Rule, in_language
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import other

_GATE = "trust.enough_from"
_SHOWN = 3
"""As many findings stand under a recommendation; the others are counted."""


class Fired(msgspec.Struct, frozen=True):
    """A rule with all the findings that made it fire, the first of them first."""

    rule: Rule
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding | None:
        return self.findings[0] if self.findings else None


def fired(report: Report, playbook: Playbook, told: Findings) -> tuple[Fired, ...]:
    """The rules that fired, in the playbook's order."""
    # The rule for what a gap means is the one to ask for.
    means_more = {f.subject for f in report.findings if f.kind in MEANINGS}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.kind == "gap" and finding.subject in means_more:
            continue
        rule = playbook.rule_for(finding.kind, **told.place(finding))
        if rule:
            found.setdefault(rule.name, []).append(finding)
    if not any(finding.kind in ("scale_gap", "gap") for finding in report.findings):
        rule = playbook.rule_for("nothing_clear" if size_of("statements", report) else "not_judged")
        if rule:
            found.setdefault(rule.name, [])
    return tuple(Fired(rule, tuple(found[rule.name])) for rule in playbook.rules if rule.name in found)


def plan(report: Report, wording: Wording, playbook: Playbook) -> Part:
    """Stage by stage; in each its tools in the playbook's order, all that calls for one tool together."""
    told = Findings(report, wording)
    calls = fired(report, playbook, told)
    blocks: list[Block] = [paragraph(wording, "plan.lead", "lead")]
    for stage in STAGES:
        of_it = [call for call in calls if playbook.tools[call.rule.tool].stage == stage]
        if of_it:
            tools = list(dict.fromkeys(call.rule.tool for call in of_it))
            of_it.sort(key=lambda call: tools.index(call.rule.tool))
            opening: list[Block] = [paragraph(wording, f"plan.{stage}_lead")]
            if stage == "renegotiation" and (wait := waits(report, wording, playbook)):
                opening.append(Callout(key=wait.key, sentences=(wait,), tone="wait"))
            tool_parts = [_tool(call, told, wording, playbook) for call in of_it]
            blocks.append(
                Part(
                    key=f"stage.{stage}",
                    title=wording.say(f"plan.{stage}"),
                    role="stage",
                    blocks=(*opening, *tool_parts),
                )
            )
    return Part(key="plan", title=wording.say("sections.plan"), blocks=tuple(blocks))


def questions(report: Report, kinds: Sequence[FindingKind], wording: Wording, playbook: Playbook) -> Iterator[Item]:
    """What to open with for findings of these kinds, in the playbook's order, each with its rule."""
    told = Findings(report, wording)
    only = msgspec.structs.replace(report, findings=tuple(f for f in report.findings if f.kind in kinds))
    for call in fired(only, playbook, told):
        if call.first:
            ask = _filled(in_language(call.rule.question, wording.language), call.first, told, wording)
            source = wording.say("plan.rule", rule=call.rule.name)
            yield Item((Sentence(key="question", text=ask, subject=call.first.subject, source=source),))


def waits(report: Report, wording: Wording, playbook: Playbook) -> Sentence | None:
    """Why renegotiation waits: how each company rates the other on the scale the playbook names."""
    gate = playbook.trust
    ratings, below, hidden = [], [], False
    for scale in report.scales:
        if scale.scale != gate.scale or scale.target == "alliance":
            continue
        rater = other(scale.target)
        side = scale.sides[rater]
        if not is_shown(side.mean) or not is_shown(side.interval):
            hidden = True
            continue
        names = {"rater": wording.company(rater), "target": wording.company(scale.target)}
        figures = {"mean": wording.number(side.mean), "interval": wording.interval(side.interval)}
        ratings.append(wording.say("plan.rating", **names, **figures))
        if side.mean < gate.enough_from:
            below.append(side.interval[1])
    told = {"ratings": wording.listed(ratings), "enough": wording.number(gate.enough_from), "rule": _GATE}
    if below:
        # What a single rating's interval leaves open is said beside it.
        return said(wording, "plan.not_yet" if min(below) < gate.enough_from else "plan.not_yet_close", **told)
    # As little is known where the scale was not asked, or the playbook names one that there is not.
    return said(wording, "plan.not_known", **told) if hidden or not ratings else None


def _tool(call: Fired, told: Findings, wording: Wording, playbook: Playbook) -> Part:
    """A tool: what to open with and to ask on, and the findings that called for it."""
    tool, rule = playbook.tools[call.rule.tool], call.rule
    ask = _filled(in_language(rule.question, wording.language), call.first, told, wording)
    probes = tuple(_each(rule.probes, call.first, told, wording))
    blocks: list[Block] = [
        Text(
            key="tool.purpose", sentences=(_plain("purpose", in_language(tool.purpose, wording.language)),), role="fine"
        ),
        Text(
            key="tool.question",
            sentences=(_plain("question", ask),),
            role="question",
            label=wording.say("plan.question"),
        ),
        List(key="tool.probes", items=probes, title=said(wording, "plan.probes"), folded=True),
    ]
    if call.findings:
        shown = [told.sentence(finding) for finding in call.findings[:_SHOWN]]
        asked = [
            _filled(in_language(rule.question, wording.language), finding, told, wording)
            for finding in call.findings[:_SHOWN]
        ]
        items = tuple(Item((msgspec.structs.replace(s, ask=ask),)) for s, ask in zip(shown, asked, strict=True))
        blocks.append(List(key="tool.because", items=items, title=said(wording, "plan.because")))
    if (more := len(call.findings) - _SHOWN) > 0:
        blocks.append(Text(key="tool.more", sentences=(counted(wording, "plan.more", more),), role="fine"))
    blocks.append(paragraph(wording, "plan.rule", "fine", rule=rule.name))
    name = in_language(tool.name, wording.language)
    return Part(key="tool", title=name, subject=call.rule.tool, role="tool", blocks=tuple(blocks))


def _plain(key: str, text: str) -> Sentence:
    return Sentence(key=key, text=text)


def _filled(text: str, finding: Finding | None, told: Findings, wording: Wording) -> str:
    """A text of the playbook with its placeholders filled."""
    side = told.company(finding) if finding else "a"
    names = {
        "a": wording.company("a"),
        "b": wording.company("b"),
        "company": wording.company(side),
        "partner": wording.company(other(side)),
        "subject": told.subject(finding) if finding else "",
    }
    return text.format_map(names)


def _each(
    texts: Mapping[str, tuple[str, ...]], finding: Finding | None, told: Findings, wording: Wording
) -> Iterator[Item]:
    for text in texts.get(wording.language, texts["en"]):
        yield Item((_plain("probe", _filled(text, finding, told, wording)),))


def interviews(report: Report, wording: Wording, playbook: Playbook) -> Part:
    """What to ask before the workshop, in the order of the stages: a topic for every rule that fired.

    The questions tell no result, so that nobody hears a finding before the workshop or is led by it.
    """
    told = Findings(report, wording)
    calls = sorted(fired(report, playbook, told), key=lambda call: STAGES.index(playbook.tools[call.rule.tool].stage))
    topics: dict[str, Part] = {}
    asked: set[tuple[str, ...]] = set()
    for call in calls:
        topic, questions = _topic(call, told, wording)
        if questions not in asked and topic.subject not in topics:
            topics[topic.subject] = topic
            asked.add(questions)
    lead = [
        paragraph(wording, f"interviews.{part}", "lead" if part == "who" else "body")
        for part in ("who", "opening", "rules")
    ]
    return Part(key="interviews", title=wording.say("sections.interviews"), blocks=(*lead, *topics.values()))


def _topic(call: Fired, told: Findings, wording: Wording) -> tuple[Part, tuple[str, ...]]:
    """A topic with its questions, to both companies alike."""
    items = tuple(_each(call.rule.interview, call.first, told, wording))
    questions = List(key="topic.questions", items=items)
    # Whoever is asked may see the sheet, and a rule's name would tell what was found.
    rule = Part(
        key="topic.rule",
        title="",
        medium="screen",
        blocks=(paragraph(wording, "plan.rule", "fine", rule=call.rule.name),),
    )
    title = told.subject(call.first) if call.first else wording.say("interviews.nothing_clear")
    subject = call.first.subject if call.first else ""
    part = Part(key="topic", title=title, subject=subject, role="topic", blocks=(questions, rule))
    return part, tuple(sentence.text for item in items for sentence in item.sentences)
