"""What to do: the workshop's tools in their order, when to use them, and the interview guide."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec.structs import replace

from diagnostic.analysis.report import FindingKind, Report
from diagnostic.briefing.document.agenda import OnTheAgenda, agendas, named
from diagnostic.briefing.document.blocks import Block, Callout, Part, Sentence, Text
from diagnostic.briefing.document.called import Fired, fired, trust_is_low, waits
from diagnostic.briefing.document.messages import OnPage
from diagnostic.briefing.document.saying import counted, listed, paragraph, said, section
from diagnostic.briefing.occasions import SECTION_OF
from diagnostic.briefing.playbook import MOST_TOOLS, STAGES, Playbook, StageName, in_language
from diagnostic.briefing.wording import Wording

_FEW_TOPICS = 4
"""From so many topics on, whoever asks has to choose; of fewer, there is time to ask for more."""
_SHOWN = 3
"""As many findings stand on a card; the others are counted."""


def plan(rules: Sequence[Fired], report: Report, wording: Wording, playbook: Playbook) -> Part:
    """Three tools at most, stage by stage, a card each; then what else was called for."""
    calls = _by_tool(rules)
    chosen = _chosen(calls)
    served = {page.about for tool in chosen for page in _pages(calls[tool])}
    stages = []
    for name in STAGES:
        cards = [_tool(calls[tool], wording) for tool in calls if tool in chosen and playbook.tools[tool].stage == name]
        if cards:
            stages.append(_stage(name, cards, report, wording, playbook))
    return section(
        wording,
        "plan",
        paragraph(wording, "plan.lead", "lead"),
        *stages,
        *_left_out([call for tool, call in calls.items() if tool not in chosen], served, wording),
        Text(
            key="plan.rules",
            sentences=tuple(_rules([calls[tool] for tool in calls if tool in chosen], wording)),
            role="fine",
        ),
        *([_to_the_agenda(playbook, wording)] if playbook.agendas and chosen else []),
    )


def _to_the_agenda(playbook: Playbook, wording: Wording) -> Text:
    return paragraph(wording, "plan.agenda", "note", agendas=named(playbook.agendas, wording))


Calls = Sequence[Fired]
"""All rules that call for one tool: first what page one says first, then in the playbook's order."""


def _by_tool(calls: Iterable[Fired]) -> dict[str, Calls]:
    """In the order of the stages, and of the playbook within one."""
    found: dict[str, list[Fired]] = {}
    for call in sorted(calls, key=lambda call: STAGES.index(call.tool.stage)):
        found.setdefault(call.rule.tool, []).append(call)
    return {tool: sorted(each, key=lambda call: call.turn) for tool, each in found.items()}


def _chosen(calls: Mapping[str, Calls]) -> list[str]:
    """What matters most first: those that serve what page one says, as it is said; where there is room, from each
    other stage the one that most findings call for, what is only worth asking counted last; then more of the first.

    While trust is too low, or nothing else could begin at once, one of trust is among them.
    """
    kinds = {tool: [called.kind for call in each for called in call.called] for tool, each in calls.items()}
    most_first = sorted(
        calls, key=lambda tool: (-sum(kind != "worth_asking" for kind in kinds[tool]), -len(kinds[tool]))
    )
    stage = {tool: calls[tool][0].tool.stage for tool in calls}
    first = _serving(calls)
    of_trust = [tool for tool in most_first if stage[tool] == "trust"]
    needed = [tool for tool in of_trust if not kinds[tool] or "trust_low" in kinds[tool]]
    if needed and not set(first) & set(of_trust):
        first = [of_trust[0], *first[: MOST_TOOLS - 1]]
    for name in STAGES:
        if name not in {stage[tool] for tool in first}:
            first += [tool for tool in most_first if stage[tool] == name][:1]
    others = [tool for tool in most_first if tool not in first and kinds[tool] != ["trust_low"]]
    return [*first, *sorted(others, key=lambda tool: STAGES.index(stage[tool]))][:MOST_TOOLS]


def agenda(rules: Sequence[Fired], report: Report, wording: Wording, playbook: Playbook) -> Part | None:
    """When to use the tools that were chosen; None where the playbook has no agenda, or there is nothing to do."""
    calls = _by_tool(rules)
    wait = waits(report, wording, playbook) is not None
    return agendas(playbook, [_on_the_agenda(calls[tool], wait) for tool in _chosen(calls)], wording)


def _on_the_agenda(calls: Calls, waits: bool) -> OnTheAgenda:
    first = calls[0]
    kind = first.first.kind if first.first else None
    screen = next((section for occasion, section in SECTION_OF.items() if occasion == kind), "headline")
    name = in_language(first.tool.name, first.wording.language)
    stage = STAGES.index(first.tool.stage)
    return OnTheAgenda(first.rule.tool, name, stage, screen, waits and first.tool.stage == "renegotiation")


def _serving(calls: Mapping[str, Calls]) -> list[str]:
    """The tools that serve what page one says, as it is said: one for each thing."""
    pages = sorted(((page, tool) for tool, each in calls.items() for page in _pages(each)), key=lambda one: one[0].turn)
    first: list[str] = []
    served: set[str] = set()
    for page, tool in pages:
        if page.about not in served and tool not in first and len(first) < MOST_TOOLS:
            first.append(tool)
            served |= {each.about for each in _pages(calls[tool])}
    return first


def _pages(calls: Calls) -> list[OnPage]:
    """What page one says that a tool serves, as it is said."""
    found = [called.on_page for call in calls for called in call.called if called.on_page]
    return sorted(found, key=lambda page: page.turn)


