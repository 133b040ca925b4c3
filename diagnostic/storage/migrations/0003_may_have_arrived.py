from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_paused_mail")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Message",
            name="may_have_arrived",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        # An error said so itself until now: it began with that sentence.
        ops.RunSQL(
            [
                "UPDATE message SET may_have_arrived = TRUE,"
                " error = NULLIF(TRIM(REPLACE(error, 'It may have arrived all the same.', '')), '')"
                " WHERE error LIKE 'It may have arrived all the same.%'",
                # What is kept of an address is what was said of the mail, and is compared with it.
                "UPDATE participant SET refused = TRIM(REPLACE(refused, 'It may have arrived all the same.', ''))"
                " WHERE refused LIKE 'It may have arrived all the same.%'",
            ]
        ),
    ]
