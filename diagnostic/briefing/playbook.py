"""The playbook: which finding calls for which of the workshop's tools, from `reports/playbook.toml`.

A rule names findings, and what else must hold of them; of the rules that match a finding the first in the
file is the one that fires. Nothing is weighed or learned: whoever reads a recommendation can look the
rule up.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal, Protocol, TypeVar, get_args

from msgspec import Meta, Struct

from diagnostic.analysis.report import OnPoints
from diagnostic.briefing import occasions
from diagnostic.briefing.side_files import checked
from diagnostic.briefing.toml_file import TomlFile, read_checked
from diagnostic.briefing.wording import Wording
from diagnostic.errors import Fault
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.questionnaire.words import Side, other
from diagnostic.text import control_character

FILE = "playbook.toml"
_LONGEST_NAME = 80

StageName = Literal["trust", "renegotiation", "support"]
STAGES: tuple[StageName, ...] = get_args(StageName)

Occasion = occasions.Occasion | Literal["trust_low", "nothing_clear", "not_judged"]
"""What a rule may be for: a finding, or what a message says; that a company trusts the other too little. And where
nothing else calls for anything: that the answers show no gap for certain, that they are too few to judge any."""

Said = TypeVar("Said")
Texts = dict[str, str]
"""By language; English must be there, and stands in for a language that is missing."""

SCREENS = (
    "participation", "headline", "gaps", "predictions", "levels", "inside", "ownership", "expectations", "priorities",
    "comments", "themes", "criteria", "moved",
)  # fmt: skip
"""The sections of the briefing that a workshop may look at."""

PLACEHOLDERS = ("a", "b", "company", "partner", "subject")
"""What a question or probe may name: both companies, whose finding it is, the other one, and what it is about."""
WARNING_PLACEHOLDERS = ("a", "b", "company", "partner", "scale", "by", "since", "before", "now")
"""What an early warning may name: also the scale, by how much, since when; of participation, the rates."""


MOST_TOOLS = 3
"""A workshop has time for so many."""


class Named(Protocol):
    @property
    def name(self) -> str: ...


class Tool(Struct, frozen=True, forbid_unknown_fields=True):
    name: Texts
    stage: StageName
    purpose: Texts


class AgendaBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of the workshop: one that has a title, or the first, second or third tool that was chosen."""

    minutes: Annotated[int, Meta(ge=1, le=480)]
    who: Texts
    title: Texts = {}
    tool: Annotated[int, Meta(ge=1, le=MOST_TOOLS)] | None = None
    screen: str = ""
    """The section of the briefing that is shown; of a tool, the one that called for it."""
    day: Annotated[int, Meta(ge=1, le=5)] = 1


class Spare(Struct, frozen=True, forbid_unknown_fields=True):
    """What takes the place of the first tool that an agenda has time for and the plan does not choose."""

    title: Texts
    who: Texts


class Agenda(Struct, frozen=True, forbid_unknown_fields=True):
    """A plan for a workshop of some length."""

    name: Texts
    starts: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    """The time of day, on every day of it."""
    blocks: Annotated[tuple[AgendaBlock, ...], Meta(min_length=1)]


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """Fires for a finding of one of its kinds, about one of its scales or items where it names any."""

    name: str
    finding: Annotated[tuple[Occasion, ...], Meta(min_length=1)]
    tool: str
    question: Texts
    """To open with in the workshop, where the finding is on the table."""
    probes: dict[str, tuple[str, ...]]
    interview: dict[str, tuple[str, ...]]
    """To ask in interviews before it: neutral, since nobody has seen a finding yet."""
    scale: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    asked: Literal["now", "better"] | None = None
    """For who owns what: only what people say of now, or of who would be better placed."""


class Gate(Struct, frozen=True, forbid_unknown_fields=True):
    """Until each company rates the other at least this much on a scale, renegotiation waits."""

    scale: str
    enough_from: float
    """In points of a scale from 1 to 5; of others it is at the same part of their length."""

    def enough(self, on: OnPoints) -> float:
        """In points of a scale."""
        return on.lowest + (self.enough_from - 1) / 4 * (on.points - 1)


class EarlyWarning(Struct, frozen=True, forbid_unknown_fields=True):
    """Fires when a wave closes, for what may be about to become a finding."""

    name: str
    when: Literal["level_falls", "gap_widens", "participation_drops"]
    by: Annotated[float, Meta(gt=0)]
    """In points of the answer scale; of participation, as a share."""
    text: Texts
    scale: tuple[str, ...] = ()
    times: Annotated[int, Meta(ge=1)] = 2
    """How often running a gap has to widen."""


