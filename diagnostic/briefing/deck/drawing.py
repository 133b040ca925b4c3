"""Slides into the deck: each piece into its placeholder, the foot, and the notes."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import msgspec
from pptx.enum.shapes import PP_PLACEHOLDER

from diagnostic.briefing.deck import bars, dumbbells, lines, tables, text
from diagnostic.briefing.deck.setting import Box, Entry, Setting, set_in
from diagnostic.briefing.deck.slide import Slide, plain
from diagnostic.briefing.deck.template import Template
from diagnostic.briefing.document.blocks import Figure, Table
from diagnostic.briefing.document.native import Bars, Dumbbells, Lines
from diagnostic.briefing.wording import Wording

_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_BESIDE = (dumbbells.LEGEND, dumbbells.AXIS)
"""What a table of the name ``Table`` leaves free above and below: it has a chart beside it, row by row."""


class _Held(msgspec.Struct, frozen=True):
    """Text or a table in a placeholder: its entries, and what stands there where these have no room."""

    placeholder: Any
    box: Box
    entries: tuple[Entry, ...]
    shorter: tuple[Entry, ...] = ()
    table: Table | None = None


_Shown = tuple[_Held, Setting]


def room(template: Template, table: Table) -> int:
    """How many rows of a table have room beside a chart."""
    placeholders: Any = template.layout("Table and chart").placeholders
    place = next(placeholder for placeholder in placeholders if placeholder.name == "Table")
    return len(set_in(tables.box(place, table, *_BESIDE), tables.entries(table)).entries) - 1


def draw(template: Template, slide: Slide, foot: str, wording: Wording) -> None:
    """Add a slide; what it has no room for stands in its notes in full."""
    layout = template.layout(slide.layout)
    made = template.deck.slides.add_slide(layout)
    holders: dict[int, Any] = {one.placeholder_format.idx: one for one in made.placeholders}
    figures: list[tuple[Any, Figure]] = []
    held: list[_Held] = []
    for name, piece in slide.pieces.items():
        placeholder = holders[template.place(layout, name)]
        match piece:
            case (Figure() as figure,):
                figures.append((placeholder, figure))
            case (Table() as table,):
                above, below = _BESIDE if name == "Table" else (0.0, 0.0)
                held.append(
                    _Held(placeholder, tables.box(placeholder, table, above, below), tables.entries(table), table=table)
                )
            case _:
                shorter = text.entries(slide.shorter.get(name, ()))
                held.append(_Held(placeholder, text.box(placeholder), text.entries(piece), shorter))
    shown = _set(held)
    hidden = sum(setting.hidden for _, setting in shown)
    source = slide.source
    if hidden and slide.layout != "Title":
        source = f"{source.removesuffix('.')}. {wording.count('deck.more', hidden)}".removeprefix(". ")
    for name, said in (("Title", slide.title), ("Kicker", slide.kicker), ("Source", source)):
        if said:
            placeholder = holders[template.place(layout, name)]
            shown += _set([_Held(placeholder, text.box(placeholder), text.entries([plain(said)]))])
    cut = [*_write(shown, wording.language_tag), *_charts(figures, shown, wording.language_tag)]
    for placeholder in made.placeholders:
        if placeholder.has_text_frame and not placeholder.text_frame.text:
            placeholder._element.getparent().remove(placeholder._element)
    _foot(made, layout, text.tidy(foot))
    notes = [f"– {one.whole}" if one.bullet else one.whole for one in text.paragraphs(slide.notes, sources=True)]
    notes += [wording.say("deck.in_full"), *cut] if cut else []
    if notes:
        made.notes_slide.notes_text_frame.text = "\n".join(notes)


def _set(held: Sequence[_Held]) -> list[_Shown]:
    """Texts in boxes of one kind stand side by side, and have one size of type; so have tables."""
    chosen = [(one, _with_room(one)) for one in held]
    sizes = [(one.box.kind, set_in(one.box, entries).used.size) for one, entries in chosen]
    least = {kind: min(size for other, size in sizes if other == kind) for kind, _ in sizes}
    return [(one, set_in(one.box, entries, least[one.box.kind])) for one, entries in chosen]


def _with_room(one: _Held) -> tuple[Entry, ...]:
    return one.shorter if one.shorter and set_in(one.box, one.entries).left_out else one.entries


def _write(shown: Sequence[_Shown], language: str) -> Iterator[str]:
    """Texts and tables; and what had to be shortened or left out."""
    for one, setting in shown:
        if one.table is None:
            text.write(one.placeholder, setting, one.box.tries[0].size, language)
        else:
            frame = tables.insert(one.placeholder, one.table, setting, language)
            _describe(frame, one.table.caption)
        yield from (" · ".join(cell.whole for cell in entry) for entry in setting.left_out)


def _charts(figures: Sequence[tuple[Any, Figure]], shown: Sequence[_Shown], language: str) -> Iterator[str]:
    """Native charts in placeholders' stead, dumbbells by the rows of the table beside; and the names shortened."""
    for placeholder, figure in figures:
        match figure.native:
            case Bars():
                frame, cut = bars.insert(placeholder, figure.native, language)
                yield from cut
            case Lines():
                frame = lines.insert(placeholder, figure.native, language)
            case Dumbbells() if figure.table:
                heights = next(setting.heights for one, setting in shown if one.table)
                frame = dumbbells.insert(placeholder, figure.table, figure.native.points, heights, language)
        _describe(frame, figure.alt)


def _describe(frame: Any, alt: str) -> None:
    """What somebody who cannot see it is told."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text.tidy(alt))


def _foot(made: Any, layout: Any, foot: str) -> None:
    """Footer and slide number, which python-pptx leaves behind in the layout."""
    for placeholder in layout.placeholders:
        if placeholder.placeholder_format.type in _FOOT:
            element = deepcopy(placeholder._element)
            made.shapes._spTree.append(element)
            element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in made.shapes) + 1))
    for shape in made.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
            shape.text_frame.text = foot
