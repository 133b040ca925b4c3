"""A questionnaire changed by hand: what it then lacks is told, and what is whole is what can be loaded."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.errors import InvalidQuestionnaire
from diagnostic.questionnaire import Choice, Item, Number, Questionnaire, Rating, Responsibility, Text, editing, load
from diagnostic.questionnaire.library import Library
from diagnostic.reading.instruments.writing import written
from tests.examples import examples

WORDS = st.sampled_from(["", " ", "We tell {them} early.", "{nobody}", "{us", "Ä “b” {brand}", "x" * 300, "{{us}}"])
RATED = ("we", "they", "they_of_us", "statement", "alliance")


@pytest.fixture(scope="module")
def health() -> Questionnaire:
    return Library.load().named("alliance-health")


def said(item: Item, text: str, *languages: str) -> dict[str, dict[str, str]]:
    return {language: dict.fromkeys(item.texts(), text) for language in languages}


OWN = Rating(id="own.early", section="communication", asked=("we", "they"))


def test_what_is_put_in_stands_at_the_end_of_its_section_before_the_line_for_comments(health: Questionnaire) -> None:
    made = editing.put(health, OWN, said(OWN, "{brand}", "en", "de"))
    ids = [item.id for item in made.items if item.section == "communication"]
    assert ids[-2:] == ["own.early", "more.communication"]
    assert editing.lacks(made) == []
    assert editing.drop(made, "own.early") == health


def test_a_language_in_which_something_is_not_said_is_not_offered(health: Questionnaire) -> None:
    made = editing.put(health, OWN, said(OWN, "{brand}", "en"))
    assert {(lack.item, lack.language) for lack in editing.lacks(made)} == {("own.early", "de")}
    whole = editing.offered(made, ["en", "de"])
    assert whole is not None
    assert whole.languages == ("en",)
    assert editing.offered(made, ["de"]) is None


def test_what_all_languages_lack_keeps_it_from_being_offered_at_all(health: Questionnaire) -> None:
    odd = Number(id="share", section="expectations", minimum=5, maximum=5)
    assert editing.offered(editing.put(health, odd, said(odd, "1", "en", "de")), ["en", "de"]) is None


def test_a_section_and_a_scale_go_with_the_last_that_is_asked_in_them(health: Questionnaire) -> None:
    made = health
    for item in health.ratings():
        if item.section == "trust":
            made = editing.drop(made, item.id)
    assert "trust" not in {section.id for section in made.sections}
    assert "trust" not in {scale.id for scale in made.scales}
    assert not [item for item in made.items if item.section == "trust"], "not even its line for comments"
    assert not [
        key for texts in made.texts.values() for key in texts if key.startswith(("scales.trust", "items.trust"))
    ]
    assert editing.lacks(made) == []


def test_moving_changes_nothing_but_the_order_within_a_section(health: Questionnaire) -> None:
    made = editing.move(health, "trust.candour", -3)
    assert [item.id for item in made.items][:4] == [
        "trust.candour", "trust.reliability", "trust.competence", "trust.goodwill",
    ]  # fmt: skip
    assert editing.move(made, "trust.candour", 3) == health
    assert editing.move(health, "trust.reliability", -1) == health, "the first stays the first"
    assert editing.move(health, "trust.candour", 9) == health, "and the last the last"


def test_a_new_section_ends_with_a_line_for_comments_where_the_others_do(health: Questionnaire) -> None:
    titles = {language: {"title": "Congresses"} for language in health.texts}
    own = msgspec.structs.replace(OWN, section="congresses")
    made = editing.put(editing.put_section(health, "congresses", titles), own, said(own, "{brand}", "en", "de"))
    assert [item.id for item in made.items if item.section == "congresses"] == ["own.early", "more.congresses"]
    assert editing.lacks(made) == []


def test_what_stands_for_other_comes_and_goes_with_its_choice(health: Questionnaire) -> None:
    asked = Choice(id="meet", section="priorities", options=("weekly", "monthly"), at_most=1, other=True)
    made = editing.put(health, asked, said(asked, "{brand}", "en", "de"))
    ids = [item.id for item in made.items]
    assert ids[ids.index("meet") + 1] == "meet.other"
    plain = msgspec.structs.replace(asked, other=False)
    assert "meet.other" not in {item.id for item in editing.put(made, plain, said(plain, "b", "en", "de")).items}


_items = st.one_of(
    st.builds(
        Rating,
        id=st.sampled_from(["own.one", "own.two", "trust.candour"]),
        section=st.sampled_from(["trust", "communication", "nowhere"]),
        asked=st.sampled_from(
            [("we", "they"), ("they",), ("alliance",), ("we", "they", "they_of_us"), ("they_of_us",)]
        ),
        scale=st.sampled_from([None, "trust", "unknown"]),
        points=st.sampled_from([5, 7]),
        labels=st.sampled_from(["agreement", "often"]),
        reversed=st.booleans(),
    ),
    st.builds(
        Choice,
        id=st.sampled_from(["meet", "priorities"]),
        section=st.just("priorities"),
        options=st.sampled_from([("a", "b"), ("a",), ("a", "a"), ()]),
        at_most=st.integers(0, 3),
        other=st.booleans(),
    ),
    st.builds(
        Responsibility,
        id=st.sampled_from(["responsibilities", "deciding"]),
        section=st.just("responsibilities"),
        activities=st.sampled_from([("pricing", "supply"), ("pricing", "pricing"), ()]),
    ),
    st.builds(
        Number,
        id=st.just("share"),
        section=st.just("expectations"),
        minimum=st.sampled_from([0, 5]),
        maximum=st.sampled_from([5, 100]),
    ),
    st.builds(Text, id=st.just("why"), section=st.just("comments"), longest=st.sampled_from([0, 200])),
)
_put = st.tuples(st.just("put"), _items, st.lists(WORDS, min_size=1, max_size=3), st.booleans())
_drop = st.tuples(
    st.just("drop"), st.sampled_from(["trust.candour", "priorities", "would_help", "own.one", "more.trust"])
)
_move = st.tuples(st.just("move"), st.sampled_from(["trust.goodwill", "priorities"]), st.integers(-4, 4))
_turn = st.tuples(st.just("turn"), st.sampled_from(["trust", "comments", "value"]), st.integers(-4, 4))


def _changed(questionnaire: Questionnaire, step: tuple[Any, ...]) -> Questionnaire:
    match step:
        case ("put", item, words, german):
            languages = ("en", "de") if german else ("en",)
            texts = {
                language: {part: words[n % len(words)] for n, part in enumerate(item.texts())} for language in languages
            }
            return editing.put(questionnaire, item, texts)
        case ("drop", item):
            return editing.drop(questionnaire, item)
        case ("move", item, by) if any(one.id == item for one in questionnaire.items):
            return editing.move(questionnaire, item, by)
        case ("turn", section, by) if any(one.id == section for one in questionnaire.sections):
            return editing.move_section(questionnaire, section, by)
    return questionnaire


@examples(15)
@given(steps=st.lists(st.one_of(_put, _put, _drop, _move, _turn), max_size=6))
def test_whatever_is_changed_lacks_nothing_exactly_where_its_files_can_be_loaded(
    steps: list[tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The studio and the command line have one opinion of what is complete, and what is loaded is what was made."""
    made = Library.load().named("alliance-health")
    for step in steps:
        made = _changed(made, step)
    folder = tmp_path_factory.mktemp("written") / made.id
    folder.mkdir()
    for name, text in written(made).items():
        (folder / name).write_text(text, encoding="utf-8")
    if editing.lacks(made):
        with pytest.raises(InvalidQuestionnaire):
            load(folder)
    else:
        loaded = load(folder)
        assert loaded.items == made.items
        assert loaded.texts == made.texts
