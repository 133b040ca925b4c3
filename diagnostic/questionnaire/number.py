"""A number with a unit and a range: what a side expects."""

import math
from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected, only
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.words import Side


class Number(msgspec.Struct, frozen=True, kw_only=True, tag="number", forbid_unknown_fields=True):
    """A question answered with one number."""

    id: str
    section: str
    minimum: float
    maximum: float
    share: bool = False
    """Each side says its own share of one whole: the two medians of a shared view add up to 100."""

    widget: ClassVar[str] = "number.html"
    dtype: ClassVar[pl.DataType] = pl.Float64()

    def problems(self) -> list[str]:
        return [] if self.minimum < self.maximum else [f"has a range from {self.minimum:g} to {self.maximum:g}"]

    def texts(self) -> Mapping[str, frozenset[str]]:
        return {"text": RESPONDENT, "unit": frozenset(), "short": frozenset({"brand"})}

    def fields(self) -> tuple[str, ...]:
        return (self.id,)

    def key(self, field: str, side: Side) -> str:
        return field

    def most_bytes(self) -> int:
        """What the longest answer takes in a ballot, in bytes of JSON: all ballots are padded to one length."""
        return 32

    def accept(self, field: str, raw: Sequence[str], side: Side) -> float:
        text = only(raw).removesuffix("%").strip().replace(",", ".")
        try:
            # No longer than a ballot has room for.
            value = float(text if len(text) < 32 else "")
        except ValueError:
            raise Rejected("number", {"minimum": self.minimum, "maximum": self.maximum}) from None
        if not (math.isfinite(value) and self.minimum <= value <= self.maximum):
            raise Rejected("number", {"minimum": self.minimum, "maximum": self.maximum})
        return value
