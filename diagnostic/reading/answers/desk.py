"""Answers on the desk: what was seen in a file, what was said of it, and what that comes to.

It is worked out in a process of its own, which loads this room and nothing of the site.
"""

import msgspec

from diagnostic.questionnaire import Questionnaire
from diagnostic.reading import Seen, see
from diagnostic.reading.answers.collect import collect
from diagnostic.reading.answers.columns import columns_of, suggest, table_of
from diagnostic.reading.answers.mapping import ATTRIBUTE, AnswersMapping, Repairs
from diagnostic.reading.answers.result import AnswersReading, Collected
from diagnostic.reading.companies import RosterOf


class AnswersDesk(msgspec.Struct, frozen=True):
    """A table that is looked through."""

    seen: Seen
    mapping: AnswersMapping
    repairs: Repairs
    reading: AnswersReading


def look(
    data: bytes, filename: str, questionnaire: Questionnaire, of: RosterOf, mapping: AnswersMapping | None = None
) -> AnswersDesk:
    """Read a file as it seems to be meant, or as was said of one of its kind.

    Raises
    ------
    UnreadableFile
        Where nothing of it can be read.
    """
    return read(data, filename, questionnaire, of, mapping)[0]


def read(  # noqa: PLR0917 (it is called in another process, by place)
    data: bytes,
    filename: str,
    questionnaire: Questionnaire,
    of: RosterOf,
    mapping: AnswersMapping | None = None,
    attribute: str | None = None,
) -> tuple[AnswersDesk, Collected]:
    """The same, and the answers, which count where the reading is settled.

    ``attribute``: the heading of the column to keep; - for none, None where nobody said.
    """
    seen = see(filename, data)
    said = mapping if mapping is not None and fits(seen, mapping) else suggest(seen, questionnaire, of)
    if attribute is not None:
        said = keeping(said, attribute)
    collected, reading = collect(seen, said, Repairs(), questionnaire, of)
    return AnswersDesk(seen, said, Repairs(), reading), collected


def keeping(mapping: AnswersMapping, attribute: str) -> AnswersMapping:
    """The mapping with another column for the attribute; - for none."""
    columns = {name: what for name, what in mapping.columns.items() if what != ATTRIBUTE}
    if attribute != "-":
        columns[attribute] = ATTRIBUTE
    return msgspec.structs.replace(mapping, columns=columns, attribute_said=True)


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
