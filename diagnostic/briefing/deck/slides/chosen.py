"""What slides are made from: the document's blocks, chosen by their keys."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from diagnostic.briefing.brand import Brand
from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.document import Document
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.wording import Wording


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

    def slide(
        self,
        layout: str,
        section: str,
        title: str,
        pieces: dict[str, Piece],
        *,
        source: str = "",
        kicker: str = "",
        say: str = "",
        notes: Piece | None = None,
        ask: Iterable[str] = (),
    ) -> Slide:
        """A slide on a section, with a sentence as its title.

        The notes are the consultant's alone: what to say first, then all that the section says, unless only some
        of it is on the slide, and what to ask.
        """
        said = plain(self.say(f"deck.say.{say}")) if say else plain()
        of_it = self.page.part(section)
        whole = self.part(section) if notes is None else notes
        asked = dict.fromkeys(ask)
        questions = plain(self.say("deck.ask"), *asked) if asked else plain()
        return Slide(
            layout=layout,
            title=self.wording.without_stop(title.strip()),
            kicker=kicker or (of_it.title if of_it else self.say(f"sections.{section}")),
            pieces=pieces,
            source=source,
            notes=(said, *whole, questions) if self.for_consultant else (),
        )

    def part(self, key: str) -> tuple[b.Block, ...]:
        """The blocks of a section; none where the document has no such section."""
        part = self.page.part(key)
        return part.blocks if part else ()

    def texts(self, section: str, *keys: str) -> list[str]:
        return [sentence.text for sentence in sentences(self.part(section), *keys)]

    def heading(self, section: str, key: str) -> str:
        """The first sentence with a key, without its full stop; '' where there is none."""
        return self.wording.without_stop(next(iter(self.texts(section, key)), ""))

    def questions(self, *links: str) -> Iterator[str]:
        """What to ask, and to ask on, of what stands under some anchors."""
        for finding, probes in self._asked():
            if finding.link in links:
                yield from (finding.ask, *(f"– {probe.text}" for probe in probes))

    def _asked(self) -> Iterator[tuple[b.Sentence, list[b.Sentence]]]:
        """Every finding that called for a tool, and with the first of them what to ask on: that is about it."""
        for tool in b.pick_all(self.part("plan"), b.Part, "tool"):
            probes = sentences(tool.blocks, "tool.probes")
            for n, finding in enumerate(sentences(tool.blocks, "tool.because")):
                yield finding, [] if n else probes


def sentences(blocks: tuple[b.Block, ...], *keys: str) -> list[b.Sentence]:
    """The sentences with these keys, or in paragraphs and lists with these keys, in reading order."""
    found: list[b.Sentence] = []
    for block in b.walk(blocks):
        items = block.items if isinstance(block, b.List) else [block] if isinstance(block, b.Text) else []
        found += [one for item in items for one in item.sentences if block.key in keys or one.key in keys]
    return found


def next_to(where: str, heading: str, *blocks: b.Block | str) -> dict[str, Piece]:
    """Blocks, or an entry each of texts, under their heading."""
    texts = [one for one in blocks if isinstance(one, str)]
    items = tuple(b.Item((b.Sentence(key="slide", text=text),)) for text in texts)
    listed = (b.List(key="slide", items=items),) if items else ()
    return {
        f"{where} heading": (plain(heading),),
        where: (*(one for one in blocks if not isinstance(one, str)), *listed),
    }


def with_rows(table: b.Table, rows: Sequence[b.Row]) -> b.Table:
    """A table with rows of its kind in its stead, in one group."""
    return msgspec.structs.replace(table, groups=(b.Group(rows=tuple(rows)),))


def some(table: b.Table, *columns: str) -> b.Table:
    """Some columns of a table."""
    kept = [n for key in columns for n, column in enumerate(table.columns) if column.key == key]
    rows = [msgspec.structs.replace(row, cells=tuple(row.cells[n] for n in kept)) for row in table.rows]
    return with_rows(msgspec.structs.replace(table, columns=tuple(table.columns[n] for n in kept)), rows)
