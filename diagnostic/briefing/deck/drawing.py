"""Slides into the deck: each piece into its placeholder, the foot, and the notes."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import msgspec
from pptx.enum.shapes import PP_PLACEHOLDER

from diagnostic.briefing.deck import bars, dumbbells, lines, tables, text
from diagnostic.briefing.deck.setting import Box, Entry, Setting, set_in
from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.deck.template import Template
from diagnostic.briefing.document.blocks import Figure, Table
from diagnostic.briefing.document.native import Bars, Dumbbells, Lines
from diagnostic.briefing.wording import Wording

_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_BESIDE = "Table and chart"
"""The layout of a table with a chart beside it, row by row."""


class _Held(msgspec.Struct, frozen=True):
    """Text or a table in a placeholder: its entries, where they are set, and how much of them."""

    placeholder: Any
    box: Box
    whole: tuple[Entry, ...]
    table: Table | None = None
    head: float = 0.0
    """How much higher a table's head is than its text needs."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Of what has a label that alone, where there is no room for all."""
        if self.table or set_in(self.box, self.whole).entries == self.whole:
            return self.whole
        return tuple((paragraph.short,) for (paragraph,) in self.whole)


def room(template: Template, table: Table) -> int:
    """How many rows of a table have room beside a chart."""
    box = tables.box(template.place(template.layout(_BESIDE), "Table"), table, dumbbells.LEGEND + dumbbells.AXIS)
    return len(set_in(box, tables.entries(table)).entries) - 1


def draw(template: Template, slide: Slide, foot: str, wording: Wording) -> None:
    """Add a slide; what it has no room for stands in its notes in full."""
    layout = template.layout(slide.layout)
    made = template.deck.slides.add_slide(layout)
    holders: dict[int, Any] = {one.placeholder_format.idx: one for one in made.placeholders}

    def hold(name: str, piece: Piece) -> _Held:
        place = template.place(layout, name)
        holder = holders[place.placeholder_format.idx]
        if len(piece) == 1 and isinstance(table := piece[0], Table):
            head, axis = (dumbbells.LEGEND, dumbbells.AXIS) if slide.layout == _BESIDE else (0.0, 0.0)
            return _Held(holder, tables.box(place, table, head + axis), tables.entries(table), table, head)
        return _Held(holder, text.box(place), text.entries(piece))

    pieces = {"Title": (plain(slide.title),), "Kicker": (plain(slide.kicker),), **slide.pieces}
    figures = {name: one for name, piece in pieces.items() for one in piece if isinstance(one, Figure)}
    shown = _set([hold(name, piece) for name, piece in pieces.items() if name not in figures])
    hidden = sum(len(one.whole) - len(setting.entries) for one, setting in shown)
    source = slide.source
    if hidden and slide.layout != "Title":
        source = f"{source.removesuffix('.')}. {wording.count('deck.more', hidden)}".removeprefix(". ")
    if source:
        shown += _set([hold("Source", (plain(source),))])
    cut = list(_write(shown, wording.language_tag))
    for name, figure in figures.items():
        holder = holders[template.place(layout, name).placeholder_format.idx]
        cut += _chart(holder, figure, next((setting.heights for one, setting in shown if one.table), ()))
    for placeholder in made.placeholders:
        if placeholder.has_text_frame and not placeholder.text_frame.text:
            placeholder._element.getparent().remove(placeholder._element)
    _foot(made, layout, text.tidy(foot))
    notes = [f"– {one.whole}" if one.bullet else one.whole for one in text.paragraphs(slide.notes, sources=True)]
    notes += [wording.say("deck.in_full"), *cut] if cut else []
    if notes:
        made.notes_slide.notes_text_frame.text = "\n".join(notes)


def _set(held: Sequence[_Held]) -> list[tuple[_Held, Setting]]:
    """Texts in boxes of one kind stand side by side, and have one size of type; so have tables."""
    sizes = [((one.box.height, one.box.tries), set_in(one.box, one.entries).used.size) for one in held]
    least = {kind: min(size for other, size in sizes if other == kind) for kind, _ in sizes}
    return [(one, set_in(one.box, one.entries, least[one.box.height, one.box.tries])) for one in held]


def _write(shown: Sequence[tuple[_Held, Setting]], language: str) -> Iterator[str]:
    """Texts and tables; and what had to be shortened or left out."""
    for one, setting in shown:
        if one.table is None:
            text.write(one.placeholder, setting, one.box.tries[0].size, language)
        else:
            _describe(tables.insert(one.placeholder, one.table, setting, one.head, language), one.table.caption)
        left_out = (entry for entry in one.whole if entry not in setting.entries)
        yield from (" · ".join(cell.whole for cell in entry) for entry in left_out)


def _chart(placeholder: Any, figure: Figure, heights: Sequence[float]) -> Sequence[str]:
    """A native chart in a placeholder's stead, dumbbells by the rows of the table beside; and the names shortened."""
    cut: Sequence[str] = ()
    match figure.native:
        case Bars():
            frame, cut = bars.insert(placeholder, figure.native)
        case Lines():
            frame = lines.insert(placeholder, figure.native)
        case Dumbbells() if figure.table:
            frame = dumbbells.insert(placeholder, figure.table, figure.native.points, heights)
    _describe(frame, figure.alt)
    return cut


def _describe(frame: Any, alt: str) -> None:
    """What somebody who cannot see it is told."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text.tidy(alt))


def _foot(made: Any, layout: Any, foot: str) -> None:
    """Footer and slide number, which python-pptx leaves behind in the layout."""
    for placeholder in layout.placeholders:
        if placeholder.placeholder_format.type in _FOOT:
            element = deepcopy(placeholder._element)
            element.nvSpPr.cNvPr.set("id", str(made.shapes._next_shape_id))
            made.shapes._spTree.append(element)
            if placeholder.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                made.shapes[-1].text_frame.text = foot
