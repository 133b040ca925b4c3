"""What the database itself refuses, whoever asks: the promises made at launch, as triggers.

One list serves both engines. ``event`` is what sets the guard off, ``when`` is the condition under
which the change is refused, in SQL that both engines read but for what `sqlite_statements` puts in other words.
"""

from typing import NamedTuple

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.operations import TortoiseOperation
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class Guard(NamedTuple):
    """One trigger."""

    name: str
    table: str
    event: str
    when: str
    message: str


_UNDER_WAY = "w.state IN ('open', 'mixing')"
_OPEN_WAVE = "EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = {row}.alliance_id AND " + _UNDER_WAY + ")"


_A_YEAR_AFTER_LAUNCH = {
    "postgres": "(NEW.launched_at + INTERVAL '366 days')::date",
    "sqlite": "date(NEW.launched_at, '+366 days')",
}


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def _of(row: str, state: str) -> str:
    return f"EXISTS (SELECT 1 FROM wave w WHERE w.id = {row}.wave_id AND {state})"


def _of_holder(row: str, state: str) -> str:
    return f"EXISTS (SELECT 1 FROM company_key k JOIN wave w ON w.id = k.wave_id WHERE k.id = {row}.key_id AND {state})"


_STEP = "EXISTS (SELECT 1 FROM mix_step s WHERE s.wave_id = {row}.wave_id AND s.holder = {row}.holder"

