"""Questions answered by choosing: those that pick topics for the workshop, and others."""

from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, Withheld, analyse
from diagnostic.questionnaire import SIDES, Choice, Questionnaire
from diagnostic.questionnaire.responses import tabulate
from tests.usual_instrument import usual


def asked() -> Questionnaire:
    """With a second question of the same options, of which all that apply may be picked."""
    questionnaire = usual()
    channel = next(item for item in questionnaire.items if isinstance(item, Choice))
    texts = {
        language: of | {key.replace("CHANNEL", "TOOLS"): text + "!" for key, text in of.items() if "CHANNEL" in key}
        for language, of in questionnaire.texts.items()
    }
    tools = replace(channel, id="TOOLS", at_most=3, other=False)
    return replace(questionnaire, items=(*questionnaire.items, tools), texts=texts)


def report(channels: str, tools: list[str]) -> Report:
    names = {"p": "phone", "m": "mail", "v": "visit", "o": "other"}
    questionnaire = asked()
    rows = [
        (questionnaire.validate({"CHANNEL": [names[letter]], "TOOLS": [names[one] for one in several]}, side), None)
        for side in SIDES
        for letter, several in zip(channels, tools, strict=True)
    ]
    return analyse(
        tabulate(questionnaire, rows),
        [],
        questionnaire,
        Release(),
        alliance=Alliance("Cardiva", BySide("Novara", "Helix")),
        wave=Wave("baseline", None),
        invited=BySide(None, None),
    )


def test_neither_one_answer_nor_all_that_apply_are_topics_for_a_workshop() -> None:
    found = report("ppmmvvoo", ["pm", "pm", "pmv", "v", "m", "m", "p", "v"])
    assert found.priorities == ()
    channel, tools = found.choices
    assert [topic.sides.a.share for topic in channel.topics] == [0.25] * 4
    assert [topic.sides.a.share for topic in tools.topics] == [0.5, 0.625, 0.375]


def test_the_same_option_of_two_questions_keeps_its_own_name() -> None:
    found = report("ppmmvvoo", ["pm", "pm", "pmv", "v", "m", "m", "p", "v"])
    ids = [topic.id for question in found.choices for topic in question.topics]
    assert len(set(ids)) == len(ids)
    assert [found.texts["en"][f"topic:{name}:phone"] for name in ("CHANNEL", "TOOLS")] == ["By phone", "By phone!"]
    assert found.texts["en"]["choice:CHANNEL"] == "Channel"


def test_one_answer_each_is_one_table_shown_or_not() -> None:
    (channel, _) = report("pppppppm", ["pm", "pm", "pmv", "v", "m", "m", "p", "v"]).choices
    assert {topic.sides.a.share for topic in channel.topics} == {Withheld("protected")}


def test_without_a_short_name_a_question_is_called_as_both_companies_read_it() -> None:
    questionnaire = asked()
    texts = {key: text for key, text in questionnaire.texts["en"].items() if not key.endswith(".short")}
    rows = [(questionnaire.validate({"CHANNEL": ["mail"]}, side), None) for side in SIDES]
    found = analyse(
        tabulate(questionnaire, rows),
        [],
        replace(questionnaire, texts={"en": texts | {"items.REMARK.short": "Remarks"}}),
        Release(),
        alliance=Alliance("Cardiva", BySide("Novara", "Helix")),
        wave=Wave("baseline", None),
        invited=BySide(None, None),
    )
    assert found.texts["en"]["choice:CHANNEL"] == "How do you mostly reach Helix? / How do you mostly reach Novara?"