class Playbook(Struct, frozen=True, forbid_unknown_fields=True):
    trust: Gate
    tools: dict[str, Tool]
    rules: tuple[Rule, ...]
    early_warnings: tuple[EarlyWarning, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    spare: Spare | None = None
    open_questions: dict[str, tuple[str, ...]] = {}
    """What is worth asking in interviews whatever was found, by role group."""

    @classmethod
    def load(cls, content: Path | None = None) -> "Playbook":
        """The playbook: a deployment's own, else the product's.

        Raises
        ------
        InvalidContent
            With every fault's line: no TOML, an unknown finding, stage or tool, a name given twice, a text
            without English, a placeholder that nothing fills.
        """
        return checked(content, FILE, cls, _faults)

    @classmethod
    def read(cls, text: str) -> "Playbook":
        """The playbook in a text that somebody sent; raises what `load` does."""
        return read_checked(TomlFile(FILE, text), cls, _faults)

    def rule_for(
        self, occasion: Occasion, *, scale: str | None = None, item: str | None = None, asked: str | None = None
    ) -> Rule | None:
        """The first rule that matches, if any does."""
        matching = (
            rule
            for rule in self.rules
            if occasion in rule.finding
            and (not rule.scale or scale in rule.scale)
            and (not rule.item or item in rule.item)
            and rule.asked in (None, asked)
        )
        return next(matching, None)


def in_language(texts: Mapping[str, Said], language: str) -> Said:
    """A text, or a list of them, in a language, ``pt-BR`` as in ``pt`` where it has none; else in English."""
    return next(texts[code] for code in (*with_base(language), "en") if code in texts)


def filled(text: str, side: Side, wording: Wording, **names: str) -> str:
    """A text with its placeholders filled: the companies, as seen from a side, and what else is given."""
    companies = {"a": wording.company("a"), "b": wording.company("b")}
    about = {"company": wording.company(side), "partner": wording.company(other(side))}
    return wording.in_order(text.format_map(defaultdict(str, companies | about | names)))


def _faults(playbook: Playbook, file: TomlFile) -> Iterator[Fault]:
    if not math.isfinite(playbook.trust.enough_from):
        yield file.fault("trust.enough_from", f"{playbook.trust.enough_from} is no point of an answer scale")
    for name, tool in playbook.tools.items():
        if wrong := _name_fault(name):
            yield file.fault("tools", wrong)
        for key in ("name", "purpose"):
            yield from text_faults(getattr(tool, key), f"tools.{name}.{key}", file)
    yield from named_twice(playbook.rules, "rules", "rule", file)
    for number, rule in enumerate(playbook.rules):
        here = f"rules.{number}"
        if rule.tool not in playbook.tools:
            there = ", ".join(playbook.tools)
            yield file.fault(f"{here}.tool", f"there is no tool {rule.tool!r}; there are {there}")
        for key in ("question", "probes", "interview"):
            yield from text_faults(getattr(rule, key), f"{here}.{key}", file)
    yield from _agenda_faults(playbook, file)
    for key in ("title", "who") if playbook.spare else ():
        yield from text_faults(getattr(playbook.spare, key), f"spare.{key}", file, ())
    if playbook.open_questions:
        yield from text_faults(playbook.open_questions, "open_questions", file, ())
    yield from named_twice(playbook.early_warnings, "early_warnings", "early warning", file)
    for number, warning in enumerate(playbook.early_warnings):
        yield from text_faults(warning.text, f"early_warnings.{number}.text", file, WARNING_PLACEHOLDERS)


def _agenda_faults(playbook: Playbook, file: TomlFile) -> Iterator[Fault]:
    for number, agenda in enumerate(playbook.agendas):
        here = f"agendas.{number}"
        yield from text_faults(agenda.name, f"{here}.name", file, ())
        for place, block in enumerate(agenda.blocks, start=1):
            if (block.tool is None) == (not block.title):
                yield file.fault(f"{here}.blocks", f"block {place}: give a title or the number of a tool, one of them")
            if block.screen and block.screen not in SCREENS:
                there = ", ".join(SCREENS)
                what = f"block {place} shows {block.screen!r}, which is no section of the briefing; there are {there}"
                yield file.fault(f"{here}.blocks", what)
            for key in ("who", "title") if block.title else ("who",):
                yield from text_faults(getattr(block, key), f"{here}.blocks.{place - 1}.{key}", file, ())


def named_twice(rules: Sequence[Named], key: str, what: str, file: TomlFile) -> Iterator[Fault]:
    """A fault for every rule without a fit name, and for every one that is called like one before it."""
    names = [rule.name for rule in rules]
    for number, name in enumerate(names):
        if wrong := _name_fault(name):
            yield file.fault(f"{key}.{number}.name", wrong)
        if name in names[:number]:
            yield file.fault(f"{key}.{number}.name", f"another {what} is called {name!r} already")


def _name_fault(name: str) -> str | None:
    if not name.strip() or len(name) > _LONGEST_NAME or control_character(name):
        return f"{name[:_LONGEST_NAME]!r} is no name: give one of {_LONGEST_NAME} characters at most"
    return None


def text_faults(
    texts: Mapping[str, str | tuple[str, ...]], key: str, file: TomlFile, names: Sequence[str] = PLACEHOLDERS
) -> Iterator[Fault]:
    """A fault where English is missing, a text is empty, or a placeholder is none of these names."""
    if not texts.get("en"):
        yield file.fault(key, "there is no English text; every other language may be missing, but not this one")
    for language, text in texts.items():
        for line in (text,) if isinstance(text, str) else text:
            if not line.strip():
                yield file.fault(f"{key}.{language}", "a text is empty; leave the language out instead")
            if hidden := control_character(line):
                yield file.fault(f"{key}.{language}", f"there is a character in it that cannot be printed, {hidden}")
            yield from (file.fault(f"{key}.{language}", what) for what in _placeholder_faults(line, names))


def _placeholder_faults(line: str, names: Sequence[str]) -> Iterator[str]:
    """What is wrong with the placeholders of a text. None is filled: ``{a:>999999999}`` would take all memory."""
    there = ", ".join(f"{{{one}}}" for one in names)
    try:
        fields = [(name, form, conversion) for _, name, form, conversion in Formatter().parse(line) if name is not None]
    except ValueError as error:
        yield f"{line!r} cannot be filled in: {error}"
        return
    for name, form, conversion in fields:
        if name not in names:
            yield f"nothing fills {{{name}}}; a text may name {there}"
        elif form or conversion:
            yield f"{line!r} cannot be filled in: a placeholder is a name in curly brackets and nothing else"
