"""What a column's values are said to mean, where nothing in the database depends on it."""

from tortoise.migrations.operations import AlterField
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class DescribeField(AlterField):
    """A migration step for an enumeration that has one more value: its column stays as it is.

    Altering a column of SQLite would rebuild its table, which loses indexes.
    """

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """The column holds the new value already: it is text."""

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Nothing was changed."""
