"""The document on paper: what stands in the briefing, in the appendix, and as one line among what is not shown.

Nothing stands in one file twice. A table or chart shows what can be shown, and counts the rest; a part that shows
nothing is no part.
"""

from collections.abc import Container, Iterable, Iterator

from msgspec.structs import replace

from diagnostic.briefing.document import OF_A_PULSE, Document
from diagnostic.briefing.document.blocks import (
    Block,
    Cell,
    Figure,
    Group,
    Item,
    List,
    Part,
    Row,
    Sentence,
    Table,
    Text,
    pick,
    pick_all,
)
from diagnostic.briefing.document.saying import alone, counted, said
from diagnostic.briefing.wording import Wording

_APPENDIX = ("agenda", "interviews", "criteria", "scales", "numbers", "method")
_LOOKED_UP = ("predictions.figures", "ownership.picture", "gaps.figures")
"""Figures whose picture stands in the briefing, and the picture of figures that do: both say the same."""
_EVERY_STATEMENT = "every_statement."
_WITHHELD, _COVERAGE = "withheld", "coverage"
_ON_A_CARD = ("size", "interval", "n", "kind", "scale")
"""What is said of a gap beside its sentence. The rest of its statistics are looked up."""


def briefing_parts(page: Document, wording: Wording) -> tuple[Part, ...]:
    """What is read first, and the detail."""
    if page.of_a_pulse:
        # Of one that rates nothing, who owns what and what is expected is all of it.
        more = ("ownership", "expectations") if page.part("headline") is None else ()
        whole = [part for part in page.parts if part.key in OF_A_PULSE]
        shown = (part for part in page.parts if part.key in more and not part.nothing)
        return (*whole, *(each for part in shown for each in _in_short(part, wording) if isinstance(each, Part)))
    there = (part for part in _sections(page, wording) if part.key not in _APPENDIX)
    short = (each for part in there for each in _in_short(part, wording) if isinstance(each, Part))
    return tuple(part for part in short if not _said_elsewhere(part))


def _said_elsewhere(part: Part) -> bool:
    """Of a handful of people the headline says that nothing is judged: so do page one and the largest differences."""
    keys = [sentence.key for text in part.blocks if isinstance(text, Text) for sentence in text.sentences]
    alone = all(isinstance(block, Text) for block in part.blocks)
    return part.key == "headline" and alone and "headline.none_judged" in keys


def in_one_file(page: Document, wording: Wording) -> tuple[Part, ...]:
    """What both have together, for forms that are one file."""
    if page.of_a_pulse:
        return page.parts
    return tuple(replace(part, blocks=tuple(_shown(part.blocks, wording))) for part in _sections(page, wording))


def appendix_parts(page: Document, wording: Wording) -> tuple[Part, ...]:
    """Every statement, the parts that are left out, figures to look up, and at the end what is withheld by name."""
    headline, relied = page.part("headline"), page.part("participation")
    reading = pick_all(headline.blocks, Text, "headline.read") if headline else ()
    pictures = pick_all(headline.blocks, Part, _EVERY_STATEMENT) if headline else ()
    names = pick_all(relied.blocks, List, _WITHHELD) if relied else ()
    squares = pick_all(relied.blocks, Figure, _COVERAGE) if relied and names else ()
    seen: tuple[Block, ...] = (*reading, *pictures) if pictures else ()
    every = Part(key="every_statement", title=wording.say("pdf.every_statement"), blocks=seen)
    found = (every, *(part for part in _sections(page, wording) if part.key in _APPENDIX))
    parts = (
        *(replace(part, blocks=tuple(_shown(part.blocks, wording))) for part in found),
        Part(key="more", title=wording.say("pdf.more"), blocks=tuple(_looked_up(page))),
        Part(key="withheld.names", title=wording.say("participation.heading"), blocks=(*squares, *names)),
    )
    return tuple(part for part in parts if part.blocks)


def _sections(page: Document, wording: Wording) -> Iterator[Part]:
    """Those that show anything, and under participation why the others do not; nothing else names these."""
    absent = {part.key: part for part in page.parts if part.nothing}
    why = List(key="sections.absent", items=_reasons(absent.values(), wording), title=said(wording, "pdf.absent"))
    for part in page.parts:
        match part.key:
            case "summary":
                blocks = (each for each in part.blocks if not (isinstance(each, Part) and each.link in absent))
                yield replace(part, blocks=tuple(blocks))
            case "participation" if absent:
                yield replace(part, blocks=tuple(_among_withheld(each, why) for each in part.blocks))
            case "agenda":
                yield replace(part, blocks=tuple(_screens(part.blocks, absent)))
            case key if key not in absent:
                yield part


def _among_withheld(block: Block, why: List) -> Block:
    if isinstance(block, Part) and block.key == _WITHHELD:
        return replace(block, blocks=(*block.blocks, why))
    return block


def _screens(blocks: Iterable[Block], absent: Container[str]) -> Iterator[Block]:
    """An agenda names no section to look at that shows nothing."""
    for block in blocks:
        match block:
            case Part(key=key) if key.startswith("agenda."):
                yield replace(block, blocks=tuple(_screens(block.blocks, absent)))
            case Table(key=key) if key.startswith("agenda."):
                yield replace(block, groups=tuple(_without_links(group, absent) for group in block.groups))
            case _:
                yield block


