"""Qualtrics' survey file."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.errors import UnreadableFile
from diagnostic.questionnaire import Choice, Number, Rating, Text

from .bringing import brought, mentions

POINTS = {"1": {"Display": "Strongly disagree"}, "2": {"Display": "Undecided"}, "3": {"Display": "Strongly agree"}}


def listed(*texts: str) -> dict[str, dict[str, Any]]:
    return {str(number): {"Display": text} for number, text in enumerate(texts, start=1)}


def question(name: str, kind: str, selector: str, text: str, **more: Any) -> dict[str, Any]:
    payload = {
        "QuestionText": text, "DataExportTag": name, "QuestionType": kind, "Selector": selector, "QuestionID": name,
        "Configuration": {}, "Language": [], "Validation": {"Settings": {"ForceResponse": "OFF"}}, **more,
    }  # fmt: skip
    return {"SurveyID": "SV_1", "Element": "SQ", "PrimaryAttribute": name, "Payload": payload}


MATRIX = question(
    "Q1", "Matrix", "Likert", "How far do you <strong>agree</strong>?",
    SubSelector="SingleAnswer", Choices=listed("Answers&nbsp;come soon.", "Nothing waits for ${m://FirstName}."),
    ChoiceOrder=["2", "1"], ChoiceDataExportTags={"1": "soon", "2": "waits"},
    Answers=POINTS, AnswerOrder=["1", "2", "3"],
    DisplayLogic={"Type": "BooleanExpression"},
    Language={"DE": {
        "QuestionText": "Stimmen Sie zu?", "Choices": listed("Antworten kommen bald.", "Nichts wartet."),
        "Answers": listed("Stimme gar nicht zu", "Unentschieden", "Stimme voll zu"),
    }},
)  # fmt: skip
OTHER = {**listed("North", "South"), "3": {"Display": "Elsewhere", "TextEntry": "true"}}
QUESTIONS = [
    MATRIX,
    question("Q2", "MC", "SAVR", "Where do you work?", Choices=OTHER, ChoiceOrder=[1, 2, 3]),
    question("Q3", "MC", "MAVR", "Where were you?", Choices=listed("North", "South"), ChoiceOrder=["1", "2"]),
    question("Q4", "MC", "NPS", "Would you choose them again?", Choices={}),
    question("Q5", "TE", "SL", "What else?"),
    question(
        "Q6", "TE", "SL", "How many days?",
        Validation={"Settings": {"ContentType": "ValidNumber", "ValidNumber": {"Min": "0", "Max": "31"}}},
    ),
    question("Q7", "Slider", "HBAR", "How much?", Choices=listed("Much"), Configuration={"CSSliderMax": 100}),
    question("Q8", "Slider", "HSLIDER", "How well?", Configuration={"CSSliderMin": "0", "CSSliderMax": "10"}),
    question("Q9", "DB", "TB", "Thank you."),
    question("Q10", "Matrix", "MaxDiff", "Best and worst?", Choices=listed("A", "B"), Answers=POINTS),
    question("Q11", "MC", "SAHR", "Old?", Choices=listed("Yes", "No")),
]  # fmt: skip


def survey(*questions: dict[str, Any], blocks: Any = None) -> bytes:
    inside = [{"Type": "Question", "QuestionID": each["PrimaryAttribute"]} for each in questions]
    asked = [one for one in inside if one["QuestionID"] != "Q11"]
    usual = [
        {"Type": "Default", "Description": "Pace", "ID": "BL_1", "BlockElements": [*asked, {"Type": "Page Break"}]},
        {"Type": "Trash", "ID": "BL_2", "BlockElements": [one for one in inside if one not in asked]},
    ]  # fmt: skip
    elements = [{"Element": "BL", "Payload": blocks or usual}, {"Element": "FL", "Payload": {"Flow": []}}, *questions]
    return json.dumps(
        {"SurveyEntry": {"SurveyName": "Pace check", "SurveyLanguage": "EN"}, "SurveyElements": elements}
    ).encode()


SURVEY = survey(*QUESTIONS)


def test_a_survey_is_asked_as_it_was() -> None:
    found = brought("survey.qsf", SURVEY)
    items = {item.id: item for item in found.questionnaire.items}
    assert list(items) == ["waits", "soon", "Q2", "Q2.other", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8"]
    soon, office, again, well = items["soon"], items["Q2"], items["Q4"], items["Q8"]
    assert isinstance(soon, Rating)
    assert (soon.points, soon.scale, soon.section) == (3, "how_far_do_you_agree", "pace")
    assert isinstance(office, Choice)
    assert (office.at_most, office.other, len(office.options)) == (1, True, 2)
    for rated in (again, well):
        assert isinstance(rated, Rating)
        assert (rated.points, rated.lowest) == (11, 0)
    assert isinstance(items["Q5"], Text)
    for number, maximum in (("Q6", 31), ("Q7", 100)):
        item = items[number]
        assert isinstance(item, Number)
        assert item.maximum == maximum
    texts = found.questionnaire.texts
    assert texts["en"]["items.soon.alliance"] == "Answers come soon."
    assert texts["de"]["items.soon.alliance"] == "Antworten kommen bald."
    assert found.questionnaire.labels("de", soon)[0] == "Stimme gar nicht zu"
    assert texts["en"]["items.Q2.options.other"] == "Elsewhere"
    assert texts["en"]["title"] == "Pace check"


def test_what_has_no_place_here_is_listed() -> None:
    found = brought("survey.qsf", SURVEY)
    assert mentions(found.left_out, "question Q1", "logic", "everybody is asked")
    assert mentions(found.left_out, "question Q1, statement 2", "“${m://FirstName}”")
    assert mentions(found.left_out, "question Q9", "Thank you.")
    assert mentions(found.left_out, "question Q10", "MaxDiff", "A, B")
    assert mentions(found.left_out, "question Q11", "trash")
    assert mentions(found.left_out, "question Q5", "no text in de")
    assert mentions(found.assumed, "question Q1, statement 1", "nothing says whom it is about")


def test_one_matrix_of_a_block_is_the_scale_that_the_block_is_called() -> None:
    found = brought("survey.qsf", survey(MATRIX))
    assert [scale.id for scale in found.questionnaire.scales] == ["pace"]
    assert found.questionnaire.texts["en"]["sections.pace.introduction"] == "How far do you agree?"


def test_blocks_may_be_a_table_by_number() -> None:
    block = {"Type": "Default", "Description": "Pace", "BlockElements": [{"Type": "Question", "QuestionID": "Q1"}]}
    assert brought("survey.qsf", survey(MATRIX, blocks={"1": block})) == brought("survey.qsf", survey(MATRIX))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"SurveyElements": [', "cannot be read as a survey of Qualtrics"),
        (b'{"SurveyElements": []}', "cannot be read as a survey of Qualtrics"),
        (b'{"SurveyEntry": {}, "SurveyElements": []}', "holds nothing that can be asked"),
        (b'{"SurveyEntry": {}, "SurveyElements": [1, null, {"Element": "SQ"}]}', "holds nothing that can be asked"),
        (b'{"SurveyElements": ' + b"[" * 100_000, "cannot be read as a survey of Qualtrics"),
    ],
)
def test_what_is_no_survey_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        brought("survey.qsf", data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inside: st.lists(inside, max_size=3)
)


@pytest.mark.part("proofs")
@given(st.data())
def test_whatever_a_survey_holds_it_is_read_or_refused(data: st.DataObject) -> None:
    survey_of = json.loads(SURVEY)
    for _ in range(3):
        where: Any = data.draw(st.sampled_from(survey_of["SurveyElements"]))
        while isinstance(where, dict | list) and where and data.draw(st.booleans()):
            key = data.draw(st.sampled_from(list(where) if isinstance(where, dict) else range(len(where))))
            if not isinstance(where[key], dict | list):
                where[key] = data.draw(JSON)
                break
            if data.draw(st.integers(0, 5)) == 0:
                where[key] = data.draw(JSON)
                break
            where = where[key]
    with contextlib.suppress(UnreadableFile):
        brought("survey.qsf", json.dumps(survey_of).encode())


def test_languages_that_it_calls_otherwise_are_known() -> None:
    said = {
        code: {"QuestionText": text} for code, text in (("ZH-T", "還有什麼?"), ("PT-BR", "Mais?"), ("EN-GB", "Else?"))
    }
    elements = [question("Q1", "TE", "SL", "What else?", Language=said)]
    found = brought("survey.qsf", survey(*elements))
    assert found.questionnaire.languages == ("en", "pt-BR", "zh-Hant")
    assert mentions(found.left_out, "language en-GB", "another kind of en")
