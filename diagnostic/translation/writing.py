"""What translators changed, written into the files of a content folder, and checked as a whole before."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import tomlkit

from diagnostic.briefing.languages import check_words
from diagnostic.briefing.messages.rules import MessageRules
from diagnostic.briefing.playbook import Playbook
from diagnostic.content import content_layers
from diagnostic.errors import Fault, Faults
from diagnostic.questionnaire import load
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import FRAME, SIDE_EFFECTS, SUBJECTS, names
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.questionnaire.subjects import Subjects
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords
from diagnostic.toml_in_place import document, put
from diagnostic.translation.parts import Part
from diagnostic.translation.returned import Change

_FOLDERS = ("questionnaires", "reports")


def written(changes: Iterable[Change], content: Path) -> dict[str, str]:
    """The new text of each file, by its path in the content folder.

    A file that is there is changed where the text changes. Of a language that is there in the product, a new file holds
    what differs, where that can be laid over; of a new language it holds all there is.
    """
    together: dict[tuple[Part, str], dict[str, str]] = {}
    for change in changes:
        together.setdefault((change.part, change.language), {})[change.key] = change.after
    return {
        part.path.format(language): _file(part, language, said, content) for (part, language), said in together.items()
    }


def _file(part: Part, language: str, said: dict[str, str], content: Path) -> str:
    own = content / part.path.format(language)
    values = {key: text.split("\n") if part.lists else text for key, text in said.items()}
    changed_in = own if own.is_file() else next(iter(part.files(language)), None) if part.whole else None
    if changed_in:
        whole = tomlkit.parse(changed_in.read_text(encoding="utf-8-sig"))
        for key, value in values.items():
            put(whole, key.split("."), value)
        return tomlkit.dumps(whole)
    # Without its locale no file of the form's words can be read.
    head = {key: text for key, text in part.said(language).items() if key in ("language", "locale")}
    return document({**head, **values})


def faults_after(files: dict[str, str], content: Path) -> list[Fault]:
    """What would be wrong with the content after these files were written, and is not wrong now."""
    with TemporaryDirectory() as scratch:
        tried = Path(scratch)
        for folder in _FOLDERS:
            if (content / folder).is_dir():
                shutil.copytree(content / folder, tried / folder)
        before = set(_faults(tried))
        write(files, tried)
        return [fault for fault in dict.fromkeys(_faults(tried)) if fault not in before]


def write(files: dict[str, str], content: Path) -> None:
    """Write texts by their paths in a content folder."""
    for path, text in files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")


def _faults(content: Path) -> Iterator[Fault]:
    layers = content_layers(content, "questionnaires")
    checks: list[Callable[[], object]] = [
        lambda: Frame.load(*(layer / FRAME for layer in layers)),
        lambda: SideEffects.load(*(layer / SIDE_EFFECTS for layer in layers)),
        lambda: Subjects.load(*(layer / SUBJECTS for layer in layers)),
        lambda: SuppliedWords.load(*(layer / IMPORTED for layer in layers)),
        lambda: check_words(content),
        lambda: Playbook.load(content),
        lambda: MessageRules.load(content),
        *(partial(load, layers[0] / name, layers[-1]) for name in names(layers)),
    ]
    for check in checks:
        try:
            check()
        except Faults as error:
            yield from error.faults