def _without_links(group: Group, absent: Container[str]) -> Group:
    def kept(row: Row) -> Row:
        return replace(row, cells=tuple(Cell() if cell.link in absent else cell for cell in row.cells))

    return replace(group, rows=tuple(map(kept, group.rows)))


def _looked_up(page: Document) -> Iterator[Part]:
    """Section by section the figures and pictures that the briefing has in another form."""
    for part in page.parts:
        found = [block for key in _LOOKED_UP if (block := pick(part.blocks, Part, key))]
        if found and not part.nothing:
            yield Part(key=f"more.{part.key}", title=part.title, blocks=tuple(found))


def _in_short(block: Block, wording: Wording) -> Iterator[Block]:
    """A block as it stands where the appendix has the rest: nothing that is in the picture beside it, and no names."""
    match block:
        case Part():
            here = (one for one in block.blocks if not one.key.startswith((_EVERY_STATEMENT, *_LOOKED_UP)))
            yield replace(
                block, blocks=tuple(each for one in _shown(here, wording) for each in _in_short(one, wording))
            )
        case List(key="withheld"):
            yield replace(block, items=tuple(Item((item.label,)) for item in block.items if item.label))
        case List(key="gap.facts"):
            facts = (_unlinked(item) for item in block.items if all(each.key in _ON_A_CARD for each in item.sentences))
            yield replace(block, items=tuple(facts))
        case Text(key="gap.spoken"):
            yield replace(block, sentences=tuple(replace(each, source="", link="") for each in block.sentences))
        case List(key="ownership.means"):
            # Why something is not shown is said where all of that is.
            yield replace(block, items=tuple(item for item in block.items if not _of_withheld(item.sentences)))
        case (
            Table(key="turnout")
            | Text(key="headline.read" | "gap.means" | "expectation.sides" | "plan.agenda")
            | Figure(key="coverage")
        ):
            pass
        case Text(key="priorities.withheld"):
            pass
        case _:
            yield block


def _hatches_read(part: Part, wording: Wording) -> Part:
    """Every scale at a glance, with how to read hatches only where there are any left."""
    shown = tuple(_shown(part.blocks, wording))
    if any(cell.shade == "withheld" for table in pick_all(shown, Table) for row in table.rows for cell in row.cells):
        return replace(part, blocks=shown)
    return replace(
        part, blocks=tuple(_without(one, "overview.hatched") if isinstance(one, Text) else one for one in shown)
    )


def _without(text: Text, key: str) -> Text:
    return replace(text, sentences=tuple(each for each in text.sentences if not each.key.startswith(key)))


def _unlinked(item: Item) -> Item:
    return replace(item, sentences=tuple(replace(sentence, link="") for sentence in item.sentences))


def _of_withheld(sentences: Iterable[Sentence]) -> bool:
    return all(sentence.key.startswith("withheld.") for sentence in sentences)


def _shown(blocks: Iterable[Block], wording: Wording) -> Iterator[Block]:
    """What shows anything; then a line for the parts that show nothing, with why."""
    nothing: list[Part] = []
    for block in blocks:
        match block:
            case Part(key="overview"):
                yield _hatches_read(block, wording)
            case Part(nothing=()):
                yield replace(block, blocks=tuple(_shown(block.blocks, wording)))
            case Part():
                nothing.append(block)
            case Table(of_groups=()):
                yield from _rows_shown(block, wording)
            case _:
                yield block
    if nothing:
        yield List(key="parts.absent", items=_reasons(nothing, wording))


def _rows_shown(table: Table, wording: Wording) -> Iterator[Block]:
    """The rows and columns that show anything, and how many rows do not."""
    kept = [replace(group, rows=tuple(_of_group(group))) for group in table.groups]
    yield _columns_shown(replace(table, groups=tuple(group for group in kept if group.rows)))
    if hidden := len(table.rows) - sum(len(group.rows) for group in kept):
        yield alone(counted(wording, "chart.rest", hidden, total=len(table.rows)), "fine")


def _columns_shown(table: Table) -> Table:
    there = [n for n in range(len(table.columns)) if n == 0 or not all(row.cells[n].nothing for row in table.rows)]
    groups = (
        replace(group, rows=tuple(replace(row, cells=tuple(row.cells[n] for n in there)) for row in group.rows))
        for group in table.groups
    )
    return replace(table, columns=tuple(table.columns[n] for n in there), groups=tuple(groups))


def _of_group(group: Group) -> Iterator[Row]:
    """All rows of a group that says itself why it is withheld."""
    return (row for row in group.rows if group.withheld or not row.shows_nothing)


def _reasons(parts: Iterable[Part], wording: Wording) -> tuple[Item, ...]:
    """Each reason once, after the titles of all parts that show nothing because of it."""
    titles: dict[tuple[Sentence, ...], list[str]] = {}
    for part in parts:
        titles.setdefault(part.nothing, []).append(part.title)
    return tuple(
        Item(why, Sentence(key="absent", text=wording.strung(dict.fromkeys(of_it)))) for why, of_it in titles.items()
    )