GUARDS = (
    Guard(
        "wave_plan_frozen",
        "wave",
        "UPDATE",
        "OLD.state <> 'draft' AND "
        + _changed(
            "alliance_id",
            "kind",
            "questionnaire",
            "languages",
            "k",
            "comment_k",
            "statement_margin",
            "scale_margin",
            "inference",
            "pulses",
            "targets",
            "attribute",
            "retention_days",
            "few_changed",
            "public_key",
            "launched_at",
            "invitation_texts",
            "opens_on",
            "opens_at",
            "announced",
            "held_up",
        ),
        "the plan of a launched wave cannot be changed",
    ),
    Guard(
        "wave_extended_only",
        "wave",
        "UPDATE",
        "OLD.state <> 'draft' AND NEW.closes_on < OLD.closes_on",
        "the closing date of a launched wave can be extended, never shortened",
    ),
    Guard(
        "wave_in_range",
        "wave",
        "UPDATE",
        # None of these can be taken back once a wave is launched. What was stored before this guard stays.
        "NEW.state = 'open' AND ((OLD.state = 'draft' AND (NEW.k NOT BETWEEN 4 AND 1000"
        " OR NEW.comment_k NOT BETWEEN 4 AND 1000 OR NEW.retention_days NOT BETWEEN 1 AND 365))"
        " OR ((OLD.state = 'draft' OR NEW.closes_on > OLD.closes_on)"
        f" AND NEW.closes_on > {_A_YEAR_AFTER_LAUNCH['postgres']}))",
        "a wave ends within a year of its launch, and its thresholds and its retention lie within their ranges",
    ),
    Guard(
        "wave_state_forward",
        "wave",
        "UPDATE",
        "(OLD.state = 'open' AND NEW.state = 'draft')"
        " OR (OLD.state = 'mixing' AND NEW.state NOT IN ('mixing', 'closed', 'destroyed'))"
        " OR (OLD.state IN ('closed', 'destroyed') AND NEW.state <> OLD.state)",
        "a launched wave cannot go back, and a closed one cannot be opened again",
    ),
    Guard(
        "wave_ended_once",
        "wave",
        "UPDATE",
        "OLD.closed_at IS NOT NULL AND " + _changed("closed_at"),
        "the days after which answers are deleted count from the end of the wave, which stays as it was",
    ),
    Guard(
        "wave_key_destroyed_only",
        "wave",
        "UPDATE",
        "OLD.state <> 'draft' AND NEW.wrapped_private_key IS NOT NULL AND " + _changed("wrapped_private_key"),
        "the key of a launched wave can be destroyed, not replaced",
    ),
    Guard(
        "wave_not_deleted",
        "wave",
        "DELETE",
        "OLD.state IN ('open', 'mixing')",
        "an open wave cannot be deleted",
    ),
    Guard(
        "wave_launched_with_keys",
        "wave",
        "UPDATE",
        "OLD.state = 'draft' AND NEW.state <> 'draft' AND EXISTS"
        " (SELECT 1 FROM company_key k WHERE k.wave_id = OLD.id AND k.rehearsed_at IS NULL)",
        "a wave with key-holders is launched once both keys were made and tried out",
    ),
    Guard(
        "wave_mixed_before_opened",
        "wave",
        "UPDATE",
        "OLD.state <> 'closed' AND NEW.state = 'closed' AND"
        " (SELECT COUNT(*) FROM mix_step s WHERE s.wave_id = OLD.id)"
        " < (SELECT COUNT(*) FROM company_key k WHERE k.wave_id = OLD.id)",
        "a wave with key-holders is opened once both have done their part",
    ),
    Guard(
        "roster_not_extended",
        "participant",
        "INSERT",
        _OPEN_WAVE.format(row="NEW"),
        "the roster is fixed while a wave is open",
    ),
    Guard(
        "roster_not_shortened",
        "participant",
        "DELETE",
        _OPEN_WAVE.format(row="OLD"),
        "the roster is fixed while a wave is open",
    ),
    Guard(
        "roster_frozen",
        "participant",
        "UPDATE",
        f"({_OPEN_WAVE.format(row='OLD')} OR {_OPEN_WAVE.format(row='NEW')}) AND "
        + _changed("alliance_id", "side", "attribute"),
        "the roster is fixed while a wave is open",
    ),
    Guard(
        "do_not_contact_for_good",
        "participant",
        "UPDATE",
        "OLD.do_not_contact AND (NOT NEW.do_not_contact OR " + _changed("email", "alliance_id") + ")",
        "who asked not to be written to is not written to again",
    ),
    Guard(
        "address_corrected_after_refusal",
        "participant",
        "UPDATE",
        # Whether somebody has answered makes no difference: it would tell who has.
        _changed("email")
        + " AND EXISTS (SELECT 1 FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE i.participant_id = OLD.id"
        f" AND {_UNDER_WAY} AND NOT EXISTS (SELECT 1 FROM message m WHERE m.invitation_id = i.id"
        " AND m.kind = 'invitation' AND m.state = 'refused'))",
        "an address can be corrected in an open wave only while its first mail was refused or came back",
    ),
    Guard(
        "invitation_not_added",
        "invitation",
        "INSERT",
        "EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state <> 'draft')",
        "nobody can be invited to a wave after its launch",
    ),
    Guard(
        "invitation_not_removed",
        "invitation",
        "DELETE",
        _of("OLD", _UNDER_WAY),
        "no invitation to an open wave can be taken back",
    ),
    Guard(
        "invitation_spent_once",
        "invitation",
        "UPDATE",
        "(OLD.answered AND NOT NEW.answered) OR NEW.generation < OLD.generation"
        " OR (NEW.generation = OLD.generation AND "
        + _changed("token_hash")
        + ") OR "
        + _changed("wave_id", "participant_id", "nonce"),
        "a spent invitation stays spent, a link that was ended stays ended, and their owner stays the same",
    ),
    Guard(
        "ballot_while_open",
        "ballot",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open')",
        "only an open wave takes ballots",
    ),
    Guard(
        "ballot_never_changed",
        "ballot",
        "UPDATE",
        _changed("id", "wave_id", "side", "sealed"),
        "a ballot cannot be changed",
    ),
    Guard(
        "ballot_not_removed",
        "ballot",
        "DELETE",
        _of("OLD", _UNDER_WAY),
        "no ballot of an open wave can be taken out",
    ),
    Guard(
        "response_never_changed",
        "response",
        "UPDATE",
        _changed("id", "wave_id", "side", '"group"', '"values"'),
        "an answer cannot be changed",
    ),
    Guard(
        "comment_never_changed",
        "comment",
        "UPDATE",
        _changed("id", "wave_id", "side", "question", "text"),
        "a comment cannot be changed",
    ),
    Guard(
        "response_at_the_close_only",
        "response",
        "INSERT",
        "NOT " + _of("NEW", _UNDER_WAY),
        "answers come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "comment_at_the_close_only",
        "comment",
        "INSERT",
        "NOT " + _of("NEW", _UNDER_WAY),
        "comments come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "receipt_at_the_close_only",
        "receipt",
        "INSERT",
        "NOT " + _of("NEW", _UNDER_WAY),
        "receipts come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "receipt_never_changed",
        "receipt",
        "UPDATE",
        _changed("id", "wave_id", "code"),
        "a receipt cannot be changed",
    ),
    Guard(
        "carried_at_the_close_only",
        "carried",
        "INSERT",
        "NOT " + _of("NEW", _UNDER_WAY),
        "changes come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "carried_never_changed",
        "carried",
        "UPDATE",
        _changed("id", "wave_id", "side", "target", "changes", "fits"),
        "what was carried cannot be changed",
    ),
    Guard(
        "companies_frozen",
        "alliance",
        "UPDATE",
        f"EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.id AND {_UNDER_WAY}) AND "
        + _changed(
            "company_a",
            "company_b",
            "domains_a",
            "domains_b",
            "controller",
            "contact",
            "timezone",
            "brand",
            "consultant_id",
        ),
        "the companies, their mail domains, the controller and who asks are fixed while a wave is open",
    ),
    Guard(
        "company_key_not_added",
        "company_key",
        "INSERT",
        _of("NEW", "w.state <> 'draft'"),
        "who holds a key is settled before the launch",
    ),
    Guard(
        "company_key_not_removed",
        "company_key",
        "DELETE",
        _of("OLD", _UNDER_WAY),
        "a key that ballots are sealed to stays",
    ),
    Guard(
        "company_key_frozen",
        "company_key",
        "UPDATE",
        _of("OLD", "w.state <> 'draft'")
        + " AND ("
        + _changed("id", "wave_id", "side", "public_key", "rehearsed_at")
        + " OR (NEW.wrapped_key IS NOT NULL AND "
        + _changed("wrapped_key")
        + "))",
        "the keys of both companies to a launched wave cannot be changed",
    ),
    Guard(
        "company_key_kept",
        "company_key",
        "UPDATE",
        _of("OLD", _UNDER_WAY) + " AND NEW.wrapped_key IS NULL AND OLD.wrapped_key IS NOT NULL",
        "the key of a company is kept until the wave has ended",
    ),
    Guard(
        "key_holder_not_added",
        "key_holder",
        "INSERT",
        _of_holder("NEW", "w.state <> 'draft'"),
        "who holds a key is settled before the launch",
    ),
    Guard(
        "key_holder_not_removed",
        "key_holder",
        "DELETE",
        _of_holder("OLD", _UNDER_WAY),
        "who holds a key stays until the wave has ended",
    ),
    Guard(
        "key_holder_frozen",
        "key_holder",
        "UPDATE",
        _of_holder("OLD", "w.state <> 'draft'")
        + " AND "
        + _changed("id", "key_id", "email", "language", "nonce", "token_hash"),
        "who holds a key is settled before the launch",
    ),
    Guard(
        "mix_step_while_mixing",
        "mix_step",
        "INSERT",
        "NOT " + _of("NEW", "w.state = 'mixing'"),
        "key-holders do their part after the last day and before the wave is opened",
    ),
    Guard(
        "mix_step_never_changed",
        "mix_step",
        "UPDATE",
        _changed(
            "id",
            "wave_id",
            "holder",
            "upload",
            "taken",
            "given",
            "taken_digest",
            "given_digest",
            "done_at",
        ),
        "what a key-holder did cannot be changed",
    ),
    Guard(
        "mix_step_not_removed",
        "mix_step",
        "DELETE",
        _of("OLD", _UNDER_WAY),
        "what a key-holder did cannot be undone",
    ),
    Guard(
        "mixed_ballot_while_mixing",
        "mixed_ballot",
        "INSERT",
        "NOT " + _of("NEW", "w.state = 'mixing'") + " OR " + _STEP.format(row="NEW") + ")",
        "ballots come from a key-holder who has not done their part yet",
    ),
    Guard(
        "mixed_ballot_never_changed",
        "mixed_ballot",
        "UPDATE",
        _changed("id", "wave_id", "holder", "upload", "side", "sealed"),
        "a ballot cannot be changed",
    ),
    Guard(
        "mixed_ballot_not_removed",
        "mixed_ballot",
        "DELETE",
        _of("OLD", _UNDER_WAY) + " AND " + _STEP.format(row="OLD") + " AND s.upload = OLD.upload)",
        "no ballot that a key-holder passed on can be taken out",
    ),
    Guard(
        "report_frozen",
        "report",
        "UPDATE",
        _changed("id", "body", "wave_id", "number"),
        "a Report cannot be changed",
    ),
    Guard(
        "report_kept",
        "report",
        "DELETE",
        # With its wave it goes.
        "EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id)",
        "a Report cannot be deleted, nor a correction undone",
    ),
)


def sqlite_statements(guard: Guard) -> list[str]:
    # SQLite has known IS DISTINCT FROM since 3.39 only; IS NOT means the same there.
    when = guard.when.replace("IS DISTINCT FROM", "IS NOT")
    when = when.replace(_A_YEAR_AFTER_LAUNCH["postgres"], _A_YEAR_AFTER_LAUNCH["sqlite"])
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
