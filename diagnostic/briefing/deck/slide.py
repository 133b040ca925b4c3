"""What stands on a slide, before it is drawn: blocks in the placeholders of a layout."""

import msgspec

from diagnostic.briefing.document.blocks import Block, Role, Sentence, Text

Piece = tuple[Block, ...]
"""One table, one figure, or any blocks of text."""


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One slide: the name of its layout in the template, and what stands in which of its placeholders."""

    layout: str
    title: str
    kicker: str
    pieces: dict[str, Piece] = {}
    source: str = ""
    notes: Piece = ()


def plain(*texts: str, role: Role = "body") -> Text:
    """A paragraph each."""
    return Text(key="slide", sentences=tuple(Sentence(key="slide", text=text) for text in texts), role=role)
