"""A table of answers as an instrument's table: what was asked, as far as headings and answers tell."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from diagnostic.questionnaire.sheet import LONGEST_CELL
from diagnostic.questionnaire.structure import ID
from diagnostic.reading.answers.columns import TableColumn, below_heading, columns_of, fullest_row
from diagnostic.reading.answers.degrees import lists_of_labels
from diagnostic.reading.answers.mapping import AnswersMapping
from diagnostic.reading.answers.meanings import AGREEMENT, code_and_label, is_cant_say, is_no_answer
from diagnostic.reading.answers.shapes import Shape, recognised
from diagnostic.reading.answers.suggesting import counts_rows, is_about_companies
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.table import read_table
from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import alike

_HEADINGS = ("No", "Statement", "Type", "Points", "Labels", "Options", "Minimum", "Maximum", "Longest")
_MOST_POINTS = 11
_MOST_OPTIONS = 25
_USUAL_POINTS = (5, 7, 10)
"""What a rating by bare numbers has at least, where its highest answer was perhaps never given."""
_FEWEST_PEOPLE, _FEWEST_COLUMNS = 8, 3
"""A table of fewer is none of answers, as far as one can tell."""
_MOST_DIFFERENT = 0.5
"""Of a question with some answers to choose from no larger share of the answers is different."""
_USUAL_LONGEST = 1_000
_WHOLE = re.compile(r"\d{1,2}(?:[.,]0+)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:.*)?")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s*$")
_NO_WORDING = frozenset({"response", "open-ended response", "antwort", "antworten"})
"""What SurveyMonkey writes below a question that has no parts."""


def is_answers_export(sheet: SeenSheet) -> bool:
    """Whether a table is a file of answers, as a tool that we know writes it."""
    shape = recognised(sheet)
    return shape is not None and bool(shape.tool)


def looks_like_answers(sheet: SeenSheet) -> bool:
    """Whether a table of no tool that we know may have a row a person: most columns say the same of several people."""
    mapping = _mapping(sheet, _shape(sheet))
    answers = below_heading(sheet, mapping)
    columns = [[text for row in answers if (text := row.cell(each.place))] for each in columns_of(sheet, mapping)]
    filled = [texts for texts in columns if texts]
    alike_ones = [texts for texts in filled if len(set(texts)) <= len(texts) * _MOST_DIFFERENT]
    return len(answers) >= _FEWEST_PEOPLE and len(alike_ones) >= max(_FEWEST_COLUMNS, len(filled) / 2)


def read_answers_export(sheet: SeenSheet, draft: Draft, language: str) -> None:
    """Put what was asked into a draft: a statement a column, its answers as they were given."""
    shape = _shape(sheet)
    mapping = _mapping(sheet, shape)
    answers = below_heading(sheet, mapping)
    tool = f"a file of answers of {shape.tool}" if shape.tool else "taken for a table of answers, a row a person"
    draft.assume(sheet.name or "the file", f"is {tool}: its columns are what was asked, column A in row 2")
    questions: list[tuple[TableColumn, list[str]]] = []
    for column in columns_of(sheet, mapping):
        texts = [text for row in answers if (text := row.cell(column.place))]
        given = _given(texts)
        if why := _no_question(column, texts, shape) or ("" if given else "has no answer in it"):
            draft.leave(f"column “{column.name}”", why)
        else:
            questions.append((column, given))
    lists = lists_of_labels(given for _, given in questions if len(given) <= _MOST_POINTS)
    statements = _statements([column for column, _ in questions])
    rows = [SeenRow(1, _HEADINGS)]
    for column, given in questions:
        # Rows of the table are numbered as columns of the file, so that what is said of them finds its place.
        name = column.name if ID.fullmatch(column.name) else ""
        times = sum(bool(row.cell(column.place)) for row in answers)
        answered = _answers(given, times, lists)
        if answered[:1] == ("rating",) and not answered[2]:
            draft.assume(f"row {column.place + 2}", "1 is taken for its lowest answer, since the file does not say")
        rows.append(SeenRow(column.place + 2, (name, statements[column.name], *answered)))
    read_table(SeenSheet(sheet.name, tuple(rows)), rows[0], draft, language)


def _shape(sheet: SeenSheet) -> Shape:
    return recognised(sheet) or Shape(tool="", heading=fullest_row(sheet))


def _mapping(sheet: SeenSheet, shape: Shape) -> AnswersMapping:
    numbers = [row.number for row in sheet.rows]
    return AnswersMapping(
        heading=numbers[shape.heading] if numbers else 1,
        headings_more=tuple(numbers[place] for place in shape.more if place < len(numbers)),
    )


def _no_question(column: TableColumn, texts: Sequence[str], shape: Shape) -> str:
    if {alike(column.name), alike(column.wording)} & shape.details:
        return "is about the sending"
    if is_about_companies(column):
        return "says the company, which is asked of nobody here: links know it"
    if texts and all(map(_TIME.fullmatch, texts)):
        return "says when, which is asked of nobody here"
    return "numbers the rows" if counts_rows(texts) or _tells_rows_apart(texts) else ""


def _tells_rows_apart(texts: Sequence[str]) -> bool:
    """Whether all are numbers that rise or fall from row to row, as numbers of people do."""
    # Shorter ones may be years or ages.
    if len(texts) < _FEWEST_PEOPLE or not all(text.isdecimal() and len(text) > 2 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return len(set(numbers)) == len(numbers) and numbers in (sorted(numbers), sorted(numbers, reverse=True))


def _given(texts: Sequence[str]) -> list[str]:
    """The different answers, less those that say nothing."""
    return [text for text in dict.fromkeys(texts) if not is_no_answer(text) and not is_cant_say(text)]


def _statements(columns: Sequence[TableColumn]) -> dict[str, str]:
    """By a column's name what it asks: of two that would ask the same, each with the question around it."""
    asked = {column.name: _asked(column) for column in columns}
    times = Counter(map(alike, asked.values()))
    return {
        column.name: asked[column.name] if times[alike(asked[column.name])] == 1 else _whole_wording(column)
        for column in columns
    }


