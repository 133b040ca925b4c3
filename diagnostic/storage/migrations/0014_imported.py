import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard


class Migration(migrations.Migration):
    dependencies = [("models", "0013_short_names")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Wave",
            name="imported",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
        # The plan that cannot be changed has one more column.
        DropGuard("wave_plan_frozen", "wave"),
        CreateGuards("wave_plan_frozen"),
        ops.CreateModel(
            name="StoredMapping",
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
                        related_name="mappings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=80)),
                ("questionnaire", fields.CharField(max_length=120)),
                (
                    "body",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
            ],
            options={
                "table": "mapping",
                "app": "models",
                "unique_together": (("consultant", "name"),),
                "pk_attr": "id",
                "table_description": "What a consultant said once of a tool's files: columns by their headings, never "
                "what stands in a row.",
            },
            bases=["Model"],
        ),
    ]
