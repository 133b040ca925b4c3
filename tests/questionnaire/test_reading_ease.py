"""How easily sentences read: syllables, and each published index by hand."""

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.reading_ease import ease, hardest_first, syllables

SPOKEN = {
    "en": "de-cide raised ta-ble com-pa-ny peo-ple in-ter-ests need-ed set-tled re-spon-si-ble al-li-ance the chang-es",
    "de": "Al-li-anz Un-ter-neh-men Ver-trau-en klar Zu-sam-men-ar-beit früh-zei-tig Häu-ser wir",
    "es": "a-lian-za in-for-ma-ción que em-pre-sa nues-tra dí-a tra-ba-jo ley y",
    "fr": "en-tre-prise en-tre-prises ré-a-li-té i-dée nous le par-te-naire dé-ci-sion eau",
}
"""As dictionaries part them; a final mute e of French is none by itself."""


@pytest.mark.parametrize("language", SPOKEN)
def test_syllables_are_those_of_a_dictionary(language: str) -> None:
    for word in SPOKEN[language].split():
        assert (word, syllables(word.replace("-", ""), language)) == (word, word.count("-") + 1)


@pytest.mark.parametrize(
    ("language", "text", "index"),
    [
        # Words a sentence and syllables a word, counted by hand.
        ("en", "We tell the company bad news.", 206.835 - 1.015 * 6 - 84.6 * 8 / 6),
        ("de", "Wir haben Vertrauen. Alles ist klar.", 180 - 3 - 58.5 * 10 / 6),
        ("es", "La empresa cumple lo que promete.", 206.84 - 1.02 * 6 - 60 * 11 / 6),
        ("fr", "Nous tenons nos engagements.", 207 - 1.015 * 4 - 73.6 * 8 / 4),
        # 13 characters with their full stop; runs: この は を ります 会社 約束 守.
        ("ja", "この会社は約束を守ります。", 115.79 - 0.12 * 13 + 7.4 * 7 / 4 - 23.18 * 5 / 3),
    ],
)
def test_an_index_is_what_a_hand_calculation_says(language: str, text: str, index: float) -> None:
    assert ease(text, language) == pytest.approx(index)


def test_of_a_language_without_an_index_nothing_is_said() -> None:
    assert ease("Mindig betartjuk, amit ígérünk.", "hu") is None


def test_the_hardest_come_first() -> None:
    found = hardest_first(Library.load().questionnaires["alliance-health"], "en")
    assert [one.ease for one in found] == sorted(one.ease for one in found)
    assert {one.part for one in found} == {"we", "they", "they_of_us", "alliance", "now", "better", "text"}
