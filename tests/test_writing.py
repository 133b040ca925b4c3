"""How languages are written: which way, and where lines break."""

import pytest

from diagnostic.writing import Direction, direction_of, filled, pieces, set_apart


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("Helix Labs.", "rtl", "\u2068Helix Labs.\u2069"),
        ("Helix Labs.", "ltr", "Helix Labs."),
        ("שלום בע״מ", "ltr", "\u2068שלום בע״מ\u2069"),
        ("שלום בע״מ", "rtl", "שלום בע״מ"),
        ("\u22120.4", "rtl", "\u2068\u22120.4\u2069"),  # else the sign would stand behind the number
        ("\u22120.4", "ltr", "\u22120.4"),
        ("12", "rtl", "12"),
        ("הצוות של \u2068Helix\u2069", "rtl", "הצוות של \u2068Helix\u2069"),  # its beginning tells where it belongs
        ("\u2068Helix\u2069", "rtl", "\u2068Helix\u2069"),
        ("会社 Helix", "ltr", "会社 Helix"),
    ],
)
def test_what_is_written_in_the_other_direction_is_set_apart(text: str, direction: Direction, expected: str) -> None:
    assert set_apart(text, direction) == expected


def test_names_are_set_apart_where_they_are_filled_in() -> None:
    assert filled("{them} מדווחת.", "he", {"them": "Helix Labs.", "n": 3}) == "\u2068Helix Labs.\u2069 מדווחת."
    assert filled("{them}.", "he", {"them": "Helix Labs."}) == "\u2068Helix Labs.\u2069"
    assert filled("{n} of {them}", "en", {"them": "Helix", "n": 3}) == "3 of Helix"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar_EG", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("ja", "ltr"), ("ar-JP", "rtl"), ("de-JP", "ltr")],
)
def test_a_languages_direction_is_known(language: str, expected: str) -> None:
    assert direction_of(language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two words.", ["Two", " words."]),
        ("a\u00a0%  b", ["a\u00a0%", " b"]),  # no line breaks at such a space
        # JIS X 4051: no line begins with 。、」 or ー, none ends with 「.
        ("役割が「明確」です。", ["役", "割", "が", "「明", "確」", "で", "す。"]),
        ("Novara、データ", ["Novara、", "デー", "タ"]),
    ],
)
def test_lines_break_between_words_or_where_there_are_no_spaces_between_letters(text: str, expected: list[str]) -> None:
    assert [f"{space}{piece}" for space, piece in pieces(text)] == expected
