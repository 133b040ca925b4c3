"""What moved since earlier waves."""

from collections.abc import Iterator

import msgspec

from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, some, with_rows
from diagnostic.briefing.document.blocks import SIDE_MARKS, Cell, Figure, List, Part, Row, Table, Text, pick, pick_all
from diagnostic.briefing.document.native import Lines
from diagnostic.questionnaire.words import SIDES

_LINES, _WAVES = 2, 4
"""How many scales have a slide of their own, and the most waves on one."""


def moved(chosen: Chosen) -> Iterator[Slide]:
    """The headline with every scale's verdict, then the scales of which most can be told, as lines."""
    blocks = chosen.part("moved")
    said = chosen.texts("moved", "moved.headline")
    if not said:
        return
    who = chosen.say("moved.who")
    lines = pick_all(blocks, Figure, "moved.")
    changes, levels = (pick(blocks, Table, f"moved.{name}") for name in ("scales", "levels"))
    found = _changes(changes) if changes and changes.rows else _levels(levels) if levels else None
    if found:
        key = "   ".join(f"{SIDE_MARKS[side]} {chosen.wording.company(side)}" for side in SIDES)
        alt = " ".join(f"{figure.title}." for figure in lines)
        yield chosen.slide(
            "Table",
            "moved",
            said[0],
            {"Content": (msgspec.structs.replace(found, caption=alt),)},
            source=f"{key}. {who}",
        )
    for figure in lines[:_LINES]:
        if isinstance(figure.native, Lines) and any(v is not None for one in figure.native.series for v in one.values):
            text = _sentences(chosen, figure)
            yield chosen.slide(
                "Chart and text",
                "moved",
                figure.title,
                {"Content": (figure,), "Text": (plain(*text),)},
                source=chosen.say("moved.levels_alone") if chosen.page.levels_alone else who,
                notes=(plain(*text),),
            )


def _sentences(chosen: Chosen, figure: Figure) -> list[str]:
    """What is told of a scale; of one that is not told of, what its figure says."""
    told = pick(chosen.part("moved"), List, "moved.told")
    for item in told.items if told else ():
        if item.label and f"moved.{item.label.subject}" == figure.key:
            return [sentence.text for sentence in item.sentences]
    return [figure.alt]


def _changes(found: Table) -> Table:
    """Since the first wave that shows it."""
    first = with_rows(found, [group.rows[0] for group in found.groups])
    return some(first, ("scale", "since", "then", "now", "change"))


def _levels(found: Table) -> Table:
    """Where no change is shown: both sides' levels in the last waves."""
    statement = msgspec.structs.replace(found.columns[0], title="")
    rows = []
    for group in found.groups:
        waves = list(zip(*(row.cells[1:] for row in group.rows), strict=True))[-_WAVES:]
        both = ["   ".join(f"{SIDE_MARKS[s]} {cell.text}" for s, cell in zip(SIDES, w, strict=True)) for w in waves]
        rows.append(Row(key=group.key, cells=(Cell(text=group.title), *(Cell(text=text) for text in both))))
    return with_rows(msgspec.structs.replace(found, columns=(statement, *found.columns[1:][-_WAVES:])), rows)


def agreed(chosen: Chosen) -> Iterator[Slide]:
    """What was agreed, and what the statements did since."""
    found = pick(chosen.part("moved"), List, "moved.agreed")
    if found:
        yield chosen.slide("Table", "moved", chosen.say("moved.agreed"), {"Content": (found,)}, notes=(found,))


def signs(chosen: Chosen) -> Iterator[Slide]:
    """Early signs: the consultant's alone."""
    found = pick(chosen.part("moved"), Part, "moved.signs")
    if found:
        yield chosen.slide("Table", "moved", found.title, {"Content": found.blocks}, notes=found.blocks)


def whats_new(chosen: Chosen) -> Iterator[Slide]:
    """The comments, as many as there is room for."""
    for question in pick_all(chosen.part("comments"), Part, "comments.question"):
        remarks = tuple(block for block in question.blocks if isinstance(block, Text) and block.role == "quote")
        if remarks:
            yield chosen.slide("Table", "comments", question.title, {"Content": remarks}, notes=remarks)
