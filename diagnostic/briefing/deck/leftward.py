"""Slides in a script that is written from right to left: layouts mirrored, and every paragraph and table turned.

Charts keep their axes, which run from left to right in every language; what is written in them is turned.
"""

from collections.abc import Iterator
from typing import Any

from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

_OTHER = {"l": "r", "r": "l"}
_LEVELS = [qn(f"a:lvl{level}pPr") for level in range(1, 10)]


def mirror(deck: Deck) -> None:
    """The template as its own reflection: what stood on the left stands on the right, and so do beginnings of lines."""
    for page in (deck.slide_master, *deck.slide_layouts):
        for place in page._element.iter(qn("a:xfrm")):
            offset, size = place.find(qn("a:off")), place.find(qn("a:ext"))
            if place.getparent().tag != qn("p:grpSpPr"):
                offset.set("x", str(deck.slide_width - int(offset.get("x")) - int(size.get("cx"))))
        for level in page._element.iter(*_LEVELS):
            _turn(level)


def turn(deck: Deck) -> None:
    """What was written on the slides and in their notes."""
    for slide in deck.slides:
        for paragraph in _paragraphs(slide._element):
            in_a_table = any(True for _ in paragraph.iterancestors(qn("a:tc")))
            _turn(paragraph.get_or_add_pPr(), begin="r" if in_a_table else None)
        for table in slide._element.iter(qn("a:tblPr")):
            table.set("rtl", "1")
        for shape in slide.shapes:
            for paragraph in _paragraphs(shape.chart._chartSpace) if shape.has_chart else ():
                paragraph.get_or_add_pPr().set("rtl", "1")
        if slide.has_notes_slide:
            for paragraph in _paragraphs(slide.notes_slide._element):
                _turn(paragraph.get_or_add_pPr(), begin="r")


def _paragraphs(element: Any) -> Iterator[Any]:
    yield from element.iter(qn("a:p"))


def _turn(properties: Any, begin: str | None = None) -> None:
    """A paragraph's direction, where its lines begin, and on which side it is indented."""
    properties.set("rtl", "1")
    if align := properties.get("algn", begin):
        properties.set("algn", _OTHER[align] if align in _OTHER and "algn" in properties.attrib else align)
    if "marL" in properties.attrib:
        properties.set("marR", properties.attrib.pop("marL"))
