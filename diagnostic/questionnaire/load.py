"""From a folder of TOML to a `Questionnaire`, or to every fault in it.

A folder holds ``questionnaire.toml`` (what is asked) and one file per language (how it is said).
An item may be taken from another questionnaire: ``uses = "alliance-health:trust.candour"``; then its
wordings come along, and both instruments speak of the same statements.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from diagnostic.errors import Fault, InvalidQuestionnaire
from diagnostic.questionnaire.model import Item, Questionnaire, Scale, Section
from diagnostic.questionnaire.rating import Rating

STRUCTURE = "questionnaire.toml"
OPTIONAL = {"sections.{}.introduction"}


def load(folder: Path) -> Questionnaire:
    """Read and check the questionnaire in a folder, whose name is its id.

    Raises
    ------
    InvalidQuestionnaire
        With every fault found, each naming file and item.
    """
    reader = _Reader(folder)
    questionnaire = reader.read()
    if reader.faults or questionnaire is None:
        raise InvalidQuestionnaire(reader.faults)
    return questionnaire


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def fault(self, file: str, what: str, item: str | None = None) -> None:
        where = f"{self.folder.name}/{file}"
        self.faults.append(Fault(f"{where}: item {item}" if item else where, what))

    def toml(self, file: str) -> dict[str, Any]:
        try:
            return tomllib.loads((self.folder / file).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault(file, "there is no such file")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(file, f"cannot be read as TOML: {error}")
        return {}

    def read(self) -> Questionnaire | None:
        raw = self.toml(STRUCTURE)
        if not raw:
            return None
        languages = sorted(path.stem for path in self.folder.glob("*.toml") if path.name != STRUCTURE)
        if not languages:
            self.fault(STRUCTURE, "no language file (such as en.toml) stands beside it")
        own_texts = {language: dict(_flatten(self.toml(f"{language}.toml"))) for language in languages}

        sources = self.sources(raw)
        items = list(self.items(raw, sources))
        scales = self.named(raw, "scales", Scale)
        sections = self.named(raw, "sections", Section)
        self.check_structure(items, scales, sections)
        self.check_known(raw, {"version", "minutes", "scales", "sections", "items"})
        texts: dict[str, dict[str, str]] = {}
        borrowed = {i: sources[s] for i, s in self.borrowed.items() if s in sources}
        for language, own in own_texts.items():
            taken = self.taken_texts(language, own, items, borrowed)
            texts[language] = taken | own
            self.check_texts(language, own, taken, items, scales, sections)
        try:
            return msgspec.convert(
                {
                    "id": self.folder.name,
                    "version": str(raw.get("version", "")),
                    "minutes": raw.get("minutes"),
                    "scales": scales,
                    "sections": sections,
                    "items": items,
                    "texts": texts,
                },
                Questionnaire,
                from_attributes=True,
            )
        except msgspec.ValidationError as error:
            self.fault(STRUCTURE, str(error))
            return None

    def sources(self, raw: Mapping[str, Any]) -> dict[str, Questionnaire]:
        """The questionnaires that items are taken from, each loaded once."""
        names = {str(item["uses"]).partition(":")[0] for item in raw.get("items", []) if "uses" in item}
        found = {}
        for name in sorted(names):
            if name == self.folder.name or not (self.folder.parent / name / STRUCTURE).is_file():
                self.fault(STRUCTURE, f"takes items from {name!r}, which is not another questionnaire beside it")
                continue
            try:
                found[name] = load(self.folder.parent / name)
            except InvalidQuestionnaire as error:
                self.faults.extend(error.faults)
        return found

    def items(self, raw: Mapping[str, Any], sources: Mapping[str, Questionnaire]) -> Iterator[Item]:
        self.borrowed: dict[str, str] = {}
        for number, table in enumerate(raw.get("items", []), start=1):
            name = str(table.get("id") or table.get("uses") or f"number {number}")
            if "uses" in table:
                source, _, item_id = str(table["uses"]).partition(":")
                original = next((i for i in sources[source].items if i.id == item_id), None) if source in sources else None
                if original is None:
                    if source in sources:
                        self.fault(STRUCTURE, f"{source} has no item {item_id!r}", name)
                    continue
                changes = {key: value for key, value in table.items() if key != "uses"}
                table = msgspec.to_builtins(original) | changes
                self.borrowed[item_id] = source
                name = item_id
            try:
                item = msgspec.convert(table, Item)
            except msgspec.ValidationError as error:
                self.fault(STRUCTURE, str(error).replace(" - at `$`", ""), name)
                continue
            for problem in item.problems():
                self.fault(STRUCTURE, problem, item.id)
            yield item

    def named(self, raw: Mapping[str, Any], table: str, kind: type[Any]) -> list[Any]:
        try:
            return msgspec.convert(raw.get(table, []), list[kind])
        except msgspec.ValidationError as error:
            self.fault(STRUCTURE, f"{table}: {error}")
            return []

    def check_known(self, raw: Mapping[str, Any], known: set[str]) -> None:
        for key in raw.keys() - known:
            self.fault(STRUCTURE, f"{key!r} means nothing here; known are {', '.join(sorted(known))}")

    def check_structure(self, items: list[Item], scales: list[Scale], sections: list[Section]) -> None:
        for kind, ids in (("item", [i.id for i in items]), ("scale", [s.id for s in scales]), ("section", [s.id for s in sections])):
            for twice in sorted({i for i in ids if ids.count(i) > 1}):
                self.fault(STRUCTURE, f"{kind} id {twice!r} is used twice", twice if kind == "item" else None)
        known_scales, known_sections = {s.id for s in scales}, {s.id for s in sections}
        for item in items:
            if isinstance(item, Rating) and item.scale is not None and item.scale not in known_scales:
                self.fault(STRUCTURE, f"belongs to scale {item.scale!r}, which is not declared", item.id)
            if item.section not in known_sections:
                self.fault(STRUCTURE, f"stands in section {item.section!r}, which is not declared", item.id)
        for scale in known_scales - {i.scale for i in items if isinstance(i, Rating)}:
            self.fault(STRUCTURE, f"scale {scale!r} has no item")
        for section in known_sections - {i.section for i in items}:
            self.fault(STRUCTURE, f"section {section!r} has no item")

    def taken_texts(
        self, language: str, own: Mapping[str, str], items: list[Item], borrowed: Mapping[str, Questionnaire]
    ) -> dict[str, str]:
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

    def check_texts(
        self,
        language: str,
        own: Mapping[str, str],
        taken: Mapping[str, str],
        items: list[Item],
        scales: list[Scale],
        sections: list[Section],
    ) -> None:
        file = f"{language}.toml"
        texts = {**taken, **own}
        wanted: dict[str, tuple[str | None, frozenset[str]]] = {
            key: (None, frozenset()) for key in ("language", "title", *(f"scales.{s.id}.title" for s in scales))
        }
        wanted["introduction"] = (None, frozenset({"us", "them", "brand"}))
        wanted |= {f"sections.{s.id}.title": (None, frozenset({"us", "them", "brand"})) for s in sections}
        for item in items:
            wanted |= {f"items.{item.id}.{key}": (item.id, names) for key, names in item.texts().items()}
        optional = {f"sections.{s.id}.introduction": (None, frozenset({"us", "them", "brand"})) for s in sections}

        for key, (item_id, allowed) in (wanted | optional).items():
            if key not in texts:
                if key in wanted:
                    self.fault(file, f"no translation of {key!r}" if item_id is None else f"no translation ({key})", item_id)
                continue
            self.check_placeholders(file, key, texts[key], allowed, item_id)
        for item in items:
            if isinstance(item, Rating):
                count = sum(key.startswith(f"labels.{item.labels}.") for key in texts)
                if count not in (2, item.points):
                    self.fault(file, f"labels.{item.labels} has {count} labels; give {item.points}, or 2 for the ends", item.id)
        known_labels = {f"labels.{i.labels}." for i in items if isinstance(i, Rating)}
        for key in own:
            if key not in wanted and key not in optional and not key.startswith(tuple(known_labels)):
                self.fault(file, f"{key!r} is the text of nothing in {STRUCTURE}")

    def check_placeholders(self, file: str, key: str, text: str, allowed: frozenset[str], item: str | None) -> None:
        if not text.strip():
            self.fault(file, f"the text of {key} is empty", item)
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            self.fault(file, f"{key}: {error}", item)
            return
        for name in sorted(names - allowed):
            known = ", ".join(f"{{{n}}}" for n in sorted(allowed)) or "none"
            self.fault(file, f"nothing fills the placeholder {{{name}}} of {key}; known here: {known}", item)


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{path}.")
        elif isinstance(value, list):
            yield from ((f"{path}.{n}", str(text)) for n, text in enumerate(value, start=1))
        else:
            yield path, str(value)
