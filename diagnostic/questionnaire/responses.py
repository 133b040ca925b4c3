"""Many people's answers as one table."""

from collections.abc import Sequence

import polars as pl

from diagnostic.questionnaire.model import Answers, Questionnaire
from diagnostic.questionnaire.text import Text

SIDE = "side"
GROUP = "group"


def tabulate(questionnaire: Questionnaire, people: Sequence[tuple[Answers, str | None]]) -> pl.DataFrame:
    """One row a person: ``side``, ``group`` (null where no attribute is kept), then a column a key.

    Ratings are Int8 (0 is "can't say", null is skipped), owners an Enum, numbers Float64, picked
    topics a list of strings. Open questions stay out: a comment never stands beside a rating.
    """
    columns = {key: item.dtype for key, item in questionnaire.keys().items() if not isinstance(item, Text)}
    data = {
        SIDE: pl.Series([answers.side for answers, _ in people], dtype=pl.Enum(["a", "b"])),
        GROUP: pl.Series([group for _, group in people], dtype=pl.String()),
        **{
            key: pl.Series([_plain(answers.values.get(key)) for answers, _ in people], dtype=dtype)
            for key, dtype in columns.items()
        },
    }
    return pl.DataFrame(data)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
