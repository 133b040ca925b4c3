import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard


class Migration(migrations.Migration):
    dependencies = [("models", "0009_key_holders")]

    initial = False

    operations = [
        # What is launched already keeps the plan that it was launched with, which has no short forms.
        ops.AddField(
            model_name="Wave",
            name="asked_again",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
        # The plan that cannot be changed has one more column.
        DropGuard("wave_plan_frozen", "wave"),
        CreateGuards("wave_plan_frozen"),
    ]
