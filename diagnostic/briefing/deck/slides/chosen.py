"""What slides are made from: the document's blocks, chosen by their keys."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from diagnostic.briefing.brand import Brand
from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.document import Document
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Figure,
    Group,
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
from diagnostic.briefing.document.native import Dumbbells, Series
from diagnostic.briefing.wording import Wording

_GAPS = ("gap", "blind_spot", "hidden_strength", "a_only_concern", "b_only_concern")
"""Findings that are about a gap; what else is said of a statement has questions of its own."""


class Chosen(msgspec.Struct, frozen=True):
    """A document to choose from, and the words that only slides say."""

    page: Document
    wording: Wording
    brand: Brand
    room: Callable[[Table], int]
    """How many rows of a table have room beside a chart."""

    @property
    def for_consultant(self) -> bool:
        return self.page.edition == "consultant"

    def say(self, key: str, /, **names: object) -> str:
        return self.wording.say(key, **names)

    def slide(
        self,
        layout: str,
        section: str,
        title: str,
        pieces: dict[str, Piece],
        *,
        shorter: dict[str, Piece] | None = None,
        source: str = "",
        say: str = "",
        notes: Piece | None = None,
        ask: Iterable[str] = (),
    ) -> Slide:
        """A slide on a section, with a sentence as its title.

        The notes are the consultant's alone: what to say first, then all that the section says, unless only some
        of it is on the slide, and what to ask.
        """
        asked = dict.fromkeys(ask)
        questions = plain(self.say("deck.ask"), *asked) if asked else plain()
        said = plain(self.say(f"deck.say.{say}")) if say else plain()
        whole = self.part(section) if notes is None else notes
        return Slide(
            layout=layout,
            title=title.strip().removesuffix("."),
            kicker=self.say(f"sections.{section}"),
            pieces=pieces,
            shorter=shorter or {},
            source=source,
            notes=(said, *whole, questions) if self.for_consultant else (),
        )

    def nothing(self, section: str, words: str) -> Slide:
        """That there is nothing to show of a section, what that means, and why."""
        what, why = (plain(self.say(f"deck.{words}.none_{key}")) for key in ("what", "why"))
        pieces: dict[str, Piece] = {"Statement": (what,), "Content": (why,)}
        return self.slide("Statement", section, self.say(f"deck.{words}.none"), pieces, say="nothing", notes=())

    def part(self, key: str) -> tuple[Block, ...]:
        """The blocks of a section; none where the document has no such section."""
        part = self.page.part(key)
        return part.blocks if part else ()

    def sentences(self, section: str, *keys: str) -> list[Sentence]:
        """The sentences with these keys, or in paragraphs and lists with these keys, in reading order."""
        found: list[Sentence] = []
        for block in walk(self.part(section)):
            sentences: Sequence[Sentence] = ()
            if isinstance(block, Text):
                sentences = block.sentences
            elif isinstance(block, List):
                sentences = [sentence for item in block.items for sentence in item.sentences]
            found += [sentence for sentence in sentences if block.key in keys or sentence.key in keys]
        return found

    def texts(self, section: str, *keys: str) -> list[str]:
        return [sentence.text for sentence in self.sentences(section, *keys)]

    def heading(self, section: str, key: str) -> str:
        """The first sentence with a key, without its full stop; '' where there is none."""
        return next(iter(self.texts(section, key)), "").removesuffix(".")

    def statements(self) -> Iterator[tuple[Table, Row, int]]:
        """Every statement with its figures, and the points of its answer scale, in the overview's order."""
        for figure in pick_all(self.part("headline"), Figure, "overview."):
            if figure.table and isinstance(figure.native, Dumbbells):
                yield from ((figure.table, row, figure.native.points) for row in figure.table.rows)

    def questions(self, *links: str) -> Iterator[str]:
        """What to ask, of what stands under some anchors, each question about its own finding."""
        for tool, findings in self._findings():
            called = [finding for finding in findings if finding.link in links]
            yield from (finding.ask for finding in called)
            # What to ask on is about the first of the findings.
            if called and called[0] is findings[0]:
                yield from (f"– {probe}" for probe in self._probes(tool))

    def gap_question(self, statement: str, name: str) -> str:
        """What to ask of this very gap: its rule's question, or what came to mind."""
        asked = (
            finding.ask
            for _, findings in self._findings()
            for finding in findings
            if finding.subject == statement and finding.key in _GAPS
        )
        return next(asked, self.say("deck.gaps.ask", statement=name))

    def _findings(self) -> Iterator[tuple[Part, list[Sentence]]]:
        """Every tool with what called for it."""
        for tool in pick_all(self.part("plan"), Part, "tool"):
            because = pick(tool.blocks, List, "tool.because")
            if because:
                yield tool, [item.sentences[0] for item in because.items]

    def _probes(self, tool: Part) -> list[str]:
        found = pick(tool.blocks, List, "tool.probes")
        return [item.sentences[0].text for item in found.items] if found else []


def side_by_side(*columns: tuple[str, Block]) -> dict[str, Piece]:
    """A block each under its heading, from the left."""
    pieces: dict[str, Piece] = {}
    for where, (heading, block) in zip(("Left", "Right"), columns, strict=False):
        pieces |= {f"{where} heading": (plain(heading),), where: (block,)}
    return pieces


def series(name: str, cells: Sequence[Cell], colours: Sequence[str], *, hollow: bool = False) -> Series:
    """The figures of some cells, each in its colour."""
    return Series(
        name=name,
        values=tuple(cell.value for cell in cells),
        written=tuple(cell.text for cell in cells),
        colour=colours[0],
        colours=tuple(colours),
        hollow=hollow,
    )


def with_rows(table: Table, rows: Sequence[Row]) -> Table:
    """A table with rows of its kind in its stead, in one group."""
    return msgspec.structs.replace(table, groups=(Group(rows=tuple(rows)),))


def some(table: Table, columns: Sequence[str]) -> Table:
    """Some columns of a table."""
    kept = [n for key in columns for n, column in enumerate(table.columns) if column.key == key]
    rows = [msgspec.structs.replace(row, cells=tuple(row.cells[n] for n in kept)) for row in table.rows]
    return with_rows(msgspec.structs.replace(table, columns=tuple(table.columns[n] for n in kept)), rows)
