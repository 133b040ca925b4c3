"""Columns whose answers run against the others of their scale, as where a tool's export turned some of them."""

import math
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from diagnostic.errors import Fault
from diagnostic.questionnaire import SIDES, Answers, Rating, Side

_FEWEST = 10
"""Of fewer people no correlation is told."""
_MOST = 0.999
"""No correlation is taken for more."""
_SURELY = -2.6
"""How many standard errors below 0 a correlation lies (Fisher's z) that is surely negative: one in 200 by chance."""


def against(people: Sequence[tuple[Answers, str | None]], rated: Mapping[str, tuple[str, Rating]]) -> Iterator[Fault]:
    """Which columns correlate negatively with the mean of their scale's others.

    ``rated``: by a column's heading its field and item. Needs three columns of a scale, and ten people.
    """
    by_scale: dict[str, dict[str, list[float | None]]] = {}
    for name, (field, item) in rated.items():
        if item.scale:
            keys = {side: item.key(field, side) for side in SIDES}
            by_scale.setdefault(item.scale, {})[name] = _oriented(people, keys, item)
    for columns in by_scale.values():
        if len(columns) < 3 or len(people) < _FEWEST:
            continue
        answers = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64))
        for name in columns:
            pairs = answers.select(pl.col(name).alias("own"), pl.mean_horizontal(pl.exclude(name)).alias("rest"))
            pairs = pairs.drop_nulls()
            found = pairs.select(pl.corr("own", "rest")).item() if pairs.height >= _FEWEST else None
            # Of answers that are all alike there is no correlation, which is no number.
            if found and math.atanh(min(max(found, -_MOST), _MOST)) * math.sqrt(pairs.height - 3) < _SURELY:
                said = "runs against the others of its scale: perhaps its answers are numbered the other way round"
                yield Fault(f"column {name}", said)


def _oriented(
    people: Sequence[tuple[Answers, str | None]], keys: Mapping[Side, str], item: Rating
) -> list[float | None]:
    """Everybody's answers to a field, high where more is better; None where there is none, or they can't say."""
    turned = item.points + 1 if item.reversed else 0
    oriented = {value: float(abs(turned - value)) for value in range(1, item.points + 1)}
    given = (answers.values.get(keys[answers.side]) for answers, _ in people)
    return [oriented.get(value) if isinstance(value, int) else None for value in given]
