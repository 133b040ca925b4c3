"""A file of answers on the command line: read in full, or everything said that is to be said of it."""

from pathlib import Path

import msgspec

from diagnostic.cli.in_a_reader import in_a_reader
from diagnostic.errors import Fault, InvalidAnswersFile, NotPossible, UnreadableFile
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.sheet import LARGEST
from diagnostic.reading.answers import AnswersMapping, Collected, columns_of, read_mapping, table_of
from diagnostic.reading.answers.desk import AnswersDesk, Besides, fits, read
from diagnostic.reading.companies import RosterOf


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file of answers, and what is said of it on the command line."""

    answers: Path
    questionnaire: Questionnaire
    companies: tuple[str, str]
    mapping: Path | None = None
    besides: Besides = Besides()


def looked_through(source: Source) -> tuple[AnswersDesk, Collected]:
    """How a file is read, and its answers, which count where the reading is settled.

    Raises
    ------
    InvalidAnswersFile
        Where nothing of it can be read, or the mapping or the attribute speaks of a column that it has not.
    """
    name = source.answers.name
    said = read_mapping(source.mapping) if source.mapping else None
    try:
        with source.answers.open("rb") as file:
            data = file.read(LARGEST + 1)
        desk, collected = _read(data, source, said)
    except OSError as error:
        raise InvalidAnswersFile([Fault(name, f"cannot be read ({error.strerror})")]) from None
    except UnreadableFile as error:
        raise InvalidAnswersFile(error.faults, error.more) from None
    if said is not None and not fits(desk.seen, said):
        there = {column.name for column in columns_of(table_of(desk.seen, said), said)}
        lacking = ", ".join(f"“{each}”" for each in said.columns if each not in there)
        raise InvalidAnswersFile([Fault(name, f"lacks columns that the mapping speaks of: {lacking}")])
    there = {column.name for column in columns_of(table_of(desk.seen, desk.mapping), desk.mapping)}
    for wanted, what in (
        (source.besides.attribute, "to keep as the attribute"),
        (source.besides.company, "that says the company"),
    ):
        if wanted not in (None, "-") and wanted not in there:
            raise NotPossible(f"{name} has no column “{wanted}” {what}.")
    return desk, collected


def settled(source: Source) -> tuple[AnswersDesk, Collected]:
    """The same of a file whose answers can be taken.

    Raises
    ------
    InvalidAnswersFile
        With everything at fault, and every question that is open.
    """
    desk, collected = looked_through(source)
    if faults := [*open_questions(desk), *(fault for row in desk.reading.faulty.values() for fault in row)]:
        raise InvalidAnswersFile(faults)
    return desk, collected


def open_questions(desk: AnswersDesk) -> list[Fault]:
    """What is to be said of a file, each with how."""
    return [Fault(desk.seen.name, f"{question.what} {_HOW[question.where]}") for question in desk.reading.questions]


_IN_A_MAPPING = "Say it in a mapping; `diagnostic answers` writes one down."
_HOW = {
    "columns": _IN_A_MAPPING,
    "company": "Say it with --company, or in a mapping.",
    "companies": _IN_A_MAPPING,
    "codes": "Say it with --codes, or in a mapping.",
    "attribute": "Say it with --attribute; - is for none.",
}


def _read(data: bytes, source: Source, said: AnswersMapping | None) -> tuple[AnswersDesk, Collected]:
    of = RosterOf(
        companies={"a": (source.companies[0],), "b": (source.companies[1],)},
        domains={"a": (), "b": ()},
        languages=source.questionnaire.languages,
    )
    name = source.answers.name
    return in_a_reader(name, data, read, data, name, source.questionnaire, of, said, source.besides)
