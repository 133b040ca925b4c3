"""The workshop: its agenda in the length that suits, and what to ask the room."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, next_to, sentences, some, with_rows
from diagnostic.briefing.document import blocks as b

_QUESTIONS = 3


def agenda(chosen: Chosen) -> Iterator[Slide]:
    """The shortest agenda in which every tool has its time: with what to start, and whether renegotiation waits."""
    days = b.pick_all(chosen.part("agenda"), b.Part, "agenda.")
    if not days:
        return
    lengths: dict[str, list[b.Part]] = {}
    for day in days:
        lengths.setdefault(day.key.rpartition(".")[0], []).append(day)
    most = max(len(_tools(each)) for each in lengths.values())
    suits = next(each for each in lengths.values() if len(_tools(each)) == most)
    tables = [b.pick_all(day.blocks, b.Table)[0] for day in suits]
    table = with_rows(tables[0], [row for one in tables for row in one.rows])
    others, title = len(lengths) > 1, _title(chosen, _tools(suits))
    shown = some(
        replace(table, caption=chosen.say("deck.agenda.caption", title=title, length=suits[0].title)),
        "what",
        "minutes",
        "who",
        "sheet",
    )
    yield chosen.slide(
        "Table",
        "agenda",
        title,
        {"Content": (shown,)},
        source=chosen.say(f"deck.agenda.{'others' if others else 'alone'}", length=suits[0].title),
        say="agenda",
        notes=chosen.part("plan"),
    )


def _tools(days: Sequence[b.Part]) -> list[str]:
    """The names of the tools that have their time, which stand out, in the order of the day."""
    cells = (row.cells[0] for day in days for table in b.pick_all(day.blocks, b.Table) for row in table.rows)
    return list(dict.fromkeys(cell.text.partition(" ")[2] for cell in cells if cell.strong))


def _stages(chosen: Chosen) -> dict[str, tuple[bool, tuple[b.Part, ...], str]]:
    """Of each stage whether it waits, its tools, and why it waits: trust that is too low, or not known."""
    found = {}
    for stage in b.pick_all(chosen.part("plan"), b.Part, "stage."):
        waits = [block for block in b.pick_all(stage.blocks, b.Callout) if block.tone == "wait"]
        why = "" if not waits else "unknown" if waits[0].key == "plan.not_known" else "low"
        found[stage.key.removeprefix("stage.")] = (bool(waits), b.pick_all(stage.blocks, b.Part, "tool"), why)
    return found


def _title(chosen: Chosen, order: Sequence[str]) -> str:
    """What to start with, and why renegotiation waits; tools in their order of the day."""
    stages = _stages(chosen)
    ready = [name for name, (waits, _, _) in stages.items() if not waits]
    why = "".join(each for *_, each in stages.values())
    if why and ready[:1] in ([], ["support"]):
        return chosen.say(f"deck.plan.alone_{why}")
    tools = [tool.title for name in ready for tool in stages[name][1]]
    first, *others = sorted(tools, key=lambda tool: order.index(tool) if tool in order else len(order))
    key = f"wait_{why}" if why else "in_turn" if others else "first"
    names = chosen.wording.listed([chosen.wording.quoted(name) for name in others])
    return chosen.say(f"deck.plan.{key}", tool=first, others=names)


def questions(chosen: Chosen) -> Iterator[Slide]:
    """What the room is asked, what happens next, and what is promised; surprises and themes stand in the notes."""
    asked = list(dict.fromkeys(_asked(chosen)))[:_QUESTIONS]
    if asked:
        items = tuple(b.Item((b.Sentence(key="question", text=text),)) for text in asked)
        news = [b.pick(chosen.part("summary"), b.Part, f"summary.{key}") for key in ("better", "worse")]
        themes = b.pick_all(chosen.part("themes"), b.Table, "themes")
        tools = b.pick_all(chosen.part("plan"), b.Part, "tool")
        yield chosen.slide(
            "Questions",
            "plan",
            chosen.wording.count("deck.questions.title", len(asked)),
            {
                "Left heading": (plain(chosen.say("deck.questions.asked")),),
                "Left": (b.List(key="questions", items=items),),
                **next_to("Right", chosen.say("deck.questions.next"), *_steps(chosen)),
            },
            say="questions",
            notes=(*(part for part in news if part), *themes, *chosen.part("priorities"), *tools),
        )


def _asked(chosen: Chosen) -> Iterator[str]:
    """What each tool opens with, but while renegotiation has to wait, what the first message asks in its stead."""
    of_a_pulse = chosen.texts("moved", "moved.to_do")
    tools = [tool for waits, tools, _ in _stages(chosen).values() if not waits for tool in tools]
    yield from of_a_pulse
    yield from (sentence.text for tool in tools for sentence in sentences(tool.blocks, "tool.question"))
    if not tools and not of_a_pulse:
        yield from (text.text for text in b.pick_all(chosen.page.parts, b.Text, "message.ask"))


def _steps(chosen: Chosen) -> Iterator[str]:
    yield chosen.say("deck.questions.agree")
    yield chosen.say("deck.questions.again")
    yield chosen.say(f"deck.questions.{'promise_comments' if chosen.part('comments') else 'promise'}")
