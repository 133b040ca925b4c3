"""A timed plan for the workshop, for each length that the playbook has one for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from diagnostic.briefing.document.blocks import Block, Cell, Column, Part, Row, table
from diagnostic.briefing.document.saying import paragraph, section
from diagnostic.briefing.playbook import Agenda, AgendaBlock, Playbook, Spare, in_language
from diagnostic.briefing.wording import Wording


class OnTheAgenda(NamedTuple):
    """A tool that was chosen: what it is called, when its turn is, the section that called for it, whether it waits."""

    id: str
    name: str
    stage: int
    screen: str
    waits: bool


_HANDOUTS: Mapping[str, str] = {"collaboration_criteria": "criteria"}
"""Tools that have a sheet to write on; of the others the questions under "What to do" are taken along."""


def agendas(playbook: Playbook, tools: Sequence[OnTheAgenda], wording: Wording) -> Part | None:
    """A table each, with times, minutes, who, what is on the screen, and which sheet to hand out.

    ``tools``: what matters most first; an agenda with time for fewer takes the first of them, stage by stage.
    """
    if not playbook.agendas or not tools:
        return None
    blocks: list[Block] = [paragraph(wording, "agenda.lead", agendas=named(playbook.agendas, wording))]
    if any(tool.waits for tool in tools):
        blocks.append(paragraph(wording, "agenda.waits", "note"))
    for number, each in enumerate(playbook.agendas, start=1):
        agenda = _with_spare(each, len(tools), playbook.spare)
        most = max((block.tool or 0 for block in agenda.blocks), default=0)
        used = sorted(tools[:most], key=lambda tool: tool.stage)
        blocks += [_day(f"agenda.{number}.{day}", day, agenda, used, wording) for day in _days(agenda)]
    return section(wording, "agenda", *blocks)


def _with_spare(agenda: Agenda, tools: int, spare: Spare | None) -> Agenda:
    """With what else is on the table in the first place that has no tool; no tool is drawn out over all of them."""
    blocks: list[AgendaBlock] = []
    for block in agenda.blocks:
        if block.tool is None or block.tool <= tools:
            blocks.append(block)
        elif spare:
            blocks.append(replace(block, tool=None, title=spare.title, who=spare.who))
            spare = None
    return replace(agenda, blocks=tuple(blocks))


def named(planned: Sequence[Agenda], wording: Wording) -> str:
    """What the agendas are called, in a sentence."""
    return wording.listed([wording.quoted(in_language(agenda.name, wording.language)) for agenda in planned])


def _days(agenda: Agenda) -> list[int]:
    return sorted({block.day for block in agenda.blocks})


def _day(key: str, day: int, agenda: Agenda, tools: Sequence[OnTheAgenda], wording: Wording) -> Part:
    """One day of an agenda under its name."""
    name = in_language(agenda.name, wording.language)
    title = wording.say("agenda.day", name=name, day=day) if len(_days(agenda)) > 1 else name
    columns = tuple(
        Column(key=column, title=wording.say(f"agenda.{column}"), kind="count" if column == "minutes" else "text")
        for column in ("what", "minutes", "who", "screen", "sheet")
    )
    of_it = (each for each in _timed(agenda) if each[0].day == day)
    rows = (_row(f"{key}.{n}", block, starts, tools, wording) for n, (block, starts) in enumerate(of_it))
    return Part(key=key, title=title, blocks=(table(key, title, columns, tuple(rows)),))


def _timed(agenda: Agenda) -> Iterator[tuple[AgendaBlock, datetime]]:
    """The blocks with when each begins, on its day."""
    begins = datetime.strptime(agenda.starts, "%H:%M")  # noqa: DTZ007 (a time of day)
    passed: Counter[int] = Counter()
    for block in agenda.blocks:
        yield block, begins + timedelta(minutes=passed[block.day])
        passed[block.day] += block.minutes


def _row(key: str, block: AgendaBlock, starts: datetime, tools: Sequence[OnTheAgenda], wording: Wording) -> Row:
    tool = tools[block.tool - 1] if block.tool else None
    screen = tool.screen if tool else block.screen
    name = tool.name if tool else in_language(block.title, wording.language)
    waits = wording.say("agenda.only_with_trust") if tool and tool.waits else ""
    return Row(
        key=key,
        cells=(
            Cell(text=f"{starts:%H:%M} {name}", note=waits, strong=tool is not None),
            Cell(text=str(block.minutes), value=block.minutes),
            Cell(text=in_language(block.who, wording.language)),
            Cell(text=wording.say(f"sections.{screen}"), link=screen) if screen else Cell(),
            Cell(text=wording.say(f"agenda.sheet_{_HANDOUTS.get(tool.id, 'questions')}")) if tool else Cell(),
        ),
    )
