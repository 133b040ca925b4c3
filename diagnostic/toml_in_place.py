"""Texts of a TOML file changed where they stand: comments, order and all that is not changed stay as they were."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.items import InlineTable, Table

Said = str | Sequence[Any]
"""A text, a list of them, or tables in a list."""

_LINE = 110
"""Characters of a line in a list of short words."""


def put(node: Any, path: Sequence[str], said: Any) -> None:
    """Set a text, or whole lists and tables of them, at a path in a document of tomlkit, or delete it (None).

    A list counts from 1.
    """
    first, rest = path[0], path[1:]
    if isinstance(node, list):
        place = int(first) - 1
        if rest:
            put(node[place], rest, said)
        elif said is None:
            del node[place]
        elif place < len(node):
            node[place] = as_value(said)
        else:
            node.append(as_value(said))
    elif rest:
        if first not in node:
            if said is None:
                return
            _add(node, first, tomlkit.table(is_super_table=len(rest) > 1))
        put(node[first], rest, said)
        if said is None and not node[first]:
            del node[first]
    elif said is None:
        node.pop(first, None)
    elif first in node:
        _change(node, first, said)
    else:
        _add(node, first, as_value(said))


def _change(node: Any, key: str, said: Said) -> None:
    there = node[key]
    if isinstance(said, str) or len(there) != len(said):
        node[key] = as_value(said)
        return
    for place, (old, new) in enumerate(zip(there, said, strict=True)):
        if old != new:
            there[place] = new


def _add(node: Any, key: str, value: Any) -> None:
    """At the end of a table, but before the comment that belongs to the next one."""
    if isinstance(node, OutOfOrderTableProxy):  # a table with others between its parts
        node[key] = value
        return
    body = node.value.body if isinstance(node, Table | InlineTable) else node.body
    after = []
    while body and body[-1][0] is None:
        after.append(body.pop())
    node.append(key, value)
    body.extend(reversed(after))


def as_value(said: Said) -> Any:
    """A text as TOML has it, over several lines where it has several; a list with as many words on a line as fit."""
    if isinstance(said, str):
        text = tomlkit.string(said, multiline="\n" in said)
        return tomlkit.value(f'"""\n{text.as_string()[3:]}') if "\n" in said else text
    if any(isinstance(each, Mapping) for each in said):
        return tomlkit.item(said)
    # A pattern is read more easily as it is.
    words = [tomlkit.string(each, literal="\\" in each and "'" not in each).as_string() for each in said]
    if len(", ".join(words)) <= _LINE:
        return tomlkit.value(f"[{', '.join(words)}]")
    lines, line = [], ""
    for word in words:
        if line and len(line) + len(word) + 2 > _LINE:
            lines.append(line)
            line = ""
        line = f"{line} {word},".lstrip()
    return tomlkit.value("[\n" + "".join(f"    {each}\n" for each in [*lines, line]) + "]")


def document(texts: Mapping[str, Said]) -> str:
    """A new file of texts by dotted key, in their order."""
    return tomlkit.dumps(nested(texts))


def nested(texts: Mapping[str, Said]) -> dict[str, Any]:
    """Tables of texts by dotted key; keys that are numbers from 1 on make a list."""
    whole: dict[str, Any] = {}
    for key, said in texts.items():
        *way, last = steps(key)
        node = whole
        for name in way:
            node = node.setdefault(name, {})
        node[last] = as_value(said)
    return {key: _with_lists(value) for key, value in whole.items()}


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_with_lists(node.get(str(place), {})) for place in range(1, max(map(int, node)) + 1)]
    return {key: _with_lists(value) for key, value in node.items()}


def step(name: str) -> str:
    """A name as a part of a dotted key: in quotation marks where it needs them."""
    return tomlkit.key(name).as_string()


def steps(key: str) -> list[str]:
    """The names in a dotted key."""
    if '"' not in key and "'" not in key:
        return key.split(".")
    names = []
    node: Any = tomllib.loads(f"{key} = 0")
    while isinstance(node, dict):
        ((name, node),) = node.items()
        names.append(name)
    return names
