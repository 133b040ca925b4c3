import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard
from diagnostic.storage.planner_statistics import KeepNoStatistics


class Migration(migrations.Migration):
    dependencies = [("models", "0010_short_forms")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Carried",
            name="perceived",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
        # What cannot be changed has one more column.
        DropGuard("carried_never_changed", "carried"),
        CreateGuards("carried_never_changed"),
        KeepNoStatistics(carried=("changes", "perceived")),
    ]
