"""The first sheet: what this is, how to read it, which sheet holds what; and the last, the data dictionary."""

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from diagnostic.analysis.report import Reason, Report
from diagnostic.briefing.wording import Wording, clean
from diagnostic.briefing.workbook.tables import Field, Sheet, Table

Line = tuple[str, str | dt.date]
"""What it is about, and what there is to say."""


class ReadMe(msgspec.Struct, frozen=True):
    """The title, and paragraphs of lines."""

    sheet: str
    title: str
    parts: tuple[tuple[str | None, tuple[Line, ...]], ...]
    """Each with its heading, but the first."""


def read_me(report: Report, sheets: Sequence[Sheet], wording: Wording) -> ReadMe:
    say = wording.say
    return ReadMe(
        sheet=say("workbook.sheet.readme"),
        title=say("workbook.title", alliance=clean(report.alliance.name).strip()),
        parts=(
            (None, tuple(_what(report, wording))),
            (say("workbook.readme.reading"), tuple(_reading(sheets, wording))),
            (say("workbook.readme.sheets"), tuple((sheet.title, sheet.about) for sheet in sheets)),
        ),
    )


def _what(report: Report, wording: Wording) -> Iterator[Line]:
    say = wording.say
    if report.simulated:
        yield say("head.simulated"), say("head.simulated_why")
    if report.correction is not None:
        yield say("workbook.readme.corrected"), report.correction.corrected
        yield "", say("head.corrected_why", because=clean(report.correction.because))
    if report.levels_alone:
        yield say("workbook.readme.levels"), say("head.few_changed")
    yield say("workbook.readme.edition"), say(f"workbook.edition.{report.edition}")
    yield say("workbook.readme.alliance"), clean(report.alliance.name)
    yield say("workbook.readme.companies"), wording.full_name("a")
    yield "", wording.full_name("b")
    yield say("workbook.readme.wave"), say(f"head.{report.wave.kind}")
    if report.wave.closed is not None:
        yield say("workbook.readme.closed"), report.wave.closed
    version = say("workbook.readme.version", title=wording.text("title"), version=clean(report.questionnaire.version))
    yield say("workbook.readme.questionnaire"), version
    if report.comments_left_out:
        yield say("sections.comments"), wording.count("comments.left_out", report.comments_left_out)


def _reading(sheets: Sequence[Sheet], wording: Wording) -> Iterator[Line]:
    say = wording.say
    for subject in ("direction", "withheld", "rounding", "text", "responses"):
        yield say(f"workbook.readme.{subject}"), say(f"workbook.readme.{subject}_text")
    # In full what the sheets say in short.
    for reason in sorted(frozenset[Reason]().union(*(sheet.reasons for sheet in sheets))):
        yield wording.reason_short(reason), wording.reason(reason)


def dictionary(sheets: Sequence[Sheet], report: Report, wording: Wording) -> Sheet:
    """A row a column of every sheet, its own columns too."""
    own = _dictionary([], report, wording)
    rows = [(sheet.title, field) for sheet in (*sheets, own) for field in sheet.fields]
    return _dictionary(rows, report, wording)


def _dictionary(rows: Sequence[tuple[str, Field]], report: Report, wording: Wording) -> Sheet:
    table = Table("dictionary", rows, report, wording)
    table.column("sheet", "name", lambda row: row[0])
    table.column("column", "wording", lambda row: row[1].title)
    table.column("key", "id", lambda row: row[1].key)
    table.column("meaning", "long", lambda row: row[1].meaning)
    table.column("unit", "name", lambda row: wording.say(f"workbook.unit.{row[1].kind}"), "unit_of")
    table.column("range", "name", lambda row: wording.say(f"workbook.range.{row[1].kind}"))
    return table.sheet()
