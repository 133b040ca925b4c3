"""How long a questionnaire takes: from what is read and what is answered to minutes, for three readers.

``docs/duration.md`` says where each figure comes from, and which of them are our assumptions.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.language_codes import base
from diagnostic.questionnaire.model import Item, Questionnaire
from diagnostic.questionnaire.number import Number
from diagnostic.questionnaire.rating import Rating
from diagnostic.questionnaire.responsibility import CHOICES, QUESTIONS, Responsibility
from diagnostic.questionnaire.text import Text

COMPANY = "Novara"
"""What stands for every placeholder while words are counted: one word, as most names are."""
WORDS_A_MINUTE = {
    "ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188, "nl": 202,
    "pl": 166, "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166,
}  # fmt: skip
"""Words of one text a minute in its translations: Trauzettel-Klosinski & Dietz 2012, doi:10.1167/iovs.11-8284. They
were read aloud, so that only how languages compare is taken from here."""
OTHERS_A_MINUTE = 184
"""The mean of the 17 languages there, for any that is not among them."""
CHARACTERS_A_MINUTE = {"ja": 357, "zh": 255}
"""The same in characters, where no blanks part the words."""
LETTERS_A_MINUTE = dict.fromkeys(("km", "lo", "my", "th"), 882)
"""An alphabet without blanks: a letter takes 68 ms, the mean of 14 languages there."""
A_WORD = 2
"""Characters that a word in Latin letters counts for among Japanese or Chinese ones: there, 357 were 193 words."""
SECOND_LANGUAGE = 0.7
"""How fast people read in their second language, of their first: "30% or more slower" even where they are at home in
both (Segalowitz, Poulsen & Komoda 1991)."""

_PLACEHOLDER = re.compile(r"\{\w+\}")
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+")

_CONSENT = (
    "time", "who", "who_text", "promise", "promise_nobody", "promise_few", "promise_sealed_here", "promise_fixed",
    "numbers", "until", "until_text", "invited", "invited_side", "invited_side", "shown", "shown_text", "kept",
    "kept_side", "comments", "comments_text", "privacy", "agree",
)  # fmt: skip
"""What has to be read before the first question. The privacy notice is folded, and read by few."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How fast somebody reads, in words of English a minute, and answers, in seconds beside the reading."""

    words: int
    rating: float
    owner: float
    """For one of an activity's two questions."""
    number: float
    pick: float
    """For each topic that may be picked."""
    open_question: int
    page: float
    """For going on, and finding one's way on what comes."""


HURRIED = Pace(words=300, rating=2, owner=3, number=6, pick=2, open_question=10, page=2)
CAREFUL = Pace(words=175, rating=5, owner=6, number=15, pick=4, open_question=45, page=3)
"""Most adults read 175 to 300 words of English non-fiction a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long it takes in one language, in whole minutes, and of what that was reckoned."""

    language: str
    words: int
    """Words to be read, or characters in a language without blanks; names count as one word each."""
    answers: int
    hurried: int
    careful: int
    second_language: int
    """For a careful reader whose second language this is."""

    def spoken(self, frame: Frame) -> str:
        """From the hurried to the careful reader, as the language's readers say it: ``8 to 15``; ``3`` where equal."""
        low, high = (frame.number(self.language, minutes) for minutes in (self.hurried, self.careful))
        return low if low == high else frame.text(self.language, "range", low=low, high=high)

    @property
    def minutes(self) -> str:
        """The same as consultants read it, in English: ``8 to 16 minutes``."""
        if self.hurried < self.careful:
            return f"{self.hurried} to {self.careful} minutes"
        return f"{self.careful} minute{'s' if self.careful > 1 else ''}"

    @property
    def told(self) -> str:
        """What they have to reckon with: ``8 to 16 minutes, 22 in a second language``."""
        return f"{self.minutes}, {self.second_language} in a second language"


def duration(questionnaire: Questionnaire, frame: Frame, language: str) -> Duration:
    """Reckon it in a language that the frame speaks, too.

    What is folded is not counted: the privacy notice, and lines for whatever questions leave unsaid.
    """
    counted = sum(length(text, language) for text in texts_read(questionnaire, frame, language))
    hurried, careful = (
        counted / rate(language, pace) + _seconds(questionnaire, pace) / 60 for pace in (HURRIED, CAREFUL)
    )
    return Duration(
        language=language,
        words=counted,
        answers=questionnaire.answers_asked(),
        hurried=_whole(hurried),
        careful=_whole(careful),
        # That choosing an answer is as much slower as reading it is our assumption.
        second_language=_whole(careful / SECOND_LANGUAGE),
    )


