"""LimeSurvey's two files of a survey's structure, the older and the newer form of the first."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

import pytest

from diagnostic.errors import UnreadableFile
from diagnostic.questionnaire import Choice, Number, Rating, Text

from .bringing import brought, mentions

GROUPS = [(1, "en", "Pace"), (1, "de", "Tempo"), (2, "en", "You"), (2, "de", "Sie")]
QUESTIONS = [
    # qid, parent, gid, type, title, other, relevance, order, English, German
    (10, 0, 1, "F", "PACE", "N", "1", 1, "<p>How far do you <em>agree</em>?</p>", "<p>Stimmen Sie zu?</p>"),
    (11, 10, 1, "T", "SQ001", "N", "1", 1, "Answers come soon.", "Antworten kommen bald."),
    (12, 10, 1, "T", "SQ002", "N", "1", 2, "Nothing waits for {TOKEN:FIRSTNAME}.", "Nichts wartet."),
    (20, 0, 2, "L", "OFFICE", "Y", "1", 1, "Where do you work?", "Wo arbeiten Sie?"),
    (30, 0, 2, "M", "VISITED", "N", "PACE_SQ001.NAOK == 1", 2, "Where were you?", "Wo waren Sie?"),
    (31, 30, 2, "T", "NORTH", "N", "1", 1, "North", "Nord"),
    (32, 30, 2, "T", "SOUTH", "N", "1", 2, "South", "Süd"),
    (40, 0, 2, "N", "DAYS", "N", "1", 3, "How many days?", "Wie viele Tage?"),
    (50, 0, 2, "T", "MORE", "N", "1", 4, "What else?", "Was noch?"),
    (60, 0, 2, "X", "BYE", "N", "1", 5, "Thank you.", "Danke."),
    (70, 0, 2, "|", "FILE", "N", "1", 6, "A file, please.", "Eine Datei, bitte."),
    (80, 0, 2, "A", "FIVE", "N", "1", 7, "Rate these.", "Bewerten Sie."),
    (81, 80, 2, "T", "SQ1", "N", "1", 1, "Meetings", "Treffen"),
]
ANSWERS = [
    (10, "A1", 1, "Disagree", "Stimme nicht zu"),
    (10, "A2", 2, "Neither", "Weder noch"),
    (10, "A3", 3, "Agree", "Stimme zu"),
    (20, "A1", 1, "North", "Nord"),
    (20, "A2", 2, "South", "Süd"),
]


def rows(table: str, cells: Iterable[dict[str, object]]) -> str:
    made = ["".join(f"<{name}>{escape(str(cell))}</{name}>" for name, cell in row.items()) for row in cells]
    return f"<{table}><rows>{''.join(f'<row>{row}</row>' for row in made)}</rows></{table}>"


def document(*tables: str) -> bytes:
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>640</DBVersion>"
    survey = rows("surveys", [{"sid": 7, "language": "en", "additional_languages": "de"}])
    titles = rows(
        "surveys_languagesettings",
        [
            {"surveyls_language": "en", "surveyls_title": "Pace check", "surveyls_welcometext": "<p>Hello</p>"},
            {"surveyls_language": "de", "surveyls_title": "Tempo-Check", "surveyls_welcometext": ""},
        ],
    )
    limits = rows("question_attributes", [{"qid": 40, "attribute": "max_num_value_n", "value": 31}])
    inside = "".join([head, survey, titles, limits, *tables])
    return f"<?xml version='1.0' encoding='UTF-8'?><document>{inside}</document>".encode()


def question(each: tuple[object, ...]) -> dict[str, object]:
    names = ("qid", "parent_qid", "gid", "type", "title", "other", "relevance", "question_order")
    return dict(zip(names, each, strict=False))


MAIN, BELOW = ([each for each in QUESTIONS if bool(each[1]) is below] for below in (False, True))
LANGUAGES = (("en", 8), ("de", 9))
"""Each with the place of its text in a question."""


def older() -> bytes:
    """Before translations had tables of their own: a row a language."""

    def in_both(questions: Iterable[tuple[object, ...]]) -> list[dict[str, object]]:
        kept = list(questions)
        return [question(each) | {"question": each[at], "language": code} for code, at in LANGUAGES for each in kept]

    groups = [{"gid": gid, "group_name": name, "group_order": gid, "language": code} for gid, code, name in GROUPS]
    answers = [
        {"qid": qid, "code": answer, "answer": text, "sortorder": order, "language": code, "scale_id": 0}
        for qid, answer, order, *both in ANSWERS
        for (code, _), text in zip(LANGUAGES, both, strict=True)
    ]
    tables = {"groups": groups, "questions": in_both(MAIN), "subquestions": in_both(BELOW), "answers": answers}
    return document(*(rows(name, cells) for name, cells in tables.items()))


def newer() -> bytes:
    """Translations in tables of their own."""
    said: list[dict[str, object]] = [
        {"qid": each[0], "language": code, "question": each[at]} for each in QUESTIONS for code, at in LANGUAGES
    ]
    answers: list[dict[str, object]] = [
        {"aid": aid, "qid": qid, "code": code, "sortorder": order, "scale_id": 0}
        for aid, (qid, code, order, *_) in enumerate(ANSWERS)
    ]
    answered: list[dict[str, object]] = [
        {"aid": aid, "answer": text, "language": code}
        for aid, (_, _, _, *both) in enumerate(ANSWERS)
        for (code, _), text in zip(LANGUAGES, both, strict=True)
    ]
    tables: dict[str, list[dict[str, object]]] = {
        "groups": [{"gid": gid, "group_order": gid} for gid in (1, 2)],
        "group_l10ns": [{"gid": gid, "group_name": name, "language": code} for gid, code, name in GROUPS],
        "questions": [question(each) for each in MAIN],
        "subquestions": [question(each) for each in BELOW],
        "question_l10ns": said,
        "answers": answers,
        "answer_l10ns": answered,
    }
    return document(*(rows(name, cells) for name, cells in tables.items()))


def tabbed() -> bytes:
    """The table: a row for each part in each language, all of one language first."""
    names = ("class", "type/scale", "name", "relevance", "text", "language", "other", "max_num_value_n")
    lines: list[tuple[object, ...]] = [names, ("S", "", "sid", "", "7", "", "", "")]
    for place, (code, at) in enumerate(LANGUAGES):
        lines.append(("SL", "", "surveyls_title", "", ("Pace check", "Tempo-Check")[place], code, "", ""))
        for gid, name in ((gid, name) for gid, language, name in GROUPS if language == code):
            lines.append(("G", "G0", name, "1", "", code, "", ""))
            for each in (one for one in MAIN if one[2] == gid):
                most = 31 if each[4] == "DAYS" else ""
                lines.append(("Q", each[3], each[4], each[6], each[at], code, each[5], most))
                lines += [("SQ", 0, one[4], "1", one[at], code, "", "") for one in BELOW if one[1] == each[0]]
                lines += [("A", 0, one[1], "", one[3 + place], code, "", "") for one in ANSWERS if one[0] == each[0]]
    return ("\ufeff" + "\n".join("\t".join(map(str, line)) for line in lines)).encode()


@pytest.mark.parametrize("data", [older(), newer(), tabbed()], ids=["older", "newer", "tabbed"])
def test_a_survey_is_asked_as_it_was(data: bytes) -> None:
    found = brought("survey.lss", data)
    items = {item.id: item for item in found.questionnaire.items}
    assert list(items) == [
        "PACE_SQ001", "PACE_SQ002", "OFFICE", "OFFICE.other", "VISITED", "DAYS", "MORE", "FIVE_SQ1",
    ]  # fmt: skip
    assert set(found.questionnaire.languages) == {"en", "de"}
    first, office, visited, days = items["PACE_SQ001"], items["OFFICE"], items["VISITED"], items["DAYS"]
    assert isinstance(first, Rating)
    assert (first.asked, first.points, first.scale, first.section) == (("alliance",), 3, "pace", "pace")
    assert found.questionnaire.labels("de", first) == ("Stimme nicht zu", "Weder noch", "Stimme zu")
    assert isinstance(office, Choice)
    assert isinstance(visited, Choice)
    assert (office.options, office.at_most, office.other) == (("A1", "A2"), 1, True)
    assert (visited.options, visited.at_most) == (("NORTH", "SOUTH"), 2)
    assert isinstance(days, Number)
    assert days.maximum == 31
    assert isinstance(items["MORE"], Text)
    texts = found.questionnaire.texts
    assert texts["de"]["title"] == "Tempo-Check"
    assert texts["en"]["sections.pace.introduction"] == "How far do you agree?"
    assert texts["en"]["items.PACE_SQ002.alliance"] == "Nothing waits for …."


@pytest.mark.parametrize("data", [older(), newer(), tabbed()], ids=["older", "newer", "tabbed"])
def test_what_has_no_place_here_is_listed(data: bytes) -> None:
    said = "\n".join(map(str, brought("survey.lss", data).left_out))
    for words in ("Thank you.", "type |", "PACE_SQ001.NAOK == 1", "{TOKEN:FIRSTNAME}"):
        assert words in said


def test_of_two_kinds_of_a_language_the_first_is_taken_and_the_other_said() -> None:
    found = brought("survey.lss", older().replace(b"<language>de</language>", b"<language>en-GB</language>"))
    assert found.questionnaire.languages == ("en",)
    assert mentions(found.left_out, "language en-GB", "another kind of en")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<document><LimeSurveyDocType>&b;</LimeSurveyDocType></document>"""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "declares XML entities"),
        (b'<!DOCTYPE document SYSTEM "file:///etc/passwd"><document/>', "declares XML entities"),
        (b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "is no survey structure"),
        (b"<document>", "cannot be read as XML"),
        (b"<html><body>Not found</body></html>", "is no survey structure"),
        (document(), "holds nothing that can be asked"),
    ],
)
def test_what_is_no_survey_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        brought("survey.lss", data)
