"""What is kept of a wave's Report: itself, what was decided about it, and the files made of it."""

from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.waves import Wave


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
    translation = fields.TextField(null=True)
    """The consultant's own, of what is shown; null where there is none."""
    released = fields.BooleanField(default=False)
    """Whether both companies may read it."""
    decided = fields.BooleanField(default=True, db_default=True)
    """Whether it was gone through; before that it may be reworded or translated already."""

    class Meta:
        table = "comment_note"
        unique_together = (("wave", "comment"),)


class Theme(Model):
    """What several comments of a wave are about, in the consultant's words, laid over its Report like the notes."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="themes", on_delete=fields.CASCADE
    )
    name = fields.CharField(max_length=80)
    text = fields.TextField(default="")
    """What the comments say, told in other words."""
    released = fields.BooleanField(default=False)
    """Whether both companies may read name and text."""
    comments: fields.Field[list[str]] = fields.JSONField(default=list)
    """The digests of the comments about it."""

    class Meta:
        table = "theme"
        unique_together = (("wave", "name"),)


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
    """Digest of what it is made by: the product, the folder of contents, and what the firm has of its own."""
    state = fields.CharEnumField(RenderingState, max_length=8, default=RenderingState.IN_WORK)
    claim = fields.UUIDField()
    """Whoever makes it, or made it."""
    heartbeat_at = fields.DatetimeField()
    """When its maker was last seen at work."""
    done = fields.IntField(default=0)
    steps = fields.IntField(default=0)
    """Both were written while charts took long; nothing is any more."""
    body = fields.BinaryField(null=True)

    class Meta:
        table = "rendering"
        unique_together = (("wave", "format", "edition", "language", "shown", "maker"),)
