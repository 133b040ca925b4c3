"""The two companies' own keys to the ballots of a wave, who holds them, and what they made of the ballots."""

from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.columns import side_column
from diagnostic.storage.models.waves import Wave


class CompanyKey(Model):
    """One company has this key to the ballots of a wave. Frozen at the launch. Without any, a wave has no holders."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="company_keys", on_delete=fields.CASCADE
    )
    wave_id: UUID
    side = side_column()
    public_key = fields.BinaryField(null=True)
    """A point of P-256, uncompressed; null until somebody has made the key."""
    wrapped_key = fields.BinaryField(null=True)
    """The private key under a key made of the key code, which the server never sees; destroyed at the end."""
    rehearsed_at = fields.DatetimeField(null=True)
    """When somebody opened a test ballot with it; anew for each key that is made."""
    asked_at = fields.DatetimeField()
    """Since when what the holders are to do has been waited for: the key, or their part of the mixing."""
    reminded = fields.IntField(default=0)
    """How often they were reminded since then."""
    holders: fields.ReverseRelation["KeyHolder"]

    class Meta:
        table = "company_key"
        unique_together = (("wave", "side"),)


class KeyHolder(Model):
    """A person who holds the key of their company. Where there are two, either may do what is to be done."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    key: fields.ForeignKeyRelation[CompanyKey] = fields.ForeignKeyField(
        "models.CompanyKey", related_name="holders", on_delete=fields.CASCADE
    )
    email = fields.CharField(max_length=254)
    language = fields.CharField(max_length=8)
    nonce = fields.BinaryField()
    token_hash = fields.CharField(max_length=64, unique=True)

    class Meta:
        table = "key_holder"
        unique_together = (("key", "email"),)


class MixStep(Model):
    """What the holder of one company did after the last day: once, and never again."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="mix_steps", on_delete=fields.CASCADE
    )
    wave_id: UUID
    holder = side_column()
    """The side whose layer was taken off."""
    upload = fields.UUIDField()
    """Which of the lists that were sent counts."""
    taken: fields.Field[dict[str, int]] = fields.JSONField()
    """How many ballots of each side came in, and in `given` went out; the rest were twice there, or did not open."""
    given: fields.Field[dict[str, int]] = fields.JSONField()
    taken_digest = fields.CharField(max_length=64)
    """Of what came in, and in `given_digest` of what went out; see `diagnostic.survey.mixing.digest`."""
    given_digest = fields.CharField(max_length=64)
    done_at = fields.DatetimeField()

    class Meta:
        table = "mix_step"
        unique_together = (("wave", "holder"),)


class MixedBallot(Model):
    """A ballot less the layers of the holders who have had it, in no order, until the wave ends."""

    id = fields.UUIDField(primary_key=True)
    """Made of its bytes, so that what is sent twice is there once, and the order of sending is no order here."""
    wave: fields.ForeignKeyRelation[Wave] = fields.ForeignKeyField(
        "models.Wave", related_name="mixed_ballots", on_delete=fields.CASCADE, db_index=True
    )
    wave_id: UUID
    holder = side_column()
    upload = fields.UUIDField()
    side = side_column()
    sealed = fields.BinaryField()

    class Meta:
        table = "mixed_ballot"
