"""Many people's answers as one table."""

from collections.abc import Callable, Mapping, Sequence

import msgspec
import polars as pl

from diagnostic.errors import AnswerFault
from diagnostic.questionnaire.model import Answers, Questionnaire, Value
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.words import SIDES, Side

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


class Taken(msgspec.Struct, frozen=True):
    """Columns of raw answers, taken."""

    responses: pl.DataFrame
    """As `tabulate` makes it, without groups."""
    comments: list[tuple[str, Side, str]]
    """Question, side, text."""


Take = Callable[[str, str, Side], tuple[str, Value] | AnswerFault | None]


def take_columns(
    questionnaire: Questionnaire, sides: pl.Series, fields: Mapping[str, pl.Series], take: Take
) -> Taken | None:
    """Many people's raw answers at once: each distinct one of a column is taken, by ``take``, once for each side.

    None where any answer is at fault, or somebody answered nothing: which, only a row can say.
    """
    keys = questionnaire.keys()
    columns = {
        key: pl.Series(key, [None], dtype=item.dtype).new_from_index(0, len(sides)).alias(key)
        for key, item in keys.items()
    }
    for field, raw in fields.items():
        distinct = raw.unique()
        places = raw.replace_strict(distinct, range(len(distinct)), return_dtype=pl.UInt32)
        for side in SIDES:
            found = [take(field, cell, side) for cell in distinct]
            if any(isinstance(one, AnswerFault) for one in found):
                return None
            key = questionnaire.fields()[field].key(field, side)
            values = [_plain(one[1]) if isinstance(one, tuple) else None for one in found]
            answers = pl.Series(key, values, dtype=keys[key].dtype).gather(places)
            columns[key] = answers.zip_with(sides == side, columns[key])
    whole = pl.DataFrame(list(columns.values()))
    if whole.select(pl.all_horizontal(pl.all().is_null()).any()).item():
        return None
    comments = [
        (key, side, text)
        for key, item in keys.items()
        if isinstance(item, Text)
        for side, text in zip(sides, whole[key], strict=True)
        if text is not None
    ]
    asked = whole.select([key for key, item in keys.items() if not isinstance(item, Text)])
    side_column, none = sides.cast(pl.Enum(list(SIDES))).alias(SIDE), pl.lit(None, dtype=pl.String).alias(GROUP)
    return Taken(asked.select(side_column, none, pl.all()), comments)
