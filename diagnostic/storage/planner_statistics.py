"""What PostgreSQL's planner may not remember of answers."""

from tortoise.migrations.operations import TortoiseOperation
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class KeepNoStatistics(TortoiseOperation):
    """A migration step for PostgreSQL, whose planner statistics are samples of what a column holds.

    They would outlive the rows: comments that were deleted, and keys that were destroyed.
    """

    def __init__(self, **columns: tuple[str, ...]) -> None:
        self.columns = columns

    def describe(self) -> str:
        return "Keep no statistics of columns that will be deleted"

    def state_forward(self, app_label: str, state: State) -> None:
        """Statistics are no part of the models' state."""

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        await self._set(state_editor, 0)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        await self._set(state_editor, -1)

    async def _set(self, state_editor: BaseSchemaEditor | None, target: int) -> None:
        if state_editor is None or state_editor.client.capabilities.dialect == "sqlite":
            return
        for table, columns in self.columns.items():
            for column in columns:
                await state_editor.client.execute_query(
                    f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS {target}'
                )
