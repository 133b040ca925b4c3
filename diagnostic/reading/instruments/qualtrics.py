"""Qualtrics' `.qsf`: blocks of questions, as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.reading.instruments.answer_scales import Answer, Texts, is_graded
from diagnostic.reading.instruments.cells import number
from diagnostic.reading.instruments.draft import MOST_POINTS, Draft
from diagnostic.reading.instruments.headings import language_of
from diagnostic.reading.instruments.plain import without_markup

_Json = Mapping[str, Any]
_DEFAULT_BLOCK = "Default Question Block"
_LOGIC = {
    "DisplayLogic": "everybody is asked",
    "InPageDisplayLogic": "everybody is asked",
    "SkipLogic": "nothing is skipped",
}
_LONGEST_TITLE = 80
_CODES = {"ZH-S": "zh-Hans", "ZH-T": "zh-Hant"}
"""Languages that are called otherwise everywhere else."""


def is_qualtrics(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b"SurveyElements" in data


def read_qualtrics(name: str, data: bytes, draft: Draft) -> None:
    """Put the questions of a survey into a draft.

    Raises
    ------
    UnreadableFile
        Where it is no survey of Qualtrics.
    """
    try:
        survey = json.loads(data.decode("utf-8-sig"))
        _Survey(survey, draft).read()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UnreadableFile(
            [Fault(name, "cannot be read as a survey of Qualtrics; export it there once more")]
        ) from None


def _items(value: object) -> Iterator[tuple[str, Any]]:
    """What is a list where its keys are 0, 1, 2, and a table otherwise."""
    if isinstance(value, Mapping):
        yield from ((str(key), one) for key, one in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from ((str(place), one) for place, one in enumerate(value))


class _Survey:
    def __init__(self, survey: _Json, draft: Draft) -> None:
        self.draft = draft
        self.entry = survey["SurveyEntry"]
        self.language = self._language(str(self.entry.get("SurveyLanguage") or "EN")) or "en"
        self.elements = [element for element in survey["SurveyElements"] if isinstance(element, Mapping)]
        self.questions = {
            str(element["PrimaryAttribute"]): element["Payload"]
            for element in self.elements
            if element.get("Element") == "SQ" and isinstance(element.get("Payload"), Mapping)
        }

    def read(self) -> None:
        if title := self.entry.get("SurveyName"):
            self.draft.say("title", {self.language: str(title)})
        asked: set[str] = set()
        for block in self._blocks():
            title = without_markup(str(block.get("Description") or ""))
            pages = [element for _, element in _items(block.get("BlockElements")) if element.get("Type") == "Question"]
            inside = [str(element["QuestionID"]) for element in pages]
            if block.get("Type") == "Trash":
                for each in inside:
                    self.draft.leave(self._where(each), "lies in the trash")
            else:
                matrices = sum(self.questions.get(each, {}).get("QuestionType") == "Matrix" for each in inside)
                for each in inside:
                    if each in self.questions:
                        self._question(each, "" if title in ("", _DEFAULT_BLOCK) else title, alone=matrices == 1)
            asked |= set(inside)
        for each in self.questions.keys() - asked:
            self.draft.leave(self._where(each), "stands in no block")
        for element in self.elements:
            if element.get("Element") == "FL" and "Branch" in json.dumps(element.get("Payload")):
                self.draft.leave("survey flow", "its branches are not carried over; everybody is asked everything")

    def _blocks(self) -> Iterator[_Json]:
        for element in self.elements:
            if element.get("Element") == "BL":
                yield from (block for _, block in _items(element.get("Payload")) if isinstance(block, Mapping))

    def _where(self, question: str) -> str:
        tag = self.questions.get(question, {}).get("DataExportTag")
        return f"question {tag or question}"

    def _texts(self, question: _Json, path: Sequence[str]) -> dict[str, str]:
        """A text by language, plain: the question's own, and its translations of it."""
        found = {self.language: _at(question, path)}
        for code, translated in _items(question.get("Language")):
            if language := self._language(code):
                found.setdefault(language, _at(translated, path))
        return {language: plain for language, text in found.items() if (plain := without_markup(text))}

    def _language(self, code: str) -> str:
        theirs = _CODES.get(code) or language_of(code)
        return self.draft.language(theirs) if theirs else ""

    def _answers(self, question: _Json, what: str) -> list[tuple[str, Answer]]:
        """Choices or answers in the order they are shown, each with its key and the code it is stored by."""
        there = dict(_items(question.get(what)))
        order = [str(key) for key in question.get(what.rstrip("s") + "Order") or there]
        recoded = dict(_items(question.get("RecodeValues")))
        tags = dict(_items(question.get("ChoiceDataExportTags")))
        keys = [key for key in order if key in there]
        return [
            (key, Answer(str(tags.get(key) or recoded.get(key) or key), self._texts(question, [what, key, "Display"])))
            for key in keys
        ]

    def _question(self, key: str, block: str, *, alone: bool) -> None:
        question, where = self.questions[key], self._where(key)
        tag = str(question.get("DataExportTag") or key)
        texts = self._texts(question, ["QuestionText"])
        kind, selector = str(question.get("QuestionType")), str(question.get("Selector"))
        section = self.draft.section({self.language: block}, where) if block else ""
        if kind not in ("Matrix", "MC", "TE", "Slider"):
            what = (
                "is shown and asks nothing"
                if kind == "DB"
                else f"is of Qualtrics’ type {kind} ({selector}), which is none of ours"
            )
            self.draft.leave(where, f"{what}: {next(iter(texts.values()), tag)}")
            return
        for logic, instead in _LOGIC.items():
            if question.get(logic):
                self.draft.leave(where, f"its logic of display or skipping is not carried over; {instead}")
        if (question.get("Randomization") or {}) and dict(_items(question["Randomization"])).get("Type") not in (
            None,
            "None",
        ):
            self.draft.leave(where, "its answers are not shuffled here")
        if kind == "Matrix":
            self._matrix(question, where, tag, texts, section, block if alone else "")
        elif kind == "MC":
            self._choice(question, where, tag, texts, section)
        elif kind == "Slider":
            self._slider(question, where, tag, texts, section)
        else:
            self._text(question, where, tag, texts, section)

    def _matrix(self, question: _Json, where: str, tag: str, texts: Texts, section: str, title: str) -> None:  # noqa: PLR0917
        statements = self._answers(question, "Choices")
        several = question.get("SubSelector") == "MultipleAnswer"
        if question.get("Selector") != "Likert" or several:
            kind = f"{question.get('Selector')} with several answers a row" if several else question.get("Selector")
            self.draft.leave(where, f"is a matrix of Qualtrics’ type {kind}, none of ours: {_listed(statements)}")
            return
        points = [answer for _, answer in self._answers(question, "Answers")]
        # One matrix of a block is about what the block is called; of several, each says itself what it is about.
        named = {self.language: title} if title else {code: text[:_LONGEST_TITLE] for code, text in texts.items()}
        scale = self.draft.scale(named or {self.language: tag}, where) if statements else None
        section = section or (self.draft.section(self.draft.said(f"scales.{scale}.title"), where) if scale else "")
        if texts and title:
            self._introduced(section, texts, where)
        for key, statement in statements:
            name = statement.code if statement.code != key and not statement.code.isdigit() else f"{tag}_{key}"
            self.draft.graded(f"{where}, statement {key}", name, statement.texts, points, section=section, scale=scale)

    def _introduced(self, section: str, texts: Texts, where: str) -> None:
        """What stands above several statements, said once above their section."""
        if section and not self.draft.said(f"sections.{section}.introduction"):
            self.draft.say(f"sections.{section}.introduction", texts)
        else:
            self.draft.leave(where, f"what stands above its statements is not shown: {next(iter(texts.values()))}")

    def _choice(self, question: _Json, where: str, tag: str, texts: Texts, section: str) -> None:
        selector = str(question.get("Selector"))
        keyed = self._answers(question, "Choices")
        with_text = {key for key, _ in keyed if dict(_items(question["Choices"])).get(key, {}).get("TextEntry")}
        answers = [answer for key, answer in keyed if key not in with_text]
        written_in = [answer.texts for key, answer in keyed if key in with_text]
        other = written_in[0] if written_in else None
        for another in written_in[1:]:
            self.draft.leave(where, f"has another answer with a line to write in: {', '.join(another.values())}")
        if selector == "NPS":
            self.draft.graded(where, tag, texts, [Answer(str(n), {}) for n in range(11)], section=section)
        elif selector.startswith("MA"):
            self.draft.choice(where, tag, texts, answers, section=section, other=other)
        elif other is None and is_graded(answers):
            self.draft.graded(where, tag, texts, answers, section=section)
        else:
            self.draft.choice(where, tag, texts, answers, section=section, at_most=1, other=other)

    def _slider(self, question: _Json, where: str, tag: str, texts: Texts, section: str) -> None:
        set_up = question.get("Configuration") or {}
        least, most = (
            number(str(set_up.get(end, usual))) or 0 for end, usual in (("CSSliderMin", 0), ("CSSliderMax", 100))
        )
        whole = least in (0, 1) and most - least < MOST_POINTS
        bars = self._answers(question, "Choices") or [("1", Answer(tag, texts))]
        ends = {
            code: found for code in self._texts(question, ["QuestionText"]) if (found := self._ends(question, code))
        }
        if ends:
            said = " – ".join(next(iter(ends.values())))
            self.draft.leave(where, f"the words above its slider are not carried over: {said}")
        for key, bar in bars:
            asked = texts if len(bars) == 1 else bar.texts
            place, name = (where, tag) if len(bars) == 1 else (f"{where}, bar {key}", f"{tag}_{key}")
            if len(bars) == 1 and bar.texts and bar.texts != texts:
                self.draft.leave(where, f"the word beside its slider is not shown: {next(iter(bar.texts.values()))}")
            if whole:
                points = [Answer(str(n), {}) for n in range(int(least), int(most) + 1)]
                self.draft.graded(place, name, asked, points, section=section)
            else:
                self.draft.number(place, name, asked, least, most, section=section)

    def _ends(self, question: _Json, language: str) -> list[str]:
        labels = [text for _, one in _items(question.get("Labels")) if (text := without_markup(_at(one, ["Display"])))]
        return labels if language == self.language else []

    def _text(self, question: _Json, where: str, tag: str, texts: Texts, section: str) -> None:
        if question.get("Selector") == "FORM":
            for key, field in self._answers(question, "Choices"):
                self.draft.item(f"{where}, field {key}", f"{tag}_{key}", "text", {"text": field.texts}, section=section)
            if texts:
                self.draft.leave(where, f"what stands above its fields is not shown: {next(iter(texts.values()))}")
            return
        checked = (question.get("Validation") or {}).get("Settings") or {}
        if checked.get("ContentType") == "ValidNumber":
            limits = checked.get("ValidNumber") or {}
            self.draft.number(
                where,
                tag,
                texts,
                number(str(limits.get("Min", ""))),
                number(str(limits.get("Max", ""))),
                section=section,
            )
            return
        self.draft.item(where, tag, "text", {"text": texts}, section=section)


def _at(value: object, path: Sequence[str]) -> str:
    for step in path:
        value = dict(_items(value)).get(step)
    return value if isinstance(value, str) else ""


def _listed(answers: Sequence[tuple[str, Answer]]) -> str:
    return ", ".join(next(iter(answer.texts.values()), key) for key, answer in answers)
