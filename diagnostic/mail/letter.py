"""A letter, and its two forms: plain text that stands alone, and HTML that the oldest mail programs lay out."""

from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec.structs import force_setattr

from diagnostic.full_stops import one_stop
from diagnostic.writing import Direction, columns, direction_of, pieces

WIDTH = 72

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


class Link(msgspec.Struct, frozen=True):
    """One place to go. ``hint`` stands before the address written in clear."""

    label: str
    hint: str
    url: str


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail says, in reading order, before it has a form."""

    language: str
    title: str
    kicker: str | None = None
    """A line above the page's text: what it is about."""
    notice: str | None = None
    """Said above everything: that the alliance is simulated, or that this is a test."""
    message: tuple[str, ...]
    """Paragraphs; a line break inside one is kept."""
    action: Link | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value: how long, until when, whom to ask."""
    colon: str = ": "
    """What the language sets between the two."""
    promise_title: str | None = None
    promise: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    stop: Link | None = None

    def __post_init__(self) -> None:
        # The one part with sentences that no file of words has, and that are filled in where they are said.
        force_setattr(self, "message", tuple(map(one_stop, self.message)))

    @property
    def direction(self) -> Direction:
        """In which direction the language is written."""
        return direction_of(self.language)

    def text(self) -> str:
        """The plain form, wrapped at 72 columns; addresses stay on a line of their own."""
        blocks = [f"*** {self.notice} ***"] if self.notice else []
        blocks += self.message
        if self.action:
            blocks.append(f"{self.action.label}{self.colon.rstrip()}\n{self.action.url}")
        if self.facts:
            blocks.append("\n".join(f"{label}{self.colon}{value}" for label, value in self.facts))
        if self.promise_title:
            blocks.append(f"{self.promise_title}\n{'-' * len(self.promise_title)}")
        blocks += self.promise
        if self.small or self.stop:
            blocks.append("--")
        blocks += self.small
        if self.stop:
            blocks.append(f"{self.stop.hint}\n{self.stop.url}")
        return "\n\n".join(_wrapped(block) for block in blocks) + "\n"

    def html(self) -> str:
        """The same as a page without images, scripts or anything fetched from elsewhere."""
        return _pages.get_template("letter.html").render(letter=self).lstrip()


def _wrapped(block: str) -> str:
    return "\n".join(line for paragraph in block.split("\n") for line in _lines(paragraph))


def _lines(paragraph: str) -> list[str]:
    lines = [""]
    for space, piece in pieces(paragraph):
        if lines[-1] and columns(f"{lines[-1]}{space}{piece}") > WIDTH:
            lines.append(piece)
        else:
            lines[-1] += f"{space}{piece}"
    return lines