def _left_out(calls: Sequence[Calls], served: Collection[str], wording: Wording) -> Iterator[Block]:
    """What was called for, too: named, with what no other tool serves; what to ask, for slides and whoever wants it."""
    if calls:
        told = []
        for each in calls:
            name, abouts = in_language(each[0].tool.name, wording.language), _abouts(each, served)
            told.append(wording.say("plan.left_out_of", tool=name, subjects=abouts) if abouts else name)
        yield paragraph(wording, "plan.left_out", "fine", tools=wording.listed(told))
        cards = tuple(_tool(each, wording) for each in calls)
        yield Part(key="plan.others", title=wording.say("plan.others"), medium="slides", blocks=cards)


def _rules(calls: Sequence[Calls], wording: Wording) -> Iterator[Sentence]:
    """Which rules of the playbook called for each tool."""
    yield said(wording, "plan.rules")
    for each in calls:
        names = {"tool": in_language(each[0].tool.name, wording.language)}
        yield said(wording, "plan.rules_of", each[0].rule.tool, rules=", ".join(c.rule.name for c in each), **names)


def _stage(name: StageName, cards: Sequence[Part], report: Report, wording: Wording, playbook: Playbook) -> Part:
    """Trust is repaired where it is low; elsewhere its tools are for understanding one another, and that is said."""
    wait = waits(report, wording, playbook)
    title, lead = f"plan.{name}", f"plan.{name}_lead"
    if name == "trust" and not trust_is_low(report, wording, playbook):
        title, lead = "plan.understand", "plan.understand_unknown" if wait else "plan.understand_lead"
    why = [Callout(key=wait.key, sentences=(wait,), tone="wait")] if wait and name == "renegotiation" else []
    opening = Text(key=f"plan.{name}_lead", sentences=(said(wording, lead),))
    return Part(key=f"stage.{name}", title=wording.say(title), role="stage", blocks=(opening, *why, *cards))


def questions(report: Report, kinds: Sequence[FindingKind], wording: Wording, playbook: Playbook) -> Iterator[Sentence]:
    """What to open with for findings of these kinds, in the playbook's order, each with its rule."""
    only = replace(report, findings=tuple(f for f in report.findings if f.kind in kinds))
    for call in fired(only, wording, playbook):
        if call.first:
            source = wording.say("plan.rule", rule=call.rule.name)
            yield replace(call.sentence("question", call.rule.question, call.first), source=source)


def _tool(calls: Calls, wording: Wording) -> Part:
    """A tool's card: what to open with and to ask on, and the findings that called for it, one of each rule first."""
    call = calls[0]
    purpose = Sentence(key="purpose", text=in_language(call.tool.purpose, wording.language))
    serves = (said(wording, "plan.serves", subjects=abouts),) if (abouts := _abouts(calls)) else ()
    opening = call.sentence("question", call.rule.question, call.first)
    probes = replace(
        listed("tool.probes", call.each("probe", call.rule.probes), said(wording, "plan.probes")), folded=True
    )
    blocks: list[Block] = [
        Text(key="tool.purpose", sentences=(purpose, *serves), role="fine"),
        Text(key="tool.question", sentences=(opening,), role="question", label=wording.say("plan.question")),
        probes,
    ]
    of_each = ([(each, called) for called in each.called] for each in calls)
    in_turn = [one for turn in zip_longest(*of_each) for one in turn if one]
    if in_turn:
        because = (each.evidence(called) for each, called in in_turn[:_SHOWN])
        blocks.append(listed("tool.because", because, said(wording, "plan.because")))
    if (more := len(in_turn) - _SHOWN) > 0:
        blocks.append(Text(key="tool.more", sentences=(counted(wording, "plan.more", more),), role="fine"))
    name = in_language(call.tool.name, wording.language)
    return Part(key="tool", title=name, subject=call.rule.tool, role="tool", blocks=tuple(blocks))


def _abouts(calls: Calls, served: Collection[str] = ()) -> str:
    """What page one says that a tool serves, and no other; '' where that is nothing."""
    names = dict.fromkeys(page.about for page in _pages(calls) if page.about not in served)
    return calls[0].wording.listed(list(names)) if names else ""


def interviews(rules: Sequence[Fired], wording: Wording, playbook: Playbook) -> Part:
    """What to ask before the workshop, in the order of the stages: a topic for every rule that fired.

    The questions tell no result, so that nobody hears a finding before the workshop or is led by it. Where there are
    few topics, what is worth asking of every role group follows.
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
    enough = len(topics) >= _FEW_TOPICS
    lead = ("who", *(("choose",) if enough else ()), "opening", "rules")
    return section(
        wording,
        "interviews",
        *(paragraph(wording, f"interviews.{part}", "lead" if part == "who" else "body") for part in lead),
        *topics.values(),
        *([] if enough or not playbook.open_questions else [_anything_else(wording, playbook)]),
    )


def _anything_else(wording: Wording, playbook: Playbook) -> Part:
    lines = in_language(playbook.open_questions, wording.language)
    questions = listed("topic.questions", (Sentence(key="probe", text=line) for line in lines))
    return Part(key="topic", title=wording.say("interviews.anything_else"), role="topic", blocks=(questions,))


def _topic(call: Fired, subject: str, questions: Sequence[Sentence], wording: Wording) -> Part:
    """A topic with its questions, to both companies alike."""
    # Whoever is asked may see the sheet, and a rule's name would tell what was found.
    because = paragraph(wording, "plan.rule", "fine", rule=call.rule.name)
    rule = Part(key="topic.rule", title="", medium="screen", blocks=(because,))
    title = call.first.name if call.first else wording.say("interviews.nothing_clear")
    blocks = (listed("topic.questions", questions), rule)
    return Part(key="topic", title=title, subject=subject, role="topic", blocks=blocks)
