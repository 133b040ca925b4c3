"""Which comments wait because they may report a side effect or a product complaint: the words of `side_effects/`.

All languages' words are looked for in every comment, since people write in the language they think in, whatever they
were asked in. A comment that is in none of these languages waits as well, since nothing can be said of it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from diagnostic.errors import Fault, InvalidQuestionnaire
from diagnostic.questionnaire.frame import read_languages
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.questionnaire.load import read_words
from diagnostic.text import bare, clean, words_of

Why = Literal["report", "language"]
"""It may be a report; or it is in a language without words for one, so that nobody can tell."""

COMMON = 1 / 4
"""The share of a comment's words by which its language is known: a sentence has about half, of another language few."""
LEAST_SENTENCES = 3
"""That hold a language's words to their task, each way."""

_NO_WORD = "qxqxq"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of one language; what each list is for stands in ``en.toml``, and in docs/languages.md."""

    report: tuple[str, ...]
    harm: tuple[str, ...]
    medicine: tuple[str, ...]
    everyday: tuple[str, ...]
    common: tuple[str, ...]
    must_hold: tuple[str, ...]
    must_pass: tuple[str, ...]
    nothing: tuple[str, ...] = ()


class SideEffects(msgspec.Struct, frozen=True):
    """The words of all languages."""

    languages: tuple[str, ...]
    report: re.Pattern[str]
    harm: re.Pattern[str]
    medicine: re.Pattern[str]
    everyday: re.Pattern[str]
    common: tuple[frozenset[str], ...]
    """By language, so that one language's words are not counted with another's."""
    nothing: frozenset[str] = frozenset()
    """What people write who have nothing to say, as `bare` makes it, in all languages."""

    @classmethod
    def load(cls, *folders: Path) -> "SideEffects":
        """Read every language file in some folders, and try it on its own sentences; the first folder's file counts.

        Raises
        ------
        InvalidQuestionnaire
            With every fault found, each naming file and key.
        """
        faults: list[Fault] = []
        words = read_languages(folders, _read, faults)
        if not faults:
            made = cls.of(words)
            faults += [fault for language in words for fault in made._tried(folders[0].name, language, words[language])]
        if faults:
            raise InvalidQuestionnaire(faults)
        return made

    @classmethod
    def of(cls, words: Mapping[str, Words]) -> "SideEffects":
        """Of languages whose phrases are known to be sound."""
        each = words.values()
        return cls(
            languages=tuple(words),
            report=_any_of(phrase for one in each for phrase in one.report),
            harm=_any_of(phrase for one in each for phrase in one.harm),
            medicine=_any_of(phrase for one in each for phrase in one.medicine),
            everyday=_any_of(phrase for one in each for phrase in one.everyday),
            common=tuple(frozenset(word for text in one.common for word in words_of(text)) for one in each),
            nothing=frozenset(bare(text) for one in each for text in one.nothing),
        )

    def why_held(self, comment: str, offered: Collection[str]) -> Why | None:
        """Why a comment has to be looked at before anybody else reads it, if it has to.

        ``offered`` are the languages its wave was offered in: where one of them has no words, every comment is held.
        """
        if self._may_report(comment):
            return "report"
        known = all(set(with_base(language)).intersection(self.languages) for language in offered)
        return None if known and self._knows(comment) else "language"

    def _may_report(self, comment: str) -> bool:
        left = self.everyday.sub("·", _plain(comment))
        if self.report.search(left):
            return True
        return self.medicine.search(left) is not None and self.harm.search(left) is not None

    def says_nothing(self, comment: str) -> bool:
        """Whether a comment is nothing but punctuation, or only those of people who have nothing to say."""
        return bare(comment) in self.nothing | {""}

    def language_of(self, comment: str) -> str | None:
        """The language a comment is most likely in; None where it is in none of these, or too short to tell."""
        written = words_of(comment)
        shares = [sum(word in own for word in written) for own in self.common]
        most = max(shares)
        return self.languages[shares.index(most)] if most and most >= COMMON * len(written) else None

    def _knows(self, comment: str) -> bool:
        """Whether a comment is in one of the languages, or has no words at all."""
        return not words_of(comment) or self.language_of(comment) is not None

    def _tried(self, folder: str, language: str, words: Words) -> Iterator[Fault]:
        """What the sentences of a language find wrong with the words, its own or another language's."""
        where = f"{folder}/{language}.toml: key"
        for sentence in words.must_hold:
            if not self._may_report(sentence):
                what = f"“{sentence}” would pass; add its words to report, or to harm and to medicine"
                yield Fault(f"{where} must_hold", what)
        for sentence in words.must_pass:
            if self._may_report(sentence):
                yield Fault(f"{where} must_pass", f"“{sentence}” would be held; make phrases narrower, or see everyday")
            elif not self._knows(sentence):
                what = f"“{sentence}” is in a language that is not known; add its short words to common"
                yield Fault(f"{where} must_pass", what)


def _read(paths: Sequence[Path], faults: list[Fault]) -> Words | None:
    path = paths[0]
    words = read_words(path, Words, "a list of texts", faults)
    if words is None:
        return None
    where = f"{path.parent.name}/{path.name}"
    faults += [Fault(f"{where}: key {key}", what) for key, what in _faults(words)]
    return words


def _faults(words: Words) -> Iterator[tuple[str, str]]:
    """The key and what is wrong there."""
    for key in ("report", "harm", "medicine", "common"):
        if not getattr(words, key):
            yield key, "is empty"
    for key in ("report", "harm", "medicine", "everyday"):
        for phrase in getattr(words, key):
            try:
                found = _any_of([phrase])
            except re.error as error:
                yield key, f"“{phrase}” cannot be read as a pattern: {error}"
                continue
            if not phrase.strip() or found.search(_NO_WORD):
                yield key, f"“{phrase}” would be found in every comment"
    for key in ("must_hold", "must_pass"):
        if len(getattr(words, key)) < LEAST_SENTENCES:
            yield key, f"give at least {LEAST_SENTENCES} sentences"


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Whole words; ``*`` stands for more letters and ``…`` for a few words. Without phrases nothing is found."""
    each = "|".join(_plain(phrase).replace("*", "[^ ]*").replace("…", ".{0,40}") for phrase in phrases)
    return re.compile(rf"\b(?:{each})(?!\w)" if each else "(?!)", re.IGNORECASE)


def _plain(text: str) -> str:
    """A text on one line, with the apostrophe that keyboards have."""
    return " ".join(clean(text).replace("’", "'").split())
