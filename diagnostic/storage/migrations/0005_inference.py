from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard


class Migration(migrations.Migration):
    dependencies = [("models", "0004_pulses")]

    initial = False

    operations = [
        # What is planned already goes on being read by the rules that it was planned under.
        ops.AddField(
            model_name="Wave",
            name="inference",
            field=fields.IntField(default=1, db_default=1),
        ),
        # The plan that cannot be changed has one more column.
        DropGuard("wave_plan_frozen", "wave"),
        CreateGuards("wave_plan_frozen"),
    ]
