"""How easily a text reads, by the index that was published for its language; whatever the index, more is easier.

Indices were made for whole texts. Of one sentence they say which of a questionnaire's are harder than the others, not
at which age somebody can read it.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from diagnostic.questionnaire.duration import COMPANY
from diagnostic.questionnaire.language_codes import base
from diagnostic.questionnaire.model import Item, Questionnaire
from diagnostic.questionnaire.rating import Rating
from diagnostic.questionnaire.responsibility import QUESTIONS, Responsibility

_PLACEHOLDER = re.compile(r"\{\w+\}")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")

# One match is one syllable's vowel. No dictionary: a word with odd letters may be one syllable off.
_VOWELS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?<![cst])i(?=a)|[aeiouy]+"),
    "de": re.compile(r"aa|ee|oo|ie|ei|ey|ai|ay|au|äu|eu|[aeiouyäöü]"),
    "es": re.compile(r"[iuüy]?[aeoáéóíú][iuy]?|[iuüy]+"),
    "fr": re.compile(r"é|[aeiouyàâäèêëîïôöùûüœæ]+"),
}
_SILENT: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?<![^aeiouy]l)(?:e|(?<![cgsxz])(?<![cs]h)es|(?<![dt])ed)$"),
    "fr": re.compile(r"es?$"),
}
"""Endings that are written and not spoken: "decide", "raised", "entreprises"; but "table", "changes", "settled"."""


class Sentence(msgspec.Struct, frozen=True):
    """One wording of an item, and how easily it reads."""

    item: str
    part: str
    text: str
    ease: float


def flesch(words: float, syllables: float) -> float:
    """206.835 - 1.015 words a sentence - 84.6 syllables a word: Flesch 1948, doi:10.1037/h0057532."""
    return 206.835 - 1.015 * words - 84.6 * syllables


def amstad(words: float, syllables: float) -> float:
    """The same for German: 180 - words a sentence - 58.5 syllables a word (Amstad 1978, Wie verständlich sind ...)."""
    return 180 - words - 58.5 * syllables


def fernandez_huerta(words: float, syllables: float) -> float:
    """For Spanish: 206.84 - 1.02 words a sentence - 60 syllables a word (Fernández Huerta 1959, Consigna 214).

    As Law corrected it in 2011: what was printed multiplies sentences where words a sentence are meant.
    """
    return 206.84 - 1.02 * words - 60 * syllables


def kandel_moles(words: float, syllables: float) -> float:
    """For French: 207 - 1.015 words a sentence - 73.6 syllables a word (Kandel & Moles 1958)."""
    return 207 - 1.015 * words - 73.6 * syllables


def tateisi(text: str) -> float:
    """For Japanese, by runs of one kind of letters, without a dictionary (Tateisi, Ono & Yamada 1988, C88-2135).

    115.79 - 0.12 characters a sentence - 1.37 letters a run of Latin letters + 7.4 of hiragana - 23.18 of kanji - 5.4
    of katakana - 4.67 commas a sentence. The mean of their texts is 50, with a standard deviation of 10.
    """
    sentences = max(1, len(re.findall(r"[。！？!?]", text)))
    latin, hiragana, kanji, katakana = (
        _mean_length(re.findall(kind, text))
        for kind in (r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+", r"[ぁ-ゟ]+", r"[㐀-䶿一-鿿々]+", r"[ァ-ヿ]+")
    )
    return (
        115.79 - 0.12 * len("".join(text.split())) / sentences - 1.37 * latin + 7.4 * hiragana - 23.18 * kanji
        - 5.4 * katakana - 4.67 * text.count("、") / sentences
    )  # fmt: skip


def _mean_length(runs: list[str]) -> float:
    return sum(map(len, runs)) / len(runs) if runs else 0


_OF_SYLLABLES: Mapping[str, Callable[[float, float], float]] = {
    "en": flesch,
    "de": amstad,
    "es": fernandez_huerta,
    "fr": kandel_moles,
}
INDICES = {"en": "Flesch", "de": "Amstad", "es": "Fernández Huerta", "fr": "Kandel & Moles", "ja": "Tateisi"}
"""What the index of a language is called."""


def syllables(word: str, language: str) -> int:
    """How many syllables a word has, at least one: a run of vowels that are spoken as one is one."""
    word = word.lower()
    silent = _SILENT.get(language)
    spoken = silent.sub("", word) if silent else word
    return max(1, len(_VOWELS[language].findall(spoken)))


def ease(text: str, language: str) -> float | None:
    """The index of a text, names in place of its placeholders; None where nothing is known for its language."""
    text, language = _PLACEHOLDER.sub(COMPANY, text), base(language)
    if language == "ja":
        return tateisi(text)
    words = _WORD.findall(text)
    if language not in _OF_SYLLABLES or not words:
        return None
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    spoken = sum(syllables(word, language) for word in words)
    return _OF_SYLLABLES[language](len(words) / sentences, spoken / len(words))


def hardest_first(questionnaire: Questionnaire, language: str) -> list[Sentence]:
    """Every question and statement in a language, the hardest to read first; none where no index is known."""
    texts = questionnaire.texts.get(language, {})
    found = [
        Sentence(item.id, part, text, index)
        for item in questionnaire.items
        for part in _said(item)
        if (text := texts.get(f"items.{item.id}.{part}")) and (index := ease(text, language)) is not None
    ]
    return sorted(found, key=lambda sentence: sentence.ease)


def _said(item: Item) -> Iterator[str]:
    """Those of its texts that are sentences."""
    match item:
        case Rating():
            yield from item.asked
        case Responsibility():
            yield from QUESTIONS
        case _:
            yield "text"
