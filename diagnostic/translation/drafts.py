"""Which languages nobody has signed yet: told to consultants wherever they choose one, and to respondents never."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from diagnostic.briefing import playbook
from diagnostic.briefing.messages import rules as messages
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS
from diagnostic.translation.parts import Part, parts_of

_ASKED = (FRAME, SIDE_EFFECTS)
_TOLD = ("words", Path(messages.FILE).stem, Path(playbook.FILE).stem)


class Drafts(Struct, frozen=True):
    """Of every part, whether the translation of a language is a draft, where its file says so or otherwise."""

    parts: Mapping[str, Mapping[str, bool]]
    sources: Mapping[str, tuple[str, ...]]
    """Of questionnaires, those they take statements from: what is taken over is as it is there."""
    wordings: Mapping[str, frozenset[str]]
    """By language, the wordings of questionnaires that are drafts in it."""

    @classmethod
    def load(cls, content: Path | None, questionnaires: Mapping[str, Questionnaire]) -> "Drafts":
        """As the files say now; raises `InvalidContent` where one cannot be read."""
        there = parts_of(content)
        found = cls({part.name: _states(part) for part in there}, {part.name: part.sources for part in there}, {})
        wordings: dict[str, frozenset[str]] = {}
        for each in questionnaires.values():
            for language in found.of(each):
                wordings[language] = wordings.get(language, frozenset()) | _wordings(each, language)
        return replace(found, wordings=wordings)

    def of(self, questionnaire: Questionnaire) -> frozenset[str]:
        """The languages in which a questionnaire is a draft.

        One that consultants made themselves is theirs in every language in which they have said anything: it is a draft
        in those alone in which it says nothing but what a draft of the product's says.
        """
        if questionnaire.id in self.parts:
            return self._in(questionnaire, questionnaire.id, *self.sources[questionnaire.id])
        said = {language: _wordings(questionnaire, language) for language in questionnaire.languages}
        return frozenset(one for one, own in said.items() if own and own <= self.wordings.get(one, frozenset()))

    def in_wave(self, questionnaire: Questionnaire) -> frozenset[str]:
        """The languages in which anything that respondents of a wave read is a draft."""
        return self.of(questionnaire) | self._in(questionnaire, *_ASKED)

    def in_briefing(self, questionnaire: Questionnaire) -> frozenset[str]:
        """The languages in which anything that a briefing says is a draft."""
        return self.of(questionnaire) | self._in(questionnaire, *_TOLD)

    def _in(self, questionnaire: Questionnaire, *parts: str) -> frozenset[str]:
        """The languages of a questionnaire that are drafts in any part; ``pt-BR`` as ``pt`` where it does not say."""
        said = [self.parts[part] for part in parts if part in self.parts]
        return frozenset(
            language
            for language in questionnaire.languages
            if any(next((each[code] for code in with_base(language) if code in each), False) for each in said)
        )


def _states(part: Part) -> dict[str, bool]:
    said = {language: part.answered_for(language) for language in part.languages}
    return {language: one.status == "draft" for language, one in said.items() if one is not None}


def _wordings(questionnaire: Questionnaire, language: str) -> frozenset[str]:
    return frozenset(text for key, text in questionnaire.texts[language].items() if key.startswith("items."))
