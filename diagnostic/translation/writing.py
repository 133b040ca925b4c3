"""What translators changed, written into the files of a content folder, and checked as a whole before."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
from diagnostic.questionnaire.translation import TABLE
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords
from diagnostic.toml_in_place import Said, document, nested, put, steps
from diagnostic.translation.parts import Part
from diagnostic.translation.returned import Change

_DRAFT = f"""
[{TABLE}]
status = "draft"  # until a native colleague has signed it
signed = []
"""
_FOLDERS = ("questionnaires", "reports")


def written(changes: Iterable[Change], content: Path) -> dict[str, str]:
    """The new text of each file, by its path in the content folder.

    A file that is there is changed where the text changes, and is a draft again. Of a language that is there in the
    product, a new file holds what differs, where that can be laid over; of a new language it holds all there is.
    """
    together: dict[tuple[Part, str], dict[str, str]] = {}
    for change in changes:
        together.setdefault((change.part, change.language), {})[change.key] = change.after
    return {
        part.path.format(language): _file(part, language, said, content) for (part, language), said in together.items()
    }


def _file(part: Part, language: str, said: Mapping[str, str], content: Path) -> str:
    own = content / part.path.format(language)
    there = part.said(language)
    values: dict[str, Said] = {key: text.split("\n") if part.lists else text for key, text in said.items()}
    whole = {**there, **values}
    if changed_in := own if own.is_file() else next(iter(part.below(language)), None) if part.whole else None:
        return _in_place(changed_in.read_text(encoding="utf-8-sig"), values, whole)
    # A list stands whole, or not at all.
    lists = {_list_of(key) for key in values} - {()}
    made = {key: text for key, text in whole.items() if key in values or _list_of(key) in lists}
    return document(made) + ("" if part.files(language) else _DRAFT)


def _in_place(text: str, values: Mapping[str, Said], whole: Mapping[str, Said]) -> str:
    file: Any = tomlkit.parse(text)
    for key, value in values.items():
        if _at(file, _list_of(key)) is not None:
            put(file, steps(key), value)
    for within in dict.fromkeys(map(_list_of, values)):
        if _at(file, within) is None:
            put(file, within, _at(nested(whole), within))
    # Whoever signed it has not seen what it says now.
    if file.get(TABLE, {}).get("status") == "signed":
        file[TABLE]["status"] = "draft"
    return tomlkit.dumps(file)


def _list_of(key: str) -> tuple[str, ...]:
    """The way to the list that a text stands in; none where it stands in none."""
    names = steps(key)
    place = next((place for place, name in enumerate(names) if name.isdigit()), 0)
    return tuple(names[:place])


def _at(node: Any, way: Sequence[str]) -> Any:
    """What stands at a path; None where nothing does."""
    for name in way:
        node = node.get(name)
        if node is None:
            return None
    return node


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
