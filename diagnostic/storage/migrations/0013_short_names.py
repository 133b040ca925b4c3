from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0012_themes")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Alliance",
            name="short_a",
            field=fields.CharField(null=True, max_length=14),
        ),
        ops.AddField(
            model_name="Alliance",
            name="short_b",
            field=fields.CharField(null=True, max_length=14),
        ),
    ]
