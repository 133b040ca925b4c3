"""What to do: the workshop's tools in their order, when to use them, and the interview guide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from diagnostic.analysis.report import Finding, FindingKind, Report
from diagnostic.briefing.document.agenda import SCREEN_OF, OnTheAgenda, agendas, named
from diagnostic.briefing.document.blocks import Block, Callout, Part, Sentence, Text
from diagnostic.briefing.document.findings import Findings
from diagnostic.briefing.document.saying import counted, listed, paragraph, said, section
from diagnostic.briefing.figures import MEANINGS, is_shown
from diagnostic.briefing.playbook import (
    MOST_TOOLS,
    STAGES,
    Occasion,
    Playbook,
    Rule,
    StageName,
    Texts,
    Tool,
    filled,
    in_language,
)
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import other

_GATE = "trust.enough_from"
_SHOWN = 3
"""As many findings stand on a card; the others are counted."""


class Fired(Struct, frozen=True):
    """A rule with the tool it names and all the findings that made it fire, the first of them first."""

    rule: Rule
    tool: Tool
    findings: tuple[Finding, ...]
    told: Findings
    wording: Wording

    @property
    def first(self) -> Finding | None:
        return self.findings[0] if self.findings else None

    def sentence(self, key: str, texts: Texts, finding: Finding | None) -> Sentence:
        """A text of the playbook, filled in for a finding."""
        text = self._filled(in_language(texts, self.wording.language), finding)
        return Sentence(key=key, text=text, subject=finding.subject if finding else "")

    def each(self, key: str, texts: Mapping[str, tuple[str, ...]]) -> list[Sentence]:
        """Some texts of the playbook, filled in for the first finding."""
        lines = texts.get(self.wording.language, texts["en"])
        return [Sentence(key=key, text=self._filled(line, self.first)) for line in lines]

    def evidence(self, finding: Finding) -> Sentence:
        """A finding of it, with what to ask about it."""
        return replace(self.told.sentence(finding), ask=self.sentence("ask", self.rule.question, finding).text)

    def _filled(self, text: str, finding: Finding | None) -> str:
        if finding is None:
            return filled(text, "a", self.wording)
        return filled(text, self.told.company(finding), self.wording, subject=self.told.about(finding).name)


def fired(report: Report, wording: Wording, playbook: Playbook) -> tuple[Fired, ...]:
    """The rules that fired, in the playbook's order."""
    told = Findings(report, wording)
    # The rule for what a gap means is the one to ask for.
    means_more = {f.subject for f in report.findings if f.kind in MEANINGS}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.kind == "gap" and finding.subject in means_more:
            continue
        if rule := playbook.rule_for(finding.kind, **told.about(finding).place):
            found.setdefault(rule.name, []).append(finding)
    any_gap = any(finding.kind in ("scale_gap", "gap") for finding in report.findings)
    occasion: Occasion = "nothing_clear" if size_of("statements", report) else "not_judged"
    if not any_gap and (rule := playbook.rule_for(occasion)):
        found.setdefault(rule.name, [])
    return tuple(
        Fired(rule, playbook.tools[rule.tool], tuple(found[rule.name]), told, wording)
        for rule in playbook.rules
        if rule.name in found
    )


def plan(rules: Sequence[Fired], report: Report, wording: Wording, playbook: Playbook) -> Part:
    """Three tools at most, stage by stage, a card each; then what else was called for."""
    calls = _by_tool(rules)
    chosen = _chosen(calls)
    wait = waits(report, wording, playbook)
    stages = []
    for name in STAGES:
        cards = [_tool(calls[tool], wording) for tool in chosen if playbook.tools[tool].stage == name]
        if cards:
            stages.append(_stage(name, cards, wait if name == "renegotiation" else None, wording))
    return section(
        wording,
        "plan",
        paragraph(wording, "plan.lead", "lead"),
        *stages,
        *_left_out([call for tool, call in calls.items() if tool not in chosen], wording),
        Text(key="plan.rules", sentences=tuple(_rules([calls[tool] for tool in chosen], wording)), role="fine"),
        *([_to_the_agenda(playbook, wording)] if playbook.agendas and chosen else []),
    )


