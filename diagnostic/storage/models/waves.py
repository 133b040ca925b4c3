"""A round of answering, and what is stored of it. Nothing here links an answer to a person: see docs/anonymity.md."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.columns import side_column
from diagnostic.storage.models.people import Alliance, Participant

_A_YEAR = timedelta(days=366)


class WaveState(StrEnum):
    """A wave's life: draft → open → closed, or → destroyed where it could not be opened as promised.

    Between open and closed lies mixing, where a wave has key-holders."""

    DRAFT = "draft"
    OPEN = "open"
    MIXING = "mixing"
    """Nobody can answer any more, and each key-holder in turn takes their layer off the ballots."""
    CLOSED = "closed"
    DESTROYED = "destroyed"


class Wave(Model):
    """One round of answering. From launch on the database refuses to change what was promised."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    alliance: fields.ForeignKeyRelation[Alliance] = fields.ForeignKeyField(
        "models.Alliance", related_name="waves", on_delete=fields.CASCADE, db_index=True
    )
    alliance_id: UUID
    kind = fields.CharField(max_length=8)
    name = fields.CharField(max_length=40, null=True)
    """What its consultant calls it, which may change at any time: respondents never read it. Null where it has none."""
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
    inference = fields.IntField(default=1, db_default=1)
    """By which version of the rules answers are judged; 1 for what was planned before there was this column."""
    pulses = fields.IntField(default=1, db_default=1)
    """Over how many waves alpha is spent for what moved; 1 for what was planned before there was this column."""
    targets: fields.Field[list[dict[str, Any]] | None] = fields.JSONField(null=True)
    """Of what people may carry their own changes, three at most: ``{"id": "trust@b", "statements":
    ["trust.candour@b"]}``; null where of nothing."""
    imported: fields.Field[dict[str, Any] | None] = fields.JSONField(null=True)
    """Of answers that were collected elsewhere: ``{"tool": "Unipark", "invited": {"a": 40, "b": null}}``, the tool as
    far as it is known and how many were asked there; null of a wave whose answers were given here."""
    asked_again: fields.Field[list[str] | None] = fields.JSONField(null=True)
    """The statements that pulses will ask again, as far as was known; null for what was planned before there was this
    column."""
    attribute = fields.CharField(max_length=60, null=True)
    """The attribute kept with an answer; null where none is."""
    retention_days = fields.IntField(default=90)
    """Responses are deleted this many days after the close."""
    opens_on = fields.DateField(null=True)
    """The day on which the worker launches a draft, in the alliance's time zone; null where a consultant does."""
    opens_at = fields.CharField(max_length=5, default="09:00")
    """The time of day at which it does so, and sends reminders: ``09:00``."""
    closes_on = fields.DateField()
    """The last day to answer, in the alliance's time zone."""
    remind_on: fields.Field[list[str]] = fields.JSONField(default=list)
    """The days on which the worker is still to remind, ``2026-12-01``; two at most."""
    invitation_texts: fields.Field[dict[str, dict[str, str]]] = fields.JSONField()
    """By language: the subject and the message that the consultant may edit."""
    reminder_texts: fields.Field[dict[str, dict[str, str]]] = fields.JSONField(default=dict)
    """The same for reminders, which may be changed until they are sent."""
    public_key = fields.BinaryField(null=True)
    """The server's, 65 bytes; where there are key-holders, b's and then a's after it, as ballots are sealed. Of waves
    that were launched before pages could seal, 32 bytes."""
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
    warned_at = fields.DatetimeField(null=True)
    """When the consultants were told that a side ended below k."""
    announced = fields.BooleanField(default=False)
    """Whether the consultant has been told that the worker is about to launch it."""
    held_up = fields.CharField(max_length=300, null=True)
    """Why the worker could not launch it when it was time, as the consultant was told."""
    remind_everybody = fields.BooleanField(default=False, db_default=False)
    """Whether reminders go to everybody invited, so that a mailbox with one does not say who has not answered."""
    mail_paused = fields.CharField(max_length=300, null=True)
    """Why its mail waits: what the mail server said about our account or itself, never about an address."""
    mail_paused_at = fields.DatetimeField(null=True)
    mail_resumes_at = fields.DatetimeField(null=True)
    """When sending is tried again by itself."""
    mail_pauses = fields.IntField(default=0, db_default=0)
    """How often in a row it was paused; each pause is longer than the one before."""
    failed_step = fields.CharField(max_length=60, null=True)
    """What the worker could not do for it the last time it tried, such as ``close``."""
    failed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "wave"

    def last_day(self) -> date:
        """The last day to answer, within a year of the launch.

        Waves that were extended before there was a limit may say 9999-12-31, after which there is no day.
        """
        return min(self.closes_on, self.launched_at.date() + _A_YEAR) if self.launched_at else self.closes_on

    def kept_since(self) -> datetime | None:
        """From when on the days count after which answers are deleted: those from a file came after their last day."""
        if self.imported is None or self.closed_at is None or self.launched_at is None:
            return self.closed_at
        return max(self.closed_at, self.launched_at)

    def deadline(self, alliance: Alliance) -> datetime:
        """The moment the last day ends where the alliance is."""
        midnight = datetime.combine(self.last_day() + timedelta(days=1), time.min, ZoneInfo(alliance.timezone))
        return midnight.astimezone(UTC)


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
    side = side_column()
    sealed = fields.BinaryField()

    class Meta:
        table = "ballot"


class Response(Model):
    """One person's answers after the close, linked to nobody, its comments kept apart."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="responses", on_delete=fields.CASCADE, db_index=True
    )
    side = side_column()
    group = fields.CharField(max_length=60, null=True)
    values: fields.Field[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "response"


class Carried(Model):
    """How many of a side carried each change of one target into a wave, until its Report is stored."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="carried", on_delete=fields.CASCADE, db_index=True
    )
    side = side_column()
    target = fields.CharField(max_length=120)
    changes: fields.Field[dict[str, int]] = fields.JSONField()
    """How many had a change of so many points: ``{"0.5": 3}``."""
    fits = fields.BooleanField()
    """Whether the first answers beside them may be some of those that the first wave counted."""
    perceived: fields.Field[list[int] | None] = fields.JSONField(null=True)
    """How many see it worse, the same, and better than at the first survey; null where that was not asked."""

    class Meta:
        table = "carried"


class Comment(Model):
    """One comment after the close, with no key to the ratings given beside it."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="comments", on_delete=fields.CASCADE, db_index=True
    )
    side = side_column()
    question = fields.CharField(max_length=120)
    text = fields.TextField()

    class Meta:
        table = "comment"


class Receipt(Model):
    """One code of a ballot that was counted, beside nothing: who sent it finds it, nobody else knows whose it is."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="receipts", on_delete=fields.CASCADE, db_index=True
    )
    code = fields.CharField(max_length=16)

    class Meta:
        table = "receipt"
