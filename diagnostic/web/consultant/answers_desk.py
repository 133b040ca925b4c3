"""What a page offers to say of a table of answers, and what its form says."""

from collections.abc import Iterator, Mapping
from typing import get_args

import msgspec

from diagnostic.errors import MOST_SHOWN
from diagnostic.questionnaire import Choice, Questionnaire, Rating, Responsibility
from diagnostic.questionnaire.words import SIDES
from diagnostic.reading.answers import AnswersMapping, Repairs, columns_of, suggest, table_of
from diagnostic.reading.answers.columns import below_heading
from diagnostic.reading.answers.desk import AnswersDesk, keeping
from diagnostic.reading.answers.mapping import ATTRIBUTE, EMAIL, PICKED, SIDE, Codes, CompanyFrom
from diagnostic.reading.answers.meanings import bounds, kind_of
from diagnostic.reading.answers.suggesting import complete
from diagnostic.reading.companies import RosterOf
from diagnostic.text import alike
from diagnostic.web.consultant.forms import Form

NOTHING = "nothing"
"""What a text is called, in a form, that means no answer."""
_EXAMPLES, _HEADING_ROWS, _SHORT = 3, 8, 60


class Column(msgspec.Struct, frozen=True):
    """A column to decide on, with some of what stands in it."""

    place: int
    name: str
    wording: str
    what: str
    doubtful: bool
    turned: bool
    rated: bool
    examples: tuple[str, ...]
    hidden: bool


