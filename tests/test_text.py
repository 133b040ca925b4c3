"""The one gate for text: what it lets through is short enough to be compared and stored."""

import unicodedata

import pytest

from diagnostic.text import SHORT, clean, short_name, without_legal_form


def test_a_tower_of_accents_is_cut_and_words_that_need_several_are_not() -> None:
    tower = clean("e" + "\u0301\u0323" * 50_000)  # composing all of it would take half a minute
    assert sum(map(unicodedata.combining, tower)) > 0
    assert len(tower) <= 31
    for word in ("Vie\u0323\u0302t Nam", "\u0e17\u0e35\u0e48", "e\u0301" * 500):
        assert clean(word) == unicodedata.normalize("NFC", word)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Bernhard-Wohlfahrt Arzneimittel"),
        ("Novara Inc.", "Novara"),
        ("Helix", "Helix"),
        ("AG", "AG"),
        ("株式会社ノヴァラ", "ノヴァラ"),
        ("武田山製薬株式会社", "武田山製薬"),
        ("株式会社", "株式会社"),
    ],
)
def test_legal_forms_are_left_out_of_names_in_sentences(name: str, short: str) -> None:
    assert without_legal_form(name) == short


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Novara", "Novara"),
        ("Helix Arzneimittel GmbH & Co. KG", "Helix"),
        ("Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Bernhard"),
        ("Société Pharmaceutique de Haute-Provence S.A.", "Société"),
        ("Novara Pharma", "Novara Pharma"),
        # Fourteen letters fit, of fifteen without a break the first fourteen are left.
        ("Abcdefghijklmn AG", "Abcdefghijklmn"),
        ("Abcdefghijklmno", "Abcdefghijklmn"),
        ("  Novara\u00a0 Biotechnology  ", "Novara"),
        ("", ""),
    ],
)
def test_a_short_name_is_the_first_words_that_fit_into_fourteen_characters(name: str, short: str) -> None:
    assert short_name(name) == short
    assert len(short) <= SHORT
