"""A questionnaire as the files of its folder."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import tomlkit

from diagnostic.questionnaire import Item, Questionnaire, Text
from diagnostic.questionnaire.load import STRUCTURE
from diagnostic.questionnaire.model import Scale, Section
from diagnostic.reading.instruments.draft import fields_of, kind_of


def written(questionnaire: Questionnaire) -> dict[str, str]:
    """The text of each file by its name."""
    files = {STRUCTURE: "\n".join(_structure(questionnaire)) + "\n"}
    for language, texts in questionnaire.texts.items():
        files[f"{language}.toml"] = "\n".join(_language(questionnaire, texts)) + "\n"
    return files


def asked(questionnaire: Questionnaire) -> list[Item]:
    """The items that `questionnaire.toml` names: what “other” of a choice stands for comes along with the choice."""
    return [item for item in questionnaire.items if not (isinstance(item, Text) and item.about)]


def fields(item: Item) -> dict[str, Any]:
    """What `questionnaire.toml` says of an item: its id, its type, and what is not as usual."""
    usual = {field.name: field.default for field in msgspec.structs.fields(item)}
    said = {name: _whole(value) for name, value in fields_of(item).items() if value != usual[name]}
    return {"id": item.id, "type": kind_of(item), **said}


def value(said: object) -> str:
    """A value as TOML has it."""
    return tomlkit.item(said).as_string()


def _key(path: str) -> str:
    """A dotted key as TOML has it: in quotation marks where it needs them."""
    return ".".join(tomlkit.key(part).as_string() for part in path.split("."))


def _whole(said: object) -> object:
    return int(said) if isinstance(said, float) and said.is_integer() else said


def _structure(questionnaire: Questionnaire) -> Iterator[str]:
    yield f"version = {value(questionnaire.version)}"
    yield f"kind = {value(questionnaire.kind)}"
    for name, parts in (("sections", questionnaire.sections), ("scales", questionnaire.scales)):
        yield ""
        yield from ((f"{name} = [", *(f"    {_inline(one)}," for one in parts), "]") if parts else (f"{name} = []",))
    for item in asked(questionnaire):
        yield ""
        yield "[[items]]"
        yield from (f"{name} = {value(said)}" for name, said in fields(item).items())


def _inline(one: Section | Scale) -> str:
    said = (f"{name} = {value(given)}" for name, given in msgspec.to_builtins(one).items())
    return f"{{ {', '.join(said)} }}"


def _language(questionnaire: Questionnaire, texts: Mapping[str, str]) -> Iterator[str]:
    for key in ("language", "title", "introduction"):
        if key in texts:
            yield f"{key} = {value(texts[key])}"
    yield from _labels(texts)
    tables = {f"scales.{one.id}": "scales" for one in questionnaire.scales}
    tables |= {f"sections.{one.id}": "sections" for one in questionnaire.sections}
    tables |= {f"items.{item.id}": "items" for item in questionnaire.items}
    for table in tables:
        own = {key.removeprefix(f"{table}."): text for key, text in texts.items() if _belongs(key, table, tables)}
        if own:
            yield ""
            yield f"[{_key(table)}]"
            yield from (f"{_key(key)} = {value(text)}" for key, text in own.items())


def _belongs(key: str, table: str, tables: Mapping[str, str]) -> bool:
    """Whether a text is of this table and of none inside it: ``items.trust.candour.we`` is none of ``items.trust``."""
    if not key.startswith(f"{table}."):
        return False
    return not any(key.startswith(f"{other}.") for other in tables if other.startswith(f"{table}."))


def _labels(texts: Mapping[str, str]) -> Iterator[str]:
    lists: dict[str, dict[str, str]] = {}
    for key, text in texts.items():
        if key.startswith("labels."):
            name, _, place = key.removeprefix("labels.").rpartition(".")
            lists.setdefault(name, {})[place] = text
    for name, labels in lists.items():
        yield ""
        yield f"[{_key(f'labels.{name}')}]"
        yield from (f"{_key(place)} = {value(text)}" for place, text in labels.items())
