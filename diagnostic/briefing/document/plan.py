"""What to do: the workshop's tools in their order, each with the rule that fired, and the interview guide."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from diagnostic.analysis.report import Finding, FindingKind, Report
from diagnostic.briefing.document.blocks import Block, Callout, Part, Sentence, Text
from diagnostic.briefing.document.findings import Findings
from diagnostic.briefing.document.saying import counted, listed, paragraph, said, section
from diagnostic.briefing.figures import MEANINGS, is_shown
from diagnostic.briefing.playbook import STAGES, Occasion, Playbook, Rule, StageName, Texts, Tool, filled, in_language
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import other

_GATE = "trust.enough_from"
_SHOWN = 3
"""As many findings stand under a recommendation; the others are counted."""


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


def plan(report: Report, wording: Wording, playbook: Playbook) -> Part:
    """Stage by stage; in each its tools in the playbook's order, all that calls for one tool together."""
    calls = fired(report, wording, playbook)
    wait = waits(report, wording, playbook)
    stages = []
    for name in STAGES:
        of_it = [call for call in calls if call.tool.stage == name]
        if of_it:
            tools = list(dict.fromkeys(call.rule.tool for call in of_it))
            of_it.sort(key=lambda call: tools.index(call.rule.tool))
            stages.append(_stage(name, of_it, wait if name == "renegotiation" else None, wording))
    return section(wording, "plan", paragraph(wording, "plan.lead", "lead"), *stages)


def _stage(name: StageName, calls: Sequence[Fired], wait: Sentence | None, wording: Wording) -> Part:
    why = [Callout(key=wait.key, sentences=(wait,), tone="wait")] if wait else []
    blocks: tuple[Block, ...]
    blocks = (paragraph(wording, f"plan.{name}_lead"), *why, *(_tool(call, wording) for call in calls))
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


def _tool(call: Fired, wording: Wording) -> Part:
    """A tool: what to open with and to ask on, and the findings that called for it."""
    tool, rule = call.tool, call.rule
    purpose = Sentence(key="purpose", text=in_language(tool.purpose, wording.language))
    opening = call.sentence("question", rule.question, call.first)
    probes = replace(listed("tool.probes", call.each("probe", rule.probes), said(wording, "plan.probes")), folded=True)
    blocks: list[Block] = [
        Text(key="tool.purpose", sentences=(purpose,), role="fine"),
        Text(key="tool.question", sentences=(opening,), role="question", label=wording.say("plan.question")),
        probes,
    ]
    if call.findings:
        because = (
            replace(call.told.sentence(finding), ask=call.sentence("ask", rule.question, finding).text)
            for finding in call.findings[:_SHOWN]
        )
        blocks.append(listed("tool.because", because, said(wording, "plan.because")))
    if (more := len(call.findings) - _SHOWN) > 0:
        blocks.append(Text(key="tool.more", sentences=(counted(wording, "plan.more", more),), role="fine"))
    blocks.append(paragraph(wording, "plan.rule", "fine", rule=rule.name))
    name = in_language(tool.name, wording.language)
    return Part(key="tool", title=name, subject=rule.tool, role="tool", blocks=tuple(blocks))


def interviews(report: Report, wording: Wording, playbook: Playbook) -> Part:
    """What to ask before the workshop, in the order of the stages: a topic for every rule that fired.

    The questions tell no result, so that nobody hears a finding before the workshop or is led by it.
    """
    calls = sorted(fired(report, wording, playbook), key=lambda call: STAGES.index(call.tool.stage))
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
