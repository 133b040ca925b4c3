"""LimeSurvey's `.lss`: XML with a table of each kind, before and since translations have tables of their own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from diagnostic.errors import Fault, UnreadableFile
from diagnostic.reading.instruments.answer_scales import Answer
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.limesurvey import LimeGroup, LimeQuestion, read_groups

_Row = Mapping[str, str]


def is_lss(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def read_lss(name: str, data: bytes, draft: Draft) -> None:
    """Put the questions of a survey into a draft.

    Raises
    ------
    UnreadableFile
        Where it is no survey of LimeSurvey, or declares entities of its own.
    """
    try:
        document: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableFile([Fault(name, "declares XML entities, which no survey of LimeSurvey needs")]) from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFile([Fault(name, f"cannot be read as XML: {error}")]) from None
    if document.tag != "document" or document.findtext("LimeSurveyDocType") != "Survey":
        raise UnreadableFile([Fault(name, "is no survey structure of LimeSurvey; export the survey as .lss")])
    _Survey(document, draft).read()


class _Survey:
    def __init__(self, document: Element, draft: Draft) -> None:
        self.document = document
        self.draft = draft
        surveys = self.rows("surveys")
        self.default = surveys[0].get("language", "") if surveys else ""
        """Our code by theirs; of two of the same, such as de and de-informal, the first."""

    def rows(self, table: str) -> list[_Row]:
        return [{cell.tag: cell.text or "" for cell in row} for row in self.document.iterfind(f"{table}/rows/row")]

    def read(self) -> None:
        for row in self.rows("surveys_languagesettings"):
            if (language := self._language(row.get("surveyls_language", ""))) is not None:
                self.draft.say("title", {language: row.get("surveyls_title", "")})
                self.draft.say("introduction", {language: row.get("surveyls_welcometext", "")})
        questions = self._merged("questions", "question_l10ns", "qid", "question")
        # Older files keep subquestions among the questions.
        below = self._merged("subquestions", "question_l10ns", "qid", "question")
        nested = {key: row for key, row in questions.items() if row[0].get("parent_qid", "0") not in ("", "0")}
        below = {**nested, **below}
        answers = self._answers()
        attributes: dict[str, dict[str, str]] = {}
        for row in self.rows("question_attributes"):
            attributes.setdefault(row.get("qid", ""), {})[row.get("attribute", "")] = row.get("value", "")
        groups = self._merged("groups", "group_l10ns", "gid", "group_name")
        descriptions = self._merged("groups", "group_l10ns", "gid", "description")
        made = {
            key: [
                self._question(
                    row,
                    texts,
                    [one for one in below.values() if one[0].get("parent_qid") == qid],
                    answers.get(qid, []),
                    attributes.get(qid, {}),
                )
                for qid, (row, texts) in sorted(questions.items(), key=_order("question_order"))
                if qid not in nested and row.get("gid", "") == key
            ]
            for key in groups
        }
        ordered = sorted(groups.items(), key=_order("group_order"))
        read_groups((LimeGroup(texts, descriptions[key][1], made[key]) for key, (_, texts) in ordered), self.draft)
        placed = {question.code for several in made.values() for question in several}
        for qid, (row, _) in questions.items():
            if qid not in nested and row.get("title", "") not in placed:
                self.draft.leave(f"question {row.get('title', qid)}", "stands in no group")
        for row in self.rows("conditions"):
            self.draft.leave(f"condition {row.get('cid', '')}", "is not carried over; everybody is asked")

    def _language(self, code: str) -> str:
        return self.draft.language(code or self.default or "en")

    def _merged(self, table: str, translated: str, key: str, text: str) -> dict[str, tuple[_Row, dict[str, str]]]:
        """The rows of a table by their key, one each, with a text by language."""
        found: dict[str, tuple[_Row, dict[str, str]]] = {}
        for row in self.rows(table):
            _, texts = found.setdefault(row.get(key, ""), (row, {}))
            language = self._language(row.get("language", ""))
            if row.get(text) and language:
                texts[language] = row[text]
        for row in self.rows(translated):
            language = self._language(row.get("language", ""))
            if row.get(key) in found and row.get(text) and language:
                found[row[key]][1][language] = row[text]
        return found

    def _answers(self) -> dict[str, list[Answer]]:
        """The answers of each question, in their order, by its number."""
        merged: dict[tuple[str, str, str], tuple[_Row, dict[str, str]]] = {}
        by_number: dict[str, tuple[str, str, str]] = {}
        tables = [*self.rows("answers"), *self.rows("answer_l10ns")]
        for row in tables:
            key = (row.get("qid", ""), row.get("code", ""), row.get("scale_id", "0"))
            if not key[0] or not key[1]:
                key = by_number.get(row.get("aid", ""), key)
            by_number.setdefault(row.get("aid", ""), key)
            _, texts = merged.setdefault(key, (row, {}))
            language = self._language(row.get("language", ""))
            if row.get("answer") and language:
                texts[language] = row["answer"]
        found: dict[str, list[Answer]] = {}
        for (question, code, scale), (_, texts) in sorted(merged.items(), key=_order("sortorder")):
            if question and scale in ("", "0"):
                found.setdefault(question, []).append(Answer(code, texts))
        return found

    def _question(
        self,
        row: _Row,
        texts: Mapping[str, str],
        below: Sequence[tuple[_Row, dict[str, str]]],
        answers: Sequence[Answer],
        attributes: Mapping[str, str],
    ) -> LimeQuestion:
        below = sorted(below, key=lambda one: _number(one[0].get("question_order", "")))
        return LimeQuestion(
            where=f"question {row.get('title', '')}",
            code=row.get("title", ""),
            type=row.get("type", ""),
            texts=texts,
            rows=[Answer(one.get("title", ""), said) for one, said in below],
            columns=len({one.get("scale_id", "0") or "0" for one, _ in below}) or 1,
            answers=answers,
            other=row.get("other") == "Y",
            settings={
                **attributes,
                "condition": row.get("relevance", ""),
                "validation": row.get("preg", ""),
                "help": row.get("help", ""),
                "mandatory": row.get("mandatory", ""),
            },
        )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _order(column: str) -> Callable[[tuple[Any, tuple[_Row, dict[str, str]]]], int]:
    return lambda entry: _number(entry[1][0].get(column, ""))