def for_consultants(questionnaire: Questionnaire, frame: Frame) -> Duration:
    """Reckoned in English, or else in the first language that it has and the frame speaks, too."""
    both = [language for language in questionnaire.languages if language in frame.languages] or ["en"]
    return duration(questionnaire, frame, "en" if "en" in both else both[0])


def rate(language: str, pace: Pace) -> float:
    """Words a minute, or characters as `length` counts them; what is known of English compares with each language."""
    known = WORDS_A_MINUTE | CHARACTERS_A_MINUTE | LETTERS_A_MINUTE
    return pace.words * known.get(base(language), OTHERS_A_MINUTE) / WORDS_A_MINUTE["en"]


def measured(language: str) -> bool:
    """Whether reading was measured in it, or its rate is that of others."""
    return base(language) in WORDS_A_MINUTE or base(language) in CHARACTERS_A_MINUTE


@lru_cache(maxsize=8192)
def length(text: str, language: str) -> int:
    """Words; characters in Japanese and Chinese, where each word in Latin letters counts for two; letters in Thai."""
    text = _PLACEHOLDER.sub(COMPANY, text)
    if base(language) in CHARACTERS_A_MINUTE:
        latin = _LATIN.findall(text)
        return A_WORD * len(latin) + _letters(_LATIN.sub("", text))
    if base(language) in LETTERS_A_MINUTE:
        return _letters(text)
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _letters(text: str) -> int:
    return sum(unicodedata.category(character)[0] in "LMN" for character in text)


def _whole(minutes: float) -> int:
    return max(1, round(minutes))


def texts_read(questionnaire: Questionnaire, frame: Frame, language: str) -> Iterator[str]:
    """Every text that is read, as often as it is: the heads and labels of a grid once, each of its rows once."""
    own, around = questionnaire.texts.get(language, {}), frame.texts[language]
    yield from (own.get(key, "") for key in ("title", "introduction"))
    yield from (around[f"consent.{key}"] for key in _CONSENT)
    for section in questionnaire.sections:
        yield from (own.get(f"sections.{section.id}.{key}", "") for key in ("title", "introduction"))
    for grid in {(item.section, asked, item.labels) for item in questionnaire.ratings() for asked in item.asked}:
        yield from _around_grid(grid[1], grid[2], own, around)
    for item in questionnaire.items:
        yield from _of_item(item, own, around)
    yield from (around[key] for key in ("review.title", "review.introduction", "form.send_note"))


def _around_grid(asked: str, labels: str, own: dict[str, str], around: dict[str, str]) -> Iterator[str]:
    yield around[f"asked.{asked}"]
    if asked == "they_of_us":
        yield around["asked.they_of_us_hint"]
    points = ((key.removeprefix(f"labels.{labels}."), text) for key, text in own.items())
    yield from (text for point, text in points if point.isdigit())  # a list says more, which briefings alone use
    yield around["form.cant_say"]


def _of_item(item: Item, own: dict[str, str], around: dict[str, str]) -> Iterator[str]:
    parts: tuple[str, ...] = ()
    match item:
        case Text(brief=True):
            yield around["more.ask"]
        case Text(aside=True):
            yield around["more.other"]
        case Text():
            yield around["form.longest"]
            parts = ("text",)
        case Rating():
            parts = item.asked
        case Number():
            yield around["form.range"]
            yield around["form.cant_say"] if item.cant_say else ""
            parts = ("text", "unit")
        case Choice():
            yield around["form.one" if item.at_most == 1 else "form.at_most"]
            parts = ("text", *(f"options.{option}" for option in item.shown))
        case Responsibility():
            yield from (around[f"owners.{owner}"] for owner in CHOICES)
            parts = (*QUESTIONS, *(f"activities.{activity}" for activity in item.activities))
    yield from (own.get(f"items.{item.id}.{part}", "") for part in parts)


def _seconds(questionnaire: Questionnaire, pace: Pace) -> float:
    """What answering takes beside reading; two pages more than sections: the consent, and the look at all answers."""
    return pace.page * (len(questionnaire.sections) + 2) + sum(_answering(item, pace) for item in questionnaire.items)


def _answering(item: Item, pace: Pace) -> float:
    match item:
        case Text():
            return 0 if item.aside else pace.open_question
        case Choice():
            return pace.pick * item.at_most
        case Number():
            return pace.number
        case Rating():
            return pace.rating * len(item.fields())
        case Responsibility():
            return pace.owner * len(item.fields())
