import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from diagnostic.storage.planner_statistics import KeepNoStatistics


class Migration(migrations.Migration):
    dependencies = [("models", "0011_perceived")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Theme",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "wave",
                    fields.ForeignKeyField(
                        "models.Wave",
                        source_field="wave_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="themes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=80)),
                ("text", fields.TextField(default="", unique=False)),
                ("released", fields.BooleanField(default=False)),
                (
                    "comments",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "theme",
                "app": "models",
                "unique_together": (("wave", "name"),),
                "pk_attr": "id",
                "table_description": "What several comments of a wave are about, in the consultant's words, laid over "
                "its Report like the notes.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="CommentNote",
            name="translation",
            field=fields.TextField(null=True, unique=False),
        ),
        # What was noted before there was this column was decided about.
        ops.AddField(
            model_name="CommentNote",
            name="decided",
            field=fields.BooleanField(default=True, db_default=True),
        ),
        KeepNoStatistics(comment_note=("translation",), theme=("name", "text")),
    ]
