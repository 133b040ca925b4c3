"""The second sheet: what this is, how to read it, and which sheet holds what."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from diagnostic.analysis.report import Reason, Report
from diagnostic.briefing import provenance
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.workbook.tables import Sheet

Line = tuple[str, str | dt.date]
"""What it is about, and what there is to say."""


def read_me(report: Report, sheets: Sequence[Sheet], wording: Wording, brand: Brand) -> Mapping[str, Sequence[Line]]:
    """Lines under their headings, the first of which is the title."""
    say = wording.say
    return {
        say("workbook.title", alliance=clean(report.alliance.name).strip()): [
            *_what(report, wording),
            *_by(wording, brand),
        ],
        say("workbook.readme.reading"): list(_reading(sheets, wording)),
        say("workbook.readme.sheets"): [(sheet.title, sheet.about) for sheet in sheets],
    }


def _what(report: Report, wording: Wording) -> Iterator[Line]:
    say = wording.say
    if why := provenance.because(report):
        yield provenance.mark(report, wording), say(why[0], **why[1])
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
    if report.no_groups is not None:
        yield say("workbook.sheet.groups"), say(f"inside.no_groups.{report.no_groups}", k=report.release.k)
    if report.comments_left_out:
        yield say("sections.comments"), wording.count("comments.left_out", report.comments_left_out)


def _by(wording: Wording, brand: Brand) -> Iterator[Line]:
    if said := [clean(each) for each in (brand.name, brand.contact) if each]:
        yield wording.say("workbook.readme.by"), "\n".join(said)


def _reading(sheets: Sequence[Sheet], wording: Wording) -> Iterator[Line]:
    say = wording.say
    for subject in ("direction", "withheld", "rounding", "text", "responses"):
        yield say(f"workbook.readme.{subject}"), say(f"workbook.readme.{subject}_text")
    # In full what the sheets say in short.
    for reason in sorted(frozenset[Reason]().union(*(sheet.reasons for sheet in sheets))):
        yield wording.reason_short(reason), wording.reason(reason)
