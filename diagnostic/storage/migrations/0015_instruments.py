import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0014_imported")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Instrument",
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
                        related_name="instruments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "instrument",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A questionnaire of one's own, its consultant's and their firm's. Waves "
                "keep what they asked themselves.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InstrumentVersion",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "instrument",
                    fields.ForeignKeyField(
                        "models.Instrument",
                        source_field="instrument_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="versions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                (
                    "questionnaire",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("changed_by", fields.CharField(max_length=120)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "instrument_version",
                "app": "models",
                "unique_together": (("instrument", "number"),),
                "pk_attr": "id",
                "table_description": "What it was after one change: whole or half-made.",
            },
            bases=["Model"],
        ),
    ]
