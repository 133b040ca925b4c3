"""From a folder of TOML to a `Questionnaire`, or to every fault in it.

A folder holds ``questionnaire.toml`` (what is asked) and one file per language (how it is said).
An item may be taken from another questionnaire: ``uses = "alliance-health:trust.candour"``; then its
wordings come along, and both instruments speak of the same statements.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from diagnostic.errors import Fault, InvalidQuestionnaire
from diagnostic.questionnaire import structure, translation, wordings
from diagnostic.questionnaire.choice import Choice
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.questionnaire.model import Item, Questionnaire, Scale, Section
from diagnostic.questionnaire.rating import Rating

STRUCTURE = "questionnaire.toml"
KNOWN = ("version", "kind", "succeeds", "scales", "sections", "items")
NO_LONGER = ("minutes",)
"""What older files say of themselves, and nothing reads any more."""
MAY_CHANGE = {"uses", "section", "asked"}
"""What an item taken from another questionnaire may say of itself; the rest is what makes it comparable."""
Named = TypeVar("Named", Scale, Section)
Words = TypeVar("Words")


def load(folder: Path, over: Path | None = None, *, languages: Collection[str] = ()) -> Questionnaire:
    """Read and check the questionnaire in a folder, whose name is its id.

    ``over`` is a folder of questionnaires from which comes what does not lie beside this one: those that items are
    taken from, and, where this folder holds languages alone, the one of the same id. A text that a language has not
    here is there as it is in that one. ``languages`` are those to be read, where others need not be complete yet.

    Raises
    ------
    InvalidQuestionnaire
        With every fault found, each naming file and item.
    """
    return _load(folder, over, (), languages)


def _load(folder: Path, over: Path | None, within: tuple[str, ...], languages: Collection[str]) -> Questionnaire:
    reader = _Reader(folder, over, within, languages)
    questionnaire = reader.read()
    if reader.faults or questionnaire is None:
        raise InvalidQuestionnaire(reader.faults)
    return questionnaire


class _Reader:
    def __init__(self, folder: Path, over: Path | None, within: tuple[str, ...], languages: Collection[str]) -> None:
        self.folder = folder
        self.over = over
        self.wanted = languages
        below = over / folder.name if over else folder
        self.layers = (folder,) if (folder / STRUCTURE).is_file() or not below.is_dir() else (below, folder)
        """Where its files lie; a language may lie in both, and the second counts."""
        self.within = (*within, folder.name)
        """The questionnaires being read, each for the one before it."""
        self.faults: list[Fault] = []
        self.borrowed: dict[str, str] = {}
        """Where an item was taken from, by its id."""
        self.whole = True
        """Whether every part could be read; if not, texts that belong to nothing may belong to the rest."""

    def fault(self, file: str, what: str, item: str | None = None) -> None:
        where = f"{self.folder.name}/{file}"
        self.faults.append(Fault(f"{where}: item {item}" if item else where, what))

    def toml(self, file: str, folder: Path | None = None) -> dict[str, Any]:
        try:
            # Windows editors like to put a byte order mark first, which TOML does not know.
            found = tomllib.loads(((folder or self.layers[0]) / file).read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            self.fault(file, "there is no such file")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(file, f"cannot be read as TOML: {error}")
        else:
            if not found:
                self.fault(file, "is empty")
            return found
        return {}

    def read(self) -> Questionnaire | None:
        raw = self.toml(STRUCTURE)
        if not raw:
            return None
        files = {path.stem for layer in self.layers for path in layer.glob("*.toml") if path.name != STRUCTURE}
        languages = sorted(files.intersection(self.wanted) if self.wanted else files)
        said_in = files.intersection(code for language in languages for code in with_base(language))
        written = {code: self.texts(f"{code}.toml") for code in sorted(said_in)}
        if not languages:
            self.fault(STRUCTURE, "no language file (such as en.toml) stands beside it")
        own_texts = {
            language: {k: text for code in reversed(with_base(language)) for k, text in written.get(code, {}).items()}
            for language in languages
        }

        tables = self.tables(raw)
        sources = self.sources(tables)
        items = list(self.items(tables, sources))
        if any(self.source_of(table) not in sources for table in tables if "uses" in table):
            return None  # whatever else is wrong here may come from there
        scales = self.named(raw, "scales", Scale)
        sections = self.named(raw, "sections", Section)
        for item, what in structure.check(items, scales, sections, whole=self.whole):
            self.fault(STRUCTURE, what, item)
        self.check_head(raw)
        texts: dict[str, dict[str, str]] = {}
        borrowed = {i: sources[s] for i, s in self.borrowed.items() if s in sources}
        for language, own in own_texts.items():
            taken = self.taken_texts(language, items, borrowed)
            texts[language] = taken | own
            if own:
                for item, what in wordings.check(own, taken, items, scales, sections):
                    self.fault(f"{language}.toml", what, item)
                if self.whole:
                    for item, what in wordings.check_unwanted(own, taken, items, scales, sections):
                        self.fault(f"{language}.toml", what, item)
        if self.faults:
            return None
        return Questionnaire(
            id=self.folder.name,
            version=raw["version"],
            kind=raw.get("kind", "baseline"),
            succeeds=raw.get("succeeds"),
            scales=tuple(scales),
            sections=tuple(sections),
            items=tuple(items),
            texts=texts,
        )

    def texts(self, file: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for layer in self.layers:
            read = self.toml(file, layer) if (layer / file).is_file() else {}
            if wrong := translation.taken(read)[1]:
                self.fault(file, f"{translation.TABLE}: {wrong}")
            for key, value in _flatten(read):
                if isinstance(value, str):
                    texts[key] = value
                else:
                    self.fault(file, f"{key!r} is no text; put it in quotation marks")
        return texts

    def tables(self, raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        tables = raw.get("items", [])
        if isinstance(tables, list) and all(isinstance(table, Mapping) for table in tables):
            return tables
        self.fault(STRUCTURE, "items: begin each item with [[items]], in two pairs of brackets")
        self.whole = False
        return []

    @staticmethod
    def source_of(table: Mapping[str, Any]) -> str:
        return str(table["uses"]).partition(":")[0]

    def sources(self, tables: list[Mapping[str, Any]]) -> dict[str, Questionnaire]:
        """The questionnaires that items are taken from, each loaded once."""
        names = {self.source_of(table) for table in tables if "uses" in table}
        found = {}
        for name in sorted(names):
            if name in self.within:
                self.fault(STRUCTURE, f"takes items from {name!r}, which takes its own from here; one must come first")
                continue
            if not any((layer / name / STRUCTURE).is_file() for layer in (self.folder.parent, self.over) if layer):
                self.fault(STRUCTURE, f"takes items from {name!r}, but no such questionnaire stands beside it")
                continue
            try:
                found[name] = _load(self.folder.parent / name, self.over, self.within, self.wanted)
            except InvalidQuestionnaire as error:
                self.faults.extend(error.faults)
        return found

    def items(self, tables: list[Mapping[str, Any]], sources: Mapping[str, Questionnaire]) -> Iterator[Item]:
        for number, table in enumerate(tables, start=1):
            name = str(table.get("id") or table.get("uses") or f"number {number}")
            whole = self.taken(table, name, sources) if "uses" in table else table
            if whole is None:
                self.whole = False
                continue
            try:
                item = msgspec.convert(whole, Item)
            except msgspec.ValidationError as error:
                self.fault(STRUCTURE, in_words(error), name)
                self.whole = False
                continue
            for problem in item.problems():
                self.fault(STRUCTURE, problem, item.id)
            if "about" in table:
                self.fault(STRUCTURE, "'about' means nothing here; write other = true in the choice", item.id)
            yield item
            if isinstance(item, Choice) and item.other:
                yield item.said_of_other()

    def taken(
        self, table: Mapping[str, Any], name: str, sources: Mapping[str, Questionnaire]
    ) -> Mapping[str, Any] | None:
        """An item of another questionnaire, with the changes made here; None where it cannot be had."""
        source, _, item_id = str(table["uses"]).partition(":")
        if source not in sources:
            return None
        original = next((item for item in sources[source].items if item.id == item_id), None)
        if original is None:
            self.fault(STRUCTURE, f"{source} has no item {item_id!r}", name)
            return None
        for key in sorted(table.keys() - MAY_CHANGE):
            self.fault(STRUCTURE, f"changes {key!r} of an item taken over; only section and asked may differ", name)
        self.borrowed[item_id] = source
        changes = {key: value for key, value in table.items() if key != "uses"}
        return {**msgspec.to_builtins(original), **changes}

    def named(self, raw: Mapping[str, Any], table: str, kind: type[Named]) -> list[Named]:
        tables = raw.get(table, [])
        if not isinstance(tables, list):
            self.fault(STRUCTURE, f'{table}: give a list, such as {table} = [{{ id = "trust" }}]')
            self.whole = False
            return []
        found = []
        for number, one in enumerate(tables, start=1):
            try:
                found.append(msgspec.convert(one, kind))
            except msgspec.ValidationError as error:
                self.fault(STRUCTURE, f"{table}, number {number}: {in_words(error)}")
                self.whole = False
        return found

    def check_head(self, raw: Mapping[str, Any]) -> None:
        for key in raw.keys() - {*KNOWN, *NO_LONGER}:
            self.fault(STRUCTURE, f"{key!r} means nothing here; known are {', '.join(KNOWN)}")
        if not (isinstance(raw.get("version"), str) and raw["version"].strip()):
            self.fault(STRUCTURE, 'no version; give one in quotation marks, such as version = "1.0"')
        if raw.get("kind", "baseline") not in ("baseline", "pulse"):
            self.fault(STRUCTURE, 'kind is "baseline" or "pulse"')
        if not isinstance(raw.get("succeeds", ""), str):
            self.fault(STRUCTURE, 'succeeds is the id of another questionnaire, such as "alliance-health"')
        if not raw.get("items"):
            self.fault(STRUCTURE, "has no items")

    def taken_texts(self, language: str, items: list[Item], borrowed: Mapping[str, Questionnaire]) -> dict[str, str]:
        taken: dict[str, str] = {}
        for item in items:
            if item.id not in borrowed:
                continue
            source = borrowed[item.id].texts.get(language, {})
            wanted = [f"items.{item.id}.{key}" for key in item.texts()]
            if isinstance(item, Rating):
                wanted += [f"scales.{item.scale}.title"]
                wanted += [key for key in source if key.startswith(f"labels.{item.labels}.")]
            taken |= {key: source[key] for key in wanted if key in source}
        return taken


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every value by its dotted key; a list counts from 1."""
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, list):
            yield from _flatten({str(n): one for n, one in enumerate(value, start=1)}, f"{path}.")
        elif isinstance(value, Mapping):
            yield from _flatten(value, f"{path}.")
        else:
            yield path, value


def read_words(path: Path, kind: type[Words], each: str, faults: list[Fault]) -> Words | None:
    """A language's lists of words; None, and a fault, where they cannot be read. ``each``: what a key holds."""
    where = f"{path.parent.name}/{path.name}"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        if wrong := translation.taken(read)[1]:
            faults.append(Fault(f"{where}: {translation.TABLE}", wrong))
        return msgspec.convert(read, kind)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault(where, f"cannot be read as TOML: {error}"))
    except msgspec.ValidationError as error:
        faults.append(Fault(where, f"{in_words(error)}; each key is {each}, as in en.toml"))
    return None


def in_words(error: msgspec.ValidationError) -> str:
    what, _, where = str(error).partition(" - at `$")
    where = where.strip("`.")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", what):
        if missing[1] == "asked":
            what = 'has no target: give asked = ["we", "they"] or asked = ["alliance"]'
        else:
            what = f"{missing[1]!r} is missing"
    elif unknown := re.fullmatch(r"Object contains unknown field `(\w+)`", what):
        what = f"{unknown[1]!r} means nothing here"
    return f"{where}: {what}" if where else what
