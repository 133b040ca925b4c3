"""What was said of tables that come from outside, kept for the next of their kind."""

from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.people import Consultant


class StoredMapping(Model):
    """What a consultant said once of a tool's files: columns by their headings, never what stands in a row."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    consultant: fields.ForeignKeyRelation[Consultant] = fields.ForeignKeyField(
        "models.Consultant", related_name="mappings", on_delete=fields.CASCADE, db_index=True
    )
    consultant_id: UUID
    name = fields.CharField(max_length=80)
    questionnaire = fields.CharField(max_length=120)
    body: fields.Field[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "mapping"
        unique_together = (("consultant", "name"),)
