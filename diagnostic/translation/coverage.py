"""How much of the product a language says: of each part how many texts there are, and how many are translated."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from diagnostic.questionnaire.translation import Translation
from diagnostic.translation.parts import SOURCE, Part, Text, texts_of

_WORD = re.compile(r"[^\W\d_]{2}")
_PLACEHOLDER = re.compile(r"\{\w+\}")


class Covered(Struct, frozen=True):
    """What a language says of one part."""

    part: Part
    texts: int
    lacking: tuple[Text, ...]
    equal: tuple[Text, ...]
    """Those that read as in English, and have words in them: forgotten, or the same word in both."""

    answered_for: Translation | None

    @property
    def translated(self) -> int:
        return self.texts - len(self.lacking)


def coverage(parts: Sequence[Part], required: Iterable[str] = ()) -> dict[str, list[Covered]]:
    """What each language says of every part, but English, which is what the others are translated from.

    Where languages are ``required``, these alone, whether or not anything speaks them.
    """
    languages = sorted(set(required) or set[str]().union(*(part.languages for part in parts)) - {SOURCE})
    return {language: [_covered(part, language, parts) for part in parts] for language in languages}


def _covered(part: Part, language: str, parts: Iterable[Part]) -> Covered:
    said = part.said(language)
    beside = [each for each in parts if language in each.languages]
    texts = [text for text in texts_of(part, language, beside) if text.key in said or not text.optional]
    lacking = tuple(text for text in texts if not said.get(text.key, "").strip())
    translated = not part.lists and language != part.source
    equal = tuple(text for text in texts if translated and said.get(text.key) == text.source and _says(text))
    return Covered(part, len(texts), lacking, equal, part.answered_for(language))


def _says(text: Text) -> bool:
    return not text.optional and _WORD.search(_PLACEHOLDER.sub("", text.source)) is not None
