"""The instruments that ship, in both versions: complete in every language, and speaking of the same statements."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from diagnostic.content import content_folder
from diagnostic.questionnaire import Number, Questionnaire, Rating, Text, load
from diagnostic.questionnaire.duration import duration
from diagnostic.questionnaire.library import Library

FOLDER = content_folder() / "questionnaires"
HEALTH = load(FOLDER / "alliance-health")
PULSE = load(FOLDER / "alliance-pulse")
SHIPPED = [HEALTH, PULSE, load(FOLDER / "alliance-health-2"), load(FOLDER / "alliance-pulse-2")]
EACH = pytest.mark.parametrize("instrument", SHIPPED, ids=lambda instrument: instrument.id)
LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])
EACH_IN_ITS_LANGUAGES = pytest.mark.parametrize(
    ("instrument", "language"), [(one, language) for one in SHIPPED for language in one.languages]
)


def ratings(instrument: Questionnaire) -> list[Rating]:
    return [item for item in instrument.items if isinstance(item, Rating)]


def wordings(instrument: Questionnaire, language: str) -> dict[str, str]:
    """Every sentence that is rated, with its key."""
    return {
        key: instrument.texts[language][key]
        for item in ratings(instrument)
        for key in (f"items.{item.id}.{name}" for name in item.texts())
    }


@EACH
def test_it_speaks_english_and_german(instrument: Questionnaire) -> None:
    assert set(instrument.languages) >= {"en", "de"}


def test_their_length_is_what_was_promised() -> None:
    assert 50 <= HEALTH.answers_asked() <= 60
    assert 8 <= PULSE.answers_asked() <= 10
    frame = Library.load().frame
    assert duration(HEALTH, frame, "en").careful <= 16
    assert duration(PULSE, frame, "en").careful <= 5


def test_the_full_instrument_covers_its_scales() -> None:
    assert [scale.id for scale in HEALTH.scales] == [
        "trust", "communication", "role_clarity", "decisions", "collaboration", "joint_value", "commitment",
    ]  # fmt: skip
    assert [item.id for item in HEALTH.items if isinstance(item, Number) and item.share] == [
        "effort_share",
        "value_share",
    ]
    assert [item.id for item in HEALTH.open_questions()] == ["not_understood", "would_help"]


def test_every_section_ends_with_a_line_for_comments_but_the_one_before_the_open_questions_and_theirs() -> None:
    lines = [line.section for line in HEALTH.lines()]
    assert lines == [section.id for section in HEALTH.sections][:-2]
    assert [section.id for section in HEALTH.sections][-2:] == ["priorities", "comments"]
    for section in lines:
        assert [item.section for item in HEALTH.items].count(section) > 1
    less = HEALTH.without(scales=["trust"])
    assert "trust" not in {section.id for section in less.sections}, "a line alone is no section"
    assert "more.trust" not in less.fields()


def test_only_the_belief_in_a_zero_sum_is_reversed() -> None:
    assert [item.id for item in ratings(HEALTH) if item.reversed] == ["joint_value.zero_sum"]


def test_the_topics_to_pick_are_the_scales_and_the_other_subjects() -> None:
    topics = HEALTH.fields()["priorities"]
    assert set(getattr(topics, "options", ())) == {
        *(scale.id for scale in HEALTH.scales),
        "responsibilities",
        "expectations",
    }


def test_the_statements_of_the_pulse_are_those_of_the_full_instrument() -> None:
    full = {statement.id: statement for statement in HEALTH.statements()}
    for statement in PULSE.statements():
        original = full[statement.id]
        assert (statement.scale, statement.points, statement.reversed) == (
            original.scale,
            original.points,
            original.reversed,
        )
    for language in PULSE.languages:
        said = wordings(PULSE, language)
        assert said == {key: HEALTH.texts[language][key] for key in said}
        for item in ratings(PULSE):
            assert PULSE.labels(language, item) == HEALTH.labels(language, item)


def test_what_pulses_ask_again_is_known_from_the_first_of_them_and_a_pulse_asks_itself() -> None:
    library = Library.load()
    asked = tuple(statement.id for statement in PULSE.statements())
    assert set(library.asked_again(HEALTH)) == set(library.asked_again(PULSE)) == set(asked)
    less = library.asked_again(HEALTH.without(scales=["trust"]))
    assert set(less) == {statement for statement in asked if not statement.startswith("trust.")}
    shorter = replace(PULSE, id="shorter", items=PULSE.items[:1])
    both = replace(library, questionnaires={**library.questionnaires, "shorter": shorter})
    assert both.asked_again(HEALTH) == library.asked_again(HEALTH)
    assert both.asked_again(shorter) == tuple(statement.id for statement in shorter.statements())
    alone = replace(library, questionnaires={"alliance-health": HEALTH})
    assert alone.asked_again(HEALTH) == tuple(statement.id for statement in HEALTH.statements())


def test_the_pulse_ends_with_one_open_question() -> None:
    assert isinstance(PULSE.items[-1], Text)
    assert sum(isinstance(item, Text) for item in PULSE.items) == 1


def test_the_pulse_repeats_no_wording_in_its_own_files() -> None:
    for language in PULSE.languages:
        own = (FOLDER / f"alliance-pulse/{language}.toml").read_text(encoding="utf-8")
        assert all(text not in own for text in wordings(PULSE, language).values())


@EACH_IN_ITS_LANGUAGES
class TestWording:
    def test_a_rated_sentence_is_short_and_says_one_thing_without_negation(
        self, instrument: Questionnaire, language: str
    ) -> None:
        negations = {
            "en": r"\b(not|no|never|neither|nor|without|\w+n’t)\b",
            "de": r"\b(nicht|kein\w*|nie|ohne|weder)\b",
            "fr": r"\b(ne|pas|aucune?|jamais|rien|personne|sans|ni|non)\b|\bn’",
            "es": r"\b(no|nunca|jamás|nada|nadie|ningun[oa]|ningún|sin|ni|tampoco)\b",
            "ja": r"ない|なかった|なく|なければ|ません|ずに|せず|無く|無い|未だ",
        }
        for key, text in wordings(instrument, language).items():
            assert len(text.split()) <= 18, key
            assert len(text) <= (50 if language == "ja" else 120), key
            assert text.endswith((".", "?", "。")), key
            assert not re.search(negations[language], text, re.IGNORECASE), key

    def test_what_we_say_of_ourselves_names_us_as_we(self, instrument: Questionnaire, language: str) -> None:
        us = {
            "en": r"\b(we|us|our)\b",
            "de": r"\b(wir|uns|unser\w*)\b",
            "fr": r"\b(nous|notre|nos)\b",
            "es": r"\b(nosotros|nos|nuestr\w+)\b",
            "ja": "私たち|当社|弊社",
        }[language]
        for key, text in wordings(instrument, language).items():
            if key.endswith((".we", ".they_of_us")):
                assert re.search(us, text, re.IGNORECASE), key
            if key.endswith((".they", ".they_of_us")):
                assert "{them}" in text, key
            if key.endswith(".alliance"):
                assert not re.search(us, text, re.IGNORECASE), key
            if key.endswith(".statement"):
                assert "{company}" in text, key
                assert not re.search(us, text, re.IGNORECASE), key

    def test_where_comments_are_written_it_says_where_side_effects_go_and_to_name_nobody(
        self, instrument: Questionnaire, language: str
    ) -> None:
        (section,) = {item.section for item in instrument.open_questions()}
        said = instrument.text(language, f"sections.{section}.introduction", us="Novara", them="Helix", brand="Cardiva")
        words = {
            "en": ["side effects", "product complaints", "drug safety", "Novara", "do not name people"],
            "de": ["Nebenwirkungen", "Produktmängel", "Arzneimittelsicherheit", "Novara", "keine Personen"],
            "fr": [
                "effets indésirables",
                "réclamations sur un produit",
                "pharmacovigilance",
                "Novara",
                "ne nommer personne",
            ],
            "es": [
                "efectos secundarios",
                "quejas sobre productos",
                "farmacovigilancia",
                "Novara",
                "no nombre a personas",
            ],
            "ja": ["副作用", "製品への苦情", "安全性情報の担当部門", "Novara", "個人の名前は書かないで"],
        }
        for word in words[language]:
            assert word in said


@EACH
def test_german_puts_no_article_and_no_ending_on_a_name(instrument: Questionnaire) -> None:
    articles = r"\b(der|die|das|dem|den|des|ein|eine|einem|einer|zum|zur|vom|beim|am|im) \{|\}[\w’']"
    for key, text in instrument.texts["de"].items():
        assert not re.search(articles, text), key


@pytest.mark.parametrize("instrument", [one for one in SHIPPED if "fr" in one.languages], ids=lambda one: one.id)
def test_no_article_elision_or_verb_hangs_on_a_name_in_french(instrument: Questionnaire) -> None:
    """A company's name may begin with a vowel and be plural, so “l’entreprise” carries what agrees with it."""
    hangs = r"\b(de|du|des|à|au|aux|le|la|les|que) \{|\w’\{|^\{(?:us|them|company|partner)\}"
    for key, text in instrument.texts["fr"].items():
        assert not re.search(hangs, text), key


@LANGUAGES
def test_expectations_are_about_the_brand_they_share(language: str) -> None:
    assert "{brand}" in HEALTH.texts[language]["sections.expectations.introduction"]
    for item in ("effort_share", "value_share", "sales_plan"):
        assert "{brand}" in HEALTH.texts[language][f"items.{item}.text"]


def test_every_shipped_questionnaire_is_one_of_these() -> None:
    assert {path.parent.name for path in Path(FOLDER).glob("*/questionnaire.toml")} == {each.id for each in SHIPPED}
