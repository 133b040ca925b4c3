"""What the columns of a table of answers are: suggested, for somebody to look at."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from diagnostic.questionnaire import Choice, Questionnaire, Rating
from diagnostic.reading.addresses import name_and_address
from diagnostic.reading.answers.columns import LOOKED_AT, TableColumn, below_heading, columns_of, fullest_row, table_of
from diagnostic.reading.answers.likeness import NEAR, likeness, may_be_near, told, wordings
from diagnostic.reading.answers.mapping import EMAIL, PICKED, SIDE, AnswersMapping, CompanyFrom
from diagnostic.reading.answers.meanings import Meanings, bounds, is_no_answer, is_yes_or_no
from diagnostic.reading.answers.shapes import Shape, recognised
from diagnostic.reading.columns import role_of
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet
from diagnostic.text import alike

_COMPANY_WORDS = re.compile(
    r"\b(compan(y|ies)|employer|organi[sz]ation|firma|unternehmen|arbeitgeber|gesellschaft|partner|side|seite)\b",
    re.IGNORECASE,
)
_ASKS_WHICH = re.compile(
    r"(\S+ )?(which|what|for whom|who is|where|whose|welche\w*|für wen|wer ist|wo|in welche\w*|bei welche\w*)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 5
_MOST_COMPANY_TEXTS = 6
_MOST_GROUPS = 20


def suggest(
    seen: Seen, questionnaire: Questionnaire, of: RosterOf, sheet: str = "", heading: int = 0
) -> AnswersMapping:
    """What a table's columns seem to be; of a sheet, or with a heading, that somebody chose."""
    mapping = AnswersMapping(sheet=sheet)
    table = table_of(seen, mapping)
    shape = recognised(table) if not heading else None
    if shape:
        mapping = _with_shape(mapping, table, shape)
    else:
        mapping = msgspec.structs.replace(mapping, heading=heading or _heading_row(table, questionnaire))
    return _Suggesting(table, mapping, shape, questionnaire, of).suggest()


def complete(seen: Seen, mapping: AnswersMapping, questionnaire: Questionnaire, of: RosterOf) -> AnswersMapping:
    """The mapping with what its other columns seem to be by their place, once somebody said what some are."""
    suggesting = _Suggesting(table_of(seen, mapping), mapping, None, questionnaire, of)
    suggesting.found = dict(mapping.columns)
    suggesting.in_order()
    doubtful = (*mapping.doubtful, *suggesting.doubtful)
    return msgspec.structs.replace(mapping, columns=suggesting.found, doubtful=doubtful)


def _with_shape(mapping: AnswersMapping, table: SeenSheet, shape: Shape) -> AnswersMapping:
    numbers = [row.number for row in table.rows]
    return msgspec.structs.replace(
        mapping,
        tool=shape.tool,
        heading=numbers[shape.heading],
        headings_more=tuple(numbers[place] for place in shape.more if place < len(numbers)),
    )


def _heading_row(table: SeenSheet, questionnaire: Questionnaire) -> int:
    """The first row, of those near the top, that names most fields or is filled most; titles stand above it."""
    known = {alike(field) for field in (SIDE, *questionnaire.fields())}

    def named(row: SeenRow) -> tuple[int, int]:
        return sum(alike(cell) in known for cell in row.cells), sum(map(bool, row.cells))

    near = [row for row in table.rows[:LOOKED_AT] if not row.hidden]
    best = max(near, key=named, default=None)
    if best is not None and named(best)[0]:
        return best.number
    return table.rows[fullest_row(table)].number if table.rows else 1


