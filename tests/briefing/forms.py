"""Every form of a briefing as the lines it says, of teams of several sizes and with names of every kind."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from diagnostic.analysis.report import Edition, Report
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document.blocks import Block, Callout, List, Sentence, Text, walk
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from diagnostic.briefing.wording import Wording
from tests.briefing.said import said
from tests.briefing.simulated import simulated

EDITIONS: tuple[Edition, ...] = ("consultant", "participants")
LANGUAGES = ("en", "de")
TEAMS: Mapping[str, Callable[[], Report]] = MappingProxyType(
    {
        "5+5": lambda: simulated(5),
        "8+7": lambda: simulated(8, of_b=7),
        "12+12": lambda: simulated(12),
        "25+22, names with full stops": lambda: simulated(
            25, "Novara Pharma Inc.", "Laboratoires Helix S.r.l.", of_b=22
        ),
        "30+30 in groups": lambda: simulated(30, attribute="function"),
        "25+25, long names": lambda: simulated(
            25, "Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A."
        ),
    }
)
FULL_STOPS = "25+22, names with full stops"
WRITTEN = frozenset(RENDERERS) - {"json"} - CONSULTANTS
"""Every form that says anything, of both editions."""
QUICK = frozenset({"html", "md", "pptx", "xlsx"})


@cache
def report_of(team: str, which: Edition) -> Report:
    return edition(TEAMS[team](), which)


@cache
def document_of(team: str, which: Edition, language: str) -> Document:
    report = report_of(team, which)
    return document(report, Wording(report, language))


@cache
def form_of(form: str, team: str, which: Edition, language: str) -> tuple[str, ...]:
    return tuple(said(RENDERERS[form](report_of(team, which), language)))


def lines(team: str, which: Edition, language: str, forms: frozenset[str] = QUICK) -> Iterator[tuple[str, str]]:
    """Line by line, each with the form that says it."""
    for form in sorted(forms):
        yield from ((form, line) for line in form_of(form, team, which, language))


def sentences(blocks: tuple[Block, ...]) -> Iterator[Sentence]:
    """Every sentence of some blocks in reading order, in lists with their titles and labels."""
    for block in walk(blocks):
        if isinstance(block, Text | Callout):
            yield from block.sentences
        elif isinstance(block, List):
            yield from [block.title] if block.title else []
            for item in block.items:
                yield from ([item.label] if item.label else [])
                yield from item.sentences
