from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from diagnostic.errors import AnswerFault, InvalidAnswers, InvalidQuestionnaire
from diagnostic.questionnaire import Choice, Number, Questionnaire, Rating, Responsibility, Text
from diagnostic.questionnaire.form import fault_summary, render_form
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import Library
from tests.usual_instrument import usual
from tests.web.markup import Page

NAMES = {"us": "Novara", "them": "Helix", "brand": "Cardiva"}
USUAL = usual()
INSTRUMENTS = ("alliance-health", "alliance-pulse", USUAL.id)
LANGUAGES = ("en", "de")


def named(library: Library, name: str) -> Questionnaire:
    return USUAL if name == USUAL.id else library.questionnaires[name]


def render(
    library: Library,
    name: str = "alliance-health",
    language: str = "en",
    values: dict[str, list[str]] | None = None,
    faults: list[AnswerFault] | None = None,
) -> Page:
    questionnaire = named(library, name)
    return Page(
        render_form(
            questionnaire, library.frame, language, **NAMES, values=values or {}, faults=faults or [], compared=None
        )
    )


def controls_expected(questionnaire: Questionnaire) -> Counter[str]:
    expected: Counter[str] = Counter()
    for field, item in questionnaire.fields().items():
        match item:
            case Rating():
                expected[field] = item.points + 1  # the points and "can't say"
            case Choice():
                expected[field] = len(item.offered) + (item.at_most == 1)  # and none of them
            case Responsibility() | Number() | Text():
                expected[field] = 1
    return expected


