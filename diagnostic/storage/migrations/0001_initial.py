import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, KeepNoStatistics
from diagnostic.storage.models import MessageKind, MessageState, WaveState


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Consultant",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("name", fields.CharField(max_length=120)),
                ("password_hash", fields.CharField(max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "consultant",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Somebody who signs in. Alliances are theirs alone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Alliance",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "consultant",
                    fields.ForeignKeyField(
                        "models.Consultant",
                        source_field="consultant_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="alliances",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("brand", fields.CharField(max_length=120)),
                ("company_a", fields.CharField(max_length=120)),
                ("company_b", fields.CharField(max_length=120)),
                ("domains_a", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("domains_b", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("timezone", fields.CharField(max_length=64)),
                ("controller", fields.CharField(max_length=300)),
                ("contact", fields.CharField(max_length=254)),
                ("attribute", fields.CharField(null=True, max_length=60)),
                ("simulated", fields.BooleanField(default=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "alliance",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The partnership: two companies and a brand or purpose.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Participant",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "alliance",
                    fields.ForeignKeyField(
                        "models.Alliance",
                        source_field="alliance_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="participants",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                ("side", fields.CharField(max_length=1)),
                ("name", fields.CharField(null=True, max_length=120)),
                ("attribute", fields.CharField(null=True, max_length=60)),
                ("language", fields.CharField(max_length=8)),
                ("do_not_contact", fields.BooleanField(default=False)),
            ],
            options={
                "table": "participant",
                "app": "models",
                "unique_together": (("alliance", "email"),),
                "pk_attr": "id",
                "table_description": "One line of the roster.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StoredValue",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=200)),
                ("value", fields.BinaryField()),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "stored_value",
                "app": "models",
                "pk_attr": "key",
                "table_description": "Sessions, password-reset keys and rate-limit counters, each until it expires.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Wave",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "alliance",
                    fields.ForeignKeyField(
                        "models.Alliance",
                        source_field="alliance_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="waves",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=8)),
                (
                    "state",
                    fields.CharEnumField(
                        default=WaveState.DRAFT,
                        description="DRAFT: draft\nOPEN: open\nCLOSED: closed\nDESTROYED: destroyed",
                        enum_type=WaveState,
                        max_length=10,
                    ),
                ),
                (
                    "questionnaire",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("languages", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("k", fields.IntField(default=5)),
                ("comment_k", fields.IntField(default=8)),
                ("statement_margin", fields.FloatField(default=0.33)),
                ("scale_margin", fields.FloatField(default=0.125)),
                ("attribute", fields.CharField(null=True, max_length=60)),
                ("retention_days", fields.IntField(default=90)),
                ("closes_on", fields.DateField()),
                (
                    "invitation_texts",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("public_key", fields.BinaryField(null=True)),
                ("wrapped_private_key", fields.BinaryField(null=True)),
                ("launched_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "participation",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("participation_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminders_sent", fields.IntField(default=0)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("warned", fields.BooleanField(default=False)),
            ],
            options={
                "table": "wave",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One round of answering. From launch on the database refuses to change what was promised.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ballot",
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
                        related_name="ballots",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("side", fields.CharField(max_length=1)),
                ("sealed", fields.BinaryField()),
            ],
            options={
                "table": "ballot",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One sealed sheet of answers, unreadable until the close.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Comment",
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
                        related_name="comments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("side", fields.CharField(max_length=1)),
                ("question", fields.CharField(max_length=120)),
                ("text", fields.TextField(unique=False)),
            ],
            options={
                "table": "comment",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One comment after the close, with no key to the ratings given beside it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "wave",
                    fields.ForeignKeyField(
                        "models.Wave",
                        source_field="wave_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "participant",
                    fields.ForeignKeyField(
                        "models.Participant",
                        source_field="participant_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("nonce", fields.BinaryField()),
                ("generation", fields.IntField(default=1)),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("answered", fields.BooleanField(default=False)),
            ],
            options={
                "table": "invitation",
                "app": "models",
                "unique_together": (("wave", "participant"),),
                "pk_attr": "id",
                "table_description": "One participant's right to answer one wave, once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="INVITATION: invitation\nREMINDER: reminder\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k",
                        enum_type=MessageKind,
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=MessageState.WAITING,
                        description="WAITING: waiting\nSENT: sent\nREFUSED: refused",
                        enum_type=MessageState,
                        max_length=10,
                    ),
                ),
                (
                    "invitation",
                    fields.ForeignKeyField(
                        "models.Invitation",
                        source_field="invitation_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "wave",
                    fields.ForeignKeyField(
                        "models.Wave",
                        source_field="wave_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "consultant",
                    fields.ForeignKeyField(
                        "models.Consultant",
                        source_field="consultant_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("language", fields.CharField(null=True, max_length=8)),
                ("attempts", fields.IntField(default=0)),
                ("not_before", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("error", fields.CharField(null=True, max_length=300)),
            ],
            options={
                "table": "message",
                "app": "models",
                "indexes": [Index(fields=["state", "not_before"])],
                "pk_attr": "id",
                "table_description": "The outbox. It holds whom to write to and why, never a link: the worker makes the link as it sends.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Response",
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
                        related_name="responses",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("side", fields.CharField(max_length=1)),
                ("group", fields.CharField(null=True, max_length=60)),
                ("values", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
            ],
            options={
                "table": "response",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One person's answers after the close, linked to nobody, its comments kept apart.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StoredReport",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "wave",
                    fields.OneToOneField(
                        "models.Wave",
                        source_field="wave_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="report",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "report",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The Report of a closed wave, frozen, in its JSON form.",
            },
            bases=["Model"],
        ),
        CreateGuards(
            "wave_plan_frozen",
            "wave_extended_only",
            "wave_state_forward",
            "wave_key_destroyed_only",
            "wave_not_deleted",
            "roster_not_extended",
            "roster_not_shortened",
            "roster_frozen",
            "address_corrected_only_after_refusal",
            "invitation_not_added",
            "invitation_not_removed",
            "invitation_spent_once",
            "ballot_while_open",
            "ballot_never_changed",
            "companies_frozen",
            "report_frozen",
        ),
        KeepNoStatistics(
            wave=("wrapped_private_key",),
            ballot=("sealed",),
            response=("values", "group"),
            comment=("text",),
        ),
    ]
