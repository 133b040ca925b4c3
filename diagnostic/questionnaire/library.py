"""Everything there is to ask and to say around it, loaded once."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from diagnostic.content import content_folder
from diagnostic.errors import Fault, InvalidQuestionnaire, NotPossible
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.load import STRUCTURE, load
from diagnostic.questionnaire.model import Questionnaire
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.questionnaire.subjects import Subjects

FRAME = "frame"
SIDE_EFFECTS = "side_effects"
SUBJECTS = "subjects"
_CODE = re.compile(r"[a-z]{2,3}")


class Library(msgspec.Struct, frozen=True):
    """The questionnaires by id, the words around them, those that hold a comment back, and what comments are about."""

    questionnaires: dict[str, Questionnaire]
    frame: Frame
    side_effects: SideEffects
    subjects: Subjects

    @classmethod
    def load(cls, content: Path | None = None) -> "Library":
        """Load every questionnaire of the content folder, the installed one by default.

        Raises
        ------
        InvalidQuestionnaire
            With the faults of all of them, and each language that lacks a part.
        """
        folder = content_folder(content) / "questionnaires"
        questionnaires: dict[str, Questionnaire] = {}
        faults: list[Fault] = []
        for structure in sorted(folder.glob(f"*/{STRUCTURE}")):
            try:
                questionnaires[structure.parent.name] = load(structure.parent)
            except InvalidQuestionnaire as error:
                faults.extend(error.faults)
        if not questionnaires and not faults:
            faults.append(Fault(str(folder), "holds no questionnaire"))
        faults.extend(lacking(folder))
        if faults:
            # A questionnaire that others take items from repeats its faults under each of them.
            raise InvalidQuestionnaire(tuple(dict.fromkeys(faults)))
        return cls(
            questionnaires,
            Frame.load(folder / FRAME),
            SideEffects.load(folder / SIDE_EFFECTS),
            Subjects.load(folder / SUBJECTS),
        )

    def source_of(self, pulse: str) -> Questionnaire | None:
        """The questionnaire whose statements a pulse asks: the longest other one that asks all that it rates."""
        rated = {item.id for item in self.named(pulse).ratings()}
        others = [
            each
            for each in self.questionnaires.values()
            if each.id != pulse and rated <= {item.id for item in each.ratings()}
        ]
        return max(others, key=lambda each: len(each.items), default=None)

    def asked_again(self, questionnaire: Questionnaire) -> tuple[str, ...]:
        """The statements of a questionnaire that pulses will ask again, by id, in its order.

        A pulse is followed by itself, whatever was chosen for it; anything else by the library's first pulse. Where
        there is none, by itself.
        """
        pulses = [each for each in (questionnaire, *self.questionnaires.values()) if each.kind == "pulse"]
        later = {statement.id for statement in (pulses or [questionnaire])[0].statements()}
        return tuple(statement.id for statement in questionnaire.statements() if statement.id in later)

    def choosing(self, pulse: str, items: Collection[str]) -> "Library":
        """A library whose pulse asks chosen items of the questionnaire that it borrows from, in place of its own.

        Raises
        ------
        NotPossible
            Where it borrows nothing, or there is no such item to rate.
        """
        source = self.source_of(pulse)
        known = {item.id for item in source.ratings()} if source else set()
        if source is None or not set(items) <= known:
            raise NotPossible(f"There is nothing to choose {', '.join(sorted(set(items) - known))} from.")
        asked = self.named(pulse).choosing(source, items)
        return msgspec.structs.replace(self, questionnaires={**self.questionnaires, pulse: asked})

    def named(self, name: str) -> Questionnaire:
        """The questionnaire of an id; raises `NotPossible`, naming those there are."""
        if name not in self.questionnaires:
            there = ", ".join(sorted(self.questionnaires))
            raise NotPossible(f"There is no questionnaire {name!r}; there are {there}.")
        return self.questionnaires[name]


def lacking(folder: Path) -> Iterator[Fault]:
    """What a language lacks of its parts in a folder of questionnaires, and languages that are no codes."""
    spoken = _languages(folder / FRAME)
    for structure in sorted(folder.glob(f"*/{STRUCTURE}")):
        for language in sorted(_languages(structure.parent) - spoken):
            where = f"{structure.parent.name}/{language}.toml"
            yield Fault(where, f"no words around these questions; write {FRAME}/{language}.toml, as in {FRAME}/en.toml")
        spoken |= _languages(structure.parent)
    for language in sorted(spoken):
        if not _CODE.fullmatch(language):
            yield Fault(
                f"{language}.toml", "name it by the code of its language alone, such as pt; the country is its locale's"
            )
    for language in sorted(spoken - _languages(folder / SIDE_EFFECTS)):
        yield Fault(
            f"{SIDE_EFFECTS}/{language}.toml",
            "there is no such file, so nobody would notice a comment that reports a side effect in this language; "
            f"write it, as in {SIDE_EFFECTS}/en.toml",
        )


def _languages(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.toml") if path.name != STRUCTURE}
