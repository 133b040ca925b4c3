"""An open question, answered in a person's own words or not at all."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected, only
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.words import Side
from diagnostic.text import clean


class Text(msgspec.Struct, frozen=True, kw_only=True, tag="text", forbid_unknown_fields=True):
    """An open question; ``brief``, a line at the end of a section, for whatever its questions leave unsaid.

    Such a line is worded by the frame, and is about what the section is about. So is what "other" of a `Choice` stands
    for, which `Choice.said_of_other` makes.
    """

    id: str
    section: str
    longest: int = 1000
    """The most characters a comment may have."""
    brief: bool = False
    about: str = ""
    """The id of the choice whose "other" it says; '' for what is asked by itself."""

    widget: ClassVar[str] = "text.html"
    dtype: ClassVar[pl.DataType] = pl.String()

    def problems(self) -> list[str]:
        return [] if 1 <= self.longest <= 10_000 else [f"allows {self.longest} characters; give 1 to 10000"]

    def texts(self) -> Mapping[str, frozenset[str]]:
        return {} if self.aside else {"text": RESPONDENT, "short": frozenset({"brand"})}

    @property
    def aside(self) -> bool:
        """Whether it is no question of its own."""
        return self.brief or bool(self.about)

    def fields(self) -> tuple[str, ...]:
        return (self.id,)

    def key(self, field: str, side: Side) -> str:
        return field

    def most_bytes(self) -> int:
        """What the longest answer takes in a ballot, in bytes of JSON: all ballots are padded to one length."""
        return self.longest * 4

    def accept(self, field: str, raw: Sequence[str], side: Side) -> str:
        # Browsers count a line break as one character and send it as two.
        value = clean(only(raw)).strip()
        if len(value) > self.longest:
            raise Rejected("too_long", {"longest": self.longest})
        return value
