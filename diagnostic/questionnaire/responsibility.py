"""The responsibility matrix: who owns each activity now, and who is better placed."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, get_args

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected, only
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.words import OWNERS, Owner, Question, Side, other

CHOICES = ("us", "them", "joint", "nobody", "unknown")
QUESTIONS: tuple[Question, ...] = get_args(Question)


class Responsibility(msgspec.Struct, frozen=True, kw_only=True, tag="responsibility", forbid_unknown_fields=True):
    """A list of activities, each asked twice."""

    id: str
    section: str
    activities: tuple[str, ...]

    widget: ClassVar[str] = "responsibility.html"
    dtype: ClassVar[pl.DataType] = pl.Enum(OWNERS)

    def problems(self) -> list[str]:
        found = [] if self.activities else ["has no activities"]
        if len(set(self.activities)) < len(self.activities):
            found.append("names an activity twice")
        return found

    def texts(self) -> Mapping[str, frozenset[str]]:
        return {
            "now": RESPONDENT,
            "better": RESPONDENT,
            **{f"activities.{activity}": frozenset({"brand"}) for activity in self.activities},
        }

    def fields(self) -> tuple[str, ...]:
        return tuple(f"{self.id}.{activity}:{question}" for activity in self.activities for question in QUESTIONS)

    def key(self, field: str, side: Side) -> str:
        return field

    def most_bytes(self) -> int:
        """What the longest answer takes in a ballot, in bytes of JSON: all ballots are padded to one length."""
        return 10

    def accept(self, field: str, raw: Sequence[str], side: Side) -> Owner:
        owners: dict[str, Owner] = {
            "us": side,
            "them": other(side),
            "joint": "joint",
            "nobody": "nobody",
            "unknown": "unknown",
        }
        value = "unknown" if only(raw) == "-" else only(raw)
        if value not in owners:
            raise Rejected("owner")
        return owners[value]
