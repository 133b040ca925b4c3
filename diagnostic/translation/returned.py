"""What comes back from translators: the rows of their spreadsheet, held against what there is."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from diagnostic.briefing.languages import wrong_placeholders
from diagnostic.errors import Fault, UnreadableFile
from diagnostic.questionnaire.language_codes import is_code
from diagnostic.questionnaire.sheet import from_text
from diagnostic.reading.see import see
from diagnostic.reading.seen import SeenSheet, exact
from diagnostic.translation.parts import SOURCE, Part, Text, parts_of, texts_of
from diagnostic.translation.sheets import COLUMNS

_NEEDED = ("key", "first", "file")


class Row(Struct, frozen=True):
    """A text as it came back."""

    where: str
    """The sheet and the row, for whoever looks for it."""
    file: str
    key: str
    source: str
    first: str
    second: str
    decided: str

    @property
    def said(self) -> str:
        """What counts: what was agreed on, else what the first translator wrote."""
        return self.decided if self.decided.strip() else self.first


class Change(Struct, frozen=True):
    """A text that is to be said differently."""

    part: Part
    language: str
    key: str
    before: str | None
    after: str

    def __str__(self) -> str:
        was = "" if self.before is None else f"“{self.before}” → "
        return f"{self.part.path.format(self.language)}: {self.key}: {was}“{self.after}”"


class Compared(Struct, frozen=True):
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    """For which nothing can be written."""
    remarks: tuple[Fault, ...]
    """To look at."""


def rows_of(name: str, data: bytes, encoding: str = "") -> list[Row]:
    """The rows of a workbook or a CSV file, as `sheets` writes them.

    Raises
    ------
    UnreadableFile
        Where it is none of these, or a row cannot be read.
    """
    seen = see(name, data, encoding, exact)
    found = [row for sheet in seen.sheets for row in _rows(sheet)]
    if unread := [Fault(_place(sheet, number), why) for sheet in seen.sheets for number, why in sheet.unread.items()]:
        raise UnreadableFile(unread)
    if not found:
        headings = ", ".join(f"“{COLUMNS[column][0]}”" for column in _NEEDED)
        raise UnreadableFile([Fault(name, f"no sheet has the columns {headings}; begin with what “export” writes")])
    return found


def _rows(sheet: SeenSheet) -> Iterator[Row]:
    columns: dict[str, int] = {}
    for row in sheet.rows:
        if not columns:
            there = {row.cell(place): place for place in range(len(row.cells))}
            named = {column: there[heading] for column, (heading, _) in COLUMNS.items() if heading in there}
            columns = named if named.keys() >= set(_NEEDED) else {}
            continue
        if row.cell(columns["key"]) and row.cell(columns["file"]):
            yield Row(
                _place(sheet, row.number),
                row.cell(columns["file"]),
                row.cell(columns["key"]),
                *(from_text(row.text(columns.get(column))) for column in (SOURCE, "first", "second", "decided")),
            )


def _place(sheet: SeenSheet, number: int) -> str:
    return f"sheet “{sheet.name}”, row {number}" if sheet.name else f"row {number}"


def compared(rows: Iterable[Row], content: Path | None) -> Compared:
    """What the rows say differently from what there is, and what is wrong with them."""
    parts = parts_of(content)
    came: dict[tuple[str, str], list[Row]] = {}
    remarks: list[Fault] = []
    for row in rows:
        if found := _file_of(row.file, parts):
            came.setdefault(found, []).append(row)
        else:
            remarks.append(Fault(row.where, f"there is no such file, and it is left out: {row.file}"))
    changes: list[Change] = []
    faults: list[Fault] = []
    for (name, language), own in came.items():
        part = next(each for each in parts if each.name == name)
        beside = [each for each in parts if (each.name, language) in came]
        if not any(row.said.strip() for row in own):
            remarks.append(Fault(part.title, "nothing is translated yet, and it is left out"))
            continue
        one = _Part(part, language, {text.key: text for text in texts_of(part, language, beside)}, faults, remarks)
        changes += one.changes(own)
    return Compared(tuple(changes), tuple(faults), tuple(remarks))


def _file_of(path: str, parts: Iterable[Part]) -> tuple[str, str] | None:
    """The part and the language that a file is of."""
    for part in parts:
        before, after = part.path.split("{}")
        language = path.removeprefix(before).removesuffix(after)
        if is_code(language) and part.path.format(language) == path:
            return part.name, language
    return None


class _Part:
    """One part of one language, held against its rows."""

    def __init__(
        self, part: Part, language: str, texts: Mapping[str, Text], faults: list[Fault], remarks: list[Fault]
    ) -> None:
        self.part, self.language, self.texts, self.faults, self.remarks = part, language, texts, faults, remarks
        self.there = part.said(language)
        self.begun: set[str] = set()
        """The lists of which something is translated."""

    def changes(self, rows: Iterable[Row]) -> Iterator[Change]:
        came: dict[str, Row] = {}
        for row in rows:
            if row.said.strip():
                self.begun.add(row.key.rpartition(".")[0])
            if row.key not in self.texts:
                self.remarks.append(Fault(row.where, f"nothing says {row.key} any more, and it is left out"))
            elif row.key in came:
                self.faults.append(Fault(row.where, f"{row.key} stands in {came[row.key].where}, too; keep one"))
            else:
                came[row.key] = row
        for key, text in self.texts.items():
            if key in came:
                yield from self._change(came[key], text)
            elif key not in self.there and self._needed(text):
                self.faults.append(Fault(self.part.title, f"there is no row for {key}, which says “{text.source}”"))
        said = {key for key, row in came.items() if row.said.strip()} | self.there.keys()
        if self.part.main and (
            english := sum(text.key not in said and not text.optional for text in self.texts.values())
        ):
            what = f"{english:,} {'text is' if english == 1 else 'texts are'} not translated, and said in English"
            self.remarks.append(Fault(self.part.title, what))

    def _needed(self, text: Text) -> bool:
        """Whether it has to be translated: what the playbook does not say is said in English, but for half a list."""
        if self.part.main and text.key not in self.there:
            within, _, last = text.key.rpartition(".")
            return last.isdigit() and within in self.begun
        return not text.optional

    def _change(self, row: Row, text: Text) -> Iterator[Change]:
        there = self.there.get(text.key)
        if row.source.strip() and row.source.strip() != text.source.strip():
            what = f"the English has changed since: “{row.source}” → “{text.source}”; look whether this still fits"
            self.remarks.append(Fault(row.where, what))
        if not row.said.strip():
            if row.second.strip():
                self.faults.append(Fault(row.where, "has only translation 2: write into “Adjudicated” what counts"))
            elif self._needed(text):
                self.faults.append(Fault(row.where, f"is empty; it is to say “{there or text.source}”"))
            return
        if row.second.strip() and not row.decided.strip() and row.second.strip() != row.first.strip():
            self.remarks.append(Fault(row.where, "nothing is adjudicated, so translation 1 counts"))
        said = self._as_there(row.said, there or text.source)
        if said == there:
            return
        wrong = None if self.part.lists else wrong_placeholders(said, text.source, counted=text.counted)
        if wrong:
            self.faults.append(Fault(row.where, wrong))
        else:
            yield Change(self.part, self.language, text.key, there, said)

    def _as_there(self, cell: str, model: str) -> str:
        """A cell's text with the blanks around it that the text has or the English one; people add others unseen."""
        bare = cell.strip(" \t\n")
        if self.part.lists:
            return "\n".join(line.strip(" \t") for line in bare.split("\n") if line.strip(" \t"))
        inside = model.strip(" \t\n")
        before, _, after = model.partition(inside)
        return f"{before}{bare}{after}"
