"""What moved since earlier waves."""

from collections.abc import Iterator

import msgspec

from diagnostic.briefing.deck.parts import Chart, Grid, Slide, Words, plain, point, some, strong, usual
from diagnostic.briefing.deck.slides.chosen import Chosen, without_stop
from diagnostic.briefing.document.blocks import (
    SIDE_MARKS,
    Cell,
    Figure,
    Group,
    List,
    Part,
    Row,
    Table,
    Text,
    pick,
    pick_all,
)
from diagnostic.briefing.document.native import Lines
from diagnostic.questionnaire.words import SIDES

_LINES, _ROWS, _WAVES, _AGREED, _REMARKS = 2, 9, 4, 4, 6
"""How many scales have a slide of their own, and the most rows, waves, agreements and comments on one."""


def moved(chosen: Chosen) -> Iterator[Slide]:
    """The headline with every scale's verdict, then the scales of which most can be told, as lines."""
    blocks = chosen.part("moved")
    said = chosen.texts("moved", "moved.headline")
    if not said:
        return
    key = "   ".join(f"{SIDE_MARKS[side]} {chosen.wording.company(side)}" for side in SIDES)
    changes, levels = (pick(blocks, Table, f"moved.{name}") for name in ("scales", "levels"))
    found = changes if changes and changes.rows else levels
    lines = pick_all(blocks, Figure, "moved.")
    notes = [sentence.text for sentence in chosen.texts("moved", "moved.headline", "moved.told", "moved.method")]
    who = chosen.say("moved.who")
    told = pick(blocks, List, "moved.told")
    by_figure = {f"moved.{item.label.subject}": item for item in told.items if item.label} if told else {}
    if found:
        table = _changes(found) if found is changes else _levels(found)
        yield Slide(
            layout="Table",
            title=without_stop(said[0].text),
            kicker=chosen.title("moved"),
            pieces={"Content": Grid(msgspec.structs.replace(table, caption=" ".join(f"{x.title}." for x in lines)))},
            source=f"{key}. {who}",
            notes=chosen.notes(*notes),
        )
    for figure in lines[:_LINES]:
        if isinstance(figure.native, Lines) and any(
            value is not None for s in figure.native.series for value in s.values
        ):
            item = by_figure.get(figure.key)
            text = [sentence.text for sentence in item.sentences] if item else [figure.alt]
            yield Slide(
                layout="Chart and text",
                title=figure.title,
                kicker=chosen.title("moved"),
                pieces={"Content": Chart(figure), "Text": plain(*text)},
                source=chosen.say("moved.levels_alone") if chosen.page.levels_alone else who,
                notes=chosen.notes(*text),
            )


def _changes(found: Table) -> Table:
    """Since the first wave that shows it."""
    first = Group(rows=tuple(group.rows[0] for group in found.groups[:_ROWS]))
    return some(msgspec.structs.replace(found, groups=(first,)), ("scale", "since", "then", "now", "change"))


def _levels(found: Table) -> Table:
    """Where no change is shown: both sides' levels in the last waves."""
    statement = msgspec.structs.replace(found.columns[0], title="")
    rows = []
    for group in found.groups[:_ROWS]:
        waves = list(zip(*(row.cells[1:] for row in group.rows), strict=True))[-_WAVES:]
        both = [
            "   ".join(f"{SIDE_MARKS[side]} {cell.text}" for side, cell in zip(SIDES, cells, strict=True))
            for cells in waves
        ]
        rows.append(Row(key=group.key, cells=(Cell(text=group.title), *(Cell(text=text) for text in both))))
    columns = (statement, *found.columns[1:][-_WAVES:])
    return msgspec.structs.replace(found, columns=columns, groups=(Group(rows=tuple(rows)),))


def agreed(chosen: Chosen) -> Iterator[Slide]:
    """What was agreed, and what the statements did since."""
    found = pick(chosen.part("moved"), List, "moved.agreed")
    if found is None:
        return
    numbered = list(enumerate(found.items, start=1))
    paragraphs = []
    for number, item in numbered[-_AGREED:]:
        paragraphs.append(strong(f"{number}. {item.label.text if item.label else ''}"))
        paragraphs.append(usual(" ".join(sentence.text for sentence in item.sentences)))
    yield Slide(
        layout="Table",
        title=chosen.say("moved.agreed"),
        kicker=chosen.title("moved"),
        pieces={"Content": Words(tuple(paragraphs))},
        notes=chosen.notes(*(" ".join(s.text for s in (item.label, *item.sentences) if s) for item in found.items)),
    )


def signs(chosen: Chosen) -> Iterator[Slide]:
    """Early signs: the consultant's alone."""
    found = pick(chosen.part("moved"), List, "moved.signs")
    if found:
        sentences = [item.sentences[0] for item in found.items]
        note = usual(chosen.say("moved.signs_note"))
        yield Slide(
            layout="Table",
            title=chosen.say("moved.signs"),
            kicker=chosen.title("moved"),
            pieces={"Content": Words((note, *(point(sentence.text) for sentence in sentences)))},
            notes=chosen.notes(*(sentence.source for sentence in sentences)),
        )


def whats_new(chosen: Chosen) -> Iterator[Slide]:
    """Some of the comments; the others stand on the page."""
    for question in pick_all(chosen.part("comments"), Part, "comments.question"):
        remarks = [block.sentences[0] for block in question.blocks if isinstance(block, Text) and block.role == "quote"]
        if remarks:
            rest = len(remarks) - _REMARKS
            yield Slide(
                layout="Table",
                title=question.title,
                kicker=chosen.title("comments"),
                pieces={"Content": plain(*(remark.text for remark in remarks[:_REMARKS]), bullet=True)},
                source=chosen.say("moved.more_comments", count=rest) if rest > 0 else "",
                notes=chosen.notes(*(f"{remark.text} ({remark.source})" for remark in remarks)),
            )
