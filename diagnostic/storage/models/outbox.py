"""Mails that wait and what is kept of those that went out; and values that expire."""

from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.columns import side_column
from diagnostic.storage.models.holders import KeyHolder
from diagnostic.storage.models.people import Consultant
from diagnostic.storage.models.waves import Invitation, Wave


class MessageKind(StrEnum):
    """What a message is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    NEW_LINK = "new_link"
    TEST = "test"
    PASSWORD_RESET = "password_reset"
    BELOW_K = "below_k"
    OPENS_SOON = "opens_soon"
    HELD_UP = "held_up"
    """A pulse that cannot open, or the mails of an open wave that wait."""
    REPORTED = "reported"
    STEP_FAILED = "step_failed"
    KEY_WANTED = "key_wanted"
    """To a key-holder, as the next two: make the key, or do your part; or, the wave has ended."""
    TURN = "turn"
    HOLDERS_DONE = "holders_done"
    HOLDER_AWAITED = "holder_awaited"
    """To consultants: a key-holder has been waited for; and that the ballots were destroyed for it."""
    MIX_FAILED = "mix_failed"


class MessageState(StrEnum):
    """Where a message stands. A reminder is deleted once it is done: its trace would name who has not answered."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


class Message(Model):
    """The outbox. It holds whom to write to and why, never a link: the worker makes the link as it sends."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    kind = fields.CharEnumField(MessageKind, max_length=20)
    state = fields.CharEnumField(MessageState, max_length=10, default=MessageState.WAITING)
    invitation: fields.ForeignKeyNullableRelation[Invitation] = fields.ForeignKeyField(
        "models.Invitation", related_name="messages", on_delete=fields.CASCADE, db_index=True, null=True
    )
    invitation_id: UUID | None
    wave: fields.ForeignKeyNullableRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="messages", on_delete=fields.CASCADE, db_index=True, null=True
    )
    wave_id: UUID | None
    consultant: fields.ForeignKeyNullableRelation[Consultant] = fields.ForeignKeyField(
        "models.Consultant", related_name="messages", on_delete=fields.CASCADE, db_index=True, null=True
    )
    consultant_id: UUID | None
    holder: fields.ForeignKeyNullableRelation[KeyHolder] = fields.ForeignKeyField(
        "models.KeyHolder", related_name="messages", on_delete=fields.CASCADE, db_index=True, null=True
    )
    holder_id: UUID | None
    language = fields.CharField(max_length=8, null=True)
    attempts = fields.IntField(default=0)
    not_before = fields.DatetimeField(auto_now_add=True)
    """When it may next be tried; a worker that claims a message moves this ahead as its lease."""
    error = fields.CharField(max_length=300, null=True)
    may_have_arrived = fields.BooleanField(default=False, db_default=False)
    """Whether somebody may have read a first mail that counts as refused: whatever is done about it later, once it
    may have been so it stays so, and the mail that is sent in its place has it too."""

    class Meta:
        table = "message"
        indexes = (("state", "not_before"),)


class MailCount(Model):
    """How many mails of a wave went out on a day to a side, never to whom."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="mail_counts", on_delete=fields.CASCADE
    )
    wave_id: UUID
    day = fields.DateField()
    """In the alliance's time zone."""
    kind = fields.CharEnumField(MessageKind, max_length=20)
    side = side_column()
    sent = fields.IntField(default=0)

    class Meta:
        table = "mail_count"
        unique_together = (("wave", "day", "kind", "side"),)


class StoredValue(Model):
    """Sessions, password-reset keys, rate-limit counters, sealed access tokens: each until it expires, if it does."""

    key = fields.CharField(max_length=200, primary_key=True)
    value = fields.BinaryField()
    expires_at = fields.DatetimeField(null=True)

    class Meta:
        table = "stored_value"
