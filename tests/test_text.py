"""The one gate for text: what it lets through is short enough to be compared and stored."""

import unicodedata

from diagnostic.text import clean


def test_a_tower_of_accents_is_cut_and_words_that_need_several_are_not() -> None:
    tower = clean("e" + "\u0301\u0323" * 50_000)  # composing all of it would take half a minute
    assert sum(map(unicodedata.combining, tower)) > 0
    assert len(tower) <= 31
    for word in ("Vie\u0323\u0302t Nam", "\u0e17\u0e35\u0e48", "e\u0301" * 500):
        assert clean(word) == unicodedata.normalize("NFC", word)
