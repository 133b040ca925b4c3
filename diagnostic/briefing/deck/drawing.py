"""Slides into the deck: each part into its placeholder, the foot, and the notes."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from diagnostic.briefing.deck import bars, dumbbells, fit, lines, tables
from diagnostic.briefing.deck.looks import describe
from diagnostic.briefing.deck.parts import Bars, Lines, Part, Slide, Table, Text, plain
from diagnostic.briefing.deck.template import Template
from diagnostic.briefing.deck.text import Box, tidy

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
    for name, part in _parts(slide).items():
        place = by_name.get(name)
        if place is None:
            continue  # it is refused where it is drawn
        if isinstance(part, Text):
            if part.paragraphs and Box(place, place).size_for(part) is None:
                return False
        elif isinstance(part, Table):
            if tables.cut(place, part):
                return False
        elif isinstance(part, Bars) and bars.cut(place, part):
            return False
    return True


def _parts(slide: Slide) -> dict[str, Part]:
    parts: dict[str, Part] = {"Title": plain(slide.title), "Kicker": plain(slide.kicker), **slide.parts}
    if slide.source:
        parts["Source"] = plain(slide.source)
    return parts


def _draw(template: Template, slide: Slide, foot: str, language: str, in_full: str) -> None:
    layout = template.layout(slide.layout)
    made = template.deck.slides.add_slide(layout)
    places = {template.place(layout, name): part for name, part in _parts(slide).items()}
    cut: list[str] = []
    boxes: list[tuple[Box, Text]] = []
    tabled: list[tuple[Any, Table]] = []
    for placeholder in list(made.placeholders):
        part = places.get(placeholder.placeholder_format.idx)
        if part is None or (isinstance(part, Text) and not part.paragraphs):
            placeholder._element.getparent().remove(placeholder._element)
        elif isinstance(part, Text):
            boxes.append((Box(placeholder), part))
        elif isinstance(part, Table):
            tabled.append((placeholder, part))
        elif isinstance(part, Lines):
            cut += lines.insert(placeholder, part, language)[1]
        elif isinstance(part, Bars):
            cut += bars.insert(placeholder, part, language)[1]
        else:
            cut += dumbbells.insert(placeholder, part, language)[1]
    cut += _tables(tabled, language)
    cut += _write(boxes, language)
    _foot(made, layout, foot)
    notes = [tidy(note) for note in slide.notes]
    if cut:
        notes += [in_full, *cut]
    if notes:
        made.notes_slide.notes_text_frame.text = "\n".join(notes)


def _write(boxes: list[tuple[Box, Text]], language: str) -> Iterator[str]:
    """Texts that stand side by side get the size that fits them all."""
    sizes: dict[tuple[int, int, int], int] = {}
    found = [(box, text, box.size_for(text)) for box, text in boxes]
    for box, _, size in found:
        sizes[box.kind] = min(size or fit.LEAST, sizes.get(box.kind, box.size))
    for box, text, size in found:
        yield from box.write(text, sizes[box.kind] if size else None, language)


def _tables(tabled: list[tuple[Any, Table]], language: str) -> Iterator[str]:
    """Tables on one slide have one size of type, too."""
    size = min((tables.size_for(*one) for one in tabled), default=fit.LEAST)
    for placeholder, table in tabled:
        frame, cut = tables.insert(placeholder, table, language, size)
        describe(frame, tidy(table.alt))
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
