"""What changed in a questionnaire, told in its wordings."""

import msgspec
import pytest

from diagnostic.questionnaire import Choice, Questionnaire, Responsibility
from diagnostic.questionnaire.editing import drop, move, move_section, put, say
from diagnostic.questionnaire.identity import told_apart
from diagnostic.questionnaire.library import Library
from diagnostic.web.consultant.studio.changes import Changed, Edit, changes, differences_in
from diagnostic.web.consultant.studio.saying import Names

NAMES = Names("Novara", "Helix", "Cardiva")
RELIABLE = "“Novara does what it promises Helix.”"


@pytest.fixture(scope="module")
def health() -> Questionnaire:
    return Library.load().named("alliance-health")


def test_nothing_differs_from_itself(health: Questionnaire) -> None:
    assert not changes(health, health, NAMES)


def test_a_reworded_statement_is_told_from_old_to_new_though_it_has_another_name(health: Questionnaire) -> None:
    worded = say(health, {"en": {"items.trust.reliability.we": "We keep our word to {them}."}})
    after, renamed = told_apart(worded, [health])
    assert renamed
    old = health.texts["en"]["items.trust.reliability.we"]
    edit = Edit("English: To people of that company", f"“{old}”", "“We keep our word to {them}.”")
    assert changes(health, after, NAMES) == [Changed(RELIABLE, "", (edit,), another=True)]


def test_what_is_left_out_and_what_is_added_is_told_by_its_wording(health: Questionnaire) -> None:
    less = drop(health, "trust.reliability")
    assert changes(health, less, NAMES) == [Changed(RELIABLE, "left out")]
    (added,) = changes(less, health, NAMES)[:1]
    assert (added.about, added.state) == (RELIABLE, "added")
    assert "Wir halten" in "".join(edit.now for edit in added.edits)
    assert differences_in([added]) == 1


def test_an_activity_that_goes_and_one_that_is_worded_otherwise_are_told_in_every_language(
    health: Questionnaire,
) -> None:
    item = next(one for one in health.items if isinstance(one, Responsibility))
    said = {language: _texts(health, item.id, language) for language in health.texts}
    fewer = msgspec.structs.replace(item, activities=tuple(one for one in item.activities if one != "field_force"))
    said["en"]["activities.pricing"] = "Price and rebates"
    (told,) = changes(health, put(health, fewer, said), NAMES)
    assert told.about == "“Who is responsible for it now?”"
    assert set(told.edits) == {
        Edit("English: Activity", "“Field force”", ""),
        Edit("Deutsch: Activity", "“Außendienst”", ""),
        Edit("English: Activity", "“Pricing”", "“Price and rebates”"),
    }


def test_another_order_is_told_once(health: Questionnaire) -> None:
    (moved,) = changes(health, move(health, "trust.reliability", 1), NAMES)
    assert moved.about == "Order in “Trust”"
    assert moved.edits[0].now.startswith("1. Novara is able to do its part of the work well. 2. Novara does what")
    (sections,) = changes(health, move_section(health, "trust", 1), NAMES)
    assert sections.about == "Order of the sections"


def test_how_a_question_is_answered_is_told_in_words(health: Questionnaire) -> None:
    item = next(one for one in health.items if isinstance(one, Choice))
    said = {language: _texts(health, item.id, language) for language in health.texts}
    (told,) = changes(health, put(health, msgspec.structs.replace(item, at_most=2), said), NAMES)
    assert told.edits == (Edit("How many may be picked", "3", "2"),)


def test_a_language_and_a_section_are_told_by_their_names(health: Questionnaire) -> None:
    english = msgspec.structs.replace(health, texts={"en": health.texts["en"]})
    assert changes(health, english, NAMES) == [Changed("Deutsch", "left out")]
    (told,) = changes(health, say(health, {"en": {"sections.trust.title": "Can we rely on each other?"}}), NAMES)
    assert told == Changed(
        "Section “Can we rely on each other?”", "", (Edit("English: Title", "“Trust”", "“Can we rely on each other?”"),)
    )


def _texts(questionnaire: Questionnaire, item: str, language: str) -> dict[str, str]:
    prefix = f"items.{item}."
    return {
        key.removeprefix(prefix): text for key, text in questionnaire.texts[language].items() if key.startswith(prefix)
    }
