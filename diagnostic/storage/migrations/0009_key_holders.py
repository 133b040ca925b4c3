from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from diagnostic.storage.described import DescribeField
from diagnostic.storage.guards import CreateGuards, DropGuard
from diagnostic.storage.models.outbox import MessageKind
from diagnostic.storage.models.waves import WaveState
from diagnostic.storage.planner_statistics import KeepNoStatistics

_REPLACED = {
    "wave_state_forward": "wave",
    "wave_not_deleted": "wave",
    "roster_not_extended": "participant",
    "roster_not_shortened": "participant",
    "roster_frozen": "participant",
    "address_corrected_after_refusal": "participant",
    "invitation_not_removed": "invitation",
    "ballot_not_removed": "ballot",
    "response_at_the_close_only": "response",
    "comment_at_the_close_only": "comment",
    "receipt_at_the_close_only": "receipt",
    "carried_at_the_close_only": "carried",
    "companies_frozen": "alliance",
}
"""What holds while a wave is open holds while its ballots are mixed, too."""
_NEW = (
    "wave_launched_with_keys",
    "wave_mixed_before_opened",
    "company_key_not_added",
    "company_key_not_removed",
    "company_key_frozen",
    "company_key_kept",
    "key_holder_not_added",
    "key_holder_not_removed",
    "key_holder_frozen",
    "mix_step_while_mixing",
    "mix_step_never_changed",
    "mix_step_not_removed",
    "mixed_ballot_while_mixing",
    "mixed_ballot_never_changed",
    "mixed_ballot_not_removed",
)


class Migration(migrations.Migration):
    dependencies = [("models", "0008_carried")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CompanyKey",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "wave",
                    fields.ForeignKeyField(
                        "models.Wave",
                        source_field="wave_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="company_keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("side", fields.CharField(max_length=1)),
                ("public_key", fields.BinaryField(null=True)),
                ("wrapped_key", fields.BinaryField(null=True)),
                ("rehearsed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reminded", fields.IntField(default=0)),
            ],
            options={
                "table": "company_key",
                "app": "models",
                "unique_together": (("wave", "side"),),
                "pk_attr": "id",
                "table_description": "One company has this key to the ballots of a wave. Frozen at the launch. Without any, a wave has no holders.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KeyHolder",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "key",
                    fields.ForeignKeyField(
                        "models.CompanyKey",
                        source_field="key_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="holders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                ("language", fields.CharField(max_length=8)),
                ("nonce", fields.BinaryField()),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
            ],
            options={
                "table": "key_holder",
                "app": "models",
                "unique_together": (("key", "email"),),
                "pk_attr": "id",
                "table_description": "A person who holds the key of their company. Where there are two, either may do what is to be done.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MixStep",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "wave",
                    fields.ForeignKeyField(
                        "models.Wave",
                        source_field="wave_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="mix_steps",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("holder", fields.CharField(max_length=1)),
                ("upload", fields.UUIDField()),
                ("taken", fields.JSONField()),
                ("given", fields.JSONField()),
                ("taken_digest", fields.CharField(max_length=64)),
                ("given_digest", fields.CharField(max_length=64)),
                ("done_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mix_step",
                "app": "models",
                "unique_together": (("wave", "holder"),),
                "pk_attr": "id",
                "table_description": "What the holder of one company did after the last day: once, and never again.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MixedBallot",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "wave",
                    fields.ForeignKeyField(
                        "models.Wave",
                        source_field="wave_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="mixed_ballots",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("holder", fields.CharField(max_length=1)),
                ("upload", fields.UUIDField()),
                ("side", fields.CharField(max_length=1)),
                ("sealed", fields.BinaryField()),
            ],
            options={
                "table": "mixed_ballot",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A ballot less the layers of the holders who have had it, in no order, until the wave ends.",
            },
            bases=["Model"],
        ),
        DescribeField(
            model_name="MailCount",
            name="kind",
            field=fields.CharEnumField(
                description="INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported\nSTEP_FAILED: step_failed\nKEY_WANTED: key_wanted\nTURN: turn\nHOLDERS_DONE: holders_done\nHOLDER_AWAITED: holder_awaited\nMIX_FAILED: mix_failed",
                enum_type=MessageKind,
                max_length=20,
            ),
        ),
        DescribeField(
            model_name="Message",
            name="kind",
            field=fields.CharEnumField(
                description="INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported\nSTEP_FAILED: step_failed\nKEY_WANTED: key_wanted\nTURN: turn\nHOLDERS_DONE: holders_done\nHOLDER_AWAITED: holder_awaited\nMIX_FAILED: mix_failed",
                enum_type=MessageKind,
                max_length=20,
            ),
        ),
        ops.AddField(
            model_name="Message",
            name="holder",
            field=fields.ForeignKeyField(
                "models.KeyHolder",
                source_field="holder_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name="messages",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        # A field that is added gets its index by hand.
        ops.RunSQL(['CREATE INDEX "idx_message_holder_id" ON "message" ("holder_id")']),
        DescribeField(
            model_name="Wave",
            name="state",
            field=fields.CharEnumField(
                default=WaveState.DRAFT,
                description="DRAFT: draft\nOPEN: open\nMIXING: mixing\nCLOSED: closed\nDESTROYED: destroyed",
                enum_type=WaveState,
                max_length=10,
            ),
        ),
        *(DropGuard(name, table) for name, table in _REPLACED.items()),
        CreateGuards(*_REPLACED, *_NEW),
        KeepNoStatistics(company_key=("wrapped_key",), mixed_ballot=("sealed",)),
    ]
