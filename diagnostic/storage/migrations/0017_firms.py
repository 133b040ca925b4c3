import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0016_wave_names")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Firm",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("owner", fields.CharField(unique=True, max_length=300)),
                ("name", fields.CharField(default="", max_length=120)),
                ("contact", fields.CharField(default="", max_length=200)),
                ("logo", fields.BinaryField(null=True)),
                ("accent", fields.CharField(default="", max_length=7)),
                ("wash", fields.CharField(default="", max_length=7)),
                ("sender", fields.CharField(default="", max_length=60)),
                (
                    "mail_texts",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("playbook", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "firm",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A firm's own parts, which count before the deployment's and the product's. What "
                "is null or '' it has none of.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FirmChange",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "firm",
                    fields.ForeignKeyField(
                        "models.Firm",
                        source_field="firm_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="changes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("changed_by", fields.CharField(max_length=120)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("what", fields.CharField(max_length=200)),
            ],
            options={
                "table": "firm_change",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Who changed what of a firm's own, and when.",
            },
            bases=["Model"],
        ),
    ]
