"""Everything that a database holds, to compare before and after."""

from collections.abc import Container
from typing import Any

from tortoise.context import get_current_context
from tortoise.models import Model


def tables() -> list[type[Model]]:
    """All models, read from the connection that is open."""
    context = get_current_context()
    assert context is not None
    assert context.apps is not None
    return list(context.apps["models"].values())


async def everything(*, but: Container[type[Model]] = ()) -> dict[str, list[str]]:
    """Every row of every table, in no order of the database's."""
    found: dict[str, list[str]] = {}
    for model in tables():
        if model not in but:
            rows: list[dict[str, Any]] = await model.all().values()
            found[model.__name__] = sorted(repr(sorted(row.items())) for row in rows)
    return found
