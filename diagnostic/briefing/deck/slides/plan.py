"""What to do, stage by stage, what to open the workshop with, and how far it can all be trusted."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, is_gap
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.playbook import STAGES

_FROM_A_STAGE = 2
_QUESTIONS = 5


def plan(chosen: Chosen) -> Iterator[Slide]:
    """Stage by stage its tools with what each is for."""
    stages = _stages(chosen)
    if not stages:
        yield chosen.nothing("plan", "plan")
        return
    pieces: dict[str, Piece] = {}
    for n, name in enumerate(STAGES, start=1):
        pieces[f"Heading {n}"] = (plain(chosen.say(f"plan.{name}")),)
        pieces[f"Column {n}"] = (plain(chosen.say("deck.plan.nothing")),)
        if stage := stages.get(name):
            lead = plain(*chosen.texts("plan", f"plan.{name}_lead"))
            if waits := _waits(stage):
                lead = plain(chosen.say(f"deck.plan.not_yet_{waits}"), role="strong")
            purposes = tuple(b.Item(tool.sentences[:1], tool.label) for tool in _tools(stage))
            pieces[f"Column {n}"] = (lead, b.List(key="tools", items=purposes))
    source = chosen.say("deck.plan.source")
    yield chosen.slide("Three columns", "plan", _title(chosen, stages), pieces, source=source)


def _stages(chosen: Chosen) -> dict[str, b.Part]:
    """Each stage's part of the summary, by its name."""
    found = b.pick_all(chosen.part("summary"), b.Part, "summary.stage.")
    return {stage.key.removeprefix("summary.stage."): stage for stage in found}


def _tools(stage: b.Part) -> tuple[b.Item, ...]:
    """Each with its name, what it is for, and what to open with."""
    return b.need(stage.blocks, b.List, "summary.tools").items


def _waits(stage: b.Part) -> str:
    """Why it waits: trust that is too low, or not known; '' where it does not."""
    callouts = b.pick_all(stage.blocks, b.Callout)
    return "" if not callouts else "unknown" if callouts[0].key == "plan.not_known" else "low"


def _title(chosen: Chosen, stages: dict[str, b.Part]) -> str:
    """What to start with, and why renegotiation waits."""
    ready = [name for name, stage in stages.items() if not _waits(stage)]
    waits = "".join(map(_waits, stages.values()))
    if waits and ready[:1] in ([], ["support"]):
        return chosen.say(f"deck.plan.alone_{waits}")
    label = _tools(stages[ready[0]])[0].label
    return chosen.say(f"deck.plan.wait_{waits}" if waits else "deck.plan.first", tool=label.text if label else "")


def questions(chosen: Chosen) -> Iterator[Slide]:
    """What to open with, and the tool it leads to; what to ask on stands in the notes."""
    asked = _asked(chosen)
    if asked:
        columns = tuple(b.Column(key=key, title=chosen.say(f"plan.{key}")) for key in ("question", "tool"))
        rows = (b.Row(key=ask, cells=(b.Cell(text=ask), b.Cell(text=tool, strong=True))) for ask, tool in asked)
        yield chosen.slide(
            "Table",
            "plan",
            chosen.wording.count("deck.questions.title", len(asked)),
            {"Content": (b.table("questions", chosen.say("deck.questions.alt"), columns, tuple(rows)),)},
            source=chosen.say("deck.questions.source"),
            say="questions",
            notes=b.pick_all(chosen.part("plan"), b.Part, "tool"),
        )


def _asked(chosen: Chosen) -> Sequence[tuple[str, str]]:
    """The first question of each tool, two from a stage, so that every stage has its own.

    While renegotiation has to wait: trust's alone, and the one on the first gap.
    """
    stages = _stages(chosen)
    waits = any(map(_waits, stages.values()))
    tools = [tool for stage in stages.values() for tool in _tools(stage)[:_FROM_A_STAGE]]
    if waits:
        tools = list(_tools(stages["trust"])) if "trust" in stages else []
    asked = {tool.sentences[-1].text: tool.label.text if tool.label else "" for tool in tools[:_QUESTIONS]}
    gaps = b.pick_all(chosen.part("gaps"), b.Part, "gap")
    if waits and gaps and is_gap(gaps[0].badge):
        on_gap = chosen.gap_question(gaps[0].subject, gaps[0].title)
        if on_gap not in asked:
            return [*list(asked.items())[: _QUESTIONS - 1], (on_gap, chosen.say("deck.questions.first_gap"))]
    return list(asked.items())


def method(chosen: Chosen) -> Slide:
    blocks = chosen.part("method")
    read = b.need(blocks, b.Part, "method.read")
    # As what is judged is read: moves of a pulse, gaps, or nothing where so few answered.
    said = {each.key for told in b.pick_all(read.blocks, b.List) for item in told.items for each in item.sentences}
    how = next((ending for ending in ("_pulse", "_unjudged") if f"deck.method.gap{ending}" in said), "")
    return Slide(
        layout="Closing",
        title=chosen.say(f"deck.method.title{how}"),
        kicker=chosen.say("sections.method"),
        pieces={"Left": (read,), "Right": (b.need(blocks, b.Part, "method.trust"),)},
        notes=b.need(blocks, b.Part, "method.parts").blocks,
    )
