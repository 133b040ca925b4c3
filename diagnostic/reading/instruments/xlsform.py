"""XLSForm: a sheet of questions and one of answers, as KoboToolbox, ODK and SurveyCTO have them."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from diagnostic.reading.instruments.answer_scales import Answer, Texts, is_graded
from diagnostic.reading.instruments.cells import number
from diagnostic.reading.instruments.draft import MOST_POINTS, Draft
from diagnostic.reading.instruments.headings import language_of
from diagnostic.reading.seen import Seen, SeenRow, SeenSheet

_OWN = {"type", "name", "label", "list_name", "list name", "", "default_language", "form_title", "order"}
"""Columns that are read, or that change nothing of what is asked."""
_FIRST, _LAST = "start", "end"
_SELECT = re.compile(
    r"(?:(?P<one>select[ _]one|select1)|select[ _]multiple|select all that apply)(?: from)? (?P<list>\S+)"
    r"(?P<other> or[ _](specify[ _])?other)?",
    re.IGNORECASE,
)
_ASKING = {"one", "many", "text", "integer", "decimal", "range"}
"""Types that ask for something."""


def is_survey(sheet: SeenSheet) -> bool:
    """Whether a sheet is the one of the questions: its first row names type, name and a label."""
    names = _headings(sheet)
    return {"type", "name"} <= set(names) and any(name.split(":")[0] == "label" for name in names)


def read_xlsform(seen: Seen, survey: SeenSheet, draft: Draft, language: str = "") -> None:
    """Put the questions of a form into a draft."""
    choices = next(
        (sheet for sheet in seen.sheets if "name" in _headings(sheet) and _list_column(sheet) is not None), None
    )
    settings = next((sheet for sheet in seen.sheets if "form_title" in _headings(sheet)), None)
    default = language
    for sheet in filter(None, (survey, choices)):
        _unknown_languages(sheet, draft)
    for sheet in seen.sheets:
        if sheet not in (survey, choices, settings):
            draft.leave(f"sheet “{sheet.name}”", "is not read; a form has its questions, choices and settings")
    if settings is not None and len(settings.rows) > 1:
        values = dict(zip(_headings(settings), settings.rows[1].cells, strict=False))
        default = default or language_of(values.get("default_language", ""))
        if values.get("form_title"):
            draft.say("title", {draft.language(default or "en"): values["form_title"]})
        draft.version = values.pop("version", "") or draft.version
        for column, value in values.items():
            if value and column not in ("form_title", "default_language"):
                draft.leave(f"sheet “{settings.name}”, column {column}", f"“{value}” is not carried over")
        for row in settings.rows[2:]:
            draft.leave(f"sheet “{settings.name}”, row {row.number}", "only the first row of settings counts")
    _Form(survey, _lists(choices, draft, default or "en") if choices else {}, draft, default or "en").read()


def _unknown_languages(sheet: SeenSheet, draft: Draft) -> None:
    for heading in sheet.rows[0].cells:
        kind, _, language = heading.strip().partition(":")
        if kind.strip().lower() == "label" and language.strip(": ") and not language_of(language.strip(": ")):
            what = f"is in a language that cannot be told; write its code behind it, as in “{heading} (sw)”"
            draft.leave(f"sheet “{sheet.name}”, column {heading}", what)


def _headings(sheet: SeenSheet) -> list[str]:
    return [cell.strip().lower() for cell in sheet.rows[0].cells] if sheet.rows else []


def _list_column(sheet: SeenSheet) -> int | None:
    return next((place for place, name in enumerate(_headings(sheet)) if name in ("list_name", "list name")), None)


def _texts(sheet: SeenSheet, row: SeenRow, draft: Draft, default: str, name: str = "label") -> dict[str, str]:
    """A row's labels by language, of columns such as ``label::Deutsch (de)``."""
    found: dict[str, str] = {}
    for place, heading in enumerate(sheet.rows[0].cells):
        kind, _, language = heading.strip().partition(":")
        if kind.strip().lower() == name and (text := row.cell(place)):
            theirs = language_of(language.strip(": ")) if language.strip(": ") else default
            found[theirs and draft.language(theirs)] = text
    found.pop("", None)  # of a language that cannot be told, or is not carried over, which is said once
    return found


def _lists(sheet: SeenSheet, draft: Draft, default: str) -> dict[str, list[Answer]]:
    names = _headings(sheet)
    where, code = _list_column(sheet), names.index("name")
    lists: dict[str, list[Answer]] = {}
    for row in sheet.rows[1:]:
        place, texts = f"sheet “{sheet.name}”, row {row.number}", _texts(sheet, row, draft, default)
        if not row.cell(where) or not row.cell(code):
            draft.leave(place, "names no list, or has no name of its own")
        else:
            lists.setdefault(row.cell(where), []).append(
                Answer(row.cell(code), texts or {draft.language(default): row.cell(code)})
            )
    return lists


class _Type(Struct, frozen=True):
    """What a cell of the column “type” says."""

    word: str
    """``one`` and ``many`` of choices, else as it is written."""
    choices: str = ""
    other: bool = False


