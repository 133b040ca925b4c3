"""Slides into the deck: each part into its placeholder, the foot, and the notes."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from diagnostic.briefing.deck import bars, dumbbells, fit, lines, tables
from diagnostic.briefing.deck.looks import describe
from diagnostic.briefing.deck.parts import Chart, Grid, Piece, Slide, Words, plain
from diagnostic.briefing.deck.template import Template
from diagnostic.briefing.deck.text import Box, tidy
from diagnostic.briefing.document.native import Bars, Lines

_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def draw(template: Template, slide: Slide, foot: str, language: str, in_full: str) -> None:
    """Add a slide, or what may stand in its place where it would be cut.

    ``in_full`` leads, in the notes, what a slide has no room for all the same.
    """
    ways = ((slide,), *slide.otherwise)
    for one in next((way for way in ways if all(_fits(template, s) for s in way)), ways[-1]):
        if one is slide:
            _draw(template, one, foot, language, in_full)
        else:
            draw(template, one, foot, language, in_full)


def _fits(template: Template, slide: Slide) -> bool:
    """Whether nothing on it would be cut."""
    layout = template.layout(slide.layout)
    placeholders: Any = layout.placeholders
    by_name = {placeholder.name: placeholder for placeholder in placeholders}
    for name, part in _pieces(slide).items():
        place = by_name.get(name)
        if place is None:
            continue  # it is refused where it is drawn
        if isinstance(part, Words):
            if part.paragraphs and Box(place, place).size_for(part) is None:
                return False
        elif isinstance(part, Grid):
            if tables.cut(place, part):
                return False
        elif isinstance(part.figure.native, Bars) and bars.cut(place, part.figure.native):
            return False
    return True


def _pieces(slide: Slide) -> dict[str, Piece]:
    pieces: dict[str, Piece] = {"Title": plain(slide.title), "Kicker": plain(slide.kicker), **slide.pieces}
    if slide.source:
        pieces["Source"] = plain(slide.source)
    return pieces


def _draw(template: Template, slide: Slide, foot: str, language: str, in_full: str) -> None:
    layout = template.layout(slide.layout)
    made = template.deck.slides.add_slide(layout)
    places = {template.place(layout, name): part for name, part in _pieces(slide).items()}
    cut: list[str] = []
    boxes: list[tuple[Box, Words]] = []
    tabled: list[tuple[Any, Grid]] = []
    for placeholder in list(made.placeholders):
        part = places.get(placeholder.placeholder_format.idx)
        if part is None or (isinstance(part, Words) and not part.paragraphs):
            placeholder._element.getparent().remove(placeholder._element)
        elif isinstance(part, Words):
            boxes.append((Box(placeholder), part))
        elif isinstance(part, Grid):
            tabled.append((placeholder, part))
        else:
            cut += _chart(placeholder, part, language)
    cut += _tables(tabled, language)
    cut += _write(boxes, language)
    _foot(made, layout, foot)
    notes = [tidy(note) for note in slide.notes]
    if cut:
        notes += [in_full, *cut]
    if notes:
        made.notes_slide.notes_text_frame.text = "\n".join(notes)


def _chart(placeholder: Any, chart: Chart, language: str) -> tuple[str, ...]:
    """A native chart in a placeholder's stead, and the names in it that had to be shortened, in full."""
    figure = chart.figure
    cut: tuple[str, ...] = ()
    if isinstance(figure.native, Bars):
        frame, cut = bars.insert(placeholder, figure.native, language)
    elif isinstance(figure.native, Lines):
        frame = lines.insert(placeholder, figure.native, language)
    else:
        frame = dumbbells.insert(placeholder, chart, language)
    describe(frame, tidy(figure.alt))
    return cut


def _write(boxes: list[tuple[Box, Words]], language: str) -> Iterator[str]:
    """Texts that stand side by side get the size that fits them all."""
    sizes: dict[tuple[int, int, int], int] = {}
    found = [(box, text, box.size_for(text)) for box, text in boxes]
    for box, _, size in found:
        sizes[box.kind] = min(size or fit.LEAST, sizes.get(box.kind, box.size))
    for box, text, size in found:
        yield from box.write(text, sizes[box.kind] if size else None, language)


def _tables(tabled: list[tuple[Any, Grid]], language: str) -> Iterator[str]:
    """Tables on one slide have one size of type, too."""
    size = min((tables.size_for(*one) for one in tabled), default=fit.LEAST)
    for placeholder, table in tabled:
        frame, cut = tables.insert(placeholder, table, language, size)
        describe(frame, tidy(table.table.caption))
        yield from cut


def _foot(made: Any, layout: Any, foot: str) -> None:
    """Footer and slide number, which python-pptx leaves behind in the layout."""
    for placeholder in layout.placeholders:
        if placeholder.placeholder_format.type in _FOOT:
            element = deepcopy(placeholder._element)
            made.shapes._spTree.append(element)
            element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in made.shapes) + 1))
    for shape in made.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
            shape.text_frame.text = tidy(foot)
