"""Everything there is to ask and to say around it, loaded once."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from diagnostic.content import content_layers
from diagnostic.errors import Fault, InvalidQuestionnaire, NotPossible
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.language_codes import HOW, is_code, with_base
from diagnostic.questionnaire.load import STRUCTURE, load
from diagnostic.questionnaire.model import Questionnaire
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.questionnaire.subjects import Subjects

FRAME = "frame"
SIDE_EFFECTS = "side_effects"
SUBJECTS = "subjects"


class Library(msgspec.Struct, frozen=True):
    """The questionnaires by id, those that another succeeds last; the words around them, and for comments those that
    hold one back and those that tell what it is about.
    """

    questionnaires: dict[str, Questionnaire]
    frame: Frame
    side_effects: SideEffects
    subjects: Subjects

    @classmethod
    def load(cls, content: Path | None = None) -> "Library":
        """Load every questionnaire that was installed, and a deployment's own.

        Raises
        ------
        InvalidQuestionnaire
            With the faults of all of them, and each language that lacks a part.
        """
        layers = content_layers(content, "questionnaires")
        questionnaires: dict[str, Questionnaire] = {}
        faults: list[Fault] = []
        for name in names(layers):
            try:
                questionnaires[name] = load(layers[0] / name, layers[-1])
            except InvalidQuestionnaire as error:
                # One of the product's that took items from one that a deployment has replaced is not there.
                if content is None or (layers[0] / name).is_dir():
                    faults.extend(error.faults)
        faults.extend(lacking(layers))
        if faults:
            # A questionnaire that others take items from repeats its faults under each of them.
            raise InvalidQuestionnaire(tuple(dict.fromkeys(faults)))
        earlier = {each.succeeds for each in questionnaires.values()}
        return cls(
            dict(sorted(questionnaires.items(), key=lambda named: named[0] in earlier)),
            Frame.load(*(layer / FRAME for layer in layers)),
            SideEffects.load(*(layer / SIDE_EFFECTS for layer in layers)),
            Subjects.load(*(layer / SUBJECTS for layer in layers)),
        )

    def title(self, questionnaire: Questionnaire) -> str:
        """What consultants call it: in English where it speaks it, an earlier version with its number."""
        language = "en" if "en" in questionnaire.languages else questionnaire.languages[0]
        title = questionnaire.text(language, "title")
        earlier = any(each.succeeds == questionnaire.id for each in self.questionnaires.values())
        return f"{title} ({questionnaire.version})" if earlier else title

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

        A pulse is followed by itself, whatever was chosen for it; anything else by its pulse. Where there is none, by
        itself.
        """
        pulse = questionnaire if questionnaire.kind == "pulse" else self.pulse_of(questionnaire) or questionnaire
        later = {statement.id for statement in pulse.statements()}
        return tuple(statement.id for statement in questionnaire.statements() if statement.id in later)

    def pulse_of(self, questionnaire: Questionnaire | None) -> Questionnaire | None:
        """The pulse that asks most of a questionnaire's statements again; of several alike the first."""
        asked = {statement.id for statement in questionnaire.statements()} if questionnaire else set()
        pulses = (each for each in self.questionnaires.values() if each.kind == "pulse")
        return max(pulses, key=lambda each: len(asked & {one.id for one in each.statements()}), default=None)

    def choosing(self, pulse: str, chosen: Collection[str], source: Questionnaire | None) -> "Library":
        """A library whose pulse asks chosen questions of another questionnaire in place of its own.

        ``chosen`` are keys of `Questionnaire.again`.

        Raises
        ------
        NotPossible
            Where there is no such questionnaire, or no such question in it.
        """
        known = source.again().keys() if source else set()
        if source is None or not set(chosen) <= known:
            raise NotPossible(f"There is nothing to choose {', '.join(sorted(set(chosen) - known))} from.")
        return self.asking(self.named(pulse).choosing(source, chosen))

    def asking(self, questionnaire: Questionnaire) -> "Library":
        """A library with a questionnaire in place of that with the same id."""
        return msgspec.structs.replace(self, questionnaires={**self.questionnaires, questionnaire.id: questionnaire})

    def named(self, name: str) -> Questionnaire:
        """The questionnaire of an id; raises `NotPossible`, naming those there are."""
        if name not in self.questionnaires:
            there = ", ".join(sorted(self.questionnaires))
            raise NotPossible(f"There is no questionnaire {name!r}; there are {there}.")
        return self.questionnaires[name]


def names(layers: Sequence[Path]) -> list[str]:
    """The ids of the questionnaires in some folders of them."""
    return sorted({structure.parent.name for layer in layers for structure in layer.glob(f"*/{STRUCTURE}")})


def lacking(layers: Sequence[Path]) -> Iterator[Fault]:
    """What a language lacks of its parts in folders of questionnaires, and languages that are no codes."""
    spoken = _languages(layers, FRAME)
    for name in names(layers):
        said = _languages(layers, name)
        for language in sorted(said - spoken):
            where = f"{name}/{language}.toml"
            yield Fault(where, f"no words around these questions; write {FRAME}/{language}.toml, as in {FRAME}/en.toml")
        spoken |= said
    for language in sorted(spoken):
        if not is_code(language):
            yield Fault(f"{language}.toml", HOW)
    known = _languages(layers, SIDE_EFFECTS)
    for language in sorted(code for code in spoken if not known.intersection(with_base(code))):
        yield Fault(
            f"{SIDE_EFFECTS}/{language}.toml",
            "there is no such file, so nobody would notice a comment that reports a side effect in this language; "
            f"write it, as in {SIDE_EFFECTS}/en.toml",
        )


def _languages(layers: Sequence[Path], folder: str) -> set[str]:
    """Those of a folder, wherever it may lie; a questionnaire of one's own has none from elsewhere."""
    own = [number for number, layer in enumerate(layers, start=1) if (layer / folder / STRUCTURE).is_file()]
    found = {path.stem for layer in layers[: own[0] if own else None] for path in (layer / folder).glob("*.toml")}
    return found - {Path(STRUCTURE).stem}
