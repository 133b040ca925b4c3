"""The words by which comments may be about the same: read from a file a language, whole words, whatever their case."""

import tomllib
from pathlib import Path

import pytest

from diagnostic.errors import InvalidQuestionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.subjects import Subjects
from diagnostic.questionnaire.translation import TABLE

PRODUCTS = Path(__file__).parents[2] / "questionnaires" / "subjects"


def written(folder: Path, **languages: str) -> Path:
    for language, words in languages.items():
        (folder / f"{language}.toml").write_text(words, encoding="utf-8")
    return folder


def test_a_subject_is_known_by_whole_words_of_any_language(tmp_path: Path) -> None:
    subjects = Subjects.load(written(tmp_path, en="pricing = ['price', 'rebate*']", de="pricing = ['*preis*']"))
    for text in ("The PRICE is wrong", "Rebates!", "Apothekenpreise steigen"):
        assert subjects.of(text) == {"pricing"}, text
    for text in ("enterprise", "a priceless talk", ""):
        assert subjects.of(text) == frozenset(), text


def test_without_a_file_no_subject_is_known(tmp_path: Path) -> None:
    assert Subjects.load(tmp_path / "none").of("The price is wrong") == frozenset()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("pricing = 'price'", "each key is a list of words"),
        ("pricing = ['*']", "key pricing: needs words, each with a letter"),
        ("pricing = []", "key pricing: needs words, each with a letter"),
        ("pricing = [", "cannot be read as TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_name(tmp_path: Path, words: str, says: str) -> None:
    with pytest.raises(InvalidQuestionnaire, match=says) as refused:
        Subjects.load(written(tmp_path, en=words))
    assert "en.toml" in str(refused.value)


def test_the_product_s_languages_speak_of_the_same_subjects_and_of_little_in_everyday_words(library: Library) -> None:
    english, german = (
        set(tomllib.loads((PRODUCTS / f"{each}.toml").read_text(encoding="utf-8"))) - {TABLE} for each in ("en", "de")
    )
    assert english == german == set(library.subjects.patterns)
    for text in ("Alles in Ordnung.", "Nothing to add.", "Im Grunde bin ich zufrieden, speziell mit der Kontrolle."):
        assert library.subjects.of(text) == frozenset(), text
