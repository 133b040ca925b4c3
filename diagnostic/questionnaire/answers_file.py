"""Answers collected elsewhere: one row a person, one column a question.

The columns: ``side`` (``a`` or ``b``), a column for each field of the form, and at most one more, which
is taken for the attribute kept with an answer (such as ``function``). An empty cell is a question
skipped, ``-`` is "can't say". A question without a column was not asked; `AnswersFile.absent` names it.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import polars as pl

from diagnostic.errors import AnswerFault, Fault, InvalidAnswersFile
from diagnostic.questionnaire.model import Answers, Questionnaire, Value
from diagnostic.questionnaire.rating import Rating
from diagnostic.questionnaire.responses import GROUP, tabulate, take_columns
from diagnostic.questionnaire.sheet import LARGEST, SheetRow, column_letter, read_plain_csv, read_sheet
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.words import SIDES, Side

SIDE = "side"

FAULTS = {
    "rating": 'give a whole number from {lowest} to {highest}, - for "can\'t say", or nothing',
    "one_answer": "give one answer only",
    "owner": "give us, them, joint, nobody or unknown",
    "number": "give a number from {minimum:g} to {maximum:g}, or nothing",
    "unknown_option": "give topics of this list, joined by semicolons: {options}",
    "too_many": "give at most {at_most} topics",
    "too_long": "shorten the text to {longest} characters",
    "nothing_answered": "nothing is answered; delete the row",
}
"""What to do about a fault in an answer, by its code. None repeats the answer."""

# Statistics programs write whole numbers so, once a column has gaps.
_WHOLE = re.compile(r"(\d+)[.,]0+")


class AnswersFile(msgspec.Struct, frozen=True):
    """What a file of answers holds."""

    responses: pl.DataFrame
    """One row a person, as `tabulate` makes it; ``group`` is the attribute's value, null where the cell is empty."""
    comments: list[tuple[str, Side, str]]
    """Question, side, text."""
    attribute: str | None
    """The name of the attribute's column, if there is one."""
    absent: tuple[str, ...]
    """The fields that have no column: they were not asked."""


class _Columns(msgspec.Struct, frozen=True):
    """Where in a row to find what; None where the file has no such column."""

    side: int | None
    attribute: int | None
    fields: dict[str, int]


def header(questionnaire: Questionnaire, attribute: str | None = None) -> list[str]:
    """The columns of an answers file, in order."""
    return [SIDE, *([attribute] if attribute else []), *questionnaire.fields()]


