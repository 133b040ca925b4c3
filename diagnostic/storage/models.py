"""What is stored. Nothing here links an answer to a person: see docs/anonymity.md before adding a column."""

from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model


class WaveState(StrEnum):
    """A wave's life: draft → open → closed, or → destroyed where a side ended below k."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DESTROYED = "destroyed"


class Consultant(Model):
    """Somebody who signs in. Alliances are theirs alone."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=120)
    password_hash = fields.CharField(max_length=200)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "consultant"


class Alliance(Model):
    """The partnership: two companies and a brand or purpose."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    consultant: fields.ForeignKeyRelation[Consultant] = fields.ForeignKeyField(
        "models.Consultant", related_name="alliances", on_delete=fields.RESTRICT, db_index=True
    )
    consultant_id: UUID
    brand = fields.CharField(max_length=120)
    company_a = fields.CharField(max_length=120)
    company_b = fields.CharField(max_length=120)
    domains_a: fields.Field[list[str]] = fields.JSONField()
    """The mail domains of company a, lower case."""
    domains_b: fields.Field[list[str]] = fields.JSONField()
    timezone = fields.CharField(max_length=64)
    controller = fields.CharField(max_length=300)
    """Who is responsible for the personal data, as the privacy notice names them."""
    contact = fields.CharField(max_length=254)
    """Whom respondents may ask, an email address."""
    attribute = fields.CharField(max_length=60, null=True)
    """What the roster's one attribute is called, such as "function"."""
    simulated = fields.BooleanField(default=False)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "alliance"

    def company(self, side: str) -> str:
        """The name of a side's company."""
        return self.company_a if side == "a" else self.company_b

    def domains(self, side: str) -> list[str]:
        """The mail domains of a side's company."""
        return self.domains_a if side == "a" else self.domains_b


class Participant(Model):
    """One line of the roster."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    alliance: fields.ForeignKeyRelation[Alliance] = fields.ForeignKeyField(
        "models.Alliance", related_name="participants", on_delete=fields.CASCADE
    )
    alliance_id: UUID
    email = fields.CharField(max_length=254)
    side = fields.CharField(max_length=1)
    name = fields.CharField(max_length=120, null=True)
    attribute = fields.CharField(max_length=60, null=True)
    language = fields.CharField(max_length=8)
    do_not_contact = fields.BooleanField(default=False)

    class Meta:
        table = "participant"
        unique_together = (("alliance", "email"),)


class Wave(Model):
    """One round of answering. From launch on the database refuses to change what was promised."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    alliance: fields.ForeignKeyRelation[Alliance] = fields.ForeignKeyField(
        "models.Alliance", related_name="waves", on_delete=fields.CASCADE, db_index=True
    )
    alliance_id: UUID
    kind = fields.CharField(max_length=8)
    state = fields.CharEnumField(WaveState, max_length=10, default=WaveState.DRAFT)
    questionnaire: fields.Field[Any] = fields.JSONField()
    """The questionnaire as it was, less what was switched off."""
    languages: fields.Field[list[str]] = fields.JSONField()
    k = fields.IntField(default=5)
    comment_k = fields.IntField(default=8)
    statement_margin = fields.FloatField(default=0.33)
    """Of delta: sides surely closer than this are called aligned on a statement."""
    scale_margin = fields.FloatField(default=0.125)
    """The same for scales, as a share of the range."""
    attribute = fields.CharField(max_length=60, null=True)
    """The attribute kept with an answer; null where none is."""
    retention_days = fields.IntField(default=90)
    """Responses are deleted this many days after the close."""
    closes_on = fields.DateField()
    """The last day to answer, in the alliance's time zone."""
    invitation_texts: fields.Field[dict[str, dict[str, str]]] = fields.JSONField()
    """By language: the subject and the message that the consultant may edit."""
    public_key = fields.BinaryField(null=True)
    wrapped_private_key = fields.BinaryField(null=True)
    """Sealed under a key derived from the server's secret; destroyed at close."""
    few_changed = fields.BooleanField(default=False)
    """Whether fewer than k people of a side joined or left since an earlier wave that was opened; set at launch."""
    launched_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    participation: fields.Field[dict[str, int] | None] = fields.JSONField(null=True)
    """How many of each side had answered at ``participation_at``; refreshed hourly."""
    participation_at = fields.DatetimeField(null=True)
    reminders_sent = fields.IntField(default=0)
    reminded_at = fields.DatetimeField(null=True)
    warned = fields.BooleanField(default=False)
    """Whether the consultant has been told that a side ended below k."""

    class Meta:
        table = "wave"


