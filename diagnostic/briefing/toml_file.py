"""The TOML files of `reports/` that people edit: read, checked, and every fault with its line."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from diagnostic.errors import Fault, InvalidContent

T = TypeVar("T")
FindFaults = Callable[[Any, "TomlFile"], Iterator[Fault]]

_TABLE = re.compile(r"\[(\[?)\s*([\w.-]+)\s*\]?\]")
_KEY = re.compile(r"([\w.-]+)\s*=")
_STEP = re.compile(r"\.?([\w-]+)|\[(\d+)\]|\[\.\.\.\]")


class TomlFile:
    """One file, its text kept so that a fault can say where it is."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        # Made only for a fault, so not where all is well.
        self._lines: dict[str, int] | None = None

    @staticmethod
    def at(path: Path, name: str = "") -> "TomlFile":
        """The file at a path; raises `InvalidContent` where there is none, or none of text."""
        try:
            # Windows editors like to put a byte order mark first, which TOML does not know.
            return TomlFile(name or path.name, path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidContent((Fault(str(path), f"cannot be read: {error}"),)) from error

    def read(self, form: type[T]) -> T:
        """The file in a form of msgspec's.

        Raises
        ------
        InvalidContent
            With the line, where it is not TOML or not of that form.
        """
        try:
            return msgspec.convert(self.table(), form)
        except msgspec.ValidationError as error:
            what, _, path = str(error).partition(" - at `$")
            raise InvalidContent((self.fault(_dotted(path.rstrip("`")), what),)) from error

    def table(self) -> dict[str, Any]:
        """The file as it is; raises `InvalidContent` where it is not TOML."""
        try:
            return tomllib.loads(self.text)
        # Besides what is no TOML, numbers of thousands of digits, and brackets thousands deep.
        except (ValueError, RecursionError) as error:
            raise InvalidContent((Fault(self.name, str(error)),)) from error

    def fault(self, key: str, what: str) -> Fault:
        """A fault at a dotted key, ``rules.3.tool``: at the nearest line there is on the way to it."""
        if self._lines is None:
            self._lines = dict(lines_of(self.text))
        near = key
        while near and near not in self._lines:
            near = near.rpartition(".")[0]
        return Fault(f"{self.name}, line {self._lines.get(near, 1)}", what)


def read_checked(file: TomlFile, form: type[T], faults: FindFaults) -> T:
    """A file in a form of msgspec's; raises `InvalidContent` with the line of every fault."""
    found = file.read(form)
    if wrong := list(faults(found, file)):
        raise InvalidContent(wrong)
    return found


def _dotted(path: str) -> str:
    """``.rules[3].tool`` is ``rules.3.tool``."""
    return ".".join(name or number for name, number in _STEP.findall(path) if name or number)


def lines_of(text: str) -> Iterator[tuple[str, int]]:
    """Where each table and key of the plain kind begins. Inline tables and quoted keys count as their line's key."""
    table, tables = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.match(line):
            table = found[2]
            if found[1]:
                tables[table] = tables.get(table, -1) + 1
                table = f"{table}.{tables[table]}"
            yield table, number
        elif found := _KEY.match(line):
            yield f"{table}.{found[1]}".lstrip("."), number
