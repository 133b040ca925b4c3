import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard


class Migration(migrations.Migration):
    dependencies = [("models", "0006_receipts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Carried",
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
                        related_name="carried",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("side", fields.CharField(max_length=1)),
                ("target", fields.CharField(max_length=120)),
                ("changes", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("fits", fields.BooleanField()),
            ],
            options={
                "table": "carried",
                "app": "models",
                "pk_attr": "id",
                "table_description": "How many of a side carried each change of one target into a wave, until its Report "
                "is stored.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Wave",
            name="targets",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
        # The plan that cannot be changed has one more column.
        DropGuard("wave_plan_frozen", "wave"),
        CreateGuards("wave_plan_frozen", "carried_at_the_close_only", "carried_never_changed"),
    ]
