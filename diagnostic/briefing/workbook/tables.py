"""A sheet before it is written: what its columns are called and mean, and what stands in its cells."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Literal, TypeVar

import msgspec

from diagnostic.analysis.report import Interval, Reason, Report, Withheld
from diagnostic.briefing.wording import Wording

Figure = str | int | float | Withheld | None
"""What stands in a cell; None where a figure does not apply."""

Kind = Literal[
    "id",
    "name",
    "note",
    "wording",
    "long",
    "yes_no",
    "whole",
    "people",
    "mean",
    "limit",
    "spread",
    "difference",
    "delta",
    "effect",
    "coefficient",
    "share",
    "p",
    "amount",
    "amount_difference",
    "number",
]
"""What a column holds: from it follow its width, number format, unit and range."""

TEXTS: frozenset[Kind] = frozenset({"id", "name", "note", "wording", "long", "yes_no"})

R = TypeVar("R")


class Field(msgspec.Struct, frozen=True):
    """The head of a column, and its line in the data dictionary."""

    key: str
    """Its name in every language, unique in its table."""
    title: str
    meaning: str
    kind: Kind


class Sheet(msgspec.Struct, frozen=True):
    """A table with its words, ready to be written."""

    title: str
    about: str
    """What one row is."""
    fields: tuple[Field, ...]
    rows: tuple[tuple[Figure, ...], ...]

    @property
    def reasons(self) -> frozenset[Reason]:
        """Why anything is withheld."""
        return frozenset(value.withheld for row in self.rows for value in row if isinstance(value, Withheld))


class Table(Generic[R]):
    """A row an observation, a column a variable: the rows first, then column by column."""

    def __init__(self, key: str, rows: Sequence[R], report: Report, wording: Wording) -> None:
        self._key = key
        self._rows = rows
        self._edition = report.edition
        self._wording = wording
        alpha = report.release.alpha
        self._levels = {"level": wording.percent(1 - alpha), "level_90": wording.percent(1 - 2 * alpha)}
        self._fields: list[Field] = []
        self._columns: list[list[Figure]] = []

    def column(
        self, key: str, kind: Kind, value: Callable[[R], Figure], word: str | None = None, **names: object
    ) -> None:
        """Add a column; ``word`` is the key of its title and meaning where that is not its own."""
        self._add(self._field(key, kind, word or key, names), value)

    def interval(
        self,
        key: str,
        kind: Kind,
        ends: Callable[[R], Interval | Withheld | None],
        word: str | None = None,
        **names: object,
    ) -> None:
        """Add two columns, for the lower and the upper end."""
        both = self._field(key, kind, word or key, names)
        say = self._wording.say
        for place, end in enumerate(("low", "high")):
            title, meaning = say(f"workbook.{end}", what=both.title), say(f"workbook.{end}_of", what=both.meaning)
            self._add(Field(f"{key}_{end}", title, meaning, kind), _end(ends, place))

    def _field(self, key: str, kind: Kind, word: str, names: dict[str, object]) -> Field:
        filled = {**self._levels, **names}
        say = self._wording.say
        return Field(key, say(f"workbook.column.{word}", **filled), say(f"workbook.meaning.{word}", **filled), kind)

    def _add(self, field: Field, value: Callable[[R], Figure]) -> None:
        values = [value(row) for row in self._rows]
        # What an edition leaves out has no column in it: nobody reads what they do not get.
        if self._edition == "participants" and values and all(v is None or _reason(v) == "edition" for v in values):
            return
        self._fields.append(field)
        self._columns.append(values)

    def sheet(self) -> Sheet:
        """All of it in words, with a column that says what is not shown, and why, where anything is not."""
        if any(_reason(value) for column in self._columns for value in column):
            reasons: list[Figure] = [_not_shown(row, self._fields, self._wording) for row in self._by_row()]
            self._fields.append(self._field("not_shown", "note", "not_shown", {}))
            self._columns.append(reasons)
        return Sheet(
            title=self._wording.say(f"workbook.sheet.{self._key}"),
            about=self._wording.say(f"workbook.row.{self._key}"),
            fields=tuple(self._fields),
            rows=tuple(self._by_row()),
        )

    def _by_row(self) -> Iterator[tuple[Figure, ...]]:
        return zip(*self._columns, strict=True)


def _end(ends: Callable[[R], Interval | Withheld | None], place: int) -> Callable[[R], Figure]:
    def end(row: R) -> Figure:
        found = ends(row)
        return found if found is None or isinstance(found, Withheld) else found[place]

    return end


def _reason(value: Figure) -> Reason | None:
    return value.withheld if isinstance(value, Withheld) else None


def _not_shown(row: Sequence[Figure], fields: Sequence[Field], wording: Wording) -> str | None:
    """Each reason there is, with the columns it is the reason for unless these are most of the row's figures."""
    withheld = [
        (value.withheld, field) for value, field in zip(row, fields, strict=True) if isinstance(value, Withheld)
    ]
    figures = sum(v is not None and f.kind not in TEXTS for v, f in zip(row, fields, strict=True))
    said = []
    for reason in dict.fromkeys(reason for reason, _ in withheld):
        which = [field.title for why, field in withheld if why == reason]
        short = wording.reason_short(reason)
        few = 2 * len(which) < figures
        said.append(wording.say("workbook.not_shown", what=", ".join(which), reason=short) if few else short)
    return "; ".join(said) or None
