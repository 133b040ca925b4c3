from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards


class Migration(migrations.Migration):
    dependencies = [("models", "0005_inference")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Receipt",
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
                        related_name="receipts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("code", fields.CharField(max_length=16)),
            ],
            options={
                "table": "receipt",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One code of a ballot that was counted, beside nothing: who sent it finds it, "
                "nobody else knows whose it is.",
            },
            bases=["Model"],
        ),
        CreateGuards("receipt_at_the_close_only", "receipt_never_changed"),
    ]
