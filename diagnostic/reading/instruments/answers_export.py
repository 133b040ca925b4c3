"""A file of answers as an instrument's table: what was asked, as far as headings and answers tell."""

import re
from collections.abc import Iterator, Mapping, Sequence

from diagnostic.questionnaire.structure import ID
from diagnostic.reading.answers.columns import TableColumn, below_heading, columns_of, counts_rows, is_about_companies
from diagnostic.reading.answers.mapping import AnswersMapping
from diagnostic.reading.answers.meanings import AGREEMENT, CODE_AND_LABEL, is_cant_say, is_no_answer
from diagnostic.reading.answers.shapes import Shape, recognised
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.table import read_table
from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import alike

_HEADINGS = ("No", "Statement", "Type", "Points", "Labels", "Options", "Minimum", "Maximum")
_MOST_POINTS = 11
_MOST_OPTIONS = 25
_USUAL_POINTS = (5, 7, 10)
"""What a rating by bare numbers has at least, where its highest answer was perhaps never given."""
_WHOLE = re.compile(r"\d{1,2}(?:[.,]0+)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s*$")


def is_answers_export(sheet: SeenSheet) -> bool:
    """Whether a table is a file of answers, as a tool that we know writes it."""
    return recognised(sheet) is not None


def read_answers_export(sheet: SeenSheet, draft: Draft, language: str) -> None:
    """Put what was asked into a draft: a statement a column, its answers as they were given."""
    shape = recognised(sheet)
    if shape is None:
        return
    numbers = [row.number for row in sheet.rows]
    mapping = AnswersMapping(
        heading=numbers[shape.heading],
        headings_more=tuple(numbers[place] for place in shape.more if place < len(numbers)),
    )
    answers = below_heading(sheet, mapping)
    draft.assume(
        sheet.name or "the file",
        f"is a file of answers of {shape.tool}: its columns are what was asked, column A in row 2",
    )
    rows = [SeenRow(1, _HEADINGS)]
    for column in columns_of(sheet, mapping):
        texts = [text for row in answers if (text := row.cell(column.place))]
        if why := _no_question(column, texts, shape):
            draft.leave(f"column “{column.name}”", why)
            continue
        # Rows of the table are numbered as columns of the file, so that what is said of them finds its place.
        name = column.name if ID.fullmatch(column.name) else ""
        rows.append(SeenRow(column.place + 2, (name, _asked(column), *_answers(texts))))
    read_table(SeenSheet(sheet.name, tuple(rows)), rows[0], draft, language)


def _no_question(column: TableColumn, texts: Sequence[str], shape: Shape) -> str:
    if {alike(column.name), alike(column.wording)} & shape.details:
        return "is about the sending"
    if not texts:
        return "has no answer in it"
    if is_about_companies(column):
        return "says the company, which is asked of nobody here: links know it"
    return "counts the rows" if counts_rows(texts) else ""


def _asked(column: TableColumn) -> str:
    """The statement without the question that stands before it, or around it in brackets."""
    text = column.wording or column.name
    if found := _BRACKETS.search(text):
        return found[1]
    return re.split(r" [-–] ", text)[-1].strip() or text


def _answers(texts: Sequence[str]) -> tuple[str, ...]:
    """Type, points, labels, options, minimum and maximum, as the answers given tell them."""
    given = list(dict.fromkeys(text for text in texts if not is_no_answer(text) and not is_cant_say(text)))
    if len(given) <= _MOST_POINTS:
        coded = [CODE_AND_LABEL.fullmatch(text) for text in given]
        if given and all(coded):
            return _of_codes({int(one["code"] or one["code2"]): one["label"] or one["label2"] for one in coded if one})
        if given and all(map(_WHOLE.fullmatch, given)):
            return _of_numbers([int(float(text.replace(",", "."))) for text in given])
        if labels := next(_known_labels(given), None):
            return "rating", str(len(labels)), "; ".join(labels), "", "", ""
    if given and all(map(_NUMBER.fullmatch, given)):
        numbers = [float(text.replace(",", ".")) for text in given]
        return "number", "", "", "", f"{min(0.0, *numbers):g}", f"{max(numbers):g}"
    if len(given) <= _MOST_OPTIONS and len(given) <= len(texts) / 2:
        return "single choice", "", "", "; ".join(given), "", ""
    return "text", "", "", "", "", ""


def _of_codes(named: Mapping[int, str]) -> tuple[str, ...]:
    """``4 - Agree``: every label that was given has its number."""
    lowest, highest = (0 if 0 in named else 1), max(named)
    highest = max(highest, next((points for points in _USUAL_POINTS if points >= highest), highest))
    labels = [named.get(code, "") for code in range(lowest, highest + 1)]
    whole = all(labels)
    return "rating", f"{lowest} to {highest}", "; ".join(labels) if whole else "", "", "", ""


def _of_numbers(numbers: list[int]) -> tuple[str, ...]:
    lowest = 0 if 0 in numbers else 1
    highest = next((points for points in _USUAL_POINTS if points >= max(numbers)), max(numbers))
    if highest - lowest + 1 > _MOST_POINTS:
        return "number", "", "", "", "0", str(max(numbers))
    return "rating", f"{lowest} to {highest}", "", "", "", ""


def _known_labels(given: Sequence[str]) -> Iterator[Sequence[str]]:
    """A list of labels that surveys use which has all that were given, written as they were."""
    as_given = {alike(text): text for text in given}
    for lists in AGREEMENT.values():
        for labels in lists:
            if all(labels) and len(as_given) > 1 and as_given.keys() <= set(labels):
                yield [as_given.get(label, label.capitalize()) for label in labels]
