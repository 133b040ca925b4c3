"""Everything that a database holds, to compare before and after; and what older versions have stored."""

from collections.abc import Container
from datetime import date
from typing import Any

from tortoise.context import get_current_context
from tortoise.models import Model

from diagnostic.storage import connection
from diagnostic.storage.models import Wave


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


async def stored_without_a_limit(wave: Wave, closes_on: date) -> None:
    """As before there was a guard: with the one there is out of the way for a moment."""
    table = "" if connection().capabilities.dialect == "sqlite" else " ON wave"
    await connection().execute_query(f"DROP TRIGGER wave_in_range{table}")
    await Wave.filter(id=wave.id).update(closes_on=closes_on)
    await wave.refresh_from_db()
