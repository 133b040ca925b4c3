"""Pick one or up to n of several topics, of which one may be "other", or none of them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.text import Text
from diagnostic.questionnaire.words import Side

OTHER = "other"
NONE = "none"
_FEW_WORDS = 200
"""Characters to say what it is, if something else."""


class Choice(msgspec.Struct, frozen=True, kw_only=True, tag="choice", forbid_unknown_fields=True):
    """A question answered by picking topics."""

    id: str
    section: str
    options: tuple[str, ...]
    at_most: int
    """1 is a question with a single answer."""
    other: bool = False
    """Whether something else may be picked, and said in a few words: see `said_of_other`."""
    none: bool = False
    """Whether people may say that it is none of these, and be counted among those who answered."""

    widget: ClassVar[str] = "choice.html"
    dtype: ClassVar[pl.DataType] = pl.List(pl.String())

    def problems(self) -> list[str]:
        found = []
        if self.other and OTHER in self.options:
            found.append('names an option "other", which is there already by other = true; rename one')
        elif self.none and NONE in self.options:
            found.append('names an option "none", which is there already by none = true; rename one')
        elif len(set(self.options)) < len(self.options):
            found.append("names an option twice")
        if not 1 <= self.at_most <= len(self.offered):
            found.append(f"lets people pick {self.at_most} of {len(self.offered)} options")
        return found

    @property
    def offered(self) -> tuple[str, ...]:
        """Every topic that can be picked, "other" last."""
        return (*self.options, OTHER) if self.other else self.options

    @property
    def shown(self) -> tuple[str, ...]:
        """Everything that a form has a box for: the topics, and that it is none of them."""
        return (*self.offered, NONE) if self.none else self.offered

    @property
    def of_workshop(self) -> bool:
        """Whether it is a pick of a few topics, which is what a workshop is to address; else a question like others."""
        return 1 < self.at_most < len(self.offered)

    def topic(self, option: str) -> str:
        """What an option is called in a Report, where those of several questions stand beside each other."""
        return option if self.of_workshop else f"{self.id}:{option}"

    def said_of_other(self) -> Text:
        """What the something else is: a comment like any other, kept apart from what was picked."""
        return Text(id=f"{self.id}.{OTHER}", section=self.section, longest=_FEW_WORDS, about=self.id)

    def texts(self) -> Mapping[str, frozenset[str]]:
        return {"text": RESPONDENT, **{f"options.{option}": frozenset({"brand"}) for option in self.shown}}

    def fields(self) -> tuple[str, ...]:
        return (self.id,)

    def key(self, field: str, side: Side) -> str:
        return field

    def most_bytes(self) -> int:
        """What the longest answer takes in a ballot, in bytes of JSON: all ballots are padded to one length."""
        return sum(len(option.encode()) + 3 for option in self.shown)

    def accept(self, field: str, raw: Sequence[str], side: Side) -> tuple[str, ...]:
        # A form sends one value a box, an answers file all of them joined by ";".
        picked = {part.strip() for value in raw for part in value.split(";") if part.strip()}
        if picked - set(self.shown):
            raise Rejected("unknown_option", {"options": ", ".join(self.shown)})
        if len(picked) > self.at_most:
            raise Rejected("too_many", {"at_most": self.at_most})
        # Without a script "none" can be ticked beside a topic; the topic says more.
        return tuple(option for option in self.offered if option in picked) or tuple(picked)
