"""Languages of the playbook and of the messages: a file each, `playbook/de.toml`, laid over `playbook.toml`.

A side file has the keys of the main file without the language. What stands in the main file as tables with a name,
stands here under that name; other lists stand in the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import tomlkit

from diagnostic.briefing.toml_file import FindFaults, TomlFile, read_checked
from diagnostic.content import content_file, content_layers
from diagnostic.errors import Fault, InvalidContent
from diagnostic.questionnaire import translation

T = TypeVar("T")

SOURCE = "en"
"""What every other language is a translation of."""


def checked(content: Path | None, name: str, form: type[T], faults: FindFaults) -> T:
    """A file of `reports` with its languages in a form of msgspec's, read and checked again once one has changed.

    Raises
    ------
    InvalidContent
        With file and line of every fault.
    """
    paths = (content_file(content, "reports", name), *side_files(content, name))
    changed = tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)
    return cast(T, _checked(paths, changed, cast(Any, form), faults))


@lru_cache(maxsize=32)
def _checked(paths: tuple[Path, ...], changed: tuple[int, ...], form: type[Any], faults: FindFaults) -> Any:  # noqa: ARG001 - read anew then
    return read_checked(WithLanguages(*paths), form, faults)


def side_files(content: Path | None, name: str) -> tuple[Path, ...]:
    """The languages that belong to a file of `reports`, those that count last.

    They lie in the layer of the file itself, or in one over it: a sentence that somebody worded anew is not what a
    translation below it says.
    """
    layers = content_layers(content, "reports")
    main = content_file(content, "reports", name)
    over = layers[: layers.index(main.parent) + 1]
    return tuple(path for layer in reversed(over) for path in sorted((layer / main.stem).glob("*.toml")))


class Side(NamedTuple):
    """The file of one language."""

    language: str
    file: TomlFile


class WithLanguages(TomlFile):
    """A file and its languages, which `read` finds in it as if they stood there; a fault is told where it stands."""

    def __init__(self, main: Path, *sides: Path) -> None:
        found = TomlFile.at(main)
        super().__init__(found.name, found.text)
        self.sides = [Side(path.stem, TomlFile.at(path, f"{main.stem}/{path.name}")) for path in sides]
        self._said: dict[str, tuple[TomlFile, str]] = {}
        """Where a text stands, by its key in the whole."""

    def table(self) -> dict[str, Any]:
        whole = super().table()
        wrong: list[Fault] = []
        for side in self.sides:
            said = side.file.table()
            if refused := translation.taken(said)[1]:
                wrong.append(side.file.fault(translation.TABLE, f"{translation.TABLE}: {refused}"))
            faults = self._laid(whole, said, side, "", "")
            wrong += (side.file.fault(there, f"{there}: {what}") for there, what in faults)
        if wrong:
            raise InvalidContent(wrong)
        return whole

    def fault(self, key: str, what: str) -> Fault:
        file, there = self._said.get(key, (None, ""))
        return file.fault(there, f"{there}: {what}") if file else super().fault(key, what)

    def _laid(self, whole: Any, said: Any, side: Side, key: str, there: str) -> Iterator[tuple[str, str]]:
        """Put what a side says into the whole; the key in the side and the fault, of what finds no place.

        ``key`` is where the whole is at, ``there`` where the side is.
        """
        if is_text(whole):
            if wrong := self._put(whole, said, side, key, there):
                yield there, wrong
        elif isinstance(whole, Mapping | list) and isinstance(said, Mapping):
            places = places_by_name(whole) if isinstance(whole, list) else {name: name for name in whole}
            for name, one in said.items():
                here = f"{there}.{name}".lstrip(".")
                if name in places:
                    at = f"{key}.{places[name]}".lstrip(".")
                    yield from self._laid(whole[places[name]], one, side, at, here)
                else:
                    yield here, f"{self.name} has nothing of this name, so nobody would ever read it"
        elif isinstance(whole, list) and isinstance(said, list):
            if len(said) != len(whole):
                yield there, f"{self.name} has {len(whole)} of these, here are {len(said)}; give all, in the same order"
                return
            for place, (one, own) in enumerate(zip(whole, said, strict=True)):
                yield from self._laid(one, own, side, f"{key}.{place}", f"{there}.{place}")
        else:
            yield there, f"is no text; it stands in {self.name} alone"

    def _put(self, text: dict[str, Any], said: Any, side: Side, key: str, there: str) -> str:
        """A text into the languages there are; what is wrong with it."""
        told = f"{key}.{side.language}"
        if isinstance(text[SOURCE], list) != isinstance(said, list) or not (isinstance(said, str) or all_texts(said)):
            return f"give {'a list of texts' if isinstance(text[SOURCE], list) else 'one text'}, as English has"
        if side.language in text and told not in self._said:
            return f"{self.name} says it in this language already; leave it out there or here"
        text[side.language] = said
        self._said[told] = (side.file, there)
        return ""


def is_text(found: object) -> bool:
    """Whether a part of a main file is a text, or a list of them, by language."""
    return isinstance(found, Mapping) and (isinstance(found.get(SOURCE), str) or all_texts(found.get(SOURCE)))


def all_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def places_by_name(tables: Sequence[Any]) -> dict[str, int]:
    """Where in a list the tables are that have a name of their own."""
    named = {place: one.get("name") for place, one in enumerate(tables) if isinstance(one, Mapping)}
    return {name: place for place, name in named.items() if isinstance(name, str)}


def in_one_file(content: Path | None, name: str) -> str:
    """A file of `reports` with the texts of its side files in it, as somebody takes it away to change it.

    All else is as it was written.
    """
    file = WithLanguages(content_file(content, "reports", name), *side_files(content, name))
    if not file.sides:
        return file.text
    whole, document = file.table(), tomlkit.parse(file.text)
    _put_in(document, whole)
    return tomlkit.dumps(document)


def _put_in(written: Any, whole: Any) -> None:
    """Put into a document what the whole has and it has not."""
    for key, one in whole.items() if isinstance(whole, Mapping) else enumerate(whole):
        if isinstance(whole, Mapping) and key not in written:
            written[key] = one if isinstance(one, str) else lines(one)
        elif isinstance(one, Mapping | list) and not all_texts(one):
            _put_in(written[key], one)


def lines(said: Sequence[str]) -> Any:
    """A list of texts as a document of TOML has them, each on its own line."""
    array = tomlkit.array()
    array.extend(said)
    return array.multiline(True)
