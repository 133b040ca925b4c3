"""A rating: one wording, put about one or more targets, answered on 2 to 11 points or "can't say"."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import polars as pl

from diagnostic.questionnaire.accept import Rejected, only
from diagnostic.questionnaire.words import CANT_SAY, Asked, Side, Target, View, other

RESPONDENT = frozenset({"us", "them", "brand"})
AGREEMENT = "agreement"
"""The list of labels of which it is said that people agree or disagree."""
NEUTRAL = frozenset({"company", "partner", "brand"})


class Statement(msgspec.Struct, frozen=True):
    """An item applied to a target: what both sides rate, and a gap is computed for; or what one side alone rates."""

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
    lowest: int = 1
    by: Side | None = None
    """The only side that rates it; None where both do."""

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
    lowest: int = 1
    """What the lowest point is called, 0 or 1. A rating is kept as 1 to ``points`` whatever it is."""
    reversed: bool = False
    """A high answer means less of what the scale names; turned before it enters a scale score."""
    labels: str = AGREEMENT
    """Which list of answer labels: one a point, or two for the ends only."""

    widget: ClassVar[str] = "rating.html"
    dtype: ClassVar[pl.DataType] = pl.Int8()

    def problems(self) -> list[str]:
        found = []
        if not 2 <= self.points <= 11:
            found.append(f"has {self.points} points; a rating has 2 to 11")
        if self.lowest not in (0, 1):
            found.append(f"begins at {self.lowest}; a rating begins at 0 or 1")
        if self.reversed and self.scale is None:
            found.append("is reversed but belongs to no scale, so there is nothing to turn it for")
        if not self.asked:
            found.append("is asked about nobody; give 'asked'")
        elif self.asked == ("alliance",):
            pass
        elif "alliance" in self.asked:
            found.append('is asked about the alliance and about a company; give "we" and "they", or "alliance"')
        elif "they_of_us" in self.asked and not {"we", "they"} <= set(self.asked):
            found.append(
                f'is asked as {", ".join(self.asked)}; what they would say of us needs "we" and "they" beside it'
            )
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
        highest = self.lowest + self.points - 1
        if not (value.isascii() and value.isdigit() and len(value) <= 2 and self.lowest <= int(value) <= highest):
            raise Rejected("rating", {"points": self.points, "lowest": self.lowest, "highest": highest})
        return int(value) + 1 - self.lowest

    def statements(self) -> tuple[Statement, ...]:
        """What both sides rate."""
        return () if self.of_one_side else self._statements()

    def one_sided(self) -> tuple[Statement, ...]:
        """What one side alone rates: its partner, or itself."""
        return self._statements() if self.of_one_side else ()

    @property
    def of_one_side(self) -> bool:
        return self.asked in (("we",), ("they",))

    def _rater(self, target: Target) -> Side | None:
        if target == "alliance" or not self.of_one_side:
            return None
        return target if self.asked == ("we",) else other(target)

    def _statements(self) -> tuple[Statement, ...]:
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
                lowest=self.lowest,
                by=self._rater(target),
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
