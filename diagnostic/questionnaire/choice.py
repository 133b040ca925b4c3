"""Pick up to n of several topics."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.words import Side


class Choice(msgspec.Struct, frozen=True, kw_only=True, tag="choice", forbid_unknown_fields=True):
    """A question answered by picking topics."""

    id: str
    section: str
    options: tuple[str, ...]
    at_most: int

    widget: ClassVar[str] = "choice.html"
    dtype: ClassVar[pl.DataType] = pl.List(pl.String())

    def problems(self) -> list[str]:
        found = []
        if len(set(self.options)) < len(self.options):
            found.append("names an option twice")
        if not 1 <= self.at_most <= len(self.options):
            found.append(f"lets people pick {self.at_most} of {len(self.options)} options")
        return found

    def texts(self) -> Mapping[str, frozenset[str]]:
        return {"text": RESPONDENT, **{f"options.{option}": frozenset({"brand"}) for option in self.options}}

    def fields(self) -> tuple[str, ...]:
        return (self.id,)

    def key(self, field: str, side: Side) -> str:
        return field

    def most_bytes(self) -> int:
        """What the longest answer takes in a ballot, in bytes of JSON: all ballots are padded to one length."""
        return sum(len(option.encode()) + 3 for option in self.options)

    def accept(self, field: str, raw: Sequence[str], side: Side) -> tuple[str, ...]:
        # A form sends one value a box, an answers file all of them joined by ";".
        picked = {part.strip() for value in raw for part in value.split(";") if part.strip()}
        if picked - set(self.options):
            raise Rejected("unknown_option", {"options": ", ".join(self.options)})
        if len(picked) > self.at_most:
            raise Rejected("too_many", {"at_most": self.at_most})
        return tuple(option for option in self.options if option in picked)
