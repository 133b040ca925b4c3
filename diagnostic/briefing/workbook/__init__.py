"""The figures as a workbook: one tidy sheet a table, and a data dictionary.

Cells that hold text are written as text, and look like text to Excel even when somebody edits them. A
workbook may be saved as CSV, though, which knows no types: opened again, a text that begins with ``=``
would be reckoned. So such a text has an apostrophe before it (`as_text`); the few comments that begin with
a dash pay for it. Numbers stay numbers, negative ones too.
"""

from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.workbook.readme import read_me
from diagnostic.briefing.workbook.tables import tables
from diagnostic.briefing.workbook.writing import written


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """The workbook as XLSX; the same bytes for the same Report.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    InvalidContent
        Where the brand has faults.
    """
    wording, brand = Wording(report, language, content), Brand.load(content)
    sheets = tables(report, wording)
    return written(report, wording, read_me(report, sheets, wording, brand), sheets, brand)
