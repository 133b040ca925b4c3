"""Any instrument's file: what it is, is told by its contents, not by its name."""

from collections.abc import Collection

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.sheet import LARGEST
from diagnostic.questionnaire.words import WaveKind
from diagnostic.reading.instruments.answers_export import (
    is_answers_export,
    looks_like_answers,
    read_answers_export,
)
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.finishing import finished
from diagnostic.reading.instruments.headings import heading_row
from diagnostic.reading.instruments.instrument import Instrument
from diagnostic.reading.instruments.limesurvey_table import is_structure, read_structure
from diagnostic.reading.instruments.lss import is_lss, read_lss
from diagnostic.reading.instruments.plain import without_markup
from diagnostic.reading.instruments.qualtrics import is_qualtrics, read_qualtrics
from diagnostic.reading.instruments.supplied import SuppliedWords
from diagnostic.reading.instruments.table import read_table
from diagnostic.reading.instruments.xlsform import is_survey, read_xlsform
from diagnostic.reading.see import see
from diagnostic.reading.seen import Seen


def read_instrument(
    file: str,
    data: bytes,
    *,
    name: str,
    supplied: SuppliedWords,
    language: str = "",
    encoding: str = "",
    kind: WaveKind = "baseline",
    base: Questionnaire | None = None,
    borrowed: Collection[str] = (),
) -> Instrument:
    """The instrument of a file: a table, an XLSForm, a survey of LimeSurvey or Qualtrics.

    ``name`` is the id it gets, ``language`` that of texts that name none, ``encoding`` what a text is written in, and
    ``base`` what is there already and is to be changed by what the file says, but for the items that it has
    ``borrowed`` from other questionnaires.

    Raises
    ------
    UnreadableFile
        Where nothing of it can be read, or asked; says why, and what to do.
    """
    draft = Draft(supplied, base, borrowed)
    if len(data) > LARGEST:
        raise UnreadableFile([Fault(file, f"is larger than {LARGEST // 1_000_000} MB; an instrument is a few pages")])
    if is_qualtrics(data):
        draft.plain = without_markup
        read_qualtrics(file, data, draft)
    elif is_lss(data):
        draft.plain = without_markup
        read_lss(file, data, draft)
    else:
        _read_sheets(see(file, data, encoding), draft, language)
    made = finished(draft, name, kind, file)
    if not made.questionnaire.items:
        raise UnreadableFile([Fault(file, "holds nothing that can be asked"), *made.left_out])
    return made


def _read_sheets(seen: Seen, draft: Draft, language: str) -> None:
    for how in seen.how:
        draft.assume(seen.name, how)
    if seen.encodings:
        others = "; ".join(f"{each.name} {each.sample}" for each in seen.encodings)
        draft.assume(seen.name, f"could also be read as one of these: {others}")
    if survey := next((sheet for sheet in seen.sheets if is_survey(sheet)), None):
        draft.plain = without_markup
        read_xlsform(seen, survey, draft, language)
        return
    if structure := next((sheet for sheet in seen.sheets if is_structure(sheet)), None):
        draft.plain = without_markup
        read_structure(structure, draft)
        return
    if export := next((sheet for sheet in seen.sheets if is_answers_export(sheet)), None):
        draft.plain = without_markup
        read_answers_export(export, draft, language)
        return
    shown = [sheet for sheet in seen.sheets if not sheet.hidden]
    sheet = next((sheet for sheet in shown if heading_row(sheet)), None)
    heading = heading_row(sheet) if sheet else None
    if heading is None and (answers := next((sheet for sheet in shown if looks_like_answers(sheet)), None)):
        draft.plain = without_markup
        read_answers_export(answers, draft, language)
        return
    if sheet is None or heading is None:
        what = (
            "no column is called “Statement” or “Aussage”, and it is neither a survey we know nor a table with a row a"
            " person; name the columns in one row"
        )
        raise UnreadableFile([Fault(seen.name, what)])
    for other in seen.sheets:
        if other is not sheet:
            draft.leave(f"sheet “{other.name}”", "is not read; one sheet holds the statements")
    read_table(sheet, heading, draft, language)
