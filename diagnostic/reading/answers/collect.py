"""From a table of answers and what was said of it to people's answers: every row is taken, at fault, or left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from diagnostic.errors import AnswerFault, Fault
from diagnostic.questionnaire import SIDES, Answers, Choice, Number, Questionnaire, Rating, Responsibility, Side, Text
from diagnostic.questionnaire.model import Value
from diagnostic.questionnaire.sheet import from_text
from diagnostic.questionnaire.words import CANT_SAY_NUMBER
from diagnostic.reading.answers.against import against
from diagnostic.reading.answers.columns import TableColumn, below_heading, columns_of, table_of
from diagnostic.reading.answers.company import Companies
from diagnostic.reading.answers.mapping import ATTRIBUTE, EMAIL, PICKED, SIDE, AnswersMapping, Repairs
from diagnostic.reading.answers.meanings import CANT_SAY_TEXT, Meanings, bounds, kind_of
from diagnostic.reading.answers.result import AnswersReading, Collected, Meaning
from diagnostic.reading.answers.suggesting import may_be_groups
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.seen import Seen, SeenRow
from diagnostic.text import alike, one_line

LONGEST_GROUP = 60
_MOST_ASKED = 60
"""Of so many texts of a kind it is told what they mean."""
FAULTS = {
    "rating": 'give a whole number from {lowest} to {highest}, - for "can\'t say", or nothing',
    "one_answer": "give one answer only",
    "owner": "give us, them, joint, nobody or unknown",
    "number": "give a number from {minimum:g} to {maximum:g}, or nothing",
    "unknown_option": "give topics of this list, joined by semicolons: {options}",
    "too_many": "give at most {at_most} topics",
    "too_long": "shorten the text to {longest} characters",
    "nothing_answered": "nothing is answered; delete the row",
}
"""What to do about a fault in an answer, by its code. None repeats the answer."""


def collect(
    seen: Seen,
    mapping: AnswersMapping,
    repairs: Repairs,
    questionnaire: Questionnaire,
    of: RosterOf,
) -> tuple[Collected, AnswersReading]:
    """Read a table of answers as a mapping says; what is collected counts where the reading is settled."""
    return _Collecting(seen, mapping, repairs, questionnaire, of).collect()


class _Taken(NamedTuple):
    """What a cell comes to: an answer, a topic that was picked, a fault, or nothing."""

    key: str = ""
    value: Value = 0
    option: str = ""
    fault: AnswerFault | None = None


_NOTHING = _Taken()


def _taken(answer: tuple[str, Value] | AnswerFault | None) -> _Taken:
    match answer:
        case AnswerFault() as fault:
            return _Taken(fault=fault)
        case (key, value):
            return _Taken(key, value)
    return _NOTHING


class _Asked(NamedTuple):
    """A column that is a question, and by side what its texts come to, each of which is taken once: most are alike."""

    name: str
    place: int
    what: str
    taken: Mapping[Side, dict[str, _Taken]]


class _Collecting:
    def __init__(
        self, seen: Seen, mapping: AnswersMapping, repairs: Repairs, questionnaire: Questionnaire, of: RosterOf
    ) -> None:
        self.table = table_of(seen, mapping)
        self.mapping, self.repairs, self.questionnaire, self.of = mapping, repairs, questionnaire, of
        self.columns = columns_of(self.table, mapping)
        self.named = {column.name: column for column in self.columns}
        self.what = {name: what for name, what in mapping.columns.items() if name in self.named}
        self.fields = questionnaire.fields()
        self.items = {item.id: item for item in questionnaire.items}
        self.meanings = Meanings(questionnaire, of, mapping.values)
        self.asked = [
            _Asked(name, self.named[name].place, what, {"a": {}, "b": {}})
            for name, what in self.what.items()
            if what not in (SIDE, ATTRIBUTE, EMAIL)
        ]
        self.attribute = self._column_of(ATTRIBUTE)
        self.company = Companies(mapping, of, self._column_of(EMAIL if mapping.company_from == "domain" else SIDE))
        self.counted: list[SeenRow] = []
        self.coded: set[str] = set()
        """Columns whose answers are numbers alone."""
        self.width = max((c.place + 1 for c in self.columns if self._headed(c)), default=0)

    def _headed(self, column: TableColumn) -> bool:
        rows = {row.number: row for row in self.table.rows}
        heading = rows.get(self.mapping.heading)
        return bool(heading and heading.cell(column.place)) or bool(column.wording)

    def collect(self) -> tuple[Collected, AnswersReading]:
        faulty: dict[int, tuple[Fault, ...]] = {}
        left_out = list(self._above())
        people: list[tuple[Answers, str | None]] = []
        examples: list[dict[str, str]] = []
        for number, why in self.table.unread.items():
            fault = Fault(f"row {number}", why)
            if number in self.repairs.left_out:
                left_out.append(fault)
            else:
                faulty[number] = (fault,)
        for row in below_heading(self.table, self.mapping):
            if why := self._why_left_out(row):
                left_out.append(Fault(f"row {row.number}", why))
                continue
            faults: list[Fault] = []
            person = self._person(row, faults)
            if faults or person is None:
                faulty[row.number] = tuple(faults)
                continue
            people.append(person)
            if len(examples) < 10:
                examples.append(self._example(person))
        collected = Collected(people, self.attribute, self._absent())
        reading = AnswersReading(
            sides={side: sum(answers.side == side for answers, _ in people) for side in SIDES},
            faulty=faulty,
            left_out=tuple(left_out),
            columns_left_out=tuple(self._columns_left_out()),
            absent=collected.absent,
            companies=tuple(self.company.to_decide()),
            meanings=self._meanings(),
            questions=tuple(self._questions(bool(people or faulty))),
            notes=tuple(against(people, self._rated())),
            examples=tuple(examples),
        )
        return collected, reading

    def _above(self) -> Iterator[Fault]:
        for row in self.table.rows:
            if row.number < self.mapping.heading and row.number not in self.mapping.headings_more:
                text = " ".join(filter(None, row.cells))
                yield Fault(f"row {row.number}", f"stands above the headings: “{text[:100]}”")

    def _why_left_out(self, row: SeenRow) -> str:
        if row.number in self.repairs.left_out:
            return "is left out, as you said"
        if row.hidden and not self.mapping.hidden:
            return "is hidden in the file"
        for name, texts in self.mapping.not_counted.items():
            if name in self.named and alike(self._text(row, name)) in texts:
                said = self._text(row, name)
                return f"does not count: {name} is {f'“{said}”' if said else 'empty'}"
        # In a tool's file whoever opened the form and left has a row, too. Elsewhere such a row is a mistake.
        if self.asked and self.mapping.tool and not any(self._text(row, each.name) for each in self.asked):
            return "answers nothing"
        return ""

    def _text(self, row: SeenRow, name: str) -> str:
        instead = self.repairs.corrected.get(row.number, {}).get(name)
        return from_text(row.text(self.named[name].place)).strip() if instead is None else instead.strip()

    def _person(self, row: SeenRow, faults: list[Fault]) -> tuple[Answers, str | None] | None:
        where = f"row {row.number}"
        if len(row.cells) > self.width and any(row.cells[self.width :]) and not self.repairs.corrected.get(row.number):
            what = "has more cells than there are headings; a text with a separator in it must stand in quotation marks"
            faults.append(Fault(where, what))
            return None
        side = self._side(row, faults)
        values: dict[str, Value] = {}
        picked: dict[str, list[str]] = {}
        found: list[tuple[str, AnswerFault]] = []
        corrected = row.number in self.repairs.corrected
        # Without its side a row can still be searched for faults.
        as_side: Side = side or "a"
        self.counted.append(row)
        cells, width = row.cells, len(row.cells)
        for name, place, what, taken in self.asked:
            text = self._text(row, name) if corrected else cells[place] if place < width else ""
            if not text:
                continue
            known = taken[as_side]
            answer = known.get(text) or known.setdefault(text, self._take(name, what, text, as_side))
            if answer.fault is not None:
                found.append((name, answer.fault))
            elif answer.option:
                picked.setdefault(answer.key, []).append(answer.option)
            elif answer.key:
                values[answer.key] = answer.value
        for field, options in picked.items():
            answer = _taken(self.questionnaire.answer(field, self.fields[field], options, side or "a"))
            if answer.fault is not None:
                found.append((field, answer.fault))
            else:
                values[answer.key] = answer.value
        if not values and not found and self.asked:
            faults.append(Fault(where, FAULTS["nothing_answered"]))
        faults += [Fault(f"{where}, column {name}", _said(fault)) for name, fault in found]
        group = self._group(row, faults)
        return None if faults or side is None else (Answers(side, values), group)

    def _take(self, name: str, what: str, text: str, side: Side) -> "_Taken":
        text, item = from_text(text), self.items[what.partition(PICKED)[0]] if PICKED in what else self.fields[what]
        if PICKED in what:
            return self._pick(what, text)
        answer = self.meanings.answer(text, item, side)
        if isinstance(item, Rating) and answer and self.meanings.is_code(text, item):
            self.coded.add(name)
        return _taken(self.questionnaire.answer(what, item, [self._turned(name, text, answer)], side))

    def _meanings(self) -> dict[str, tuple[Meaning, ...]]:
        """What stands in the columns of each kind of question, the commonest first, and what it is taken for."""
        found: dict[str, dict[str, Meaning]] = {}
        columns = list(zip_longest(*(row.cells for row in self.counted), fillvalue=""))
        for _, place, what, _ in self.asked:
            item = self.fields.get(what)
            if item is None or isinstance(item, Text | Number) or place >= len(columns):
                continue
            times = Counter(columns[place])
            del times[""]
            texts = found.setdefault(kind_of(item), {})
            for text, often in times.items():
                before = texts.get(alike(text))
                meant = before.meant if before else self.meanings.answer(text, item, "a")
                first, before_often = (before.text, before.times) if before else (text, 0)
                texts[alike(text)] = Meaning(first, before_often + often, meant)
        commonest = {kind: sorted(texts.values(), key=lambda each: -each.times) for kind, texts in found.items()}
        return {kind: tuple(texts[:_MOST_ASKED]) for kind, texts in commonest.items()}

    def _turned(self, name: str, text: str, answer: str | None) -> str:
        """A rating the other way round where its column's answers run so; what means nothing stays as it is."""
        if answer is None:
            return text
        item = self.fields[self.what[name]]
        if not isinstance(item, Rating) or not answer.isdigit():
            return answer
        by_code = self.mapping.codes == "high_first" and self.meanings.is_code(text, item)
        if by_code == (name in self.mapping.turned):
            return answer
        return str(sum(bounds(item)) - int(answer))

    def _pick(self, what: str, text: str) -> "_Taken":
        field, _, option = what.partition(PICKED)
        item = self.items.get(field)
        if not isinstance(item, Choice):
            return _NOTHING
        match self.meanings.picked(text, option, item):
            case None:
                return _Taken(fault=AnswerFault(field, "unknown_option", {"options": ", ".join(item.shown)}))
            case picked:
                return _Taken(key=field, option=option) if picked else _NOTHING

    def _side(self, row: SeenRow, faults: list[Fault]) -> Side | None:
        column = self.company.column
        found = self.company.side(self._text(row, column) if column else "")
        if isinstance(found, str) or found is None:
            return found
        faults.append(Fault(f"row {row.number}, column {column}", found.what))
        return None

    def _group(self, row: SeenRow, faults: list[Fault]) -> str | None:
        name = self.attribute
        text = one_line(self._text(row, name)) if name else ""
        if len(text) > LONGEST_GROUP:
            faults.append(Fault(f"row {row.number}, column {name}", f"is longer than {LONGEST_GROUP} characters"))
        return text or None

    def _column_of(self, wanted: str) -> str | None:
        return next((name for name, what in self.what.items() if what == wanted), None)

    def _fields_named(self) -> set[str]:
        return {what.partition(PICKED)[0] for what in self.what.values()} & set(self.fields)

    def _absent(self) -> tuple[str, ...]:
        named = self._fields_named()
        return tuple(field for field in self.fields if field not in named)

    def _columns_left_out(self) -> Iterator[str]:
        rows = below_heading(self.table, self.mapping)
        for column in self.columns:
            read = column.name in self.what or column.name in self.mapping.not_counted
            if not read and any(row.cell(column.place) for row in rows):
                yield column.name

    def _questions(self, some: bool) -> Iterator[Fault]:
        if not self._fields_named():
            yield Fault("columns", f"Which columns are the questions of {self.questionnaire.id}?")
        elif not some:
            yield Fault("columns", "There is nobody in this table below its heading.")
        if unsure := [name for name in self.mapping.doubtful if name in self.what]:
            what = f"{len(unsure)} columns are" if len(unsure) > 1 else f"“{unsure[0]}” is"
            yield Fault("columns", f"{what} taken for what is likely by wording or by place. Is that right?")
        yield from self.company.questions()
        decided = self.mapping.attribute_said or ATTRIBUTE in self.what.values()
        if not decided and (candidates := self.may_be_attribute()):
            named = " or ".join(f"“{name}”" for name in candidates)
            yield Fault("attribute", f"Is {named} the one attribute to keep with an answer, such as a function?")
        if self.coded and not self.mapping.codes and not self._is_template():
            yield Fault("codes", "Answers are numbers. Is 1 the lowest answer, or the highest?")

    def _is_template(self) -> bool:
        """Whether columns are called as in the questionnaire's own template, whose numbers run from the lowest."""
        return any(alike(name) == alike(what) for name, what in self.what.items() if what in self.fields)

    def may_be_attribute(self) -> list[str]:
        rows = below_heading(self.table, self.mapping)
        return [
            name
            for name in self._columns_left_out()
            if not self.named[name].hidden
            and may_be_groups([text for row in rows if (text := row.cell(self.named[name].place))])
        ]

    def _rated(self) -> dict[str, tuple[str, Rating]]:
        found = ((each.name, each.what, self.fields.get(each.what)) for each in self.asked)
        return {name: (what, item) for name, what, item in found if isinstance(item, Rating)}

    def _example(self, person: tuple[Answers, str | None]) -> dict[str, str]:
        answers, group = person
        shown = {SIDE: answers.side, **({ATTRIBUTE: group} if group else {})}
        for field, item in self.fields.items():
            value = answers.values.get(item.key(field, answers.side))
            if value is not None:
                shown[field] = _in_words(value, item, answers.side)
        return shown


def _said(fault: AnswerFault) -> str:
    return FAULTS[fault.code].format(**fault.details)


def _in_words(value: Value, item: object, side: Side) -> str:
    if isinstance(item, Rating):
        return str(int(str(value)) + bounds(item)[0] - 1) if value else CANT_SAY_TEXT
    if isinstance(item, Number) and item.cant_say and value == CANT_SAY_NUMBER:
        return CANT_SAY_TEXT
    if isinstance(item, Responsibility) and value in SIDES:
        return "us" if value == side else "them"
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
