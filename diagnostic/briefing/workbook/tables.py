"""A sheet before it is written: what its columns are called and mean, and what stands in its cells."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from diagnostic.analysis.report import Reason, Report, Withheld
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.workbook.columns import KINDS, SAYS, TEXTS, Kind
from diagnostic.briefing.workbook.rows import Link, Row, rows_of
from diagnostic.briefing.workbook.sheets import SHEETS
from diagnostic.questionnaire.words import OWNERS

Figure = str | int | float | Link | Withheld | None
"""What stands in a cell; None where a figure does not apply."""

_INTERVALS = ("interval", "interval_90", "worst_case")
"""How columns are named that have a lower and an upper end, and so become two."""


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


def tables(report: Report, wording: Wording) -> list[Sheet]:
    """The sheets of which there are rows; last the data dictionary, which has a row a column, its own columns too."""
    maker = _Maker(report, wording)
    made = (maker.sheet(name, list(rows)) for name, rows in rows_of(report, wording).items())
    sheets = [sheet for sheet in made if sheet.rows]
    own = maker.sheet("dictionary", [])
    columns = [{"sheet": sheet.title, "field": field} for sheet in (*sheets, own) for field in sheet.fields]
    return [*sheets, maker.sheet("dictionary", columns)]


class _Maker:
    """Makes the sheets of one Report."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self.wording = wording
        alpha = report.release.alpha
        self._levels = {"level": wording.percent(1 - alpha), "level_90": wording.percent(1 - 2 * alpha)}

    def sheet(self, name: str, rows: Sequence[Row]) -> Sheet:
        """A row an observation, a column a variable; last, where anything is not shown, what and why."""
        found = [each for column in SHEETS[name].split() for each in self._columns(column, rows)]
        fields = [field for field, _ in found]
        lines: list[tuple[Figure, ...]] = list(zip(*(figures for _, figures in found), strict=True))
        if any(_reason(figure) for line in lines for figure in line):
            lines = [(*line, self._not_shown(line, fields)) for line in lines]
            fields.append(self._field("not_shown", "not_shown"))
        title, about = (self.wording.say(f"workbook.{part}.{name}") for part in ("sheet", "row"))
        return Sheet(title, about, tuple(fields), tuple(lines))

    def _columns(self, written: str, rows: Sequence[Row]) -> Iterator[tuple[Field, list[Figure]]]:
        """What one entry of a sheet's columns makes: one, two of an interval, or as many as ``*`` stands for."""
        named, _, column = written.partition(":")
        key, _, path = named.partition("=")
        if "*" in key:
            # All that any row has, in the order of the numbers where it is one.
            every = dict.fromkeys(each for row in rows for each in _found(row, path.removesuffix(".*")))
            for each in sorted(every, key=lambda name: int(name) if name.isdigit() else 0):
                yield from self._columns(written.replace("*", each), rows)
            return
        field, found = self._field(key, column or key), [_found(row, path or key) for row in rows]
        # What nothing has, or an edition leaves out, has no column: nobody reads what they do not get.
        if rows and all(one is None or _reason(one) == "edition" for one in found):
            return
        if not (column or key).endswith(_INTERVALS):
            yield field, [self._said(column or key, one) for one in found]
            return
        for place, end in enumerate(("low", "high")):
            title = self.wording.say(f"workbook.{end}", what=field.title)
            meaning = self.wording.say(f"workbook.{end}_of", what=field.meaning)
            ends = [one[place] if isinstance(one, tuple) else one for one in found]
            yield Field(f"{key}_{end}", title, meaning, field.kind), ends

    def _field(self, key: str, column: str) -> Field:
        # Whose or which figures a column has that there are several of: ``mean_a``, ``share_joint``, ``rating_3``.
        which = key.rpartition("_")[2]
        name = next((self.wording.owner(owner) for owner in OWNERS if owner == which), "")
        names = {**self._levels, "company": name, "owner": name, "rating": which}
        title, meaning = (self.wording.say(f"workbook.{part}.{column}", **names) for part in ("column", "meaning"))
        return Field(key, title, meaning, KINDS[column])

    def _said(self, column: str, value: Any) -> Figure:
        """What is found in a row as it stands in a cell."""
        if value is None or isinstance(value, Withheld):
            return value
        if column in SAYS:
            return SAYS[column](self.wording, value)
        if isinstance(value, bool):
            value = self.wording.say("workbook.yes" if value else "workbook.no")
        elif isinstance(value, dt.date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = len(value)
        figure: Figure = clean(value) if isinstance(value, str) else value
        return figure

    def _not_shown(self, row: Sequence[Figure], fields: Sequence[Field]) -> str | None:
        """Each reason there is, with the columns it is the reason for unless these are most of the row's figures."""
        cells = list(zip(fields, row, strict=True))
        figures = sum(figure is not None and field.kind not in TEXTS for field, figure in cells)
        said = []
        for reason in dict.fromkeys(reason for figure in row if (reason := _reason(figure))):
            which = [field.title for field, figure in cells if _reason(figure) == reason]
            short = self.wording.reason_short(reason)
            few = 2 * len(which) < figures
            what = self.wording.strung(which)
            said.append(self.wording.say("workbook.not_shown", what=what, reason=short) if few else short)
        return self.wording.strung(said, "semicolon") or None


def _found(row: Row, path: str) -> Any:
    """What stands at the end of a path such as ``sides.a.mean``, or is withheld or missing on the way there."""
    value: Any = row
    for name in path.split("."):
        match value:
            case None | Withheld():
                return value
            case Mapping():
                value = value[name] if value is row else value.get(name)
            case tuple():
                value = value[int(name)]
            case _:
                value = getattr(value, name)
    return value


def _reason(figure: Figure) -> Reason | None:
    return figure.withheld if isinstance(figure, Withheld) else None
