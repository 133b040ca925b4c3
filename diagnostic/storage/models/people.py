"""Who works with whom: consultants, alliances and their rosters, and what was agreed."""

import hashlib
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from diagnostic.storage.models.columns import side_column


class Consultant(Model):
    """Somebody who signs in. Alliances are theirs, and of a colleague with whom they share one."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=120)
    firm = fields.CharField(max_length=254, default="")
    """Whom they work for; colleagues have the same. Whoever has none has no colleagues."""
    password_hash = fields.CharField(max_length=200)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "consultant"

    def password_stamp(self) -> str:
        """Changes with the password, and tells nothing about it or about its stored hash.

        What opens the account by itself carries it: sessions, reset links, what is counted of attempts. So none of
        these outlives the password, whoever changes it.
        """
        return hashlib.sha256(b"session\0" + self.password_hash.encode()).hexdigest()[:32]


class Alliance(Model):
    """The partnership: two companies and a brand or purpose."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    consultant: fields.ForeignKeyRelation[Consultant] = fields.ForeignKeyField(
        "models.Consultant", related_name="alliances", on_delete=fields.RESTRICT, db_index=True
    )
    consultant_id: UUID
    second: fields.ForeignKeyNullableRelation[Consultant] = fields.ForeignKeyField(
        "models.Consultant", related_name="shared_alliances", on_delete=fields.SET_NULL, db_index=True, null=True
    )
    """A colleague of the same firm who works on it too."""
    second_id: UUID | None
    brand = fields.CharField(max_length=120)
    company_a = fields.CharField(max_length=120)
    company_b = fields.CharField(max_length=120)
    short_a = fields.CharField(max_length=14, null=True)
    """What company a is called in charts, tables and slides; null where it was set up before that was asked."""
    short_b = fields.CharField(max_length=14, null=True)
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

    def short(self, side: str) -> str:
        """What a side's company is called in little room; '' where that was not asked."""
        return (self.short_a if side == "a" else self.short_b) or ""

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
    side = side_column()
    name = fields.CharField(max_length=120, null=True)
    attribute = fields.CharField(max_length=60, null=True)
    language = fields.CharField(max_length=8)
    do_not_contact = fields.BooleanField(default=False)
    refused = fields.CharField(max_length=300, null=True)
    """What the mail server said when it refused a first mail to this address for good; such an address is invited to
    no further wave until it is corrected."""

    class Meta:
        table = "participant"
        unique_together = (("alliance", "email"),)


class Action(Model):
    """Something that was agreed, to move a statement. The time line of the trend shows it."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    alliance: fields.ForeignKeyRelation[Alliance] = fields.ForeignKeyField(
        "models.Alliance", related_name="actions", on_delete=fields.CASCADE, db_index=True
    )
    alliance_id: UUID
    text = fields.CharField(max_length=300)
    owner = fields.CharField(max_length=120)
    """A role, such as "both alliance managers"; never a person's name."""
    agreed_on = fields.DateField()
    statement = fields.CharField(max_length=120, null=True)
    """The statement that it is to move, such as ``trust.candour@a``; null where it is none in particular."""

    class Meta:
        table = "action"
