"""A questionnaire's files changed where it changes: comments stay, and so does what is taken from another one."""

import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.load import STRUCTURE
from diagnostic.reading.instruments.writing import asked, fields, written
from diagnostic.toml_in_place import put

_BLANK_LINES = re.compile("\n{3,}")
"""More than one in a row, as they come about where something is put in."""


def borrowed(structure: str) -> frozenset[str]:
    """The ids of the items that are taken from other questionnaires."""
    tables = tomllib.loads(structure).get("items", [])
    return frozenset(str(table["uses"]).partition(":")[2] for table in tables if "uses" in table)


def revised(files: Mapping[str, str], before: Questionnaire, after: Questionnaire) -> dict[str, str]:
    """The new texts of the files of a folder, by name; ``before`` is what they hold."""
    made = written(after)
    for name, text in files.items():
        try:
            if name == STRUCTURE:
                made[name] = _structure(text, before, after)
            elif name in made:
                language = name.removesuffix(".toml")
                made[name] = _language(text, before.texts[language], after.texts[language])
        except (TOMLKitError, KeyError, IndexError, TypeError, ValueError):
            continue  # it cannot be changed in place, and is written anew
    return made


def _structure(text: str, before: Questionnaire, after: Questionnaire) -> str:
    document: Any = tomlkit.parse(text)
    for name in ("version", "kind"):
        if getattr(before, name) != getattr(after, name):
            document[name] = getattr(after, name)
    for name in ("sections", "scales"):
        if getattr(before, name) != getattr(after, name):
            document[name] = _listed([msgspec.to_builtins(one) for one in getattr(after, name)])
    there = {_id(table): table for table in document["items"]}
    old, new = ({item.id: fields(item) for item in asked(each)} for each in (before, after))
    for name, said in new.items():
        if name in there:
            _changed(there[name], old[name], said)
    if list(there) != list(new):
        _arrange(document, new)
    return _BLANK_LINES.sub("\n\n", tomlkit.dumps(document))


def _arrange(document: Any, new: Mapping[str, Mapping[str, Any]]) -> None:
    """Take items out, put others in, and bring all into their new order."""
    for place, table in reversed(list(enumerate(document["items"]))):
        if _id(table) not in new:
            del document["items"][place]
    tables = {_id(table): table for table in document["items"]}
    if list(tables) == [name for name in new if name in tables]:
        for place, name in enumerate(new):
            if name not in tables:
                document["items"].insert(place, _table(new[name]))
    else:
        document["items"] = tomlkit.aot()
        for name in new:
            document["items"].append(tables.get(name) or _table(new[name]))


def _id(table: Mapping[str, Any]) -> str:
    return str(table["id"]) if "id" in table else str(table["uses"]).partition(":")[2]


def _changed(table: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for field in dict.fromkeys([*old, *new]):
        if old.get(field) != new.get(field):
            if field in new:
                table[field] = new[field]
            else:
                table.pop(field, None)


def _table(said: Mapping[str, Any]) -> Any:
    table = tomlkit.table()
    for field, value in said.items():
        table[field] = value
    table.add(tomlkit.nl())
    return table


def _listed(parts: Collection[Mapping[str, Any]]) -> Any:
    array = tomlkit.array()
    for part in parts:
        table = tomlkit.inline_table()
        table.update(part)
        array.append(table)
    return array.multiline(True)


def _language(text: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    document: Any = tomlkit.parse(text)
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            put(document, key.split("."), new.get(key))
    return tomlkit.dumps(document)
