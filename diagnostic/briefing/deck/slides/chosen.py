"""What slides are made from: the document's blocks, chosen by their keys."""

from collections.abc import Iterator

import msgspec

from diagnostic.briefing.brand import Brand
from diagnostic.briefing.document import Document
from diagnostic.briefing.document.blocks import (
    Block,
    Figure,
    List,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    pick,
    pick_all,
    walk,
)
from diagnostic.briefing.document.native import Dumbbells
from diagnostic.briefing.wording import Wording

_GAPS = ("gap", "blind_spot", "hidden_strength", "a_only_concern", "b_only_concern")
"""Findings that are about a gap; what else is said of a statement has questions of its own."""


class Chosen(msgspec.Struct, frozen=True):
    """A document to choose from, and the words that only slides say."""

    page: Document
    wording: Wording
    brand: Brand

    @property
    def for_consultant(self) -> bool:
        return self.page.edition == "consultant"

    def say(self, key: str, /, **names: object) -> str:
        return self.wording.say(key, **names)

    def part(self, key: str) -> tuple[Block, ...]:
        """The blocks of a section; none where the document has no such section."""
        part = self.page.part(key)
        return part.blocks if part else ()

    def title(self, key: str) -> str:
        return self.say(f"sections.{key}")

    def texts(self, section: str, *keys: str) -> list[Sentence]:
        """The sentences of all paragraphs and lists of a section with these keys, in reading order."""
        found: list[Sentence] = []
        for block in walk(self.part(section)):
            if isinstance(block, Text) and block.key in keys:
                found += block.sentences
            elif isinstance(block, List) and block.key in keys:
                found += [sentence for item in block.items for sentence in item.sentences]
        return found

    def notes(self, *lines: str) -> tuple[str, ...]:
        """What to say: the consultant's alone."""
        return tuple(line for line in lines if line) if self.for_consultant else ()

    @property
    def tools(self) -> tuple[Part, ...]:
        return pick_all(self.part("plan"), Part, "tool")

    def probes(self, *links: str) -> Iterator[str]:
        """What to ask, of what stands under these anchors, each question about its own finding."""
        for tool in self.tools:
            because = pick(tool.blocks, List, "tool.because")
            findings = [item.sentences[0] for item in because.items] if because else []
            called = [finding for finding in findings if finding.link in links]
            yield from dict.fromkeys(finding.ask for finding in called)
            # What to ask on is about the first of the findings.
            if called and called[0] is findings[0]:
                yield from (f"– {probe}" for probe in probes_of(tool))

    def asked(self, *links: str) -> tuple[str, ...]:
        probes = tuple(self.probes(*links))
        return (self.say("deck.ask"), *probes) if probes else ()

    def gap_question(self, statement: str, name: str) -> str:
        """What to ask of this very gap: its rule's question, or what came to mind."""
        for tool in self.tools:
            because = pick(tool.blocks, List, "tool.because")
            for item in because.items if because else ():
                finding = item.sentences[0]
                if finding.subject == statement and finding.key in _GAPS:
                    return finding.ask
        return self.say("deck.gaps.ask", statement=name)

    def statements(self) -> Iterator[tuple[Table, Row, int]]:
        """Every statement with its figures, and the points of its answer scale, in the overview's order."""
        for figure in pick_all(self.part("headline"), Figure, "overview."):
            if figure.table and isinstance(figure.native, Dumbbells):
                for row in figure.table.rows:
                    yield figure.table, row, figure.native.points


def probes_of(tool: Part) -> list[str]:
    found = pick(tool.blocks, List, "tool.probes")
    return [item.sentences[0].text for item in found.items] if found else []


def question_of(tool: Part) -> str:
    found = pick(tool.blocks, Text, "tool.question")
    return found.text if found else ""


def without_stop(sentence: str) -> str:
    """A sentence as a title."""
    return sentence.strip().removesuffix(".")