class FaultyRow(msgspec.Struct, frozen=True):
    """A row to correct: what is wrong, and the texts of the columns at fault."""

    number: int
    faults: tuple[str, ...]
    texts: dict[str, str]


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be said of a table."""

    columns: tuple[Column, ...]
    fields: dict[str, str]
    """What a column may be, and what that is called."""
    headings: dict[int, str]
    hidden_rows: int
    attributes: tuple[Column, ...]
    """Columns that may be the attribute, where nobody decided."""
    meanings: dict[str, dict[str, str]]
    """By kind of question, what a text may mean, and what that is called."""
    faulty: tuple[FaultyRow, ...]
    more_faulty: int


def choices(desk: AnswersDesk, questionnaire: Questionnaire) -> Choices:
    """What a page offers to decide."""
    table, reading = table_of(desk.seen, desk.mapping), desk.reading
    columns = tuple(_columns(desk, questionnaire))
    rows = {row.number: row for row in table.rows}
    places = {column.name: column.place for column in columns}
    faulty = []
    own_faults = {number: faults for number, faults in reading.faulty.items() if faults}
    for number, faults in list(own_faults.items())[:MOST_SHOWN]:
        row, own = rows.get(number), desk.repairs.corrected.get(number, {})
        at_fault = [fault.where.partition(", column ")[2] for fault in faults]
        texts = {name: own.get(name, row.cell(places[name])) for name in at_fault if name in places and row}
        faulty.append(
            FaultyRow(
                number, tuple(f"{fault.where.partition(', ')[2]}: {fault.what}".strip(": ") for fault in faults), texts
            )
        )
    undecided = any(question.where == "attribute" for question in reading.questions)
    named = "".join(question.what for question in reading.questions if question.where == "attribute")
    return Choices(
        columns=columns,
        fields=_fields(questionnaire),
        headings={row.number: " | ".join(filter(None, row.cells))[:_SHORT] for row in table.rows[:_HEADING_ROWS]},
        hidden_rows=sum(row.hidden for row in table.rows),
        attributes=tuple(column for column in columns if undecided and f"“{column.name}”" in named),
        meanings={kind: _meanings(kind, questionnaire) for kind in reading.meanings},
        faulty=tuple(faulty),
        more_faulty=len(own_faults) - len(faulty),
    )


def _language(questionnaire: Questionnaire) -> str:
    return "en" if "en" in questionnaire.languages else questionnaire.languages[0]


def _fields(questionnaire: Questionnaire) -> dict[str, str]:
    """Every field by its wording, and what else a column may be."""
    language = _language(questionnaire)
    found = {
        "": "leave out",
        SIDE: "the company",
        ATTRIBUTE: "the attribute to keep",
        EMAIL: "a mail address, for its company",
    }
    for field, item in questionnaire.fields().items():
        key = f"items.{item.id}.{item.asked_in(field) if isinstance(item, Rating) else 'text'}"
        text = questionnaire.text(language, key, us="one’s own company", them="the partner", brand="…")
        if isinstance(item, Responsibility):
            activity, _, question = field.removeprefix(f"{item.id}.").partition(":")
            text = f"{questionnaire.text(language, f'items.{item.id}.activities.{activity}', brand='…')} ({question})"
        found[field] = f"{text or field}"
        if isinstance(item, Choice):
            for option in item.shown:
                label = questionnaire.text(language, f"items.{item.id}.options.{option}", brand="…")
                found[f"{field}{PICKED}{option}"] = f"{text or field}: {label or option} (ticked or not)"
    return found


def _meanings(kind: str, questionnaire: Questionnaire) -> dict[str, str]:
    language = _language(questionnaire)
    item = next(item for item in questionnaire.items if kind_of(item) == kind)
    found: dict[str, str] = {}
    if isinstance(item, Rating):
        lowest, highest = bounds(item)
        labels = questionnaire.labels(language, item)
        for point, label in zip(range(lowest, highest + 1), labels, strict=True):
            found[str(point)] = f"{point}: {label}" if label else str(point)
        found["-"] = "can’t say"
    elif isinstance(item, Responsibility):
        found = {"us": "us", "them": "them", "joint": "both together", "nobody": "nobody", "unknown": "don’t know"}
    elif isinstance(item, Choice):
        for option in item.shown:
            found[option] = questionnaire.text(language, f"items.{item.id}.options.{option}", brand="…") or option
    return {**found, NOTHING: "no answer"}


def _columns(desk: AnswersDesk, questionnaire: Questionnaire) -> Iterator[Column]:
    table, mapping = table_of(desk.seen, desk.mapping), desk.mapping
    below = below_heading(table, mapping)
    fields = questionnaire.fields()
    for column in columns_of(table, mapping):
        filled = dict.fromkeys(text[: _SHORT // 2] for row in below if (text := row.cell(column.place)))
        if filled or column.name in mapping.columns:
            what = mapping.columns.get(column.name, "")
            yield Column(
                place=column.place,
                name=column.name,
                wording=column.wording[: 2 * _SHORT],
                what=what,
                doubtful=column.name in mapping.doubtful,
                turned=column.name in mapping.turned,
                rated=isinstance(fields.get(what), Rating),
                examples=tuple(filled)[:_EXAMPLES],
                hidden=column.hidden,
            )


def said(desk: AnswersDesk, form: Form, questionnaire: Questionnaire, of: RosterOf) -> tuple[AnswersMapping, Repairs]:
    """What a form says of the table; where it says nothing, what was said before."""
    mapping = desk.mapping
    sheets = [sheet.name for sheet in desk.seen.sheets]
    current = table_of(desk.seen, mapping).name
    if form.ticked("sheet") and form["sheet"] in sheets and form["sheet"] != current:
        return suggest(desk.seen, questionnaire, of, sheet=form["sheet"]), Repairs()
    heading = form["heading"]
    if heading.isdecimal() and len(heading) < 9 and int(heading) != mapping.heading:
        return suggest(desk.seen, questionnaire, of, sheet=current, heading=int(heading)), Repairs()
    columns, turned = _said_columns(desk, form, questionnaire)
    how, codes = form["company_from"], form["codes"]
    companies = {
        alike(each.text): side
        for n, each in enumerate(desk.reading.companies)
        for side in SIDES
        if form[f"company-{n}"] == side != each.meant
    }
    changed = msgspec.structs.replace(
        mapping,
        columns=columns,
        turned=turned,
        not_counted=_said_of_neither(desk, form, columns),
        # Whoever changed a column has looked at it, and who says that they are right at all of them.
        doubtful=tuple(
            name
            for name in mapping.doubtful
            if form["do"] != "right" and columns.get(name) == mapping.columns.get(name)
        ),
        company_from=how if how in get_args(CompanyFrom) else mapping.company_from,
        companies={**mapping.companies, **companies},
        values=_said_values(desk, form, questionnaire),
        codes=codes if codes in get_args(Codes) and codes else mapping.codes,
        hidden=form.ticked("hidden") if form.ticked("hidden-asked") else mapping.hidden,
    )
    if form.ticked("attribute"):
        names = {str(column.place): column.name for column in columns_of(table_of(desk.seen, mapping), mapping)}
        changed = keeping(changed, names.get(form["attribute"], "-"))
    if SIDE in columns.values() and SIDE not in mapping.columns.values():
        changed = complete(desk.seen, changed, questionnaire, of)
    return changed, Repairs(_corrected(desk, form), _left_out(desk, form))


def _said_of_neither(desk: AnswersDesk, form: Form, columns: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What rows do not count, with those of companies that are neither of the two."""
    found = dict(desk.mapping.not_counted)
    company = next((name for name, what in columns.items() if what == SIDE), None)
    for n, each in enumerate(desk.reading.companies):
        if company and form[f"company-{n}"] == "neither":
            found[company] = (*found.get(company, ()), alike(each.text))
    return found