def read_answers(path: Path, questionnaire: Questionnaire) -> AnswersFile:
    """Read a CSV (comma, semicolon or tab; UTF-8) or the first sheet of an Excel file.

    Raises
    ------
    InvalidAnswersFile
        With every fault there is, by row and column; the headings are row 1, as a spreadsheet counts.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InvalidAnswersFile([Fault(path.name, f"cannot be read ({error.strerror})")]) from None
    if plain := _plain(data, questionnaire):
        return plain
    headings, rows, faults = read_sheet(path.name, data)
    if not headings:
        raise InvalidAnswersFile(faults)
    columns = _columns(_names(headings, questionnaire), rows, questionnaire, faults)
    if not rows:
        faults.append(Fault(path.name, "holds no answers; write one row a person below the headings"))
    people = list(_people(rows, columns, questionnaire, faults))
    if faults:
        raise InvalidAnswersFile(faults)
    written = [key for key, item in questionnaire.keys().items() if isinstance(item, Text)]
    comments = [
        (key, answers.side, str(answers.values[key]))
        for answers, _ in people
        for key in written
        if key in answers.values
    ]
    attribute = None if columns.attribute is None else headings[columns.attribute].strip()
    return AnswersFile(tabulate(questionnaire, people), comments, attribute, _absent(columns, questionnaire))


def _absent(columns: _Columns, questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(field for field in questionnaire.fields() if field not in columns.fields)


def _plain(data: bytes, questionnaire: Questionnaire) -> AnswersFile | None:
    """A CSV file without any fault, taken column by column; None where it is not plainly one.

    A salesforce's answers are read so in seconds; reading row by row is for saying what is wrong, and where.
    """
    cells = read_plain_csv(data)
    if cells is None:
        return None
    faults: list[Fault] = []
    columns = _columns(_names(cells.columns, questionnaire), [], questionnaire, faults)
    if faults or columns.side is None or not cells.height:
        return None
    side = cells.to_series(columns.side).str.to_lowercase()
    if not side.is_in(SIDES).all():
        return None
    taker = _Taker(questionnaire)
    fields = {field: cells.to_series(index) for field, index in columns.fields.items()}
    taken = take_columns(questionnaire, side, fields, taker.take)
    if taken is None:
        return None
    group = None if columns.attribute is None else cells.to_series(columns.attribute)
    attribute = None if columns.attribute is None else cells.columns[columns.attribute].strip()
    responses = taken.responses if group is None else taken.responses.with_columns(group.replace("", None).alias(GROUP))
    return AnswersFile(responses, taken.comments, attribute, _absent(columns, questionnaire))


def _names(headings: Sequence[str], questionnaire: Questionnaire) -> list[str]:
    """The headings as they are meant, whatever their capitals: no two fields differ by these alone."""
    known = {name.lower(): name for name in (SIDE, *questionnaire.fields())}
    return [known.get(name.strip().lower(), name.strip()) for name in headings]


def _columns(
    names: Sequence[str], rows: Sequence[SheetRow], questionnaire: Questionnaire, faults: list[Fault]
) -> _Columns:
    known = questionnaire.fields()
    for name, count in Counter(name for name in names if name).items():
        if count > 1:
            letters = [column_letter(index) for index, other in enumerate(names) if other == name]
            faults.append(_fault(1, name, f"stands there {count} times ({', '.join(letters)}); keep one"))
    for index, name in enumerate(names):
        if not name and any(len(row.cells) > index and row.cells[index].strip() for row in rows):
            faults.append(_fault(1, column_letter(index), "has no heading, but cells below it; name it or delete it"))
    if SIDE not in names:
        faults.append(_fault(1, SIDE, "is missing; add it, with a or b for each person's company"))
    fields = {name: index for index, name in enumerate(names) if name in known}
    if not fields:
        faults.append(Fault("row 1", f"no column is a question of {questionnaire.id}; compare with its template"))
    unknown = [name for name in dict.fromkeys(names) if name and name != SIDE and name not in known]
    attribute = _attribute(unknown, names, questionnaire, faults)
    return _Columns(
        side=names.index(SIDE) if SIDE in names else None,
        attribute=None if attribute is None else names.index(attribute),
        fields=fields,
    )


def _attribute(
    unknown: Sequence[str], names: Sequence[str], questionnaire: Questionnaire, faults: list[Fault]
) -> str | None:
    """The one column that may be something else than a question. What looks like a misspelt question is a fault."""
    missing = {name.lower(): name for name in header(questionnaire) if name not in names}
    plain = []
    for name in unknown:
        nearest = difflib.get_close_matches(name.lower(), missing, n=1, cutoff=0.75)
        if nearest:
            faults.append(_fault(1, name, f"is no question of {questionnaire.id}; is {missing[nearest[0]]} meant?"))
        elif ":" in name or "." in name:
            faults.append(_fault(1, name, f"is no question of {questionnaire.id}; delete it"))
        else:
            plain.append(name)
    if len(plain) > 1:
        faults.extend(
            _fault(1, name, "is no question; beside them one attribute at most may be kept, so delete the others")
            for name in plain
        )
    return plain[0] if len(plain) == 1 else None


def _people(
    rows: Sequence[SheetRow], columns: _Columns, questionnaire: Questionnaire, faults: list[Fault]
) -> Iterator[tuple[Answers, str | None]]:
    taker = _Taker(questionnaire)
    for row in rows:
        side = _side(row, columns, faults)
        values: dict[str, Value] = {}
        found: list[AnswerFault] = []
        for field, index in columns.fields.items():
            # Without its side a row can still be searched for faults.
            match taker.take(field, row.cell(index), side or "a"):
                case AnswerFault() as fault:
                    found.append(fault)
                case (key, value):
                    values[key] = value
        if not values and not found and columns.fields:
            found.append(AnswerFault("", "nothing_answered"))
        faults.extend(_answer_fault(row.number, fault) for fault in found)
        if side and not found:
            yield Answers(side, values), (row.cell(columns.attribute) or None)


class _Taker:
    """Takes cells as a form's fields are taken, each distinct one of a column once: most are alike."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.items = questionnaire.fields()
        self.taken: dict[tuple[str, str, Side], tuple[str, Value] | AnswerFault | None] = {}

    def take(self, field: str, cell: str, side: Side) -> tuple[str, Value] | AnswerFault | None:
        if not cell:
            return None
        place = (field, cell, side)
        if place not in self.taken:
            item = self.items[field]
            whole = _WHOLE.fullmatch(cell) if isinstance(item, Rating) else None
            self.taken[place] = self.questionnaire.answer(field, item, [whole[1] if whole else cell], side)
        return self.taken[place]


def _side(row: SheetRow, columns: _Columns, faults: list[Fault]) -> Side | None:
    if columns.side is None:
        return None
    given = row.cell(columns.side).lower()
    for side in SIDES:
        if given == side:
            return side
    faults.append(_fault(row.number, SIDE, "give a or b"))
    return None


def _answer_fault(row: int, fault: AnswerFault) -> Fault:
    what = FAULTS[fault.code].format(**fault.details)
    return _fault(row, fault.field, what) if fault.field else Fault(f"row {row}", what)


def _fault(row: int, column: str, what: str) -> Fault:
    return Fault(f"row {row}, column {column}", what)
