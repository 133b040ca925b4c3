"""Answers on the desk: what was seen in a file, what was said of it, and what that comes to.

It is worked out in a process of its own, which loads this room and nothing of the site.
"""

import msgspec

from diagnostic.questionnaire import Questionnaire
from diagnostic.reading import Seen, see
from diagnostic.reading.answers.collect import collect
from diagnostic.reading.answers.columns import columns_of, table_of
from diagnostic.reading.answers.mapping import ATTRIBUTE, SIDE, AnswersMapping, Codes, Repairs
from diagnostic.reading.answers.result import AnswersReading, Collected
from diagnostic.reading.answers.suggesting import suggest
from diagnostic.reading.companies import RosterOf


class AnswersDesk(msgspec.Struct, frozen=True):
    """A table that is looked through."""

    seen: Seen
    mapping: AnswersMapping
    repairs: Repairs
    reading: AnswersReading


class Besides(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one file besides its mapping."""

    encoding: str = ""
    """What its text is written in; '' where nobody said."""
    company: str | None = None
    """The heading of the column that says the company."""
    attribute: str | None = None
    """The heading of the column to keep; - for none, None where nobody said."""
    codes: Codes = ""
    """In which direction bare numbers run; '' where nobody said."""
    leave_out: bool = False
    """Whether rows that cannot be taken as they are do not count."""


_NOTHING = Besides()


def look(  # noqa: PLR0917 (it is called in another process, by place)
    data: bytes,
    filename: str,
    questionnaire: Questionnaire,
    of: RosterOf,
    mapping: AnswersMapping | None = None,
    besides: Besides = _NOTHING,
) -> AnswersDesk:
    """Read a file as it seems to be meant, or as was said of one of its kind.

    Raises
    ------
    UnreadableFile
        Where nothing of it can be read.
    """
    return read(data, filename, questionnaire, of, mapping, besides)[0]


def read(  # noqa: PLR0917 (the same)
    data: bytes,
    filename: str,
    questionnaire: Questionnaire,
    of: RosterOf,
    mapping: AnswersMapping | None = None,
    besides: Besides = _NOTHING,
) -> tuple[AnswersDesk, Collected]:
    """The same, and the answers, which count where the reading is settled."""
    seen = see(filename, data, besides.encoding)
    if mapping is not None and mapping.encoding and seen.encoding and not besides.encoding:
        # What was said of files of this kind counts where letters would have to be guessed.
        seen = see(filename, data, mapping.encoding)
    said = mapping if mapping is not None and fits(seen, mapping) else suggest(seen, questionnaire, of)
    if besides.encoding:
        said = msgspec.structs.replace(said, encoding=besides.encoding)
    if besides.codes:
        said = msgspec.structs.replace(said, codes=besides.codes)
    if besides.company is not None:
        said = of_column(said, besides.company)
    if besides.attribute is not None:
        said = keeping(said, besides.attribute)
    repairs = Repairs()
    collected, reading = collect(seen, said, repairs, questionnaire, of)
    if besides.leave_out and reading.faulty:
        repairs = Repairs(left_out=frozenset(reading.faulty))
        collected, reading = collect(seen, said, repairs, questionnaire, of)
    return AnswersDesk(seen, said, repairs, reading), collected


def keeping(mapping: AnswersMapping, attribute: str) -> AnswersMapping:
    """The mapping with another column for the attribute; - for none."""
    columns = {name: what for name, what in mapping.columns.items() if what != ATTRIBUTE}
    if attribute != "-":
        columns[attribute] = ATTRIBUTE
    return msgspec.structs.replace(mapping, columns=columns, attribute_said=True)


def of_column(mapping: AnswersMapping, company: str) -> AnswersMapping:
    """The mapping with another column for the company."""
    columns = {name: what for name, what in mapping.columns.items() if what != SIDE} | {company: SIDE}
    doubtful = tuple(name for name in mapping.doubtful if name in columns and name != company)
    return msgspec.structs.replace(mapping, columns=columns, doubtful=doubtful, company_from="column")


def fits(seen: Seen, mapping: AnswersMapping) -> bool:
    """Whether a table has every column that a mapping speaks of."""
    names = {column.name for column in columns_of(table_of(seen, mapping), mapping)}
    return names >= mapping.columns.keys()


def look_again(
    seen: Seen, mapping: AnswersMapping, repairs: Repairs, questionnaire: Questionnaire, of: RosterOf
) -> AnswersDesk:
    """Read what was seen as somebody said."""
    _, reading = collect(seen, mapping, repairs, questionnaire, of)
    return AnswersDesk(seen, mapping, repairs, reading)


def taken(desk: AnswersDesk, questionnaire: Questionnaire, of: RosterOf) -> Collected:
    """The answers of a table that is settled."""
    return collect(desk.seen, desk.mapping, desk.repairs, questionnaire, of)[0]