def _type(cell: str) -> _Type:
    """`select_one LIST or_other`, or as it was written before: `select one from LIST or specify other`."""
    said = " ".join(cell.split())
    if found := _SELECT.fullmatch(said):
        return _Type("one" if found["one"] else "many", found["list"], bool(found["other"]))
    return _Type(said.lower().replace("_", " "))


class _Form:
    def __init__(self, sheet: SeenSheet, lists: Mapping[str, Sequence[Answer]], draft: Draft, default: str) -> None:
        self.sheet = sheet
        self.lists = lists
        self.draft = draft
        self.default = default
        self.names = _headings(sheet)
        self.types = {row.number: _type(row.cell(self.names.index("type"))) for row in sheet.rows[1:]}
        self.groups: list[tuple[str, Texts]] = []
        """Those that are open, each with its name and titles."""

    def read(self) -> None:
        for row in self.sheet.rows[1:]:
            where = f"row {row.number}"
            if row.hidden:
                self.draft.leave(where, "is hidden or filtered away")
            else:
                self._row(row, where, self.types[row.number])
        for name in self.lists.keys() - {kind.choices for kind in self.types.values()}:
            self.draft.leave(f"choices “{name}”", "no question offers them")

    def _row(self, row: SeenRow, where: str, kind: _Type) -> None:
        texts = _texts(self.sheet, row, self.draft, self.default)
        name = row.cell(self.names.index("name"))
        if kind.word.startswith(("begin group", "begin repeat", "begin loop")):
            self.groups.append((name, texts))
            if not kind.word.startswith("begin group"):
                self.draft.leave(where, "its questions are asked once, and not for each of several things")
            self._others(row, where)
        elif kind.word.startswith("end "):
            if self.groups:
                self.groups.pop()
        elif not kind.word:
            self.draft.leave(where, "has no type")
        elif not texts and kind.word in _ASKING:
            self.draft.leave(where, f"“{name}” has no label, so there is nothing to ask")
        else:
            self._question(row, where, kind, name, texts)

    def _question(self, row: SeenRow, where: str, kind: _Type, name: str, texts: Texts) -> None:
        section = self._section(where)
        if kind.choices:
            self._choice(where, kind, name, texts, section)
        elif kind.word == "text":
            self.draft.item(where, name, "text", {"text": texts}, section=section)
        elif kind.word in _ASKING:
            self._number(row, where, name, texts, section)
        else:
            what = "is shown and asks nothing" if kind.word == "note" else f"is of type “{kind.word}”, none of ours"
            self.draft.leave(where, f"{what}: {next(iter(texts.values()), name)}")
            return
        self._others(row, where)

    def _choice(self, where: str, kind: _Type, name: str, texts: Texts, section: str) -> None:
        answers = self.lists.get(kind.choices, [])
        if not answers:
            self.draft.leave(where, f"offers choices that are not in this file: {kind.choices}")
        elif kind.word == "one" and not kind.other and (is_graded(answers) or self._is_matrix(kind.choices)):
            self.draft.graded(where, name, texts, answers, section=section, scale=self._scale(where))
        else:
            most = 1 if kind.word == "one" else 0
            other: Texts | None = {} if kind.other else None
            self.draft.choice(where, name, texts, answers, section=section, at_most=most, other=other)

    def _number(self, row: SeenRow, where: str, name: str, texts: Texts, section: str) -> None:
        given = row.cell(self.names.index("parameters")) if "parameters" in self.names else ""
        ends = {key: number(value) for key, _, value in (part.partition("=") for part in given.split())}
        first, last = ends.get(_FIRST), ends.get(_LAST)
        if first in (0, 1) and last is not None and last - first < MOST_POINTS and ends.get("step", 1) == 1:
            answers = [Answer(str(n), {}) for n in range(int(first), int(last) + 1)]
            self.draft.graded(where, name, texts, answers, section=section, scale=self._scale(where))
        else:
            self.draft.number(where, name, texts, first, last, section=section)

    def _is_matrix(self, name: str) -> bool:
        """Whether three questions or more have the same answers, numbered: then these are degrees."""
        asked = sum(kind.choices == name for kind in self.types.values())
        return asked >= 3 and all(answer.code.isdigit() for answer in self.lists.get(name, []))

    def _section(self, where: str) -> str:
        if not self.groups:
            return ""
        name, texts = self.groups[0]
        return self.draft.section(texts or {self.draft.language(self.default): name}, where, "" if texts else name)

    def _scale(self, where: str) -> str | None:
        if not self.groups:
            return None
        name, texts = self.groups[-1]
        return self.draft.scale(texts or {self.draft.language(self.default): name}, where)

    def _others(self, row: SeenRow, where: str) -> None:
        """What a row says beside its question."""
        said = {
            "relevant": "everybody is asked",
            "constraint": "any answer of its kind is taken",
            "required": "everything may be skipped here",
            "choice_filter": "all choices are offered",
            "calculation": "nothing is calculated",
        }
        for place, heading in enumerate(self.names):
            kind, text = heading.split(":")[0], row.cell(place)
            if text and kind not in _OWN and not (kind == "required" and text.lower() in ("no", "false")):
                if kind == "parameters" and "start" in text:
                    continue
                self.draft.leave(
                    f"{where}, column {heading}",
                    f"“{text}” is not carried over; {said.get(kind, 'it has no place here')}",
                )
