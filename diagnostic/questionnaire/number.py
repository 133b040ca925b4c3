"""A number with a unit and a range: what a side expects."""

import math
from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected, only
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.words import CANT_SAY_NUMBER, Side


class Number(msgspec.Struct, frozen=True, kw_only=True, tag="number", forbid_unknown_fields=True):
    """A question answered with one number."""

    id: str
    section: str
    minimum: float
    maximum: float
    share: bool = False
    """Each side says its own share of one whole: the two medians of a shared view add up to 100."""
    cant_say: bool = False
    """Whether people may say that they can't say, which is kept as `CANT_SAY_NUMBER`."""

    widget: ClassVar[str] = "number.html"
    dtype: ClassVar[pl.DataType] = pl.Float64()

    def problems(self) -> list[str]:
        found = [] if self.minimum < self.maximum else [f"has a range from {self.minimum:g} to {self.maximum:g}"]
        if self.cant_say and self.minimum < 0:
            found.append("can be below 0, so nobody can say “can’t say”; begin at 0, or leave cant_say out")
        return found

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
        # Without a script both can be given; a number says more.
        given = [text for text in raw if text != "-"]
        if self.cant_say and not given:
            return CANT_SAY_NUMBER
        text = only(given).removesuffix("%").strip().replace(",", ".")
        try:
            # No longer than a ballot has room for.
            value = float(text if len(text) < 32 else "")
        except ValueError:
            raise Rejected("number", {"minimum": self.minimum, "maximum": self.maximum}) from None
        if not (math.isfinite(value) and self.minimum <= value <= self.maximum):
            raise Rejected("number", {"minimum": self.minimum, "maximum": self.maximum})
        return value