def _said_columns(desk: AnswersDesk, form: Form, questionnaire: Questionnaire) -> tuple[dict[str, str], frozenset[str]]:
    """A field is one column's: the first that has it."""
    known = _fields(questionnaire).keys()
    found: dict[str, str] = {}
    turned = set(desk.mapping.turned)
    for column in columns_of(table_of(desk.seen, desk.mapping), desk.mapping):
        before = desk.mapping.columns.get(column.name, "")
        field = f"column-{column.place}"
        given = form[field] if form.ticked(field) and form[field] in known else before
        if given and given not in found.values():
            found[column.name] = given
        if form.ticked(f"turned-asked-{column.place}"):
            (turned.add if form.ticked(f"turned-{column.place}") else turned.discard)(column.name)
    return found, frozenset(turned)


def _said_values(desk: AnswersDesk, form: Form, questionnaire: Questionnaire) -> dict[str, Mapping[str, str]]:
    values: dict[str, Mapping[str, str]] = dict(desk.mapping.values)
    for kind, meanings in desk.reading.meanings.items():
        offered = _meanings(kind, questionnaire)
        own = dict(values.get(kind, {}))
        for n, each in enumerate(meanings):
            given = form[f"value-{kind}-{n}"]
            shown = NOTHING if each.meant == "" else each.meant
            if given in offered and given != shown:
                own[alike(each.text)] = "" if given == NOTHING else given
        if own:
            values[kind] = own
    return values


def _corrected(desk: AnswersDesk, form: Form) -> dict[int, dict[str, str]]:
    """What is typed over a row's own texts."""
    corrected = {number: dict(texts) for number, texts in desk.repairs.corrected.items()}
    names = columns_of(table_of(desk.seen, desk.mapping), desk.mapping)
    for number in desk.reading.faulty:
        for column in names:
            field = f"row-{number}-{column.place}"
            if form.ticked(field):
                corrected.setdefault(number, {})[column.name] = form[field]
    return corrected


def _left_out(desk: AnswersDesk, form: Form) -> frozenset[int]:
    if form["do"] == "back":
        return frozenset()
    faulty = {number for number, faults in desk.reading.faulty.items() if faults}
    if form["do"] == "leave_out":
        return desk.repairs.left_out | faulty
    return desk.repairs.left_out | {number for number in faulty if str(number) in form.chosen("out")}