def _to_the_agenda(playbook: Playbook, wording: Wording) -> Text:
    return paragraph(wording, "plan.agenda", "note", agendas=named(playbook.agendas, wording))


Calls = Sequence[Fired]
"""All rules that call for one tool, in the playbook's order."""


def _by_tool(calls: Iterable[Fired]) -> dict[str, Calls]:
    """In the order of the stages, and of the playbook within one."""
    found: dict[str, list[Fired]] = {}
    for call in sorted(calls, key=lambda call: STAGES.index(call.tool.stage)):
        found.setdefault(call.rule.tool, []).append(call)
    return dict(found)


def _chosen(calls: Mapping[str, Calls]) -> list[str]:
    """From each stage the tool that most findings call for, what is only worth asking counted last.

    Where a stage has none, one more of the first stages.
    """
    kinds = {tool: [finding.kind for call in each for finding in call.findings] for tool, each in calls.items()}
    most_first = sorted(
        calls, key=lambda tool: (-sum(kind != "worth_asking" for kind in kinds[tool]), -len(kinds[tool]))
    )
    stage = {tool: calls[tool][0].tool.stage for tool in calls}
    chosen = list({stage[tool]: tool for tool in reversed(most_first)}.values())
    more = sorted((tool for tool in most_first if tool not in chosen), key=lambda tool: STAGES.index(stage[tool]))
    chosen += more[: MOST_TOOLS - len(chosen)]
    return [tool for tool in calls if tool in chosen]


def agenda(rules: Sequence[Fired], report: Report, wording: Wording, playbook: Playbook) -> Part | None:
    """When to use the tools that were chosen; None where the playbook has no agenda, or there is nothing to do."""
    calls = _by_tool(rules)
    wait = waits(report, wording, playbook) is not None
    return agendas(playbook.agendas, [_on_the_agenda(calls[tool], wait) for tool in _chosen(calls)], wording)


def _on_the_agenda(calls: Calls, waits: bool) -> OnTheAgenda:
    first = calls[0]
    screen = SCREEN_OF.get(first.first.kind, "gaps") if first.first else "headline"
    name = in_language(first.tool.name, first.wording.language)
    return OnTheAgenda(first.rule.tool, name, screen, waits and first.tool.stage == "renegotiation")


def _left_out(calls: Sequence[Calls], wording: Wording) -> Iterator[Block]:
    """What was called for, too: named; with what to ask for slides and whoever asks for it."""
    if calls:
        names = wording.listed([in_language(each[0].tool.name, wording.language) for each in calls])
        yield paragraph(wording, "plan.left_out", "fine", tools=names)
        cards = tuple(_tool(each, wording) for each in calls)
        yield Part(key="plan.others", title=wording.say("plan.others"), medium="slides", blocks=cards)


def _rules(calls: Sequence[Calls], wording: Wording) -> Iterator[Sentence]:
    """Which rules of the playbook called for each tool."""
    yield said(wording, "plan.rules")
    for each in calls:
        names = {"tool": in_language(each[0].tool.name, wording.language)}
        yield said(wording, "plan.rules_of", each[0].rule.tool, rules=", ".join(c.rule.name for c in each), **names)


def _stage(name: StageName, cards: Sequence[Part], wait: Sentence | None, wording: Wording) -> Part:
    why = [Callout(key=wait.key, sentences=(wait,), tone="wait")] if wait else []
    blocks: tuple[Block, ...] = (paragraph(wording, f"plan.{name}_lead"), *why, *cards)
    return Part(key=f"stage.{name}", title=wording.say(f"plan.{name}"), role="stage", blocks=blocks)


def questions(report: Report, kinds: Sequence[FindingKind], wording: Wording, playbook: Playbook) -> Iterator[Sentence]:
    """What to open with for findings of these kinds, in the playbook's order, each with its rule."""
    only = replace(report, findings=tuple(f for f in report.findings if f.kind in kinds))
    for call in fired(only, wording, playbook):
        if call.first:
            source = wording.say("plan.rule", rule=call.rule.name)
            yield replace(call.sentence("question", call.rule.question, call.first), source=source)