class Invitation(Model):
    """One participant's right to answer one wave, once."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="invitations", on_delete=fields.CASCADE
    )
    wave_id: UUID
    participant: fields.ForeignKeyRelation[Participant] = fields.ForeignKeyField(
        "models.Participant", related_name="invitations", on_delete=fields.CASCADE
    )
    participant_id: UUID
    nonce = fields.BinaryField()
    generation = fields.IntField(default=1)
    token_hash = fields.CharField(max_length=64, unique=True)
    answered = fields.BooleanField(default=False)

    class Meta:
        table = "invitation"
        unique_together = (("wave", "participant"),)


class Ballot(Model):
    """One sealed sheet of answers, unreadable until the close."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="ballots", on_delete=fields.CASCADE, db_index=True
    )
    side = fields.CharField(max_length=1)
    sealed = fields.BinaryField()

    class Meta:
        table = "ballot"


class Response(Model):
    """One person's answers after the close, linked to nobody, its comments kept apart."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="responses", on_delete=fields.CASCADE, db_index=True
    )
    side = fields.CharField(max_length=1)
    group = fields.CharField(max_length=60, null=True)
    values: fields.Field[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "response"


class Comment(Model):
    """One comment after the close, with no key to the ratings given beside it."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="comments", on_delete=fields.CASCADE, db_index=True
    )
    side = fields.CharField(max_length=1)
    question = fields.CharField(max_length=120)
    text = fields.TextField()

    class Meta:
        table = "comment"


class StoredReport(Model):
    """The Report of a closed wave, frozen, in its JSON form: the highest number counts."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="reports", on_delete=fields.CASCADE
    )
    number = fields.IntField(default=1)
    """2 and more are corrections of the one before."""
    body = fields.TextField()

    class Meta:
        table = "report"
        unique_together = (("wave", "number"),)


class CommentNote(Model):
    """What a consultant decided about a comment of a Report, laid over it whenever it is read."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="comment_notes", on_delete=fields.CASCADE
    )
    comment = fields.CharField(max_length=64)
    """The comment's digest, as `diagnostic.survey.comments.digest` makes it."""
    taken_out = fields.BooleanField(default=False)
    text = fields.TextField(null=True)
    """What is shown instead of what was written; null where that stands."""
    released = fields.BooleanField(default=False)
    """Whether both companies may read it."""

    class Meta:
        table = "comment_note"
        unique_together = (("wave", "comment"),)


class RenderingState(StrEnum):
    """Where a file made of a Report stands."""

    IN_WORK = "in_work"
    READY = "ready"
    FAILED = "failed"


class Rendering(Model):
    """A file made of a Report: who makes it and how far they are, then what they made."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="renderings", on_delete=fields.CASCADE
    )
    wave_id: UUID
    format = fields.CharField(max_length=8)
    edition = fields.CharField(max_length=16)
    language = fields.CharField(max_length=8)
    shown = fields.CharField(max_length=64)
    """Digest of the Report and of what was decided about its comments."""
    maker = fields.CharField(max_length=64)
    """Digest of what it is made by: the product and the folder of contents."""
    state = fields.CharEnumField(RenderingState, max_length=8, default=RenderingState.IN_WORK)
    claim = fields.UUIDField()
    """Whoever makes it, or made it."""
    heartbeat_at = fields.DatetimeField()
    """When its maker was last seen at work."""
    done = fields.IntField(default=0)
    steps = fields.IntField(default=0)
    """How many there will be, as far as is known."""
    body = fields.BinaryField(null=True)

    class Meta:
        table = "rendering"
        unique_together = (("wave", "format", "edition", "language", "shown", "maker"),)


class MessageKind(StrEnum):
    """What a message is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    NEW_LINK = "new_link"
    TEST = "test"
    PASSWORD_RESET = "password_reset"
    BELOW_K = "below_k"


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
    language = fields.CharField(max_length=8, null=True)
    attempts = fields.IntField(default=0)
    not_before = fields.DatetimeField(auto_now_add=True)
    """When it may next be tried; a worker that claims a message moves this ahead as its lease."""
    error = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "message"
        indexes = (("state", "not_before"),)


class StoredValue(Model):
    """Sessions, password-reset keys and rate-limit counters, each until it expires."""

    key = fields.CharField(max_length=200, primary_key=True)
    value = fields.BinaryField()
    expires_at = fields.DatetimeField(null=True)

    class Meta:
        table = "stored_value"
