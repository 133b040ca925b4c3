"""The template `reports/deck.pptx`: opened, dressed in the brand's colours, its layouts found by name."""

import zlib
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from babel import Locale
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from diagnostic.briefing.brand import Brand
from diagnostic.briefing.fonts import east_asian
from diagnostic.content import content_file
from diagnostic.errors import Fault, InvalidContent

FILE = "deck.pptx"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def load(brand: Brand, locale: Locale, content: Path | None = None) -> Deck:
    """A deck without slides: the content folder's template, its theme in the brand's colours and the language's face.

    Raises
    ------
    InvalidContent
        Where it is no presentation, or has slides of its own.
    """
    path = content_file(content, "reports", FILE)
    try:
        deck = Presentation(str(path))
    except (OSError, PackageNotFoundError, BadZipFile, zlib.error, SyntaxError, KeyError, ValueError) as error:
        raise InvalidContent((Fault(FILE, f"cannot be read as a PowerPoint presentation: {error}"),)) from error
    if len(deck.slides):
        raise InvalidContent((Fault(FILE, "has slides; a template has layouts only, so take its slides out"),))
    _dress(deck, brand, east_asian(locale))
    return deck


def layout(deck: Deck, name: str) -> SlideLayout:
    """The layout of a name."""
    found = deck.slide_layouts.get_by_name(name)
    if found is None:
        there = ", ".join(sorted(layout.name for layout in deck.slide_layouts)) or "none"
        raise InvalidContent((Fault(f"{FILE}, layout {name!r}", f"is missing; the layouts there are: {there}"),))
    return found


def place(layout: SlideLayout, name: str) -> Any:
    """The placeholder of a name in a layout."""
    # Any: python-pptx's annotation of this collection does not let it be gone through.
    placeholders: Any = layout.placeholders
    for placeholder in placeholders:
        if placeholder.name == name:
            return placeholder
    there = ", ".join(placeholder.name for placeholder in placeholders) or "none"
    missing = f"has no placeholder called {name!r} (the Selection Pane shows their names); there are: {there}"
    raise InvalidContent((Fault(f"{FILE}, layout {layout.name!r}", missing),))


def _dress(deck: Deck, brand: Brand, face: str) -> None:
    """The brand's colours in the theme: in titles, rules and boxes, and in the palette of whoever edits a slide.

    And a typeface for East Asian letters.
    """
    accent, wash = brand.colours.accent.lstrip("#").upper(), brand.colours.wash.lstrip("#").upper()
    theme: Any = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = parse_xml(theme.blob)
    for name, colour in (("dk2", accent), ("lt2", wash), ("accent3", accent), ("hlink", accent)):
        slot = root.find(f"{_A}themeElements/{_A}clrScheme/{_A}{name}")
        if slot is not None:
            slot[:] = [parse_xml(f'<a:srgbClr xmlns:a="{_A[1:-1]}" val="{colour}"/>')]
    for font in root.iter(f"{_A}ea") if face else ():
        font.set("typeface", face)
    # python-pptx keeps a theme as the bytes it read, and has no other way to change them.
    theme._blob = serialize_part_xml(root)
