"""What a questionnaire has to say and other programs' instruments do not: the words of `imported/`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from diagnostic.errors import Fault, InvalidQuestionnaire
from diagnostic.questionnaire.frame import read_languages
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.questionnaire.load import read_words
from diagnostic.reading.instruments.plain import GAP

FRAME, IMPORTED = "frame", "imported"
"""The folders of words around the questions, and of these; both beside the questionnaires."""
FALLBACK = "en"


class Supplied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of one language; what each text is for stands in ``en.toml``."""

    introduction: str
    statement: str
    predicted: str
    further: str
    comments: str
    notice: str
    unit: str
    yes: str
    no: str
    other: str
    none: str
    better: str
    agreement: tuple[str, ...]
    extent: tuple[str, ...]

    def forms(self, statement: str) -> dict[str, str]:
        """What a briefing prints, worded for those who are asked: by names, which is right in any grammar."""
        we = statement.replace("{company}", "{us}").replace("{partner}", "{them}")
        they = statement.replace("{company}", "{them}").replace("{partner}", "{us}")
        return {"we": we, "they": they, "they_of_us": self.predicted.replace(GAP, we)}


class SuppliedWords(msgspec.Struct, frozen=True):
    """The words by language; English where a language has none."""

    languages: Mapping[str, Supplied]
    offered: frozenset[str] = frozenset()
    """The languages that can be asked in: those that have words around the questions."""

    @classmethod
    def load(cls, *folders: Path) -> "SuppliedWords":
        """Read every language file in some folders; the first one's where several have it.

        Raises
        ------
        InvalidQuestionnaire
            With every fault found, each naming file and key.
        """
        faults: list[Fault] = []
        found = read_languages(folders, _read, faults)
        if faults:
            raise InvalidQuestionnaire(faults)
        return cls(found, frozenset(path.stem for each in folders for path in (each.parent / FRAME).glob("*.toml")))

    def of(self, language: str) -> Supplied:
        """The words of a language, else English ones."""
        return next(self.languages[code] for code in (*with_base(language), FALLBACK) if code in self.languages)

    def each(self, word: str, languages: tuple[str, ...]) -> dict[str, str]:
        """One of the words in several languages."""
        return {language: str(getattr(self.of(language), word)) for language in languages}


def _read(paths: Sequence[Path], faults: list[Fault]) -> Supplied | None:
    return read_words(paths[0], Supplied, "a text or a list of texts", faults)
