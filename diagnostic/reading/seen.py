"""A file's tables as somebody sees them who opens it."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from diagnostic.errors import Fault
from diagnostic.reading.encoding import Encoding
from diagnostic.text import clean


@lru_cache(maxsize=4_096)
def tidy(text: str) -> str:
    """What is seen of a cell's text: most cells of a table say the same as others."""
    return clean(text).strip()


def exact(text: str) -> str:
    """The same where blanks count, such as those that French has before a question mark: only lines end as ours do."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class SeenRow(Struct, frozen=True):
    """A row that is not blank, its number as a spreadsheet counts it."""

    number: int
    cells: tuple[str, ...]
    """Clean, without blanks around them; a cell may have several lines."""
    hidden: bool = False
    """Whether it is hidden or filtered away."""

    def cell(self, index: int | None) -> str:
        """A cell's text on one line; '' where the row ends before it, or there is no such column."""
        return " ".join(self.text(index).split())

    def text(self, index: int | None) -> str:
        """The same with its lines."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


class SeenSheet(Struct, frozen=True):
    """One table: a sheet of a workbook, or all of a text."""

    name: str
    rows: tuple[SeenRow, ...]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    remarks: tuple[Fault, ...] = ()
    """What is not there as one sees it: formulas without a value, cells that are joined, cells that show an error."""
    unread: Mapping[int, str] = {}
    """Rows that cannot be taken at all, each with the reason; of more than can be read, the first of them."""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row.cells) for row in self.rows), default=0)


class Seen(Struct, frozen=True):
    """All that a file holds, in its order, without the sheets that are empty."""

    name: str
    sheets: tuple[SeenSheet, ...]
    how: tuple[str, ...] = ()
    """How it was read, where that had to be guessed."""
    encoding: str = ""
    """What its text was written in, where that had to be guessed or was said: a name of `ENCODINGS`."""
    encodings: tuple[Encoding, ...] = ()
    """What else it may be written in."""
    raw: bytes = b""
    """The bytes of such a text, to be read in another."""

    @property
    def first(self) -> int:
        """Which sheet is meant, as far as one can see: the first that is not hidden."""
        return next((place for place, sheet in enumerate(self.sheets) if not sheet.hidden), 0)
