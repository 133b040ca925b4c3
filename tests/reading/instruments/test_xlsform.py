"""XLSForm: a workbook of questions, choices and settings."""

from diagnostic.questionnaire import Choice, Number, Rating, Text

from .bringing import brought, mentions, workbook

CHOICES: list[list[object]] = [
    ["list_name", "name", "label::English (en)", "label::Deutsch (de)"],
    ["agree", 1, "Strongly disagree", "Stimme gar nicht zu"],
    ["agree", 2, "Disagree", "Stimme nicht zu"],
    ["agree", 3, "Undecided", "Unentschieden"],
    ["agree", 4, "Agree", "Stimme zu"],
    ["agree", 99, "Don't know", "Weiß nicht"],
    ["office", "north", "North", "Nord"],
    ["office", "south", "South", "Süd"],
    ["unused", "a", "A", "A"],
]
SURVEY: list[list[object]] = [
    ["type", "name", "label::English (en)", "label::Deutsch (de)", "relevant", "required"],
    ["start", "start", None, None, None, None],
    ["begin group", "pace", "Pace", "Tempo", None, None],
    ["note", "hello", "Take your time.", "Nehmen Sie sich Zeit.", None, None],
    ["select_one agree", "p1", "<b>Answers</b> come soon.", "Antworten kommen bald.", None, "yes"],
    ["select_one agree", "p2", "Nothing waits for ${name}.", "Nichts wartet auf ${name}.", "${p1} > 2", None],
    ["end group", None, None, None, None, None],
    ["select_one office", "office", "Where do you work?", "Wo arbeiten Sie?", None, None],
    ["select_multiple office or_other", "visited", "Where were you?", "Wo waren Sie?", None, None],
    ["range", "likely", "How likely is it?", "Wie wahrscheinlich ist es?", None, None],
    ["integer", "days", "How many days?", "Wie viele Tage?", None, None],
    ["text", "more", "What else?", "Was noch?", None, None],
    ["image", "photo", "A picture, please.", "Ein Bild, bitte.", None, None],
    ["select_one nowhere", "lost", "Which one?", "Welche?", None, None],
]
SETTINGS: list[list[object]] = [["form_title", "version", "default_language"], ["Pace check", "3", "English (en)"]]
FORM = workbook(survey=SURVEY, choices=CHOICES, settings=SETTINGS)


def test_a_form_is_asked_as_it_was() -> None:
    found = brought("form.xlsx", FORM)
    items = {item.id: item for item in found.questionnaire.items}
    assert list(items) == ["p1", "p2", "office", "visited", "visited.other", "likely", "days", "more"]
    assert set(found.questionnaire.languages) == {"en", "de"}
    p1, office, visited = items["p1"], items["office"], items["visited"]
    assert isinstance(p1, Rating)
    assert (p1.asked, p1.points, p1.scale, p1.section) == (("alliance",), 4, "pace", "pace")
    assert found.questionnaire.labels("de", p1)[3] == "Stimme zu"
    assert isinstance(office, Choice)
    assert isinstance(visited, Choice)
    assert (office.options, office.at_most) == (("north", "south"), 1)
    assert (visited.at_most, visited.other) == (3, True)
    assert isinstance(items["days"], Number)
    assert isinstance(items["more"], Text)
    assert found.questionnaire.texts["en"]["items.p1.alliance"] == "Answers come soon."
    assert found.questionnaire.texts["en"]["title"] == "Pace check"
    assert found.questionnaire.version == "3"


def test_what_a_form_says_beside_its_questions_is_listed_by_row() -> None:
    found = brought("form.xlsx", FORM)
    assert mentions(found.left_out, "row 2", "type “start”")
    assert mentions(found.left_out, "row 4", "asks nothing", "Take your time.")
    assert mentions(found.left_out, "row 5, column required", "may be skipped")
    assert mentions(found.left_out, "row 6, column relevant", "${p1} > 2", "everybody is asked")
    assert mentions(found.left_out, "row 6", "“${name}” is filled in")
    assert mentions(found.left_out, "row 13", "type “image”")
    assert mentions(found.left_out, "row 14", "nowhere")
    assert mentions(found.left_out, "choices “unused”", "no question offers them")
    assert mentions(found.assumed, "row 5", "nothing says whom it is about")
    assert mentions(found.assumed, "row 5", "Don't know", "can’t say")


def test_a_range_of_eleven_points_is_rated_from_zero() -> None:
    survey = [["type", "name", "label", "parameters"], ["range", "likely", "How likely?", "start=0 end=10 step=1"]]
    (item,) = brought("form.xlsx", workbook(survey=survey)).questionnaire.items
    assert isinstance(item, Rating)
    assert (item.points, item.lowest) == (11, 0)


def test_answers_that_begin_with_the_best_are_turned() -> None:
    choices = [CHOICES[0][:3], *([each[0], number, each[2]] for number, each in enumerate(reversed(CHOICES[1:5]), 1))]
    survey = [["type", "name", "label"], ["select_one agree", "a", "It is fair."]]
    found = brought("form.xlsx", workbook(survey=survey, choices=choices))
    (item,) = found.questionnaire.items
    assert isinstance(item, Rating)
    assert found.questionnaire.labels("en", item)[0] == "Strongly disagree"
    assert mentions(found.assumed, "row 2", "begin with the highest")


def test_types_are_read_as_they_were_written_before() -> None:
    survey: list[list[object]] = [
        ["type", "name", "label"],
        ["select one from office", "a", "Where?"],
        ["select all that apply from office or specify other", "b", "Where else?"],
    ]
    choices: list[list[object]] = [["list name", "name", "label"], ["office", 1, "North"], ["office", 2, "South"]]
    one, many, _ = brought("form.xlsx", workbook(survey=survey, choices=choices)).questionnaire.items
    assert isinstance(one, Choice)
    assert isinstance(many, Choice)
    assert (one.at_most, one.other) == (1, False)
    assert (many.at_most, many.other) == (3, True)


def test_a_language_that_cannot_be_told_is_said_and_takes_the_place_of_none() -> None:
    survey: list[list[object]] = [["type", "name", "label::English", "label::Klingon"], ["text", "a", "Why?", "qatlh?"]]
    found = brought("form.xlsx", workbook(survey=survey))
    assert found.questionnaire.languages == ("en",)
    assert found.questionnaire.texts["en"]["items.a.text"] == "Why?"
    assert mentions(found.left_out, "sheet “survey”, column label::Klingon", "cannot be told")


def test_every_row_is_asked_or_listed() -> None:
    found = brought("form.xlsx", FORM)
    told = {fault.where.split(",")[0] for fault in found.left_out}
    told |= {where for places in found.places.values() for where in places}
    frame = {"row 3", "row 7"}  # the group and its end
    assert {f"row {number}" for number in range(2, len(SURVEY) + 1)} - frame <= told


def test_a_form_in_the_language_of_a_country_keeps_it() -> None:
    rows = [
        ["type", "name", "label::English (en)", "label::Português (pt-BR)"],
        ["text", "more", "What else?", "Mais?"],
    ]
    settings = [["form_title", "default_language"], ["Mais", "Português (pt-BR)"]]
    found = brought("form.xlsx", workbook(survey=rows, settings=settings)).questionnaire
    assert found.languages == ("en", "pt-BR")
    assert found.texts["pt-BR"]["title"] == "Mais"
