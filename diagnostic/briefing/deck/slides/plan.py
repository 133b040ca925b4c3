"""What to do, stage by stage, what to open the workshop with, and how far it can all be trusted."""

from collections.abc import Iterator, Sequence

from diagnostic.briefing.deck.parts import (
    Grid,
    Paragraph,
    Piece,
    Run,
    Slide,
    Words,
    plain,
    point,
    richest,
    strong,
    usual,
)
from diagnostic.briefing.deck.slides.chosen import Chosen, probes_of, question_of
from diagnostic.briefing.document.blocks import (
    Callout,
    Cell,
    Column,
    List,
    Part,
    Row,
    Table,
    Text,
    pick,
    pick_all,
    table,
)
from diagnostic.briefing.playbook import STAGES

_WAYS = ("whole", "tools", "ready", "names")
_FROM_A_STAGE = 2
_QUESTIONS = 5
_WITH_PROBES = 3
"""So few leave room for what to ask on."""


def plan(chosen: Chosen) -> Iterator[Slide]:
    stages = pick_all(chosen.part("plan"), Part, "stage.")
    if stages:
        yield richest([_stages(chosen, stages, way) for way in _WAYS])
        return
    yield Slide(
        layout="Statement",
        title=chosen.say("deck.plan.none"),
        kicker=chosen.title("plan"),
        pieces={
            "Statement": plain(chosen.say("deck.plan.none_what")),
            "Content": plain(chosen.say("deck.plan.none_why")),
        },
        notes=chosen.notes(chosen.say("deck.say.nothing")),
    )


def _waits(stage: Part) -> str:
    """Why it waits: trust that is too low, or not known; '' where it does not."""
    callout = next((block for block in stage.blocks if isinstance(block, Callout)), None)
    return "" if callout is None else "unknown" if callout.key == "plan.not_known" else "low"


def _tools(stage: Part) -> list[Part]:
    """Each once, however many rules called for it."""
    return list({tool.subject: tool for tool in reversed(pick_all(stage.blocks, Part, "tool"))}.values())[::-1]


def _purpose(tool: Part) -> str:
    found = pick(tool.blocks, Text, "tool.purpose")
    return found.text if found else ""


def _stages(chosen: Chosen, stages: Sequence[Part], way: str) -> Slide:
    """Stage by stage: with what each is for and each of its tools, as far as there is room."""
    pieces: dict[str, Piece] = {}
    there = {stage.key: stage for stage in stages}
    for n, name in enumerate(STAGES, start=1):
        stage = there.get(f"stage.{name}")
        pieces[f"Heading {n}"] = plain(chosen.say(f"plan.{name}"))
        nothing = plain(chosen.say("deck.plan.nothing"))
        pieces[f"Column {n}"] = Words(tuple(_column(chosen, stage, way))) if stage else nothing
    lead = [sentence.text for sentence in chosen.texts("plan", "plan.lead")]
    return Slide(
        layout="Three columns",
        title=_plan_title(chosen, stages),
        kicker=chosen.title("plan"),
        pieces=pieces,
        source=chosen.say("deck.plan.source"),
        notes=chosen.notes(*lead, *_because(stages)),
    )


def _plan_title(chosen: Chosen, stages: Sequence[Part]) -> str:
    """What to start with, and why renegotiation waits."""
    ready = [stage for stage in stages if not _waits(stage)]
    waits = next((why for stage in stages if (why := _waits(stage))), "")
    if waits and (not ready or ready[0].key == "stage.support"):
        return chosen.say(f"deck.plan.alone_{waits}")
    tool = _tools(ready[0])[0].title
    return chosen.say(f"deck.plan.wait_{waits}" if waits else "deck.plan.first", tool=tool)


def _column(chosen: Chosen, stage: Part, way: str) -> Iterator[Paragraph]:
    """Each tool with what it is for; where room is scarce not of those that have to wait, or of none."""
    waits = _waits(stage)
    if waits:
        yield strong(chosen.say(f"deck.plan.not_yet_{waits}"))
    elif way == "whole":
        yield usual(next(block.text for block in stage.blocks if isinstance(block, Text)))
    for tool in _tools(stage):
        if way == "names" or (way == "ready" and waits):
            yield Paragraph((Run(tool.title, bold=True, colour="title"),))
        else:
            yield Paragraph((Run(f"{tool.title}. ", bold=True, colour="title"), Run(_purpose(tool))))