def _whole_wording(column: TableColumn) -> str:
    """Of a grid the name has both, the title and the statement."""
    return column.name if column.wording in column.name else column.wording


def _asked(column: TableColumn) -> str:
    """The statement without the question that stands before it, or around it in brackets."""
    text = column.name if alike(column.wording) in _NO_WORDING else column.wording or column.name
    if found := _BRACKETS.search(text):
        return found[1]
    return re.split(r" [-–] ", text)[-1].strip() or text


def _answers(given: Sequence[str], times: int, lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Type, points, labels, options, minimum and maximum, as the answers given tell them."""
    if 0 < len(given) <= _MOST_POINTS:
        coded = {text: code_and_label(text) for text in given}
        if any(coded.values()) and all(both or _WHOLE.fullmatch(text) for text, both in coded.items()):
            return _of_codes(
                {both[0] if both else _whole(text): both[1] if both else "" for text, both in coded.items()}
            )
        if all(map(_WHOLE.fullmatch, given)):
            return _of_numbers([_whole(text) for text in given])
        if labels := next(_known_labels(given, lists), None):
            return "rating", str(len(labels)), _listed(labels), "", "", ""
    if given and all(map(_NUMBER.fullmatch, given)):
        numbers = [float(text.replace(",", ".")) for text in given]
        return "number", "", "", "", f"{min(0.0, *numbers):g}", f"{max(numbers):g}"
    if len(given) <= _MOST_OPTIONS and len(given) <= times * _MOST_DIFFERENT:
        return "single choice", "", "", _listed(given), "", ""
    longest = max(map(len, given), default=0)
    return "text", "", "", "", "", "", str(_USUAL_LONGEST if longest <= _USUAL_LONGEST else LONGEST_CELL)


def _listed(texts: Sequence[str]) -> str:
    """As a cell of a table lists them: each on a line, since they may hold semicolons."""
    return "".join(f"{text}\n" for text in texts)


def _whole(text: str) -> int:
    return int(float(text.replace(",", ".")))


def _of_codes(named: Mapping[int, str]) -> tuple[str, ...]:
    """``4 - Agree``: the labels that were given have their numbers; where not all did, those of the ends."""
    lowest, highest = (0 if 0 in named else 1), max(named)
    if not named[highest] or not all(named.values()):
        highest = max(highest, next((points for points in _USUAL_POINTS if points >= highest), highest))
    labels = [named.get(code, "") for code in range(lowest, highest + 1)]
    shown = labels if all(labels) else [labels[0], labels[-1]] if labels[0] and labels[-1] else []
    return "rating", f"{lowest} to {highest}", _listed(shown), "", "", ""


def _of_numbers(numbers: list[int]) -> tuple[str, ...]:
    lowest = 0 if 0 in numbers else 1
    highest = next((points for points in _USUAL_POINTS if points >= max(numbers)), max(numbers))
    if highest - lowest + 1 > _MOST_POINTS:
        return "number", "", "", "", "0", str(max(numbers))
    return "rating", f"{lowest} to {highest}", "", "", "", ""


def _known_labels(given: Sequence[str], lists: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """A list of labels that has all that were given, written as they were: of agreement, else of degrees."""
    as_given = {alike(text): text for text in given}
    for known in AGREEMENT.values():
        for labels in known:
            if all(labels) and len(as_given) > 1 and as_given.keys() <= set(labels):
                yield [as_given.get(label, label.capitalize()) for label in labels]
    for degrees in lists:
        if as_given.keys() <= set(map(alike, degrees)):
            yield [as_given.get(alike(label), label) for label in degrees]
