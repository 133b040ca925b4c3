from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from diagnostic.storage.guards import CreateGuards, DropGuard


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Wave",
            name="failed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Wave",
            name="failed_step",
            field=fields.CharField(null=True, max_length=60),
        ),
        ops.AddField(
            model_name="Wave",
            name="mail_paused",
            field=fields.CharField(null=True, max_length=300),
        ),
        ops.AddField(
            model_name="Wave",
            name="mail_paused_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Wave",
            name="mail_pauses",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Wave",
            name="mail_resumes_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Wave",
            name="remind_everybody",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        CreateGuards("wave_in_range", "address_corrected_after_refusal"),
        DropGuard("address_corrected_only_after_refusal", "participant"),
    ]
