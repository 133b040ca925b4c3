"""What moved since earlier waves, what was agreed then, and what people write of it."""

from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.slides.chosen import Chosen, some, with_rows
from diagnostic.briefing.document import blocks as b
from diagnostic.briefing.document.native import Lines
from diagnostic.questionnaire.words import SIDES

_LINES, _WAVES = 2, 4
"""How many scales have a slide of their own, and the most waves on one."""
_TITLE = 180
"""As many letters as a title has room for, about."""


def moved(chosen: Chosen) -> Iterator[Slide]:
    """The headline with every scale's verdict, then the scales of which most can be told, as lines."""
    blocks = chosen.part("moved")
    headline = b.pick(blocks, b.Text, "moved.headline")
    figures = b.pick_all(blocks, b.Figure, "moved.")
    changes, levels = (b.pick(blocks, b.Table, f"moved.{name}") for name in ("scales", "levels"))
    table = _changes(changes) if changes else _levels(levels) if levels else None
    if headline and table:
        key = "   ".join(f"{b.SIDE_MARKS[side]} {chosen.wording.company(side)}" for side in SIDES)
        alt = " ".join(f"{figure.title}." for figure in figures)
        shown: Piece = (msgspec.structs.replace(table, caption=alt),)
        source = f"{key}. {chosen.say('moved.who')}"
        yield chosen.slide("Table", "moved", _title(headline.sentences), {"Content": shown}, source=source)
    source = chosen.say("moved.levels_alone" if chosen.page.levels_alone else "moved.who")
    for figure in figures[:_LINES]:
        if isinstance(figure.native, Lines) and any(v is not None for one in figure.native.series for v in one.values):
            told = (plain(*_sentences(chosen, figure)),)
            pieces: dict[str, Piece] = {"Content": (figure,), "Text": told}
            yield chosen.slide("Chart and text", "moved", figure.title, pieces, source=source, notes=told)


def _title(said: Sequence[b.Sentence]) -> str:
    """The first sentence, and what else moved as far as there is room: what fell may come after what rose."""
    title, *more = [each.text for each in said if each.key != "moved.headline_unseen"] or [said[0].text]
    for sentence in more:
        if len(title) + len(sentence) >= _TITLE:
            break
        title = f"{title} {sentence}"
    return title


def _sentences(chosen: Chosen, figure: b.Figure) -> list[str]:
    """What is told of a scale; of one that is not told of, what its figure says."""
    for told in b.pick_all(chosen.part("moved"), b.List, "moved.told"):
        for item in told.items:
            if item.label and f"moved.{item.label.subject}" == figure.key:
                return [sentence.text for sentence in item.sentences]
    return [figure.alt]


def _changes(found: b.Table) -> b.Table:
    """Since the first wave that shows it."""
    first = with_rows(found, [group.rows[0] for group in found.groups])
    return some(first, "scale", "since", "then", "now", "change")


def _levels(found: b.Table) -> b.Table:
    """Where no change is shown: both sides' levels in the last waves."""
    rows = []
    for group in found.groups:
        both = [zip(SIDES, cells, strict=True) for cells in zip(*(row.cells for row in group.rows), strict=True)]
        told = ["   ".join(f"{b.SIDE_MARKS[side]} {cell.text}" for side, cell in pair) for pair in both[1:][-_WAVES:]]
        rows.append(b.Row(key=group.key, cells=tuple(b.Cell(text=text) for text in (group.title, *told))))
    statement = msgspec.structs.replace(found.columns[0], title="")
    return with_rows(msgspec.structs.replace(found, columns=(statement, *found.columns[1:][-_WAVES:])), rows)


def whole(chosen: Chosen, section: str, key: str) -> Iterator[Slide]:
    """A slide for each part of a key, such as a question with its comments: as much of it as there is room for."""
    for part in b.pick_all(chosen.part(section), b.Part, key):
        if not b.pick(part.blocks, b.Text, f"{section}.withheld"):
            yield chosen.slide("Table", section, part.title, {"Content": part.blocks}, notes=part.blocks)