@pytest.mark.parametrize("name", INSTRUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_its_controls_once(library: Library, name: str, language: str) -> None:
    page = render(library, name, language)

    names = Counter(control.get("name") for control in page.controls())

    assert names == controls_expected(named(library, name))


@pytest.mark.parametrize("name", INSTRUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_label_and_every_group_a_name(library: Library, name: str, language: str) -> None:
    page = render(library, name, language)

    for control in page.controls():
        assert page.name_of(control), f"{control.get('name')} has no label"
    for group in [e for e in page.elements if e.get("role") in ("group", "radiogroup") or e.tag == "section"]:
        assert group.get("aria-label") or page.by_id(group.get("aria-labelledby")).words
    for fieldset in page.all("fieldset"):
        assert any(fieldset in legend.parents for legend in page.all("legend"))


def test_ids_are_given_once(library: Library) -> None:
    page = render(library)

    ids = Counter(element.get("id") for element in page.elements if element.get("id"))

    assert max(ids.values()) == 1


def test_each_rating_offers_cant_say_last_and_apart(library: Library) -> None:
    page = render(library)
    rows = [element for element in page.elements if element.get("role") == "radiogroup"]

    for row in rows:
        radios = [control for control in page.controls() if row in control.parents]
        assert radios[-1].get("value") == "-"
        assert page.name_of(radios[-1]) == "Can’t say"
        assert "apart" in radios[-1].parents[-1].get("class")


def test_a_rating_from_0_shows_every_number_and_what_the_ends_mean(library: Library) -> None:
    page = render(library, USUAL.id, values={"LOYAL_3": ["0"]})
    radios = [control for control in page.controls() if control.get("name") == "LOYAL_3"]

    assert [radio.get("value") for radio in radios] == [*map(str, range(11)), "-"]
    assert [page.name_of(radio) for radio in radios] == [*map(str, range(11)), "Can’t say"]
    assert page.by_id("e-LOYAL_3").words == "0 Not at all likely10 Extremely likely"
    (row,) = [each for each in page.elements if each.get("role") == "radiogroup" and each in radios[0].parents]
    assert row.get("aria-describedby") == "e-LOYAL_3"
    assert [radio.get("value") for radio in radios if "checked" in radio.attributes] == ["0"]


def test_points_that_all_have_a_label_show_no_number(library: Library) -> None:
    page = render(library, USUAL.id)
    labels = [page.name_of(control) for control in page.controls() if control.get("name") == "OFTEN_2"]
    assert labels == ["Never", "Rarely", "Sometimes", "Often", "Always", "Can’t say"]


def test_one_answer_of_several_can_be_taken_back_without_a_script(library: Library) -> None:
    page = render(library, USUAL.id, values={"CHANNEL": ["mail"]})
    radios = [control for control in page.controls() if control.get("name") == "CHANNEL"]

    assert {radio.get("type") for radio in radios} == {"radio"}
    assert [radio.get("value") for radio in radios] == ["phone", "mail", "visit", "other", ""]
    assert page.name_of(radios[-1]) == "No answer"
    assert [radio.get("value") for radio in radios if "checked" in radio.attributes] == ["mail"]


def test_what_the_something_else_is_is_asked_below_with_what_does_not_belong_there(library: Library) -> None:
    page = render(library, USUAL.id)
    (area,) = [control for control in page.controls() if control.get("name") == "CHANNEL.other"]

    assert area.get("maxlength") == "200"
    assert page.name_of(area) == "Please name nobody."
    assert [line.words for line in page.all("summary")] == ["Something else? Say what, in a few words"]


def test_an_instrument_without_open_questions_says_itself_what_does_not_belong_into_a_comment(library: Library) -> None:
    questionnaire = USUAL.without(items=["REMARK"])
    form = render_form(questionnaire, library.frame, "en", **NAMES, values={}, faults=[], compared=None)
    assert "side effects of a medicine" in form


def test_ratings_stand_under_a_heading_that_says_who_is_meant(library: Library) -> None:
    page = render(library)
    heading_of: dict[str, str] = {}
    for radio in page.controls():
        grids = [parent for parent in radio.parents if parent.get("role") == "group"]
        heading_of |= {radio.get("name"): grid.get("aria-label") for grid in grids}
    seen = {element.words for element in page.all("h3")}

    assert heading_of["trust.candour:we"] == "About us: Novara"
    assert heading_of["trust.candour:they"] == "About them: Helix"
    assert heading_of["trust.candour:they_of_us"] == "What Helix would say about us"
    assert heading_of["decisions.stick"] == "About our alliance"
    assert set(heading_of.values()) <= seen


def test_a_company_name_cannot_become_markup(library: Library) -> None:
    questionnaire = library.questionnaires["alliance-health"]
    names = {"us": '<script>alert("1")</script>', "them": "B", "brand": "C"}

    html = render_form(questionnaire, library.frame, "en", **names, values={}, faults=[], compared=None)

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_values_are_kept(library: Library) -> None:
    page = render(
        library,
        values={
            "trust.candour:we": ["4"],
            "trust.candour:they": ["-"],
            "responsibilities.pricing:now": ["them"],
            "effort_share": ["55,5"],
            "priorities": ["trust", "communication"],
            "would_help": ["\nA second line </textarea><b>"],
        },
    )

    checked = {(c.get("name"), c.get("value")) for c in page.controls() if "checked" in c.attributes}
    chosen = [option for option in page.all("option") if "selected" in option.attributes]
    assert checked >= {("trust.candour:we", "4"), ("trust.candour:they", "-")}
    assert [(o.get("value"), o.parents[-1].get("name")) for o in chosen] == [("them", "responsibilities.pricing:now")]
    assert page.by_id("q-effort_share").get("value") == "55,5"
    # A browser drops the first line break after <textarea>; the second is the respondent's.
    assert page.by_id("q-would_help").text == "\n\nA second line </textarea><b>"


def test_a_fault_stands_beside_its_question_and_describes_it(library: Library) -> None:
    form = {
        "trust.candour:we": ["9"],
        "responsibilities.pricing:now": ["the moon"],
        "effort_share": ["a lot"],
        "priorities": ["trust", "communication", "roles", "decisions"],
        "would_help": ["x" * 1001],
    }
    questionnaire = library.questionnaires["alliance-health"]
    priorities = next(item for item in questionnaire.items if isinstance(item, Choice))
    form["priorities"] = list(priorities.options[:4])
    with pytest.raises(InvalidAnswers) as invalid:
        questionnaire.validate(form, "a")

    page = render(library, values=form, faults=list(invalid.value.faults))

    assert {fault.field for fault in invalid.value.faults} == form.keys()
    for field in form:
        asked = page.by_id(f"q-{field}")
        assert f"f-{field}" in asked.get("aria-describedby").split()
    assert page.by_id("f-trust.candour:we").words == "Please choose one of the 5 points, or “Can’t say”."
    assert page.by_id("f-effort_share").words == "Please enter a number from 0 to 100."
    assert page.by_id("f-priorities").words == "Please choose no more than 3."
    assert page.by_id("f-would_help").words == "Please shorten this to at most 1,000 characters."
    assert page.by_id("f-trust.candour:we").parents[-1] is page.by_id("q-trust.candour:we")


def test_the_summary_names_the_question_and_links_to_it(library: Library) -> None:
    faults = [AnswerFault("responsibilities.pricing:now", "owner"), AnswerFault("", "nothing_answered")]
    questionnaire = library.questionnaires["alliance-health"]

    lines = fault_summary(questionnaire, library.frame, "de", **NAMES, faults=faults)

    assert lines[0].anchor == "q-responsibilities.pricing:now"
    assert lines[0].question.startswith(questionnaire.text("de", "items.responsibilities.activities.pricing"))
    assert lines[1].anchor == "questions"
    assert lines[1].question == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_there_is_can_be_said(library: Library, language: str) -> None:
    details: dict[str, str | int | float] = {
        "points": 5, "minimum": 0.0, "maximum": 1000.0, "at_most": 3, "longest": 1000
    }  # fmt: skip
    codes = (
        "rating", "one_answer", "owner", "number", "unknown_option", "too_many", "too_long", "nothing_answered",
        "consent",
    )  # fmt: skip

    for code in codes:
        assert "{" not in library.frame.fault(language, AnswerFault("x", code, details))


def test_numbers_and_dates_follow_the_language(library: Library) -> None:
    assert library.frame.number("en", 1234.5) == "1,234.5"
    assert library.frame.number("de", 1234.5) == "1.234,5"
    assert library.frame.date("en", date(2026, 12, 1)) == "1 December 2026"
    assert library.frame.date("de", date(2026, 12, 1)) == "1. Dezember 2026"


def test_a_frame_with_gaps_is_refused_with_every_fault_named(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('language = "Deutsch"\nlocale = "de_DE"\n[a]\nx = "Bis {date}"\ny = "Nur hier"')
    (tmp_path / "en.toml").write_text('language = ""\nlocale = "nowhere"\n[a]\nx = "Until {day}"')

    with pytest.raises(InvalidQuestionnaire) as invalid:
        Frame.load(tmp_path)

    where = {fault.where.removeprefix(f"{tmp_path.name}/") for fault in invalid.value.faults}
    assert where == {"en.toml: key language", "en.toml: key locale", "en.toml: key a.x", "en.toml: key a.y"}


def test_an_empty_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidQuestionnaire, match="no language file"):
        Frame.load(tmp_path)
