"""LimeSurvey's `.txt`: a table with a row for each group, question, subquestion and answer, in each language."""

from collections.abc import Mapping

from diagnostic.reading.instruments.answer_scales import Answer
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.limesurvey import LimeGroup, LimeQuestion, read_groups
from diagnostic.reading.seen import SeenSheet

_NEEDED = {"class", "type/scale", "name", "text", "language"}
_KINDS = {"S", "SL", "G", "Q", "SQ", "A"}
_ABOUT_ALL = {"surveyls_title": "title", "surveyls_welcometext": "introduction"}
_SETTINGS = {
    "relevance": "condition",
    "validation": "validation",
    "help": "help",
    "mandatory": "mandatory",
    "default": "default",
}


def is_structure(sheet: SeenSheet) -> bool:
    return bool(sheet.rows) and {cell.strip().lower() for cell in sheet.rows[0].cells} >= _NEEDED


def read_structure(sheet: SeenSheet, draft: Draft) -> None:
    """Put the questions of a survey into a draft."""
    _Structure(sheet, draft).read()


class _Text:
    """A row and its translations."""

    def __init__(self, where: str, cells: Mapping[str, str]) -> None:
        self.where = where
        self.cells = cells
        self.texts: dict[str, str] = {}
        self.help: dict[str, str] = {}
        self.below: dict[str, _Text] = {}


class _Structure:
    def __init__(self, sheet: SeenSheet, draft: Draft) -> None:
        self.sheet = sheet
        self.draft = draft
        self.names = [cell.strip().lower() for cell in sheet.rows[0].cells]

    def read(self) -> None:
        groups: dict[str, _Text] = {}
        group = question = None
        counted: dict[str, int] = {}
        first = ""
        for row in self.sheet.rows[1:]:
            cells = {name: row.cell(place) for place, name in enumerate(self.names)}
            where, kind = f"row {row.number}", cells["class"]
            if kind not in _KINDS:
                self.draft.leave(where, f"is of class “{kind}”; known are {', '.join(sorted(_KINDS))}")
                continue
            first = first or cells["language"]
            language = self.draft.language(cells["language"] or first or "en")
            if not language:
                continue
            if kind in ("S", "SL"):
                if key := _ABOUT_ALL.get(cells["name"]):
                    self.draft.say(key, {language: cells["text"]})
            elif kind == "G":
                # Translations repeat all groups in the same order; their names differ, so that their place tells them.
                counted[language] = counted.get(language, 0) + 1
                group = groups.setdefault(str(counted[language]), _Text(where, cells))
                question = None
                self._said(group, language, cells["name"], cells["text"])
            elif kind == "Q" and group is not None:
                question = group.below.setdefault(cells["name"], _Text(where, cells))
                self._said(question, language, cells["text"], cells.get("help", ""))
            elif kind in ("SQ", "A") and question is not None:
                key = f"{kind} {cells['type/scale'] or '0'} {cells['name']}"
                self._said(question.below.setdefault(key, _Text(where, cells)), language, cells["text"], "")
            else:
                self.draft.leave(where, "belongs to no group" if kind == "Q" else "belongs to no question")
        for number, why in self.sheet.unread.items():
            self.draft.leave(f"row {number}", why)
        read_groups(map(self._group, groups.values()), self.draft)

    @staticmethod
    def _said(text: _Text, language: str, said: str, more: str) -> None:
        if said:
            text.texts[language] = said
        if more:
            text.help[language] = more

    def _group(self, group: _Text) -> LimeGroup:
        return LimeGroup(group.texts, group.help, [self._question(question) for question in group.below.values()])

    def _question(self, question: _Text) -> LimeQuestion:
        cells = question.cells
        rows = {key: one for key, one in question.below.items() if key.startswith("SQ")}
        answers = [one for key, one in question.below.items() if key.startswith("A 0 ")]
        return LimeQuestion(
            where=question.where,
            code=cells["name"],
            type=cells["type/scale"],
            texts=question.texts,
            rows=[Answer(one.cells["name"], one.texts) for one in rows.values()],
            columns=len({key.split()[1] for key in rows}) or 1,
            answers=[Answer(one.cells["name"], one.texts) for one in answers],
            other=cells.get("other") == "Y",
            settings={**cells, **{ours: cells.get(theirs, "") for theirs, ours in _SETTINGS.items()}},
        )
