from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0015_instruments")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Wave",
            name="name",
            field=fields.CharField(null=True, max_length=40),
        ),
    ]