def _because(stages: Sequence[Part]) -> Iterator[str]:
    for stage in stages:
        yield f"{stage.title}:"
        yield from (s.text for block in stage.blocks if isinstance(block, Callout) for s in block.sentences)
        yield from (f"{tool.title}: {_purpose(tool)}" for tool in _tools(stage))
        for tool in pick_all(stage.blocks, Part, "tool"):
            because, rule = pick(tool.blocks, List, "tool.because"), pick(tool.blocks, Text, "plan.rule")
            reasons = " ".join(item.sentences[0].text for item in because.items) if because else ""
            yield f"– {tool.title} ({rule.text if rule else ''}). {reasons}".rstrip()


def questions(chosen: Chosen) -> Iterator[Slide]:
    asked = _asked(chosen)
    if asked:
        yield richest([_questions(chosen, asked[:most]) for most in range(len(asked), 0, -1)])


def _questions(chosen: Chosen, asked: Sequence[Row]) -> Slide:
    probed = len(asked) <= _WITH_PROBES
    heads = ("question", "probes", "tool") if probed else ("question", "tool")
    columns = tuple(Column(key=key, title=chosen.say(f"plan.{key}")) for key in heads)
    rows = asked if probed else [Row(key=row.key, cells=(row.cells[0], row.cells[2])) for row in asked]
    notes = [line for tool in chosen.tools for line in (question_of(tool), *(f"– {one}" for one in probes_of(tool)))]
    found: Table = table("questions", chosen.say("deck.questions.alt"), columns, tuple(rows))
    return Slide(
        layout="Table",
        title=chosen.wording.count("deck.questions.title", len(asked)),
        kicker=chosen.say("deck.questions.kicker"),
        pieces={"Content": Grid(found)},
        source=chosen.say("deck.questions.source"),
        notes=chosen.notes(chosen.say("deck.say.questions"), *notes),
    )


def _asked(chosen: Chosen) -> list[Row]:
    """The first question of each tool, two from a stage, so that every stage has its own.

    While renegotiation has to wait: trust's alone, and the one on the first gap.
    """
    stages = pick_all(chosen.part("plan"), Part, "stage.")
    waits = any(_waits(stage) for stage in stages)
    rows: list[Row] = []
    for stage in stages:
        if not waits or stage.key == "stage.trust":
            tools = _tools(stage) if waits else _tools(stage)[:_FROM_A_STAGE]
            rows += [_ask(tool.subject, question_of(tool), " ".join(probes_of(tool)), tool.title) for tool in tools]
    first = next((part for part in pick_all(chosen.part("gaps"), Part, "gap") if part.badge), None)
    if waits and first and first.badge and first.badge.state == "gap":
        on_gap = chosen.gap_question(first.subject, first.title)
        if on_gap not in [row.cells[0].text for row in rows]:
            leads_to = chosen.say("deck.questions.first_gap")
            rows = [*rows[: _QUESTIONS - 1], _ask(first.subject, on_gap, "", leads_to)]
    return rows[:_QUESTIONS]


def _ask(key: str, question: str, probes: str, leads_to: str) -> Row:
    return Row(key=key, cells=(Cell(text=question), Cell(text=probes), Cell(text=leads_to, strong=True)))


def method(chosen: Chosen) -> Slide:
    moves = "_pulse" if chosen.page.of_a_pulse else ""
    pieces: dict[str, Piece] = {}
    for where, key in (("Left", "read"), ("Right", "trust")):
        part = pick(chosen.part("method"), Part, f"method.{key}")
        said = chosen.texts("method", key)
        pieces[where] = Words((strong(part.title if part else ""), *(point(sentence.text) for sentence in said)))
    whole = pick(chosen.part("method"), Part, "method.parts")
    return Slide(
        layout="Closing",
        title=chosen.say(f"deck.method.title{moves}"),
        kicker=chosen.title("method"),
        pieces=pieces,
        notes=tuple(block.text for block in whole.blocks if isinstance(block, Text)) if whole else (),
    )
