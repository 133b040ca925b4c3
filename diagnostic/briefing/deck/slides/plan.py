"""What to do, stage by stage, and what to open the workshop with."""

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import msgspec

from diagnostic.briefing.deck.parts import Cell, Paragraph, Part, Run, Slide, Table, plain, said, strong, usual
from diagnostic.briefing.deck.slides.told import Told
from diagnostic.briefing.figures import by_size, is_shown, shown_gap
from diagnostic.briefing.playbook import STAGES, Playbook
from diagnostic.briefing.sections.plan import Plan, Stage
from diagnostic.questionnaire.words import other

Way = Literal["whole", "tools", "ready", "names"]
Waits = Literal["low", "unknown"] | None

_WAYS: tuple[Way, ...] = get_args(Way)
_FROM_A_STAGE = 2
_QUESTIONS = 5
_WITH_PROBES = 3
"""So few leave room for what to ask on."""


class Asked(msgspec.Struct, frozen=True):
    """A question to open with, what to ask on, and the tool it leads to or what it is about."""

    question: str
    probes: tuple[str, ...]
    leads_to: str


def plan(told: Told) -> Iterator[Slide]:
    found = told.page.plan
    if found is None or not found.stages:
        yield Slide(
            layout="Statement",
            title=told.say("deck.plan.none"),
            kicker=told.say("sections.plan"),
            parts={
                "Statement": plain(told.say("deck.plan.none_what")),
                "Content": plain(told.say("deck.plan.none_why")),
            },
            notes=told.notes(told.say("deck.say.nothing")),
        )
        return
    waits = _trust(told) if any(stage.not_yet for stage in found.stages) else None
    whole, *less = [_stages(told, found, way, waits) for way in _WAYS]
    yield msgspec.structs.replace(whole, otherwise=tuple((slide,) for slide in less))


def _stages(told: Told, found: Plan, way: Way, waits: Waits) -> Slide:
    """Stage by stage: with what each is for and each of its tools, as far as there is room."""
    parts: dict[str, Part] = {}
    there = {stage.title: stage for stage in found.stages}
    for n, name in enumerate(STAGES, start=1):
        title = told.say(f"plan.{name}")
        stage = there.get(title)
        parts[f"Heading {n}"] = plain(title)
        parts[f"Column {n}"] = said(*_tools(told, stage, way, waits)) if stage else plain(told.say("deck.plan.nothing"))
    return Slide(
        layout="Three columns",
        title=_plan_title(told, found.stages, waits),
        kicker=told.say("sections.plan"),
        parts=parts,
        source=told.say("deck.plan.source"),
        notes=told.notes(found.lead, *_because(found.stages)),
    )


def _plan_title(told: Told, stages: Sequence[Stage], waits: Waits) -> str:
    """What to start with, and why renegotiation waits: trust that is too low, or not known."""
    ready = [stage for stage in stages if not stage.not_yet]
    if waits and (not ready or ready[0].title == told.say("plan.support")):
        return told.say(f"deck.plan.alone_{waits}")
    return told.say(f"deck.plan.wait_{waits}" if waits else "deck.plan.first", tool=ready[0].recommendations[0].tool)


def _trust(told: Told) -> Waits:
    """Why it waits: a rating below what the playbook asks for, or else one that is not shown."""
    gate = Playbook.load(told.wording.content).trust
    for scale in told.report.scales:
        if scale.scale == gate.scale and scale.target != "alliance":
            side = scale.sides[other(scale.target)]
            if is_shown(side.mean) and is_shown(side.interval) and side.mean < gate.enough_from:
                return "low"
    return "unknown"


def _tools(told: Told, stage: Stage, way: Way, waits: Waits) -> Iterator[Paragraph]:
    """Each tool once, with what it is for; where room is scarce not of those that have to wait, or of none."""
    if stage.not_yet:
        yield strong(told.say(f"deck.plan.not_yet_{waits}"))
    elif way == "whole":
        yield usual(stage.lead)
    for tool, purpose in dict.fromkeys((found.tool, found.purpose) for found in stage.recommendations):
        if way == "names" or (way == "ready" and stage.not_yet):
            yield Paragraph((Run(tool, bold=True, colour="title"),))
        else:
            yield Paragraph((Run(f"{tool}. ", bold=True, colour="title"), Run(purpose)))


def _because(stages: tuple[Stage, ...]) -> Iterator[str]:
    for stage in stages:
        yield f"{stage.title}:"
        if stage.not_yet:
            yield stage.not_yet
        for tool, purpose in dict.fromkeys((found.tool, found.purpose) for found in stage.recommendations):
            yield f"{tool}: {purpose}"
        for found in stage.recommendations:
            reasons = " ".join(evidence.sentence for evidence in found.evidence)
            yield f"– {found.tool} ({found.rule}). {reasons}".rstrip()


def questions(told: Told) -> Iterator[Slide]:
    found = told.page.plan
    chosen = _chosen(told, found.stages) if found else []
    if not chosen:
        return
    whole, *less = [_questions(told, chosen[:most]) for most in range(len(chosen), 0, -1)]
    yield msgspec.structs.replace(whole, otherwise=tuple((slide,) for slide in less))


def _questions(told: Told, chosen: Sequence[Asked]) -> Slide:
    return Slide(
        layout="Table",
        title=told.wording.count("deck.questions.title", len(chosen)),
        kicker=told.say("deck.questions.kicker"),
        parts={"Content": _asked(told, chosen)},
        source=told.say("deck.questions.source"),
        notes=told.notes(told.say("deck.say.questions"), *_probes(told)),
    )


def _asked(told: Told, chosen: Sequence[Asked]) -> Table:
    probed = len(chosen) <= _WITH_PROBES
    heads = ("plan.question", "plan.probes", "plan.tool") if probed else ("plan.question", "plan.tool")
    return Table(
        heads=tuple(told.say(head) for head in heads),
        rows=tuple(
            (
                Cell(one.question),
                *([Cell(" ".join(one.probes))] if probed else []),
                Cell(one.leads_to, bold=True),
            )
            for one in chosen
        ),
        widths=(0.38, 0.42, 0.2) if probed else (0.74, 0.26),
        alt=told.say("deck.questions.alt"),
    )


def _chosen(told: Told, stages: tuple[Stage, ...]) -> list[Asked]:
    """The first question of each tool, two from a stage, so that every stage has its own.

    While renegotiation has to wait: trust's alone, and the one on the first gap.
    """
    waits = any(stage.not_yet for stage in stages)
    chosen: list[Asked] = []
    for stage in stages:
        if waits and stage.title != told.say("plan.trust"):
            continue
        first = list({found.tool: found for found in reversed(stage.recommendations)}.values())[::-1]
        chosen += [
            Asked(found.question, found.probes, found.tool) for found in (first if waits else first[:_FROM_A_STAGE])
        ]
    if waits and (on_gap := _on_first_gap(told)) and on_gap not in [one.question for one in chosen]:
        chosen = [*chosen[: _QUESTIONS - 1], Asked(on_gap, (), told.say("deck.questions.first_gap"))]
    return chosen[:_QUESTIONS]


def _on_first_gap(told: Told) -> str | None:
    for statement in by_size(told.report.statements):
        gap = shown_gap(statement.gap)
        if gap and gap.verdict == "gap":
            return told.gap_question(statement, gap)
    return None


def _probes(told: Told) -> Iterator[str]:
    for found in told.recommendations:
        yield found.question
        yield from (f"– {probe}" for probe in found.probes)