class _Suggesting:
    def __init__(
        self, table: SeenSheet, mapping: AnswersMapping, shape: Shape | None, questionnaire: Questionnaire, of: RosterOf
    ) -> None:
        self.table, self.mapping, self.shape, self.questionnaire, self.of = table, mapping, shape, questionnaire, of
        self.columns = columns_of(table, mapping)
        self.rows = below_heading(table, mapping)
        self.found: dict[str, str] = {}
        """What a column is, by its name."""
        self.doubtful: list[str] = []

    def suggest(self) -> AnswersMapping:
        self.by_name()
        self.by_wording()
        company_from = self.company()
        self.in_order()
        return msgspec.structs.replace(
            self.mapping,
            columns=dict(self.found),
            doubtful=tuple(self.doubtful),
            company_from=company_from,
            not_counted=self.not_counted(),
        )

    def open(self) -> list[TableColumn]:
        """Columns of which nothing is known yet, and which are not about the sending."""
        details = self.shape.details if self.shape else frozenset()
        return [
            column
            for column in self.columns
            if column.name not in self.found
            and not column.hidden
            and alike(column.name) not in details
            and alike(column.wording) not in details
        ]

    def texts(self, column: TableColumn) -> list[str]:
        return [text for row in self.rows if (text := row.cell(column.place))]

    def take(self, column: TableColumn, what: str, *, doubtful: bool = False) -> None:
        if what not in self.found.values():
            self.found[column.name] = what
            if doubtful:
                self.doubtful.append(column.name)

    def by_name(self) -> None:
        known = {alike(field): field for field in self.questionnaire.fields()}
        options = {
            alike(f"{item.id}{PICKED}{option}"): f"{item.id}{PICKED}{option}"
            for item in self.questionnaire.items
            if isinstance(item, Choice)
            for option in item.shown
        }
        for column in self.columns:
            name = alike(column.name)
            what = SIDE if name == SIDE else known.get(name) or options.get(name)
            if what:
                # Of two columns with one heading somebody has to say which is meant.
                twice = any(alike(f"{column.name} (2)") == alike(other.name) for other in self.columns)
                self.take(column, what, doubtful=twice)

    def by_wording(self) -> None:
        known = wordings(self.questionnaire, self.of)
        near = []
        for column in self.open():
            texts = told(column)
            if field := next((known[text] for text in texts if text in known), None):
                self.take(column, field)
            else:
                near += [
                    (-likeness(text, wording), column.place, field)
                    for text in texts
                    for wording, field in known.items()
                    if may_be_near(text, wording)
                ]
        places = {column.place: column for column in self.columns}
        for unlike, place, field in sorted(near):
            if -unlike >= NEAR and places[place].name not in self.found:
                self.take(places[place], field, doubtful=True)

    def company(self) -> CompanyFrom:
        """Which column says the company: one whose texts name both, else one that is called so."""
        if SIDE in self.found.values():
            return "column"
        few = []
        for column in self.open():
            texts = set(self.texts(column))
            if not 1 <= len(texts) <= _MOST_COMPANY_TEXTS:
                continue
            if {self.of.named(text) or self.of.meant(text) for text in texts} == {"a", "b"}:
                self.take(column, SIDE)
                return "column"
            if is_about_companies(column) and not all(map(is_yes_or_no, texts)):
                few.append(column)
        if few:
            self.take(few[0], SIDE)
            return "column"
        # Two texts alone, numbers before words: a function may have as few.
        two = [column for column in self.open() if len(self.answered(column)) == 2]
        two = [column for column in two if self.answered(column) == {"1", "2"}] or two
        if len(two) == 1:
            self.take(two[0], SIDE, doubtful=True)
            return "column"
        addressed = [column for column in self.columns if self.is_of_addresses(column)]
        if addressed and any(self.of.domains.values()):
            self.take(addressed[0], EMAIL)
            return "domain"
        return "column"

    def answered(self, column: TableColumn) -> set[str]:
        return {text for text in self.texts(column) if not is_no_answer(text)}

    def is_of_addresses(self, column: TableColumn) -> bool:
        texts = self.texts(column)
        return bool(texts) and sum(bool(name_and_address(text)) for text in texts) > len(texts) / 2

    def in_order(self) -> None:
        """As many columns that look like ratings as ratings without a column: they may be these in their order."""
        meanings = Meanings(self.questionnaire, self.of, {})
        left = [
            (field, item)
            for field, item in self.questionnaire.fields().items()
            if isinstance(item, Rating) and field not in self.found.values()
        ]
        if not left:
            return
        rated = []
        for column in self.open():
            texts = self.texts(column)
            known = sum(meanings.answer(text, left[0][1], "a") is not None for text in texts)
            several = len(set(texts)) > 1
            if texts and several and known >= 0.8 * len(texts) and not counts_rows(texts):
                rated.append(column)
        if len(rated) > len(left):
            # A function may have codes, too, but fewer than there are points.
            highest = str(bounds(left[0][1])[1])
            rated = [
                column
                for column in rated
                if highest in {meanings.answer(text, left[0][1], "a") for text in self.texts(column)}
            ]
        if len(rated) == len(left):
            for column, (field, _) in zip(rated, left, strict=True):
                self.take(column, field, doubtful=True)

    def not_counted(self) -> Mapping[str, tuple[str, ...]]:
        if self.shape is None:
            return {}
        of_shape = self.shape.not_counted
        known = {alike(told): column.name for column in self.columns for told in (column.wording, column.name)}
        return {known[name]: texts for name, texts in of_shape.items() if name in known}


def may_be_groups(texts: Sequence[str]) -> bool:
    """Whether a column may be people's function, country or the like: few texts, each several times.

    Neither addresses nor times nor numbers of rows.
    """
    different = set(texts)
    if not 2 <= len(different) <= _MOST_GROUPS or len(different) > len(texts) / 2:
        return False
    return not any(name_and_address(text) for text in different) and not all(_is_number(text) for text in different)


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("-", "").replace(":", "").replace(" ", "").isdigit()


def is_about_companies(column: TableColumn) -> bool:
    """Whether a heading speaks of the company that somebody is of; statements may speak of companies, too."""
    texts = [text for text in (column.name, column.wording) if _COMPANY_WORDS.search(text)]
    return role_of(column.name) == "company" or any(
        len(text.split()) <= _FEW_WORDS or _ASKS_WHICH.match(text) for text in texts
    )


def counts_rows(texts: Sequence[str]) -> bool:
    """Whether a column numbers its rows."""
    return len(texts) > 2 and [*texts] == [str(number) for number in range(1, len(texts) + 1)]
