"""Questionnaires that consultants made themselves, in every version they ever had."""

from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.people import Consultant


class Instrument(Model):
    """A questionnaire of one's own, its consultant's and their firm's. Waves keep what they asked themselves."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    consultant: fields.ForeignKeyRelation[Consultant] = fields.ForeignKeyField(
        "models.Consultant", related_name="instruments", on_delete=fields.RESTRICT, db_index=True
    )
    consultant_id: UUID
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "instrument"


class InstrumentVersion(Model):
    """What it was after one change: whole or half-made."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    instrument: fields.ForeignKeyRelation[Instrument] = fields.ForeignKeyField(
        "models.Instrument", related_name="versions", on_delete=fields.CASCADE
    )
    instrument_id: UUID
    number = fields.IntField()
    """1 for what it was made from, then one more with each change."""
    questionnaire: fields.Field[Any] = fields.JSONField()
    changed_by = fields.CharField(max_length=120)
    """The name of the consultant who changed it."""
    changed_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "instrument_version"
        unique_together = (("instrument", "number"),)
