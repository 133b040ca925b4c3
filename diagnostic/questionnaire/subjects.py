"""What comments may be about, by the words of `subjects/`: so that two that share no word are seen to be alike."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from diagnostic.errors import Fault, InvalidQuestionnaire
from diagnostic.questionnaire.frame import read_languages
from diagnostic.questionnaire.load import read_words
from diagnostic.questionnaire.phrases import any_of, plain

Words = dict[str, tuple[str, ...]]
"""The file of one language: subjects, and the words that speak of them; ``*`` stands for more letters."""


class Subjects(msgspec.Struct, frozen=True):
    """The words of all languages, since a wave's comments are in several."""

    patterns: Mapping[str, re.Pattern[str]]

    @classmethod
    def load(cls, *folders: Path) -> "Subjects":
        """Read every language file in some folders, the first one's where several have it; else there are no subjects.

        Raises
        ------
        InvalidQuestionnaire
            With every fault found, each naming the file.
        """
        faults: list[Fault] = []
        languages = read_languages(folders, _read, faults) if any(map(Path.is_dir, folders)) else {}
        if faults:
            raise InvalidQuestionnaire(faults)
        words: dict[str, list[str]] = {}
        for language in languages.values():
            for subject, each in language.items():
                words.setdefault(subject, []).extend(each)
        return cls({subject: any_of(_exactly(word) for word in each) for subject, each in words.items()})

    def of(self, text: str) -> frozenset[str]:
        """What a text may be about."""
        return frozenset(subject for subject, pattern in self.patterns.items() if pattern.search(plain(text)))


def _exactly(word: str) -> str:
    """A word as a regular expression, in which only ``*`` means more than itself."""
    return re.escape(word).replace(r"\*", "*")


def _read(paths: Sequence[Path], faults: list[Fault]) -> Words | None:
    path = paths[0]
    words = read_words(path, Words, "a list of words", faults)
    if words is None:
        return None
    where = f"{path.parent.name}/{path.name}"
    for subject, each in words.items():
        if not each or not all(word.strip("* ") for word in each):
            faults.append(Fault(f"{where}: key {subject}", "needs words, each with a letter"))
    return words
