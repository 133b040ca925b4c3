"""Charts that an office program draws itself, so that whoever has the slides can change them."""

from typing import Literal

import msgspec


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Figures under a name. ``written``: as a reader of the language writes them."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    """By its role (``side_a``, ``side_b``, ``brand``, ``line``), or ``#rrggbb``."""
    colours: tuple[str, ...] | None = None
    """Each figure's own, where they differ."""
    written: tuple[str, ...] | None = None
    low: tuple[float | None, ...] | None = None
    """Where each figure's interval begins, and ``high`` where it ends; as whole columns or not at all."""
    high: tuple[float | None, ...] | None = None


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Horizontal bars: next to each other, on top of each other, as parts of a whole, or as answers around a middle."""

    kind: Literal["beside", "stacked", "parts", "answers"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    format: str = "0"
    """Of the figures, as a spreadsheet writes formats."""
    least: float = 0
    most: float | None = None
    ticks: float | None = None
    """From one line and label of the axis to the next; none is shown without."""
    strong_lines: bool = False
    legend: bool = False
    thick: float = 0.5
    """A bar's part of its row, where the rest is left free."""


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """A line a series over the categories, from ``least`` to ``most``; a gap where there is no value."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    least: int
    most: int


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A side's lower quartile, median and upper quartile, and how a reader of the language writes each."""

    name: str
    values: tuple[float, float, float]
    written: tuple[str, str, str]
    colour: str


class Ranges(msgspec.Struct, frozen=True):
    """A line a side, from quartile to quartile with a mark at the median, on an axis from ``least`` to ``most``."""

    sides: tuple[Range, ...]
    least: float
    most: float
    step: float
    """From one number of the axis to the next."""
