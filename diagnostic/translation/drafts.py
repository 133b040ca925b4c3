"""Which languages nobody has signed yet: told to consultants wherever they choose one, and to respondents never."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from diagnostic.briefing import playbook
from diagnostic.briefing.messages import rules as messages
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS
from diagnostic.translation.parts import Part, parts_of

_ASKED = (FRAME, SIDE_EFFECTS)
_TOLD = ("words", Path(messages.FILE).stem, Path(playbook.FILE).stem)


class Drafts(Struct, frozen=True):
    """Of every part the languages whose translation is a draft."""

    parts: Mapping[str, frozenset[str]]
    wordings: Mapping[str, frozenset[str]]
    """By language, the wordings of questionnaires that are drafts in it."""

    @classmethod
    def load(cls, content: Path | None, questionnaires: Mapping[str, Questionnaire]) -> "Drafts":
        """As the files say now; raises `InvalidContent` where one cannot be read."""
        there = parts_of(content)
        own = {part.name: _drafts_of(part) for part in there}
        # What is taken from another questionnaire is as it is there.
        parts = {one.name: own[one.name].union(*(own.get(each, ()) for each in one.sources)) for one in there}
        wordings: dict[str, frozenset[str]] = {}
        for each in questionnaires.values():
            for language in parts.get(each.id, frozenset()).intersection(each.languages):
                wordings[language] = wordings.get(language, frozenset()) | _wordings(each, language)
        return cls(parts, wordings)

    def of(self, questionnaire: Questionnaire) -> frozenset[str]:
        """The languages in which a questionnaire is a draft.

        One that consultants made themselves is theirs in every language in which they have said anything: it is a draft
        in those alone in which it says nothing but what a draft of the product's says.
        """
        if questionnaire.id in self.parts:
            return self.parts[questionnaire.id]
        said = {language: _wordings(questionnaire, language) for language in questionnaire.languages}
        return frozenset(one for one, own in said.items() if own and own <= self.wordings.get(one, frozenset()))

    def in_wave(self, questionnaire: Questionnaire) -> frozenset[str]:
        """The languages in which anything that respondents of a wave read is a draft."""
        return self.of(questionnaire).union(*(self.parts[part] for part in _ASKED))

    def in_briefing(self, questionnaire: Questionnaire) -> frozenset[str]:
        """The languages in which anything that a briefing says is a draft."""
        return self.of(questionnaire).union(*(self.parts[part] for part in _TOLD))


def _drafts_of(part: Part) -> frozenset[str]:
    signed = {language: part.answered_for(language) for language in part.languages}
    return frozenset(language for language, said in signed.items() if said is not None and said.status == "draft")


def _wordings(questionnaire: Questionnaire, language: str) -> frozenset[str]:
    return frozenset(text for key, text in questionnaire.texts[language].items() if key.startswith("items."))
