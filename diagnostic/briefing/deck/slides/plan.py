"""What to do, stage by stage, what to open the workshop with, and how far it can all be trusted."""

from collections.abc import Iterator, Sequence

from diagnostic.analysis.report import SAID_GAPS
from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen
from diagnostic.briefing.document.blocks import (
    Callout,
    Cell,
    Column,
    Item,
    List,
    Part,
    Row,
    need,
    pick_all,
    table,
)
from diagnostic.briefing.playbook import STAGES

_FROM_A_STAGE = 2
_QUESTIONS = 5


def plan(chosen: Chosen) -> Iterator[Slide]:
    """Stage by stage its tools with what each is for; by their names alone where there is no room for that."""
    stages = _stages(chosen)
    if not stages:
        yield chosen.nothing("plan", "plan")
        return
    pieces: dict[str, Piece] = {}
    shorter: dict[str, Piece] = {}
    for n, name in enumerate(STAGES, start=1):
        pieces[f"Heading {n}"] = (plain(chosen.say(f"plan.{name}")),)
        pieces[f"Column {n}"] = (plain(chosen.say("deck.plan.nothing")),)
        if stage := stages.get(name):
            waits, tools = _waits(stage), _tools(stage)
            lead = plain(*chosen.texts("plan", f"plan.{name}_lead"))
            if waits:
                lead = plain(chosen.say(f"deck.plan.not_yet_{waits}"), role="strong")
            purposes = tuple(Item(tool.sentences[:1], tool.label) for tool in tools)
            pieces[f"Column {n}"] = (lead, List(key="tools", items=purposes))
            shorter[f"Column {n}"] = (lead, List(key="tools", items=tuple(Item((), tool.label) for tool in tools)))
    yield chosen.slide(
        "Three columns",
        "plan",
        _title(chosen, stages),
        pieces,
        shorter=shorter,
        source=chosen.say("deck.plan.source"),
    )


def _stages(chosen: Chosen) -> dict[str, Part]:
    """Each stage's part of the summary, by its name."""
    found = pick_all(chosen.part("summary"), Part, "summary.stage.")
    return {stage.key.removeprefix("summary.stage."): stage for stage in found}


def _tools(stage: Part) -> tuple[Item, ...]:
    """Each with its name, what it is for, and what to open with."""
    return need(stage.blocks, List, "summary.tools").items


def _waits(stage: Part) -> str:
    """Why it waits: trust that is too low, or not known; '' where it does not."""
    callout = next((block for block in stage.blocks if isinstance(block, Callout)), None)
    return "" if callout is None else "unknown" if callout.key == "plan.not_known" else "low"


def _title(chosen: Chosen, stages: dict[str, Part]) -> str:
    """What to start with, and why renegotiation waits."""
    ready = [name for name, stage in stages.items() if not _waits(stage)]
    waits = next((why for stage in stages.values() if (why := _waits(stage))), "")
    if waits and ready[:1] in ([], ["support"]):
        return chosen.say(f"deck.plan.alone_{waits}")
    label = _tools(stages[ready[0]])[0].label
    return chosen.say(f"deck.plan.wait_{waits}" if waits else "deck.plan.first", tool=label.text if label else "")


def questions(chosen: Chosen) -> Iterator[Slide]:
    """What to open with, and the tool it leads to; what to ask on stands in the notes."""
    asked = _asked(chosen)
    if not asked:
        return
    columns = tuple(Column(key=key, title=chosen.say(f"plan.{key}")) for key in ("question", "tool"))
    rows = tuple(Row(key=ask, cells=(Cell(text=ask), Cell(text=leads_to, strong=True))) for ask, leads_to in asked)
    yield chosen.slide(
        "Table",
        "plan",
        chosen.wording.count("deck.questions.title", len(asked)),
        {"Content": (table("questions", chosen.say("deck.questions.alt"), columns, rows),)},
        source=chosen.say("deck.questions.source"),
        say="questions",
        notes=pick_all(chosen.part("plan"), Part, "tool"),
    )


def _asked(chosen: Chosen) -> Sequence[tuple[str, str]]:
    """The first question of each tool, two from a stage, so that every stage has its own.

    While renegotiation has to wait: trust's alone, and the one on the first gap.
    """
    stages = _stages(chosen)
    waits = any(_waits(stage) for stage in stages.values())
    tools = [tool for stage in stages.values() for tool in _tools(stage)[:_FROM_A_STAGE]]
    if waits:
        tools = list(_tools(stages["trust"])) if "trust" in stages else []
    asked = [(tool.sentences[-1].text, tool.label.text if tool.label else "") for tool in tools]
    first = next((part for part in pick_all(chosen.part("gaps"), Part, "gap")), None)
    if waits and first and first.badge and first.badge.state in SAID_GAPS:
        on_gap = chosen.gap_question(first.subject, first.title)
        if on_gap not in [question for question, _ in asked]:
            asked = [*asked[: _QUESTIONS - 1], (on_gap, chosen.say("deck.questions.first_gap"))]
    return asked[:_QUESTIONS]


def method(chosen: Chosen) -> Slide:
    moves = "_pulse" if chosen.page.of_a_pulse else ""
    blocks = chosen.part("method")
    return Slide(
        layout="Closing",
        title=chosen.say(f"deck.method.title{moves}"),
        kicker=chosen.say("sections.method"),
        pieces={"Left": (need(blocks, Part, "method.read"),), "Right": (need(blocks, Part, "method.trust"),)},
        notes=need(blocks, Part, "method.parts").blocks,
    )
