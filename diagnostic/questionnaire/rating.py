"""A rating: one wording, put about one or more targets, answered on 2 to 11 points or "can't say"."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected, only
from diagnostic.questionnaire.words import CANT_SAY, Asked, Side, Target, View, other

RESPONDENT = frozenset({"us", "them", "brand"})
NEUTRAL = frozenset({"company", "partner", "brand"})


class Statement(msgspec.Struct, frozen=True):
    """An item applied to a target: what both sides rate, and what a gap is computed for."""

    id: str
    """``trust.candour@a``"""
    item: str
    target: Target
    scale: str | None
    """The scale and target it belongs to, ``trust@a``; None where the item has no scale."""
    points: int
    reversed: bool
    predicted: bool
    """Whether the target's own side was also asked what the partner would say."""

    @property
    def predicted_key(self) -> str:
        return f"{self.id}:predicted"


class Rating(msgspec.Struct, frozen=True, kw_only=True, tag="rating", forbid_unknown_fields=True):
    """A rated item."""

    id: str
    section: str
    asked: tuple[Asked, ...]
    scale: str | None = None
    points: int = 5
    reversed: bool = False
    """A high answer means less of what the scale names; turned before it enters a scale score."""
    labels: str = "agreement"
    """Which list of answer labels: one a point, or two for the ends only."""

    widget: ClassVar[str] = "rating.html"
    dtype: ClassVar[pl.DataType] = pl.Int8()

    def problems(self) -> list[str]:
        found = []
        if not 2 <= self.points <= 11:
            found.append(f"has {self.points} points; a rating has 2 to 11")
        if self.reversed and self.scale is None:
            found.append("is reversed but belongs to no scale, so there is nothing to turn it for")
        if not self.asked:
            found.append("is asked about nobody; give 'asked'")
        elif self.asked == ("alliance",):
            pass
        elif "alliance" in self.asked:
            found.append('is asked about the alliance and about a company; give "we" and "they", or "alliance"')
        elif not {"we", "they"} <= set(self.asked):
            found.append(f'is asked as {", ".join(self.asked)} only; both sides rate a company: ask "we" and "they"')
        if len(set(self.asked)) < len(self.asked):
            found.append("names one way of asking twice")
        return found

    def texts(self) -> Mapping[str, frozenset[str]]:
        if self.asked == ("alliance",):
            return {"alliance": frozenset({"brand"})}
        return {**dict.fromkeys(self.asked, RESPONDENT), "statement": NEUTRAL}

    def fields(self) -> tuple[str, ...]:
        return tuple(self.id if asked == "alliance" else f"{self.id}:{asked}" for asked in self.asked)

    def asked_in(self, field: str) -> Asked:
        return self.asked[self.fields().index(field)]

    def key(self, field: str, side: Side) -> str:
        target, view = _target(self.asked_in(field), side)
        return f"{self.id}@{target}" + (":predicted" if view == "predicted" else "")

    def most_bytes(self) -> int:
        """What the longest answer takes in a ballot, in bytes of JSON: all ballots are padded to one length."""
        return 2

    def accept(self, field: str, raw: Sequence[str], side: Side) -> int:
        value = only(raw)
        if value == "-":
            return CANT_SAY
        # Two digits at most: Python refuses to read a number of thousands of them.
        if not (value.isascii() and value.isdigit() and len(value) <= 2 and 1 <= int(value) <= self.points):
            raise Rejected("rating", {"points": self.points})
        return int(value)

    def statements(self) -> tuple[Statement, ...]:
        targets: tuple[Target, ...] = ("alliance",) if self.asked == ("alliance",) else ("a", "b")
        return tuple(
            Statement(
                id=f"{self.id}@{target}",
                item=self.id,
                target=target,
                scale=self.scale and f"{self.scale}@{target}",
                points=self.points,
                reversed=self.reversed,
                predicted="they_of_us" in self.asked,
            )
            for target in targets
        )


def _target(asked: Asked, side: Side) -> tuple[Target, View]:
    match asked:
        case "alliance":
            return "alliance", "own"
        case "we":
            return side, "own"
        case "they":
            return other(side), "own"
        case "they_of_us":
            return side, "predicted"
