from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard


class Migration(migrations.Migration):
    dependencies = [("models", "0003_may_have_arrived")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Wave",
            name="pulses",
            field=fields.IntField(default=1, db_default=1),
        ),
        # The plan that cannot be changed has one more column.
        DropGuard("wave_plan_frozen", "wave"),
        CreateGuards("wave_plan_frozen"),
    ]
