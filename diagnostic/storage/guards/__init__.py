"""What the database itself refuses, whoever asks: the promises made at launch, as triggers.

One list serves both engines. ``event`` is what sets the guard off, ``when`` is the condition under
which the change is refused, in SQL that both engines read but for what `sqlite_statements` puts in other words.
"""

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.operations import TortoiseOperation
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from diagnostic.storage.guards.answers import ANSWERS
from diagnostic.storage.guards.guard import A_YEAR_AFTER_LAUNCH, Guard
from diagnostic.storage.guards.key_holders import KEY_HOLDERS
from diagnostic.storage.guards.people import PEOPLE
from diagnostic.storage.guards.waves import WAVES

GUARDS: tuple[Guard, ...] = (*WAVES, *PEOPLE, *ANSWERS, *KEY_HOLDERS)


def sqlite_statements(guard: Guard) -> list[str]:
    # SQLite has known IS DISTINCT FROM since 3.39 only; IS NOT means the same there.
    when = guard.when.replace("IS DISTINCT FROM", "IS NOT")
    when = when.replace(A_YEAR_AFTER_LAUNCH["postgres"], A_YEAR_AFTER_LAUNCH["sqlite"])
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    ]


def postgres_statements(guard: Guard) -> list[str]:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.when} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


class CreateGuards(TortoiseOperation):
    """A migration step that creates the guards named."""

    def __init__(self, *names: str) -> None:
        self.guards = [guard for guard in GUARDS if guard.name in names]

    def describe(self) -> str:
        return f"Create {len(self.guards)} guards"

    def state_forward(self, app_label: str, state: State) -> None:
        """Triggers are no part of the models' state."""

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        if state_editor is None:
            return
        statements = sqlite_statements if state_editor.client.capabilities.dialect == "sqlite" else postgres_statements
        for guard in self.guards:
            for statement in statements(guard):
                await state_editor.client.execute_query(statement)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        if state_editor is not None:
            for guard in self.guards:
                await _drop(state_editor.client, guard.name, guard.table)


class DropGuard(TortoiseOperation):
    """A migration step that drops a guard which another one replaces, or the same in other words."""

    def __init__(self, name: str, table: str) -> None:
        self.name, self.table = name, table

    def describe(self) -> str:
        return f"Drop the guard {self.name}"

    def state_forward(self, app_label: str, state: State) -> None:
        """Triggers are no part of the models' state."""

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        if state_editor is not None:
            await _drop(state_editor.client, self.name, self.table)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """What it refused is refused by the guard that replaced it, or was refused without need."""


async def _drop(database: BaseDBAsyncClient, name: str, table: str) -> None:
    if database.capabilities.dialect == "sqlite":
        await database.execute_query(f"DROP TRIGGER IF EXISTS {name}")
    else:
        await database.execute_query(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        await database.execute_query(f"DROP FUNCTION IF EXISTS {name}()")
