"""What firms have of their own: how their briefings look, what their mails say and from whom, their playbook."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model


class Firm(Model):
    """A firm's own parts, which count before the deployment's and the product's. What is null or '' it has none of."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    owner = fields.CharField(max_length=300, unique=True)
    """Whose it is, as `diagnostic.survey.firms.owner` names a consultant's firm."""
    name = fields.CharField(max_length=120, default="")
    contact = fields.CharField(max_length=200, default="")
    logo: fields.Field[bytes | None] = fields.BinaryField(null=True)
    """A PNG of our own making, whatever was uploaded."""
    accent = fields.CharField(max_length=7, default="")
    wash = fields.CharField(max_length=7, default="")
    sender = fields.CharField(max_length=60, default="")
    mail_texts: fields.Field[dict[str, dict[str, dict[str, str]]]] = fields.JSONField(default=dict)
    """By language and kind of mail, subject and message with their placeholders: what new waves begin with."""
    playbook = fields.TextField(null=True)
    """A whole playbook, as TOML."""

    class Meta:
        table = "firm"


class FirmChange(Model):
    """Who changed what of a firm's own, and when."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    firm: fields.ForeignKeyRelation[Firm] = fields.ForeignKeyField(
        "models.Firm", related_name="changes", on_delete=fields.CASCADE, db_index=True
    )
    changed_by = fields.CharField(max_length=120)
    """The name of the consultant who changed it."""
    changed_at = fields.DatetimeField(auto_now_add=True)
    what = fields.CharField(max_length=200)

    class Meta:
        table = "firm_change"
