"""Answers collected elsewhere: tables of other tools, what was said once of their columns, and people's answers."""

from diagnostic.reading.answers.collect import collect
from diagnostic.reading.answers.columns import columns_of, table_of
from diagnostic.reading.answers.mapping import AnswersMapping, Repairs, mapping_file, read_mapping
from diagnostic.reading.answers.result import AnswersReading, Collected
from diagnostic.reading.answers.suggesting import suggest

__all__ = [
    "AnswersMapping",
    "AnswersReading",
    "Collected",
    "Repairs",
    "collect",
    "columns_of",
    "mapping_file",
    "read_mapping",
    "suggest",
    "table_of",
]
