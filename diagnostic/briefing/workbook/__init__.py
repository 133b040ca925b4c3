"""The figures as a workbook: one tidy sheet a table, and a data dictionary.

Cells that hold text are written as text, and look like text to Excel even when somebody edits them. A
workbook may be saved as CSV, though, which knows no types: opened again, a text that begins with ``=``
would be reckoned. So such a text has an apostrophe before it (`as_text`); the few comments that begin with
a dash pay for it. Numbers stay numbers, negative ones too.
"""

from collections.abc import Iterator
from pathlib import Path

from diagnostic.analysis.report import Report
from diagnostic.briefing.wording import Wording, clean
from diagnostic.briefing.workbook.moved import moved
from diagnostic.briefing.workbook.other import (
    comments,
    expectations,
    method,
    participation,
    priorities,
    responsibilities,
)
from diagnostic.briefing.workbook.rated import rated
from diagnostic.briefing.workbook.readme import dictionary, read_me
from diagnostic.briefing.workbook.scales import groups, scales
from diagnostic.briefing.workbook.tables import Sheet
from diagnostic.briefing.workbook.writing import Looks, written


def render(report: Report, language: str = "en", *, content: Path | None = None) -> bytes:
    """The workbook as XLSX; the same bytes for the same Report.

    Raises
    ------
    NotPossible
        Where the Report has no texts in the language.
    """
    wording = Wording(report, language, content)
    sheets = [sheet for sheet in _sheets(report, wording) if sheet.rows]
    sheets.append(dictionary(sheets, report, wording))
    return written(read_me(report, sheets, wording), sheets, _looks(report, wording))


def _sheets(report: Report, wording: Wording) -> Iterator[Sheet]:
    yield participation(report, wording)
    yield from rated(report, wording)
    yield from scales(report, wording)
    yield from moved(report, wording)
    yield responsibilities(report, wording)
    yield expectations(report, wording)
    yield priorities(report, wording)
    yield comments(report, wording)
    yield from groups(report, wording)
    yield from method(report, wording)


def _looks(report: Report, wording: Wording) -> Looks:
    notices = [wording.say("head.simulated")] if report.simulated else []
    if report.edition == "consultant":
        notices.append(wording.say("workbook.not_for_passing_on"))
    return Looks(
        title=wording.say("workbook.title", alliance=clean(report.alliance.name).strip()),
        day=report.correction.corrected if report.correction else report.wave.closed,
        notice=" · ".join(notices),
        decimal=wording.say("numbers.decimal"),
    )
