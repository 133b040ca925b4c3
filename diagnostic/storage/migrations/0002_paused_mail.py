from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from diagnostic.storage.described import DescribeField
from diagnostic.storage.guards import CreateGuards, DropGuard
from diagnostic.storage.models.outbox import MessageKind


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
        DescribeField(
            model_name="MailCount",
            name="kind",
            field=fields.CharEnumField(
                description="INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported\nSTEP_FAILED: step_failed",
                enum_type=MessageKind,
                max_length=20,
            ),
        ),
        DescribeField(
            model_name="Message",
            name="kind",
            field=fields.CharEnumField(
                description="INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported\nSTEP_FAILED: step_failed",
                enum_type=MessageKind,
                max_length=20,
            ),
        ),
        ops.AlterModelOptions(
            name="StoredValue",
            options={
                "table": "stored_value",
                "app": "models",
                "pk_attr": "key",
                "table_description": "Sessions, password-reset keys, rate-limit counters, sealed access tokens: each until it expires, if it does.",
            },
        ),
        CreateGuards("wave_in_range", "address_corrected_after_refusal"),
        DropGuard("address_corrected_only_after_refusal", "participant"),
    ]
