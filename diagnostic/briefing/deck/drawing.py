"""Slides into the deck: each piece into its placeholder, the foot, and the notes."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck

from diagnostic.briefing.deck import bars, lines, ranges, tables, template, text
from diagnostic.briefing.deck.setting import Box, Setting, set_in
from diagnostic.briefing.deck.slide import Piece, Slide, plain
from diagnostic.briefing.document.blocks import Figure, Table
from diagnostic.briefing.document.native import Bars, Lines, Ranges
from diagnostic.briefing.wording import Wording

_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def draw(deck: Deck, slide: Slide, foot: str, wording: Wording) -> None:
    """Add a slide; what it has no room for stands in its notes in full."""
    layout, language = template.layout(deck, slide.layout), wording.language_tag
    made = deck.slides.add_slide(layout)
    pieces = {"Title": (plain(slide.title),), "Kicker": (plain(slide.kicker),), **slide.pieces}
    places = {name: template.place(layout, name) for name in pieces}
    boxes = {
        name: _box(places[name], piece, wording) for name, piece in pieces.items() if not isinstance(piece[0], Figure)
    }
    settings = _set(boxes)
    hidden = sum(len(boxes[name].entries) - len(setting.entries) for name, setting in settings.items())
    source = slide.source
    if hidden and slide.layout != "Title":
        source = f"{source.removesuffix('.')}. {wording.count('deck.more', hidden)}".removeprefix(". ")
    if source:
        places["Source"], pieces["Source"] = template.place(layout, "Source"), (plain(source),)
        boxes["Source"] = _box(places["Source"], pieces["Source"], wording)
        settings |= _set({"Source": boxes["Source"]})
    cut: list[str] = []
    for name, piece in pieces.items():
        placeholder = made.placeholders[places[name].placeholder_format.idx]
        match piece:
            case (Figure() as figure,):
                cut += _chart(placeholder, figure)
                continue
            case (Table() as table,):
                _describe(tables.insert(placeholder, table, settings[name], language), table.caption)
            case _:
                text.write(placeholder, settings[name], boxes[name].tries[0], language)
        left_out = (entry for entry in boxes[name].entries if entry not in settings[name].entries)
        cut += [" · ".join(cell.whole for cell in entry) for entry in left_out]
    for placeholder in made.placeholders:
        if placeholder.has_text_frame and not placeholder.text_frame.text:
            placeholder._element.getparent().remove(placeholder._element)
    _foot(made, layout, text.tidy(foot))
    notes = [
        f"– {one.whole}" if one.bullet else one.whole for one in text.paragraphs(slide.notes, wording, sources=True)
    ]
    notes += [wording.say("deck.in_full"), *cut] if cut else []
    if notes:
        made.notes_slide.notes_text_frame.text = "\n".join(notes)


def _box(place: Any, piece: Piece, wording: Wording) -> Box:
    match piece:
        case (Table() as table,):
            return tables.box(place, table)
        case _:
            return text.box(place, piece, wording)


def _set(boxes: dict[str, Box]) -> dict[str, Setting]:
    """Texts in boxes of one kind stand side by side, and have one size of type; so have tables."""
    sizes = [(box.height, box.tries, set_in(box).used.size) for box in boxes.values()]
    least = {name: min(size for *kind, size in sizes if kind == [box.height, box.tries]) for name, box in boxes.items()}
    return {name: set_in(box, least[name]) for name, box in boxes.items()}


def _chart(placeholder: Any, figure: Figure) -> Sequence[str]:
    """A native chart in a placeholder's stead; and the names shortened."""
    cut: Sequence[str] = ()
    match figure.native:
        case Bars():
            frame, cut = bars.insert(placeholder, figure.native)
        case Lines():
            frame = lines.insert(placeholder, figure.native)
        case Ranges():
            frame = ranges.insert(placeholder, figure.native)
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
