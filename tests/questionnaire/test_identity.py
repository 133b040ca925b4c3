"""What is worded otherwise is another question: nothing is compared under a name that meant something else."""

from collections.abc import Callable

import msgspec
import pytest

from diagnostic.questionnaire import Questionnaire, editing
from diagnostic.questionnaire.identity import told_apart
from diagnostic.questionnaire.library import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="module")
def health(library: Library) -> Questionnaire:
    return library.named("alliance-health")


def said(health: Questionnaire, key: str, text: str, language: str = "en") -> Questionnaire:
    return editing.say(health, {language: {key: text}})


@pytest.mark.parametrize(
    ("key", "apart"),
    [
        ("items.trust.candour.we", {"trust.candour_2": "trust.candour"}),
        ("items.trust.candour.they_of_us", {"trust.candour_2": "trust.candour"}),
        ("items.joint_value.pie.alliance", {"joint_value.pie_2": "joint_value.pie"}),
        ("items.effort_share.unit", {"effort_share_2": "effort_share"}),
        ("items.would_help.text", {"would_help_2": "would_help"}),
        ("items.responsibilities.now", {"responsibilities_2": "responsibilities"}),
        ("items.responsibilities.activities.pricing", {"responsibilities.pricing_2": "responsibilities.pricing"}),
        ("items.priorities.options.trust", {"priorities.trust_2": "priorities.trust"}),
        ("scales.trust.title", {}),
        ("sections.trust.introduction", {}),
        ("title", {}),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_people_read_of_a_question_tells_it_apart_and_nothing_else_does(
    health: Questionnaire, library: Library, key: str, apart: dict[str, str], language: str
) -> None:
    changed, renamed = told_apart(said(health, key, "Otherwise", language), [*library.questionnaires.values()])
    assert renamed == apart
    assert editing.lacks(changed) == []
    ids = {item.id for item in changed.items}
    assert len(ids) == len(changed.items) == len(health.items)


def test_the_same_words_with_other_blanks_are_the_same(health: Questionnaire) -> None:
    text = health.texts["en"]["items.trust.candour.we"]
    assert told_apart(said(health, "items.trust.candour.we", f" {text}\u00a0 "), [health])[1] == {}


def _asked(one: Questionnaire) -> Questionnaire:
    (item,) = [item for item in one.ratings() if item.id == "trust.candour"]
    return editing.put(one, msgspec.structs.replace(item, asked=("we", "they"), section="roles"), _texts(one, item.id))


def _reversed(one: Questionnaire) -> Questionnaire:
    (item,) = [item for item in one.ratings() if item.id == "trust.candour"]
    return editing.put(one, msgspec.structs.replace(item, reversed=True), _texts(one, item.id))


def _texts(one: Questionnaire, item: str) -> dict[str, dict[str, str]]:
    prefix = f"items.{item}."
    return {
        language: {key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)}
        for language, texts in one.texts.items()
    }


@pytest.mark.parametrize(
    ("change", "apart"),
    [
        (_asked, {}),
        (_reversed, {"trust.candour_2": "trust.candour"}),
        (lambda one: said(one, "labels.agreement.2", "Hardly", "en"), None),
        (lambda one: editing.drop(one, "trust.candour"), {}),
        (lambda one: editing.move(one, "trust.candour", -2), {}),
        (lambda one: editing.speak(one, "fr", "Français"), {}),
    ],
    ids=["asked of fewer, elsewhere", "turned", "another label", "left out", "moved", "another language"],
)
def test_where_and_of_whom_it_is_asked_does_not_tell_it_apart_and_how_it_is_answered_does(
    health: Questionnaire, change: Callable[[Questionnaire], Questionnaire], apart: dict[str, str] | None
) -> None:
    renamed = told_apart(change(health), [health])[1]
    if apart is None:  # every rating that is answered by these labels
        assert set(renamed.values()) == {item.id for item in health.ratings()}
    else:
        assert renamed == apart


def test_an_id_that_meant_something_is_never_given_to_something_else(health: Questionnaire) -> None:
    once, _ = told_apart(said(health, "items.trust.candour.we", "Once"), [health])
    key = "items.trust.candour_2.we"
    twice, renamed = told_apart(said(once, key, "Twice"), [health, once])
    assert renamed == {"trust.candour_2_2": "trust.candour_2"}
    assert {item.id for item in twice.ratings()} & {"trust.candour", "trust.candour_2"} == set()


def test_what_no_wave_asked_yet_keeps_its_id_however_often_it_is_reworded(health: Questionnaire) -> None:
    once, _ = told_apart(said(health, "items.trust.candour.we", "Once"), [health])
    assert told_apart(said(once, "items.trust.candour_2.we", "Twice"), [health])[1] == {}
