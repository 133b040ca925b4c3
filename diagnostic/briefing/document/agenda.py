"""A timed plan for the workshop, for each length that the playbook has one for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from diagnostic.analysis.report import MOVED_KINDS, FindingKind
from diagnostic.briefing.document.blocks import Block, Cell, Column, Part, Row, table
from diagnostic.briefing.document.saying import paragraph, section
from diagnostic.briefing.playbook import Agenda, AgendaBlock, in_language
from diagnostic.briefing.wording import Wording


class OnTheAgenda(NamedTuple):
    """A tool that was chosen: what it is called, the section that called for it, and whether it has to wait."""

    id: str
    name: str
    screen: str
    waits: bool


SCREEN_OF: Mapping[FindingKind, str] = {
    "rated_better_than_expected": "predictions",
    "rated_worse_than_expected": "predictions",
    "shared_strength": "levels",
    "shared_concern": "levels",
    "divided_side": "inside",
    "group_difference": "inside",
    "fault_line": "inside",
    "cant_say": "inside",
    "contested": "ownership",
    "orphaned": "ownership",
    "overclaim": "expectations",
    **dict.fromkeys(MOVED_KINDS, "moved"),
}
"""In which section a finding is looked at; of the others it is that on gaps."""

_HANDOUTS: Mapping[str, str] = {"collaboration_criteria": "criteria"}
"""Tools that have a sheet to write on; of the others the questions under "What to do" are taken along."""


def agendas(planned: Sequence[Agenda], tools: Sequence[OnTheAgenda], wording: Wording) -> Part | None:
    """A table each, with times, minutes, who, what is on the screen, and which sheet to hand out."""
    if not planned or not tools:
        return None
    blocks: list[Block] = [paragraph(wording, "agenda.lead", agendas=named(planned, wording))]
    if any(tool.waits for tool in tools):
        blocks.append(paragraph(wording, "agenda.waits", "note"))
    for number, agenda in enumerate(planned, start=1):
        blocks += [_day(f"agenda.{number}.{day}", day, agenda, tools, wording) for day in _days(agenda)]
    return section(wording, "agenda", *blocks)


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
    tool = tools[min(block.tool, len(tools)) - 1] if block.tool else None
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
