"""Text as it may stand in a cell, in a workbook of its own and in one behind a slide's chart."""

from typing import Final

from diagnostic.briefing.unseen import clean
from diagnostic.questionnaire.sheet import as_text

LONGEST: Final = 32_767
"""Excel's limit, in UTF-16 units."""


def cell_text(text: str) -> str:
    """Marked as text wherever it is opened, and no longer than a cell is."""
    cell = as_text(clean(text).strip())
    if len(cell.encode("utf-16-le")) > 2 * LONGEST:
        cell = cell.encode("utf-16-le")[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"
    # XlsxWriter takes such a text for the XML of a rich one, and would write it into the file as it is.
    return f"{cell} " if cell.startswith("<r>") and cell.endswith("</r>") else cell