def waits(report: Report, wording: Wording, playbook: Playbook) -> Sentence | None:
    """Why renegotiation waits: how each company rates the other on the scale the playbook names."""
    gate = playbook.trust
    ratings, below, hidden = [], [], False
    for scale in report.scales:
        if scale.scale != gate.scale or scale.target == "alliance":
            continue
        rater = other(scale.target)
        side = scale.sides[rater]
        if is_shown(side.mean) and is_shown(side.interval):
            names = {"rater": wording.company(rater), "target": wording.company(scale.target)}
            figures = {"mean": wording.number(side.mean), "interval": wording.interval(side.interval)}
            ratings.append(wording.say("plan.rating", **names, **figures))
            below += [side.interval[1]] if side.mean < gate.enough_from else []
        else:
            hidden = True
    told = {"ratings": wording.listed(ratings), "enough": wording.number(gate.enough_from), "rule": _GATE}
    if below:
        # What a single rating's interval leaves open is said beside it.
        return said(wording, "plan.not_yet" if min(below) < gate.enough_from else "plan.not_yet_close", **told)
    # As little is known where the scale was not asked, or the playbook names one that there is not.
    return said(wording, "plan.not_known", **told) if hidden or not ratings else None


def _tool(calls: Calls, wording: Wording) -> Part:
    """A tool's card: what to open with and to ask on, and the findings that called for it, one of each rule first."""
    call = calls[0]
    purpose = Sentence(key="purpose", text=in_language(call.tool.purpose, wording.language))
    opening = call.sentence("question", call.rule.question, call.first)
    probes = replace(
        listed("tool.probes", call.each("probe", call.rule.probes), said(wording, "plan.probes")), folded=True
    )
    blocks: list[Block] = [
        Text(key="tool.purpose", sentences=(purpose,), role="fine"),
        Text(key="tool.question", sentences=(opening,), role="question", label=wording.say("plan.question")),
        probes,
    ]
    of_each = ([(each, finding) for finding in each.findings] for each in calls)
    in_turn = [one for turn in zip_longest(*of_each) for one in turn if one]
    if in_turn:
        because = (each.evidence(finding) for each, finding in in_turn[:_SHOWN])
        blocks.append(listed("tool.because", because, said(wording, "plan.because")))
    if (more := len(in_turn) - _SHOWN) > 0:
        blocks.append(Text(key="tool.more", sentences=(counted(wording, "plan.more", more),), role="fine"))
    name = in_language(call.tool.name, wording.language)
    return Part(key="tool", title=name, subject=call.rule.tool, role="tool", blocks=tuple(blocks))


def interviews(rules: Sequence[Fired], wording: Wording) -> Part:
    """What to ask before the workshop, in the order of the stages: a topic for every rule that fired.

    The questions tell no result, so that nobody hears a finding before the workshop or is led by it.
    """
    calls = sorted(rules, key=lambda call: STAGES.index(call.tool.stage))
    topics: dict[str, Part] = {}
    asked: list[list[Sentence]] = []
    for call in calls:
        subject = call.first.subject if call.first else ""
        questions = call.each("probe", call.rule.interview)
        if questions not in asked and subject not in topics:
            topics[subject] = _topic(call, subject, questions, wording)
            asked.append(questions)
    lead = (
        paragraph(wording, f"interviews.{part}", "lead" if part == "who" else "body")
        for part in ("who", "opening", "rules")
    )
    return section(wording, "interviews", *lead, *topics.values())


def _topic(call: Fired, subject: str, questions: Sequence[Sentence], wording: Wording) -> Part:
    """A topic with its questions, to both companies alike."""
    # Whoever is asked may see the sheet, and a rule's name would tell what was found.
    because = paragraph(wording, "plan.rule", "fine", rule=call.rule.name)
    rule = Part(key="topic.rule", title="", medium="screen", blocks=(because,))
    title = call.told.about(call.first).name if call.first else wording.say("interviews.nothing_clear")
    blocks = (listed("topic.questions", questions), rule)
    return Part(key="topic", title=title, subject=subject, role="topic", blocks=blocks)
