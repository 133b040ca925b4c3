"""What to do: the workshop's tools in their order, each with the rule that fired, and the interview guide."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from diagnostic.analysis.report import Finding, Report
from diagnostic.briefing.figures import MEANINGS, is_shown
from diagnostic.briefing.playbook import STAGES, Playbook, Rule, Texts, in_language
from diagnostic.briefing.sections.evidence import Findings
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, other

_GATE = "trust.enough_from"
_SHOWN = 3
"""As many findings stand under a recommendation; the others are counted."""


class Evidence(msgspec.Struct, frozen=True):
    """A finding that made a rule fire."""

    sentence: str
    source: str
    """Where it comes from: the statement's scale, how many answered, the interval."""
    link: str | None
    """The id on the page where its figures stand."""
    question: str
    """The rule's question, about this very finding."""


class Recommendation(msgspec.Struct, frozen=True):
    """A tool, and what called for it."""

    tool: str
    purpose: str
    question: str
    """To open with, in the workshop."""
    probes: tuple[str, ...]
    """To ask on, there or in interviews before it."""
    rule: str
    """The rule that fired, as the playbook has it."""
    evidence: tuple[Evidence, ...]
    more: str | None
    """How many findings more made it fire."""


class Stage(msgspec.Struct, frozen=True):
    title: str
    lead: str
    not_yet: str | None
    """Why this stage has to wait, where it has to."""
    recommendations: tuple[Recommendation, ...]


class Plan(msgspec.Struct, frozen=True):
    lead: str
    stages: tuple[Stage, ...]
    """Those for which any rule fired, in their order: trust, renegotiation, support."""


class InterviewTopic(msgspec.Struct, frozen=True):
    title: str
    questions: tuple[str, ...]
    """To both companies alike; they tell nothing of what was answered."""
    rule: str


class InterviewGuide(msgspec.Struct, frozen=True):
    lead: tuple[str, ...]
    topics: tuple[InterviewTopic, ...]


class Fired(msgspec.Struct, frozen=True):
    """A rule with all the findings that made it fire, the first of them first."""

    rule: Rule
    findings: tuple[Finding, ...]


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
    if not any(finding.kind == "gap" for finding in report.findings):
        rule = playbook.rule_for("nothing_clear")
        if rule:
            found.setdefault(rule.name, [])
    return tuple(Fired(rule, tuple(found[rule.name])) for rule in playbook.rules if rule.name in found)


def plan(report: Report, wording: Wording, playbook: Playbook) -> Plan:
    told = Findings(report, wording)
    calls = fired(report, playbook, told)
    not_yet = _not_yet(report, wording, playbook)
    stages = []
    for stage in STAGES:
        of_it = _tool_by_tool([call for call in calls if playbook.tools[call.rule.tool].stage == stage])
        if of_it:
            stages.append(
                Stage(
                    title=wording.say(f"plan.{stage}"),
                    lead=wording.say(f"plan.{stage}_lead"),
                    not_yet=not_yet if stage == "renegotiation" else None,
                    recommendations=tuple(_recommendation(call, told, wording, playbook) for call in of_it),
                )
            )
    return Plan(wording.say("plan.lead"), tuple(stages))


def _tool_by_tool(calls: Sequence[Fired]) -> list[Fired]:
    """In the playbook's order, but all that calls for one tool together."""
    tools = list(dict.fromkeys(call.rule.tool for call in calls))
    return sorted(calls, key=lambda call: tools.index(call.rule.tool))


def _not_yet(report: Report, wording: Wording, playbook: Playbook) -> str | None:
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
        ratings.append(
            wording.say(
                "plan.rating",
                rater=wording.company(rater),
                target=wording.company(scale.target),
                mean=wording.number(side.mean),
                interval=wording.interval(side.interval),
            )
        )
        if side.mean < gate.enough_from:
            below.append(side.interval[1])
    names = {"ratings": wording.listed(ratings), "enough": wording.number(gate.enough_from), "rule": _GATE}
    if not below:
        # As little is known where the scale was not asked, or the playbook names one that there is not.
        return wording.say("plan.not_known", **names) if hidden or not ratings else None
    # What a single rating's interval leaves open is said beside it.
    return wording.say("plan.not_yet" if min(below) < gate.enough_from else "plan.not_yet_close", **names)


def _recommendation(call: Fired, told: Findings, wording: Wording, playbook: Playbook) -> Recommendation:
    tool, rule = playbook.tools[call.rule.tool], call.rule
    more = len(call.findings) - _SHOWN
    return Recommendation(
        tool=in_language(tool.name, wording.language),
        purpose=in_language(tool.purpose, wording.language),
        question=_filled(rule.question, _first(call), told, wording),
        probes=tuple(_each_filled(rule.probes, _first(call), told, wording)),
        rule=wording.say("plan.rule", rule=rule.name),
        evidence=tuple(
            Evidence(
                told.sentence(finding),
                told.source(finding),
                told.link(finding),
                _filled(rule.question, finding, told, wording),
            )
            for finding in call.findings[:_SHOWN]
        ),
        more=wording.count("plan.more", more) if more > 0 else None,
    )


def _first(call: Fired) -> Finding | None:
    return call.findings[0] if call.findings else None


def _filled(texts: Texts, finding: Finding | None, told: Findings, wording: Wording) -> str:
    return in_language(texts, wording.language).format_map(_names(finding, told, wording))


def _each_filled(
    texts: Mapping[str, tuple[str, ...]], finding: Finding | None, told: Findings, wording: Wording
) -> Iterator[str]:
    for text in texts.get(wording.language, texts["en"]):
        yield text.format_map(_names(finding, told, wording))


def _names(finding: Finding | None, told: Findings, wording: Wording) -> dict[str, str]:
    """What the placeholders of the playbook stand for."""
    side = told.company(finding) if finding else "a"
    return {
        **{one: wording.company(one) for one in SIDES},
        "company": wording.company(side),
        "partner": wording.company(other(side)),
        "subject": told.subject(finding) if finding else "",
    }


def interviews(report: Report, wording: Wording, playbook: Playbook) -> InterviewGuide:
    """What to ask before the workshop, in the order of the stages: a topic for every rule that fired.

    The questions tell no result, so that nobody hears a finding before the workshop or is led by it.
    """
    told = Findings(report, wording)
    calls = _by_stage(fired(report, playbook, told), playbook)
    topics: dict[str, InterviewTopic] = {}
    for call in calls:
        topic = _topic(call, told, wording)
        if all(topic.questions != one.questions for one in topics.values()):
            topics.setdefault(topic.title, topic)
    lead = tuple(wording.say(f"interviews.{part}") for part in ("who", "opening", "rules"))
    return InterviewGuide(lead, tuple(topics.values()))


def _by_stage(calls: Sequence[Fired], playbook: Playbook) -> list[Fired]:
    return sorted(calls, key=lambda call: STAGES.index(playbook.tools[call.rule.tool].stage))


def _topic(call: Fired, told: Findings, wording: Wording) -> InterviewTopic:
    first = _first(call)
    return InterviewTopic(
        title=told.subject(first) if first else wording.say("interviews.nothing_clear"),
        questions=tuple(_each_filled(call.rule.interview, first, told, wording)),
        rule=wording.say("plan.rule", rule=call.rule.name),
    )
